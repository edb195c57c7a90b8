-- Exams are edited by the office: as a draft first, guarded by version against two officers at once. `published_at` is the
-- moment since which the status holds.
ALTER TABLE exams ADD COLUMN status TEXT NOT NULL DEFAULT 'published'
    CHECK (status IN ('draft', 'published', 'closed'));
ALTER TABLE exams ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

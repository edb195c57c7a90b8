-- 导出: files that staff take out. The file itself lies sealed beside the pictures; `run` names the one that counts, since an
-- export that was stopped half-way starts again with a fresh one. `wish` is a JSON text of codes, nothing personal.
CREATE TABLE exports (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    exam_id TEXT NOT NULL REFERENCES exams (id),
    wish TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'canceled')),
    run BIGINT NOT NULL DEFAULT 0,
    people BIGINT NOT NULL DEFAULT 0 CHECK (people >= 0),
    written BIGINT NOT NULL DEFAULT 0 CHECK (written >= 0),
    file_bytes BIGINT NOT NULL DEFAULT 0 CHECK (file_bytes >= 0),
    listed BIGINT NOT NULL DEFAULT 0 CHECK (listed >= 0),
    list_bytes BIGINT NOT NULL DEFAULT 0 CHECK (list_bytes >= 0),
    failure TEXT CHECK (failure IN ('width', 'format', 'broken')),
    reference TEXT,
    asked_at BIGINT NOT NULL,
    ended_at BIGINT,
    expires_at BIGINT,
    CHECK ((state IN ('waiting', 'running')) = (ended_at IS NULL)),
    CHECK ((ended_at IS NULL) = (expires_at IS NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX exports_by_staff ON exports (staff_id, asked_at);
-- The second of two taps finds the first one's.
CREATE UNIQUE INDEX one_export_of_a_kind ON exports (staff_id, exam_id, wish) WHERE state IN ('waiting', 'running');

-- An export goes through an exam's registrations page by page.
CREATE INDEX registrations_by_exam ON registrations (exam_id, id);

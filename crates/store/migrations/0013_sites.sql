-- 考点: where an exam is sat, with places of its own. An exam without any asks nobody. The code is part of ticket numbers.
CREATE TABLE sites (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    code TEXT NOT NULL CHECK (LENGTH(code) BETWEEN 1 AND 2),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    position BIGINT NOT NULL,
    capacity BIGINT,
    taken BIGINT NOT NULL DEFAULT 0 CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity)),
    PRIMARY KEY (exam_id, code)
);

-- The site that was chosen, or the only one; none where the exam named none.
ALTER TABLE registrations ADD COLUMN site TEXT CHECK (site IS NULL OR subject IS NOT NULL);

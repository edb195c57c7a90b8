-- 成绩: one of a ticket. `mark` counts tenths of a point; whoever was absent or broke the rules has none.
CREATE TABLE scores (
    registration_id TEXT NOT NULL PRIMARY KEY REFERENCES registrations (id),
    exam_id TEXT NOT NULL REFERENCES exams (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('marked', 'absent', 'violation')),
    mark BIGINT CHECK (mark BETWEEN 0 AND 1000),
    state TEXT NOT NULL CHECK (state IN ('imported', 'published', 'withdrawn')),
    changed_at BIGINT NOT NULL,
    CHECK ((mark IS NULL) = (outcome <> 'marked'))
);
CREATE INDEX scores_by_exam ON scores (exam_id, state);

-- What passes, and when scores were last published.
CREATE TABLE score_sheets (
    exam_id TEXT NOT NULL PRIMARY KEY REFERENCES exams (id),
    pass_line BIGINT NOT NULL CHECK (pass_line BETWEEN 0 AND 1000),
    published_at BIGINT NOT NULL
);

-- A file that was read and has changed nothing yet: registrations with what the file says, and its rows' problems. No name
-- and no number is in it. A later file takes its place.
CREATE TABLE score_drafts (
    exam_id TEXT NOT NULL PRIMARY KEY REFERENCES exams (id),
    version BIGINT NOT NULL,
    found TEXT NOT NULL,
    problems TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- 复查申请: once for a score that was published.
CREATE TABLE score_rechecks (
    registration_id TEXT NOT NULL PRIMARY KEY REFERENCES scores (registration_id),
    asked_at BIGINT NOT NULL,
    answer TEXT CHECK (answer IN ('kept', 'corrected')),
    answered_at BIGINT,
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);

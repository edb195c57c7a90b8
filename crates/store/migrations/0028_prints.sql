-- 考场材料: what somebody has ordered of a site or a room (without one, of all its rooms). `report` names, sealed, whom no
-- typeface draws whole. The file lies sealed beside the pictures, and goes with its row.
CREATE TABLE paper_batches (
    id TEXT NOT NULL PRIMARY KEY,
    exam_id TEXT NOT NULL REFERENCES exams (id),
    site TEXT NOT NULL,
    room BIGINT,
    papers TEXT NOT NULL,
    packing TEXT NOT NULL CHECK (packing IN ('pdf', 'zip')),
    actor TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    rooms_done BIGINT NOT NULL,
    rooms_total BIGINT NOT NULL,
    edition BIGINT,
    file TEXT,
    bytes BIGINT,
    report BLOB,
    ended_at BIGINT,
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((state = 'done') = (file IS NOT NULL)),
    CHECK ((file IS NULL) = (report IS NULL)),
    CHECK ((file IS NULL) = (bytes IS NULL))
);
CREATE INDEX paper_batches_by_exam ON paper_batches (exam_id, asked_at);

-- 学校设置: what was changed in the app, as JSON; what is not in it, the configuration says. One row.
CREATE TABLE school_settings (
    id TEXT NOT NULL PRIMARY KEY CHECK (id = 'school'),
    version BIGINT NOT NULL,
    changes TEXT NOT NULL,
    seal BLOB,
    changed_at BIGINT NOT NULL
);

-- 隐私说明: every text of the school's own that stood on its page, since when. It only grows.
CREATE TABLE school_texts (
    version BIGINT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    since_at BIGINT NOT NULL
);

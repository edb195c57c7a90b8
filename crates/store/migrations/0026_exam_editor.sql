-- The rest of the exam editor: who is paid, tests, every version of a notice, and notices that are being written.
ALTER TABLE exams ADD COLUMN fee_payee TEXT NOT NULL DEFAULT '';
ALTER TABLE exams ADD COLUMN is_test BIGINT NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1));

-- What was accepted under a number can be read for ever.
CREATE TABLE exam_notices (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, version)
);
INSERT INTO exam_notices (exam_id, version, body, kept_at)
    SELECT id, notice_version, notice_text, published_at FROM exams;

-- What an officer has typed and looked at, and of which version of the exam; nothing of it is kept until they say so.
CREATE TABLE notice_drafts (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    officer TEXT NOT NULL,
    seen BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (exam_id, officer)
);

-- Ids of registrations that went with a test: the log, which only grows, still names them.
CREATE TABLE wiped_registrations (
    id TEXT NOT NULL PRIMARY KEY
);

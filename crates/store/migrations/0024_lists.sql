-- An entry that is offered no more stays where it was chosen. `language` is the code of the subject that a language major may
-- not sit.
ALTER TABLE choices ADD COLUMN retired_at BIGINT;
ALTER TABLE choices ADD COLUMN language TEXT;

-- A file for a list that was read and has changed nothing yet. What was taken over leaves its version behind.
CREATE TABLE list_drafts (
    list TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    found TEXT NOT NULL,
    problems TEXT NOT NULL,
    bad_lines BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- 学籍: files of who may sit an exam. Lines are written under a file that nobody sees yet; taking it over only turns its state.
-- `added`, `changed`, `gone` and `same` are counted against the file that was live when it was read.
CREATE TABLE roster_files (
    id TEXT NOT NULL PRIMARY KEY,
    exam_id TEXT NOT NULL REFERENCES exams (id),
    state TEXT NOT NULL CHECK (state IN ('reading', 'waiting', 'live', 'old')),
    created_at BIGINT NOT NULL,
    taken_at BIGINT,
    eligible BIGINT NOT NULL,
    ineligible BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    bad_lines BIGINT NOT NULL,
    problems TEXT NOT NULL
);
CREATE UNIQUE INDEX roster_files_live ON roster_files (exam_id) WHERE state = 'live';
CREATE UNIQUE INDEX roster_files_waiting ON roster_files (exam_id) WHERE state = 'waiting';
CREATE INDEX roster_files_by_state ON roster_files (exam_id, state);

-- One person of a file. `person` is the keyed fingerprint of the document number, which itself is not kept; `said` is that of
-- everything the line says.
CREATE TABLE roster_lines (
    id TEXT NOT NULL PRIMARY KEY,
    file_id TEXT NOT NULL REFERENCES roster_files (id),
    person TEXT NOT NULL,
    said TEXT NOT NULL,
    record BLOB NOT NULL
);
CREATE UNIQUE INDEX roster_lines_by_person ON roster_lines (file_id, person);

-- Pictures (their bytes lie sealed in the file store) and the real-name check.
CREATE TABLE photos (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    created_at BIGINT NOT NULL
);
CREATE INDEX photos_by_account ON photos (account_id);

-- since_at says since when the state holds; 'none' has no such moment. problems is a JSON list of codes.
CREATE TABLE identities (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    state TEXT NOT NULL CHECK (state IN (
        'none', 'checking', 'passed', 'waiting_for_person', 'passed_by_person', 'failed'
    )),
    since_at BIGINT,
    problems TEXT,
    front_photo TEXT REFERENCES photos (id),
    back_photo TEXT REFERENCES photos (id),
    portrait BLOB,
    version BIGINT NOT NULL,
    CHECK ((state = 'none') = (since_at IS NULL)),
    CHECK ((state IN ('waiting_for_person', 'failed')) = (problems IS NOT NULL))
);

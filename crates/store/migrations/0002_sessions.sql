-- Sessions, what hangs on them, and what slows a guesser down.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT REFERENCES accounts (id),
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE sign_up_drafts (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    draft BLOB NOT NULL,
    saved_at BIGINT NOT NULL
);

-- No foreign key to the session: the limits for a phone outlive the session that asked.
CREATE TABLE sms_codes (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    phone_hash TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL CHECK (tries >= 0),
    used_at BIGINT
);
CREATE INDEX sms_codes_by_phone ON sms_codes (phone_hash, sent_at);
CREATE INDEX sms_codes_by_session ON sms_codes (session_id, purpose);

CREATE TABLE attempts (
    kind TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    tried_at BIGINT NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (kind, key_hash, tried_at);

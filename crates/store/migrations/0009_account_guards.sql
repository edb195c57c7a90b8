-- What keeps limits whole although many ask at once, and what an account has beside its password.

-- Whoever writes the row of a key goes first; who wants the same key waits until that transaction has ended.
CREATE TABLE turns (
    key_hash TEXT NOT NULL PRIMARY KEY,
    taken_at BIGINT NOT NULL
);

-- SMS that left on one day in Shanghai, counted in days since 1970-01-01.
CREATE TABLE sms_days (
    day BIGINT NOT NULL PRIMARY KEY,
    sent BIGINT NOT NULL CHECK (sent >= 0)
);

-- Browsers that have signed in to an account before.
CREATE TABLE known_devices (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    token_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);
CREATE INDEX known_devices_by_end ON known_devices (expires_at);

-- What was typed in a wizard other than the sign-up's, sealed.
CREATE TABLE session_drafts (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    draft BLOB NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, kind)
);

-- The phone before the last change, where it did not agree to the change itself.
CREATE TABLE former_phones (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    phone BLOB NOT NULL,
    good_until BIGINT NOT NULL
);
CREATE INDEX former_phones_by_end ON former_phones (good_until);

ALTER TABLE sessions ADD COLUMN device TEXT;
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX attempts_by_time ON attempts (tried_at);
CREATE INDEX sms_codes_by_time ON sms_codes (sent_at);

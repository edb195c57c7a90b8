-- What staff do for one candidate: messages, a document number that a second person decides about, a reset with the document
-- in hand.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    origin TEXT NOT NULL CHECK (origin IN ('notice', 'staff')),
    body BLOB NOT NULL,
    sent_at BIGINT NOT NULL,
    read_at BIGINT,
    -- The SMS beside it. No foreign key: what was sent long ago is forgotten.
    job_id TEXT
);
CREATE INDEX messages_by_account ON messages (account_id, sent_at);

-- The number is there until it is decided about; what is left then is who said what, and when.
CREATE TABLE number_changes (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    document_kind TEXT NOT NULL,
    number BLOB,
    reason TEXT NOT NULL CHECK (reason IN ('mistyped', 'reissued', 'corrected')),
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'declined')),
    decided_by TEXT,
    decided_at BIGINT,
    CHECK ((state = 'waiting') = (decided_at IS NULL)),
    CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CHECK ((state = 'waiting') = (number IS NOT NULL)),
    CHECK (decided_by <> proposed_by)
);
CREATE UNIQUE INDEX one_waiting_number_change ON number_changes (account_id) WHERE state = 'waiting';
CREATE INDEX number_changes_waiting ON number_changes (proposed_at, id) WHERE state = 'waiting';

-- The phone that a candidate will have once they set a password with the code that staff handed over.
CREATE TABLE candidate_resets (
    account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id),
    phone BLOB NOT NULL,
    code_hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    good_until BIGINT NOT NULL
);
CREATE INDEX candidate_resets_by_end ON candidate_resets (good_until);

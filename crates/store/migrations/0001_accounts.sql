-- People who sign in, and what they agreed to. Sealed columns are BLOB; *_hash columns are keyed fingerprints.
CREATE TABLE vault_checks (
    id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL
);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    name BLOB NOT NULL,
    region TEXT NOT NULL CHECK (region IN ('mainland', 'hong_kong_macao_taiwan')),
    document_kind TEXT NOT NULL CHECK (document_kind IN (
        'resident_id', 'hong_kong_macao_permit', 'taiwan_permit', 'hong_kong_macao_taiwan_residence',
        'foreign_permanent_residence'
    )),
    number BLOB NOT NULL,
    login_hash TEXT NOT NULL UNIQUE,
    identity_hash TEXT NOT NULL UNIQUE,
    phone BLOB NOT NULL,
    candidate_type TEXT,
    major TEXT,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE consents (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    version BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, version)
);

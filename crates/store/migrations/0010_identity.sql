-- 实名认证 whole: how checks ended, which pictures were refused, consent given and withdrawn, 更名申请.
ALTER TABLE identities ADD COLUMN only_person BIGINT NOT NULL DEFAULT 0;
CREATE INDEX identities_waiting ON identities (since_at, account_id) WHERE state = 'waiting_for_person';

-- problems is a JSON list of codes.
CREATE TABLE identity_checks (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    ended_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'waits_for_person', 'failed')),
    problems TEXT NOT NULL
);
CREATE INDEX identity_checks_by_account ON identity_checks (account_id, ended_at);

-- No foreign key to the picture: what it looked like, coarsely and sealed, outlives it for a while.
CREATE TABLE refused_pictures (
    photo_id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    side TEXT NOT NULL CHECK (side IN ('front', 'back')),
    look BLOB NOT NULL,
    refused_at BIGINT NOT NULL
);
CREATE INDEX refused_pictures_by_account ON refused_pictures (account_id, side);

-- Takes the place of consents, which knew no withdrawal. It only grows: the guard stands in a file per engine.
CREATE TABLE consent_events (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    version BIGINT NOT NULL,
    event TEXT NOT NULL CHECK (event IN ('given', 'withdrawn')),
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, noted_at, event)
);
INSERT INTO consent_events (account_id, version, event, noted_at)
    SELECT account_id, version, 'given', given_at FROM consents;

CREATE TABLE renames (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name BLOB NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('mistyped', 'changed_by_law', 'rare_hanzi')),
    remark BLOB NOT NULL,
    photo_id TEXT REFERENCES photos (id),
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'withdrawn')),
    ended_at BIGINT,
    finding TEXT CHECK (finding IN ('unclear', 'not_proven', 'not_the_person')),
    version BIGINT NOT NULL,
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK ((state = 'rejected') = (finding IS NOT NULL))
);
CREATE UNIQUE INDEX one_waiting_rename ON renames (account_id) WHERE state = 'waiting';
CREATE INDEX renames_by_account ON renames (account_id, asked_at);

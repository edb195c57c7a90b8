-- Work for later, written in the transaction that causes it, and the messages that the demo shows instead of sending.
CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    run_at BIGINT NOT NULL,
    leased_until BIGINT,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    ended_at BIGINT,
    CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX jobs_waiting ON jobs (run_at, id) WHERE state = 'waiting';

CREATE TABLE demo_messages (
    id TEXT NOT NULL PRIMARY KEY,
    phone BLOB NOT NULL,
    body BLOB NOT NULL,
    sent_at BIGINT NOT NULL
);

-- What changed, from what to what, with personal data masked; and the chain, which the next link of shows that no entry was
-- changed or taken out. An entry is written with what it tells of, its link a moment later: links need an order, and what
-- happens at the same time would wait for it.
ALTER TABLE audit ADD COLUMN detail TEXT;

CREATE INDEX audit_by_time ON audit (noted_at, id);

CREATE TABLE audit_links (
    place BIGINT NOT NULL PRIMARY KEY,
    audit_id TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    linked_at BIGINT NOT NULL
);

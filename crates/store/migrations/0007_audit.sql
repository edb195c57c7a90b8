-- Who did what, when. The next migration closes the table against change, in each engine's own words.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    noted_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX audit_by_subject ON audit (subject, noted_at);

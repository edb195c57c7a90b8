-- By what staff find people: keyed fingerprints of a whole name, a whole phone number, the tail of a document number. What
-- was typed is never in the database, nor could it be found by trying without the key.
CREATE TABLE search_prints (
    kind TEXT NOT NULL CHECK (kind IN ('name', 'phone', 'tail')),
    print TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (kind, print, account_id)
);
CREATE INDEX search_prints_by_account ON search_prints (account_id);

-- What a member of staff looked for last: no name and no number stands in an address.
ALTER TABLE staff_sessions ADD COLUMN search BLOB;

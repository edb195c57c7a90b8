-- Who looks at which line of a queue: of two people, one holds it, until a moment that passes by itself.
CREATE TABLE claims (
    queue TEXT NOT NULL,
    item TEXT NOT NULL,
    holder TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (queue, item)
);

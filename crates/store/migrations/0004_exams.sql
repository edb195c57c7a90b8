-- What the school publishes, and the lists a candidate chooses from.
CREATE TABLE exams (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    register_start BIGINT NOT NULL,
    register_end BIGINT NOT NULL,
    pay_start BIGINT NOT NULL,
    pay_end BIGINT NOT NULL,
    review_start BIGINT NOT NULL,
    review_end BIGINT NOT NULL,
    ticket_start BIGINT NOT NULL,
    ticket_end BIGINT NOT NULL,
    score_start BIGINT NOT NULL,
    score_end BIGINT NOT NULL,
    fee_amount BIGINT NOT NULL CHECK (fee_amount >= 0),
    fee_item TEXT NOT NULL,
    fee_link TEXT NOT NULL,
    notice_version BIGINT NOT NULL,
    notice_text TEXT NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE TABLE subjects (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (exam_id, code)
);

CREATE TABLE announcements (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE TABLE choices (
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (list, name)
);

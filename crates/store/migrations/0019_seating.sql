-- 考场: rooms of an exam's sites; an exam that names no site has them under an empty code.
CREATE TABLE rooms (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    site TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 999),
    building TEXT NOT NULL,
    name TEXT NOT NULL,
    accessible BIGINT NOT NULL CHECK (accessible IN (0, 1)),
    layout TEXT NOT NULL,
    PRIMARY KEY (exam_id, site, number)
);

-- When a subject is sat.
CREATE TABLE sittings (
    exam_id TEXT NOT NULL REFERENCES exams (id),
    subject TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (exam_id, subject),
    CHECK (starts_at < ends_at)
);

-- 编排: one of an exam. A draft is arranged anew as often as somebody likes; once it is frozen it has a rule of numbers,
-- and its rooms and arrangement stand as they were. `edition` counts the late additions and exchanges since.
CREATE TABLE seating_plans (
    exam_id TEXT NOT NULL PRIMARY KEY REFERENCES exams (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'archived')),
    version BIGINT NOT NULL,
    edition BIGINT NOT NULL CHECK ((edition = 0) = (state = 'draft')),
    rooms TEXT NOT NULL,
    plan TEXT NOT NULL,
    numbering TEXT CHECK ((numbering IS NULL) = (state = 'draft')),
    changed_at BIGINT NOT NULL
);

-- 准考证号: given once, to one registration, for ever.
CREATE TABLE tickets (
    number TEXT NOT NULL PRIMARY KEY CHECK (LENGTH(number) = 15),
    exam_id TEXT NOT NULL REFERENCES seating_plans (exam_id),
    registration_id TEXT NOT NULL UNIQUE REFERENCES registrations (id),
    site TEXT NOT NULL,
    subject TEXT NOT NULL,
    sitter TEXT NOT NULL
);
CREATE INDEX tickets_by_exam ON tickets (exam_id, site);

-- Where whoever has the number sits: the latest edition counts, the earlier ones are kept.
CREATE TABLE seats (
    number TEXT NOT NULL REFERENCES tickets (number),
    edition BIGINT NOT NULL CHECK (edition >= 1),
    room BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    PRIMARY KEY (number, edition)
);

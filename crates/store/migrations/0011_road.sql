-- The road made whole: the edit window, places, rules as data; what a registration was answered with; drafts; proofs
-- that were decided about; late payments and requests to withdraw, which staff settle.

-- What was published before may be edited as long as it may be registered for.
ALTER TABLE exams ADD COLUMN edit_start BIGINT NOT NULL DEFAULT 0;
ALTER TABLE exams ADD COLUMN edit_end BIGINT NOT NULL DEFAULT 0;
UPDATE exams SET edit_start = register_start, edit_end = register_end;

-- A JSON text; what it does not name is as the program has it by default.
ALTER TABLE exams ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';

-- No capacity: nobody counts. The check is the last line of defence behind the guarded update.
ALTER TABLE exams ADD COLUMN capacity BIGINT;
ALTER TABLE exams ADD COLUMN taken BIGINT NOT NULL DEFAULT 0
    CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity));
ALTER TABLE subjects ADD COLUMN capacity BIGINT;
ALTER TABLE subjects ADD COLUMN taken BIGINT NOT NULL DEFAULT 0
    CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity));
UPDATE exams SET taken = (
    SELECT COUNT(*) FROM registrations
    WHERE registrations.exam_id = exams.id AND registrations.state IN ('awaiting_payment', 'submitted')
);
UPDATE subjects SET taken = (
    SELECT COUNT(*) FROM registrations
    WHERE registrations.exam_id = subjects.exam_id AND registrations.subject = subjects.code
    AND registrations.state IN ('awaiting_payment', 'submitted')
);

-- 考生类型 and 考生专业 as they were when the registration was confirmed. graduated_in counts months since the year 0.
-- changed lists, between commas, what its owner changed since a person last looked.
ALTER TABLE registrations ADD COLUMN state_reason TEXT CHECK (
    (state IN ('returned', 'rejected')) = (state_reason IS NOT NULL) AND (state = 'draft' OR state_at IS NOT NULL)
);
ALTER TABLE registrations ADD COLUMN candidate_type TEXT;
ALTER TABLE registrations ADD COLUMN major TEXT;
ALTER TABLE registrations ADD COLUMN graduated_in BIGINT;
ALTER TABLE registrations ADD COLUMN changed TEXT NOT NULL DEFAULT '';
UPDATE registrations SET
    candidate_type = (SELECT accounts.candidate_type FROM accounts WHERE accounts.id = registrations.account_id),
    major = (SELECT accounts.major FROM accounts WHERE accounts.id = registrations.account_id)
WHERE subject IS NOT NULL;
CREATE INDEX registrations_unpaid ON registrations (exam_id) WHERE state = 'awaiting_payment';

-- 报考信息 as typed, before it is confirmed: a JSON text of codes, nothing personal.
CREATE TABLE registration_drafts (
    registration_id TEXT NOT NULL PRIMARY KEY REFERENCES registrations (id),
    form TEXT NOT NULL,
    saved_at BIGINT NOT NULL
);

ALTER TABLE proofs ADD COLUMN decision TEXT CHECK (decision IN ('accepted', 'returned'));
ALTER TABLE proofs ADD COLUMN decision_reason TEXT;
ALTER TABLE proofs ADD COLUMN decided_at BIGINT;

-- Proofs that came after their registration had expired, for the finance office.
CREATE TABLE late_payments (
    proof_id TEXT NOT NULL PRIMARY KEY REFERENCES proofs (id),
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    given_at BIGINT NOT NULL
);
CREATE INDEX late_payments_by_time ON late_payments (given_at);

-- Requests to withdraw what was paid for. One open request per registration.
CREATE TABLE withdrawals (
    id TEXT NOT NULL PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    requested_at BIGINT NOT NULL,
    decision TEXT CHECK (decision IN ('granted', 'declined', 'taken_back')),
    decided_at BIGINT,
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);
CREATE UNIQUE INDEX one_open_withdrawal ON withdrawals (registration_id) WHERE decision IS NULL;

-- One person's registration for one exam, its face checks and its proofs of payment.
-- state_at says since when the state holds; a draft holds since it was begun.
CREATE TABLE registrations (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    exam_id TEXT NOT NULL REFERENCES exams (id),
    state TEXT NOT NULL CHECK (state IN (
        'draft', 'awaiting_payment', 'submitted', 'under_review', 'approved', 'admitted', 'closed',
        'discarded', 'returned', 'rejected', 'expired', 'withdrawn', 'canceled'
    )),
    state_at BIGINT,
    payment_state TEXT NOT NULL CHECK (payment_state IN (
        'none', 'proof_given', 'matched', 'confirmed', 'rejected', 'surplus', 'refunded'
    )),
    notice_version BIGINT,
    notice_at BIGINT,
    face_passed_at BIGINT,
    subject TEXT,
    enrolment TEXT CHECK (enrolment IN ('enrolled', 'graduated')),
    thesis TEXT CHECK (thesis IN ('below', 'medium', 'good', 'excellent')),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (state <> 'draft' OR state_at IS NULL),
    CHECK (state NOT IN ('awaiting_payment', 'submitted') OR state_at IS NOT NULL),
    CHECK ((notice_version IS NULL) = (notice_at IS NULL)),
    CHECK ((subject IS NULL) = (enrolment IS NULL)),
    CHECK ((enrolment IS NOT NULL AND enrolment = 'graduated') = (thesis IS NOT NULL))
);
CREATE UNIQUE INDEX one_active_registration ON registrations (account_id, exam_id)
    WHERE state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled');
CREATE INDEX registrations_by_account ON registrations (account_id, created_at);

-- movements is a JSON list of codes; the frames of a finished check stand in face_frames.
CREATE TABLE face_challenges (
    id TEXT NOT NULL PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    movements TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    result TEXT,
    distance DOUBLE PRECISION,
    model TEXT,
    threshold DOUBLE PRECISION
);
CREATE INDEX face_challenges_by_registration ON face_challenges (registration_id);

CREATE TABLE face_frames (
    challenge_id TEXT NOT NULL REFERENCES face_challenges (id),
    position BIGINT NOT NULL,
    photo_id TEXT NOT NULL REFERENCES photos (id),
    PRIMARY KEY (challenge_id, position)
);

CREATE TABLE proofs (
    id TEXT NOT NULL PRIMARY KEY,
    registration_id TEXT NOT NULL REFERENCES registrations (id),
    photo_id TEXT NOT NULL REFERENCES photos (id),
    payer_name BLOB NOT NULL,
    payer_phone BLOB NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX proofs_by_registration ON proofs (registration_id, given_at);

-- Where the face check of a registration stands (face_why: why a person settles it, or why one sent it back), the
-- rounds that were begun, the pictures that were seen, and the consent for the face alone.
-- face_passed_at, which 0005 made, says the same for those who had passed before; nobody reads or writes it any more.
ALTER TABLE registrations ADD COLUMN face_state TEXT NOT NULL DEFAULT 'none' CHECK (face_state IN (
    'none', 'passed', 'waiting_for_person', 'passed_by_person', 'refused_by_person'
));
ALTER TABLE registrations ADD COLUMN face_at BIGINT CHECK ((face_state = 'none') = (face_at IS NULL));
ALTER TABLE registrations ADD COLUMN face_why TEXT CHECK (
    (face_state IN ('waiting_for_person', 'refused_by_person')) = (face_why IS NOT NULL)
);
UPDATE registrations SET face_state = 'passed', face_at = face_passed_at WHERE face_passed_at IS NOT NULL;
CREATE INDEX registrations_waiting_for_face ON registrations (face_at, id) WHERE face_state = 'waiting_for_person';

-- Why a round was refused, and from which distance on it would have been somebody else.
ALTER TABLE face_challenges ADD COLUMN problem TEXT;
ALTER TABLE face_challenges ADD COLUMN refused_from DOUBLE PRECISION;

-- scope is a registration, or a day in Shanghai such as 2026-11-24.
CREATE TABLE face_tries (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    scope TEXT NOT NULL,
    tries BIGINT NOT NULL CHECK (tries > 0),
    PRIMARY KEY (account_id, scope)
);

-- mark is a keyed hash of a picture's pixels.
CREATE TABLE face_marks (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    mark TEXT NOT NULL,
    challenge_id TEXT NOT NULL REFERENCES face_challenges (id),
    PRIMARY KEY (account_id, mark)
);

CREATE TABLE face_consents (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    version BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT CHECK (withdrawn_at >= given_at),
    PRIMARY KEY (account_id, version, given_at)
);
CREATE UNIQUE INDEX one_face_consent_in_force ON face_consents (account_id, version) WHERE withdrawn_at IS NULL;

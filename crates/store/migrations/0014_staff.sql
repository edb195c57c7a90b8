-- Staff: who they are, which roles they hold where, their sessions, and what they sign in with. No row is made here: the
-- first account is made on the command line.
CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    login BLOB NOT NULL,
    login_hash TEXT NOT NULL UNIQUE,
    name BLOB NOT NULL,
    password_hash TEXT NOT NULL,
    -- What the authenticator app and the server share, and the last step that was used: no step is taken twice.
    totp BLOB,
    totp_step BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    -- invited: until when the one-time password is good; disabled: since when.
    state_at BIGINT CHECK ((state = 'active') = (state_at IS NULL)),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (state <> 'active' OR totp IS NOT NULL)
);

-- No exam is all exams, no site is all sites.
CREATE TABLE staff_grants (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    role TEXT NOT NULL CHECK (role IN (
        'reviewer', 'exam_officer', 'finance', 'technical_admin', 'invigilator', 'auditor', 'super_admin'
    )),
    exam_id TEXT REFERENCES exams (id),
    site TEXT CHECK (LENGTH(site) BETWEEN 1 AND 2),
    CHECK (role <> 'super_admin' OR (exam_id IS NULL AND site IS NULL))
);
CREATE UNIQUE INDEX one_grant_of_a_kind ON staff_grants (staff_id, role, COALESCE(exam_id, ''), COALESCE(site, ''));

-- code: the password was right, the second step is missing; enrol: the one-time password was right.
CREATE TABLE staff_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    staff_id TEXT NOT NULL REFERENCES staff (id),
    token_hash TEXT NOT NULL UNIQUE,
    stage TEXT NOT NULL CHECK (stage IN ('code', 'enrol', 'open')),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    -- When the password was last typed.
    confirmed_at BIGINT NOT NULL,
    device TEXT,
    -- What is shown once: recovery codes, the one-time password of somebody who was added.
    shown BLOB
);
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff_id);
CREATE INDEX staff_sessions_by_end ON staff_sessions (ends_at);

CREATE TABLE staff_recovery_codes (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (staff_id, code_hash)
);

-- Browsers that have signed in to an account before.
CREATE TABLE staff_devices (
    staff_id TEXT NOT NULL REFERENCES staff (id),
    token_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (staff_id, token_hash)
);
CREATE INDEX staff_devices_by_end ON staff_devices (expires_at);

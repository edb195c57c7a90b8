-- The history of consent only grows. SQLite's half.
CREATE TRIGGER consent_is_never_updated BEFORE UPDATE ON consent_events
BEGIN
    SELECT RAISE(ABORT, 'the history of consent only grows');
END;

CREATE TRIGGER consent_is_never_deleted BEFORE DELETE ON consent_events
BEGIN
    SELECT RAISE(ABORT, 'the history of consent only grows');
END;

-- The chain only grows. SQLite's half.
CREATE TRIGGER audit_links_are_never_updated BEFORE UPDATE ON audit_links
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

CREATE TRIGGER audit_links_are_never_deleted BEFORE DELETE ON audit_links
BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;

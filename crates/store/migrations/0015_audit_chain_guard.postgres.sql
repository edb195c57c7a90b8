-- The chain only grows. PostgreSQL's half.
CREATE TRIGGER audit_links_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();

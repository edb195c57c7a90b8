-- The history of consent only grows. PostgreSQL's half.
CREATE FUNCTION refuse_change_of_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of consent only grows';
END
$$;

CREATE TRIGGER consent_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_consent();

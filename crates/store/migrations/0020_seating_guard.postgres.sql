-- Ticket numbers and seats only grow. PostgreSQL's half.
CREATE FUNCTION refuse_change_of_seating() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket numbers and seats only grow';
END
$$;

CREATE TRIGGER tickets_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON tickets
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_seating();

CREATE TRIGGER seats_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON seats
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_seating();

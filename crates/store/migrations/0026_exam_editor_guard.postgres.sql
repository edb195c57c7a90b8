
-- A test may be wiped with its tickets, and once it is published nothing real becomes a test. PostgreSQL's half.
CREATE FUNCTION refuse_change_of_test() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published exam stays a test or none';
END
$$;

CREATE TRIGGER a_published_exam_stays_a_test_or_none BEFORE UPDATE ON exams
    FOR EACH ROW WHEN (OLD.is_test <> NEW.is_test AND OLD.status <> 'draft')
    EXECUTE FUNCTION refuse_change_of_test();

DROP TRIGGER tickets_are_never_changed ON tickets;
CREATE TRIGGER tickets_are_never_changed BEFORE UPDATE OR TRUNCATE ON tickets
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_seating();

DROP TRIGGER seats_are_never_changed ON seats;
CREATE TRIGGER seats_are_never_changed BEFORE UPDATE OR TRUNCATE ON seats
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_seating();

CREATE FUNCTION refuse_deletion_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM exams WHERE exams.id = OLD.exam_id AND exams.is_test = 1) THEN
        RAISE EXCEPTION 'ticket numbers are for ever';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER tickets_are_never_deleted BEFORE DELETE ON tickets
    FOR EACH ROW EXECUTE FUNCTION refuse_deletion_of_ticket();

CREATE FUNCTION refuse_deletion_of_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tickets JOIN exams ON exams.id = tickets.exam_id
        WHERE tickets.number = OLD.number AND exams.is_test = 1
    ) THEN
        RAISE EXCEPTION 'earlier seats are kept';
    END IF;
    RETURN OLD;
END
$$;

CREATE TRIGGER seats_are_never_deleted BEFORE DELETE ON seats
    FOR EACH ROW EXECUTE FUNCTION refuse_deletion_of_seat();

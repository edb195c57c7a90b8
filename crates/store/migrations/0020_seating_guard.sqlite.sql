-- Ticket numbers and seats only grow. SQLite's half.
CREATE TRIGGER tickets_are_never_updated BEFORE UPDATE ON tickets
BEGIN
    SELECT RAISE(ABORT, 'ticket numbers are for ever');
END;

CREATE TRIGGER tickets_are_never_deleted BEFORE DELETE ON tickets
BEGIN
    SELECT RAISE(ABORT, 'ticket numbers are for ever');
END;

CREATE TRIGGER seats_are_never_updated BEFORE UPDATE ON seats
BEGIN
    SELECT RAISE(ABORT, 'earlier seats are kept');
END;

CREATE TRIGGER seats_are_never_deleted BEFORE DELETE ON seats
BEGIN
    SELECT RAISE(ABORT, 'earlier seats are kept');
END;

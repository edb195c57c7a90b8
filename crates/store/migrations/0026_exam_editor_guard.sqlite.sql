
-- A test may be wiped with its tickets, and once it is published nothing real becomes a test. SQLite's half.
CREATE TRIGGER a_published_exam_stays_a_test_or_none BEFORE UPDATE OF is_test ON exams
WHEN OLD.is_test <> NEW.is_test AND OLD.status <> 'draft'
BEGIN
    SELECT RAISE(ABORT, 'a published exam stays a test or none');
END;

DROP TRIGGER tickets_are_never_deleted;
CREATE TRIGGER tickets_are_never_deleted BEFORE DELETE ON tickets
WHEN NOT EXISTS (SELECT 1 FROM exams WHERE exams.id = OLD.exam_id AND exams.is_test = 1)
BEGIN
    SELECT RAISE(ABORT, 'ticket numbers are for ever');
END;

DROP TRIGGER seats_are_never_deleted;
CREATE TRIGGER seats_are_never_deleted BEFORE DELETE ON seats
WHEN NOT EXISTS (
    SELECT 1 FROM tickets JOIN exams ON exams.id = tickets.exam_id
    WHERE tickets.number = OLD.number AND exams.is_test = 1
)
BEGIN
    SELECT RAISE(ABORT, 'earlier seats are kept');
END;

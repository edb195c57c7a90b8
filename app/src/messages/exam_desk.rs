//! What an exam officer reads of an exam that cannot be so. The words stand in the book of the office.

use domain::exam::{ExamProblem, MOST_NOTICE, PaymentPicture, WindowConflict, WindowName};

use crate::words::{office_exam_parts as parts, office_exams as words};

/// Everything at once.
pub fn problems(problems: &[ExamProblem]) -> String {
    problems.iter().map(problem).collect()
}

/// One problem, as a sentence.
pub fn problem(problem: &ExamProblem) -> String {
    match problem {
        ExamProblem::NoTitle => words::no_title().to_owned(),
        ExamProblem::NoSubjects => words::no_subjects().to_owned(),
        ExamProblem::Twice(text) => words::twice(text),
        ExamProblem::BadEntry(text) => words::bad_entry(text),
        ExamProblem::NoNotice => words::no_notice().to_owned(),
        ExamProblem::BadPaymentCode => words::bad_payment_code().to_owned(),
        ExamProblem::Windows(found) => conflict(*found),
        ExamProblem::PlacesBelowTaken { of, taken } if of.is_empty() => {
            words::places_below_taken(&taken.to_string())
        }
        ExamProblem::PlacesBelowTaken { of, taken } => words::places_of_below_taken(of, &taken.to_string()),
        ExamProblem::InUse(name) => words::in_use(name),
        ExamProblem::FeeInUse => words::fee_in_use().to_owned(),
        ExamProblem::Closed => words::closed_already().to_owned(),
        ExamProblem::NotAMoment(name) => words::not_a_moment(window(*name)),
        ExamProblem::BadAmount => words::bad_amount().to_owned(),
        ExamProblem::NoAmount => parts::no_amount().to_owned(),
        ExamProblem::NoItem => parts::no_item().to_owned(),
        ExamProblem::NoDocuments => parts::no_documents().to_owned(),
        ExamProblem::NoticeTooLong => parts::notice_too_long(&MOST_NOTICE.to_string()),
        ExamProblem::BadNumber(typed) => parts::bad_number(typed),
        ExamProblem::BadYears => parts::bad_years().to_owned(),
        ExamProblem::MajorWithoutSubject(major) => parts::major_without_subject(major),
        ExamProblem::BadYear => parts::bad_year().to_owned(),
        ExamProblem::NoReason => parts::no_reason().to_owned(),
        ExamProblem::NotClosed => parts::not_closed().to_owned(),
        ExamProblem::OrderInUse => parts::order_in_use().to_owned(),
        ExamProblem::TestIsFixed => parts::test_is_fixed().to_owned(),
        ExamProblem::NotATest => parts::not_a_test().to_owned(),
        ExamProblem::WrongName => parts::wrong_name().to_owned(),
        ExamProblem::Picture(problem) => picture(*problem).to_owned(),
    }
}

fn picture(problem: PaymentPicture) -> &'static str {
    match problem {
        PaymentPicture::Missing => parts::picture_missing(),
        PaymentPicture::TooLarge => parts::picture_too_large(),
        PaymentPicture::Unreadable => parts::picture_unreadable(),
        PaymentPicture::NoCode => parts::picture_no_code(),
        PaymentPicture::Several => parts::picture_several(),
    }
}

/// Where it has to be mended: the part of the exam (nothing for its own page), and the `id` of the field; nothing where no
/// page has one.
pub fn place(problem: &ExamProblem) -> Option<(&'static str, &'static str)> {
    Some(match problem {
        ExamProblem::NoTitle => ("", "title"),
        ExamProblem::NotAMoment(name) => ("", start(*name)),
        ExamProblem::TestIsFixed => ("", "is_test"),
        ExamProblem::WrongName => ("", "name"),
        ExamProblem::NoReason => ("", "reason"),
        ExamProblem::Windows(found) => ("", window_of(*found)),
        ExamProblem::NoSubjects
        | ExamProblem::Twice(_)
        | ExamProblem::BadEntry(_)
        | ExamProblem::BadNumber(_)
        | ExamProblem::InUse(_)
        | ExamProblem::PlacesBelowTaken { .. } => ("subjects", "subjects"),
        ExamProblem::NoDocuments => ("rules", "documents"),
        ExamProblem::BadYears => ("rules", "years"),
        ExamProblem::OrderInUse => ("rules", "order"),
        ExamProblem::MajorWithoutSubject(_) => ("rules", "majors"),
        ExamProblem::NoItem => ("payment", "item"),
        ExamProblem::BadPaymentCode => ("payment", "link"),
        ExamProblem::FeeInUse | ExamProblem::BadAmount | ExamProblem::NoAmount => ("payment", "amount"),
        ExamProblem::Picture(_) => ("payment", "file"),
        ExamProblem::NoNotice | ExamProblem::NoticeTooLong => ("notice", "text"),
        ExamProblem::Closed | ExamProblem::NotClosed | ExamProblem::NotATest | ExamProblem::BadYear => {
            return None;
        }
    })
}

fn window_of(conflict: WindowConflict) -> &'static str {
    match conflict {
        WindowConflict::Backwards(name) | WindowConflict::EndsBeforeRegistering(name) => end(name),
        WindowConflict::BeforeRegistering(name) => start(name),
        WindowConflict::ReviewEndsBeforePaying => end(WindowName::Review),
        WindowConflict::TicketsBeforeReviewEnds => start(WindowName::Ticket),
        WindowConflict::ScoresBeforeTicketsEnd => start(WindowName::Score),
    }
}

fn conflict(conflict: WindowConflict) -> String {
    match conflict {
        WindowConflict::Backwards(name) => words::backwards(window(name)),
        WindowConflict::BeforeRegistering(name) => words::before_registering(window(name)),
        WindowConflict::EndsBeforeRegistering(name) => words::ends_before_registering(window(name)),
        WindowConflict::ReviewEndsBeforePaying => words::review_ends_before_paying().to_owned(),
        WindowConflict::TicketsBeforeReviewEnds => words::tickets_before_review_ends().to_owned(),
        WindowConflict::ScoresBeforeTicketsEnd => words::scores_before_tickets_end().to_owned(),
    }
}

/// The name of a window.
pub fn window(name: WindowName) -> &'static str {
    match name {
        WindowName::Register => words::register(),
        WindowName::Edit => words::edit(),
        WindowName::Pay => words::pay(),
        WindowName::Review => words::review(),
        WindowName::Ticket => words::ticket(),
        WindowName::Score => words::score(),
    }
}

/// The `id` of the field of its beginning.
pub fn start(name: WindowName) -> &'static str {
    match name {
        WindowName::Register => "register_start",
        WindowName::Edit => "edit_start",
        WindowName::Pay => "pay_start",
        WindowName::Review => "review_start",
        WindowName::Ticket => "ticket_start",
        WindowName::Score => "score_start",
    }
}

/// The `id` of the field of its end.
pub fn end(name: WindowName) -> &'static str {
    match name {
        WindowName::Register => "register_end",
        WindowName::Edit => "edit_end",
        WindowName::Pay => "pay_end",
        WindowName::Review => "review_end",
        WindowName::Ticket => "ticket_end",
        WindowName::Score => "score_end",
    }
}

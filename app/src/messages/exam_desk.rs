//! What an exam officer reads of an exam that cannot be so. The words stand in the book of the office.

use domain::exam::{ExamProblem, WindowConflict, WindowName};

use crate::words::office_exams as words;

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
    }
}

/// The `id` of the field that has to be mended; nothing where the page has none.
pub fn place(problem: &ExamProblem) -> Option<&'static str> {
    match problem {
        ExamProblem::NoTitle => Some("title"),
        ExamProblem::BadPaymentCode => Some("link"),
        ExamProblem::FeeInUse | ExamProblem::BadAmount => Some("amount"),
        ExamProblem::NotAMoment(name) => Some(start(*name)),
        ExamProblem::Windows(found) => Some(match found {
            WindowConflict::Backwards(name) | WindowConflict::EndsBeforeRegistering(name) => end(*name),
            WindowConflict::BeforeRegistering(name) => start(*name),
            WindowConflict::ReviewEndsBeforePaying => end(WindowName::Review),
            WindowConflict::TicketsBeforeReviewEnds => start(WindowName::Ticket),
            WindowConflict::ScoresBeforeTicketsEnd => start(WindowName::Score),
        }),
        _ => None,
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

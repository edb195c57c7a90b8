//! What staff read. Their words are a book of their own, which no candidate loads.

use domain::exam::AnnouncementProblem;
use domain::export::ExportRefusal;
use domain::form::{Field, Problem};
use domain::list::{LineProblem, ListRefusal};
use domain::message::Delivery;
use domain::person_desk::{NumberReason, PersonRefusal, ResetReason};
use domain::print::PrintRefusal;
use domain::score::{RowProblem, ScoreRefusal};
use domain::seating::SeatingRefusal;
use domain::site::SchoolRefusal;
use domain::staff::permission::Group;
use domain::staff::{LoginProblem, Permission, Role, StaffRefusal};

use super::exam_desk;
use crate::error::{AppError, OfficeRefusal};
use crate::words::{
    frame, office_announcements, office_exports, office_lists, office_person_desk, office_print,
    office_school, office_scores, office_seating, office_words as words,
};

/// A rule of the back office.
pub fn office(error: &AppError) -> String {
    match OfficeRefusal::of(error) {
        Some(OfficeRefusal::Staff(refused)) => refusal(refused).to_owned(),
        Some(OfficeRefusal::Seating(refused)) => seating(refused),
        Some(OfficeRefusal::Score(refused)) => score(&refused),
        Some(OfficeRefusal::Person(refused)) => person(refused),
        Some(OfficeRefusal::Export(refused)) => export(refused).to_owned(),
        Some(OfficeRefusal::Print(refused)) => print(refused).to_owned(),
        Some(OfficeRefusal::School(refused)) => school(refused).to_owned(),
        Some(OfficeRefusal::List(refused)) => list(&refused),
        Some(OfficeRefusal::Exam(problems)) => exam_desk::problems(&problems),
        Some(OfficeRefusal::Announcement(AnnouncementProblem::Title)) => {
            office_announcements::refused_title().to_owned()
        }
        Some(OfficeRefusal::Announcement(AnnouncementProblem::Text)) => {
            office_announcements::refused_text().to_owned()
        }
        // Of another build's: the page is loaded anew.
        None => frame::unreachable().to_owned(),
    }
}

/// Why an act on accounts of staff is refused.
pub fn refusal(refusal: StaffRefusal) -> &'static str {
    match refusal {
        StaffRefusal::SignIn => words::sign_in_failed(),
        StaffRefusal::LastSuperAdmin => words::last_super_admin(),
        StaffRefusal::OwnAccount => words::own_account(),
        StaffRefusal::Disabled => words::disabled(),
    }
}

/// Why an act on a seating is refused.
pub fn seating(refusal: SeatingRefusal) -> String {
    use office_seating as words;
    let text = match refusal {
        SeatingRefusal::Room => words::refused_room(),
        SeatingRefusal::Layout => words::refused_layout(),
        SeatingRefusal::Unknown => words::refused_unknown(),
        SeatingRefusal::Seed => words::refused_seed(),
        SeatingRefusal::NotArranged => words::refused_not_arranged(),
        SeatingRefusal::Frozen => words::refused_frozen(),
        SeatingRefusal::NotFrozen => words::refused_not_frozen(),
        SeatingRefusal::Times => words::refused_times(),
        SeatingRefusal::Numbering => words::refused_numbering(),
        SeatingRefusal::Unseated(many) => return words::refused_unseated(&many.to_string()),
        SeatingRefusal::NumberTaken => words::refused_number_taken(),
        SeatingRefusal::Full => words::refused_full(),
        SeatingRefusal::Swap => words::refused_swap(),
        SeatingRefusal::Reason => words::refused_reason(),
        SeatingRefusal::Unconfirmed => words::refused_unconfirmed(),
    };
    text.to_owned()
}

/// Why an act for one candidate is refused.
pub fn person(refusal: PersonRefusal) -> String {
    use office_person_desk as words;
    let text = match refusal {
        PersonRefusal::Reason => words::refused_reason(),
        PersonRefusal::NotCompared => words::refused_not_compared(),
        PersonRefusal::Phone(problem) => return super::problem(Field::Phone, problem.into()),
        PersonRefusal::SamePhone => words::refused_same_phone(),
        PersonRefusal::Number(problem) => return super::problem(Field::Number, Problem::Number(problem)),
        PersonRefusal::Kind => words::refused_kind(),
        PersonRefusal::SameNumber => words::refused_same_number(),
        PersonRefusal::NumberTaken => words::refused_number_taken(),
        PersonRefusal::Waits => words::refused_waits(),
        PersonRefusal::OwnProposal => words::refused_own_proposal(),
        PersonRefusal::Message => words::refused_message(),
    };
    text.to_owned()
}

/// Why a document number is to change.
pub fn number_reason(reason: NumberReason) -> &'static str {
    use office_person_desk as words;
    match reason {
        NumberReason::Mistyped => words::number_mistyped(),
        NumberReason::Reissued => words::number_reissued(),
        NumberReason::Corrected => words::number_corrected(),
    }
}

/// Why an account is reset at the desk.
pub fn reset_reason(reason: ResetReason) -> &'static str {
    use office_person_desk as words;
    match reason {
        ResetReason::PhoneLost => words::reset_phone_lost(),
        ResetReason::PhoneGone => words::reset_phone_gone(),
        ResetReason::PhoneMistyped => words::reset_phone_mistyped(),
    }
}

/// Where the SMS beside a message stands.
pub fn delivery(delivery: Delivery) -> &'static str {
    use office_person_desk as words;
    match delivery {
        Delivery::InApp => words::sms_none(),
        Delivery::Waiting => words::sms_waiting(),
        Delivery::Retried => words::sms_retried(),
        Delivery::Sent => words::sms_sent(),
        Delivery::Failed => words::sms_failed(),
    }
}

/// Why scores stay as they are.
pub fn score(refusal: &ScoreRefusal) -> String {
    use office_scores as words;
    let text = match refusal {
        ScoreRefusal::NoFile => words::refused_no_file(),
        ScoreRefusal::TooLarge => words::refused_too_large(),
        ScoreRefusal::Macros => words::refused_macros(),
        ScoreRefusal::OldOrLocked => words::refused_old(),
        ScoreRefusal::NotATable => words::refused_not_a_table(),
        ScoreRefusal::Empty => words::refused_empty(),
        ScoreRefusal::ColumnsMissing(columns) => return words::refused_columns(&columns.join("、")),
        ScoreRefusal::RowsLeft => words::refused_rows_left(),
        ScoreRefusal::PassLine => words::refused_pass_line(),
        ScoreRefusal::Nothing => words::refused_nothing(),
        ScoreRefusal::Reason => words::refused_reason(),
    };
    text.to_owned()
}

/// Why nothing is taken out.
pub fn export(refusal: ExportRefusal) -> &'static str {
    use office_exports as words;
    match refusal {
        ExportRefusal::Filter => words::refused_filter(),
        ExportRefusal::Rule => words::refused_rule(),
        ExportRefusal::Reason => words::refused_reason(),
        ExportRefusal::AlwaysFull => words::refused_always_full(),
        ExportRefusal::TooMany => words::refused_too_many(),
    }
}

/// Why nothing is printed.
pub fn print(refusal: PrintRefusal) -> &'static str {
    use office_print as words;
    match refusal {
        PrintRefusal::NoPapers => words::refused_no_papers(),
        PrintRefusal::NotFrozen => words::refused_not_frozen(),
        PrintRefusal::NoRoom => words::refused_no_room(),
        PrintRefusal::TooMany => words::refused_too_many(),
    }
}

/// Why a setting of the school stays as it is.
pub fn school(refusal: SchoolRefusal) -> &'static str {
    use office_school as words;
    match refusal {
        SchoolRefusal::Name => words::refused_name(),
        SchoolRefusal::TechnicalContact => words::refused_technical(),
        SchoolRefusal::Hotline => words::refused_hotline(),
        SchoolRefusal::Privacy => words::refused_privacy(),
        SchoolRefusal::Signature => words::refused_signature(),
        SchoolRefusal::TicketCode => words::refused_code(),
        SchoolRefusal::TicketPattern => words::refused_pattern(),
        SchoolRefusal::NoSeal => words::refused_no_seal(),
        SchoolRefusal::SealTooLarge => words::refused_seal_too_large(),
        SchoolRefusal::SealNotAPicture => words::refused_seal_not_a_picture(),
    }
}

/// Why a row of a file acts on nobody.
pub fn row_problem(problem: RowProblem) -> &'static str {
    use office_scores as words;
    match problem {
        RowProblem::Missing => words::row_missing(),
        RowProblem::Merged => words::row_merged(),
        RowProblem::DigitsLost => words::row_digits_lost(),
        RowProblem::Unreadable => words::row_unreadable(),
        RowProblem::Duplicate => words::row_duplicate(),
        RowProblem::UnknownTicket => words::row_unknown_ticket(),
        RowProblem::NameDiffers => words::row_name_differs(),
        RowProblem::NotAMark => words::row_not_a_mark(),
    }
}

/// Why a list or a roster stays as it is.
pub fn list(refusal: &ListRefusal) -> String {
    use office_lists as words;
    let text = match refusal {
        ListRefusal::NoFile => words::refused_no_file(),
        ListRefusal::TooLarge => words::refused_too_large(),
        ListRefusal::Macros => words::refused_macros(),
        ListRefusal::OldOrLocked => words::refused_old(),
        ListRefusal::NotATable => words::refused_not_a_table(),
        ListRefusal::Empty => words::refused_empty(),
        ListRefusal::ColumnsMissing(columns) => return words::refused_columns(&columns.join("、")),
        ListRefusal::LinesLeft => words::refused_lines_left(),
        ListRefusal::Name => words::refused_name(),
        ListRefusal::Taken => words::refused_taken(),
        ListRefusal::Language => words::refused_language(),
    };
    text.to_owned()
}

/// Why a line of a file for a list or a roster acts on nothing.
pub fn line_problem(problem: LineProblem) -> &'static str {
    use office_lists as words;
    match problem {
        LineProblem::Missing => words::line_missing(),
        LineProblem::Merged => words::line_merged(),
        LineProblem::DigitsLost => words::line_digits_lost(),
        LineProblem::Date => words::line_date(),
        LineProblem::Formula => words::line_formula(),
        LineProblem::Unreadable => words::line_unreadable(),
        LineProblem::Duplicate => words::line_duplicate(),
        LineProblem::CheckCharacter => words::line_check_character(),
        LineProblem::Number => words::line_number(),
        LineProblem::Name => words::line_name(),
        LineProblem::Verdict => words::line_verdict(),
        LineProblem::ReasonMissing => words::line_reason_missing(),
        LineProblem::Year => words::line_year(),
        LineProblem::Language => words::line_language(),
    }
}

/// What is wrong with a login name; nothing where it is missing, which is said as of any field.
pub fn login(problem: LoginProblem) -> Option<&'static str> {
    match problem {
        LoginProblem::Empty => None,
        LoginProblem::Length => Some(words::login_length()),
        LoginProblem::Characters => Some(words::login_characters()),
    }
}

/// The name of a role.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Reviewer => words::role_reviewer(),
        Role::ExamOfficer => words::role_exam_officer(),
        Role::Finance => words::role_finance(),
        Role::TechnicalAdmin => words::role_technical_admin(),
        Role::Invigilator => words::role_invigilator(),
        Role::Auditor => words::role_auditor(),
        Role::SuperAdmin => words::role_super_admin(),
    }
}

/// What somebody with a role does.
pub fn about_role(role: Role) -> &'static str {
    match role {
        Role::Reviewer => words::about_reviewer(),
        Role::ExamOfficer => words::about_exam_officer(),
        Role::Finance => words::about_finance(),
        Role::TechnicalAdmin => words::about_technical_admin(),
        Role::Invigilator => words::about_invigilator(),
        Role::Auditor => words::about_auditor(),
        Role::SuperAdmin => words::about_super_admin(),
    }
}

/// A heading of the table of permissions.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::Overview => words::group_overview(),
        Group::Exams => words::group_exams(),
        Group::Review => words::group_review(),
        Group::People => words::group_people(),
        Group::Money => words::group_money(),
        Group::Seating => words::group_seating(),
        Group::Scores => words::group_scores(),
        Group::Data => words::group_data(),
        Group::System => words::group_system(),
    }
}

/// What is allowed.
pub fn permission(permission: Permission) -> &'static str {
    match permission {
        Permission::SeeDashboard => words::may_see_dashboard(),
        Permission::Announce => words::may_announce(),
        Permission::SeeExams => words::may_see_exams(),
        Permission::EditExams => words::may_edit_exams(),
        Permission::SeeLists => words::may_see_lists(),
        Permission::EditLists => words::may_edit_lists(),
        Permission::ReviewIdentity => words::may_review_identity(),
        Permission::ReviewPayment => words::may_review_payment(),
        Permission::ReviewEligibility => words::may_review_eligibility(),
        Permission::ReviewChanges => words::may_review_changes(),
        Permission::FindPeople => words::may_find_people(),
        Permission::SeeDocuments => words::may_see_documents(),
        Permission::Message => words::may_message(),
        Permission::PermitEdit => words::may_permit_edit(),
        Permission::ResetCandidate => words::may_reset_candidate(),
        Permission::ChangeNumber => words::may_change_number(),
        Permission::ApproveNumberChange => words::may_approve_number_change(),
        Permission::EraseCandidate => words::may_erase_candidate(),
        Permission::Reconcile => words::may_reconcile(),
        Permission::SeeSeating => words::may_see_seating(),
        Permission::ArrangeSeating => words::may_arrange_seating(),
        Permission::PrintPapers => words::may_print_papers(),
        Permission::CheckIn => words::may_check_in(),
        Permission::SeeScores => words::may_see_scores(),
        Permission::ImportScores => words::may_import_scores(),
        Permission::PublishScores => words::may_publish_scores(),
        Permission::ExportMasked => words::may_export_masked(),
        Permission::ExportFull => words::may_export_full(),
        Permission::SeeAudit => words::may_see_audit(),
        Permission::SeeStaff => words::may_see_staff(),
        Permission::ManageStaff => words::may_manage_staff(),
        Permission::EditSchool => words::may_edit_school(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn f1_every_role_and_permission_has_words_of_its_own() {
        let roles: BTreeSet<_> = Role::ALL.into_iter().flat_map(|one| [role(one), about_role(one)]).collect();
        assert_eq!(roles.len(), Role::ALL.len() * 2);
        let all: BTreeSet<_> = Permission::ALL.iter().map(|one| permission(*one)).collect();
        assert_eq!(all.len(), Permission::ALL.len());
        assert!(!roles.contains("") && !all.contains(""));
    }
}

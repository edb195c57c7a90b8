//! Every code in words. The matches are exhaustive: a new code does not compile until it has its sentence.

use domain::card::{CardProblem, Side};
use domain::device::{Browser, Device, System};
use domain::document::{DocumentKind, NumberProblem};
use domain::face::{FaceProblem, FaceRefusal, FaceReturn, Movement, WhyPerson};
use domain::form::{Field, PhotoProblem, Problem};
use domain::identity::{self, Finding};
use domain::person::{NameProblem, PasswordProblem, PhoneProblem, Region};
use domain::rename::{RenameFinding, RenameReason};

pub mod exam_desk;
mod road;
pub mod staff;

pub use road::{
    changed, enrolment, event, event_reason, grade, month, refusal, reject_reason, return_reason, state,
    step, subject_bar,
};

use crate::error::AppError;
use crate::ui::help;
use crate::ui::moment::span;
use crate::words::{frame, messages as words, office_words, road as road_words};

/// What happened and what to do, with a short code that the hotline can look up.
pub fn error(error: &AppError) -> String {
    match error {
        AppError::Fields(problems) => {
            let sentences: Vec<String> =
                problems.0.iter().map(|found| problem(found.field, found.problem)).collect();
            sentences.join(frame::between_sentences())
        }
        AppError::Registration(refused) => refusal(*refused),
        AppError::Identity(refused) => identity(*refused).to_owned(),
        AppError::Face(refused) => face_refusal(*refused).to_owned(),
        AppError::Wait { seconds } => words::wait(&span(seconds.saturating_mul(1_000))),
        AppError::TooManyTries { seconds } => words::too_many_tries(&span(seconds.saturating_mul(1_000))),
        AppError::Broken { code } => words::broken(&help::hotline(), code),
        AppError::SignInFailed => words::sign_in_failed().to_owned(),
        AppError::NoMoreCodes => words::no_more_codes().to_owned(),
        AppError::CodesExhausted => words::codes_exhausted(&help::hotline()),
        AppError::SignUpNotPossible => words::sign_up_not_possible(&help::technical_contact()),
        AppError::NoMoreSignUps => words::no_more_sign_ups(&help::technical_contact()),
        AppError::SignUpUnfinished => words::sign_up_unfinished().to_owned(),
        AppError::SignedInAlready => words::signed_in_already().to_owned(),
        AppError::ResetUnfinished => words::reset_unfinished().to_owned(),
        AppError::ConfirmationExpired => words::confirmation_expired().to_owned(),
        AppError::ConsentMissing => words::consent_missing().to_owned(),
        AppError::PicturesMissing => words::pictures_missing().to_owned(),
        AppError::Office { .. } => staff::office(error),
        AppError::NotSignedIn => words::not_signed_in().to_owned(),
        AppError::NotFound => words::not_found().to_owned(),
        AppError::Forbidden => words::forbidden().to_owned(),
        AppError::ElsewhereSent => words::elsewhere_sent().to_owned(),
        AppError::WrongMethod => words::wrong_method().to_owned(),
        AppError::TooMuchSent => words::too_much_sent().to_owned(),
        AppError::Stale => words::stale().to_owned(),
        AppError::NewBuild => words::new_build().to_owned(),
        AppError::Busy => words::busy().to_owned(),
        AppError::Unreachable => frame::unreachable().to_owned(),
    }
}

/// Why a step of 实名认证 is refused.
pub fn identity(refusal: identity::Refusal) -> &'static str {
    match refusal {
        identity::Refusal::ChecksUsedUp => words::checks_used_up(),
        identity::Refusal::AlreadyPassed => words::already_passed(),
        identity::Refusal::NotWaiting => words::not_waiting(),
        identity::Refusal::NameLocked => words::name_locked(),
        identity::Refusal::NameNotLocked => words::name_not_locked(),
        identity::Refusal::RequestWaits => words::request_waits(),
    }
}

/// What is wrong with a field.
pub fn problem(of: Field, problem: Problem) -> String {
    match problem {
        Problem::Missing => missing(of),
        Problem::Name(NameProblem::Empty) | Problem::Phone(PhoneProblem::Empty) => words::missing(field(of)),
        Problem::NotOffered => words::not_offered(field(of)),
        Problem::Number(problem) => number(problem),
        Problem::Name(NameProblem::TooLong) => words::name_long().to_owned(),
        Problem::Name(NameProblem::Characters) => words::name_characters().to_owned(),
        Problem::Phone(PhoneProblem::NotMobile) => words::phone_wrong().to_owned(),
        Problem::Password(problem) => password(problem).to_owned(),
        Problem::PasswordsDiffer => words::passwords_differ().to_owned(),
        Problem::CodeWrong { left } => words::code_wrong(&left.to_string()),
        Problem::ThesisTooLow { at_least } => road_words::thesis_low(grade(at_least)),
        Problem::SubjectNotForMajor => road_words::subject_not_for_major().to_owned(),
        Problem::SubjectFull => road_words::subject_full().to_owned(),
        Problem::SiteFull => road_words::site_full().to_owned(),
        Problem::NotAMonth => road_words::not_a_month().to_owned(),
        Problem::GraduatedTooLongAgo { years } => road_words::graduated_long_ago(&years.to_string()),
        Problem::NotYetGraduated => road_words::not_yet_graduated().to_owned(),
        Problem::CodeNotSent => words::code_not_sent().to_owned(),
        Problem::CodeExpired => words::code_expired().to_owned(),
        Problem::CodeUsed => words::code_used().to_owned(),
        Problem::CodeBurnt => words::code_burnt().to_owned(),
        Problem::OldCodeMissing => words::old_code_missing().to_owned(),
        Problem::PasswordWrong => words::password_wrong().to_owned(),
        Problem::SamePassword => words::same_password().to_owned(),
        Problem::SamePhone => words::same_phone().to_owned(),
        Problem::NotTheCandidate => words::not_candidate(field(of)),
        Problem::Photo(problem) => photo(of, problem),
        Problem::TooLong => words::too_long(field(of)),
        Problem::Unchanged => words::unchanged(field(of)),
        Problem::SecondStepWrong => office_words::second_step_wrong().to_owned(),
        Problem::Login(problem) => staff::login(problem).map_or_else(|| missing(of), str::to_owned),
        Problem::Taken => office_words::login_taken().to_owned(),
        Problem::NotLimited => office_words::not_limited().to_owned(),
    }
}

fn missing(of: Field) -> String {
    match of {
        Field::Region
        | Field::DocumentKind
        | Field::CandidateType
        | Field::Major
        | Field::Front
        | Field::Back
        | Field::Subject
        | Field::Site
        | Field::Enrolment
        | Field::Thesis
        | Field::Screenshot
        | Field::RenameReason
        | Field::RenamePicture
        | Field::Role
        | Field::Exam => words::missing_choice(field(of)),
        Field::Consent | Field::PayerIsCandidate | Field::OldPhoneGone => words::missing_tick(field(of)),
        Field::Name
        | Field::Number
        | Field::Phone
        | Field::Code
        | Field::Password
        | Field::PasswordAgain
        | Field::Graduation
        | Field::CurrentPassword
        | Field::OldCode
        | Field::PayerName
        | Field::PayerPhone
        | Field::NewName
        | Field::Remark
        | Field::Login => words::missing(field(of)),
    }
}

fn number(problem: NumberProblem) -> String {
    match problem {
        NumberProblem::Empty => words::number_empty().to_owned(),
        NumberProblem::FifteenDigits => words::number_fifteen().to_owned(),
        NumberProblem::Length => words::number_length().to_owned(),
        NumberProblem::Characters => words::number_characters().to_owned(),
        NumberProblem::Area => words::number_area().to_owned(),
        NumberProblem::BirthDate => words::number_birth().to_owned(),
        NumberProblem::CheckCharacter => words::number_check().to_owned(),
        NumberProblem::OtherKind(kind) => words::number_other_kind(document_kind(kind)),
    }
}

fn password(problem: PasswordProblem) -> &'static str {
    match problem {
        PasswordProblem::TooShort => words::password_short(),
        PasswordProblem::TooLong => words::password_long(),
        PasswordProblem::TooCommon => words::password_common(),
        PasswordProblem::DocumentTail => words::password_document(),
        PasswordProblem::Phone => words::password_phone(),
        PasswordProblem::LoginName => office_words::password_login(),
    }
}

fn photo(of: Field, problem: PhotoProblem) -> String {
    match problem {
        PhotoProblem::Missing => words::photo_missing(field(of)),
        PhotoProblem::TooLarge => words::photo_large().to_owned(),
        PhotoProblem::NotAPicture => words::photo_not().to_owned(),
        PhotoProblem::Heic => words::photo_heic().to_owned(),
        PhotoProblem::Damaged => words::photo_damaged().to_owned(),
        PhotoProblem::TooSmall => words::photo_small().to_owned(),
        PhotoProblem::TooManyPixels => words::photo_pixels().to_owned(),
        PhotoProblem::BrokenOff => words::photo_broken_off().to_owned(),
        PhotoProblem::SameAgain => words::photo_same().to_owned(),
    }
}

/// The name of a field.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Name => words::field_name(),
        Field::Region => words::field_region(),
        Field::DocumentKind => words::field_document_kind(),
        Field::Number => words::field_number(),
        Field::Phone => words::field_phone(),
        Field::Code => words::field_code(),
        Field::Password => words::field_password(),
        Field::PasswordAgain => words::field_password_again(),
        Field::CurrentPassword => words::field_current_password(),
        Field::OldCode => words::field_old_code(),
        Field::OldPhoneGone => words::field_old_phone_gone(),
        Field::CandidateType => words::field_candidate_type(),
        Field::Major => words::field_major(),
        Field::Consent => words::field_consent(),
        Field::Front => words::field_front(),
        Field::Back => words::field_back(),
        Field::Subject => words::field_subject(),
        Field::Site => words::field_site(),
        Field::Enrolment => words::field_enrolment(),
        Field::Thesis => words::field_thesis(),
        Field::Graduation => words::field_graduation(),
        Field::Screenshot => words::field_screenshot(),
        Field::PayerName => words::field_payer_name(),
        Field::PayerPhone => words::field_payer_phone(),
        Field::PayerIsCandidate => words::field_payer_is_candidate(),
        Field::NewName => words::field_new_name(),
        Field::RenameReason => words::field_rename_reason(),
        Field::Remark => words::field_remark(),
        Field::RenamePicture => words::field_rename_picture(),
        Field::Login => office_words::field_login(),
        Field::Role => office_words::field_role(),
        Field::Exam => office_words::field_exam(),
    }
}

/// What stands against a card.
pub fn card(problem: CardProblem) -> String {
    match problem {
        CardProblem::NotACard(of) => words::card_not(side(of)),
        CardProblem::WrongSide(of) => words::card_wrong_side(side(of)),
        CardProblem::TooBlurred(of) => words::card_blurred(side(of)),
        CardProblem::Glare(of) => words::card_glare(side(of)),
        CardProblem::NumberUnreadable => words::card_number_unreadable().to_owned(),
        CardProblem::NumberDiffers => words::card_number_differs(&help::technical_contact()),
        CardProblem::PrintDisagrees => words::card_print().to_owned(),
        CardProblem::NameUnreadable => words::card_name_unreadable().to_owned(),
        CardProblem::NameDiffers => words::card_name_differs().to_owned(),
        CardProblem::NoPortrait => words::card_no_portrait().to_owned(),
        CardProblem::ValidityUnreadable => words::card_validity().to_owned(),
        CardProblem::Expired => words::card_expired().to_owned(),
        CardProblem::BorderCut(of) => words::card_cut(side(of)),
        CardProblem::Photocopy(of) => words::card_copy(side(of)),
        CardProblem::Screen(of) => words::card_screen(side(of)),
        CardProblem::Found(found) => finding(found),
    }
}

/// What a person found.
fn finding(found: Finding) -> String {
    match found {
        Finding::Unclear => words::found_unclear().to_owned(),
        Finding::Incomplete => words::found_incomplete().to_owned(),
        Finding::NotTheOriginal => words::found_not_original().to_owned(),
        Finding::WrongDocument => words::found_wrong_document().to_owned(),
        Finding::NameDiffers => words::found_name().to_owned(),
        Finding::NumberDiffers => words::found_number(&help::technical_contact()),
        Finding::Expired => words::found_expired().to_owned(),
        Finding::NotThePerson => words::found_other_person(&help::hotline()),
    }
}

/// Why a name should change.
pub fn rename_reason(reason: RenameReason) -> &'static str {
    match reason {
        RenameReason::Mistyped => words::reason_mistyped(),
        RenameReason::ChangedByLaw => words::reason_changed(),
        RenameReason::RareHanzi => words::reason_hanzi(),
    }
}

/// Why a request for another name was not granted.
pub fn rename_finding(finding: RenameFinding) -> &'static str {
    match finding {
        RenameFinding::Unclear => words::rename_unclear(),
        RenameFinding::NotProven => words::rename_not_proven(),
        RenameFinding::NotThePerson => words::rename_other_person(),
    }
}

/// 人像面 or 国徽面.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Front => words::side_front(),
        Side::Back => words::side_back(),
    }
}

/// Why a face check is refused.
pub fn face(problem: FaceProblem) -> String {
    match problem {
        FaceProblem::TooFewFrames => words::face_few().to_owned(),
        FaceProblem::TooManyFrames => words::face_many().to_owned(),
        FaceProblem::NotAPicture => words::face_not_picture().to_owned(),
        FaceProblem::SeenBefore => words::face_seen().to_owned(),
        FaceProblem::StillPicture => words::face_still().to_owned(),
        FaceProblem::NoFace => words::face_none().to_owned(),
        FaceProblem::SeveralFaces => words::face_several().to_owned(),
        FaceProblem::NotFrontal => words::face_frontal().to_owned(),
        FaceProblem::TooFar => words::face_far().to_owned(),
        FaceProblem::TooDark => words::face_dark().to_owned(),
        FaceProblem::TooBright => words::face_bright().to_owned(),
        FaceProblem::UnevenLight => words::face_uneven().to_owned(),
        FaceProblem::Blurred => words::face_blurred().to_owned(),
        FaceProblem::ChangedPerson => words::face_changed().to_owned(),
        FaceProblem::MovementNotSeen(unseen) => words::face_unseen(movement(unseen)),
        FaceProblem::WrongOrder => words::face_order().to_owned(),
        FaceProblem::NotThePerson => words::face_other().to_owned(),
    }
}

/// Why a round of the face check cannot be begun.
fn face_refusal(refusal: FaceRefusal) -> &'static str {
    match refusal {
        FaceRefusal::ConsentMissing => words::face_consent_missing(),
        FaceRefusal::TriesUsed => words::face_tries_used(),
        FaceRefusal::NothingToCompare => words::face_nothing(),
    }
}

/// Why a person has the face check.
pub fn why_person(why: WhyPerson) -> &'static str {
    match why {
        WhyPerson::Asked => words::person_asked(),
        WhyPerson::Unsure => words::person_unsure(),
        WhyPerson::TriesUsed => words::person_tries(),
    }
}

/// Why a person sent the face check back.
pub fn face_return(reason: FaceReturn) -> &'static str {
    match reason {
        FaceReturn::NotThePerson => words::return_other(),
        FaceReturn::Unclear => words::return_unclear(),
        FaceReturn::NotReached => words::return_not_reached(),
    }
}

/// A movement of the face check.
pub fn movement(movement: Movement) -> &'static str {
    match movement {
        Movement::TurnLeft => words::turn_left(),
        Movement::TurnRight => words::turn_right(),
        Movement::ComeCloser => words::come_closer(),
    }
}

/// 证件类型
pub fn document_kind(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ResidentId => words::kind_resident(),
        DocumentKind::HongKongMacaoPermit => words::kind_hong_kong_macao(),
        DocumentKind::TaiwanPermit => words::kind_taiwan(),
        DocumentKind::HongKongMacaoTaiwanResidence => words::kind_residence(),
        DocumentKind::ForeignPermanentResidence => words::kind_foreign(),
    }
}

/// 地区
pub fn region(region: Region) -> &'static str {
    match region {
        Region::Mainland => words::region_mainland(),
        Region::HongKongMacaoTaiwan => words::region_other(),
    }
}

/// What a session was signed in on: `Android · Chrome`.
pub fn device(device: Device) -> String {
    let system = match device.system {
        System::Harmony => words::system_harmony(),
        System::Android => words::system_android(),
        System::Iphone => words::system_iphone(),
        System::Ipad => words::system_ipad(),
        System::Windows => words::system_windows(),
        System::Mac => words::system_mac(),
        System::Linux => words::system_linux(),
        System::Other => words::system_other(),
    };
    let browser = match device.browser {
        Browser::WeChat => words::browser_wechat(),
        Browser::Qq => words::browser_qq(),
        Browser::Uc => words::browser_uc(),
        Browser::Huawei => words::browser_huawei(),
        Browser::Xiaomi => words::browser_xiaomi(),
        Browser::Edge => words::browser_edge(),
        Browser::Firefox => words::browser_firefox(),
        Browser::Chrome => words::browser_chrome(),
        Browser::Safari => words::browser_safari(),
        Browser::Other => words::browser_other(),
    };
    [system, " · ", browser].concat()
}

#[cfg(test)]
mod tests;

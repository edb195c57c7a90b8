use std::collections::HashSet;

use domain::exam::WindowName;
use domain::instant::Instant;
use domain::registration::{Refusal, RejectReason, ReturnReason, Step, ThesisGrade};

use super::*;
use crate::words::face as face_words;

/// Each has a sentence of its own.
fn all_differ(sentences: Vec<String>) {
    let count = sentences.len();
    assert!(sentences.iter().all(|sentence| !sentence.is_empty()));
    assert_eq!(sentences.iter().collect::<HashSet<_>>().len(), count, "{sentences:#?}");
}

/// The code at the end of a sentence: `B3-4`.
fn code_of(sentence: &str) -> Option<&str> {
    let (_, code) = sentence.strip_suffix('）')?.rsplit_once('（')?;
    let (row, number) = code.split_once('-')?;
    let is_code = row.starts_with(|c: char| c.is_ascii_uppercase()) && number.parse::<u32>().is_ok();
    is_code.then_some(code)
}

/// Each has a sentence of its own, which ends with a code of one of these rows.
fn all_differ_with(rows: &[&str], sentences: Vec<String>) {
    for sentence in &sentences {
        let row = code_of(sentence).and_then(|code| code.split_once('-')).map(|(row, _)| row);
        assert!(row.is_some_and(|row| rows.contains(&row)), "{sentence}");
    }
    all_differ(sentences);
}

#[test]
fn a4_each_wrong_number_has_its_own_sentence() {
    let problems = [
        NumberProblem::Empty,
        NumberProblem::FifteenDigits,
        NumberProblem::Length,
        NumberProblem::Characters,
        NumberProblem::Area,
        NumberProblem::BirthDate,
        NumberProblem::CheckCharacter,
    ];
    let others = DocumentKind::ALL.map(NumberProblem::OtherKind);
    let all = problems.into_iter().chain(others);
    all_differ(all.map(|found| problem(Field::Number, Problem::Number(found))).collect());
}

#[test]
fn a6_each_refused_code_has_its_own_sentence() {
    let problems = [
        Problem::Missing,
        Problem::CodeWrong { left: 4 },
        Problem::CodeNotSent,
        Problem::CodeExpired,
        Problem::CodeUsed,
        Problem::CodeBurnt,
    ];
    let mut sentences: Vec<String> = problems.into_iter().map(|found| problem(Field::Code, found)).collect();
    sentences.extend([AppError::Wait { seconds: 50 }, AppError::NoMoreCodes].iter().map(error));
    sentences.push(words::codes_exhausted("0731-0000 0000"));
    all_differ(sentences);
}

#[test]
fn a7_each_refused_password_has_its_own_sentence() {
    let problems = [
        Problem::Password(PasswordProblem::TooShort),
        Problem::Password(PasswordProblem::TooLong),
        Problem::Password(PasswordProblem::TooCommon),
        Problem::Password(PasswordProblem::DocumentTail),
        Problem::Password(PasswordProblem::Phone),
        Problem::PasswordsDiffer,
        Problem::SamePassword,
        Problem::PasswordWrong,
    ];
    all_differ(problems.into_iter().map(|found| problem(Field::Password, found)).collect());
}

#[test]
fn a12_the_sentence_for_a_taken_number_does_not_say_that_it_is_taken() {
    let sentence = words::sign_up_not_possible("0731-0000 0001");
    for telling in ["已注册", "已存在", "已被"] {
        assert!(!sentence.contains(telling), "{sentence}");
    }
    assert!(
        sentence.contains("登录") && sentence.contains("找回密码") && sentence.contains("0731-0000 0001")
    );
}

#[test]
fn a8_the_pause_names_its_seconds() {
    assert!(error(&AppError::TooManyTries { seconds: 15 }).contains("0分15秒"));
}

#[test]
fn c6_every_bad_answer_of_the_face_check_has_its_own_sentence_and_code() {
    let problems = [
        FaceProblem::TooFewFrames,
        FaceProblem::TooManyFrames,
        FaceProblem::NotAPicture,
        FaceProblem::SeenBefore,
        FaceProblem::StillPicture,
        FaceProblem::NoFace,
        FaceProblem::SeveralFaces,
        FaceProblem::NotFrontal,
        FaceProblem::TooFar,
        FaceProblem::TooDark,
        FaceProblem::TooBright,
        FaceProblem::UnevenLight,
        FaceProblem::Blurred,
        FaceProblem::ChangedPerson,
        FaceProblem::MovementNotSeen(Movement::TurnLeft),
        FaceProblem::MovementNotSeen(Movement::TurnRight),
        FaceProblem::MovementNotSeen(Movement::ComeCloser),
        FaceProblem::WrongOrder,
        FaceProblem::NotThePerson,
    ];
    let refusals = [FaceRefusal::ConsentMissing, FaceRefusal::TriesUsed, FaceRefusal::NothingToCompare];
    let mut sentences: Vec<String> = problems.into_iter().map(face).collect();
    sentences.extend(refusals.into_iter().map(|refusal| face_refusal(refusal).to_owned()));
    // What only the browser can notice: too slow, no hints, no network.
    sentences.extend([face_words::late(), face_words::guide_failed(), face_words::lost()].map(str::to_owned));
    all_differ_with(&["C4", "C6"], sentences);
}

#[test]
fn b3_each_bad_picture_has_its_own_sentence_and_code() {
    let problems = [
        PhotoProblem::Missing,
        PhotoProblem::TooLarge,
        PhotoProblem::NotAPicture,
        PhotoProblem::Heic,
        PhotoProblem::Damaged,
        PhotoProblem::TooSmall,
        PhotoProblem::TooManyPixels,
        PhotoProblem::BrokenOff,
        PhotoProblem::SameAgain,
    ];
    for of in [Field::Front, Field::Back, Field::Screenshot, Field::RenamePicture] {
        let mut sentences: Vec<String> =
            problems.into_iter().map(|found| problem(of, Problem::Photo(found))).collect();
        sentences.push(error(&AppError::PicturesMissing));
        all_differ_with(&["B3", "B10"], sentences);
    }
}

#[test]
fn b5_each_thing_that_stands_against_a_card_has_its_own_sentence_and_code() {
    let on_each_side: [fn(Side) -> CardProblem; 7] = [
        CardProblem::NotACard,
        CardProblem::WrongSide,
        CardProblem::TooBlurred,
        CardProblem::Glare,
        CardProblem::BorderCut,
        CardProblem::Photocopy,
        CardProblem::Screen,
    ];
    let of_the_whole = [
        CardProblem::NumberUnreadable,
        CardProblem::NumberDiffers,
        CardProblem::PrintDisagrees,
        CardProblem::NameUnreadable,
        CardProblem::NameDiffers,
        CardProblem::NoPortrait,
        CardProblem::ValidityUnreadable,
        CardProblem::Expired,
    ];
    let sides = [Side::Front, Side::Back];
    let mut problems: Vec<CardProblem> =
        sides.into_iter().flat_map(|of| on_each_side.map(|on| on(of))).collect();
    problems.extend(of_the_whole);
    problems.extend(Finding::ALL.map(CardProblem::Found));
    all_differ_with(&["B5", "B10"], problems.into_iter().map(card).collect());
}

#[test]
fn b8_each_refused_step_of_the_name_and_the_check_has_its_own_sentence_and_code() {
    use identity::Refusal;
    let refusals = [
        Refusal::ChecksUsedUp,
        Refusal::AlreadyPassed,
        Refusal::NotWaiting,
        Refusal::NameLocked,
        Refusal::NameNotLocked,
        Refusal::RequestWaits,
    ];
    let mut sentences: Vec<String> = refusals.map(|refused| identity(refused).to_owned()).into();
    sentences.extend(RenameFinding::ALL.map(|finding| rename_finding(finding).to_owned()));
    all_differ_with(&["B8", "B10"], sentences);
}

#[test]
fn c2_each_closed_window_has_its_own_sentence_and_code() {
    let at = Instant::from_millis(1_796_029_200_000);
    let windows = [
        WindowName::Register,
        WindowName::Edit,
        WindowName::Pay,
        WindowName::Review,
        WindowName::Ticket,
        WindowName::Score,
    ];
    let early = windows.map(|window| refusal(Refusal::TooEarly { window, opens: at }));
    let late = windows.map(|window| refusal(Refusal::TooLate { window, since: at }));
    let sentences = [early, late].concat();
    assert!(sentences.iter().all(|sentence| sentence.contains("11月30日")), "{sentences:#?}");
    all_differ_with(&["C2"], sentences);
}

#[test]
fn c8_each_refusal_of_a_registration_has_its_own_sentence_and_code() {
    let steps = [Step::Notice, Step::Identity, Step::Face, Step::Answers, Step::Payment, Step::Proof];
    let mut sentences = steps.map(|missing| refusal(Refusal::StepMissing(missing))).to_vec();
    let others = [
        Refusal::AlreadyDone,
        Refusal::NoticeChanged,
        Refusal::DocumentNotTaken,
        Refusal::NotOffered,
        Refusal::ExamFull,
        Refusal::Ineligible,
        Refusal::Over,
        Refusal::PaymentConfirmed,
        Refusal::NotNow,
        Refusal::NotSeated,
        Refusal::NoScore,
    ];
    sentences.extend(others.map(refusal));
    let of_the_answers = [
        (Field::Thesis, Problem::ThesisTooLow { at_least: ThesisGrade::Medium }),
        (Field::Subject, Problem::SubjectNotForMajor),
        (Field::Subject, Problem::SubjectFull),
        (Field::Site, Problem::SiteFull),
        (Field::Graduation, Problem::NotAMonth),
        (Field::Graduation, Problem::GraduatedTooLongAgo { years: 2 }),
        (Field::Graduation, Problem::NotYetGraduated),
    ];
    sentences.extend(of_the_answers.map(|(of, found)| problem(of, found)));
    all_differ_with(&["C3", "C7", "C8", "C9", "C10", "C12", "C13", "D2", "E4", "E10"], sentences);
}

#[test]
fn d8_each_reason_of_a_return_or_rejection_has_its_own_sentence_and_code() {
    let mut sentences = ReturnReason::ALL.map(|why| return_reason(why).to_owned()).to_vec();
    sentences.extend(RejectReason::ALL.map(reject_reason));
    all_differ_with(&["D8"], sentences);
}

/// Every word of the locale: file, key, text.
fn locale() -> Vec<(String, String, String)> {
    let folder = "locales/zh-CN";
    let mut words = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let keys: std::collections::BTreeMap<String, String> = serde_json::from_str(&text).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        words.extend(keys.into_iter().map(|(key, text)| (name.clone(), key, text)));
    }
    assert!(words.len() > 500, "{}", words.len());
    words
}

#[test]
fn g4_no_code_stands_in_two_sentences() {
    let mut stands_in = std::collections::HashMap::new();
    for (file, key, text) in locale() {
        if let Some(code) = code_of(&text) {
            let before = stands_in.insert(code.to_owned(), format!("{file}.{key}"));
            assert_eq!(before, None, "{code} also in {file}.{key}");
        }
    }
    assert!(stands_in.len() > 100, "{}", stands_in.len());
}

#[test]
fn f12_whoever_is_sent_to_the_telephone_reads_its_number() {
    // Staff are not sent there: in their words, 技术管理员 is a role.
    for (file, key, text) in locale().into_iter().filter(|(file, _, _)| !file.starts_with("office")) {
        let sends =
            ["致电", "拨打", "服务热线", "技术管理员", "咨询电话"].iter().any(|word| text.contains(word));
        let names = text.contains("{hotline}") || text.contains("{contact}");
        assert!(!sends || names, "{file}.{key}: {text}");
    }
}

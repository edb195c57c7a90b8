use std::collections::HashSet;

use super::*;

/// Each has a sentence of its own.
fn all_differ(sentences: Vec<String>) {
    let count = sentences.len();
    assert!(sentences.iter().all(|sentence| !sentence.is_empty()));
    assert_eq!(sentences.iter().collect::<HashSet<_>>().len(), count, "{sentences:#?}");
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
    for sentence in &sentences {
        assert!(sentence.contains("（C6-") || sentence.contains("（C4-"), "{sentence}");
    }
    let all = sentences.len();
    sentences.sort();
    sentences.dedup();
    assert_eq!(sentences.len(), all);
}

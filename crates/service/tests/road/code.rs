use domain::form::{Field, Problem};
use domain::person::Phone;
use service::{Error, Refused, jobs, signup};
use store::Store;

use crate::school::{PASSWORD, PHONE, School, number};

/// Why a field was refused.
pub fn problem<T>(outcome: Result<T, Error>, field: Field) -> Option<Problem> {
    match refused(outcome) {
        Refused::Fields(problems) => problems.of(field),
        other => panic!("{other:?}"),
    }
}

/// Why something was refused.
pub fn refused<T>(outcome: Result<T, Error>) -> Refused {
    match outcome {
        Err(Error::Refused(refused)) => refused,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// How long one has to wait.
pub fn wait<T>(outcome: Result<T, Error>) -> i64 {
    match refused(outcome) {
        Refused::Wait { seconds } | Refused::TooManyTries { seconds } => seconds,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a6_a_code_has_six_digits_and_its_message_is_signed() {
    let school = School::open_where(|settings| settings.sms.signature = "示例继教".into()).await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let (to, text) = school.messages().await.remove(0);
    assert_eq!(to, PHONE);
    assert!(text.starts_with("【示例继教】"), "F12: {text}");
    assert!(text.contains("5 分钟内有效"));
    assert_eq!(text.chars().filter(char::is_ascii_digit).count(), 7, "six digits and the minutes: {text}");
}

#[tokio::test]
async fn f12_a_message_is_signed_with_the_schools_name_where_nothing_is_set() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    assert!(school.messages().await[0].1.starts_with("【示例大学】"));
}

#[tokio::test]
async fn a6_sixty_seconds_lie_between_two_codes_and_five_make_an_hour() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let send = async || signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await;
    for _ in 0..5 {
        send().await.unwrap();
        school.wait(10);
        assert_eq!(wait(send().await), 50);
        school.wait(50);
    }
    assert_eq!(wait(send().await), 3_300, "until the first of the five is an hour old");
    school.wait(3_300);
    send().await.unwrap();
}

#[tokio::test]
async fn a6_the_limits_of_a_number_hold_over_sessions_and_addresses() {
    let school = School::open().await;
    let (one, two) = (school.visitor("张三", &number(1)).await, school.visitor("李四", &number(2)).await);
    signup::send_code(&school.cx, &school.client(), &one, PHONE).await.unwrap();
    let other = signup::send_code(&school.cx, &school.client(), &two, PHONE).await;
    assert_eq!(wait(other), 60);
}

#[tokio::test]
async fn a6_the_limits_of_a_number_hold_on_every_node() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let other_node = school.another_node();
    let send = async |cx| signup::send_code(cx, &school.client(), &visitor, PHONE).await;
    for _ in 0..5 {
        send(&school.cx).await.unwrap();
        school.wait(10);
        assert_eq!(wait(send(&other_node).await), 50);
        school.wait(50);
    }
    assert_eq!(wait(send(&other_node).await), 3_300, "the five of the hour were sent elsewhere");
    school.wait(3_300);
    send(&other_node).await.unwrap();
}

#[tokio::test]
async fn a6_ten_codes_make_a_day() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let send = async |phone| signup::send_code(&school.cx, &school.client(), &visitor, phone).await;
    for sent in 0..10 {
        send(PHONE).await.unwrap_or_else(|e| panic!("{sent}: {e}"));
        school.wait(800);
    }
    assert_eq!(refused(send(PHONE).await), Refused::NoMoreCodes);
    assert!(send("13900009999").await.is_ok(), "another number is not affected");
    school.wait(86_400 - 10 * 800);
    send(PHONE).await.unwrap();
}

#[tokio::test]
async fn a6_of_many_who_ask_at_once_for_one_number_one_is_sent() {
    asked_at_once(&School::open().await).await;
}

async fn asked_at_once(school: &School) {
    let mut visitors = Vec::new();
    for n in 0..8 {
        visitors.push(school.visitor("张三", &number(n)).await);
    }
    let mut sends = tokio::task::JoinSet::new();
    for visitor in visitors {
        let (cx, client) = (school.cx.clone(), school.client());
        sends.spawn(async move { signup::send_code(&cx, &client, &visitor, PHONE).await });
    }
    let outcomes = sends.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(school.messages().await.len(), 1);
}

#[tokio::test]
async fn a6_a_double_tap_sends_one_code_and_is_answered_well() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let send = async || signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await;
    send().await.unwrap();
    send().await.unwrap();
    assert_eq!(school.messages().await.len(), 1);
    school.wait(3);
    assert_eq!(wait(send().await), 57, "three seconds later it is no double tap");
}

#[tokio::test]
async fn a6_the_day_has_a_budget_over_all_numbers() {
    let school = School::open_where(|settings| settings.sms.daily_budget = 2).await;
    let visitor = school.visitor("张三", &number(1)).await;
    let send = async |phone| signup::send_code(&school.cx, &school.client(), &visitor, phone).await;
    send("13900000001").await.unwrap();
    send("13900000002").await.unwrap();
    assert_eq!(refused(send("13900000003").await), Refused::CodesExhausted);
    school.wait(86_400);
    send("13900000003").await.unwrap();
}

#[tokio::test]
async fn a13_an_address_that_asks_for_many_codes_is_slowed_down_and_not_stopped() {
    let school = School::open_where(|settings| settings.sms.address_sends_an_hour = 3).await;
    let visitor = school.visitor("张三", &number(1)).await;
    let (campus, elsewhere) = (school.client_at("198.51.100.1"), school.client_at("198.51.100.2"));
    for n in 0..3 {
        let phone = format!("1390000000{n}");
        signup::send_code(&school.cx, &campus, &visitor, &phone).await.unwrap();
    }
    let slowed = wait(signup::send_code(&school.cx, &campus, &visitor, "13900000009").await);
    assert!((1..=30).contains(&slowed), "{slowed}");
    signup::send_code(&school.cx, &elsewhere, &visitor, "13900000008").await.unwrap();
    for n in 10..40 {
        school.wait(30);
        let phone = format!("139000000{n}");
        signup::send_code(&school.cx, &campus, &visitor, &phone).await.unwrap();
    }
}

#[tokio::test]
async fn a13_an_address_is_one_in_all_its_spellings() {
    let school = School::open_where(|settings| settings.sms.address_sends_an_hour = 1).await;
    let visitor = school.visitor("张三", &number(1)).await;
    for (n, (one, same)) in
        [("198.51.100.7", "::ffff:198.51.100.7"), ("2001:db8::1", "2001:db8::ffff:2")].into_iter().enumerate()
    {
        let (one, same) = (school.client_at(one), school.client_at(same));
        let phone = format!("1390000010{n}");
        signup::send_code(&school.cx, &one, &visitor, &phone).await.unwrap();
        let phone = format!("1390000020{n}");
        assert!(wait(signup::send_code(&school.cx, &same, &visitor, &phone).await) > 0);
    }
}

#[tokio::test]
async fn a6_five_wrong_tries_burn_a_code() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for left in [4, 3, 2, 1] {
        let refused = signup::prove_phone(&school.cx, &visitor, PHONE, wrong).await;
        assert_eq!(problem(refused, Field::Code), Some(Problem::CodeWrong { left }));
    }
    for try_now in [wrong, &code] {
        let refused = signup::prove_phone(&school.cx, &visitor, PHONE, try_now).await;
        assert_eq!(problem(refused, Field::Code), Some(Problem::CodeBurnt));
    }
}

#[tokio::test]
async fn a6_the_fifth_try_still_counts() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..4 {
        signup::prove_phone(&school.cx, &visitor, PHONE, wrong).await.unwrap_err();
    }
    signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap();
}

#[tokio::test]
async fn a6_a_code_lives_five_minutes() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    school.wait(300);
    let late = signup::prove_phone(&school.cx, &visitor, PHONE, &code).await;
    assert_eq!(problem(late, Field::Code), Some(Problem::CodeExpired));
}

#[tokio::test]
async fn a6_a_code_is_bound_to_its_number_and_its_session() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    let other = signup::prove_phone(&school.cx, &visitor, "13900009999", &code).await;
    assert_eq!(problem(other, Field::Code), Some(Problem::CodeNotSent));
    let stranger = school.visitor("李四", &number(2)).await;
    let stolen = signup::prove_phone(&school.cx, &stranger, PHONE, &code).await;
    assert_eq!(problem(stolen, Field::Code), Some(Problem::CodeNotSent));
    signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap();
}

#[tokio::test]
async fn a6_a_code_is_used_once() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.code_for(PHONE).await;
    signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap();
    signup::prove_phone(&school.cx, &visitor, PHONE, "").await.unwrap();
    // Another number takes the proof away; the first one's code does not bring it back.
    signup::send_code(&school.cx, &school.client(), &visitor, "13900009999").await.unwrap();
    let reused = signup::prove_phone(&school.cx, &visitor, PHONE, &code).await;
    assert_eq!(problem(reused, Field::Code), Some(Problem::CodeUsed));
}

#[tokio::test]
async fn a6_a_later_code_takes_the_place_of_the_earlier_one() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let early = school.code_for(PHONE).await;
    school.wait(60);
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let late = school.code_for(PHONE).await;
    if early != late {
        let refused = signup::prove_phone(&school.cx, &visitor, PHONE, &early).await;
        assert_eq!(problem(refused, Field::Code), Some(Problem::CodeWrong { left: 4 }));
    }
    signup::prove_phone(&school.cx, &visitor, PHONE, &late).await.unwrap();
}

#[tokio::test]
async fn a6_full_width_digits_and_spaces_are_taken_as_meant() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, "１３９ 0000 5678").await.unwrap();
    let code = school.code_for(PHONE).await;
    let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    signup::prove_phone(&school.cx, &visitor, PHONE, &format!(" {wide} ")).await.unwrap();
}

#[tokio::test]
async fn a6_another_number_has_to_be_proven_again() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, "13900009999").await.unwrap();
    let unproven = school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await;
    assert_eq!(refused(unproven), Refused::SignUpUnfinished);
}

#[tokio::test]
async fn a6_what_no_limit_looks_at_any_more_is_swept_away() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let kept = async || {
        let phone = Phone::parse(PHONE).unwrap();
        store.read(async |r| store::sms_code::latest_sends(r, &phone, 9).await).await.unwrap().len()
    };
    school.wait(86_400);
    jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(kept().await, 1, "the day's limit still looks at it");
    school.wait(86_401);
    jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(kept().await, 0);
}

/// The same as on SQLite, where there is one writer anyway: eight at once, as eight connections.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a6_of_many_who_ask_at_once_for_one_number_one_is_sent_on_postgres_too() {
    let store = crate::doors::on_postgres().await;
    let school = School::open_on(store, |_| {}).await;
    asked_at_once(&school).await;
}

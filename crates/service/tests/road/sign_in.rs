use domain::form::{Field, Problem};
use service::{Refused, session, sign_in};

use crate::code::{refused, wait};
use crate::school::{PASSWORD, School, number};

const WRONG: &str = "wrong-password";

#[tokio::test]
async fn a8_a_wrong_password_and_an_unknown_number_get_the_same_answer() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for (number, password) in [(number(1), WRONG), (number(2), PASSWORD), ("1".into(), PASSWORD)] {
        assert_eq!(refused(school.sign_in(&number, password).await), Refused::SignIn);
    }
}

#[tokio::test]
async fn a8_the_number_is_taken_as_typed() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let spaced = format!(" {} {} ", &number(1)[..6], number(1)[6..].to_lowercase());
    assert!(school.sign_in(&spaced, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a8_after_five_failures_each_further_try_on_an_account_waits_whoever_tries() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for _ in 0..5 {
        assert_eq!(refused(school.sign_in(&number(1), WRONG).await), Refused::SignIn);
    }
    let seconds = wait(school.sign_in(&number(1), PASSWORD).await);
    assert!((1..=60).contains(&seconds));
    school.wait(seconds);
    assert_eq!(refused(school.sign_in(&number(1), WRONG).await), Refused::SignIn);
    assert!(wait(school.sign_in(&number(1), WRONG).await) > 0, "the seventh waits again");
}

#[tokio::test]
async fn a8_failures_on_one_node_count_on_every_node() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for _ in 0..5 {
        school.sign_in(&number(1), WRONG).await.err().unwrap();
    }
    let (other_node, client) = (school.another_node(), school.client());
    let there = async || sign_in::with_password(&other_node, &client, None, &number(1), PASSWORD).await;
    let seconds = wait(there().await);
    assert!(seconds > 0);
    school.wait(seconds);
    assert!(there().await.is_ok());
}

#[tokio::test]
async fn a8_an_account_that_does_not_exist_waits_alike() {
    let school = School::open().await;
    for _ in 0..5 {
        assert_eq!(refused(school.sign_in(&number(1), WRONG).await), Refused::SignIn);
    }
    assert!(wait(school.sign_in(&number(1), WRONG).await) > 0);
}

#[tokio::test]
async fn a8_after_five_failures_each_further_try_from_an_address_waits_on_whatever_account() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let client = school.client_at("203.0.113.5");
    let from_there = async |number: &str, password| {
        sign_in::with_password(&school.cx, &client, None, number, password).await
    };
    for sequence in 11..16 {
        assert_eq!(refused(from_there(&number(sequence), WRONG).await), Refused::SignIn);
    }
    let seconds = wait(from_there(&number(1), PASSWORD).await);
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok(), "another address is not affected");
    school.wait(seconds);
    assert!(from_there(&number(1), PASSWORD).await.is_ok(), "A13: slowed down, not stopped");
}

#[tokio::test]
async fn a13_a_campus_behind_one_address_that_mistypes_all_day_still_gets_in() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let campus = school.client_at("203.0.113.6");
    for n in 0..120 {
        let mistyped = number(100 + n);
        let outcome = sign_in::with_password(&school.cx, &campus, None, &mistyped, WRONG).await;
        assert!(outcome.is_err());
        school.wait(6);
    }
    school.wait(10);
    let outcome = sign_in::with_password(&school.cx, &campus, None, &number(1), PASSWORD).await;
    assert!(outcome.is_ok(), "never longer than ten seconds");
}

#[tokio::test]
async fn a8_of_many_guesses_at_once_no_more_than_five_are_judged() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let mut guesses = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (cx, client) = (school.cx.clone(), school.client());
        guesses.spawn(async move { sign_in::with_password(&cx, &client, None, &number(1), WRONG).await });
    }
    let outcomes = guesses.join_all().await;
    let judged = outcomes.into_iter().map(refused).filter(|r| *r == Refused::SignIn).count();
    assert_eq!(judged, 5);
}

#[tokio::test]
async fn a8_who_guesses_does_not_keep_the_owners_own_browser_out() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let signed_in = school.sign_in(&number(1), PASSWORD).await.unwrap();
    for _ in 0..5 {
        school.sign_in(&number(1), WRONG).await.err().unwrap();
    }
    assert!(wait(school.sign_in(&number(1), PASSWORD).await) > 0, "the control: a strange browser waits");
    let own = school.known_client(&signed_in);
    assert!(sign_in::with_password(&school.cx, &own, None, &number(1), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a8_a_known_browser_has_five_free_failures_of_its_own_and_no_more() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let stolen = school.known_client(&school.sign_in(&number(1), PASSWORD).await.unwrap());
    let guess = async || sign_in::with_password(&school.cx, &stolen, None, &number(1), WRONG).await;
    // Its own five, then those that the account grants to any browser.
    let mut judged = 0;
    while refused(guess().await) == Refused::SignIn {
        judged += 1;
        assert!(judged <= 10, "it goes on for ever");
    }
    assert!((5..=10).contains(&judged), "{judged}");
    assert!(wait(guess().await) > 0);
}

#[tokio::test]
async fn a8_a_browser_that_another_account_knows_is_a_stranger_here() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = school.visitor("李四", &number(2)).await;
    school.prove(&visitor, "13900009999").await;
    let theirs = school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
    for _ in 0..5 {
        school.sign_in(&number(1), WRONG).await.err().unwrap();
    }
    let client = school.known_client(&theirs);
    assert!(wait(sign_in::with_password(&school.cx, &client, None, &number(1), PASSWORD).await) > 0);
}

#[tokio::test]
async fn a8_a_right_password_ends_the_count() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for _ in 0..2 {
        for _ in 0..4 {
            assert_eq!(refused(school.sign_in(&number(1), WRONG).await), Refused::SignIn);
        }
        assert!(school.sign_in(&number(1), PASSWORD).await.is_ok());
    }
}

#[tokio::test]
async fn a8_failures_are_forgotten_after_a_quarter_of_an_hour() {
    let school = School::open().await;
    for _ in 0..5 {
        school.sign_in(&number(1), WRONG).await.err().unwrap();
    }
    school.wait(15 * 60 + 1);
    for _ in 0..5 {
        assert_eq!(refused(school.sign_in(&number(1), WRONG).await), Refused::SignIn);
    }
}

/// Rough on purpose: a hash takes some 20 ms, everything else a fraction of that. What would show is an answer without
/// a hash.
#[tokio::test]
async fn a8_the_answer_takes_as_long_whether_the_account_exists() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let spent = async |who: &str| {
        let mut shortest = std::time::Duration::MAX;
        for _ in 0..5 {
            let start = std::time::Instant::now();
            assert_eq!(refused(school.sign_in(who, WRONG).await), Refused::SignIn);
            shortest = shortest.min(start.elapsed());
        }
        shortest
    };
    let (known, unknown) = (spent(&number(1)).await, spent(&number(2)).await);
    assert!(unknown * 3 > known && known * 3 > unknown, "{known:?} and {unknown:?}");
}

#[tokio::test]
async fn a11_a_session_ends_and_its_token_changes_with_the_rights() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let (visitor, before) = session::open(&school.cx).await.unwrap();
    let client = school.client();
    let signed_in =
        sign_in::with_password(&school.cx, &client, Some(&visitor), &number(1), PASSWORD).await.unwrap();
    assert!(session::find(&school.cx, &before).await.unwrap().is_none());
    let visitor = session::find(&school.cx, &signed_in.session).await.unwrap().unwrap();
    session::end(&school.cx, &visitor).await.unwrap();
    assert!(session::find(&school.cx, &signed_in.session).await.unwrap().is_none());
}

#[tokio::test]
async fn a13_an_address_is_mute() {
    let school = School::open().await;
    let address = service::Address::of(&school.cx, "203.0.113.9".parse().unwrap());
    assert_eq!(format!("{address:?}"), "Address(***)");
    assert_ne!(address, service::Address::unknown(&school.cx));
}

#[tokio::test]
async fn a8_an_empty_field_is_named_where_it_matters() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let (cx, client) = (&school.cx, school.client());
    let empty = service::security::change_password(cx, &client, &who, "", (PASSWORD, PASSWORD)).await;
    assert_eq!(crate::code::problem(empty, Field::CurrentPassword), Some(Problem::Missing));
}

use domain::card::{CardProblem, LOOK_BYTES, Look, Side};
use domain::id::CheckId;
use domain::instant::Instant;
use store::identity_check::{
    EndedCheck, Outcome, forget_refused, forget_refused_before, record, refuse_picture, refused_pictures,
    refused_since,
};
use store::{Error, account};

use crate::samples::{a_photo, an_account, at, id};

fn a_check(n: u32, ended: Instant, outcome: Outcome) -> EndedCheck {
    let problems = vec![CardProblem::TooBlurred(if n.is_multiple_of(2) { Side::Back } else { Side::Front })];
    EndedCheck { id: id(CheckId::PREFIX, n), account: an_account().id, ended, outcome, problems }
}

on_every_engine!(b10_refused_checks_of_a_time_are_listed_the_newest_first, |fresh| async {
    let who = an_account().id;
    let listed = fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            record(tx, &a_check(1, at(10), Outcome::Failed)).await?;
            record(tx, &a_check(2, at(20), Outcome::Failed)).await?;
            record(tx, &a_check(3, at(30), Outcome::Passed)).await?;
            record(tx, &a_check(5, at(40), Outcome::WaitsForPerson)).await?;
            record(tx, &a_check(7, at(50), Outcome::Failed)).await?;
            refused_since(tx, &who, at(10)).await
        })
        .await
        .unwrap();
    let (front, back) =
        (vec![CardProblem::TooBlurred(Side::Front)], vec![CardProblem::TooBlurred(Side::Back)]);
    assert_eq!(listed, [front, back], "the one at the window's first instant does not count any more");
});

on_every_engine!(b10_what_a_refused_picture_looked_like_is_known_until_it_is_forgotten, |fresh| async {
    let (who, look) = (an_account().id, Look([7; LOOK_BYTES]));
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            refuse_picture(tx, &who, (Side::Front, &a_photo(1).id), &look, at(1)).await?;
            refuse_picture(tx, &who, (Side::Front, &a_photo(1).id), &look, at(1)).await?;
            refuse_picture(tx, &who, (Side::Back, &a_photo(2).id), &look, at(5)).await?;
            assert_eq!(refused_pictures(tx, &who, Side::Front).await?, [(a_photo(1).id, look)]);
            assert_eq!(forget_refused_before(tx, at(5)).await?, 1);
            assert!(refused_pictures(tx, &who, Side::Front).await?.is_empty());
            assert_eq!(refused_pictures(tx, &who, Side::Back).await?.len(), 1);
            forget_refused(tx, &who).await?;
            assert!(refused_pictures(tx, &who, Side::Back).await?.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

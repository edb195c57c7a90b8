use domain::reset::{ResetDraft, ResetForm};
use store::draft::{delete, find, save};
use store::{Error, session};

use crate::samples::{NUMBER, PHONE, a_session, at};

fn a_draft(asked: bool) -> ResetDraft {
    let form = ResetForm { number: NUMBER.into(), phone: PHONE.into() };
    ResetDraft { form, asked, proven: None }
}

on_every_engine!(a9_a_draft_belongs_to_its_session_and_kind, |fresh| async {
    let one = a_session(1).id;
    fresh
        .store
        .write(async |tx| {
            session::insert(tx, &a_session(1), "one").await?;
            session::insert(tx, &a_session(2), "two").await?;
            save(tx, &one, "reset", &a_draft(false), at(0)).await?;
            save(tx, &one, "reset", &a_draft(true), at(1)).await?;
            save(tx, &one, "phone_change", &7_u32, at(1)).await?;
            assert!(
                find(tx, &one, "reset").await? == Some(a_draft(true)),
                "the later one replaces the earlier one"
            );
            assert_eq!(find::<u32>(tx, &one, "phone_change").await?, Some(7));
            assert!(find::<ResetDraft>(tx, &a_session(2).id, "reset").await?.is_none());
            delete(tx, &one, "reset").await?;
            assert!(find::<ResetDraft>(tx, &one, "reset").await?.is_none());
            session::delete(tx, &one).await?;
            assert!(find::<u32>(tx, &one, "phone_change").await?.is_none(), "it goes with its session");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

use domain::signup::{PersonForm, SignUpDraft};
use store::session;
use store::signup::{delete_draft, find_draft, save_draft};

use crate::samples::{NAME, NUMBER, PHONE, a_session, at};

fn a_draft() -> SignUpDraft {
    SignUpDraft {
        person: PersonForm { name: NAME.into(), number: NUMBER.into(), ..PersonForm::default() },
        phone: PHONE.into(),
        proven_phone: None,
    }
}

on_every_engine!(a3_a_draft_is_kept_until_it_is_done, |fresh| async {
    let session = a_session(1).id;
    let proven = SignUpDraft { proven_phone: Some(PHONE.into()), ..a_draft() };
    fresh.store.write(async |tx| session::insert(tx, &a_session(1), "token").await).await.unwrap();
    let find = async || fresh.store.read(async |r| find_draft(r, &session).await).await.unwrap();
    assert!(find().await.is_none());
    for (now, draft) in [(1, a_draft()), (2, proven)] {
        fresh.store.write(async |tx| save_draft(tx, &session, &draft, at(now)).await).await.unwrap();
        assert!(find().await == Some(draft), "the later one replaces the earlier one");
    }
    fresh.store.write(async |tx| delete_draft(tx, &session).await).await.unwrap();
    assert!(find().await.is_none());
});

on_every_engine!(a3_a_draft_goes_with_its_session, |fresh| async {
    let session = a_session(1).id;
    fresh
        .store
        .write(async |tx| {
            session::insert(tx, &a_session(1), "token").await?;
            save_draft(tx, &session, &a_draft(), at(1)).await?;
            session::delete(tx, &session).await
        })
        .await
        .unwrap();
    assert!(fresh.store.read(async |r| find_draft(r, &session).await).await.unwrap().is_none());
});

use domain::id::WithdrawalId;
use store::withdrawal::{Withdrawal, WithdrawalDecision, decide, find, find_open, insert, list_open};

use crate::samples::{a_draft_is_begun, a_registration, at, id, kind_of};

fn a_request(n: u32) -> Withdrawal {
    Withdrawal { id: id(WithdrawalId::PREFIX, n), registration: a_registration(1).id, at: at(i64::from(n)) }
}

on_every_engine!(c16_a_registration_has_one_open_request, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let ask = async |n| kind_of(fresh.store.write(async |tx| insert(tx, &a_request(n)).await).await);
    let end = async |n, decision| {
        let id = a_request(n).id;
        kind_of(fresh.store.write(async |tx| decide(tx, &id, decision, at(9)).await).await)
    };
    let open = async || {
        let id = a_registration(1).id;
        fresh.store.read(async |r| find_open(r, &id).await).await.unwrap()
    };
    assert_eq!((ask(1).await, ask(2).await), ("ok", "taken"));
    assert_eq!(open().await, Some(a_request(1)));
    assert_eq!(end(1, WithdrawalDecision::TakenBack).await, "ok");
    assert_eq!(end(1, WithdrawalDecision::Granted).await, "stale", "it has ended");
    assert_eq!(open().await, None);
    assert_eq!(ask(2).await, "ok");
    let by_id = fresh.store.read(async |r| find(r, &a_request(1).id).await).await.unwrap();
    assert_eq!(by_id, Some((a_request(1), false)));
    let listed = fresh.store.read(async |r| list_open(r, 10).await).await.unwrap();
    assert_eq!(listed, [a_request(2)]);
    assert_eq!(end(2, WithdrawalDecision::Declined).await, "ok");
    assert_eq!(ask(3).await, "ok");
});

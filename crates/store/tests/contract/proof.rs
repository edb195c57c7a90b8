use domain::id::ProofId;
use domain::payment::{Payer, PaymentState, ProofProblem};
use domain::registration::{Registration, State};
use store::proof::{Proof, ProofDecision, add_late, decide, find, find_last_of, find_latest, insert};
use store::proof::{list_late, list_waiting};
use store::{Error, Store, photo, registration};

use crate::samples::{
    a_draft_is_begun, a_photo, a_registration, an_account, an_exam, at, id, kind_of, name, phone,
};

fn a_proof(n: u32) -> Proof {
    Proof {
        id: id(ProofId::PREFIX, n),
        registration: a_registration(1).id,
        photo: a_photo(1).id,
        payer: Payer { name: name("张三"), phone: phone("13900005678") },
        at: at(i64::from(n)),
    }
}

/// A submitted registration with two proofs, of which the second came last.
async fn two_proofs(store: &Store) {
    a_draft_is_begun(store).await;
    let submitted = Registration {
        state: State::Submitted { at: at(9) },
        payment: PaymentState::ProofGiven,
        ..a_registration(1)
    };
    let done: Result<(), Error> = store
        .write(async |tx| {
            photo::insert(tx, &a_photo(1)).await?;
            insert(tx, &a_proof(2)).await?;
            insert(tx, &a_proof(1)).await?;
            registration::save(tx, &submitted, 1).await
        })
        .await;
    done.unwrap();
}

on_every_engine!(d2_the_last_proof_counts_and_earlier_ones_stay, |fresh| async {
    two_proofs(&fresh.store).await;
    fresh
        .store
        .read(async |r| {
            assert_eq!(find_latest(r, &a_registration(1).id).await?, Some(a_proof(2)));
            assert_eq!(find(r, &a_proof(1).id).await?, Some(a_proof(1)));
            assert_eq!(find_latest(r, &a_registration(2).id).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(d8_of_each_submitted_registration_the_last_proof_waits, |fresh| async {
    two_proofs(&fresh.store).await;
    let waiting = async || fresh.store.read(async |r| list_waiting(r, 10).await).await.unwrap();
    assert_eq!(waiting().await, [a_proof(2)]);
    let returned = ProofDecision::Returned(ProofProblem::Blurred);
    let decided =
        async || fresh.store.write(async |tx| decide(tx, &a_proof(2).id, returned, at(5)).await).await;
    decided().await.unwrap();
    assert!(waiting().await.is_empty(), "the first one was replaced: it never waits again");
    assert_eq!(kind_of(decided().await), "stale", "once");
    let kept =
        "UPDATE proofs SET decision = decision WHERE decision_reason = 'blurred' AND decided_at IS NOT NULL";
    assert_eq!(fresh.run_past_the_store(kept).await.unwrap(), 1);
});

on_every_engine!(c14_the_last_proof_belongs_to_person_and_exam, |fresh| async {
    two_proofs(&fresh.store).await;
    let (who, exam) = (an_account().id, an_exam(1).id);
    let withdrawn = Registration { state: State::Withdrawn { at: at(10) }, ..a_registration(1) };
    fresh
        .store
        .write(async |tx| {
            registration::save(tx, &withdrawn, 2).await?;
            registration::insert(tx, &a_registration(2)).await?;
            assert_eq!(find_last_of(tx, &who, &exam).await?, Some(a_proof(2)));
            assert_eq!(find_last_of(tx, &who, &an_exam(2).id).await?, None);
            assert_eq!(find_last_of(tx, &id("acc", 2), &exam).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(d5_late_proofs_are_listed_for_the_finance_office, |fresh| async {
    two_proofs(&fresh.store).await;
    fresh
        .store
        .write(async |tx| {
            assert!(list_late(tx, 10).await?.is_empty());
            add_late(tx, &a_proof(2)).await?;
            add_late(tx, &a_proof(1)).await?;
            assert_eq!(list_late(tx, 10).await?, [a_proof(1), a_proof(2)]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    let again = fresh.store.write(async |tx| add_late(tx, &a_proof(1)).await).await;
    assert_eq!(kind_of(again), "taken");
});

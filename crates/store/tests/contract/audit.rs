use domain::id::AuditId;
use store::audit::{list_for, record};

use crate::samples::{at, id};

on_every_engine!(f8_entries_of_a_subject_are_listed_in_their_order, |fresh| async {
    let listed = fresh
        .store
        .write(async |tx| {
            record(tx, &id(AuditId::PREFIX, 2), at(2), "system", "b", "reg_1").await?;
            record(tx, &id(AuditId::PREFIX, 1), at(1), "candidate:acc_1", "a", "reg_1").await?;
            record(tx, &id(AuditId::PREFIX, 3), at(3), "system", "c", "reg_2").await?;
            list_for(tx, "reg_1").await
        })
        .await
        .unwrap();
    assert_eq!(listed, [(at(1), "a".to_owned()), (at(2), "b".to_owned())]);
});

on_every_engine!(f8_the_audit_log_only_grows, |fresh| async {
    let add = async |n| {
        let entry = id(AuditId::PREFIX, n);
        fresh.store.write(async |tx| record(tx, &entry, at(1), "system", "a", "reg_1").await).await
    };
    add(1).await.unwrap();
    for change in ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"] {
        let refused = fresh.run_past_the_store(change).await.unwrap_err().to_string();
        assert!(refused.contains("only grows"), "{change}: {refused}");
    }
    if fresh.is_postgres() {
        fresh.run_past_the_store("TRUNCATE audit").await.unwrap_err();
    }
    add(2).await.unwrap();
    let listed = fresh.store.read(async |r| list_for(r, "reg_1").await).await.unwrap();
    assert_eq!(listed.len(), 2);
    let control = fresh.run_past_the_store("DELETE FROM attempts").await;
    assert!(control.is_ok(), "other tables can be cleared");
});

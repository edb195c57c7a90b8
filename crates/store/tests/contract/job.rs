use std::collections::HashSet;

use domain::id::JobId;
use store::job::{Job, bury, claim, delete_done, finish, push, renew, retry};
use store::{Error, Store};

use crate::samples::{at, id};

async fn add(store: &Store, n: u32, kind: &'static str, run_at: i64) {
    store
        .write(async |tx| push(tx, &id(JobId::PREFIX, n), kind, b"payload", at(run_at)).await)
        .await
        .unwrap();
}

/// Claims for a lease of 10 ms.
async fn take(store: &Store, kinds: &[&str], now: i64) -> Option<Job> {
    store.write(async |tx| claim(tx, kinds, at(now), at(now + 10)).await).await.unwrap()
}

on_every_engine!(g4_a_job_is_claimed_when_it_is_due, |fresh| async {
    add(&fresh.store, 1, "sms", 5).await;
    assert!(take(&fresh.store, &["sms"], 4).await.is_none());
    let job = take(&fresh.store, &["sms"], 5).await.unwrap();
    assert_eq!((job.kind.as_str(), job.payload.as_slice(), job.attempts), ("sms", b"payload".as_slice(), 1));
    assert_eq!(job.id, id(JobId::PREFIX, 1));
});

on_every_engine!(only_jobs_of_the_wanted_kinds_are_claimed, |fresh| async {
    add(&fresh.store, 1, "card_check", 1).await;
    add(&fresh.store, 2, "sms", 2).await;
    assert!(take(&fresh.store, &[], 9).await.is_none());
    assert!(take(&fresh.store, &["card", "check", "sm", "cardXcheck"], 9).await.is_none());
    assert_eq!(take(&fresh.store, &["mail", "sms", "sms"], 9).await.unwrap().kind, "sms");
    assert_eq!(take(&fresh.store, &["sms", "card_check"], 9).await.unwrap().kind, "card_check");
});

on_every_engine!(a_job_is_claimed_once_by_parallel_workers, |fresh| async {
    for n in 0..12 {
        add(&fresh.store, n, "sms", i64::from(n)).await;
    }
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let mut claimed = Vec::new();
                // More than there are would be a double claim; without an end the test could not tell.
                while claimed.len() <= 12 {
                    let Some(job) = take(&store, &["sms"], 100).await else { break };
                    claimed.push(job.id);
                }
                claimed
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    // On PostgreSQL a worker may find every job locked and stop early; the rest is still there.
    while all.len() < 12 {
        let Some(job) = take(&fresh.store, &["sms"], 100).await else { break };
        all.push(job.id);
    }
    assert_eq!(all.len(), 12, "none twice");
    assert_eq!(all.into_iter().collect::<HashSet<_>>().len(), 12, "none lost");
});

on_every_engine!(a_job_whose_lease_ran_out_is_claimed_again, |fresh| async {
    add(&fresh.store, 1, "sms", 0).await;
    assert!(take(&fresh.store, &["sms"], 0).await.is_some());
    assert!(take(&fresh.store, &["sms"], 9).await.is_none(), "leased");
    assert_eq!(take(&fresh.store, &["sms"], 10).await.unwrap().attempts, 2);
});

on_every_engine!(a_leased_job_is_free_again_when_its_process_is_known_to_be_gone, |fresh| async {
    add(&fresh.store, 1, "sms", 0).await;
    assert!(take(&fresh.store, &["sms"], 0).await.is_some());
    assert!(take(&fresh.store, &["sms"], 1).await.is_none(), "leased");
    let released = fresh.store.write(async |tx| store::job::release_all(tx).await).await.unwrap();
    assert_eq!((released, fresh.store.has_one_server()), (1, !fresh.is_postgres()));
    assert_eq!(take(&fresh.store, &["sms"], 1).await.unwrap().attempts, 2);
});

on_every_engine!(a_finished_job_is_never_claimed_again, |fresh| async {
    add(&fresh.store, 1, "sms", 0).await;
    let job = take(&fresh.store, &["sms"], 0).await.unwrap();
    fresh
        .store
        .write(async |tx| {
            finish(tx, &job.id, at(1)).await?;
            retry(tx, &job.id, at(2), "late").await
        })
        .await
        .unwrap();
    assert!(take(&fresh.store, &["sms"], 100).await.is_none());
});

on_every_engine!(a_failed_job_comes_back_at_its_time_until_it_is_buried, |fresh| async {
    add(&fresh.store, 1, "sms", 0).await;
    let job = take(&fresh.store, &["sms"], 0).await.unwrap();
    fresh.store.write(async |tx| retry(tx, &job.id, at(50), "busy").await).await.unwrap();
    assert!(take(&fresh.store, &["sms"], 49).await.is_none());
    assert_eq!(take(&fresh.store, &["sms"], 50).await.unwrap().attempts, 2);
    fresh.store.write(async |tx| bury(tx, &job.id, at(51), "gave_up").await).await.unwrap();
    assert!(take(&fresh.store, &["sms"], 1_000).await.is_none());
    let kept = "UPDATE jobs SET kind = kind WHERE state = 'dead' AND last_error = 'gave_up'";
    assert_eq!(fresh.run_past_the_store(kept).await.unwrap(), 1, "staff can see it");
});

on_every_engine!(a_job_of_a_write_that_fails_is_never_seen, |fresh| async {
    let failed: Result<(), Error> = fresh
        .store
        .write(async |tx| {
            push(tx, &id(JobId::PREFIX, 1), "sms", b"payload", at(0)).await?;
            Err(Error::Stale)
        })
        .await;
    failed.unwrap_err();
    assert!(take(&fresh.store, &["sms"], 100).await.is_none());
});

on_every_engine!(done_jobs_are_forgotten_after_their_time_and_buried_ones_stay, |fresh| async {
    for n in 1..=4 {
        add(&fresh.store, n, "sms", 0).await;
    }
    let forgotten = fresh
        .store
        .write(async |tx| {
            finish(tx, &id(JobId::PREFIX, 1), at(10)).await?;
            finish(tx, &id(JobId::PREFIX, 2), at(11)).await?;
            bury(tx, &id(JobId::PREFIX, 3), at(1), "gave_up").await?;
            delete_done(tx, at(10)).await
        })
        .await
        .unwrap();
    assert_eq!(forgotten, 1);
    let left = |sql| fresh.run_past_the_store(sql);
    assert_eq!(left("UPDATE jobs SET kind = kind WHERE state = 'done'").await.unwrap(), 1);
    assert_eq!(left("UPDATE jobs SET kind = kind WHERE state = 'dead'").await.unwrap(), 1);
    assert_eq!(left("UPDATE jobs SET kind = kind WHERE state = 'waiting'").await.unwrap(), 1);
});

on_every_engine!(e7_a_job_that_says_that_it_goes_on_is_nobody_elses, |fresh| async {
    add(&fresh.store, 1, "papers", 1).await;
    add(&fresh.store, 2, "papers", 2).await;
    let job = take(&fresh.store, &["papers"], 5).await.unwrap();
    let other = take(&fresh.store, &["papers"], 6).await.unwrap();
    fresh.store.write(async |tx| renew(tx, &job.id, at(100)).await).await.unwrap();
    let taken_over = take(&fresh.store, &["papers"], 50).await.unwrap();
    assert_eq!(taken_over.id, other.id, "the control: a lease that was not renewed has run out");
    assert!(take(&fresh.store, &["papers"], 50).await.is_none());
    assert_eq!(take(&fresh.store, &["papers"], 100).await.unwrap().id, job.id);
});

use store::face_challenge::{find, insert, record_result, use_once};
use store::photo;

use crate::samples::{a_challenge, a_draft_is_begun, a_photo, at, kind_of};

on_every_engine!(c4_a_challenge_is_found_as_it_was_issued, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let challenge = a_challenge();
    fresh.store.write(async |tx| insert(tx, &challenge).await).await.unwrap();
    let found = fresh.store.read(async |r| find(r, &challenge.id).await).await.unwrap();
    assert_eq!(found, Some(a_challenge()));
});

on_every_engine!(c4_a_challenge_is_used_once_and_in_time, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let challenge = a_challenge();
    fresh.store.write(async |tx| insert(tx, &challenge).await).await.unwrap();
    let used =
        async |now| fresh.store.write(async |tx| use_once(tx, &challenge.id, at(now)).await).await.unwrap();
    assert!(!used(100).await, "its time is over");
    assert!(used(99).await);
    assert!(!used(99).await, "used up");
    let found = fresh.store.read(async |r| find(r, &challenge.id).await).await.unwrap().unwrap();
    assert_eq!(found.used, Some(at(99)));
});

on_every_engine!(c6_score_model_and_threshold_are_stored_once, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let challenge = a_challenge();
    fresh
        .store
        .write(async |tx| {
            photo::insert(tx, &a_photo(1)).await?;
            insert(tx, &challenge).await
        })
        .await
        .unwrap();
    let record = async || {
        let frames = [a_photo(1).id];
        let outcome = fresh.store.write(async |tx| {
            record_result(tx, &challenge.id, "passed", Some(0.31), "model", 0.54, &frames).await
        });
        kind_of(outcome.await)
    };
    assert_eq!(record().await, "ok");
    assert_eq!(record().await, "stale", "an outcome is not overwritten");
    let kept = "UPDATE face_challenges SET result = result \
        WHERE result = 'passed' AND distance = 0.31 AND model = 'model' AND threshold = 0.54";
    assert_eq!(fresh.run_past_the_store(kept).await.unwrap(), 1);
    assert_eq!(fresh.run_past_the_store("UPDATE face_frames SET position = 0").await.unwrap(), 1);
});

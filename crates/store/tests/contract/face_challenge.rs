use store::face_challenge::{FaceResult, find, insert, last_distance, last_frames, record_result, use_once};
use store::photo;

use crate::samples::{a_challenge, a_draft_is_begun, a_photo, a_registration, at, kind_of};

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
        let result = FaceResult {
            code: "refused",
            problem: Some("not_the_person"),
            distance: Some(0.71),
            model: "model",
            threshold: 0.5,
            refused_from: 0.6,
        };
        kind_of(fresh.store.write(async |tx| record_result(tx, &challenge.id, &result, &frames).await).await)
    };
    assert_eq!(record().await, "ok");
    assert_eq!(record().await, "stale", "an outcome is not overwritten");
    let kept = "UPDATE face_challenges SET result = result \
        WHERE result = 'refused' AND problem = 'not_the_person' AND distance = 0.71 AND model = 'model' \
        AND threshold = 0.5 AND refused_from = 0.6";
    assert_eq!(fresh.run_past_the_store(kept).await.unwrap(), 1);
    assert_eq!(fresh.run_past_the_store("UPDATE face_frames SET position = 0").await.unwrap(), 1);
    let read = async |n| {
        let of = a_registration(n).id;
        fresh.store.read(async |r| last_distance(r, &of).await).await.unwrap()
    };
    assert_eq!((read(1).await, read(2).await), (Some(0.71), None));
    let frames = async |n| {
        let of = a_registration(n).id;
        fresh.store.read(async |r| last_frames(r, &of).await).await.unwrap()
    };
    assert_eq!((frames(1).await, frames(2).await), (vec![a_photo(1).id], vec![]));
});

use domain::exam::{Exam, Places, Status, Subject};
use store::Error;
use store::exam::{find, find_to_change, insert, list_all, list_published, load, save};

use crate::samples::{an_exam, at};

on_every_engine!(c1_exams_are_listed_with_their_subjects_and_sites_in_order, |fresh| async {
    let listed = fresh
        .store
        .write(async |tx| {
            insert(tx, &an_exam(1), at(0)).await?;
            insert(tx, &an_exam(2), at(0)).await?;
            list_published(tx).await
        })
        .await
        .unwrap();
    assert_eq!(listed, [an_exam(2), an_exam(1)], "the one that closes last comes first");
});

on_every_engine!(c2_every_window_of_an_exam_is_kept, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &an_exam(1), at(0)).await).await.unwrap();
    let exam = an_exam(1);
    assert_eq!(fresh.store.read(async |r| load(r, &exam.id).await).await.unwrap(), exam);
    assert_eq!(fresh.store.read(async |r| find(r, &exam.id).await).await.unwrap(), Some(an_exam(1)));
    assert_eq!(fresh.store.read(async |r| find(r, &an_exam(9).id).await).await.unwrap(), None);
    let missing = fresh.store.read(async |r| load(r, &an_exam(9).id).await).await;
    assert!(matches!(missing, Err(Error::Database(sqlx::Error::RowNotFound))));
});

on_every_engine!(c8_the_code_of_a_site_fits_into_a_ticket_number, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &an_exam(1), at(0)).await).await.unwrap();
    fresh.run_past_the_store("UPDATE sites SET code = '12' WHERE code = '1'").await.unwrap();
    fresh.run_past_the_store("UPDATE sites SET code = '123' WHERE code = '12'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE sites SET code = '' WHERE code = '12'").await.unwrap_err();
});

on_every_engine!(f2_only_published_exams_are_listed_for_candidates, |fresh| async {
    let with = |n, status| Exam { status, ..an_exam(n) };
    let (listed, all) = fresh
        .store
        .write(async |tx| {
            insert(tx, &with(1, Status::Published { at: at(5) }), at(0)).await?;
            insert(tx, &with(2, Status::Draft), at(0)).await?;
            insert(tx, &with(3, Status::Closed { at: at(6) }), at(0)).await?;
            Ok::<_, Error>((list_published(tx).await?, list_all(tx).await?))
        })
        .await
        .unwrap();
    assert_eq!(listed, [with(1, Status::Published { at: at(5) })]);
    assert_eq!(all.len(), 3);
    assert!(all.contains(&with(2, Status::Draft)) && all.contains(&with(3, Status::Closed { at: at(6) })));
});

/// Everything that an officer can change.
fn changed(before: &Exam) -> Exam {
    let mut exam = before.clone();
    exam.title = "学士学位日语考试".into();
    exam.windows = exam.windows.months_later(1);
    exam.fee.item = "另一项".into();
    exam.fee.payee = "示例大学财务处".into();
    exam.notice.version += 1;
    exam.places.capacity = Some(7);
    exam.rules.years_since_graduation = None;
    exam.subjects.swap(0, 1);
    exam.subjects[0].places.capacity = None;
    exam.subjects.push(Subject { code: "ru".into(), name: "俄语".into(), places: Places::default() });
    exam.sites[0].address = "另一条路".into();
    exam.sites.remove(1);
    exam
}

on_every_engine!(f2_an_exam_is_kept_as_the_office_changed_it, |fresh| async {
    let before = an_exam(1);
    let next = changed(&before);
    let kept = fresh
        .store
        .write(async |tx| {
            insert(tx, &before, at(0)).await?;
            let (seen, version) = find_to_change(tx, &before.id).await?.unwrap();
            save(tx, &seen, &next, at(9), version).await?;
            find_to_change(tx, &before.id).await
        })
        .await
        .unwrap();
    assert_eq!(kept, Some((next, 2)));
});

on_every_engine!(f2_of_two_officers_the_second_overwrites_nothing, |fresh| async {
    let before = an_exam(1);
    fresh.store.write(async |tx| insert(tx, &before, at(0)).await).await.unwrap();
    let saved = async |title: &str| {
        let next = Exam { title: title.into(), ..before.clone() };
        fresh.store.write(async |tx| save(tx, &before, &next, at(9), 1).await).await
    };
    saved("第一个").await.unwrap();
    assert!(matches!(saved("第二个").await, Err(Error::Stale)));
    let kept = fresh.store.read(async |r| load(r, &before.id).await).await.unwrap();
    assert_eq!(kept.title, "第一个");
});

on_every_engine!(f2_places_that_were_taken_meanwhile_are_not_taken_away, |fresh| async {
    let before = an_exam(1);
    fresh.store.write(async |tx| insert(tx, &before, at(0)).await).await.unwrap();
    // What the officer has seen is older than these.
    for taken in [
        "UPDATE exams SET taken = 3",
        "UPDATE subjects SET taken = 3 WHERE code = 'en'",
        "UPDATE sites SET taken = 3 WHERE code = '2'",
    ] {
        fresh.run_past_the_store(taken).await.unwrap();
    }
    let stale = async |change: fn(&mut Exam)| {
        let mut next = before.clone();
        change(&mut next);
        let saved = fresh.store.write(async |tx| save(tx, &before, &next, at(9), 1).await).await;
        matches!(saved, Err(Error::Stale))
    };
    assert!(stale(|exam| exam.places.capacity = Some(2)).await);
    assert!(stale(|exam| exam.subjects[1].places.capacity = Some(2)).await);
    assert!(stale(|exam| drop(exam.subjects.remove(1))).await);
    assert!(stale(|exam| exam.sites[0].places.capacity = Some(2)).await);
    assert!(stale(|exam| drop(exam.sites.remove(0))).await);
    let kept = fresh.store.read(async |r| load(r, &before.id).await).await.unwrap();
    assert_eq!((kept.places.taken, kept.subjects[1].places.taken, kept.sites[0].places.taken), (3, 3, 3));
    assert!(!stale(|exam| exam.places.capacity = Some(3)).await, "control: as many as are taken");
});

use domain::exam::Announcement;
use domain::id::AnnouncementId;
use store::Error;
use store::exam::{find, insert, insert_announcement, list_announcements, list_published, load};

use crate::samples::{an_exam, at, id};

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

on_every_engine!(c1_the_newest_announcements_come_first, |fresh| async {
    let announcement =
        |n: i64| Announcement { title: format!("第{n}条"), text: "内容".into(), at: at(n) };
    let listed = fresh
        .store
        .write(async |tx| {
            for n in [2, 3, 1] {
                let id = id(AnnouncementId::PREFIX, u32::try_from(n).unwrap());
                insert_announcement(tx, &id, &announcement(n)).await?;
            }
            list_announcements(tx, 2).await
        })
        .await
        .unwrap();
    assert_eq!(listed, [announcement(3), announcement(2)]);
});

on_every_engine!(c8_the_code_of_a_site_fits_into_a_ticket_number, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &an_exam(1), at(0)).await).await.unwrap();
    fresh.run_past_the_store("UPDATE sites SET code = '12' WHERE code = '1'").await.unwrap();
    fresh.run_past_the_store("UPDATE sites SET code = '123' WHERE code = '12'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE sites SET code = '' WHERE code = '12'").await.unwrap_err();
});

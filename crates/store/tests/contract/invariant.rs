use domain::id::AuditId;
use domain::identity::Identity;
use store::identity::IdentityRecord;
use store::invariant::{Judged, RULES, judge, names_photo, photos, unknown_values};
use store::{Config, Error, Keys, Store};

use crate::engines::Fresh;
use crate::samples::{a_draft_is_begun, a_photo, a_registration, an_account, an_exam, at, id, kind_of};

/// A database on which everything holds: a verified account, a picture, a draft that was noted.
async fn lawful(store: &Store) {
    a_draft_is_begun(store).await;
    let who = an_account().id;
    let record = IdentityRecord {
        identity: Identity::Passed { at: at(5) },
        front: None,
        back: None,
        portrait: None,
        only_person: false,
        version: 0,
    };
    store
        .write(async |tx| {
            store::photo::insert(tx, &a_photo(1)).await?;
            store::identity::save(tx, &who, &record, 0).await?;
            store::audit::record(
                tx,
                &id(AuditId::PREFIX, 1),
                at(5),
                "system",
                "identity.passed",
                who.as_str(),
            )
            .await
        })
        .await
        .unwrap();
    note(store, 2, "registration.begun", a_registration(1).id.as_str()).await;
}

async fn note(store: &Store, n: u32, event: &'static str, subject: &str) {
    let noted = store
        .write(async |tx| {
            store::audit::record(tx, &id(AuditId::PREFIX, n), at(6), "system", event, subject).await
        })
        .await;
    noted.unwrap();
}

async fn asked(store: &Store, code: &str) -> Judged {
    let rule = RULES.iter().find(|rule| rule.code == code).expect("a rule of this name");
    store.read(async |r| judge(r, rule).await).await.unwrap()
}

/// Which rules do not hold, and where.
async fn broken(fresh: &Fresh) -> Vec<(&'static str, Vec<String>)> {
    let mut broken = Vec::new();
    for rule in &RULES {
        let found = asked(&fresh.store, rule.code).await.broken;
        if !found.is_empty() {
            broken.push((rule.code, found));
        }
    }
    broken
}

fn only(code: &'static str, broken: &str) -> Vec<(&'static str, Vec<String>)> {
    vec![(code, vec![broken.to_owned()])]
}

on_every_engine!(a_lawful_database_breaks_no_rule, |fresh| async {
    lawful(&fresh.store).await;
    assert_eq!(broken(fresh).await, []);
    assert_eq!(asked(&fresh.store, "one-active-registration").await.seen, 1);
    assert_eq!(asked(&fresh.store, "each-check-is-noted").await.seen, 1);
    let judged = fresh.store.read(async |r| unknown_values(r).await).await.unwrap();
    assert_eq!(judged, Judged { seen: 2, broken: vec![] });
});

on_every_engine!(c10_a_second_active_registration_is_found, |fresh| async {
    lawful(&fresh.store).await;
    let twice = "INSERT INTO registrations (id, account_id, exam_id, state, payment_state, created_at, version) \
        SELECT 'reg_00000000000000000000000009', account_id, exam_id, 'draft', 'none', 1, 0 FROM registrations";
    fresh.run_past_the_store(twice).await.unwrap_err();
    fresh.run_past_the_store("DROP INDEX one_active_registration").await.unwrap();
    fresh.run_past_the_store(twice).await.unwrap();
    assert_eq!(broken(fresh).await, only("one-active-registration", a_registration(1).id.as_str()));
});

on_every_engine!(b10_an_admission_without_payment_or_verification_is_found, |fresh| async {
    lawful(&fresh.store).await;
    let run = |sql| fresh.run_past_the_store(sql);
    run("UPDATE exams SET taken = 1").await.unwrap();
    run("UPDATE registrations SET state = 'admitted', state_at = 9, payment_state = 'confirmed'")
        .await
        .unwrap();
    // Nobody froze anything here.
    let admitted = a_registration(1).id;
    let mut seatless = only("admitted-has-a-ticket", admitted.as_str());
    assert_eq!(broken(fresh).await, seatless);
    let mut found = only("admitted-is-verified-and-paid", a_registration(1).id.as_str());
    found.append(&mut seatless);
    run("UPDATE registrations SET payment_state = 'matched'").await.unwrap();
    assert_eq!(broken(fresh).await, found);
    run("UPDATE registrations SET payment_state = 'confirmed'").await.unwrap();
    run("UPDATE identities SET state = 'checking'").await.unwrap();
    assert_eq!(broken(fresh).await, found);
    run("DELETE FROM identities").await.unwrap();
    assert_eq!(broken(fresh).await, found);
});

on_every_engine!(c12_places_that_are_not_those_that_are_held_are_found, |fresh| async {
    lawful(&fresh.store).await;
    let run = |sql| fresh.run_past_the_store(sql);
    run("UPDATE exams SET taken = 1").await.unwrap();
    assert_eq!(broken(fresh).await, only("places-of-exams-are-counted", an_exam(1).id.as_str()));
    run("UPDATE exams SET taken = 0").await.unwrap();
    run("UPDATE subjects SET taken = 2 WHERE code = 'en'").await.unwrap();
    let subject = format!("{}:en", an_exam(1).id);
    assert_eq!(broken(fresh).await, only("places-of-subjects-are-counted", &subject));
    run("UPDATE subjects SET taken = 0").await.unwrap();
    run("UPDATE sites SET taken = 3 WHERE code = '2'").await.unwrap();
    let site = format!("{}:2", an_exam(1).id);
    assert_eq!(broken(fresh).await, only("places-of-sites-are-counted", &site));
    run("UPDATE sites SET taken = 0").await.unwrap();
    let held = "UPDATE registrations SET state = 'awaiting_payment', state_at = 1, subject = 'ja', enrolment = 'enrolled'";
    run(held).await.unwrap();
    run("UPDATE exams SET taken = 1").await.unwrap();
    run("UPDATE subjects SET taken = 1 WHERE code = 'ja'").await.unwrap();
    assert_eq!(broken(fresh).await, [], "who has no site is counted at none");
    run("UPDATE registrations SET site = '2'").await.unwrap();
    assert_eq!(broken(fresh).await, only("places-of-sites-are-counted", &site));
    run("UPDATE sites SET taken = 1 WHERE code = '2'").await.unwrap();
    assert_eq!(broken(fresh).await, []);
});

on_every_engine!(f8_a_move_that_was_not_noted_or_noted_twice_is_found, |fresh| async {
    lawful(&fresh.store).await;
    let found = only("each-move-is-noted-once", a_registration(1).id.as_str());
    fresh.run_past_the_store("UPDATE registrations SET version = 2").await.unwrap();
    assert_eq!(broken(fresh).await, found);
    note(&fresh.store, 3, "registration.notice_accepted", a_registration(1).id.as_str()).await;
    assert_eq!(broken(fresh).await, []);
    note(&fresh.store, 4, "registration.notice_accepted", a_registration(1).id.as_str()).await;
    assert_eq!(broken(fresh).await, found);
});

on_every_engine!(f8_a_note_about_a_registration_that_is_not_there_is_found, |fresh| async {
    lawful(&fresh.store).await;
    note(&fresh.store, 3, "registration.begun", a_registration(7).id.as_str()).await;
    let noted: AuditId = id(AuditId::PREFIX, 3);
    assert_eq!(broken(fresh).await, only("each-note-has-its-registration", noted.as_str()));
});

on_every_engine!(f8_a_verification_that_nobody_noted_is_found, |fresh| async {
    lawful(&fresh.store).await;
    fresh.run_past_the_store("UPDATE identities SET since_at = since_at + 1").await.unwrap();
    assert_eq!(broken(fresh).await, only("each-check-is-noted", an_account().id.as_str()));
});

on_every_engine!(a_value_that_the_program_does_not_know_is_found_and_not_shown, |fresh| async {
    lawful(&fresh.store).await;
    fresh.run_past_the_store("UPDATE accounts SET document_kind = 'taiwan_permit'").await.unwrap();
    let judged = fresh.store.read(async |r| unknown_values(r).await).await.unwrap();
    assert_eq!(judged.broken, [format!("{} (accounts.number)", an_account().id)]);
});

on_every_engine!(every_picture_that_a_row_names_is_listed, |fresh| async {
    lawful(&fresh.store).await;
    let listed = fresh.store.read(async |r| photos(r).await).await.unwrap();
    assert_eq!(listed, [a_photo(1).id]);
    let names = async |n| fresh.store.read(async |r| names_photo(r, &a_photo(n).id).await).await.unwrap();
    assert!(names(1).await && !names(2).await);
});

on_every_engine!(a_store_that_was_opened_to_read_cannot_write, |fresh| async {
    lawful(&fresh.store).await;
    let files = fresh.folder().join("files");
    let config = |keys| Config { database_url: fresh.url.clone(), files: files.clone(), keys };
    let reading = Store::open_to_read(config(Keys::for_tests())).await.unwrap();
    assert_eq!(reading.read(async |r| photos(r).await).await.unwrap().len(), 1);
    let written = reading.write(async |tx| store::job::delete_done(tx, at(99)).await).await;
    assert_eq!(kind_of(written), "database");
    let others = Keys::load_or_create(&fresh.folder().join("other-keys")).unwrap();
    assert!(matches!(Store::open_to_read(config(others)).await, Err(Error::Sealed)));
    reading.close().await;
});

on_every_engine!(a_database_of_another_version_is_not_read, |fresh| async {
    fresh.run_past_the_store("DELETE FROM _sqlx_migrations WHERE version > 5").await.unwrap();
    let files = fresh.folder().join("files");
    let config = Config { database_url: fresh.url.clone(), files, keys: Keys::for_tests() };
    let Err(error) = Store::open_to_read(config).await else { panic!("an older database was opened") };
    assert!(error.to_string().contains("start the server once"), "{error}");
});

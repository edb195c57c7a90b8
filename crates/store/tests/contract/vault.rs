use std::fs;
use std::path::Path;

use domain::card::{LOOK_BYTES, Look, Side};
use domain::code::Purpose;
use domain::document::{DocumentKind, DocumentNumber};
use domain::id::{JobId, LetterId, MessageId, NumberChangeId, PhotoId, PrintId, ProofId, RenameId, RosterId};
use domain::identity::Identity;
use domain::message::Origin;
use domain::payment::Payer;
use domain::person_desk::NumberReason;
use domain::print::{NotDrawn, Order, Packing, PaperKind};
use domain::rename::{Remark, Rename, RenameReason, RenameState};
use domain::signup::{PersonForm, SignUpDraft};
use domain::site::SchoolChanges;
use domain::staff::totp::TotpSecret;
use store::candidate_reset::CandidateReset;
use store::identity::IdentityRecord;
use store::number_change::NumberChange;
use store::print::{Ordered, Printed};
use store::proof::Proof;
use store::sms_code::SmsCode;
use store::{Error, Keys, Store};

use crate::engines::Fresh;
use crate::samples::{
    NAME, NUMBER, PHONE, a_draft_is_begun, a_photo, a_registration, a_session, a_staff_session, an_account,
    an_exam, at, id, name, phone, somebody,
};

const PORTRAIT: f32 = 0.123_456_79;

/// Everything personal that the store takes, in one database.
pub async fn everything_personal(store: &Store) {
    a_draft_is_begun(store).await;
    let (session, who) = (a_session(1).id, an_account().id);
    let person = PersonForm { name: NAME.into(), number: NUMBER.into(), ..PersonForm::default() };
    let draft = SignUpDraft { person, phone: PHONE.into(), proven_phone: Some(PHONE.into()) };
    let (hash, sent, expires) = ("hash".to_owned(), at(0), at(9));
    let code = SmsCode { id: id("cod", 1), code_hash: hash, sent, expires, tries: 0, used: None };
    let portrait = Some(vec![PORTRAIT; 128]);
    let identity = IdentityRecord {
        identity: Identity::None,
        front: None,
        back: None,
        portrait,
        only_person: false,
        version: 0,
    };
    let proof = Proof {
        id: id(ProofId::PREFIX, 1),
        registration: a_registration(1).id,
        photo: a_photo(1).id,
        payer: Payer { name: name(NAME), phone: phone(PHONE) },
        at: at(1),
    };
    let rename = Rename {
        id: id(RenameId::PREFIX, 1),
        account: who.clone(),
        name: name(NAME),
        reason: RenameReason::Mistyped,
        remark: Remark::parse(NAME).unwrap(),
        photo: Some(a_photo(1).id),
        asked: at(1),
        state: RenameState::Waiting,
    };
    let change = NumberChange {
        id: id(NumberChangeId::PREFIX, 1),
        account: who.clone(),
        number: DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, NUMBER).unwrap(),
        reason: NumberReason::Mistyped,
        by: "staff:stf".into(),
        at: at(1),
    };
    let roster: RosterId = id(RosterId::PREFIX, 1);
    let line = crate::roster::line(2, an_account().number, NAME);
    let look = Look([7; LOOK_BYTES]);
    let text = format!("{NAME} {NUMBER} {PHONE}");
    let (print, exam, order) = (id(PrintId::PREFIX, 1), an_exam(1).id, an_order());
    let ordered = Ordered { id: &print, exam: &exam, order: &order, actor: "system", rooms: 1 };
    store
        .write(async |tx| {
            store::session::insert(tx, &a_session(1), "token").await?;
            store::signup::save_draft(tx, &session, &draft, at(0)).await?;
            store::draft::save(tx, &session, "reset", &text, at(0)).await?;
            store::sms_code::insert(tx, &code, &session, Purpose::SignUp, &phone(PHONE)).await?;
            store::attempt::record(tx, "sign_in", NUMBER, at(0)).await?;
            store::turn::take(tx, "sms", PHONE, at(0)).await?;
            store::former_phone::keep(tx, &who, &phone(PHONE), at(9)).await?;
            let reset = CandidateReset { phone: phone(PHONE), made: at(0), until: at(9) };
            store::candidate_reset::save(tx, &who, &reset, "CODE").await?;
            let message = id(MessageId::PREFIX, 1);
            store::message::insert(tx, &message, &who, (Origin::Staff, &text), None, at(1)).await?;
            store::number_change::insert(tx, &change).await?;
            store::photo::insert(tx, &a_photo(1)).await?;
            store::identity::save(tx, &who, &identity, 0).await?;
            store::proof::insert(tx, &proof).await?;
            store::rename::insert(tx, &rename).await?;
            store::roster::begin(tx, &roster, &exam, at(1), at(0)).await?;
            store::roster::insert_lines(tx, &roster, &[line]).await?;
            store::identity_check::refuse_picture(tx, &who, (Side::Front, &a_photo(1).id), &look, at(1))
                .await?;
            store::job::push(tx, &id(JobId::PREFIX, 1), "sms", text.as_bytes(), at(0)).await?;
            let drawn = NotDrawn { room: 1, seat: 1, name: text.clone(), characters: vec!['〓'] };
            let (bytes, edition) = (1, 1);
            let printed = Printed { edition, file: id(PhotoId::PREFIX, 9), bytes, report: vec![drawn] };
            store::print::insert(tx, ordered, at(0)).await?;
            store::print::finish(tx, &print, &printed, at(1)).await?;
            store::school::save(tx, 0, (&SchoolChanges::default(), Some(text.as_bytes())), at(0)).await?;
            store::staff::insert(tx, &somebody(1), "hash").await?;
            store::staff::set_totp(tx, &somebody(1).id, Some(&TotpSecret::new([7; 20]))).await?;
            store::staff_session::insert(tx, &a_staff_session(1), "token").await?;
            store::staff_session::show(tx, &a_staff_session(1).id, Some(&text)).await?;
            store::staff_session::set_search(tx, &a_staff_session(1).id, &text).await?;
            store::demo::insert_message(tx, &id(LetterId::PREFIX, 1), &phone(PHONE), &text, at(0)).await
        })
        .await
        .unwrap();
    store.files().put(&a_photo(1).id, text.as_bytes()).await.unwrap();
    let mut taken_out = store.sealed_files().create("exp_1.1.0").unwrap();
    std::io::Write::write_all(&mut taken_out, text.as_bytes()).unwrap();
    taken_out.finish().unwrap();
}

fn an_order() -> Order {
    Order { site: "1".into(), room: None, papers: vec![PaperKind::SignIn], packing: Packing::OnePdf }
}

/// Every byte of every file under `folder`, the write-ahead log included.
fn every_byte(folder: &Path, bytes: &mut Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            every_byte(&path, bytes);
        } else {
            bytes.extend(fs::read(path).unwrap());
        }
    }
}

fn occurs(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

#[tokio::test]
async fn f11_nothing_readable_of_a_person_stands_in_the_files() {
    let fresh = Fresh::on_sqlite().await;
    everything_personal(&fresh.store).await;
    for closed in [false, true] {
        let mut bytes = Vec::new();
        every_byte(fresh.folder(), &mut bytes);
        for wanted in [NAME, NUMBER, PHONE, "wang.fang1"] {
            assert!(!occurs(&bytes, wanted.as_bytes()), "{wanted} can be read, closed: {closed}");
        }
        assert!(!occurs(&bytes, &PORTRAIT.to_le_bytes().repeat(2)), "the face can be read");
        // The control: what is not personal is found by the same search.
        assert!(occurs(&bytes, "学士学位外语考试".as_bytes()) && occurs(&bytes, b"card_front"));
        fresh.store.close().await;
    }
}

on_every_engine!(f11_the_wrong_keys_open_nothing, |fresh| async {
    everything_personal(&fresh.store).await;
    let others = Keys::load_or_create(&fresh.folder().join("other-keys")).unwrap();
    assert!(matches!(fresh.reopen(others).await, Err(Error::Sealed)));
    let ours = fresh.reopen(Keys::for_tests()).await.unwrap();
    let found = ours.read(async |r| store::account::load(r, &an_account().id).await).await.unwrap();
    assert_eq!(found, an_account());
    ours.close().await;
});

on_every_engine!(a_value_that_was_moved_to_another_row_or_column_does_not_open, |fresh| async {
    everything_personal(&fresh.store).await;
    let load = async || fresh.store.read(async |r| store::account::load(r, &an_account().id).await).await;
    load().await.unwrap();
    fresh.run_past_the_store("UPDATE accounts SET name = phone").await.unwrap();
    assert!(matches!(load().await, Err(Error::Sealed)));
});

on_every_engine!(two_people_of_one_name_are_sealed_differently, |fresh| async {
    everything_personal(&fresh.store).await;
    let same = "UPDATE proofs SET given_at = given_at WHERE payer_name IN (SELECT name FROM accounts)";
    assert_eq!(fresh.run_past_the_store(same).await.unwrap(), 0);
});

//! 考场材料: an order, how far it has come, its file, its end.

use domain::id::{PhotoId, PrintId};
use domain::print::{NotDrawn, Order, Packing, PaperKind};
use store::print::{
    Batch, BatchState, Ordered, Printed, advance, delete, fail, find, find_waiting, finish, insert, list,
    list_old,
};
use store::{Error, Store, invariant};

use crate::samples::{a_draft_is_begun, an_exam, at, id, kind_of};

fn an_order(room: Option<u16>) -> Order {
    let papers = vec![PaperKind::Tickets, PaperKind::SignIn];
    Order { site: "1".into(), room, papers, packing: Packing::ZipOfRooms }
}

fn batch_id(n: u32) -> PrintId {
    id(PrintId::PREFIX, n)
}

fn printed() -> Printed {
    let report =
        vec![NotDrawn { room: 1, seat: 2, name: "张\u{2FFFE}".into(), characters: vec!['\u{2FFFE}'] }];
    Printed { edition: 3, file: id(PhotoId::PREFIX, 7), bytes: 12_345, report }
}

async fn ordered(store: &Store, n: u32, room: Option<u16>) {
    let (new_id, exam, order) = (batch_id(n), an_exam(1).id, an_order(room));
    let new = Ordered { id: &new_id, exam: &exam, order: &order, actor: "staff:x", rooms: 4 };
    store.write(async |tx| insert(tx, new, at(i64::from(n))).await).await.unwrap();
}

async fn load(store: &Store, n: u32) -> Option<Batch> {
    store.read(async |r| find(r, &batch_id(n)).await).await.unwrap()
}

on_every_engine!(e7_an_order_comes_back_as_it_was_and_goes_on_to_its_file, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    a_draft_is_begun(store).await;
    ordered(store, 1, None).await;
    ordered(store, 2, Some(12)).await;
    let found = load(store, 1).await.unwrap();
    assert_eq!((&found.order, found.actor.as_str(), found.asked), (&an_order(None), "staff:x", at(1)));
    assert_eq!((found.rooms, &found.state, found.ended), ((0, 4), &BatchState::Waiting, None));
    store.write(async |tx| advance(tx, &batch_id(1), (2, 3)).await).await.unwrap();
    assert_eq!(load(store, 1).await.unwrap().rooms, (2, 3));
    store.write(async |tx| finish(tx, &batch_id(1), &printed(), at(9)).await).await.unwrap();
    let done = load(store, 1).await.unwrap();
    assert_eq!((done.state, done.rooms, done.ended), (BatchState::Done(printed()), (3, 3), Some(at(9))));
    let again = store.write(async |tx| finish(tx, &batch_id(1), &printed(), at(10)).await).await;
    assert_eq!(kind_of(again), "stale", "what has ended stays as it ended");
    store.write(async |tx| advance(tx, &batch_id(1), (0, 9)).await).await.unwrap();
    assert_eq!(load(store, 1).await.unwrap().rooms, (3, 3));
    let listed = store.read(async |r| list(r, &exam, 9).await).await.unwrap();
    assert_eq!(listed.iter().map(|batch| &batch.id).collect::<Vec<_>>(), [&batch_id(2), &batch_id(1)]);
    assert_eq!(listed[0].order, an_order(Some(12)));
});

on_every_engine!(e7_the_same_order_that_waits_is_found_and_no_other, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    a_draft_is_begun(store).await;
    ordered(store, 1, None).await;
    let same = async |order: Order, actor: &'static str| {
        store.read(async |r| find_waiting(r, &exam, &order, actor).await).await.unwrap()
    };
    assert_eq!(same(an_order(None), "staff:x").await, Some(batch_id(1)));
    assert_eq!(same(an_order(Some(1)), "staff:x").await, None);
    assert_eq!(same(an_order(None), "staff:y").await, None);
    assert_eq!(same(Order { packing: Packing::OnePdf, ..an_order(None) }, "staff:x").await, None);
    assert_eq!(same(Order { papers: vec![PaperKind::SignIn], ..an_order(None) }, "staff:x").await, None);
    store.write(async |tx| fail(tx, &batch_id(1), at(2)).await).await.unwrap();
    assert_eq!(load(store, 1).await.unwrap().state, BatchState::Failed);
    assert_eq!(same(an_order(None), "staff:x").await, None, "it waits no more");
});

on_every_engine!(e7_what_has_ended_is_forgotten_and_what_waits_is_not, |fresh| async {
    let store = &fresh.store;
    a_draft_is_begun(store).await;
    for n in 1..=3 {
        ordered(store, n, Some(1)).await;
    }
    let done = store.write(async |tx| {
        finish(tx, &batch_id(1), &printed(), at(5)).await?;
        fail(tx, &batch_id(2), at(6)).await
    });
    done.await.unwrap();
    let named = store.read(async |r| invariant::photos(r).await).await.unwrap();
    assert!(named.contains(&printed().file), "rotations and checks know the file: {named:?}");
    assert!(store.read(async |r| invariant::names_photo(r, &printed().file).await).await.unwrap());
    let old = |until| async move { store.read(async |r| list_old(r, at(until), 9).await).await.unwrap() };
    assert_eq!(old(4).await, []);
    assert_eq!(old(5).await, [(batch_id(1), Some(printed().file))]);
    assert_eq!(old(9).await.len(), 2);
    let gone = store.write(async |tx| {
        for n in 1..=3 {
            delete(tx, &batch_id(n)).await?;
        }
        Ok::<_, Error>(())
    });
    gone.await.unwrap();
    assert!(load(store, 1).await.is_none() && load(store, 2).await.is_none());
    assert!(load(store, 3).await.is_some(), "it is still being drawn");
    assert!(!store.read(async |r| invariant::names_photo(r, &printed().file).await).await.unwrap());
});

use domain::id::PhotoId;
use store::Error;

use crate::samples::{a_photo, an_account, id, kind_of};

on_every_engine!(b3_a_picture_is_loaded_as_it_was_put_and_lies_sealed, |fresh| async {
    let (files, photo): (_, PhotoId) = (fresh.store.files(), id(PhotoId::PREFIX, 1));
    let plain = b"JPEG-like bytes that must not be readable".repeat(50);
    files.put(&photo, &plain).await.unwrap();
    assert_eq!(files.load(&photo).await.unwrap(), plain);
    let stored = std::fs::read(fresh.folder().join("files").join(photo.as_str())).unwrap();
    assert!(!stored.windows(9).any(|part| part == b"JPEG-like"));
});

on_every_engine!(a_picture_is_never_overwritten, |fresh| async {
    let (files, photo): (_, PhotoId) = (fresh.store.files(), id(PhotoId::PREFIX, 1));
    files.put(&photo, b"first").await.unwrap();
    assert_eq!(kind_of(files.put(&photo, b"second").await), "file");
    assert_eq!(files.load(&photo).await.unwrap(), b"first");
});

on_every_engine!(a_deleted_picture_is_gone_and_may_be_deleted_again, |fresh| async {
    let (files, photo): (_, PhotoId) = (fresh.store.files(), id(PhotoId::PREFIX, 1));
    files.put(&photo, b"bytes").await.unwrap();
    files.delete(&photo).await.unwrap();
    files.delete(&photo).await.unwrap();
    assert!(matches!(files.load(&photo).await, Err(Error::File(object_store::Error::NotFound { .. }))));
});

on_every_engine!(a_picture_under_another_name_does_not_open, |fresh| async {
    let (files, photo): (_, PhotoId) = (fresh.store.files(), id(PhotoId::PREFIX, 1));
    let other: PhotoId = id(PhotoId::PREFIX, 2);
    files.put(&photo, b"bytes").await.unwrap();
    let folder = fresh.folder().join("files");
    std::fs::copy(folder.join(photo.as_str()), folder.join(other.as_str())).unwrap();
    assert_eq!(kind_of(files.load(&other).await), "sealed");
    assert_eq!(kind_of(files.load(&photo).await), "ok");
});

on_every_engine!(a12_a_picture_is_found_by_its_owner_only, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            store::account::insert(tx, &an_account(), "hash").await?;
            store::photo::insert(tx, &a_photo(1)).await
        })
        .await
        .unwrap();
    let find = async |owner| {
        fresh.store.read(async |r| store::photo::find_own(r, &owner, &a_photo(1).id).await).await.unwrap()
    };
    assert_eq!(find(an_account().id).await, Some(a_photo(1)));
    assert_eq!(find(id("acc", 2)).await, None);
});

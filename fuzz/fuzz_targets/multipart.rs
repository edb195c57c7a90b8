//! Whatever is sent as a form with files: it ends, it keeps no more than was wanted, and its texts are texts.
#![no_main]

#[path = "../../server/src/http/form.rs"]
mod form;

use axum::body::Body;
use axum::extract::Request;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| match Builder::new_current_thread().build() {
    Ok(runtime) => runtime,
    Err(error) => panic!("{error}"),
});

const WANTED: [(&str, usize); 3] = [("next", 1), ("photo", 1), ("frame", 10)];

fuzz_target!(|input: (Option<&str>, &[u8])| {
    let (content_type, body) = input;
    let usual = "multipart/form-data; boundary=x";
    let request = Request::builder()
        .method("POST")
        .header("content-type", content_type.unwrap_or(usual))
        .body(Body::from(body.to_vec()));
    // What is no header value never reaches us.
    let Ok(request) = request else { return };
    RUNTIME.block_on(async {
        let form = form::read(request, &WANTED).await;
        let _ = form.is_whole();
        assert!(form.files("frame").len() <= 10);
        assert!(form.files("photo").len() <= 1);
        assert!(form.files("frame").iter().map(Vec::len).sum::<usize>() <= body.len());
        assert!(form.file("photo").len() <= body.len());
        let _ = form.text("next");
        assert!(form.files("other").is_empty());
    });
});

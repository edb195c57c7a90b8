//! The network is cut in the middle of an upload, on the real listener: nothing of it stays, and the next one works.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::{Browser, HTML, JSON, Line, Part, multipart, multipart_type};
use crate::house::{House, Person, photo};
use crate::road::proof;

/// The school behind a socket of its own.
fn listen(house: &House) -> u16 {
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    socket.set_nonblocking(true).unwrap();
    let port = socket.local_addr().unwrap().port();
    let service = house.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum_server::from_tcp(socket).unwrap().serve(service));
    port
}

/// How a connection ends before its time.
#[derive(Clone, Copy)]
enum Cut {
    /// No more comes, and the other end hears so: the answer can still be read.
    Quietly,
    /// The socket is gone.
    Hard,
}

/// Sends the head of an upload and half of its body. The answer, where one can be heard.
async fn half(port: u16, person: &Person, path: &str, parts: &[Part<'_>], cut: Cut) -> String {
    let body = multipart(parts);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let cookie = person.browser.session.as_deref().unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost:3000\r\norigin: http://localhost:3000\r\n\
        sec-fetch-site: same-origin\r\naccept: {JSON}\r\ncontent-type: {}\r\ncontent-length: {}\r\n\
        cookie: __Host-session={cookie}\r\nconnection: close\r\n\r\n",
        multipart_type(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body[..body.len() / 2]).await.unwrap();
    stream.flush().await.unwrap();
    match cut {
        Cut::Hard => String::new(),
        Cut::Quietly => {
            stream.shutdown().await.unwrap();
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            String::from_utf8_lossy(&answer).into_owned()
        }
    }
}

/// Rows and files of pictures.
async fn pictures(house: &House) -> (i64, usize) {
    let rows = house.count("SELECT COUNT(*) FROM photos").await;
    (rows, house.store.files().list().await.unwrap().len())
}

/// Cuts the upload off in both ways: nothing of it stays, and no answer says that it went well.
async fn cut_off(house: &House, port: u16, person: &Person, path: &str, parts: &[Part<'_>]) {
    let before = pictures(house).await;
    for cut in [Cut::Quietly, Cut::Hard] {
        let answer = half(port, person, path, parts, cut).await;
        assert!(!answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 3"), "{path}: {answer}");
    }
    assert_eq!(pictures(house).await, before, "{path}: half a picture was kept");
}

fn over(port: u16, person: &Person) -> Browser {
    let mut browser = Browser::new(Line::Port(port));
    browser.session.clone_from(&person.browser.session);
    browser
}

#[tokio::test]
async fn b3_a_picture_of_which_half_came_leaves_nothing_and_the_next_one_is_taken() {
    let house = House::open().await;
    let port = listen(&house);
    let mut person = house.person("欧阳望舒", 123).await;
    person.browser.form("/api/identity/consent", HTML, "consent=on").await.unwrap();
    let jpeg = photo();
    let parts = [Part::File("photo", &jpeg)];
    cut_off(&house, port, &person, "/upload/identity/front", &parts).await;
    // Whole, it is taken, over the same listener.
    let answer = over(port, &person).upload("/upload/identity/front", JSON, &parts).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(pictures(&house).await, (1, 1));
    // One that replaces it and is cut off leaves the first as it is.
    cut_off(&house, port, &person, "/upload/identity/front", &parts).await;
    assert_eq!(person.browser.picture("/photo/identity/front").await.unwrap().status, 200);
}

#[tokio::test]
async fn d2_an_order_screenshot_of_which_half_came_hands_nothing_in() {
    let house = House::open().await;
    let port = listen(&house);
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_payment(&mut person, &exam).await;
    let (jpeg, path) = (photo(), format!("/upload/proof/{id}"));
    let parts = proof(&person, &jpeg);
    cut_off(&house, port, &person, &path, &parts).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM proofs").await, 0);
    assert_eq!(house.stored(&id).await.0.state.code(), "awaiting_payment");
    let answer = over(port, &person).upload(&path, JSON, &parts).await.unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(house.stored(&id).await.0.state.code(), "submitted");
}

#[tokio::test]
async fn c4_frames_of_which_half_came_use_no_challenge_up() {
    let house = House::open().await;
    let port = listen(&house);
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let id = house.at_face(&mut person, &exam).await;
    person.browser.form("/api/registration/face/consent", HTML, "consent=on").await.unwrap();
    let challenge = house.challenge(&mut person, &id).await;
    let (jpeg, path) = (photo(), format!("/upload/face/{id}/{challenge}"));
    let parts: Vec<_> = (0..5).map(|_| Part::File("frame", &jpeg)).collect();
    cut_off(&house, port, &person, &path, &parts).await;
    // Whole, they are judged: the challenge was still good. A second time it is not.
    let mut browser = over(port, &person);
    let judged = browser.upload(&path, JSON, &parts).await.unwrap();
    assert!(judged.status == 200 && judged.json()["refused"].is_object(), "{}", judged.text());
    let again = browser.upload(&path, JSON, &parts).await.unwrap();
    assert_eq!(again.json(), "expired", "{}", again.text());
}

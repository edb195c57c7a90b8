//! How people come in: browsers behind addresses, messages with codes, the last page of the sign-up.

use std::sync::atomic::{AtomicI64, Ordering};

use service::signup::Ended;
use service::{Address, Candidate, Client, Error, SignedIn, Visitor, demo, session, sign_in, signup};

use store::Store;

use crate::school::School;

/// What a phone's browser calls itself.
const AGENT: &str = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/119.0 Mobile Safari/537.36";

/// The code in a message.
pub fn code_in(text: &str) -> String {
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    assert_eq!(digits.len(), 6, "{text}");
    digits
}

/// A fresh store on the `PostgreSQL` for tests.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where their server is")]
pub async fn on_postgres() -> Store {
    let admin = std::env::var("ZHUNKAO_TEST_POSTGRES").expect("`cargo xtask test` starts one and sets it");
    Store::for_tests_on_postgres(&admin).await.unwrap()
}

impl School {
    /// Every message so far, the newest first: to which phone, and what.
    pub async fn messages(&self) -> Vec<(String, String)> {
        self.work().await;
        let messages = demo::messages(&self.cx).await.unwrap();
        messages.into_iter().map(|(phone, text, _)| (phone.expose().to_owned(), text)).collect()
    }

    /// The code in the newest message to this phone that has one.
    pub async fn code_for(&self, phone: &str) -> String {
        let messages = self.messages().await;
        let found = messages.iter().find(|(to, text)| to == phone && text.contains("验证码是"));
        code_in(&found.expect("a message to this phone").1)
    }

    /// A client behind this address, on a fresh browser.
    pub fn client_at(&self, address: &str) -> Client {
        Client::new(Address::of(&self.cx, address.parse().unwrap()), None, Some(AGENT))
    }

    /// A client behind an address of its own.
    pub fn client(&self) -> Client {
        static COUNT: AtomicI64 = AtomicI64::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        self.client_at(&format!("198.18.{}.{}", n / 250 % 250, n % 250))
    }

    /// The browser that was signed in with, behind an address of its own.
    pub fn known_client(&self, signed_in: &SignedIn) -> Client {
        let address = Address::of(&self.cx, "198.51.100.77".parse().unwrap());
        Client::new(address, Some(signed_in.device.clone()), Some(AGENT))
    }

    /// 登录 from anywhere.
    pub async fn sign_in(&self, number: &str, password: &str) -> Result<SignedIn, Error> {
        sign_in::with_password(&self.cx, &self.client(), None, number, password).await
    }

    /// Whoever the session's token stands for, if it still lives.
    pub async fn who(&self, signed_in: &SignedIn) -> Option<Candidate> {
        session::find(&self.cx, &signed_in.session).await.unwrap().and_then(Visitor::into_candidate)
    }

    /// 注册 3/3, as the page that was just loaded sends it.
    pub async fn finish_sign_up(
        &self,
        visitor: &Visitor,
        passwords: (&str, &str),
    ) -> Result<SignedIn, Error> {
        let mark = signup::load(&self.cx, Some(visitor)).await.unwrap().mark;
        match signup::create_account(&self.cx, &self.client(), visitor, passwords, &mark).await? {
            Ended::SignedIn(signed_in) => Ok(signed_in),
            Ended::Already => panic!("a visitor is not signed in"),
        }
    }

    /// Proves a phone.
    pub async fn prove(&self, visitor: &Visitor, phone: &str) {
        signup::send_code(&self.cx, &self.client(), visitor, phone).await.unwrap();
        let code = self.code_for(phone).await;
        signup::prove_phone(&self.cx, visitor, phone, &code).await.unwrap();
    }
}

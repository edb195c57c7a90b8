//! Somebody who walks the road over and over, and knows what the server has acknowledged.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use specimen::card::{draw_back, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Person as Portrait, portrait};
use specimen::identity::Identity;

use crate::browser::{Answer, Browser, HTML, JSON, Line, Part, encoded};
use crate::house::{PASSWORD, number};

/// What somebody does, in this order. Each is acknowledged by the answer, or was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Person,
    Code,
    Phone,
    Password,
    Profile,
    Consent,
    Front,
    Back,
    Check,
    Begin,
    Notice,
}

const STEPS: [Step; 11] = [
    Step::Person,
    Step::Code,
    Step::Phone,
    Step::Password,
    Step::Profile,
    Step::Consent,
    Step::Front,
    Step::Back,
    Step::Check,
    Step::Begin,
    Step::Notice,
];

/// Somebody on the road, and what the server has acknowledged to them.
pub struct Walker {
    name: &'static str,
    number: String,
    phone: String,
    card: [Vec<u8>; 2],
    browser: Browser,
    /// How many of [`STEPS`] are acknowledged.
    pub done: usize,
    /// The last page of the sign-up was sent at least once.
    asked_for_account: bool,
    exam: String,
    registration: String,
    /// Major of the last profile that was acknowledged.
    major: &'static str,
    /// Major of the last profile that was sent: it may be kept although its answer was lost.
    sent_major: &'static str,
}

const MAJORS: [&str; 2] = ["会计学", "工商管理"];

fn refused(answer: &Answer, step: Step) -> io::Error {
    let text = answer.text();
    if text.contains("too_many_tries") {
        // Many sign-ups from one address are slowed down, never refused (A13): this one waits its seconds.
        return io::ErrorKind::WouldBlock.into();
    }
    io::Error::other(format!("{step:?} was answered {} {} {text}", answer.status, answer.location()))
}

impl Walker {
    pub fn new(port: u16) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let number = number(100 + n);
        let identity =
            Identity::of("司马相如", domain::document::IdNumber::parse(&number).unwrap(), u64::from(n));
        let fonts = Fonts::load().unwrap();
        let face = if n.is_multiple_of(2) { Portrait::First } else { Portrait::Second };
        let shoot = |card: &image::RgbImage, seed| specimen::jpeg(&photograph(card, seed), 85);
        let front = shoot(&draw_front(&identity.front(), &portrait(face), &fonts), 1);
        let back = shoot(&draw_back(&identity.back(), &fonts), 2);
        Self {
            name: "司马相如",
            number,
            phone: format!("139{:08}", 62_000_000 + n),
            card: [front, back],
            browser: Browser::new(Line::Port(port)),
            done: 0,
            asked_for_account: false,
            exam: String::new(),
            registration: String::new(),
            major: MAJORS[0],
            sent_major: MAJORS[0],
        }
    }

    pub fn is_through(&self) -> bool {
        self.done == STEPS.len()
    }

    async fn ask(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<serde_json::Value> {
        let answer = self.browser.form(path, JSON, &encoded(fields)).await?;
        if answer.status == 200 {
            Ok(answer.json())
        } else {
            Err(io::Error::other(format!("{path}: {}", answer.text())))
        }
    }

    /// The next step, unless it was done by an attempt whose answer was lost; then, or when it is answered well, it counts.
    pub async fn go_on(&mut self) -> io::Result<()> {
        if self.is_through() {
            return self.change_major().await;
        }
        let step = STEPS[self.done];
        if !self.holds(step).await? {
            self.take(step).await?;
        }
        self.done += 1;
        Ok(())
    }

    /// Somebody at the end of the road keeps changing their mind, so that each round has writes.
    async fn change_major(&mut self) -> io::Result<()> {
        let other = if self.major == MAJORS[0] { MAJORS[1] } else { MAJORS[0] };
        self.sent_major = other;
        self.post(Step::Profile, "/api/account/profile/save", &self.profile(other)).await?;
        self.major = other;
        Ok(())
    }

    fn profile(&self, major: &'static str) -> [(&'static str, &'static str); 3] {
        [("name", self.name), ("candidate_type", "函授"), ("major", major)]
    }

    async fn post(&mut self, step: Step, path: &str, fields: &[(&str, &str)]) -> io::Result<String> {
        let answer = self.browser.form(path, HTML, &encoded(fields)).await?;
        if answer.is_fine() { Ok(answer.location().to_owned()) } else { Err(refused(&answer, step)) }
    }

    async fn take(&mut self, step: Step) -> io::Result<()> {
        let (name, number, phone) = (self.name, self.number.clone(), self.phone.clone());
        match step {
            Step::Person => {
                let person = [("name", name), ("region", "mainland"), ("number", number.as_str())];
                self.post(step, "/api/account/sign-up/person", &person).await.map(drop)
            }
            Step::Code => {
                self.post(step, "/api/account/sign-up/send-code", &[("phone", &phone)]).await.map(drop)
            }
            Step::Phone => {
                let Some(code) = self.newest_code().await? else {
                    return Err(io::ErrorKind::WouldBlock.into());
                };
                self.post(step, "/api/account/sign-up/phone", &[("phone", &phone), ("code", &code)])
                    .await
                    .map(drop)
            }
            Step::Password => {
                // What the page was drawn from: another tab's changes are not signed up unseen.
                let typed = self.ask("/api/account/sign-up", &[]).await?;
                let mark = typed["mark"].as_str().unwrap_or_default();
                self.asked_for_account = true;
                let password = [("password", PASSWORD), ("password_again", PASSWORD), ("mark", mark)];
                self.post(step, "/api/account/sign-up/password", &password).await.map(drop)
            }
            Step::Profile => {
                self.post(step, "/api/account/profile/save", &self.profile(self.major)).await.map(drop)
            }
            Step::Consent => self.post(step, "/api/identity/consent", &[("consent", "on")]).await.map(drop),
            Step::Front => self.send("/upload/identity/front", 0, step).await,
            Step::Back => self.send("/upload/identity/back", 1, step).await,
            Step::Check => self.post(step, "/api/identity/check", &[]).await.map(drop),
            Step::Begin => {
                let exam = self.exam.clone();
                self.post(step, "/api/registration/begin", &[("exam", &exam)]).await?;
                if self.holds(step).await? {
                    Ok(())
                } else {
                    Err(io::Error::other("the registration is not listed"))
                }
            }
            Step::Notice => {
                let id = self.registration.clone();
                let fields = [("id", id.as_str()), ("version", "1")];
                self.post(step, "/api/registration/notice/accept", &fields).await.map(drop)
            }
        }
    }

    async fn send(&mut self, path: &str, side: usize, step: Step) -> io::Result<()> {
        let picture = self.card[side].clone();
        let answer = self.browser.upload(path, HTML, &[Part::File("photo", &picture)]).await?;
        if answer.is_fine() { Ok(()) } else { Err(refused(&answer, step)) }
    }

    async fn newest_code(&mut self) -> io::Result<Option<String>> {
        let masked = domain::person::Phone::parse(&self.phone).unwrap().masked();
        let messages = self.ask("/api/demo/messages", &[]).await?;
        let own = messages
            .as_array()
            .into_iter()
            .flatten()
            .find(|message| message["masked_phone"] == masked.as_str());
        let text = own.and_then(|message| message["text"].as_str()).unwrap_or_default();
        let code: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
        Ok(Some(code).filter(|code| code.len() == 6))
    }

    /// Whether the server shows that the step was done.
    async fn holds(&mut self, step: Step) -> io::Result<bool> {
        match step {
            // Once there is an account, what led to it is gone: also where its answer was lost.
            Step::Person | Step::Code | Step::Phone if self.done > 3 => Ok(true),
            Step::Person | Step::Code | Step::Phone
                if self.asked_for_account && self.is_signed_in().await? =>
            {
                Ok(true)
            }
            Step::Person => {
                let typed = self.ask("/api/account/sign-up", &[]).await?;
                Ok(typed["person"]["number"] == self.number.as_str() && typed["person"]["name"] == self.name)
            }
            Step::Code => {
                let typed = self.ask("/api/account/sign-up", &[]).await?;
                Ok(typed["code_sent"] == true || typed["phone_proven"] == true)
            }
            Step::Phone => Ok(self.ask("/api/account/sign-up", &[]).await?["phone_proven"] == true),
            Step::Password => self.is_signed_in().await,
            Step::Profile => {
                let profile = self.ask("/api/account/profile", &[]).await?;
                let major = &profile["major"];
                let is_known = *major == self.major || *major == self.sent_major;
                Ok(is_known && profile["candidate_type"] == "函授")
            }
            Step::Consent => Ok(self.ask("/api/identity", &[]).await?["consented"] == true),
            Step::Front => self.has_picture("/photo/identity/front").await,
            Step::Back => self.has_picture("/photo/identity/back").await,
            Step::Check => Ok(self.identity().await? != "none"),
            Step::Begin => {
                if self.exam.is_empty() {
                    let home = self.ask("/api/home", &[]).await?;
                    home["exams"][0]["id"].as_str().unwrap_or_default().clone_into(&mut self.exam);
                }
                let list = self.ask("/api/registration/list", &[]).await?;
                let listed = list[0]["id"].as_str().unwrap_or_default().to_owned();
                let same = self.registration.is_empty() || self.registration == listed;
                let one = list.as_array().is_some_and(|list| list.len() == 1);
                self.registration.clone_from(&listed);
                Ok(same && one && !listed.is_empty())
            }
            Step::Notice => {
                let id = self.registration.clone();
                Ok(self.ask("/api/registration/notice", &[("id", &id)]).await?["accepted"] == true)
            }
        }
    }

    /// Signs in where the cookie was lost together with an answer.
    async fn is_signed_in(&mut self) -> io::Result<bool> {
        if self.ask("/api/account/signed-in", &[]).await? == true {
            return Ok(true);
        }
        if self.done < 3 {
            return Ok(false);
        }
        let mut fresh = self.browser.stranger();
        let form = encoded(&[("number", self.number.as_str()), ("password", PASSWORD)]);
        let answer = fresh.form("/api/account/sign-in", HTML, &form).await?;
        if answer.is_fine() {
            self.browser = fresh;
        }
        Ok(answer.is_fine())
    }

    async fn has_picture(&mut self, path: &str) -> io::Result<bool> {
        let answer = self.browser.picture(path).await?;
        Ok(answer.status == 200 && answer.body.starts_with(&[0xff, 0xd8]))
    }

    /// Whether the next step asks for the check of the pictures.
    pub fn is_before_check(&self) -> bool {
        STEPS.get(self.done) == Some(&Step::Check)
    }

    /// The code of the state in which the real-name check is.
    pub async fn identity(&mut self) -> io::Result<String> {
        let state = self.ask("/api/identity/state", &[]).await?;
        Ok(state["state"].as_str().unwrap_or_else(|| panic!("{state}")).to_owned())
    }

    /// Every acknowledged step, asked again.
    pub async fn verify(&mut self) -> io::Result<Vec<Step>> {
        let mut lost = Vec::new();
        for step in STEPS.into_iter().take(self.done) {
            if !self.holds(step).await? {
                lost.push(step);
            }
        }
        Ok(lost)
    }
}

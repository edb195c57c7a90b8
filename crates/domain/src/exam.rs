//! Exams, their windows and the phase that a candidate sees.

mod announcement;
mod blank;
mod change;
mod order;
mod problem;
mod rules;
mod standing;
mod term;

use serde::{Deserialize, Serialize};

pub use announcement::{Announcement, AnnouncementProblem};
pub use change::MOST_NOTICE;
pub use order::PaymentOrder;
pub use problem::{ExamProblem, PaymentPicture};
pub use rules::{GraduationRule, MajorRule, Offer, OfferedSite, OfferedSubject, Places, Rules, SubjectBar};
pub use standing::Status;
pub use term::WindowConflict;

use crate::id::ExamId;
use crate::instant::{Instant, Window};
use crate::money::Fen;
use crate::registration::Refusal;

/// A subject that can be chosen, such as 英语.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Stored with the registration: `en`.
    pub code: String,
    /// Shown: 英语.
    pub name: String,
    /// Its own places, within those of the exam.
    pub places: Places,
}

/// 考点: where an exam is sat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Stored with the registration, and part of the ticket number, so one or two characters: `1`.
    pub code: String,
    /// Shown: 主校区考点.
    pub name: String,
    /// Where one goes.
    pub address: String,
    /// Its own places, within those of the exam.
    pub places: Places,
}

/// When what is allowed. Each is enforced on the server, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Windows {
    /// 报名
    pub register: Window,
    /// 修改报考信息
    pub edit: Window,
    /// 缴费及上传凭证
    pub pay: Window,
    /// 审核
    pub review: Window,
    /// 准考证下载
    pub ticket: Window,
    /// 成绩查询
    pub score: Window,
}

/// The name of one of the [`Windows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowName {
    /// 报名
    Register,
    /// 修改报考信息
    Edit,
    /// 缴费及上传凭证
    Pay,
    /// 审核
    Review,
    /// 准考证下载
    Ticket,
    /// 成绩查询
    Score,
}

impl Windows {
    /// The window of this name.
    pub fn named(&self, name: WindowName) -> Window {
        match name {
            WindowName::Register => self.register,
            WindowName::Edit => self.edit,
            WindowName::Pay => self.pay,
            WindowName::Review => self.review,
            WindowName::Ticket => self.ticket,
            WindowName::Score => self.score,
        }
    }

    /// Refused outside this window: from its first instant to the last before its end.
    pub fn must_be_open(&self, name: WindowName, now: Instant) -> Result<(), Refusal> {
        let window = self.named(name);
        if now < window.start {
            Err(Refusal::TooEarly { window: name, opens: window.start })
        } else if window.contains(now) {
            Ok(())
        } else {
            Err(Refusal::TooLate { window: name, since: window.end })
        }
    }
}

/// What the school demands of a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    /// Amount.
    pub amount: Fen,
    /// 缴费项目, as the school's payment page names it.
    pub item: String,
    /// 收款单位, where the school names it.
    #[serde(default)]
    pub payee: String,
    /// What the QR code holds: the address of the school's payment page, or what the school's own code says.
    pub link: String,
}

/// Characters of the longest text that a payment code holds: one that a phone still reads off a screen.
const LONGEST_LINK: usize = 500;

impl Fee {
    /// Whether a payment code can hold this text.
    pub fn fits_code(text: &str) -> bool {
        let is_plain = |sign: char| !sign.is_whitespace() && !sign.is_control();
        (1..=LONGEST_LINK).contains(&text.chars().count()) && text.chars().all(is_plain)
    }

    /// The school's payment page, where the code names one that a browser can open. Others only a payment app understands.
    pub fn page(&self) -> Option<&str> {
        ["https://", "http://"].iter().any(|scheme| self.link.starts_with(scheme)).then_some(&self.link)
    }
}

/// 报考须知
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Counts up with each change of the text; stored with the registration that accepted it.
    pub version: i64,
    /// Markdown.
    pub text: String,
}

/// An exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exam {
    /// Identifier.
    pub id: ExamId,
    /// Who sees it.
    pub status: Status,
    /// 2026年下半年学士学位外语考试
    pub title: String,
    /// When what is allowed.
    pub windows: Windows,
    /// What may be chosen.
    pub subjects: Vec<Subject>,
    /// Where it can be sat. With none or one of them nobody is asked.
    pub sites: Vec<Site>,
    /// What it costs.
    pub fee: Fee,
    /// What must be read.
    pub notice: Notice,
    /// Places of all subjects and sites together.
    pub places: Places,
    /// Who may register, and for what.
    pub rules: Rules,
    /// 测试: staff try the road with it; candidates see that it is none, and what it holds can be wiped.
    #[serde(default)]
    pub is_test: bool,
}

/// What a candidate can do with an exam now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// 未开始, until the register window opens.
    NotOpen {
        /// When it opens.
        opens: Instant,
    },
    /// 报名中
    Registering {
        /// When it closes.
        closes: Instant,
    },
    /// 审核中, from the close of registration to the first ticket.
    Reviewing,
    /// 准考证
    Ticket {
        /// When downloading ends.
        closes: Instant,
    },
    /// 考试已安排, between the tickets and the scores.
    Waiting,
    /// 成绩
    Scores,
}

impl Exam {
    /// The phase at `now`.
    pub fn phase(&self, now: Instant) -> Phase {
        let w = &self.windows;
        if now < w.register.start {
            Phase::NotOpen { opens: w.register.start }
        } else if w.register.contains(now) {
            Phase::Registering { closes: w.register.end }
        } else if w.score.start <= now {
            Phase::Scores
        } else if w.ticket.contains(now) {
            Phase::Ticket { closes: w.ticket.end }
        } else if w.ticket.end <= now {
            Phase::Waiting
        } else {
            Phase::Reviewing
        }
    }

    /// The subject with this code.
    pub fn subject(&self, code: &str) -> Option<&Subject> {
        self.subjects.iter().find(|subject| subject.code == code)
    }

    /// The site with this code.
    pub fn site(&self, code: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.code == code)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Registers in 100..200, edits until 205, pays until 210, tickets in 300..400, scores from 500 (milliseconds).
    pub(crate) fn an_exam() -> Exam {
        let window =
            |start, end| Window { start: Instant::from_millis(start), end: Instant::from_millis(end) };
        Exam {
            id: ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
            status: Status::Published { at: Instant::from_millis(50) },
            title: "2026年下半年学士学位外语考试".into(),
            windows: Windows {
                register: window(100, 200),
                edit: window(100, 205),
                pay: window(100, 210),
                review: window(100, 300),
                ticket: window(300, 400),
                score: window(500, 600),
            },
            subjects: [("en", "英语"), ("ja", "日语")]
                .map(|(code, name)| Subject {
                    code: code.into(),
                    name: name.into(),
                    places: Places::default(),
                })
                .into(),
            sites: Vec::new(),
            fee: Fee {
                amount: Fen(10_000),
                item: "考试费".into(),
                payee: String::new(),
                link: "https://example.invalid/pay".into(),
            },
            notice: Notice { version: 3, text: "须知".into() },
            places: Places::default(),
            rules: Rules::default(),
            is_test: false,
        }
    }

    /// The same, sat at one of two places.
    pub(crate) fn an_exam_at_two_sites() -> Exam {
        let sites = [("1", "主校区考点"), ("2", "东校区考点")].map(|(code, name)| Site {
            code: code.into(),
            name: name.into(),
            address: "示例路 1 号".into(),
            places: Places::default(),
        });
        Exam { sites: sites.into(), ..an_exam() }
    }

    #[test]
    fn c2_each_window_is_open_from_its_start_to_just_before_its_end() {
        use WindowName::{Edit, Pay, Register, Review, Score, Ticket};
        let windows = an_exam().windows;
        for (name, start, end) in [
            (Register, 100, 200),
            (Edit, 100, 205),
            (Pay, 100, 210),
            (Review, 100, 300),
            (Ticket, 300, 400),
            (Score, 500, 600),
        ] {
            let at = |millis| windows.must_be_open(name, Instant::from_millis(millis));
            let (opens, since) = (Instant::from_millis(start), Instant::from_millis(end));
            assert_eq!(at(start - 1), Err(Refusal::TooEarly { window: name, opens }));
            assert_eq!(at(start), Ok(()));
            assert_eq!(at(end - 1), Ok(()));
            assert_eq!(at(end), Err(Refusal::TooLate { window: name, since }));
        }
    }

    #[test]
    fn d1_a_code_of_a_payment_app_is_no_page() {
        let fee = |link: &str| Fee { link: link.into(), ..an_exam().fee };
        assert_eq!(fee("https://pay.example.edu.cn/a").page(), Some("https://pay.example.edu.cn/a"));
        assert_eq!(fee("wxp://f2f0Example").page(), None);
        assert_eq!(fee("javascript:alert(1)").page(), None);
        assert!(Fee::fits_code("wxp://f2f0Example") && Fee::fits_code("https://pay.example.edu.cn/a?b=缴费"));
        let too_long = "a".repeat(LONGEST_LINK + 1);
        for unfit in ["", "two words", "line\nbreak", &too_long] {
            assert!(!Fee::fits_code(unfit), "{unfit:?}");
        }
    }

    #[test]
    fn c1_each_instant_has_one_phase() {
        let exam = an_exam();
        let at = |millis| exam.phase(Instant::from_millis(millis));
        assert_eq!(at(99), Phase::NotOpen { opens: Instant::from_millis(100) });
        assert_eq!(at(100), Phase::Registering { closes: Instant::from_millis(200) });
        assert_eq!(at(200), Phase::Reviewing);
        assert_eq!(at(300), Phase::Ticket { closes: Instant::from_millis(400) });
        assert_eq!(at(400), Phase::Waiting);
        assert_eq!(at(500), Phase::Scores);
    }
}

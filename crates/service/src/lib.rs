//! Use cases: who may, in which transaction, together with what, and what happens next.
//!
//! Every function takes a [`Cx`] (what a use case needs from outside) and, where somebody must be signed in, a
//! [`Candidate`], which only a session can make. Staff are asked at every act what they may ([`Operator`]). Inside `store.write(…)` nothing but the database is awaited:
//! hashing, pictures and networks come before or after.
//!
//! | module | use cases |
//! |---|---|
//! | [`signup`] | the three pages of signing up, the SMS code |
//! | [`session`] | sessions, signing out |
//! | [`sign_in`] | signing in |
//! | [`reset`] | a forgotten password |
//! | [`security`] | one's own sessions, another password |
//! | [`phone_change`] | another phone number |
//! | [`account`] | one's own profile |
//! | [`identity`] | 实名认证: consent, two pictures, the check, a person's decision |
//! | [`rename`] | 更名申请 |
//! | [`exam`] | the home page |
//! | [`announcement`] | what the school says on it |
//! | [`exam_desk`] | the office's side of exams |
//! | [`registration`] | the road from the notice to 提交成功, 我的报名 |
//! | [`face`] | the face check: its consent, its rounds, its verdict, and the way by a person |
//! | [`payment`] | the order screenshot |
//! | [`claim`] | who looks at which line of a queue |
//! | [`people`] | finding a candidate, everything about one of them |
//! | [`message`] | 消息: what a candidate is told |
//! | [`candidate_reset`] | a reset at the desk, with the document in hand |
//! | [`number_change`] | another document number, with four eyes |
//! | [`review`] | what staff decide about proofs, registrations and requests to withdraw |
//! | [`seating`] | rooms, arrangement, freezing, late additions, exchanges |
//! | [`lists`] | 考生类型 and 专业, as the office keeps them |
//! | [`roster`] | 学籍: files of who may sit an exam, and what they say of a candidate |
//! | [`score`] | 成绩: files, publishing, one's own |
//! | [`export`] | 导出: files that staff take out |
//! | [`print`](mod@print) | 考场材料: papers of a site, ordered, drawn, fetched |
//! | [`poster`] | 宣传海报 |
//! | [`school`] | 学校设置 |
//! | [`ticket`] | 准考证: its page, its paper |
//! | [`audit`] | the log of what happened, and whether its chain holds |
//! | [`staff`] | staff: the door, roles and what they may, accounts |
//! | [`jobs`] | what happens outside requests: messages, card checks, sweeping |
//! | [`check`] | whether everything holds that must hold on every database |
//! | [`keys`] | where the keys of the data stand, a new key, and the end of old ones |
//! | [`demo`] | what only the demo does |

pub mod account;
pub mod announcement;
pub mod audit;
pub mod candidate_reset;
pub mod check;
pub mod claim;
mod client;
mod clock;
mod code;
mod confirm;
mod cx;
pub mod dashboard;
pub mod demo;
mod door;
mod error;
pub mod exam;
pub mod exam_desk;
pub mod export;
pub mod face;
mod finish;
pub mod identity;
pub mod jobs;
pub mod keys;
mod letters;
pub mod lists;
pub mod message;
mod notices;
pub mod number_change;
mod password;
pub mod payment;
pub mod payment_code;
pub mod people;
pub mod phone_change;
mod photos;
mod portrait;
pub mod poster;
pub mod print;
mod random;
pub mod registration;
pub mod rename;
pub mod reset;
pub mod review;
pub mod roster;
pub mod school;
pub mod score;
pub mod seating;
pub mod security;
pub mod session;
pub mod sign_in;
pub mod signup;
pub mod staff;
mod table;
pub mod ticket;
mod tries;

pub use client::{Address, Client};
pub use clock::{Clock, SystemClock};
pub use cx::{Cx, Parts, Settings, SmsRules};
pub use error::{Error, Refused};
pub use photos::MAX_UPLOAD_BYTES;
pub use random::reference;
pub use session::{Candidate, SignedIn, Visitor};
pub use staff::{Operator, Staff};

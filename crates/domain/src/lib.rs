//! What 准考 knows without a database, a clock or a network: the types, the rules and the states.
//!
//! The browser and the server compile the same code, so a form is checked by the same lines on both sides.
//! Nothing here does I/O, reads a clock or makes an id; time comes in as [`instant::Instant`] arguments.
//!
//! | module | what it holds |
//! |---|---|
//! | [`document`] | the five kinds of identity document and their numbers (GB 11643 and friends) |
//! | [`person`] | names, phones, passwords, regions |
//! | [`form`] | which field is wrong and why, as codes; the words are the app's |
//! | [`instant`] | UTC milliseconds, and how they read in Asia/Shanghai |
//! | [`id`] | prefixed identifiers |
//! | [`money`] | integer fen |
//! | [`month`] | calendar months, such as that of a graduation |
//! | [`signup`] | the three pages of signing up |
//! | [`code`] | rules of the SMS code |
//! | [`tries`] | how failed tries slow the next ones down |
//! | [`reset`] | the pages of a forgotten password |
//! | [`phone_change`] | the pages of another phone number |
//! | [`device`] | the family of a device |
//! | [`exam`] | exams, their windows and phases |
//! | [`registration`] | the life of one registration, from draft to review |
//! | [`identity`] | the states of the real-name check |
//! | [`card`] | what was read from a card, and the verdict on it |
//! | [`message`] | messages to one candidate |
//! | [`person_desk`] | what staff do for one candidate with the document in hand |
//! | [`rename`] | 更名申请: another name once a registration was handed in |
//! | [`face`] | what was measured on faces, the challenge, and the verdict on it |
//! | [`list`] | 考生类型 and 专业, as the office keeps them |
//! | [`roster`] | 学籍: who may sit an exam, as the school's register says |
//! | [`payment`] | what the payment page shows and what a proof needs |
//! | [`seating`] | 编排: rooms, seats, ticket numbers |
//! | [`score`] | 成绩: marks, who was absent, what a file says |
//! | [`export`] | 导出: what is taken out, and how far that has come |
//! | [`print`](mod@print) | papers of a site: which, how packed, what no typeface draws |
//! | [`site`] | the school's own settings |
//! | [`ticket`] | what the code on a ticket says |
//! | [`staff`] | roles, what they may and where, what staff prove at the door |

pub mod card;
pub mod code;
pub mod device;
pub mod document;
pub mod exam;
pub mod export;
pub mod face;
pub mod form;
pub mod id;
pub mod identity;
pub mod instant;
pub mod list;
pub mod message;
pub mod money;
pub mod month;
pub mod payment;
pub mod person;
pub mod person_desk;
pub mod phone_change;
pub mod print;
pub mod registration;
pub mod rename;
pub mod reset;
pub mod roster;
pub mod score;
pub mod seating;
pub mod signup;
pub mod site;
pub mod staff;
pub mod ticket;
pub mod tries;

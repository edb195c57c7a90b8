//! What can be wrong with an exam.

use serde::{Deserialize, Serialize};

use super::{WindowConflict, WindowName};

/// Why an exam cannot be changed so, or not be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExamProblem {
    /// It has no name.
    NoTitle,
    /// It names no subject.
    NoSubjects,
    /// Two subjects, or two sites, of one code or name.
    Twice(String),
    /// A code that cannot be part of a ticket number, or an empty name.
    BadEntry(String),
    /// It has no notice.
    NoNotice,
    /// What its payment code would hold is no address.
    BadPaymentCode,
    /// Its windows cannot be so.
    Windows(WindowConflict),
    /// Fewer places than are taken already.
    PlacesBelowTaken {
        /// Of the exam itself, where this is empty, or of the subject or site of this name.
        of: String,
        /// How many are taken.
        taken: i64,
    },
    /// A subject or a site that somebody has chosen is to go.
    InUse(String),
    /// Somebody has been asked for the old amount.
    FeeInUse,
    /// It has been closed.
    Closed,
    /// A beginning or an end that is no date and time.
    NotAMoment(WindowName),
    /// A fee that is no amount of yuan.
    BadAmount,
    /// Nothing is to be paid.
    NoAmount,
    /// What is paid for has no name.
    NoItem,
    /// It takes no kind of document.
    NoDocuments,
    /// A notice that nobody would read.
    NoticeTooLong,
    /// A number of places, or an order, that is no number.
    BadNumber(String),
    /// Years after graduation that are no number from 1 to 50.
    BadYears,
    /// A major that may choose none of the subjects.
    MajorWithoutSubject(String),
    /// A term in a year that is none.
    BadYear,
    /// An act that needs a reason has none, or one that is too long.
    NoReason,
    /// Only what was closed can be opened again.
    NotClosed,
    /// Somebody has registered in the old order of payment and review.
    OrderInUse,
    /// Once it is published, an exam is a test or it is none.
    TestIsFixed,
    /// Only a test can be wiped.
    NotATest,
    /// The name that was typed is not the exam's.
    WrongName,
    /// A picture of a payment code that says nothing.
    Picture(PaymentPicture),
}

/// What is wrong with a picture of a payment code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentPicture {
    /// There is none.
    Missing,
    /// Larger than an upload may be.
    TooLarge,
    /// Not a picture that can be read.
    Unreadable,
    /// It shows no code.
    NoCode,
    /// It shows several codes.
    Several,
}

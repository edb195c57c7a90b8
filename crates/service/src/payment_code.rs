//! The payment code of an exam: the address of the school's payment page, or the code that the school already has, as a
//! picture. Of the picture only what it says is kept: the page draws the code anew, sharp and with its words beside it.

use domain::exam::{ExamProblem, Fee, PaymentPicture};
use domain::id::ExamId;
use domain::staff::{Permission, Place};
use vision::{DecodeProblem, QrProblem, UploadLimits, decode_upload, read_qr};

use crate::photos::MAX_UPLOAD_BYTES;
use crate::{Cx, Error, Operator, audit, exam_desk};

/// What an exam's payment code is made of.
pub enum Source {
    /// What the code is to hold: an address.
    Text(String),
    /// JPEG or PNG of a code.
    Picture(Vec<u8>),
}

/// Why a payment code is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Larger than an upload may be.
    #[error("the picture is larger than {} MB", MAX_UPLOAD_BYTES / 1_048_576)]
    TooLarge,
    /// Not a picture that we read.
    #[error("it is no picture of a kind that can be read (JPEG or PNG)")]
    Picture(#[source] DecodeProblem),
    /// No code on it, or several.
    #[error(transparent)]
    Code(#[from] QrProblem),
    /// Nothing that a payment code could hold.
    #[error("a payment code holds an address without spaces, of 500 characters at most")]
    Text,
    /// Everything else.
    #[error(transparent)]
    Service(#[from] Error),
}

/// Sets what the payment code of an exam says, and gives it back. Who has the payment page open sees it at the next load.
pub async fn change(cx: &Cx, staff: &Operator, exam: &ExamId, source: Source) -> Result<String, Refusal> {
    let text = match source {
        Source::Text(text) => text.trim().to_owned(),
        Source::Picture(bytes) => read(cx, bytes).await?,
    };
    if !Fee::fits_code(&text) {
        return Err(Refusal::Text);
    }
    let now = cx.now();
    let written = cx.store().write(async |tx| {
        staff.require(tx, Permission::EditExams, Place::Exam(exam), now).await?;
        let before = store::exam::find(tx, exam).await?.ok_or(Error::NotFound)?.fee.link;
        if !store::exam::set_fee_link(tx, exam, &text).await? {
            return Err(Error::NotFound);
        }
        let change = audit::change(&before, &text);
        let event = "exam.payment_code_changed";
        audit::record_change(tx, now, &staff.actor(), event, exam.as_str(), change).await
    });
    written.await?;
    Ok(text)
}

/// The same for an officer at their desk: a picture, over the version of the exam that they have seen.
pub async fn take_picture(
    cx: &Cx,
    staff: &Operator,
    exam: &ExamId,
    seen: i64,
    bytes: Vec<u8>,
) -> Result<(), exam_desk::Refusal> {
    let now = cx.now();
    // Who may is asked before what was sent is looked at.
    cx.store().read(async |r| staff.require(r, Permission::EditExams, Place::Exam(exam), now).await).await?;
    if bytes.is_empty() {
        return Err(picture_problem(PaymentPicture::Missing));
    }
    let text = read(cx, bytes).await.map_err(|refusal| match refusal {
        Refusal::TooLarge => picture_problem(PaymentPicture::TooLarge),
        Refusal::Picture(_) => picture_problem(PaymentPicture::Unreadable),
        Refusal::Code(QrProblem::Several) => picture_problem(PaymentPicture::Several),
        Refusal::Code(_) => picture_problem(PaymentPicture::NoCode),
        Refusal::Text => exam_desk::Refusal::Problems(vec![ExamProblem::BadPaymentCode]),
        Refusal::Service(error) => error.into(),
    })?;
    exam_desk::edit(cx, staff, exam, seen, |exam| {
        if !Fee::fits_code(&text) {
            return Err(vec![ExamProblem::BadPaymentCode]);
        }
        text.clone_into(&mut exam.fee.link);
        Ok(())
    })
    .await
}

fn picture_problem(problem: PaymentPicture) -> exam_desk::Refusal {
    exam_desk::Refusal::Problems(vec![ExamProblem::Picture(problem)])
}

async fn read(cx: &Cx, bytes: Vec<u8>) -> Result<String, Refusal> {
    if bytes.len() > MAX_UPLOAD_BYTES {
        return Err(Refusal::TooLarge);
    }
    let read = cx.see(move |_engine| {
        let picture = decode_upload(&bytes, UploadLimits::default()).map_err(Refusal::Picture)?;
        Ok(read_qr(&picture)?)
    });
    read.await?
}

//! 缴费, 上传凭证, 提交成功.

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod example;
mod pay;
mod proof;
mod submitted;

pub use pay::PaymentPage;
pub use proof::ProofPage;
pub use submitted::SubmittedPage;

//! 审核: one line of a queue, and what is said to it.

use domain::card::CardProblem;
use domain::document::DocumentKind;
use domain::face::WhyPerson;
use domain::instant::Instant;
use domain::registration::{Changed, Enrolment};
use domain::rename::RenameReason;
use domain::roster::Standing;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// A queue, under the name by which addresses and forms call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewQueue {
    /// 实名核验
    Identity,
    /// 更名申请
    Rename,
    /// 人脸核验
    Face,
    /// 缴费凭证
    Proof,
    /// 报考资格
    Registration,
    /// 退考申请
    Withdrawal,
}

impl ReviewQueue {
    /// As addresses and forms call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Rename => "rename",
            Self::Face => "face",
            Self::Proof => "proof",
            Self::Registration => "registration",
            Self::Withdrawal => "withdrawal",
        }
    }
}

/// Who works on a line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum HeldView {
    /// Nobody.
    Nobody,
    /// Whoever looks.
    Me {
        /// Until when.
        until: Instant,
    },
    /// Somebody else.
    Other {
        /// Their name.
        name: String,
    },
}

/// What is to be looked at.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum AboutView {
    /// 实名认证
    Identity {
        /// Since when it stands as it does.
        since: Option<Instant>,
        /// What made the machine unsure.
        problems: Vec<CardProblem>,
    },
    /// 更名申请
    Rename {
        /// The name asked for.
        name: String,
        /// Why.
        reason: RenameReason,
        /// What the owner adds.
        remark: String,
        /// When it was asked.
        at: Instant,
    },
    /// 人脸识别
    Face {
        /// For which exam.
        exam: String,
        /// Since when it waits, and why a person.
        waits: Option<(Instant, WhyPerson)>,
        /// The newest distance to the document's portrait.
        distance: Option<f64>,
    },
    /// 缴费凭证
    Proof {
        /// For which exam.
        exam: String,
        /// What should have been paid, in fen.
        fee: i64,
        /// Who paid: name and phone.
        payer: (String, String),
        /// Whether both are the candidate's own.
        is_own: (bool, bool),
        /// When it came.
        at: Instant,
        /// How many proofs came before it.
        earlier: usize,
    },
    /// 报考资格
    Registration {
        /// For which exam.
        exam: String,
        /// 语种
        subject: String,
        /// 考点
        site: Option<String>,
        /// 在籍 / 已毕业
        enrolment: Option<Enrolment>,
        /// 考生类型
        candidate_type: String,
        /// 专业
        major: String,
        /// What its owner changed since a person last looked.
        changed: Vec<Changed>,
        /// How the candidate stands to the exam's roster.
        standing: Standing,
    },
    /// 退考申请
    Withdrawal {
        /// For which exam.
        exam: String,
        /// When it was asked.
        at: Instant,
    },
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShotView {
    /// 人像面
    Front,
    /// 国徽面
    Back,
    /// A picture of the face check, counted from 1.
    Frame(usize),
    /// 订单详情截图
    Receipt,
    /// 更名证明材料
    RenameProof,
}

/// One line.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReviewView {
    /// In which queue.
    pub queue: ReviewQueue,
    /// Which.
    pub id: String,
    /// What a decision has to name.
    pub version: i64,
    /// Whether it still waits for a decision.
    pub waits: bool,
    /// Who works on it.
    pub held: HeldView,
    /// 姓名
    pub name: String,
    /// 证件类型
    pub kind: DocumentKind,
    /// 证件号, whole: it is compared with the document.
    pub number: String,
    /// 手机号
    pub phone: String,
    /// What is to be looked at.
    pub about: AboutView,
    /// The pictures.
    pub shots: Vec<ShotView>,
}

/// One line. Who looked is written down.
#[server(endpoint = "staff/review", output = Json, client = Fresh)]
pub async fn load_review(queue: String, id: String) -> Result<Framed<ReviewView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let item = review_item(&queue, &id)?;
    let sheet = service::review::sheet::look(&cx, &staff.clone().into(), &item).await?;
    framed(&cx, &staff, ReviewView::of(&item, sheet)).await
}

/// Takes the line that has waited longest and leads to it; back to the first page when nothing waits.
#[server(endpoint = "staff/review/next", output = Json)]
pub async fn next_review(#[server(default)] queue: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let queue = service::claim::Queue::of_code(&queue).ok_or(AppError::NotFound)?;
    let next = service::claim::next(&cx, &operator, queue).await?;
    redirect(&review_path(next.as_ref()));
    Ok(())
}

/// Takes this line, or keeps it for another ten minutes.
#[server(endpoint = "staff/review/take", output = Json)]
pub async fn take_review(
    #[server(default)] queue: String,
    #[server(default)] id: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let item = review_item(&queue, &id)?;
    service::claim::take(&cx, &operator, &item).await?;
    redirect(&review_path(Some(&item)));
    Ok(())
}

/// Puts this line back.
#[server(endpoint = "staff/review/release", output = Json)]
pub async fn release_review(
    #[server(default)] queue: String,
    #[server(default)] id: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::claim::release(&cx, &operator, &review_item(&queue, &id)?).await?;
    redirect(paths::admin());
    Ok(())
}

/// Says it, and goes on to the next line of the queue.
#[server(endpoint = "staff/review/decide", output = Json)]
pub async fn decide_review(
    #[server(default)] queue: String,
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] verdict: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    use service::review::sheet::{Verdict, decide};
    let (cx, operator) = operator().await?;
    let item = review_item(&queue, &id)?;
    let verdict = Verdict::parse(&verdict, &reason).ok_or(AppError::NotFound)?;
    decide(&cx, &operator, &item, version, &verdict).await?;
    let next = service::claim::next(&cx, &operator, item.queue()).await?;
    redirect(&review_path(next.as_ref()));
    Ok(())
}

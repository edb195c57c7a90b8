//! 考生查询

use domain::document::DocumentKind;
use domain::id::{AccountId, RegistrationId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::payment::PaymentState;
use domain::registration::{Event, State};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Framed, PersonDesk};
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 考生查询
#[derive(Clone, Serialize, Deserialize)]
pub struct PeopleView {
    /// What was looked for.
    pub text: String,
    /// As what it was taken; nothing where nothing was looked for.
    pub sought: Option<SoughtAs>,
    /// Who was found.
    pub lines: Vec<PersonLine>,
    /// Behind whom the next page begins.
    pub next: Option<AccountId>,
}

/// As what a text was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoughtAs {
    /// 证件号
    Number,
    /// 准考证号
    Ticket,
    /// 手机号
    Phone,
    /// 证件号后四位
    Tail,
    /// 姓名
    Name,
}

/// Somebody who was found.
#[derive(Clone, Serialize, Deserialize)]
pub struct PersonLine {
    /// Who.
    pub id: AccountId,
    /// 姓名
    pub name: String,
    /// 证件号, masked.
    pub number: String,
    /// 手机号, masked.
    pub phone: String,
    /// Where the real-name check stands.
    pub identity: Identity,
    /// Titles of the exams that they are registered for.
    pub exams: Vec<String>,
}

/// Everything about one candidate.
#[derive(Clone, Serialize, Deserialize)]
pub struct PersonView {
    /// Who.
    pub id: AccountId,
    /// 姓名
    pub name: String,
    /// 证件类型
    pub kind: DocumentKind,
    /// 证件号, masked.
    pub number: String,
    /// 手机号, masked.
    pub phone: String,
    /// 考生类型
    pub candidate_type: Option<String>,
    /// 专业
    pub major: Option<String>,
    /// When they signed up.
    pub created: Instant,
    /// Where the real-name check stands.
    pub identity: Identity,
    /// Their registrations.
    pub registrations: Vec<RegisteredView>,
    /// What stands beside the facts.
    pub desk: PersonDesk,
}

/// One registration of theirs.
#[derive(Clone, Serialize, Deserialize)]
pub struct RegisteredView {
    /// It.
    pub id: RegistrationId,
    /// A permit has to name it.
    pub version: i64,
    /// Title of the exam.
    pub exam: String,
    /// Where it stands.
    pub state: State,
    /// Where its payment stands.
    pub payment: PaymentState,
    /// Name of the subject, once one is chosen.
    pub subject: Option<String>,
    /// Name of the site, once one is chosen.
    pub site: Option<String>,
    /// 准考证号, once there is one.
    pub ticket: Option<String>,
    /// Until when they alone may change it, while that lasts.
    pub permit: Option<Instant>,
    /// What happened.
    pub timeline: Vec<(Instant, Event)>,
}

/// 考生查询: whom this session looks for, behind a person.
#[server(endpoint = "staff/people", output = Json, client = Fresh)]
pub async fn load_people(after: Option<AccountId>) -> Result<Framed<PeopleView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::people::found(&cx, &staff, after.as_ref()).await?;
    framed(&cx, &staff, PeopleView::of(found)).await
}

/// What is looked for. The session keeps it: no name and no number stands in an address.
#[server(endpoint = "staff/people/search", output = Json)]
pub async fn search_people(#[server(default)] text: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    service::people::seek(&cx, &staff, &text).await?;
    redirect(paths::admin_people());
    Ok(())
}

/// Everything about one candidate.
#[server(endpoint = "staff/person", output = Json, client = Fresh)]
pub async fn load_person(id: AccountId) -> Result<Framed<PersonView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let person = service::people::open(&cx, &staff.clone().into(), &id).await?;
    framed(&cx, &staff, PersonView::of(person, cx.now())).await
}

/// Lets one candidate change 报考信息 until a moment, or takes that back.
#[server(endpoint = "staff/person/permit", output = Json)]
pub async fn permit_edit(
    registration: RegistrationId,
    version: i64,
    #[server(default)] until: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let until = moment_or_nothing(&until)?;
    let account = service::people::permit(&cx, &operator, &registration, version, until).await?;
    redirect(&paths::admin_person(&account));
    Ok(())
}

//! 准考证.

use domain::document::Sex;
use domain::id::RegistrationId;
use domain::instant::{Instant, Window};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 准考证
#[derive(Clone, Serialize, Deserialize)]
pub struct TicketView {
    /// Which registration.
    pub id: RegistrationId,
    /// Title of the exam.
    pub exam: String,
    /// 姓名
    pub name: String,
    /// 性别, where the number says it.
    pub sex: Option<Sex>,
    /// 证件号码, masked.
    pub document: String,
    /// 准考证号, in groups.
    pub number: String,
    /// Name of the subject.
    pub subject: String,
    /// When it is sat, once that is set.
    pub sitting: Option<Window>,
    /// Name of the site; empty where the exam names none.
    pub site: String,
    /// Its address.
    pub address: String,
    /// 考场号
    pub room: String,
    /// Where the room is.
    pub place: String,
    /// 座位号
    pub seat: String,
    /// Whether there is a portrait.
    pub has_portrait: bool,
    /// The code, as SVG.
    pub code: String,
    /// 考生须知, a paragraph each.
    pub rules: Vec<String>,
    /// Until when it can be downloaded.
    pub until: Instant,
}

/// 准考证
#[server(endpoint = "registration/ticket", output = Json, client = Fresh)]
pub async fn load_ticket(id: RegistrationId) -> Result<TicketView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let ticket = service::ticket::load(&cx, &candidate, &id).await?;
    Ok(TicketView {
        id,
        name: ticket.name.expose().to_owned(),
        sex: ticket.sex,
        document: ticket.document.masked(),
        number: ticket.number.grouped(),
        place: ticket.place(),
        room: format!("{:03}", ticket.room.number),
        seat: format!("{:02}", ticket.seat),
        subject: ticket.subject,
        sitting: ticket.sitting,
        site: ticket.site.0,
        address: ticket.site.1,
        has_portrait: ticket.has_portrait,
        code: qr_svg(&ticket.token),
        rules: cx.school().ticket_rules.clone(),
        until: ticket.exam.windows.ticket.end,
        exam: ticket.exam.shown_title(),
    })
}

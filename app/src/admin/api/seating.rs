//! 编排考场

use domain::id::{ExamId, RegistrationId};
use domain::instant::Window;
use domain::seating::{Room, Violation};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 编排考场
#[derive(Clone, Serialize, Deserialize)]
pub struct SeatingView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one.
    pub chosen: Option<ExamSeating>,
}

/// The seating of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct ExamSeating {
    /// Which.
    pub exam: ExamId,
    /// Its sites: code and name. Empty where it names none.
    pub sites: Vec<(String, String)>,
    /// Its subjects, each with when it is sat: code, name, time.
    pub sittings: Vec<(String, String, Option<Window>)>,
    /// Its rooms as they are now.
    pub rooms: Vec<Room>,
    /// Approved, without a seat in a frozen plan.
    pub waiting: Vec<WaitingView>,
    /// The plan, once there is one.
    pub plan: Option<PlanView>,
    /// 院校代码 as the school has set it; empty where it has not.
    pub ticket_code: String,
}

/// Somebody who is approved and has no ticket.
#[derive(Clone, Serialize, Deserialize)]
pub struct WaitingView {
    /// Their registration.
    pub id: RegistrationId,
    /// 姓名
    pub name: String,
    /// Code of the site; empty where the exam names none.
    pub site: String,
    /// Name of the subject.
    pub subject: String,
}

/// An arrangement.
#[derive(Clone, Serialize, Deserialize)]
pub struct PlanView {
    /// `draft`, `published` or `archived`.
    pub state: String,
    /// What freezing has to name.
    pub version: i64,
    /// Which edition of a frozen plan.
    pub edition: u16,
    /// How many have a seat.
    pub seated: usize,
    /// The rooms as they were arranged, each with how many sit there.
    pub rooms: Vec<(Room, usize)>,
    /// What could not be fulfilled.
    pub violations: Vec<Violation>,
    /// The room that is shown seat by seat.
    pub shown: Option<ShownRoom>,
}

/// A room, seat by seat.
#[derive(Clone, Serialize, Deserialize)]
pub struct ShownRoom {
    /// Which.
    pub room: Room,
    /// Who sits there, by seat.
    pub seats: Vec<SeatView>,
}

/// Somebody on a seat.
#[derive(Clone, Serialize, Deserialize)]
pub struct SeatView {
    /// 座位号
    pub seat: u16,
    /// 姓名
    pub name: String,
    /// Name of the subject.
    pub subject: String,
    /// 准考证号, once it is out.
    pub number: Option<String>,
}

/// 编排考场, of this exam or else of the newest; with one room seat by seat.
#[server(endpoint = "staff/seating", output = Json, client = Fresh)]
pub async fn load_seating(
    exam: Option<ExamId>,
    site: Option<String>,
    room: Option<u16>,
) -> Result<Framed<SeatingView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let operator = staff.clone().into();
    let room = room.map(|number| (site.unwrap_or_default(), number));
    let found = service::seating::look(&cx, &operator, exam.as_ref(), room).await?;
    framed(&cx, &staff, SeatingView::of(found, &cx.school())).await
}

/// Adds a room, or changes the one of this number.
#[server(endpoint = "staff/seating/room", output = Json)]
pub async fn save_seating_room(
    exam: ExamId,
    #[server(default)] site: String,
    #[server(default)] number: String,
    #[server(default)] building: String,
    #[server(default)] name: String,
    #[server(default)] rows: String,
    #[server(default)] columns: String,
    #[server(default)] blocked: String,
    #[server(default)] spare: String,
    #[server(default)] accessible: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let typed = service::seating::TypedRoom {
        site,
        number,
        building,
        name,
        rows,
        columns,
        blocked,
        spare,
        accessible,
    };
    service::seating::save_typed_room(&cx, &operator, &exam, typed).await?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Takes a room away.
#[server(endpoint = "staff/seating/room/remove", output = Json)]
pub async fn remove_seating_room(
    exam: ExamId,
    #[server(default)] site: String,
    number: u16,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::seating::remove_room(&cx, &operator, &exam, (&site, number))
        .await
        .map_err(service::Error::from)?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Arranges everybody who is approved, over an earlier draft. `order` is `random` or `snake`; without a seed one is drawn.
#[server(endpoint = "staff/seating/arrange", output = Json)]
pub async fn arrange_seating(
    exam: ExamId,
    #[server(default)] order: String,
    #[server(default)] seed: String,
    #[server(default)] apart: bool,
    #[server(default)] mixed: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let rule = service::seating::typed_rule(&order, &seed, (apart, mixed))?;
    service::seating::arrange(&cx, &operator, &exam, rule).await.map_err(service::Error::from)?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Freezes the draft that was seen, once it was confirmed. `numbers` are 院校代码, year and term.
#[server(endpoint = "staff/seating/freeze", output = Json)]
pub async fn freeze_seating(
    exam: ExamId,
    version: i64,
    #[server(default)] school: String,
    #[server(default)] year: String,
    #[server(default)] term: String,
    #[server(default)] sure: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    let typed = (school.as_str(), year.as_str(), term.as_str());
    service::seating::freeze_typed(&cx, &operator, &exam, version, typed, sure).await?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Exchanges the seats of two people by their ticket numbers, in the version that was seen.
#[server(endpoint = "staff/seating/swap", output = Json)]
pub async fn swap_seats(
    exam: ExamId,
    version: i64,
    #[server(default)] first: String,
    #[server(default)] second: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::seating::swap_typed(&cx, &operator, &exam, version, [&first, &second], &reason).await?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Seats somebody who was approved after the plan was frozen; who has the seat already keeps it.
#[server(endpoint = "staff/seating/late", output = Json)]
pub async fn seat_latecomer(exam: ExamId, registration: RegistrationId) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::seating::add_late(&cx, &operator, &exam, &registration).await.map_err(service::Error::from)?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Sets when a subject is sat.
#[server(endpoint = "staff/seating/sitting", output = Json)]
pub async fn set_seating_time(
    exam: ExamId,
    #[server(default)] subject: String,
    #[server(default)] starts: String,
    #[server(default)] ends: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::seating::set_typed_sitting(&cx, &operator, &exam, &subject, [&starts, &ends]).await?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

/// Ends the plan: nobody is added or moved any more.
#[server(endpoint = "staff/seating/archive", output = Json)]
pub async fn archive_seating(exam: ExamId, #[server(default)] sure: bool) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::seating::archive_typed(&cx, &operator, &exam, sure).await?;
    redirect(&paths::admin_seating_of(&exam));
    Ok(())
}

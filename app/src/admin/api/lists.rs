//! 类型与专业

use domain::instant::Instant;
use domain::list::{Entry, List};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{BadLineView, Framed};
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 类型与专业
#[derive(Clone, Serialize, Deserialize)]
pub struct ListsView {
    /// Each list.
    pub lists: Vec<ListView>,
    /// Subjects that majors may study: code and name.
    pub languages: Vec<(String, String)>,
}

/// One list.
#[derive(Clone, Serialize, Deserialize)]
pub struct ListView {
    /// Which.
    pub list: List,
    /// Its entries in their order, the retired ones, too.
    pub entries: Vec<Entry>,
    /// A file that waits to be taken over.
    pub preview: Option<ListPreview>,
}

/// What a file would change.
#[derive(Clone, Serialize, Deserialize)]
pub struct ListPreview {
    /// What taking it over has to name.
    pub version: i64,
    /// When it came.
    pub created: Instant,
    /// Names that the list does not have.
    pub new: Vec<String>,
    /// Names that it has otherwise.
    pub changed: Vec<String>,
    /// How many stay as they are because the file does not name them.
    pub kept: usize,
    /// Lines that act on nothing.
    pub bad: i64,
    /// The first of them.
    pub problems: Vec<BadLineView>,
}

/// 类型与专业
#[server(endpoint = "staff/lists", output = Json, client = Fresh)]
pub async fn load_lists() -> Result<Framed<ListsView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::lists::look(&cx, &staff.clone().into()).await?;
    framed(&cx, &staff, ListsView::of(found)).await
}

/// A further entry.
#[server(endpoint = "staff/lists/add", output = Json)]
pub async fn add_to_list(
    list: List,
    #[server(default)] name: String,
    #[server(default)] language: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::add(&cx, &operator, list, &name, &language).await?;
    redirect(paths::admin_lists());
    Ok(())
}

/// Another name for an entry, and of a major its language.
#[server(endpoint = "staff/lists/change", output = Json)]
pub async fn change_in_list(
    list: List,
    name: String,
    #[server(default)] to: String,
    #[server(default)] language: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::change(&cx, &operator, list, (&name, &to), &language).await?;
    redirect(paths::admin_lists());
    Ok(())
}

/// Another place for an entry, counted from 0.
#[server(endpoint = "staff/lists/move", output = Json)]
pub async fn move_in_list(list: List, name: String, place: usize) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::move_to(&cx, &operator, list, &name, place).await?;
    redirect(paths::admin_lists());
    Ok(())
}

/// Offers an entry no more, or again.
#[server(endpoint = "staff/lists/retire", output = Json)]
pub async fn retire_from_list(
    list: List,
    name: String,
    #[server(default)] retired: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::retire(&cx, &operator, list, &name, retired).await?;
    redirect(paths::admin_lists());
    Ok(())
}

/// The list has what the file that was seen says.
#[server(endpoint = "staff/lists/take-over", output = Json)]
pub async fn take_list_over(
    list: List,
    version: i64,
    #[server(default)] leave_out: bool,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::take_over(&cx, &operator, list, version, leave_out).await?;
    redirect(paths::admin_lists());
    Ok(())
}

/// Forgets the file that was seen.
#[server(endpoint = "staff/lists/discard", output = Json)]
pub async fn discard_list(list: List, version: i64) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, operator) = operator().await?;
    service::lists::discard(&cx, &operator, list, version).await?;
    redirect(paths::admin_lists());
    Ok(())
}

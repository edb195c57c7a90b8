//! Files in that staff send: tables, a picture of a payment code, the school's seal. The page that sent one comes back with
//! what it says, or with why it was not read.

use app::error::AppError;
use app::paths;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use domain::exam::{ExamProblem, PaymentPicture};
use domain::form::PhotoProblem;
use domain::id::ExamId;
use domain::list::{List, ListRefusal};
use domain::score::ScoreRefusal;
use domain::site::SchoolRefusal;
use service::exam_desk::Refusal;
use service::{Error, Operator, Refused};

use super::form::{self, Form};
use super::who::{Wants, staff};
use crate::router::AppState;

/// Most bytes of a table: a hundred thousand rows are five megabytes.
const MAX_TABLE_BYTES: usize = 32 * 1_024 * 1_024;
/// What is larger is heard to its end up to here, as pictures are.
const MAX_HEARD_BYTES: usize = 256 * 1_024 * 1_024;

/// The routes, with their own limit.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/upload/scores/{exam}", post(scores))
        .route("/admin/upload/roster/{exam}", post(roster))
        .route("/admin/upload/list/{list}", post(list))
        .route("/admin/upload/payment-code/{exam}", post(payment_code))
        .route("/admin/upload/seal", post(seal))
        .layer(DefaultBodyLimit::max(MAX_HEARD_BYTES))
}

/// A picture of an exam's payment code: file `file`, and the version of the exam that was seen.
async fn payment_code(State(state): State<AppState>, Path(exam): Path<ExamId>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (wants, page) = (Wants::of(&parts), paths::admin_exam_part(&exam, "payment"));
    let who = match staff(&state.cx, &parts).await {
        Ok(who) => who.into(),
        Err(AppError::NotSignedIn) if !wants.json() => {
            return Redirect::to(&paths::admin_sign_in_then(&page)).into_response();
        }
        Err(error) => return wants.answer(Err(error), &page),
    };
    let wanted = [("file", 1), ("seen", 1)];
    let form = form::read(Request::from_parts(parts, body), &wanted).await;
    let seen = form.text("seen").and_then(|seen| seen.parse().ok()).unwrap_or_default();
    let read = service::payment_code::take_picture(&state.cx, &who, &exam, seen, form.file("file")).await;
    let read = match (read, form.is_whole()) {
        (Err(Refusal::Problems(_)), Err(PhotoProblem::TooLarge)) => {
            Err(Refusal::Problems(vec![ExamProblem::Picture(PaymentPicture::TooLarge)]))
        }
        (read, _) => read,
    };
    wants.answer(read.map(|()| page.clone()).map_err(AppError::from), &page)
}

/// The school's seal: file `file`, of the version `seen`.
async fn seal(State(state): State<AppState>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (wants, page) = (Wants::of(&parts), paths::admin_settings());
    let who = match staff(&state.cx, &parts).await {
        Ok(who) => who.into(),
        Err(AppError::NotSignedIn) if !wants.json() => {
            return Redirect::to(&paths::admin_sign_in_then(page)).into_response();
        }
        Err(error) => return wants.answer(Err(error), page),
    };
    let wanted = [("seen", 1), ("file", 1)];
    let form = form::read_up_to(Request::from_parts(parts, body), &wanted, service::school::MOST_SENT).await;
    let seen = form.text("seen").and_then(|seen| seen.parse().ok()).unwrap_or(-1);
    // Who may is asked before what was sent is looked at.
    let kept = service::school::set_seal(&state.cx, &who, seen, Some(form.file("file"))).await;
    let kept = match (kept, form.is_whole()) {
        (Err(Error::Refused(Refused::School(SchoolRefusal::NoSeal))), Err(PhotoProblem::TooLarge)) => {
            Err(Refused::School(SchoolRefusal::SealTooLarge).into())
        }
        (kept, _) => kept,
    };
    wants.answer(kept.map(|()| page.to_owned()).map_err(AppError::from), page)
}

/// A file that somebody of the staff has sent from a page.
struct Sent {
    wants: Wants,
    page: String,
    who: Operator,
    form: Form,
}

impl Sent {
    /// Who may is asked by the use case, before it looks at what was sent.
    async fn hear(state: &AppState, request: Request, page: String) -> Result<Self, Box<Response>> {
        let (parts, body) = request.into_parts();
        let wants = Wants::of(&parts);
        let who = match staff(&state.cx, &parts).await {
            Ok(who) => who.into(),
            Err(AppError::NotSignedIn) if !wants.json() => {
                let door = Redirect::to(&paths::admin_sign_in_then(&page));
                return Err(Box::new(door.into_response()));
            }
            Err(error) => return Err(Box::new(wants.answer(Err(error), &page))),
        };
        let request = Request::from_parts(parts, body);
        let form = form::read_up_to(request, &[("file", 1)], MAX_TABLE_BYTES).await;
        Ok(Self { wants, page, who, form })
    }

    fn file(&self) -> Vec<u8> {
        self.form.file("file")
    }

    /// Back to the page. What was too large to be kept is no file that nobody has chosen.
    fn answer(self, read: Result<(), Error>) -> Response {
        let read = match (read, self.form.is_whole()) {
            (Err(Error::Refused(Refused::Score(ScoreRefusal::NoFile))), Err(PhotoProblem::TooLarge)) => {
                Err(Refused::Score(ScoreRefusal::TooLarge).into())
            }
            (Err(Error::Refused(Refused::List(ListRefusal::NoFile))), Err(PhotoProblem::TooLarge)) => {
                Err(Refused::List(ListRefusal::TooLarge).into())
            }
            (read, _) => read,
        };
        let result = read.map(|()| self.page.clone()).map_err(AppError::from);
        self.wants.answer(result, &self.page)
    }
}

/// Scores of an exam: file `file`.
async fn scores(State(state): State<AppState>, Path(exam): Path<ExamId>, request: Request) -> Response {
    let sent = match Sent::hear(&state, request, paths::admin_scores_of(&exam)).await {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    let read = service::score::receive(&state.cx, &sent.who, &exam, sent.file()).await;
    sent.answer(read)
}

/// The roster of an exam: file `file`.
async fn roster(State(state): State<AppState>, Path(exam): Path<ExamId>, request: Request) -> Response {
    let sent = match Sent::hear(&state, request, paths::admin_roster_of(&exam)).await {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    let read = service::roster::receive(&state.cx, &sent.who, &exam, sent.file()).await;
    sent.answer(read)
}

/// One of the lists: file `file`.
async fn list(State(state): State<AppState>, Path(list): Path<String>, request: Request) -> Response {
    let sent = match Sent::hear(&state, request, paths::admin_lists().to_owned()).await {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    let read = match List::from_code(&list) {
        Some(list) => service::lists::receive(&state.cx, &sent.who, list, sent.file()).await,
        None => Err(Error::NotFound),
    };
    sent.answer(read)
}

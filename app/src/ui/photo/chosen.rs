//! The photo that was chosen, from the file to the server.

use domain::form::PhotoProblem;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use serde::Deserialize;
use web_sys::{Blob, FormData, HtmlInputElement, Url};

use super::sending::{Sent, Upload};
use super::shrink::shrunk;
use crate::error::AppError;
use crate::wire;
use crate::words::photo as words;

/// Where the photo stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing going on.
    Ready,
    /// Being made small.
    Preparing,
    /// So many per cent are sent.
    Sending(u32),
    /// All sent; the server looks.
    Checking,
    /// The server has it.
    Sent,
    /// Stopped by the visitor.
    Cancelled,
    /// Stopped by the network.
    Lost,
    /// The server could not take it just now.
    Failed,
}

impl Stage {
    pub(super) fn is_busy(self) -> bool {
        matches!(self, Self::Preparing | Self::Sending(_) | Self::Checking)
    }

    /// Stopped halfway: another try is offered.
    pub(super) fn is_stopped(self) -> bool {
        matches!(self, Self::Cancelled | Self::Lost | Self::Failed)
    }

    pub(super) fn words(self) -> String {
        match self {
            Self::Ready => String::new(),
            Self::Preparing => words::preparing().to_owned(),
            Self::Sending(percent) => words::sending(&percent.to_string()),
            Self::Checking => words::checking().to_owned(),
            Self::Sent => words::sent().to_owned(),
            Self::Cancelled => words::cancelled().to_owned(),
            Self::Lost => words::lost().to_owned(),
            Self::Failed => words::failed().to_owned(),
        }
    }
}

/// Most bytes that the server takes.
const MAX_BYTES: f64 = 4.0 * 1024.0 * 1024.0;

/// Why a file that the browser cannot show would be refused by the server, too; none when the server should say.
fn hopeless(file: &web_sys::File) -> Option<PhotoProblem> {
    let (kind, name) = (file.type_(), file.name().to_ascii_lowercase());
    let ending = name.rsplit('.').next().unwrap_or_default();
    if kind.contains("heic") || kind.contains("heif") || matches!(ending, "heic" | "heif") {
        Some(PhotoProblem::Heic)
    } else if file.size() > MAX_BYTES {
        Some(PhotoProblem::TooLarge)
    } else {
        None
    }
}

/// What an upload answers.
#[derive(Deserialize)]
struct Answer {
    next: String,
}

/// What the browser holds of the chosen photo. Dead once the page is left, hence every `try_`.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub(super) stage: RwSignal<Stage>,
    /// Address of the picture in the browser's memory.
    pub(super) preview: RwSignal<Option<String>>,
    blob: StoredValue<Option<SendWrapper<Blob>>>,
    upload: StoredValue<Option<SendWrapper<Upload>>>,
}

impl Chosen {
    pub(super) fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::Ready),
            preview: RwSignal::new(None),
            blob: StoredValue::new(None),
            upload: StoredValue::new(None),
        }
    }

    /// Shows the file in the input and makes it small; none without a file. A file that could neither be made small nor be
    /// taken by the server is not sent at all.
    pub(super) async fn take(self, input: &HtmlInputElement) -> Option<Result<(), PhotoProblem>> {
        let file = input.files()?.get(0)?;
        self.stage.try_set(Stage::Preparing);
        let blob = shrunk(&file).await;
        self.stage.try_set(Stage::Ready);
        if let (None, Some(problem)) = (&blob, hopeless(&file)) {
            self.show(None);
            self.blob.try_set_value(None);
            return Some(Err(problem));
        }
        let blob = blob.unwrap_or_else(|| file.into());
        self.show(Url::create_object_url_with_blob(&blob).ok());
        self.blob.try_set_value(Some(SendWrapper::new(blob)));
        Some(Ok(()))
    }

    /// Sends `form` with the small picture as its field `name`; answers with the page to go on with. `Err(None)` when it
    /// was stopped halfway, which the stage shows.
    pub(super) async fn send(
        self,
        url: &str,
        name: &str,
        form: &FormData,
    ) -> Result<String, Option<AppError>> {
        let unreachable = || Some(AppError::Unreachable);
        if let Some(Some(blob)) = self.blob.try_get_value() {
            form.set_with_blob_and_filename(name, &blob, "photo.jpg").map_err(|_| unreachable())?;
        }
        let upload = Upload::new().ok_or_else(unreachable)?;
        self.upload.try_set_value(Some(SendWrapper::new(upload.clone())));
        self.stage.try_set(Stage::Sending(0));
        match upload.send(url, form, move |percent| self.progress(percent)).await {
            Sent::Answered(text) => {
                self.stage.try_set(Stage::Sent);
                wire::read::<Answer>(&text).map(|answer| answer.next).ok_or_else(unreachable)
            }
            Sent::Refused(error) => {
                // Another try with the same picture helps only where the picture is not what was refused.
                let is_passing =
                    matches!(error, AppError::Busy | AppError::Broken { .. } | AppError::Unreachable);
                self.stage.try_set(if is_passing { Stage::Failed } else { Stage::Ready });
                Err(Some(error))
            }
            Sent::Lost => {
                if self.stage.try_get_untracked() != Some(Stage::Cancelled) {
                    self.stage.try_set(Stage::Lost);
                }
                Err(None)
            }
        }
    }

    /// Whether there is nothing to send.
    pub(super) fn is_empty(self) -> bool {
        self.blob.with_value(Option::is_none)
    }

    pub(super) fn cancel(self) {
        self.stage.set(Stage::Cancelled);
        if let Some(upload) = self.upload.get_value() {
            upload.cancel();
        }
    }

    /// Gives the preview's memory back. Called when its page goes: what stands in the page may outlive the signals by a
    /// moment, until the next one is drawn, and is told nothing any more.
    pub(super) fn forget(self) {
        if let Some(Some(url)) = self.preview.try_get_untracked() {
            let _ = Url::revoke_object_url(&url);
        }
    }

    fn progress(self, percent: u32) {
        // A late event must not call a cancelled upload running.
        if self.stage.try_get_untracked().is_some_and(Stage::is_busy) {
            self.stage.set(if percent < 100 { Stage::Sending(percent) } else { Stage::Checking });
        }
    }

    fn show(self, url: Option<String>) {
        self.forget();
        self.preview.try_set(url);
    }
}

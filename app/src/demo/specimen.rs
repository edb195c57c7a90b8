//! 演示: a 样本 card with the visitor's own portrait, to download and then upload.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use send_wrapper::SendWrapper;
use serde::Deserialize;
use web_sys::{Blob, FormData, HtmlInputElement};

use super::api::{SpecimenView, load_specimen};
use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::camera::{Camera, CameraFrame, CameraProblem};
use crate::ui::load::ask;
use crate::ui::photo::sending::{Sent, Upload};
use crate::ui::photo::shrink::shrunk;
use crate::ui::still::Still;
use crate::ui::{BottomAction, BottomLink, Facts, Loaded, Notice, Page, Sheet, Tone};
use crate::wire;
use crate::words::specimen as words;

/// Quality of the snapshot, 0 to 1.
const QUALITY: f64 = 0.92;

/// Where the two drawn sides lie.
#[derive(Clone, PartialEq, Deserialize)]
struct Cards {
    front: String,
    back: String,
}

/// Where the making stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Ready,
    Opening,
    Filming,
    Making,
    Done(Cards),
    NoCamera(CameraProblem),
    Refused(AppError),
}

/// The page's state.
#[derive(Clone, Copy)]
struct Studio {
    stage: RwSignal<Stage>,
    video: NodeRef<html::Video>,
    camera: StoredValue<Option<SendWrapper<Camera>>>,
}

/// 制作样本身份证
#[component]
pub fn SpecimenPage() -> AnyView {
    let data = ask(|| (), |()| load_specimen());
    view! {
        <Page title=words::title() back=paths::demo()>
            <Loaded data view=specimen/>
        </Page>
    }
    .still()
}

fn specimen(view: SpecimenView) -> AnyView {
    let rows = vec![(words::name(), view.name.still()), (words::number(), view.masked_number.still())];
    let below = if view.drawable {
        view! { <Making/> }.still()
    } else {
        view! { <Notice tone=Tone::Warn>{words::not_drawable()}</Notice> }.still()
    };
    view! {
        <p>{words::lead()}</p>
        <Sheet title=words::carries()>
            <Facts rows/>
        </Sheet>
        {below}
    }
    .still()
}

impl Studio {
    fn open(self) {
        let Some(video) = self.video.get_untracked() else { return };
        self.stage.set(Stage::Opening);
        spawn_local(async move {
            let stage = match Camera::open(video).await {
                Ok(camera) => {
                    // Dropped, and so switched off, if the page was left meanwhile.
                    self.camera.try_set_value(Some(SendWrapper::new(camera)));
                    Stage::Filming
                }
                Err(problem) => Stage::NoCamera(problem),
            };
            self.stage.try_set(stage);
        });
    }

    fn take(self) {
        let picture = self.camera.with_value(|camera| camera.as_ref()?.snapshot());
        spawn_local(async move {
            let jpeg = match picture {
                Some(picture) => picture.jpeg(QUALITY).await,
                None => None,
            };
            match jpeg {
                Some(jpeg) => self.make(&jpeg).await,
                None => drop(self.stage.try_set(Stage::NoCamera(CameraProblem::Gone))),
            }
        });
    }

    fn take_file(self, input: &HtmlInputElement) {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let blob = shrunk(&file).await.unwrap_or_else(|| file.into());
            self.make(&blob).await;
        });
    }

    /// Sends the portrait; the camera goes off.
    async fn make(self, portrait: &Blob) {
        self.close();
        self.stage.try_set(Stage::Making);
        let made = made(portrait).await;
        self.stage.try_set(match made {
            Ok(cards) => Stage::Done(cards),
            Err(error) => Stage::Refused(error),
        });
    }

    fn close(self) {
        self.camera.try_set_value(None);
    }
}

async fn made(portrait: &Blob) -> Result<Cards, AppError> {
    let form = FormData::new().map_err(|_| AppError::Unreachable)?;
    form.append_with_blob_and_filename("photo", portrait, "photo.jpg").map_err(|_| AppError::Unreachable)?;
    let upload = Upload::new().ok_or(AppError::Unreachable)?;
    match upload.send(paths::demo_specimen(), &form, |_| ()).await {
        Sent::Answered(text) => wire::read(&text).ok_or(AppError::Unreachable),
        Sent::Refused(error) => Err(error),
        Sent::Lost => Err(AppError::Unreachable),
    }
}

/// Camera or file, then the two cards.
#[component]
fn Making() -> AnyView {
    let studio =
        Studio { stage: RwSignal::new(Stage::Ready), video: NodeRef::new(), camera: StoredValue::new(None) };
    let Studio { stage, video, .. } = studio;
    on_cleanup(move || studio.close());
    let films = Memo::new(move |_| matches!(*stage.read(), Stage::Opening | Stage::Filming));
    let is_done = Memo::new(move |_| matches!(*stage.read(), Stage::Done(_)));
    let on_file = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            studio.take_file(&input);
        }
    };
    view! {
        <noscript>{words::needs_script()}</noscript>
        <CameraFrame video label=words::video() shows=films.into()/>
        <div role="status" aria-live="polite" class="grid gap-4">{move || said(stage.get())}</div>
        <div class="grid gap-4" class:hidden=is_done>
            <Sheet>
                <label class="field-label" for="photo">{words::or_file()}</label>
                <input class="file-input" id="photo" type="file" name="photo" accept="image/jpeg,image/png"
                    on:change=on_file
                />
            </Sheet>
            <BottomAction>
                {move || button(studio)}
            </BottomAction>
        </div>
    }
    .still()
}

/// The one button: first the camera, then the picture.
fn button(studio: Studio) -> AnyView {
    let stage = studio.stage.get();
    let is_filming = stage == Stage::Filming;
    let is_busy = matches!(stage, Stage::Opening | Stage::Making);
    let label = if is_filming { words::take() } else { words::open_camera() };
    let press = move |_| if is_filming { studio.take() } else { studio.open() };
    view! {
        <button class="btn btn-primary btn-block" type="button" disabled=is_busy on:click=press>
            {label}
        </button>
    }
    .still()
}

/// What happened, in words or as the two cards.
fn said(stage: Stage) -> AnyView {
    match stage {
        Stage::Ready | Stage::Filming => ().still(),
        Stage::Opening => view! { <p>{words::opening()}</p> }.still(),
        Stage::Making => view! { <p>{words::making()}</p> }.still(),
        Stage::NoCamera(problem) => view! { <Notice tone=Tone::Warn>{problem.words()}</Notice> }.still(),
        Stage::Refused(error) => view! { <Notice tone=Tone::Warn>{messages::error(&error)}</Notice> }.still(),
        Stage::Done(cards) => view! { <Done cards/> }.still(),
    }
}

#[component]
fn Done(cards: Cards) -> AnyView {
    let card = |url: String, name: &'static str, save: &'static str, file: &'static str| {
        view! {
            <figure class="grid gap-2">
                <img class="photo-picture" src=url.clone() alt=name/>
                <a class="btn btn-block" href=url download=file>{save}</a>
            </figure>
        }
    };
    view! {
        <Sheet title=words::done()>
            {card(cards.front, words::front(), words::save_front(), words::file_name_front())}
            {card(cards.back, words::back(), words::save_back(), words::file_name_back())}
            <p>{words::next()}</p>
        </Sheet>
        <BottomLink href=paths::identity() label=words::to_identity()/>
    }
    .still()
}

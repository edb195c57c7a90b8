//! A form with one photo. Without WASM it is a plain multipart form; with it the photo is previewed, made small, and
//! sent with progress, cancel and retry.

mod chosen;
pub mod sending;
pub mod shrink;

use domain::form::{Field, FieldProblems, PhotoProblem, Problem};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use web_sys::{FormData, HtmlInputElement, SubmitEvent};

use crate::error::AppError;
use crate::messages;
use crate::ui::BottomAction;
use crate::ui::form::focus;
use crate::ui::still::{Inside, Still};
use crate::words::photo as words;
use chosen::{Chosen, Stage};

/// What to look at before anything is sent: the other fields of the form.
pub type Check = Callback<FormData, Option<FieldProblems>>;

/// What a photo is called and what it should show.
#[derive(Clone, Copy)]
pub struct Photo {
    /// `name` of the file field.
    pub name: &'static str,
    /// The field as problems call it; its name is the `id` of the input.
    pub field: Field,
    /// What it is.
    pub label: &'static str,
    /// What it should show.
    pub hint: &'static str,
}

/// A form with one photo; see the module. `children` are the form's other fields.
#[component]
pub fn PhotoForm(
    /// Where it is sent.
    #[prop(into)]
    action: String,
    /// What is sent.
    photo: Photo,
    /// Drawn where no photo is chosen yet.
    #[prop(optional, into)]
    example: ViewFn,
    /// Address of the photo that the server has already.
    stored: Option<String>,
    /// Label of the button.
    submit: &'static str,
    /// Sends as soon as a photo is chosen; the button is then only for browsers without WASM and for another try.
    #[prop(optional)]
    at_once: bool,
    /// Looks at the other fields first.
    #[prop(optional)]
    check: Option<Check>,
    /// Problems of the last try; the page shows them.
    error: RwSignal<Option<AppError>>,
    /// Hears the page to go on with; without it the browser goes there.
    #[prop(optional)]
    on_sent: Option<Callback<String>>,
    children: Inside,
) -> AnyView {
    let chosen = Chosen::new();
    on_cleanup(move || chosen.forget());
    let form: NodeRef<html::Form> = NodeRef::new();
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    let required = stored.is_none().then_some(photo.field);
    let ways = Ways { required, check, error, on_sent };
    let send = sending(chosen, form, action.clone(), photo.name, ways);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !chosen.stage.get_untracked().is_busy() {
            if at_once {
                focus(photo.field.name());
            }
            send.run(());
        }
    };
    let chose = Callback::new(move |input: HtmlInputElement| {
        spawn_local(async move {
            match chosen.take(&input).await {
                Some(Ok(())) if at_once => send.run(()),
                Some(Ok(())) | None => {}
                Some(Err(problem)) => {
                    let problems = FieldProblems::one(photo.field, Problem::Photo(problem));
                    drop(error.try_set(Some(AppError::Fields(problems))));
                }
            }
        });
    });
    let stage = chosen.stage;
    let hides_button = move || at_once && hydrated.get() && !stage.get().is_stopped();
    let button = view! {
        // Not `disabled`, which would take the focus from it.
        <button type="submit" class="btn btn-primary btn-block" class:hidden=hides_button
            aria-disabled=move || stage.get().is_busy().then_some("true")
        >
            {move || if stage.get().is_stopped() { words::retry() } else { submit }}
        </button>
    };
    // What sends at once has its button beside the picture; what is the page's one action stays in sight.
    let (class, button) = if at_once {
        ("grid gap-4", button.still())
    } else {
        ("form", view! { <BottomAction>{button}</BottomAction> }.still())
    };
    view! {
        <form node_ref=form class=class method="post" enctype="multipart/form-data" action=action novalidate
            on:submit=on_submit
        >
            {children.draw()}
            <Slot photo chosen example stored hydrated chose error/>
            {button}
        </form>
    }
    .still()
}

/// What the page wants to know of a sending.
#[derive(Clone, Copy)]
struct Ways {
    /// The photo's field, where there must be one.
    required: Option<Field>,
    check: Option<Check>,
    error: RwSignal<Option<AppError>>,
    on_sent: Option<Callback<String>>,
}

/// Sends the form as it stands when called.
fn sending(
    chosen: Chosen,
    form: NodeRef<html::Form>,
    url: String,
    name: &'static str,
    ways: Ways,
) -> Callback<()> {
    let navigate = use_navigate();
    Callback::new(move |()| {
        let Some(data) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else {
            return;
        };
        let mut problems = ways.check.and_then(|check| check.run(data.clone())).unwrap_or_default();
        if let Some(field) = ways.required.filter(|_| chosen.is_empty() && !names_file(&data, name)) {
            problems.add(field, Problem::Photo(PhotoProblem::Missing));
        }
        let is_fine = problems.is_empty();
        ways.error.set((!is_fine).then_some(AppError::Fields(problems)));
        if !is_fine {
            return;
        }
        let (url, navigate) = (url.clone(), navigate.clone());
        spawn_local(async move {
            match (chosen.send(&url, name, &data).await, ways.on_sent) {
                (Ok(next), Some(on_sent)) => on_sent.run(next),
                (Ok(next), None) => navigate(&next, NavigateOptions::default()),
                (Err(Some(problem)), _) => drop(ways.error.try_set(Some(problem))),
                (Err(None), _) => {}
            }
        });
    })
}

/// Whether the form itself has a file: one that the phone could not make small is sent as it is.
fn names_file(data: &FormData, name: &str) -> bool {
    data.get(name).dyn_into::<web_sys::File>().is_ok_and(|file| file.size() > 0.0)
}

/// The place of the photo: what it should show, the chosen or stored one, how far it is.
#[component]
fn Slot(
    photo: Photo,
    chosen: Chosen,
    example: ViewFn,
    stored: Option<String>,
    hydrated: RwSignal<bool>,
    chose: Callback<HtmlInputElement>,
    error: RwSignal<Option<AppError>>,
) -> AnyView {
    let Photo { name, field, label, hint } = photo;
    let id = field.name();
    let input: NodeRef<html::Input> = NodeRef::new();
    // What was chosen before WASM arrived: nobody heard of it.
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(has_file) {
            chose.run(input);
        }
    });
    let has_stored = stored.is_some();
    let problem = move || error.read().as_ref()?.fields()?.of(field);
    let shown = move || match (chosen.preview.get(), stored.clone()) {
        (Some(url), _) => view! { <img class="photo-picture" src=url alt=words::chosen()/> }.still(),
        (None, Some(url)) => view! { <img class="photo-picture" src=url alt=words::stored()/> }.still(),
        (None, None) => example.run(),
    };
    let choose = move || {
        if has_stored || chosen.preview.read().is_some() { words::choose_again() } else { words::choose() }
    };
    view! {
        <div class="grid gap-2" class:photo-wrong=move || problem().is_some()>
            <label class="photo-label" for=id>
                <span class="font-semibold">{label}</span>
                <span class="text-soft">{hint}</span>
                {shown}
                <span class="photo-choose" class:hidden=move || !hydrated.get()>{choose}</span>
            </label>
            <input node_ref=input id=id class="photo-input" class:photo-over=move || hydrated.get() type="file" name=name
                accept="image/jpeg,image/png"
                aria-invalid=move || problem().map(|_| "true")
                aria-describedby=format!("{id}-problem {id}-state")
                on:change=move |event| chose.run(event_target(&event))
            />
            <p id=format!("{id}-problem") class="field-problem" class:hidden=move || problem().is_none()>
                {move || problem().map(|problem| messages::problem(field, problem))}
            </p>
            <Progress chosen id/>
        </div>
    }
    .still()
}

fn has_file(input: &HtmlInputElement) -> bool {
    input.files().is_some_and(|files| files.length() > 0)
}

/// How far the upload is, to see and to hear, and the way to stop it.
#[component]
fn Progress(chosen: Chosen, id: &'static str) -> AnyView {
    let stage = chosen.stage;
    let percent = move || match stage.get() {
        Stage::Sending(percent) => Some(percent),
        Stage::Checking => Some(100),
        Stage::Ready | Stage::Preparing | Stage::Sent | Stage::Cancelled | Stage::Lost | Stage::Failed => {
            None
        }
    };
    let bar = move || {
        percent().map(|percent| {
            view! { <progress class="progress" max="100" value=percent aria-hidden="true"></progress> }
        })
    };
    view! {
        <div class="flex flex-wrap items-center gap-2">
            <p id=format!("{id}-state") role="status" aria-live="polite" class="grow text-soft tabular-nums">
                {move || stage.get().words()}
            </p>
            <button type="button" class="btn btn-ghost" class:hidden=move || percent().is_none()
                on:click=move |_| {
                    focus(id);
                    chosen.cancel();
                }
            >
                {words::cancel()}
            </button>
        </div>
        {bar}
    }
    .still()
}

//! 更名申请: another name, once a registration was confirmed under the present one.

pub mod api;

use domain::form::Field;
use domain::person::PersonName;
use domain::rename::{RenameForm, RenameReason, RenameState};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use web_sys::FormData;

use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::still::Still;
use crate::ui::{
    Badge, Choice, Choices, ErrorSummary, Errors, Facts, Form, Loaded, Notice, Page, Sheet, TextField, Tone,
    errors_of, unchecked,
};
use crate::words::rename as words;
use api::{RenameView, WithdrawRename, load_rename};

/// 更名申请
#[component]
pub fn RenamePage() -> impl IntoView {
    let withdraw = ServerAction::<WithdrawRename>::new();
    let (version, sent) = (withdraw.version(), RwSignal::new(0));
    let data = ask(move || (version.get(), sent.get()), |_| load_rename());
    let error =
        RwSignal::new(use_query_map().with_untracked(|query| AppError::from_query(&query.get("error")?)));
    view! {
        <Page title=words::title() back=paths::profile()>
            <ErrorSummary errors=errors_of(withdraw) />
            <Loaded data=data view=move |view: RenameView| rename(withdraw, error, sent, view) />
        </Page>
    }
}

fn rename(
    withdraw: ServerAction<WithdrawRename>,
    error: RwSignal<Option<AppError>>,
    sent: RwSignal<u32>,
    view: RenameView,
) -> AnyView {
    let state = view.latest.as_ref().map(|latest| latest.state);
    let latest = view.latest.as_ref().map(|_| progress(&view));
    let below = match state {
        Some(RenameState::Waiting) => waiting(withdraw),
        _ if !view.locked => view! {
            <Notice tone=Tone::Info>
                <p>{words::not_locked()}</p>
            </Notice>
            <a class="btn btn-block" href=paths::profile()>
                {words::to_profile()}
            </a>
        }
        .still(),
        _ => request(error, sent, &view.name),
    };
    view! {
        <Sheet>
            <Facts rows=vec![(words::present(), view.name.clone().still())] />
        </Sheet>
        {latest}
        {below}
    }
    .still()
}

/// The newest request: where it stands, and when what happened.
fn progress(view: &RenameView) -> Option<AnyView> {
    let latest = view.latest.as_ref()?;
    let (tone, word) = match latest.state {
        RenameState::Waiting => (Tone::Wait, words::state_waiting()),
        RenameState::Approved { .. } => (Tone::Ok, words::state_approved()),
        RenameState::Rejected { .. } => (Tone::Warn, words::state_rejected()),
        RenameState::Withdrawn { .. } => (Tone::Draft, words::state_withdrawn()),
    };
    let ended = match latest.state {
        RenameState::Waiting => None,
        RenameState::Approved { at } => Some(words::approved(&at.to_minute())),
        RenameState::Rejected { at, .. } => Some(words::rejected(&at.to_minute())),
        RenameState::Withdrawn { at } => Some(words::withdrawn(&at.to_minute())),
    };
    let why = match latest.state {
        RenameState::Rejected { finding, .. } => Some(view! {
            <Notice tone=Tone::Warn>
                <p role="alert">{messages::rename_finding(finding)}</p>
                <p>{words::again()}</p>
            </Notice>
        }),
        RenameState::Waiting | RenameState::Approved { .. } | RenameState::Withdrawn { .. } => None,
    };
    let rows = vec![
        (words::new_name(), latest.name.clone().still()),
        (words::reason(), messages::rename_reason(latest.reason).still()),
    ];
    let asked = words::asked(&latest.asked.to_minute());
    Some(
        view! {
            <Sheet title=words::history()>
                <Badge tone=tone word=word />
                <Facts rows=rows />
                {why}
                <ol class="grid gap-1 text-soft tabular-nums">
                    <li>{asked}</li>
                    {ended.map(|ended| view! { <li>{ended}</li> })}
                </ol>
            </Sheet>
        }
        .still(),
    )
}

fn waiting(withdraw: ServerAction<WithdrawRename>) -> AnyView {
    let unchecked = unchecked::<WithdrawRename>;
    view! {
        <Sheet title=words::waiting_title()>
            <p>{words::waiting_text()}</p>
            <img class="photo-picture" src=paths::own_rename() alt=words::picture() />
            <Form action=withdraw check=unchecked>
                <button class="btn btn-block" type="submit">
                    {words::withdraw()}
                </button>
            </Form>
        </Sheet>
    }
    .still()
}

/// The form. The reason and the picture are asked for together, so that nobody has to come twice.
fn request(error: RwSignal<Option<AppError>>, sent: RwSignal<u32>, name: &str) -> AnyView {
    let errors: Errors = error.into();
    let photo = Photo {
        name: Field::RenamePicture.name(),
        field: Field::RenamePicture,
        label: words::picture(),
        hint: words::picture_hint(),
    };
    let present = PersonName::parse(name).ok();
    let check = Callback::new(move |data: FormData| {
        let text = |field: Field| data.get(field.name()).as_string().unwrap_or_default();
        let form = RenameForm {
            name: text(Field::NewName),
            reason: text(Field::RenameReason),
            remark: text(Field::Remark),
        };
        form.check(present.as_ref()).err()
    });
    let reasons = RenameReason::ALL.map(|reason| Choice::new(reason.code(), messages::rename_reason(reason)));
    view! {
        <ErrorSummary errors=errors />
        <Notice tone=Tone::Info>
            <p>{words::lead()}</p>
        </Notice>
        <PhotoForm
            action=paths::upload_rename()
            photo=photo
            stored=None
            submit=words::submit()
            check=check
            error=error
            on_sent=Callback::new(move |_| sent.update(|sent| *sent += 1))
        >
            <Sheet>
                <TextField
                    field=Field::NewName
                    label=words::new_name()
                    hint=words::new_name_hint()
                    errors=errors
                    autocomplete="name"
                />
                <Choices field=Field::RenameReason label=words::reason() errors=errors choices=reasons.to_vec() />
                <TextField field=Field::Remark label=words::remark() hint=words::remark_hint() errors=errors />
            </Sheet>
        </PhotoForm>
    }
    .still()
}

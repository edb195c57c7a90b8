//! 上传凭证: the order screenshot and who paid.

use domain::form::{Field, FieldProblems};
use domain::payment::ProofForm;
use domain::person::{PersonName, Phone};
use domain::registration::Step;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use web_sys::FormData;

use super::api::{ProofView, load_proof};
use crate::error::AppError;
use crate::paths;
use crate::registration::registration_id;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{BottomLink, ErrorSummary, Loaded, Notice, Page, Sheet, StepLine, TextField, Tick, Tone};
use crate::words::payment as words;

/// 上传凭证
#[component]
pub fn ProofPage() -> impl IntoView {
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_proof(id?).await });
    let query = use_query_map();
    let error = RwSignal::new(
        query.with_untracked(|query| query.get("error").and_then(|value| AppError::from_query(&value))),
    );
    view! {
        <Page title=words::proof_title() note=step_note(Step::Proof) back=paths::registrations()>
            <Loaded data=data view=move |view: ProofView| proof(error, view) />
        </Page>
    }
}

/// The payer's fields; the file is looked at by the part that sends it.
fn check(data: &FormData, name: &str, phone: &str) -> Option<FieldProblems> {
    let text = |field: Field| data.get(field.name()).as_string().unwrap_or_default();
    let form = ProofForm {
        payer_name: text(Field::PayerName),
        payer_phone: text(Field::PayerPhone),
        payer_is_candidate: data.get(Field::PayerIsCandidate.name()).as_string(),
    };
    match (PersonName::parse(name), Phone::parse(phone)) {
        (Ok(name), Ok(phone)) => form.check(&name, &phone).err(),
        _ => None,
    }
}

fn proof(error: RwSignal<Option<AppError>>, view: ProofView) -> AnyView {
    if view.road.step == Step::Done {
        let href = paths::registration(&view.road.id);
        return view! {
            <StepLine road=view.road current=Step::Proof />
            <Notice tone=Tone::Ok>
                <p>{words::already()}</p>
            </Notice>
            <BottomLink href=href label=words::see() />
        }
        .still();
    }
    let (name, phone) = (view.name.clone(), view.phone.clone());
    let check = Callback::new(move |data: FormData| check(&data, &name, &phone));
    let photo = Photo {
        name: Field::Screenshot.name(),
        field: Field::Screenshot,
        label: words::screenshot(),
        hint: words::screenshot_hint(),
    };
    let action = paths::upload_proof(&view.road.id);
    let errors = error.into();
    view! {
        <StepLine road=view.road current=Step::Proof />
        <ErrorSummary errors=errors />
        <Notice tone=Tone::Info>
            <p>{words::proof_how()}</p>
            <p>{words::deadline(&moment(view.pay.end))}</p>
        </Notice>
        <PhotoForm
            action=action
            photo=photo
            example=receipt_drawing
            stored=None
            submit=words::submit()
            check=check
            error=error
        >
            <Sheet title=words::payer_title()>
                <p class="text-soft">{words::payer_hint()}</p>
                <TextField
                    field=Field::PayerName
                    label=words::payer_name()
                    errors=errors
                    value=view.name
                    autocomplete="name"
                />
                <TextField
                    field=Field::PayerPhone
                    label=words::payer_phone()
                    errors=errors
                    value=view.phone
                    kind="tel"
                    autocomplete="tel"
                    inputmode="tel"
                />
                <Tick field=Field::PayerIsCandidate label=words::payer_is_candidate() errors=errors />
            </Sheet>
        </PhotoForm>
    }
    .still()
}

/// What an order's page looks like: an amount on top, lines of label and value below.
fn receipt_drawing() -> AnyView {
    view! {
        <svg class="receipt" viewBox="0 0 120 150" role="img" aria-label=words::example()>
            <rect x="1" y="1" width="118" height="148" rx="8" fill="none" stroke="currentColor" />
            <circle cx="60" cy="24" r="9" fill="none" stroke="currentColor" />
            <path d="M56 24l3 3 6-6" fill="none" stroke="currentColor" />
            <text x="60" y="54" text-anchor="middle" font-size="14" fill="currentColor">
                "-100.00"
            </text>
            <path
                d="M14 74h22M62 74h44M14 90h22M56 90h50M14 106h26M50 106h56M14 122h26M50 122h56"
                fill="none"
                stroke="currentColor"
                stroke-width="3"
                stroke-linecap="round"
            />
        </svg>
    }
    .still()
}

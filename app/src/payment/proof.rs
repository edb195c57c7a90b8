//! 上传凭证: the order screenshot and who paid. It can be replaced until somebody has looked at it.

use domain::form::{Field, FieldProblems};
use domain::payment::ProofForm;
use domain::person::{PersonName, Phone};
use domain::registration::Step;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use web_sys::FormData;

use super::api::{ProofStage, ProofView, load_proof};
use super::example::receipt_example;
use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::registration::registration_id;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::photo::{Photo, PhotoForm};
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, ErrorSummary, Errors, Loaded, Notice, Page, Sheet, StepLine, TextField, Tick, Tone,
};
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
    if view.stage == ProofStage::Done {
        let href = paths::registration(&view.road.id);
        return view! {
            <StepLine road=view.road current=Step::Proof />
            <ErrorSummary errors=error.into() />
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
    let stored = view.last.as_ref().map(|_| paths::own_proof(&view.road.id));
    let errors: Errors = error.into();
    let (says, submit, road) = (says(&view), submit_label(&view), view.road.clone());
    view! {
        <StepLine road=road current=Step::Proof />
        <ErrorSummary errors=errors />
        {says}
        <PhotoForm
            action=action
            photo=photo
            example=receipt_example
            stored=stored
            submit=submit
            check=check
            error=error
        >
            {payer(errors, view)}
        </PhotoForm>
    }
    .still()
}

fn submit_label(view: &ProofView) -> &'static str {
    match (view.stage, view.road.step) {
        (ProofStage::Late, _) => words::submit_late(),
        (_, Step::Done) => words::replace(),
        _ => words::submit(),
    }
}

/// What this page is about now: the first time, again, sent back, or too late.
fn says(view: &ProofView) -> AnyView {
    let when = moment(view.until);
    let until = words::deadline(&when);
    let (late, correct) = (words::late_how(&when), words::correct_until(&when));
    match (view.stage, view.sent_back) {
        (ProofStage::Late, _) => view! {
            <Notice tone=Tone::Warn>
                <p>{late}</p>
            </Notice>
        }
        .still(),
        (_, Some(why)) => view! {
            <Notice tone=Tone::Warn>
                <p>{messages::return_reason(why)}</p>
                <p>{words::only_proof()}</p>
                <p>{correct}</p>
            </Notice>
        }
        .still(),
        (_, None) if view.last.is_some() => view! {
            <Notice tone=Tone::Info>
                <p>{words::last_is_kept()}</p>
                <p>
                    <strong>{words::no_pay_again()}</strong>
                </p>
                <p>{until}</p>
            </Notice>
        }
        .still(),
        (_, None) => view! {
            <Notice tone=Tone::Info>
                <p>{words::proof_how()}</p>
                <p>{until}</p>
            </Notice>
        }
        .still(),
    }
}

fn payer(errors: Errors, view: ProofView) -> AnyView {
    let replaces = view.last.as_ref().map(ToString::to_string);
    let replaces = replaces.map(|id| view! { <input type="hidden" name="replaces" value=id /> });
    view! {
        {replaces}
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
    }
    .still()
}

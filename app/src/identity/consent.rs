//! The consent, on a page of its own before any picture is taken, and the page on which it can be withdrawn.

use domain::form::{Field, FieldProblems, Problem};
use domain::instant::Instant;
use leptos::prelude::*;

use super::api::{ConsentView, GiveConsent, IdentityView, WithdrawConsent, load_consent};
use super::load_again_after;
use super::person::AskPerson;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomAction, ErrorSummary, Form, Loaded, Notice, Page, Sheet, Tick, Tone, errors_of, quoting, unchecked,
};
use crate::words::identity as words;

/// Purpose, necessity, method, duration, rights, contact of the processing.
fn points(school: &str, hotline: &str) -> AnyView {
    let points = [
        (words::consent_purpose_title(), words::consent_purpose().still()),
        (words::consent_necessity_title(), words::consent_necessity().still()),
        (words::consent_method_title(), quoting(&words::consent_method(school), school)),
        (words::consent_kept_title(), words::consent_kept().still()),
        (words::consent_rights_title(), words::consent_rights().still()),
        (words::consent_contact_title(), quoting(&words::consent_contact(school, hotline), school)),
    ];
    let point = |(title, text): (&'static str, AnyView)| {
        view! {
            <div>
                <dt class="font-semibold">{title}</dt>
                <dd class="text-soft">{text}</dd>
            </div>
        }
    };
    view! { <dl class="grid gap-3">{points.into_iter().map(point).collect_view()}</dl> }.still()
}

/// The processing that `view` tells of; nothing is ticked beforehand. Goes on to the pictures and then to `next`. Whoever
/// does not want it has a person, here already (`offer_person`); where a person is waited for, the way on is another's.
pub fn consent_form(view: &IdentityView, next: String, offer_person: bool) -> AnyView {
    let give = ServerAction::<GiveConsent>::new();
    load_again_after(give, next.clone());
    let check = |sent: GiveConsent| {
        sent.consent.is_none().then(|| FieldProblems::one(Field::Consent, Problem::Missing))
    };
    let buttons = if offer_person {
        view! {
            <BottomAction>
                <button class="btn btn-primary btn-block" type="submit">{words::consent_give()}</button>
                <a class="btn btn-ghost btn-block" href=paths::me()>{words::consent_decline()}</a>
            </BottomAction>
        }
        .still()
    } else {
        view! { <button class="btn btn-block" type="submit">{words::consent_give()}</button> }.still()
    };
    let halted = view.halted_exams();
    let person = offer_person.then(|| view! { <AskPerson next=next.clone() first=false halted/> });
    let points = points(&view.school, &view.hotline);
    view! {
        <Sheet title=words::consent_title()>
            <p>{words::consent_lead()}</p>
            {points}
        </Sheet>
        <Form action=give check>
            <input type="hidden" name="next" value=next/>
            <Tick field=Field::Consent label=words::consent_tick() errors=errors_of(give)/>
            {buttons}
        </Form>
        {person}
    }
    .still()
}

/// 同意与撤回
#[component]
pub fn ConsentPage() -> impl IntoView {
    let withdraw = ServerAction::<WithdrawConsent>::new();
    let version = withdraw.version();
    let data = ask(move || version.get(), |_| load_consent());
    view! {
        <Page title=words::consent_page_title() back=paths::identity()>
            <ErrorSummary errors=errors_of(withdraw)/>
            <Loaded data view=move |view: ConsentView| consent(withdraw, view)/>
        </Page>
    }
}

fn consent(withdraw: ServerAction<WithdrawConsent>, view: ConsentView) -> AnyView {
    let (tone, state) = if view.given {
        (Tone::Ok, words::consent_state_given())
    } else {
        (Tone::Info, words::consent_state_none())
    };
    let is_withdrawable = view.history.last().is_some_and(|(given, ..)| *given);
    let below = if is_withdrawable {
        withdrawal(withdraw, &view)
    } else {
        view! { <a class="btn btn-block" href=paths::identity()>{words::back_to_identity()}</a> }.still()
    };
    let (points, history) = (points(&view.school, &view.hotline), history(&view.history));
    view! {
        <Notice tone><p role="status">{state}</p></Notice>
        <Sheet title=words::consent_title()>{points}</Sheet>
        <Sheet title=words::consent_history()>{history}</Sheet>
        {below}
    }
    .still()
}

fn history(events: &[(bool, i64, Instant)]) -> AnyView {
    if events.is_empty() {
        return view! { <p class="text-soft">{words::consent_no_history()}</p> }.still();
    }
    let line = |(given, version, at): &(bool, i64, Instant)| {
        let (time, version) = (at.to_minute(), version.to_string());
        let text = if *given {
            words::consent_event_given(&time, &version)
        } else {
            words::consent_event_withdrawn(&time, &version)
        };
        view! { <li class="tabular-nums">{text}</li> }
    };
    view! { <ul class="grid gap-1">{events.iter().map(line).collect_view()}</ul> }.still()
}

/// What a withdrawal means, and the button.
fn withdrawal(withdraw: ServerAction<WithdrawConsent>, view: &ConsentView) -> AnyView {
    let deletes =
        if view.needed_for_review { words::withdraw_keeps_for_review() } else { words::withdraw_deletes() };
    let stays = if view.passed { words::withdraw_passed() } else { words::withdraw_undone() };
    let unchecked = unchecked::<WithdrawConsent>;
    view! {
        <Sheet title=words::withdraw_title()>
            <p>{deletes}</p>
            <p>{stays}</p>
            <p>{words::withdraw_face()}</p>
            <Form action=withdraw check=unchecked>
                <button class="btn btn-block" type="submit">{words::withdraw()}</button>
            </Form>
        </Sheet>
    }
    .still()
}

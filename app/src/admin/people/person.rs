//! Everything about one candidate, with what may be done for them alone.

use domain::id::AccountId;
use domain::instant::Instant;
use domain::payment::PaymentState;
use domain::registration::Event;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::desk::{DeskActs, desk};
use super::{identity, words};
use crate::admin::api::{Me, PermitEdit, PersonView, RegisteredView, load_person};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::count_kept;
use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};

/// One candidate
#[component]
pub fn PersonPage() -> impl IntoView {
    let permit = ServerAction::<PermitEdit>::new();
    // Only what was kept is asked for again: what was typed and refused stays in its fields.
    let times = RwSignal::new(0_u32);
    count_kept(permit, times);
    let acts = DeskActs::new(times);
    let params = use_params_map();
    let wanted = move || {
        let id = params.read().get("id").and_then(|id| AccountId::try_from(id).ok());
        (id, times.get())
    };
    let data = ask(wanted, |(id, _)| async move {
        match id {
            Some(id) => load_person(id).await,
            None => Err(AppError::NotFound),
        }
    });
    let view = move |me: Me, view: PersonView| person(permit, acts, &me, &view);
    view! { <Office title=words::person_title() entry=Entry::People data=data view=view /> }
}

fn person(permit: ServerAction<PermitEdit>, acts: DeskActs, me: &Me, view: &PersonView) -> AnyView {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "—".to_owned());
    let facts = [
        (words::number(), [messages::document_kind(view.kind), " ", &view.number].concat()),
        (words::phone(), view.phone.clone()),
        (words::identity(), identity(&view.identity).to_owned()),
        (words::candidate_type(), or_dash(&view.candidate_type)),
        (words::major(), or_dash(&view.major)),
        (words::created(), view.created.to_minute()),
    ];
    let permits = me.may(Permission::PermitEdit);
    let registrations =
        view.registrations.iter().map(|one| registration(permit, one, permits)).collect_view();
    let none = view.registrations.is_empty().then(|| {
        view! {
            <Sheet title=words::registrations()>
                <p class="empty">{words::no_registrations()}</p>
            </Sheet>
        }
    });
    let log = me.may(Permission::SeeAudit).then(|| {
        let href = paths::admin_audit_of(&[("subject", view.id.as_str())]);
        view! {
            <p>
                <a class="link link-alone" href=href>
                    {words::log()}
                </a>
            </p>
        }
    });
    let name = view.name.clone();
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_people()>
                {words::back()}
            </a>
        </p>
        <ErrorSummary errors=errors_of(permit) />
        {acts.errors()}
        <Sheet title=name>{listed(facts.to_vec())}</Sheet>
        {registrations}
        {none}
        {desk(acts, me, view)}
        {log}
    }
    .still()
}

fn listed(facts: Vec<(&'static str, String)>) -> AnyView {
    let facts = facts.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd>{value}</dd>
        }
    });
    view! { <dl class="once-facts">{facts.collect_view()}</dl> }.still()
}

fn registration(permit: ServerAction<PermitEdit>, one: &RegisteredView, permits: bool) -> AnyView {
    let mut facts = vec![
        (words::state(), messages::state(one.state).to_owned()),
        (words::payment(), payment(one.payment).to_owned()),
    ];
    facts.extend(one.subject.clone().map(|subject| (words::subject(), subject)));
    facts.extend(one.site.clone().map(|site| (words::site(), site)));
    facts.extend(one.ticket.clone().map(|ticket| (words::ticket(), ticket)));
    let happened = one.timeline.iter().map(happened).collect_view();
    let permitted = one.permit.map(|until| {
        let said = words::permit_runs(&until.to_minute());
        view! { <Notice tone=Tone::Info><p>{said}</p></Notice> }
    });
    let form = (permits && one.state.is_handed_in()).then(|| permit_form(permit, one));
    let (facts, title) = (listed(facts), one.exam.clone());
    view! {
        <Sheet title=title>
            {facts}
            <h3>{words::timeline()}</h3>
            <ol class="timeline">{happened}</ol>
            {permitted}
            {form}
        </Sheet>
    }
    .still()
}

fn happened((at, event): &(Instant, Event)) -> AnyView {
    let when = at.to_minute();
    view! {
        <li>
            <span>{messages::event(*event)}</span>
            <time class="text-soft">{when}</time>
        </li>
    }
    .still()
}

/// 单独开放修改: with an end of its own, or nothing to take it back.
fn permit_form(action: ServerAction<PermitEdit>, one: &RegisteredView) -> AnyView {
    let (registration, version) = (one.id.as_str().to_owned(), one.version);
    let value = one.permit.map(|until| until.to_minute().replace(' ', "T"));
    let field = ["until-", one.id.as_str()].concat();
    let (label, hint) = (field.clone(), [&field, "-hint"].concat());
    let about = hint.clone();
    view! {
        <ActionForm action=action>
            <input type="hidden" name="registration" value=registration />
            <input type="hidden" name="version" value=version />
            <p class="office-filter">
                <label for=label>{words::permit()}</label>
                <input class="input" id=field name="until" type="datetime-local" value=value aria-describedby=about />
                <span class="text-soft" id=hint>
                    {words::permit_hint()}
                </span>
            </p>
            <p>
                <button class="btn" type="submit">
                    {words::permit_save()}
                </button>
            </p>
        </ActionForm>
    }
    .still()
}

fn payment(payment: PaymentState) -> &'static str {
    match payment {
        PaymentState::None => words::payment_none(),
        PaymentState::ProofGiven => words::payment_given(),
        PaymentState::Matched => words::payment_matched(),
        PaymentState::Confirmed => words::payment_confirmed(),
        PaymentState::Rejected => words::payment_rejected(),
        PaymentState::Surplus => words::payment_surplus(),
        PaymentState::Refunded => words::payment_refunded(),
    }
}

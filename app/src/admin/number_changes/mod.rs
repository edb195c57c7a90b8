//! 证件号更正: what one officer has proposed, and a second one decides.

use domain::id::NumberChangeId;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{DecideNumber, Me, NumberChangeView, load_number_changes};
use super::frame::{Entry, Office, when_confirmed};
use super::parts::count_kept;
use crate::messages::{document_kind, staff as names};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};
use crate::words::office_person_desk as words;

/// 证件号更正
#[component]
pub fn NumberChangesPage() -> impl IntoView {
    let decide = ServerAction::<DecideNumber>::new();
    let times = RwSignal::new(0_u32);
    count_kept(decide, times);
    let data = ask(move || times.get(), |_| load_number_changes());
    let view = move |me: Me, waiting: Vec<NumberChangeView>| changes(decide, &me, &waiting);
    view! { <Office title=words::changes_title() entry=Entry::NumberChanges data=data view=view /> }
}

fn changes(decide: ServerAction<DecideNumber>, me: &Me, waiting: &[NumberChangeView]) -> AnyView {
    let errors = view! { <ErrorSummary errors=errors_of(decide) /> }.still();
    if waiting.is_empty() {
        return view! {
            {errors}
            <Sheet>
                <p class="empty">{words::changes_none()}</p>
            </Sheet>
        }
        .still();
    }
    let confirm =
        (!me.confirmed).then(|| when_confirmed(me, paths::admin_number_changes(), || ().into_any()));
    let sheets = waiting.iter().map(|one| change(decide, me.confirmed, one)).collect_view();
    view! {
        {errors}
        <p class="text-soft">{words::changes_text()}</p>
        {confirm}
        {sheets}
    }
    .still()
}

fn change(decide: ServerAction<DecideNumber>, confirmed: bool, one: &NumberChangeView) -> AnyView {
    let facts = [
        (words::before(), [document_kind(one.kind_before), " ", &one.before].concat()),
        (words::after(), [document_kind(one.kind), " ", &one.number].concat()),
        (words::reason(), names::number_reason(one.reason).to_owned()),
        (words::by(), one.by.clone().unwrap_or_else(|| words::by_command_line().to_owned())),
        (words::since(), one.at.to_minute()),
    ];
    let facts = facts.into_iter().map(|(label, value)| {
        view! {
            <dt>{label}</dt>
            <dd class="number">{value}</dd>
        }
    });
    let facts = view! { <dl class="once-facts">{facts.collect_view()}</dl> }.still();
    let acts = if one.own {
        view! { <Notice tone=Tone::Wait><p>{words::own()}</p></Notice> }.still()
    } else if confirmed {
        let no = verdict(decide, &one.id, false, words::decline(), words::decline_of(&one.name));
        let yes = verdict(decide, &one.id, true, words::approve(), words::approve_of(&one.name));
        view! { <div class="office-buttons">{yes} {no}</div> }.still()
    } else {
        ().into_any()
    };
    let (title, href) = (one.name.clone(), paths::admin_person(&one.account));
    view! {
        <Sheet title=title>
            {facts}
            <p>
                <a class="link link-alone" href=href>
                    {words::to_person()}
                </a>
            </p>
            {acts}
        </Sheet>
    }
    .still()
}

fn verdict(
    decide: ServerAction<DecideNumber>,
    id: &NumberChangeId,
    approve: bool,
    word: &'static str,
    label: String,
) -> AnyView {
    let id = id.as_str().to_owned();
    let class = if approve { "btn btn-primary" } else { "btn" };
    view! {
        <ActionForm action=decide>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="approve" value=approve.to_string() />
            <button class=class type="submit" aria-label=label>
                {word}
            </button>
        </ActionForm>
    }
    .still()
}

//! What staff do for one candidate from their page: a message, a reset with the document in hand, another document number.

use domain::document::DocumentKind;
use domain::id::AccountId;
use domain::message::Origin;
use domain::person_desk::{NumberReason, ResetReason, region_of};
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::admin::api::{Me, PersonDesk, PersonView, ProposeNumber, ResetCandidate, SentView, WriteToPerson};
use crate::admin::frame::when_confirmed;
use crate::admin::parts::{count_kept, line, table, tick};
use crate::messages::{self, staff as names};
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};
use crate::words::office_person_desk as words;

/// What can be done.
#[derive(Clone, Copy)]
pub struct DeskActs {
    message: ServerAction<WriteToPerson>,
    reset: ServerAction<ResetCandidate>,
    number: ServerAction<ProposeNumber>,
}

impl DeskActs {
    /// With a count of what went well: the page asks anew with it.
    pub fn new(times: RwSignal<u32>) -> Self {
        let acts =
            Self { message: ServerAction::new(), reset: ServerAction::new(), number: ServerAction::new() };
        count_kept(acts.message, times);
        count_kept(acts.reset, times);
        count_kept(acts.number, times);
        acts
    }

    /// What went wrong.
    pub fn errors(self) -> AnyView {
        view! {
            <ErrorSummary errors=errors_of(self.message) />
            <ErrorSummary errors=errors_of(self.reset) />
            <ErrorSummary errors=errors_of(self.number) />
        }
        .still()
    }
}

/// Everything of the desk that whoever reads may do.
pub fn desk(acts: DeskActs, me: &Me, view: &PersonView) -> AnyView {
    let messages = me.may(Permission::Message).then(|| messages(acts, &view.id, &view.desk));
    let (resets, changes) = (me.may(Permission::ResetCandidate), me.may(Permission::ChangeNumber));
    let forms = (resets || changes).then(|| {
        when_confirmed(me, &paths::admin_person(&view.id), || {
            let reset = resets.then(|| reset(acts, &view.id, &view.desk));
            let number = changes.then(|| number(acts, view));
            view! { <div class="office-columns">{reset} {number}</div> }.still()
        })
    });
    view! {
        {messages}
        {forms}
    }
    .still()
}

fn messages(acts: DeskActs, id: &AccountId, desk: &PersonDesk) -> AnyView {
    let sent = if desk.messages.is_empty() {
        view! { <p class="empty">{words::no_messages()}</p> }.still()
    } else {
        let heads = [
            words::message_at(),
            words::message_from(),
            words::message_said(),
            words::message_read(),
            words::message_delivery(),
        ];
        table(words::messages(), &heads, desk.messages.iter().map(row).collect_view())
    };
    let id = id.as_str().to_owned();
    view! {
        <Sheet title=words::messages()>
            {sent}
            <ActionForm action=acts.message>
                <input type="hidden" name="id" value=id />
                <p class="office-filter">
                    <label for="message-text">{words::message_text()}</label>
                    <textarea class="input office-text" id="message-text" name="text" rows="3" aria-describedby="message-hint"></textarea>
                    <span class="text-soft" id="message-hint">
                        {words::message_hint()}
                    </span>
                </p>
                {tick("by_sms", words::message_sms(), true)}
                <p>
                    <button class="btn" type="submit">
                        {words::message_send()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn row(one: &SentView) -> AnyView {
    let from = match one.origin {
        Origin::Notice => words::from_notice(),
        Origin::Staff => words::from_staff(),
    };
    let read = one.read.map_or_else(|| words::unread().to_owned(), |at| words::read_at(&at.to_minute()));
    view! {
        <tr>
            <th scope="row" class="number">{one.at.to_minute()}</th>
            <td>{from}</td>
            <td>{one.text.clone()}</td>
            <td>{read}</td>
            <td>{names::delivery(one.delivery)}</td>
        </tr>
    }
    .still()
}

/// A choice among codes, with nothing chosen at first.
fn choice(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    choices: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let options = choices.into_iter().map(|(code, word)| view! { <option value=code>{word}</option> });
    view! {
        <p class="office-filter">
            <label for=id>{label}</label>
            <select class="select" id=id name=name>
                <option value="">{words::choose()}</option>
                {options.collect_view()}
            </select>
        </p>
    }
    .still()
}

fn reset(acts: DeskActs, id: &AccountId, desk: &PersonDesk) -> AnyView {
    let reasons = ResetReason::ALL.map(|reason| (reason.code(), names::reset_reason(reason))).to_vec();
    let runs = desk.reset_until.map(|until| {
        let said = words::reset_runs(&until.to_minute());
        view! { <Notice tone=Tone::Wait><p>{said}</p></Notice> }
    });
    let id = id.as_str().to_owned();
    view! {
        <Sheet title=words::reset()>
            <p>{words::reset_text()}</p>
            {runs}
            <ActionForm action=acts.reset>
                <input type="hidden" name="id" value=id />
                {choice("reset-reason", "reason", words::reason(), reasons)}
                {line("phone", words::reset_phone(), Some(words::reset_phone_hint()), "")}
                {tick("compared", words::compared(), false)}
                <p>
                    <button class="btn" type="submit">
                        {words::reset_save()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

fn number(acts: DeskActs, view: &PersonView) -> AnyView {
    if view.desk.number_waits {
        return view! {
            <Sheet title=words::number()>
                <Notice tone=Tone::Wait>
                    <p>{words::number_waits()}</p>
                </Notice>
            </Sheet>
        }
        .still();
    }
    let reasons = NumberReason::ALL.map(|reason| (reason.code(), names::number_reason(reason))).to_vec();
    let kinds = DocumentKind::ALL.into_iter().filter(|kind| region_of(*kind).is_some());
    let kinds = kinds.map(|kind| (kind.code(), messages::document_kind(kind))).collect();
    let id = view.id.as_str().to_owned();
    view! {
        <Sheet title=words::number()>
            <p>{words::number_text()}</p>
            <ActionForm action=acts.number>
                <input type="hidden" name="id" value=id />
                {choice("number-reason", "reason", words::reason(), reasons)}
                {choice("number-kind", "kind", words::number_kind(), kinds)}
                {line("number", words::number_new(), None, "")}
                {tick("compared", words::compared(), false)}
                <p>
                    <button class="btn" type="submit">
                        {words::number_save()}
                    </button>
                </p>
            </ActionForm>
        </Sheet>
    }
    .still()
}

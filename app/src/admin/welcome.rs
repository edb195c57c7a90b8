//! 总览: how much waits for whoever looks, and what they are.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{Me, NextReview, QueueName, ReviewQueue, WelcomeView, load_welcome};
use super::frame::{Entry, Office};
use super::review::queue_title;
use super::staff::grant_words;
use crate::ui::Sheet;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::words::office as words;
use crate::words::office_review as review;

/// 总览
#[component]
pub fn WelcomePage() -> impl IntoView {
    let data = ask(|| (), |()| load_welcome());
    view! { <Office title=words::welcome_title() entry=Entry::Welcome data=data view=welcome /> }
}

fn welcome(me: Me, view: WelcomeView) -> AnyView {
    let waits = if me.grants.is_empty() {
        view! { <p class="empty">{words::welcome_no_role()}</p> }.still()
    } else if view.waits.is_empty() {
        view! { <p class="empty">{words::welcome_nothing()}</p> }.still()
    } else {
        let rows = view.waits.into_iter().map(|(queue, count)| {
            view! {
                <tr>
                    <th scope="row">{queue_word(queue)}</th>
                    <td class="office-number">{count}</td>
                    <td>{(count > 0).then(|| begin(queue))}</td>
                </tr>
            }
        });
        view! {
            <table class="office-table office-counts">
                <thead>
                    <tr>
                        <th scope="col">{words::queue()}</th>
                        <th scope="col" class="office-number">
                            {words::count()}
                        </th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .still()
    };
    let roles = (!me.grants.is_empty()).then(|| {
        let lines = me.grants.iter().map(|grant| view! { <li>{grant_words(grant, &[])}</li> });
        let lines = lines.collect_view();
        view! {
            <Sheet title=words::my_roles()>
                <ul class="office-list">{lines}</ul>
            </Sheet>
        }
    });
    view! {
        <Sheet title=words::welcome_waits()>{waits}</Sheet>
        {roles}
    }
    .still()
}

/// Takes the line that has waited longest.
fn begin(queue: QueueName) -> AnyView {
    let action = ServerAction::<NextReview>::new();
    let queue = match queue {
        QueueName::Identities => ReviewQueue::Identity,
        QueueName::Faces => ReviewQueue::Face,
        QueueName::Proofs => ReviewQueue::Proof,
        QueueName::Registrations => ReviewQueue::Registration,
        QueueName::Renames => ReviewQueue::Rename,
        QueueName::Withdrawals => ReviewQueue::Withdrawal,
    };
    let label = review::start_of(queue_title(queue));
    view! {
        <ActionForm action=action>
            <input type="hidden" name="queue" value=queue.code() />
            <button class="btn btn-sm" type="submit" aria-label=label>
                {review::start()}
            </button>
        </ActionForm>
    }
    .still()
}

fn queue_word(queue: QueueName) -> &'static str {
    match queue {
        QueueName::Identities => words::waits_identities(),
        QueueName::Faces => words::waits_faces(),
        QueueName::Proofs => words::waits_proofs(),
        QueueName::Registrations => words::waits_registrations(),
        QueueName::Renames => words::waits_renames(),
        QueueName::Withdrawals => words::waits_withdrawals(),
    }
}

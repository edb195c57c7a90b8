//! 放弃报名 and 退出报名: what it means, said before it is done.

use domain::registration::{Step, WayOut};
use leptos::prelude::*;

use super::api::mine::{RequestWithdrawal, Withdraw, WithdrawView, load_withdrawal};
use super::registration_id;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Form, Loaded, Notice, Page, SCHOOLS, Sheet, SubmitButton, Tone, unchecked};
use crate::words::registration as words;

/// 放弃 or 退出
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let withdraw = ServerAction::<Withdraw>::new();
    let request = ServerAction::<RequestWithdrawal>::new();
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_withdrawal(id?).await });
    let back = paths::registrations();
    view! {
        <Page title=words::withdraw_title() back=back>
            <Loaded data=data view=move |view: WithdrawView| page(withdraw, request, view) />
        </Page>
    }
}

fn page(
    withdraw: ServerAction<Withdraw>,
    request: ServerAction<RequestWithdrawal>,
    view: WithdrawView,
) -> AnyView {
    let id = view.road.id.to_string();
    let (lines, foot) = match view.way_out {
        WayOut::Discard => {
            (vec![words::discard_means(), words::begin_anew()], free(withdraw, id, words::discard_now()))
        }
        WayOut::Free => (
            vec![words::withdraw_means(), words::withdraw_not_if_paid(), words::begin_anew()],
            free(withdraw, id, words::withdraw_now()),
        ),
        WayOut::OnRequest if !view.requested => {
            let form = view! {
                <Form action=request check={unchecked::<RequestWithdrawal>}>
                    <input type="hidden" name="id" value=id />
                    <SubmitButton label=words::request_now() pending=request.pending() />
                </Form>
            };
            (vec![words::request_means(), words::request_until()], form.still())
        }
        WayOut::OnRequest => (vec![words::requested_already()], see(&view)),
        WayOut::None => (vec![messages::step(Step::Over)], see(&view)),
    };
    let lines = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <Sheet title=view.road.exam.clone() lang=SCHOOLS>
            <Notice tone=Tone::Warn>{lines}</Notice>
        </Sheet>
        {foot}
    }
    .still()
}

fn free(action: ServerAction<Withdraw>, id: String, label: &'static str) -> AnyView {
    view! {
        <div class="form grave">
            <Form action=action check={unchecked::<Withdraw>}>
                <input type="hidden" name="id" value=id />
                <SubmitButton label=label pending=action.pending() />
            </Form>
        </div>
    }
    .still()
}

fn see(view: &WithdrawView) -> AnyView {
    view! { <BottomLink href=paths::registration(&view.road.id) label=words::see() /> }.still()
}

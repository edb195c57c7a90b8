//! 找回密码 2/3: 验证码.

use domain::form::{Field, FieldProblems, Problem};
use domain::reset::ResetPage;
use leptos::prelude::*;

use super::api::{AskResetCodeAgain, ProveReset, ResetView, load_reset};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Form, Loaded, Notice, Page, ResendButton, Sheet, SubmitButton, TextField, Tone, errors_of,
    help, unchecked,
};
use crate::words::reset as words;

/// 找回密码 2/3
#[component]
pub fn ResetCodePage() -> impl IntoView {
    let again = ServerAction::<AskResetCodeAgain>::new();
    let prove = ServerAction::<ProveReset>::new();
    let data = ask(move || again.version().get(), |_| load_reset());
    view! {
        <Page title=words::title() back=paths::reset() note="2/3">
            <Loaded data=data view=move |view: ResetView| code_forms(again, prove, view) />
        </Page>
    }
}

fn code_forms(
    again: ServerAction<AskResetCodeAgain>,
    prove: ServerAction<ProveReset>,
    view: ResetView,
) -> AnyView {
    if view.furthest == ResetPage::Person {
        return view! {
            <Notice tone=Tone::Info>
                <p>{words::start_first()}</p>
            </Notice>
            <BottomLink href=paths::reset() label=words::to_start() />
        }
        .still();
    }
    let check = |sent: ProveReset| {
        sent.code.trim().is_empty().then(|| FieldProblems::one(Field::Code, Problem::Missing))
    };
    let unasked = unchecked::<AskResetCodeAgain>;
    view! {
        <Form action=prove check=check>
            <Sheet>
                <p role="status">{words::sent(&view.masked_phone)}</p>
                <TextField
                    field=Field::Code
                    label=words::code()
                    hint=words::code_hint()
                    errors=errors_of(prove)
                    autocomplete="one-time-code"
                    inputmode="numeric"
                />
            </Sheet>
            <SubmitButton label=words::next() pending=prove.pending() />
        </Form>
        <Form action=again check=unasked>
            <ResendButton seconds=view.resend_in again=words::again() wait=words::again_in />
        </Form>
        <p class="aside">{help::tappable(&words::not_arrived(&view.technical_contact))}</p>
        <p class="aside">
            <a class="link" href=paths::reset()>
                {words::back_to_start()}
            </a>
        </p>
    }
    .still()
}

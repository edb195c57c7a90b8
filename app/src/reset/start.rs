//! 找回密码 1/3: document number and phone.

use domain::form::Field;
use domain::reset::ResetForm;
use leptos::prelude::*;

use super::api::{AskResetCode, ResetView, load_reset};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Form, Loaded, Page, Sheet, SubmitButton, TextField, errors_of, fields_problem, help};
use crate::words::reset as words;

/// 找回密码 1/3
#[component]
pub fn ResetStartPage() -> impl IntoView {
    let action = ServerAction::<AskResetCode>::new();
    let data = ask(|| (), |()| load_reset());
    view! {
        <Page title=words::title() back=paths::sign_in() note="1/3">
            <Loaded data=data view=move |view: ResetView| start_form(action, view) />
        </Page>
    }
}

fn start_form(action: ServerAction<AskResetCode>, view: ResetView) -> AnyView {
    let errors = errors_of(action);
    let check = |sent: AskResetCode| {
        let AskResetCode { number, phone } = sent;
        fields_problem(ResetForm { number, phone }.check())
    };
    let ResetForm { number, phone } = view.form;
    view! {
        <Form action=action check=check>
            <Sheet>
                <p>{words::intro()}</p>
                <TextField
                    field=Field::Number
                    label=words::number()
                    errors=errors
                    value=number
                    autocomplete="username"
                />
                <TextField
                    field=Field::Phone
                    label=words::phone()
                    hint=words::phone_hint()
                    errors=errors
                    value=phone
                    kind="tel"
                    autocomplete="tel"
                    inputmode="tel"
                />
            </Sheet>
            <p class="aside">{help::tappable(&words::phone_gone(&view.technical_contact))}</p>
            <p class="aside">
                <a class="link" href=paths::sign_in()>
                    {words::remembered()}
                </a>
            </p>
            <SubmitButton label=words::ask() pending=action.pending() />
        </Form>
    }
    .still()
}

//! 找回密码 3/3: the new password.

use domain::form::Field;
use domain::reset::ResetPage;
use leptos::prelude::*;

use super::api::{FinishReset, ResetView, load_reset};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Form, Loaded, NewPassword, Notice, Page, Sheet, SubmitButton, TextField, Tone,
    check_new_password, errors_of,
};
use crate::words::reset as words;

/// 找回密码 3/3
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let action = ServerAction::<FinishReset>::new();
    let data = ask(|| (), |()| load_reset());
    view! {
        <Page title=words::title() back=paths::reset_code() note="3/3">
            <Loaded data=data view=move |view: ResetView| password_form(action, view) />
        </Page>
    }
}

fn password_form(action: ServerAction<FinishReset>, view: ResetView) -> AnyView {
    let missing = match view.furthest {
        ResetPage::Person => Some((words::start_first(), paths::reset(), words::to_start())),
        ResetPage::Code => Some((words::code_first(), paths::reset_code(), words::to_code())),
        ResetPage::Password => None,
    };
    if let Some((sentence, href, label)) = missing {
        return view! {
            <Notice tone=Tone::Info>
                <p>{sentence}</p>
            </Notice>
            <BottomLink href=href label=label />
        }
        .still();
    }
    let rule = view.password_rule;
    let (number, phone) = (view.form.number, view.form.phone);
    let check = move |sent: FinishReset| {
        check_new_password(rule, (&sent.password, &sent.password_again), &number, &phone)
    };
    let handed = view.at_desk.then(|| {
        view! {
            <TextField
                field=Field::Code
                label=words::handed()
                hint=words::handed_hint()
                errors=errors_of(action)
                autocomplete="off"
            />
        }
    });
    view! {
        <Form action=action check=check>
            <Sheet>
                {handed}
                <NewPassword
                    rule=rule
                    label=words::password()
                    again=words::password_again()
                    errors=errors_of(action)
                />
                <p class="text-soft">{words::ends_all()}</p>
            </Sheet>
            <SubmitButton label=words::finish() pending=action.pending() />
        </Form>
    }
    .still()
}

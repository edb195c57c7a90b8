//! 修改密码.

use domain::form::{Field, FieldProblems, Problem};
use leptos::prelude::*;

use super::api::{ChangePassword, ChangePasswordView, load_change_password};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    Form, Loaded, NewPassword, Page, Sheet, SubmitButton, TextField, check_new_password, errors_of,
};
use crate::words::security as words;

/// 修改密码
#[component]
pub fn ChangePasswordPage() -> impl IntoView {
    let action = ServerAction::<ChangePassword>::new();
    let data = ask(|| (), |()| load_change_password());
    view! {
        <Page title=words::password_title() back=paths::security()>
            <Loaded data=data view=move |view: ChangePasswordView| password_form(action, view) />
        </Page>
    }
}

fn password_form(action: ServerAction<ChangePassword>, view: ChangePasswordView) -> AnyView {
    let errors = errors_of(action);
    let rule = view.rule;
    let check = move |sent: ChangePassword| {
        let mut problems = FieldProblems::default();
        if sent.current_password.is_empty() {
            problems.add(Field::CurrentPassword, Problem::Missing);
        }
        let new = check_new_password(rule, (&sent.password, &sent.password_again), "", "");
        problems.0.extend(new.unwrap_or_default().0);
        (!problems.is_empty()).then_some(problems)
    };
    view! {
        <Form action=action check=check>
            <Sheet>
                <TextField
                    field=Field::CurrentPassword
                    label=words::current()
                    errors=errors
                    kind="password"
                    autocomplete="current-password"
                />
                <NewPassword rule=rule label=words::new() again=words::new_again() errors=errors />
                <p class="text-soft">{words::ends_others()}</p>
            </Sheet>
            <p class="aside">
                <a class="link" href=paths::reset()>
                    {words::forgot()}
                </a>
            </p>
            <SubmitButton label=words::save_password() pending=action.pending() />
        </Form>
    }
    .still()
}

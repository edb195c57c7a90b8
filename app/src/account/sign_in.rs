//! 登录.

use domain::form::{Field, FieldProblems, Problem};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::SignIn;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Form, Page, Sheet, SubmitButton, TextField, errors_of, help};
use crate::words::account as words;

/// 登录
#[component]
pub fn SignInPage() -> AnyView {
    let action = ServerAction::<SignIn>::new();
    let errors = errors_of(action);
    let query = use_query_map();
    let next = move || query.read().get("next").unwrap_or_default();
    let check = |sent: SignIn| {
        let mut problems = FieldProblems::default();
        if sent.number.trim().is_empty() {
            problems.add(Field::Number, Problem::Missing);
        }
        if sent.password.is_empty() {
            problems.add(Field::Password, Problem::Missing);
        }
        (!problems.is_empty()).then_some(problems)
    };
    view! {
        <Page title=words::sign_in_title() back=paths::home()>
            <Form action=action check=check>
                <Sheet>
                    <input type="hidden" name="next" value=next />
                    <TextField
                        field=Field::Number
                        label=words::sign_in_number()
                        hint=words::sign_in_number_hint()
                        errors=errors
                        autocomplete="username"
                    />
                    <TextField
                        field=Field::Password
                        label=words::password()
                        hint=words::sign_in_password_hint()
                        errors=errors
                        kind="password"
                        autocomplete="current-password"
                    />
                </Sheet>
                <p class="aside">
                    <a class="link" href=paths::reset()>
                        {words::forgot()}
                    </a>
                </p>
                <p class="aside">
                    <a class="link" href=paths::sign_up()>
                        {words::to_sign_up()}
                    </a>
                </p>
                <p class="aside">{help::tappable(&words::sign_in_help(&help::hotline(), &help::technical_contact()))}</p>
                <SubmitButton label=words::sign_in() pending=action.pending() />
            </Form>
        </Page>
    }
    .still()
}

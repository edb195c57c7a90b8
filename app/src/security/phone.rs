//! 更换手机号, first page: the new number, and the password again.

use domain::form::{Field, FieldProblems, Problem};
use domain::person::Phone;
use leptos::prelude::*;

use super::api::{BeginPhoneChange, ChangePhoneView, load_change_phone};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Facts, Form, Loaded, Page, Sheet, SubmitButton, TextField, errors_of};
use crate::words::account::password;
use crate::words::security as words;

/// 更换手机号
#[component]
pub fn ChangePhonePage() -> impl IntoView {
    let action = ServerAction::<BeginPhoneChange>::new();
    let data = ask(|| (), |()| load_change_phone());
    view! {
        <Page title=words::phone_title() back=paths::security() note="1/2">
            <Loaded data=data view=move |view: ChangePhoneView| phone_form(action, view) />
        </Page>
    }
}

fn phone_form(action: ServerAction<BeginPhoneChange>, view: ChangePhoneView) -> AnyView {
    let errors = errors_of(action);
    let check = |sent: BeginPhoneChange| {
        let mut problems = FieldProblems::default();
        problems.keep(Field::Phone, Phone::parse(&sent.phone).map_err(Problem::from));
        if sent.current_password.is_empty() {
            problems.add(Field::CurrentPassword, Problem::Missing);
        }
        (!problems.is_empty()).then_some(problems)
    };
    view! {
        <Form action=action check=check>
            <Sheet>
                <Facts rows=vec![(words::phone_now(), view.masked_phone.still())] />
                <TextField
                    field=Field::Phone
                    label=words::new_phone()
                    hint=words::new_phone_hint()
                    errors=errors
                    value=view.typed
                    kind="tel"
                    autocomplete="tel"
                    inputmode="tel"
                />
                <TextField
                    field=Field::CurrentPassword
                    label=password()
                    hint=words::confirm_hint()
                    errors=errors
                    kind="password"
                    autocomplete="current-password"
                />
            </Sheet>
            <SubmitButton label=words::send_codes() pending=action.pending() />
        </Form>
    }
    .still()
}

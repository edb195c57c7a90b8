//! 注册 3/3: 设置密码.

use domain::form::{Field, FieldProblems, Problem};
use domain::person::PasswordRule;
use domain::signup::SignUpPage;
use leptos::prelude::*;

use super::api::{CreateAccount, SignUpView, load_sign_up};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Form, Loaded, Notice, Page, Sheet, SubmitButton, TextField, Tone, errors_of};
use crate::words::account as words;

/// 注册 3/3
#[component]
pub fn SignUpPasswordPage() -> impl IntoView {
    let action = ServerAction::<CreateAccount>::new();
    let data = ask(|| (), |()| load_sign_up());
    view! {
        <Page title=words::password_title() back=paths::sign_up_phone() note="3/3">
            <Loaded data=data view=move |view: SignUpView| password_form(action, view) />
        </Page>
    }
}

/// What the browser can know; how common a password is, only the server does.
fn check(rule: PasswordRule, number: &str, phone: &str, sent: &CreateAccount) -> Option<FieldProblems> {
    let mut problems = FieldProblems::default();
    let number = domain::document::normalise(number);
    problems
        .keep(Field::Password, rule.check(&sent.password, Some(&number), Some(phone)).map_err(Problem::from));
    if sent.password != sent.password_again {
        problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
    }
    (!problems.is_empty()).then_some(problems)
}

fn password_form(action: ServerAction<CreateAccount>, view: SignUpView) -> AnyView {
    let missing = match view.furthest {
        SignUpPage::Person => Some((words::number_step_first(), paths::sign_up(), words::to_person())),
        SignUpPage::Phone => Some((words::phone_step_first(), paths::sign_up_phone(), words::to_phone())),
        SignUpPage::Password => None,
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
    let errors = errors_of(action);
    let PasswordRule { min_chars, max_chars } = view.password_rule;
    let rule = words::password_rule(&min_chars.to_string(), &max_chars.to_string());
    let check = move |sent: CreateAccount| check(view.password_rule, &view.person.number, &view.phone, &sent);
    view! {
        <Form action=action check=check>
            <Sheet>
                <TextField
                    field=Field::Password
                    label=words::password()
                    hint=rule
                    errors=errors
                    kind="password"
                    autocomplete="new-password"
                />
                <TextField
                    field=Field::PasswordAgain
                    label=words::password_again()
                    errors=errors
                    kind="password"
                    autocomplete="new-password"
                />
            </Sheet>
            <SubmitButton label=words::create() pending=action.pending() />
        </Form>
    }
    .still()
}

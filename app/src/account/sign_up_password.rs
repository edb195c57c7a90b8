//! 注册 3/3: 设置密码.

use domain::form::Field;
use domain::signup::SignUpPage;
use leptos::prelude::*;

use super::api::{CreateAccount, SignUpView, load_sign_up};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Facts, Form, Loaded, NewPassword, Notice, Page, Sheet, SubmitButton, Tone,
    check_new_password, errors_of,
};
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

fn password_form(action: ServerAction<CreateAccount>, view: SignUpView) -> AnyView {
    if view.signed_in {
        return super::signed_in_already();
    }
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
    let rule = view.password_rule;
    let (number, phone) = (view.person.number, view.phone.clone());
    let check = move |sent: CreateAccount| {
        check_new_password(rule, (&sent.password, &sent.password_again), &number, &phone)
    };
    let facts = vec![
        (messages::field(Field::Number), view.grouped_number.still()),
        (messages::field(Field::Phone), view.phone.still()),
    ];
    view! {
        <Form action=action check=check>
            <input type="hidden" name="mark" value=view.mark />
            <Sheet>
                <p>{words::account_of()}</p>
                <Facts rows=facts />
                <Notice tone=Tone::Warn>
                    <p>{words::number_fixed()}</p>
                </Notice>
            </Sheet>
            <Sheet>
                <NewPassword
                    rule=rule
                    label=words::password()
                    again=words::password_again()
                    errors=errors_of(action)
                />
            </Sheet>
            <p class="aside">
                {words::last_help()} " " <a class="link" href=paths::sign_in()>
                    {words::sign_in()}
                </a> " · " <a class="link" href=paths::reset()>
                    {words::forgot()}
                </a>
            </p>
            <SubmitButton label=words::create() pending=action.pending() />
        </Form>
    }
    .still()
}

//! The door: login name and password, the second step, the first sign-in; and the password typed again.

use domain::form::{Field, FieldProblems, Problem};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{
    DoorView, EnrolView, Me, StaffCode, StaffConfirm, StaffEnrol, StaffSignIn, StaffSignOut, load_code,
    load_door, load_enrol, load_staff_confirm,
};
use super::frame::{Door, Entry, Office};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Form, Loaded, Sheet, SubmitButton, TextField, errors_of};
use crate::words::office as words;

/// What must not be left empty.
fn missing(fields: &[(Field, &str)]) -> Option<FieldProblems> {
    let mut problems = FieldProblems::default();
    for (field, typed) in fields {
        if typed.trim().is_empty() {
            problems.add(*field, Problem::Missing);
        }
    }
    (!problems.is_empty()).then_some(problems)
}

fn next_of_query() -> String {
    paths::safe_admin_next(use_query_map().read_untracked().get("next").as_deref()).to_owned()
}

/// 工作人员登录
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    let action = ServerAction::<StaffSignIn>::new();
    let next = next_of_query();
    let data = ask(|| (), |()| load_door());
    let form = move |view: DoorView| {
        let errors = errors_of(action);
        let check =
            |sent: StaffSignIn| missing(&[(Field::Login, &sent.login), (Field::Password, &sent.password)]);
        let next = next.clone();
        view! {
            <Door title=words::sign_in_title() school=view.school>
                <p>{words::sign_in_lead()}</p>
                <Form action=action check=check>
                    <Sheet>
                        <input type="hidden" name="next" value=next />
                        <TextField field=Field::Login label=words::login() errors=errors autocomplete="username" />
                        <TextField
                            field=Field::Password
                            label=words::password()
                            hint=words::password_hint()
                            errors=errors
                            kind="password"
                            autocomplete="current-password"
                        />
                    </Sheet>
                    <p class="aside">{words::no_login()}</p>
                    <p class="aside">
                        <a class="link" href=paths::home()>
                            {words::to_portal()}
                        </a>
                    </p>
                    <SubmitButton label=words::sign_in() pending=action.pending() />
                </Form>
            </Door>
        }
        .still()
    };
    view! { <Loaded data=data view=form /> }
}

/// 登录验证
#[component]
pub fn CodePage() -> impl IntoView {
    let action = ServerAction::<StaffCode>::new();
    let leave = ServerAction::<StaffSignOut>::new();
    let next = next_of_query();
    let data = ask(|| (), |()| load_code());
    let form = move |view: DoorView| {
        let check = |sent: StaffCode| missing(&[(Field::Code, &sent.code)]);
        let next = next.clone();
        view! {
            <Door title=words::code_title() school=view.school>
                <Form action=action check=check>
                    <Sheet>
                        <p>{words::code_lead()}</p>
                        <input type="hidden" name="next" value=next />
                        <TextField
                            field=Field::Code
                            label=words::code()
                            hint=words::code_hint()
                            errors=errors_of(action)
                            autocomplete="one-time-code"
                        />
                    </Sheet>
                    <SubmitButton label=words::go_in() pending=action.pending() />
                </Form>
                <ActionForm action=leave>
                    <button class="btn btn-block" type="submit">
                        {words::start_again()}
                    </button>
                </ActionForm>
            </Door>
        }
        .still()
    };
    view! { <Loaded data=data view=form /> }
}

/// 设置账号
#[component]
pub fn EnrolPage() -> impl IntoView {
    let action = ServerAction::<StaffEnrol>::new();
    let data = ask(|| (), |()| load_enrol());
    view! { <Loaded data=data view=move |view: EnrolView| enrolment(action, view) /> }
}

fn enrolment(action: ServerAction<StaffEnrol>, view: EnrolView) -> AnyView {
    let errors = errors_of(action);
    let rule = domain::staff::PASSWORD_RULE;
    let check = |sent: StaffEnrol| {
        let fields = [
            (Field::Code, sent.code.as_str()),
            (Field::Password, sent.password.as_str()),
            (Field::PasswordAgain, sent.password_again.as_str()),
        ];
        missing(&fields)
    };
    let hint = words::password_rule(&rule.min_chars.to_string(), &rule.max_chars.to_string());
    view! {
        <Door title=words::enrol_title() school=view.school>
            <p>{words::enrol_lead()}</p>
            <Form action=action check=check>
                <Sheet title=words::enrol_app()>
                    <p>{words::enrol_app_text()}</p>
                    <div class="enrol-code" role="img" aria-label=words::enrol_qr() inner_html=view.qr></div>
                    <dl class="once-facts">
                        <dt>{words::login()}</dt>
                        <dd class="number">{view.login}</dd>
                        <dt>{words::enrol_secret()}</dt>
                        <dd class="secret">{view.secret}</dd>
                    </dl>
                    <TextField
                        field=Field::Code
                        label=words::enrol_code()
                        errors=errors
                        autocomplete="one-time-code"
                        inputmode="numeric"
                    />
                </Sheet>
                <Sheet title=words::enrol_password()>
                    <TextField
                        field=Field::Password
                        label=words::new_password()
                        hint=hint
                        errors=errors
                        kind="password"
                        autocomplete="new-password"
                    />
                    <TextField
                        field=Field::PasswordAgain
                        label=words::new_password_again()
                        errors=errors
                        kind="password"
                        autocomplete="new-password"
                    />
                </Sheet>
                <SubmitButton label=words::enrol() pending=action.pending() />
            </Form>
        </Door>
    }
    .still()
}

/// 确认身份
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let action = ServerAction::<StaffConfirm>::new();
    let next = next_of_query();
    let data = ask(|| (), |()| load_staff_confirm());
    let form = move |_me: Me, (): ()| {
        let check = |sent: StaffConfirm| missing(&[(Field::CurrentPassword, &sent.current_password)]);
        let next = next.clone();
        view! {
            <div class="office-narrow">
                <Form action=action check=check>
                    <Sheet>
                        <p>{words::confirm_lead()}</p>
                        <input type="hidden" name="next" value=next />
                        <TextField
                            field=Field::CurrentPassword
                            label=words::password()
                            errors=errors_of(action)
                            kind="password"
                            autocomplete="current-password"
                        />
                        <p>
                            <button class="btn btn-primary" type="submit">
                                {words::confirm()}
                            </button>
                        </p>
                    </Sheet>
                </Form>
            </div>
        }
        .still()
    };
    view! { <Office title=words::confirm_title() entry=Entry::Security data=data view=form /> }
}

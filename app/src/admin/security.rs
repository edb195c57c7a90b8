//! 我的账号: recovery codes, password, sessions.

use domain::form::{Field, FieldProblems, Problem};
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::api::{
    EndOtherStaffSessions, EndStaffSession, Me, RenewRecoveryCodes, StaffChangePassword, StaffSecurityView,
    StaffSessionView, load_staff_security,
};
use super::frame::{Entry, Office, when_confirmed};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Badge, ErrorSummary, Form, Sheet, TextField, Tone, errors_of};
use crate::words::office as words;

/// 我的账号
#[component]
pub fn StaffSecurityPage() -> impl IntoView {
    let end = ServerAction::<EndStaffSession>::new();
    let end_others = ServerAction::<EndOtherStaffSessions>::new();
    let password = ServerAction::<StaffChangePassword>::new();
    let codes = ServerAction::<RenewRecoveryCodes>::new();
    let changes = move || (end.version().get(), end_others.version().get(), codes.version().get());
    let data = ask(changes, |_| load_staff_security());
    let view = move |me: Me, view: StaffSecurityView| {
        let sessions = sessions(end, end_others, view.sessions);
        view! {
            <div class="office-columns">
                {recovery(codes, &me, view.codes_left)}
                {password_form(password, view.rule)}
            </div>
            <ErrorSummary errors=errors_of(end) />
            {sessions}
        }
        .still()
    };
    view! { <Office title=words::security_title() entry=Entry::Security data=data view=view /> }
}

fn recovery(action: ServerAction<RenewRecoveryCodes>, me: &Me, left: i64) -> AnyView {
    let renew = when_confirmed(me, paths::admin_security(), || {
        view! {
            <ErrorSummary errors=errors_of(action) />
            <ActionForm action=action>
                <button class="btn" type="submit">
                    {words::renew_codes()}
                </button>
            </ActionForm>
        }
        .still()
    });
    view! {
        <Sheet title=words::codes_title()>
            <p>{words::codes_left(&left.to_string())}</p>
            <p class="text-soft">{words::renew_codes_text()}</p>
            {renew}
        </Sheet>
    }
    .still()
}

fn password_form(action: ServerAction<StaffChangePassword>, rule: domain::person::PasswordRule) -> AnyView {
    let errors = errors_of(action);
    let check = |sent: StaffChangePassword| {
        let mut problems = FieldProblems::default();
        if sent.current_password.is_empty() {
            problems.add(Field::CurrentPassword, Problem::Missing);
        }
        if sent.password != sent.password_again {
            problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
        }
        (!problems.is_empty()).then_some(problems)
    };
    let hint = words::password_rule(&rule.min_chars.to_string(), &rule.max_chars.to_string());
    view! {
        <Sheet title=words::password_title()>
            <Form action=action check=check>
                <TextField
                    field=Field::CurrentPassword
                    label=words::current_password()
                    errors=errors
                    kind="password"
                    autocomplete="current-password"
                />
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
                <p class="text-soft">{words::ends_others()}</p>
                <p>
                    <button class="btn" type="submit">
                        {words::change_password()}
                    </button>
                </p>
            </Form>
        </Sheet>
    }
    .still()
}

fn sessions(
    end: ServerAction<EndStaffSession>,
    end_others: ServerAction<EndOtherStaffSessions>,
    sessions: Vec<StaffSessionView>,
) -> AnyView {
    let others = if sessions.len() < 2 {
        view! { <p class="text-soft">{words::only_this()}</p> }.still()
    } else {
        view! {
            <ActionForm action=end_others>
                <button class="btn" type="submit">
                    {words::end_others()}
                </button>
            </ActionForm>
        }
        .still()
    };
    let rows = sessions.into_iter().map(|session| row(end, session)).collect_view();
    view! {
        <Sheet title=words::sessions_title()>
            <ul class="menu-list">{rows}</ul>
            {others}
        </Sheet>
    }
    .still()
}

fn row(end: ServerAction<EndStaffSession>, session: StaffSessionView) -> AnyView {
    let device = messages::device(session.device);
    let since = words::session_since(&moment(session.since));
    let seen = words::session_seen(&moment(session.seen));
    let side = if session.is_this {
        view! { <Badge tone=Tone::Ok word=words::this_one() /> }.still()
    } else {
        let label = words::end_label(&device);
        view! {
            <ActionForm action=end>
                <input type="hidden" name="session" value=session.id.as_str().to_owned() />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {words::end()}
                </button>
            </ActionForm>
        }
        .still()
    };
    view! {
        <li class="session">
            <div class="grow">
                <p>{device}</p>
                <p class="menu-note">{since} " · " {seen}</p>
            </div>
            {side}
        </li>
    }
    .still()
}

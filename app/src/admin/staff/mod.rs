//! 工作人员: everybody, adding somebody, one member's page.

mod member;

pub use member::MemberPage;

use domain::form::{Field, FieldProblems, Problem};
use domain::id::ExamId;
use domain::person::PersonName;
use domain::staff::{Grant, LoginName, Permission, Role, StaffState};
use leptos::prelude::*;

use super::api::{AddStaff, Me, MemberView, load_add_staff, load_staff};
use super::frame::{Entry, Office, when_confirmed};
use crate::messages::staff as names;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::date;
use crate::ui::still::Still;
use crate::ui::{Badge, Choice, Choices, Form, Sheet, TextField, Tone, errors_of};
use crate::words::office as words;

/// 工作人员
#[component]
pub fn StaffPage() -> impl IntoView {
    let data = ask(|| (), |()| load_staff());
    view! { <Office title=words::staff_title() entry=Entry::Staff data=data view=everybody /> }
}

fn everybody(me: Me, members: Vec<MemberView>) -> AnyView {
    let add = me.may(Permission::ManageStaff).then(|| {
        view! {
            <a class="btn btn-primary" href=paths::admin_staff_add()>
                {words::add_staff()}
            </a>
        }
    });
    let count = words::staff_count(&members.len().to_string());
    let rows = members.into_iter().map(row).collect_view();
    view! {
        <div class="office-tools">
            <p class="text-soft">{count}</p>
            {add}
        </div>
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::staff_title()>
            <table class="office-table">
                <thead>
                    <tr>
                        <th scope="col">{words::name()}</th>
                        <th scope="col">{words::login()}</th>
                        <th scope="col">{words::roles()}</th>
                        <th scope="col">{words::state()}</th>
                        <th scope="col">{words::since()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(member: MemberView) -> AnyView {
    let mut roles: Vec<&str> = member.grants.iter().map(|grant| names::role(grant.role)).collect();
    roles.dedup();
    let roles = if roles.is_empty() { words::no_role().to_owned() } else { roles.join("、") };
    let (tone, word) = state_words(&member);
    let myself = member.is_me.then(|| view! { <span class="text-soft">" " {words::myself()}</span> });
    view! {
        <tr>
            <th scope="row">
                <a class="link link-alone" href=paths::admin_member(&member.id)>
                    {member.name}
                </a>
                {myself}
            </th>
            <td class="number">{member.login}</td>
            <td>{roles}</td>
            <td>
                <Badge tone=tone word=word />
            </td>
            <td class="number">{date(member.created)}</td>
        </tr>
    }
    .still()
}

/// Where an account stands.
fn state_words(member: &MemberView) -> (Tone, &'static str) {
    match member.state {
        StaffState::Invited { .. } if member.expired => (Tone::Warn, words::state_expired()),
        StaffState::Invited { .. } => (Tone::Wait, words::state_invited()),
        StaffState::Active => (Tone::Ok, words::state_active()),
        StaffState::Disabled { .. } => (Tone::Draft, words::state_disabled()),
    }
}

/// A role and its scope in one line. `exams` has the titles that are known.
pub fn grant_words(grant: &Grant, exams: &[(ExamId, String)]) -> String {
    [names::role(grant.role), "：", &scope_words(grant, exams)].concat()
}

/// Where a role is held.
fn scope_words(grant: &Grant, exams: &[(ExamId, String)]) -> String {
    let exam = match &grant.scope.exam {
        None => words::all_exams().to_owned(),
        Some(exam) => exams
            .iter()
            .find(|(id, _)| id == exam)
            .map_or_else(|| exam.as_str().to_owned(), |(_, title)| title.clone()),
    };
    let site = match &grant.scope.site {
        None => words::all_sites().to_owned(),
        Some(site) => words::one_site(site.as_str()),
    };
    [&exam, " · ", &site].concat()
}

/// Every role, to be chosen.
fn role_choices() -> impl Iterator<Item = Choice> {
    Role::ALL
        .into_iter()
        .map(|role| Choice::new(role.code(), names::role(role)).noted(names::about_role(role)))
}

/// 添加工作人员
#[component]
pub fn AddStaffPage() -> impl IntoView {
    let action = ServerAction::<AddStaff>::new();
    let data = ask(|| (), |()| load_add_staff());
    let view = move |me: Me, (): ()| {
        let forms = when_confirmed(&me, paths::admin_staff_add(), || add_form(action));
        view! {
            <p>
                <a class="link link-alone" href=paths::admin_staff()>
                    {words::back_to_staff()}
                </a>
            </p>
            <div class="office-narrow">{forms}</div>
        }
        .still()
    };
    view! { <Office title=words::add_title() entry=Entry::Staff data=data view=view /> }
}

fn add_form(action: ServerAction<AddStaff>) -> AnyView {
    let errors = errors_of(action);
    let check = |sent: AddStaff| {
        let mut problems = FieldProblems::default();
        problems.keep(Field::Name, PersonName::parse(&sent.name).map_err(Problem::from));
        problems.keep(Field::Login, LoginName::parse(&sent.login).map_err(Problem::from));
        (!problems.is_empty()).then_some(problems)
    };
    let choices =
        std::iter::once(Choice::new("", words::no_first_role())).chain(role_choices()).collect::<Vec<_>>();
    view! {
        <Form action=action check=check>
            <Sheet>
                <TextField field=Field::Name label=words::name() hint=words::name_hint() errors=errors />
                <TextField field=Field::Login label=words::login() hint=words::login_hint() errors=errors />
                <Choices
                    field=Field::Role
                    label=words::first_role()
                    hint=words::first_role_hint()
                    errors=errors
                    choices=choices
                />
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::add()}
                    </button>
                </p>
            </Sheet>
        </Form>
    }
    .still()
}

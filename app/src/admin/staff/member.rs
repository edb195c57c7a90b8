//! One member: roles and where they are held, the sign-in, the end of it.

use domain::form::{Field, FieldProblems, Problem};
use domain::id::{ExamId, StaffId};
use domain::staff::{Grant, Permission};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{grant_words, role_choices, scope_words, state_words};
use crate::admin::api::{
    DisableStaff, GrantRole, Me, MemberPageView, MemberView, ResetStaff, RevokeRole, load_member,
};
use crate::admin::frame::{Entry, Office, when_confirmed};
use crate::error::AppError;
use crate::messages::staff as names;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::date;
use crate::ui::still::Still;
use crate::ui::{Badge, Choice, Choices, ErrorSummary, Form, Sheet, TextField, errors_of};
use crate::words::office as words;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    grant: ServerAction<GrantRole>,
    revoke: ServerAction<RevokeRole>,
    reset: ServerAction<ResetStaff>,
    disable: ServerAction<DisableStaff>,
}

/// One member
#[component]
pub fn MemberPage() -> impl IntoView {
    let acts = Acts {
        grant: ServerAction::new(),
        revoke: ServerAction::new(),
        reset: ServerAction::new(),
        disable: ServerAction::new(),
    };
    let params = use_params_map();
    let id = move || params.read().get("id").and_then(|id| id.parse::<StaffId>().ok());
    let changes = move || {
        let versions =
            [acts.grant.version(), acts.revoke.version(), acts.reset.version(), acts.disable.version()];
        (id(), versions.map(|version| version.get()))
    };
    let data = ask(changes, |(id, _)| async move {
        match id {
            Some(id) => load_member(id).await,
            None => Err(AppError::NotFound),
        }
    });
    let view = move |me: Me, view: MemberPageView| member_view(acts, &me, view);
    view! { <Office title=words::staff_title() entry=Entry::Staff data=data view=view /> }
}

fn member_view(acts: Acts, me: &Me, view: MemberPageView) -> AnyView {
    let MemberPageView { member, exams } = view;
    let manages = me.may(Permission::ManageStaff);
    let changes = manages.then(|| {
        let here = paths::admin_member(&member.id);
        when_confirmed(me, &here, || forms(acts, &member, &exams))
    });
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_staff()>
                {words::back_to_staff()}
            </a>
        </p>
        <ErrorSummary errors=errors_of(acts.revoke) />
        <ErrorSummary errors=errors_of(acts.reset) />
        <ErrorSummary errors=errors_of(acts.disable) />
        <div class="office-columns">
            {about(&member)}
            {roles(acts, &member, &exams, manages && me.confirmed)}
        </div>
        {changes}
    }
    .still()
}

fn about(member: &MemberView) -> AnyView {
    let (tone, word) = state_words(member);
    let (login, created) = (member.login.clone(), date(member.created));
    view! {
        <Sheet title=member.name.clone()>
            <dl class="once-facts">
                <dt>{words::login()}</dt>
                <dd class="number">{login}</dd>
                <dt>{words::state()}</dt>
                <dd>
                    <Badge tone=tone word=word />
                </dd>
                <dt>{words::since()}</dt>
                <dd class="number">{created}</dd>
            </dl>
        </Sheet>
    }
    .still()
}

fn roles(acts: Acts, member: &MemberView, exams: &[(ExamId, String)], can_revoke: bool) -> AnyView {
    let rows = member.grants.iter().map(|grant| {
        let take = can_revoke.then(|| revoke_form(acts.revoke, &member.id, grant, exams));
        view! {
            <li class="session">
                <span class="grow">{grant_words(grant, exams)}</span>
                {take}
            </li>
        }
    });
    let rows = rows.collect_view();
    let none = member.grants.is_empty().then(|| view! { <p class="empty">{words::held_nowhere()}</p> });
    view! {
        <Sheet title=words::member_roles()>
            <ul class="menu-list">{rows}</ul>
            {none}
        </Sheet>
    }
    .still()
}

fn revoke_form(
    action: ServerAction<RevokeRole>,
    id: &StaffId,
    grant: &Grant,
    exams: &[(ExamId, String)],
) -> AnyView {
    let label = words::revoke_label(names::role(grant.role), &scope_words(grant, exams));
    let (id, role) = (id.as_str().to_owned(), grant.role.code());
    let exam = grant.scope.exam.as_ref().map_or("", ExamId::as_str).to_owned();
    let site = grant.scope.site.as_ref().map_or("", |site| site.as_str()).to_owned();
    view! {
        <ActionForm action=action>
            <input type="hidden" name="id" value=id />
            <input type="hidden" name="role" value=role />
            <input type="hidden" name="exam" value=exam />
            <input type="hidden" name="site" value=site />
            <button class="btn btn-sm" type="submit" aria-label=label>
                {words::revoke()}
            </button>
        </ActionForm>
    }
    .still()
}

fn forms(acts: Acts, member: &MemberView, exams: &[(ExamId, String)]) -> AnyView {
    let ends = if member.is_me {
        view! {
            <Sheet title=words::reset_title()>
                <p class="text-soft">{words::own_account()}</p>
            </Sheet>
        }
        .still()
    } else {
        endings(acts, member)
    };
    view! {
        <div class="office-columns">
            {grant_form(acts.grant, &member.id, exams)}
            <div class="office-stack">{ends}</div>
        </div>
    }
    .still()
}

fn grant_form(action: ServerAction<GrantRole>, id: &StaffId, exams: &[(ExamId, String)]) -> AnyView {
    let errors = errors_of(action);
    let check =
        |sent: GrantRole| sent.role.is_empty().then(|| FieldProblems::one(Field::Role, Problem::Missing));
    let of_exams = exams.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let (id, roles) = (id.as_str().to_owned(), role_choices().collect::<Vec<_>>());
    let exams = std::iter::once(Choice::new("", words::all_exams())).chain(of_exams).collect::<Vec<_>>();
    view! {
        <Form action=action check=check>
            <Sheet title=words::grant_title()>
                <input type="hidden" name="id" value=id />
                <Choices field=Field::Role label=words::role() errors=errors choices=roles />
                <Choices field=Field::Exam label=words::exam() errors=errors choices=exams />
                <TextField field=Field::Site label=words::site() hint=words::site_hint() errors=errors />
                <p>
                    <button class="btn btn-primary" type="submit">
                        {words::grant()}
                    </button>
                </p>
            </Sheet>
        </Form>
    }
    .still()
}

fn endings(acts: Acts, member: &MemberView) -> AnyView {
    let (id, same) = (member.id.as_str().to_owned(), member.id.as_str().to_owned());
    let disable = (!matches!(member.state, domain::staff::StaffState::Disabled { .. })).then(|| {
        view! {
            <Sheet title=words::disable_title()>
                <p class="text-soft">{words::disable_text()}</p>
                <ActionForm action=acts.disable>
                    <input type="hidden" name="id" value=same />
                    <div class="grave">
                        <button class="btn btn-primary" type="submit">
                            {words::disable()}
                        </button>
                    </div>
                </ActionForm>
            </Sheet>
        }
    });
    view! {
        <Sheet title=words::reset_title()>
            <p class="text-soft">{words::reset_text()}</p>
            <ActionForm action=acts.reset>
                <input type="hidden" name="id" value=id />
                <button class="btn" type="submit">
                    {words::reset()}
                </button>
            </ActionForm>
        </Sheet>
        {disable}
    }
    .still()
}

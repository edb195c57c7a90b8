//! What stands around every page of the back office: the rail with what the reader may see, who is signed in, and what is
//! shown once. And the narrow frame of the door's pages.

use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Stylesheet, Title};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::api::{Framed, Me, OnceView, OnceWasRead, StaffSignOut};
use crate::messages::staff as names;
use crate::paths;
use crate::ui::load::Data;
use crate::ui::still::{Inside, Still};
use crate::ui::{Loaded, Notice, Sheet, Tone};
use crate::words::{office as words, office_person_desk as person_desk, office_print, office_school};

/// How the back office looks, beside what all pages share: no candidate loads it.
const STYLE: &str = "/office.css";

/// An entry of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// 总览
    Welcome,
    /// 数据总览
    Dashboard,
    /// 公告管理
    Announcements,
    /// 考生查询
    People,
    /// 证件号更正
    NumberChanges,
    /// 编排考场
    Seating,
    /// 考场材料
    Papers,
    /// 成绩管理
    Scores,
    /// 导出
    Exports,
    /// 学籍名单
    Roster,
    /// 类型与专业
    Lists,
    /// 考试管理
    Exams,
    /// 宣传海报
    Poster,
    /// 工作人员
    Staff,
    /// 权限表
    Permissions,
    /// 学校设置
    Settings,
    /// 审计日志
    Audit,
    /// 我的账号
    Security,
}

impl Entry {
    const ALL: &[Self] = &[
        Self::Welcome,
        Self::Dashboard,
        Self::People,
        Self::NumberChanges,
        Self::Announcements,
        Self::Seating,
        Self::Papers,
        Self::Scores,
        Self::Exports,
        Self::Roster,
        Self::Lists,
        Self::Exams,
        Self::Poster,
        Self::Staff,
        Self::Permissions,
        Self::Settings,
        Self::Audit,
        Self::Security,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Welcome => words::nav_welcome(),
            Self::Dashboard => words::nav_dashboard(),
            Self::Announcements => words::nav_announcements(),
            Self::People => words::nav_people(),
            Self::NumberChanges => words::nav_number_changes(),
            Self::Seating => words::nav_seating(),
            Self::Papers => office_print::title(),
            Self::Poster => office_print::poster_title(),
            Self::Settings => office_school::title(),
            Self::Scores => words::nav_scores(),
            Self::Exports => words::nav_exports(),
            Self::Roster => words::nav_roster(),
            Self::Lists => words::nav_lists(),
            Self::Exams => words::nav_exams(),
            Self::Staff => words::nav_staff(),
            Self::Permissions => words::nav_permissions(),
            Self::Audit => words::nav_audit(),
            Self::Security => words::nav_security(),
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Welcome => paths::admin(),
            Self::Dashboard => paths::admin_dashboard(),
            Self::Announcements => paths::admin_announcements(),
            Self::People => paths::admin_people(),
            Self::NumberChanges => paths::admin_number_changes(),
            Self::Seating => paths::admin_seating(),
            Self::Papers => paths::admin_papers(),
            Self::Poster => paths::admin_poster(),
            Self::Settings => paths::admin_settings(),
            Self::Scores => paths::admin_scores(),
            Self::Exports => paths::admin_exports(),
            Self::Roster => paths::admin_roster(),
            Self::Lists => paths::admin_lists(),
            Self::Exams => paths::admin_exams(),
            Self::Staff => paths::admin_staff(),
            Self::Permissions => paths::admin_permissions(),
            Self::Audit => paths::admin_audit(),
            Self::Security => paths::admin_security(),
        }
    }

    /// What it takes to see it; nothing for what is everybody's.
    fn needs(self) -> Option<Permission> {
        match self {
            Self::Welcome | Self::Security => None,
            Self::Dashboard => Some(Permission::SeeDashboard),
            Self::Announcements => Some(Permission::Announce),
            Self::People => Some(Permission::FindPeople),
            Self::NumberChanges => Some(Permission::ApproveNumberChange),
            Self::Seating => Some(Permission::SeeSeating),
            Self::Papers => Some(Permission::PrintPapers),
            Self::Scores => Some(Permission::SeeScores),
            Self::Exports => Some(Permission::ExportMasked),
            Self::Roster | Self::Lists => Some(Permission::SeeLists),
            Self::Exams | Self::Poster => Some(Permission::SeeExams),
            Self::Settings => Some(Permission::EditSchool),
            Self::Audit => Some(Permission::SeeAudit),
            Self::Staff | Self::Permissions => Some(Permission::SeeStaff),
        }
    }
}

/// A page of the back office, once its data is there.
#[component]
pub fn Office<T>(
    /// Its heading, and the browser's title.
    #[prop(into)]
    title: String,
    /// Its entry of the rail.
    entry: Entry,
    /// Its data, and what stands around it.
    data: Data<Framed<T>>,
    /// Draws its own part.
    #[prop(into)]
    view: Callback<(Me, T), AnyView>,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let head = words::head_title(&title);
    let draw = move |framed: Framed<T>| {
        let Framed { me, once, page } = framed;
        let top = around(&me, entry);
        let once = once.map(|once| shown_once(once, entry));
        let own = view.run((me, page));
        view! {
            {top}
            <main id="main" class="office-body" tabindex="-1">
                <h1 class="office-title">{title.clone()}</h1>
                {once}
                {own}
            </main>
        }
        .still()
    };
    view! {
        <Title text=head />
        <Stylesheet href=STYLE />
        <div class="office">
            <Loaded data=data view=draw />
        </div>
    }
}

fn around(me: &Me, current: Entry) -> AnyView {
    let sign_out = ServerAction::<StaffSignOut>::new();
    let entries = Entry::ALL
        .iter()
        .copied()
        .filter(|entry| entry.needs().is_none_or(|permission| me.may(permission)))
        .map(|entry| {
            view! {
                <li>
                    <a class="rail-link" href=entry.path() aria-current=(entry == current).then_some("page")>
                        {entry.word()}
                    </a>
                </li>
            }
        });
    let mut roles: Vec<&str> = me.grants.iter().map(|grant| names::role(grant.role)).collect();
    roles.dedup();
    let roles = if roles.is_empty() { words::no_role().to_owned() } else { roles.join("、") };
    let demo = me.demo.then(|| view! { <span class="office-demo">{words::demo()}</span> });
    view! {
        <header class="office-bar">
            <p class="office-brand">{words::brand(&me.school)} {demo}</p>
            <p class="office-who">
                {words::signed_in_as(&me.name, &me.login)} " "
                <span class="text-soft">{roles}</span>
            </p>
            <ActionForm action=sign_out>
                <button class="btn btn-sm" type="submit">
                    {words::sign_out()}
                </button>
            </ActionForm>
        </header>
        <nav class="office-rail" aria-label=words::navigation()>
            <ul>{entries.collect_view()}</ul>
        </nav>
    }
    .still()
}

/// Recovery codes, or somebody's one-time password: until it is told that they were kept.
fn shown_once(once: OnceView, entry: Entry) -> AnyView {
    let (title, text, body) = match once {
        OnceView::RecoveryCodes { codes } => {
            let codes = codes.into_iter().map(|code| view! { <li class="number">{code}</li> });
            let list = view! { <ol class="recovery-codes">{codes.collect_view()}</ol> }.still();
            (words::once_codes_title(), words::once_codes_text(), list)
        }
        OnceView::OneTimePassword { login, password } => {
            let facts = view! {
                <dl class="once-facts">
                    <dt>{words::once_login()}</dt>
                    <dd class="number">{login}</dd>
                    <dt>{words::once_password()}</dt>
                    <dd class="number one-time">{password}</dd>
                </dl>
            };
            (words::once_password_title(), words::once_password_text(), facts.still())
        }
        OnceView::CandidateReset { name, code } => {
            let facts = view! {
                <dl class="once-facts">
                    <dt>{person_desk::once_name()}</dt>
                    <dd>{name}</dd>
                    <dt>{person_desk::once_code()}</dt>
                    <dd class="number one-time">{code}</dd>
                </dl>
            };
            (person_desk::once_title(), person_desk::once_text(), facts.still())
        }
    };
    view! {
        <section class="sheet once" aria-labelledby="once-title">
            <h2 class="sheet-title" id="once-title">
                {title}
            </h2>
            {body}
            <p class="text-soft">{text}</p>
            // A plain form: the same page comes back, and is drawn anew without what was shown once.
            <form method="post" action=OnceWasRead::url()>
                <input type="hidden" name="back" value=entry.path() />
                <button class="btn btn-primary" type="submit">
                    {words::kept()}
                </button>
            </form>
        </section>
    }
    .still()
}

/// In place of forms that need the password typed again; the forms themselves where it was typed lately.
pub fn when_confirmed(me: &Me, here: &str, forms: impl FnOnce() -> AnyView) -> AnyView {
    if me.confirmed {
        return forms();
    }
    let href = paths::admin_confirm_then(here);
    view! {
        <Sheet>
            <Notice tone=Tone::Info>
                <p>{words::confirm_first()}</p>
                <p>
                    <a class="btn" href=href>
                        {words::to_confirm()}
                    </a>
                </p>
            </Notice>
        </Sheet>
    }
    .still()
}

/// A page of the door.
#[component]
pub fn Door(
    /// Its heading, and the browser's title.
    title: &'static str,
    /// The school's name.
    school: String,
    children: Inside,
) -> AnyView {
    view! {
        <Title text=words::head_title(title) />
        <Stylesheet href=STYLE />
        <div class="page">
            <header class="office-bar">
                <p class="office-brand">{words::brand(&school)}</p>
            </header>
            <main id="main" class="page-body" tabindex="-1">
                <h1 class="office-title">{title}</h1>
                {children.draw()}
            </main>
        </div>
    }
    .still()
}

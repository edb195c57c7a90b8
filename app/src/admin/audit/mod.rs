//! 审计日志: the log with its filters, and whether it is as it was written.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{AuditLine, AuditProof, AuditView, AuditWanted, Me, load_audit, load_audit_proof};
use super::frame::{Entry, Office};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Notice, Sheet, Tone};
use crate::words::office_audit as words;

/// What can be looked for stands in the address, so it must be a code: no name, no number of a person has these forms.
const SUBJECT: &str = r"[a-z][0-9A-Za-z_.\-]*";
const ACTOR: &str = r"[a-z]+(:[0-9A-Za-z_.\-]+)?";
const EVENT: &str = r"[a-z_]+(\.[a-z_]+)*";

/// 审计日志
#[component]
pub fn AuditPage() -> impl IntoView {
    let wanted = || {
        use_query_map().with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            AuditWanted {
                subject: text("subject"),
                actor: text("actor"),
                event: text("event"),
                since: text("since"),
                after: text("after"),
            }
        })
    };
    let data = ask(wanted, load_audit);
    let view = |_me: Me, view: AuditView| log(view);
    view! { <Office title=words::title() entry=Entry::Audit data=data view=view /> }
}

fn log(view: AuditView) -> AnyView {
    let AuditView { wanted, bad_date, lines, next } = view;
    let bad_date = bad_date.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{words::bad_date()}</p>
            </Notice>
        }
    });
    let older = next.map(|next| {
        let href = paths::admin_audit_of(&[
            ("subject", &wanted.subject),
            ("actor", &wanted.actor),
            ("event", &wanted.event),
            ("since", &wanted.since),
            ("after", next.as_str()),
        ]);
        view! {
            <p>
                <a class="btn" href=href rel="next">
                    {words::older()}
                </a>
            </p>
        }
    });
    let table = if lines.is_empty() {
        view! {
            <Sheet>
                <p class="empty">{words::nothing()}</p>
            </Sheet>
        }
        .still()
    } else {
        table(lines)
    };
    view! {
        <div class="office-tools">
            <p class="text-soft">{words::lead()}</p>
            <a class="btn" href=paths::admin_audit_proof()>
                {words::prove()}
            </a>
        </div>
        {filter(&wanted)}
        {bad_date}
        {table}
        {older}
    }
    .still()
}

fn filter(wanted: &AuditWanted) -> AnyView {
    let field = |name: &'static str,
                 (kind, pattern): (&'static str, Option<&'static str>),
                 label,
                 hint: Option<&'static str>,
                 value: &str| {
        let value = value.to_owned();
        let about = hint.map(|_| [name, "-hint"].concat());
        let hint = hint.map(|hint| {
            view! {
                <span class="text-soft" id=[name, "-hint"].concat()>
                    {hint}
                </span>
            }
        });
        view! {
            <p class="office-filter">
                <label for=name>{label}</label>
                <input class="input" id=name name=name type=kind value=value pattern=pattern aria-describedby=about autocomplete="off" />
                {hint}
            </p>
        }
        .still()
    };
    view! {
        <form class="sheet office-filters" method="get" action=paths::admin_audit() aria-label=words::filter()>
            {field("subject", ("text", Some(SUBJECT)), words::subject(), Some(words::subject_hint()), &wanted.subject)}
            {field("actor", ("text", Some(ACTOR)), words::actor(), Some(words::actor_hint()), &wanted.actor)}
            {field("event", ("text", Some(EVENT)), words::event(), Some(words::event_hint()), &wanted.event)}
            {field("since", ("date", None), words::since(), None, &wanted.since)}
            <p class="office-buttons">
                <button class="btn btn-primary" type="submit">
                    {words::show()}
                </button>
                <a class="btn" href=paths::admin_audit()>
                    {words::clear()}
                </a>
            </p>
        </form>
    }
    .still()
}

fn table(lines: Vec<AuditLine>) -> AnyView {
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::title()>
            <table class="office-table office-audit">
                <thead>
                    <tr>
                        <th scope="col">{words::time()}</th>
                        <th scope="col">{words::who()}</th>
                        <th scope="col">{words::what()}</th>
                        <th scope="col">{words::about()}</th>
                        <th scope="col">{words::detail()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still()
}

fn row(line: AuditLine) -> AnyView {
    let only = words::all_of_subject(&line.subject);
    let href = paths::admin_audit_of(&[("subject", &line.subject)]);
    view! {
        <tr>
            <td class="number">{line.at.to_minute()}</td>
            <td>
                {actor_word(&line)} <span class="audit-code">{line.actor.clone()}</span>
            </td>
            <td>
                {kind_word(&line.event)} <span class="audit-code">{line.event.clone()}</span>
            </td>
            <td>
                <a class="link link-alone audit-code" href=href aria-label=only>
                    {line.subject.clone()}
                </a>
            </td>
            <td class="audit-detail">{line.detail.clone()}</td>
        </tr>
    }
    .still()
}

fn actor_word(line: &AuditLine) -> String {
    if let Some(name) = &line.name {
        return name.clone();
    }
    let word = match line.actor.split(':').next() {
        Some("candidate") => words::by_candidate(),
        Some("operator") => words::by_operator(),
        Some("system") => words::by_system(),
        _ => "",
    };
    word.to_owned()
}

/// What an event is about, by the first part of its code.
fn kind_word(event: &str) -> &'static str {
    match event.split('.').next() {
        Some("account") => words::kind_account(),
        Some("consent" | "face_consent") => words::kind_consent(),
        Some("demo") => words::kind_demo(),
        Some("exam") => words::kind_exam(),
        Some("face") => words::kind_face(),
        Some("identity") => words::kind_identity(),
        Some("proof") => words::kind_proof(),
        Some("registration") => words::kind_registration(),
        Some("rename") => words::kind_rename(),
        Some("seating") => words::kind_seating(),
        Some("staff") => words::kind_staff(),
        _ => words::kind_other(),
    }
}

/// 日志核对
#[component]
pub fn AuditProofPage() -> impl IntoView {
    let data = ask(|| (), |()| load_audit_proof());
    let view = |_me: Me, proof: AuditProof| proof_view(proof);
    view! { <Office title=words::prove_title() entry=Entry::Audit data=data view=view /> }
}

fn proof_view(proof: AuditProof) -> AnyView {
    let said = match proof {
        AuditProof::Whole { links, waiting, head } => {
            let waiting =
                (waiting > 0).then(|| view! { <p>{words::prove_waiting(&waiting.to_string())}</p> });
            let head = (!head.is_empty()).then(|| {
                view! {
                    <dl class="once-facts">
                        <dt>{words::prove_head()}</dt>
                        <dd class="secret">{head}</dd>
                    </dl>
                    <p class="text-soft">{words::prove_keep()}</p>
                }
            });
            view! {
                <Notice tone=Tone::Ok>
                    <p>{words::prove_whole(&links.to_string())}</p>
                    {waiting}
                </Notice>
                {head}
            }
            .still()
        }
        AuditProof::Broken { place } => view! {
            <Notice tone=Tone::Warn>
                <p role="alert">{words::prove_broken(&place)}</p>
            </Notice>
        }
        .still(),
    };
    view! {
        <Sheet>{said}</Sheet>
        <p>
            <a class="btn" href=paths::admin_audit()>
                {words::back()}
            </a>
        </p>
    }
    .still()
}

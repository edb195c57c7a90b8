//! 报考规则

use domain::document::DocumentKind;
use domain::exam::{Exam, MajorRule, PaymentOrder, Status};
use domain::registration::ThesisGrade;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::parts::{NEW_ROWS, count_kept, exam_data, gone, head, label_of, refused, save, seen};
use super::words;
use crate::admin::api::{ExamDeskView, Me, SaveExamMajors, SaveExamRules};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::table;
use crate::messages;
use crate::ui::still::Still;
use crate::ui::{Sheet, errors_of};
use crate::words::office_exam_parts as parts;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    rules: ServerAction<SaveExamRules>,
    majors: ServerAction<SaveExamMajors>,
}

/// 报考规则
#[component]
pub fn ExamRulesPage() -> impl IntoView {
    let acts = Acts { rules: ServerAction::new(), majors: ServerAction::new() };
    let times = RwSignal::new(0_u32);
    count_kept(acts.rules, times);
    count_kept(acts.majors, times);
    let data = exam_data(times);
    let view = move |me: Me, view: ExamDeskView| page(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

fn page(acts: Acts, me: &Me, view: &ExamDeskView) -> AnyView {
    let exam = &view.exam;
    let edits = me.may(Permission::EditExams) && !matches!(exam.status, Status::Closed { .. });
    let body = view! {
        {rules(acts.rules, exam, view.version, edits)}
        {majors(acts.majors, view, edits)}
    };
    view! {
        {head(exam, parts::part_rules())}
        {refused(errors_of(acts.rules), &exam.id, "rules")}
        {refused(errors_of(acts.majors), &exam.id, "rules")}
        {body}
    }
    .still()
}

/// What is only looked at is the same form, whose fields do nothing.
fn rules(action: ServerAction<SaveExamRules>, exam: &Exam, version: i64, edits: bool) -> AnyView {
    let rules = &exam.rules;
    let documents = DocumentKind::ALL.into_iter().enumerate().map(|(nth, kind)| {
        let (name, checked) =
            (["sent[documents][", &nth.to_string(), "]"].concat(), rules.documents.contains(&kind));
        view! {
            <label>
                <input class="checkbox" type="checkbox" name=name value=kind.code() checked=checked />
                <span>{messages::document_kind(kind)}</span>
            </label>
        }
    });
    let grades = ThesisGrade::ALL
        .map(|grade| (grade.code(), messages::grade(grade).to_owned(), grade == rules.thesis_at_least));
    let orders = PaymentOrder::ALL.map(|order| (order.code(), order_word(order), order == rules.order));
    let years = rules.years_since_graduation.map(|years| years.to_string()).unwrap_or_default();
    let pending = rules.allows_pending_identity;
    let fields = view! {
        <fieldset id="documents" class="office-list">
            <legend>{parts::documents()}</legend>
            {documents.collect_view()}
        </fieldset>
        <p class="office-filter">
            <label for="years">{parts::years()}</label>
            <input
                class="input"
                id="years"
                name="sent[years]"
                type="text"
                inputmode="numeric"
                value=years
                aria-describedby="years-hint"
                autocomplete="off"
            />
            <span class="text-soft" id="years-hint">
                {parts::years_hint()}
            </span>
        </p>
        {choice("thesis", parts::thesis(), &grades, None)}
        <label>
            <input class="checkbox" type="checkbox" name="sent[pending]" value="true" checked=pending />
            <span>{parts::pending()}</span>
        </label>
        {choice("order", parts::order(), &orders, Some(parts::order_hint()))}
    }
    .still();
    let (seen, save) = (seen(&exam.id, version), edits.then(|| save(parts::save_rules())));
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=parts::rules()>
                {seen} <fieldset class="office-stack" disabled=!edits>
                    {fields}
                </fieldset> {save}
            </Sheet>
        </ActionForm>
    }
    .still()
}

fn order_word(order: PaymentOrder) -> String {
    let word = match order {
        PaymentOrder::PaymentFirst => parts::payment_first(),
        PaymentOrder::ReviewFirst => parts::review_first(),
    };
    word.to_owned()
}

/// A choice by code; `hint` stands below.
fn choice(
    name: &'static str,
    label: &'static str,
    choices: &[(&'static str, String, bool)],
    hint: Option<&'static str>,
) -> AnyView {
    let options = choices.iter().map(|(code, word, chosen)| {
        view! { <option value=*code selected=*chosen>{word.clone()}</option> }
    });
    let id = [name, "-hint"].concat();
    let about = hint.map(|_| id.clone());
    let hint = hint.map(|hint| view! { <span class="text-soft" id=id>{hint}</span> });
    view! {
        <p class="office-filter">
            <label for=name>{label}</label>
            <select class="select" id=name name=["sent[", name, "]"].concat() aria-describedby=about>
                {options.collect_view()}
            </select>
            {hint}
        </p>
    }
    .still()
}

fn majors(action: ServerAction<SaveExamMajors>, view: &ExamDeskView, edits: bool) -> AnyView {
    let exam = &view.exam;
    let inside = if exam.subjects.is_empty() {
        view! { <p class="empty">{parts::add_subjects_first()}</p> }.still()
    } else {
        let rules = exam.rules.majors.iter().map(Some);
        let rules = rules.chain((0..if edits { NEW_ROWS } else { 0 }).map(|_| None));
        let rows = rules.enumerate().map(|(nth, rule)| row(view, nth, rule)).collect_view();
        let heads = [parts::major(), parts::may_choose(), parts::gone()];
        let (seen, save) = (seen(&exam.id, view.version), edits.then(|| save(parts::save_majors())));
        view! {
            {seen}
            <fieldset disabled=!edits>{table(parts::majors(), &heads, rows)}</fieldset>
            {save}
        }
        .still()
    };
    view! {
        <ActionForm action=action attr:class="form" attr:id="majors">
            <Sheet title=parts::majors()>
                <p class="text-soft">{parts::majors_hint()}</p>
                {inside}
            </Sheet>
        </ActionForm>
    }
    .still()
}

fn row(view: &ExamDeskView, nth: usize, rule: Option<&MajorRule>) -> AnyView {
    let field = |what: &str| ["sent[", &nth.to_string(), "]", what].concat();
    let called = rule.map_or_else(|| parts::new_row().to_owned(), |rule| rule.major.clone());
    let called = [parts::row(&(nth + 1).to_string()), called].join(" ");
    let major = if let Some(rule) = rule {
        let major = rule.major.clone();
        view! {
            {major.clone()}
            <input type="hidden" name=field("[major]") value=major />
        }
        .still()
    } else {
        free_majors(view, field("[major]"), label_of(&called, parts::major()))
    };
    let only = view.exam.subjects.iter().enumerate().map(|(place, subject)| {
        let name = field(&["[only][", &place.to_string(), "]"].concat());
        let checked = rule.is_some_and(|rule| rule.only.contains(&subject.code));
        let label = label_of(&called, &subject.name);
        view! {
            <label>
                <input
                    class="checkbox"
                    type="checkbox"
                    name=name
                    value=subject.code.clone()
                    checked=checked
                    aria-label=label
                />
                <span>{subject.name.clone()}</span>
            </label>
        }
    });
    let gone = rule.map(|_| gone(field("[gone]"), label_of(&called, parts::gone())));
    view! {
        <tr>
            <td>{major}</td>
            <td>
                <div class="office-ticks">{only.collect_view()}</div>
            </td>
            <td>{gone}</td>
        </tr>
    }
    .still()
}

/// Majors that no row names yet.
fn free_majors(view: &ExamDeskView, name: String, label: String) -> AnyView {
    let taken = &view.exam.rules.majors;
    let free = view.majors.iter().filter(|major| taken.iter().all(|rule| rule.major != **major));
    let options =
        free.map(|major| view! { <option value=major.clone()>{major.clone()}</option> }).collect_view();
    view! {
        <select class="select" name=name aria-label=label>
            <option value="">{parts::no_major()}</option>
            {options}
        </select>
    }
    .still()
}

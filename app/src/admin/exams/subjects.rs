//! 科目、考点与名额

use domain::exam::{Exam, Places, Site, Status, Subject};
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::parts::{
    NEW_ROWS, capacity, cell, count_kept, exam_data, gone, head, label_of, refused, save, seen,
};
use super::words;
use crate::admin::api::{ExamDeskView, Me, SaveExamSites, SaveExamSubjects};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::{line, table};
use crate::ui::still::Still;
use crate::ui::{Sheet, errors_of};
use crate::words::office_exam_parts as parts;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    subjects: ServerAction<SaveExamSubjects>,
    sites: ServerAction<SaveExamSites>,
}

/// 科目、考点与名额
#[component]
pub fn ExamSubjectsPage() -> impl IntoView {
    let acts = Acts { subjects: ServerAction::new(), sites: ServerAction::new() };
    let times = RwSignal::new(0_u32);
    count_kept(acts.subjects, times);
    count_kept(acts.sites, times);
    let data = exam_data(times);
    let view = move |me: Me, view: ExamDeskView| page(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

/// A row of the form, or a line that is looked at.
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    address: Option<&'a str>,
    places: Places,
}

fn page(acts: Acts, me: &Me, view: &ExamDeskView) -> AnyView {
    let ExamDeskView { exam, version, .. } = view;
    let edits = me.may(Permission::EditExams) && !matches!(exam.status, Status::Closed { .. });
    let body = if edits { forms(acts, exam, *version) } else { shown(exam) };
    view! {
        {head(exam, parts::part_subjects())}
        {refused(errors_of(acts.subjects), &exam.id, "subjects")}
        {refused(errors_of(acts.sites), &exam.id, "subjects")}
        {body}
    }
    .still()
}

fn subject_line(subject: &Subject) -> Line<'_> {
    Line { code: &subject.code, name: &subject.name, address: None, places: subject.places }
}

fn site_line(site: &Site) -> Line<'_> {
    Line { code: &site.code, name: &site.name, address: Some(&site.address), places: site.places }
}

fn heads(site: bool) -> Vec<&'static str> {
    let mut heads = vec![parts::order_no(), parts::code()];
    heads.push(if site { parts::site_name() } else { parts::subject_name() });
    if site {
        heads.push(parts::address());
    }
    heads.extend([parts::capacity(), parts::taken()]);
    heads
}

fn forms(acts: Acts, exam: &Exam, version: i64) -> AnyView {
    let blank = || Line { code: "", name: "", address: None, places: Places::default() };
    let subjects = exam.subjects.iter().map(subject_line).chain((0..NEW_ROWS).map(|_| blank()));
    let subjects = rows(subjects.collect(), false);
    let blank_site = || Line { address: Some(""), ..blank() };
    let sites = exam.sites.iter().map(site_line).chain((0..NEW_ROWS).map(|_| blank_site()));
    let sites = rows(sites.collect(), true);
    let total = line("capacity", parts::total(), Some(parts::total_hint()), &capacity(exam.places.capacity));
    let (seen_first, seen_second) = (seen(&exam.id, version), seen(&exam.id, version));
    view! {
        <ActionForm action=acts.subjects attr:class="form" attr:id="subjects">
            <Sheet title=parts::subjects()>
                <p class="text-soft">{parts::subjects_hint()}</p>
                {seen_first}
                {subjects}
                {total}
                {save(parts::save_subjects())}
            </Sheet>
        </ActionForm>
        <ActionForm action=acts.sites attr:class="form" attr:id="sites">
            <Sheet title=parts::sites()>
                <p class="text-soft">{parts::sites_hint()}</p>
                {seen_second}
                {sites}
                {save(parts::save_sites())}
            </Sheet>
        </ActionForm>
    }
    .still()
}

fn rows(lines: Vec<Line<'_>>, site: bool) -> AnyView {
    let mut heads = heads(site);
    heads.push(parts::gone());
    let title = if site { parts::sites() } else { parts::subjects() };
    let rows = lines.iter().enumerate().map(|(nth, line)| row(nth, line)).collect_view();
    table(title, &heads, rows)
}

/// The code of what is there stays: registrations name it.
fn row(nth: usize, line: &Line<'_>) -> AnyView {
    let is_new = line.code.is_empty();
    let called = if is_new { parts::new_row().to_owned() } else { line.name.to_owned() };
    let called = [parts::row(&(nth + 1).to_string()), called].join(" ");
    let field = |what: &str| ["sent[", &nth.to_string(), "][", what, "]"].concat();
    let typed =
        |what: &str, label: &str, value: &str| cell(field(what), label_of(&called, label), value.to_owned());
    let place = if is_new { String::new() } else { (nth + 1).to_string() };
    let code = if is_new {
        typed("code", parts::code(), "")
    } else {
        let code = line.code.to_owned();
        view! {
            {code.clone()}
            <input type="hidden" name=field("code") value=code />
        }
        .still()
    };
    let address =
        line.address.map(|address| view! { <td>{typed("address", parts::address(), address)}</td> });
    let gone = (!is_new).then(|| gone(field("gone"), label_of(&called, parts::gone())));
    let taken = (!is_new).then(|| line.places.taken.to_string());
    view! {
        <tr>
            <td>{typed("place", parts::order_no(), &place)}</td>
            <td>{code}</td>
            <td>{typed("name", parts::subject_name(), line.name)}</td>
            {address}
            <td>{typed("capacity", parts::capacity(), &capacity(line.places.capacity))}</td>
            <td class="office-number">{taken}</td>
            <td>{gone}</td>
        </tr>
    }
    .still()
}

fn shown(exam: &Exam) -> AnyView {
    let subjects = exam.subjects.iter().enumerate().map(|(nth, subject)| fixed(nth, &subject_line(subject)));
    let sites = exam.sites.iter().enumerate().map(|(nth, site)| fixed(nth, &site_line(site)));
    let (subjects, sites) = (subjects.collect_view(), sites.collect_view());
    view! {
        <Sheet title=parts::subjects()>{table(parts::subjects(), &heads(false), subjects)}</Sheet>
        <Sheet title=parts::sites()>{table(parts::sites(), &heads(true), sites)}</Sheet>
    }
    .still()
}

fn fixed(nth: usize, line: &Line<'_>) -> AnyView {
    let address = line.address.map(|address| view! { <td>{address.to_owned()}</td> });
    view! {
        <tr>
            <td class="number">{nth + 1}</td>
            <td>{line.code.to_owned()}</td>
            <th scope="row">{line.name.to_owned()}</th>
            {address}
            <td class="office-number">{capacity(line.places.capacity)}</td>
            <td class="office-number">{line.places.taken}</td>
        </tr>
    }
    .still()
}

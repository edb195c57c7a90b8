//! One exam: what it is, when what is allowed, and the way to its parts.

use domain::exam::{Exam, ExamProblem, Status, WindowName};
use domain::instant::Instant;
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::endings::endings;
use super::parts::{closed_hint, count_kept, exam_data, list, refused, save, seen, standing};
use super::timeline::{WINDOWS, timeline};
use super::words;
use crate::admin::api::{
    CloneExam, CloseExam, ExamDeskView, Me, PublishExam, ReopenExam, SaveExamBasics, SaveExamWindows,
    WipeExam,
};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::line;
use crate::messages::exam_desk as names;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};
use crate::words::office_exam_parts as parts;

/// What can be done on the page.
#[derive(Clone, Copy)]
pub struct Acts {
    basics: ServerAction<SaveExamBasics>,
    windows: ServerAction<SaveExamWindows>,
    pub publish: ServerAction<PublishExam>,
    pub close: ServerAction<CloseExam>,
    pub reopen: ServerAction<ReopenExam>,
    pub clone: ServerAction<CloneExam>,
    pub wipe: ServerAction<WipeExam>,
}

/// One exam
#[component]
pub fn ExamDeskPage() -> impl IntoView {
    let acts = Acts {
        basics: ServerAction::new(),
        windows: ServerAction::new(),
        publish: ServerAction::new(),
        close: ServerAction::new(),
        reopen: ServerAction::new(),
        clone: ServerAction::new(),
        wipe: ServerAction::new(),
    };
    let times = RwSignal::new(0_u32);
    count_kept(acts.basics, times);
    count_kept(acts.windows, times);
    count_kept(acts.publish, times);
    count_kept(acts.close, times);
    count_kept(acts.reopen, times);
    let data = exam_data(times);
    let view = move |me: Me, view: ExamDeskView| desk(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

fn desk(acts: Acts, me: &Me, view: &ExamDeskView) -> AnyView {
    let ExamDeskView { exam, version, unfit, .. } = view;
    let closed = matches!(exam.status, Status::Closed { .. });
    let edits = me.may(Permission::EditExams);
    let editor = (edits && !closed).then(|| {
        view! {
            {basics(acts.basics, exam, *version)}
            {windows(acts.windows, exam, *version)}
        }
        .still()
    });
    let drawn = (!edits || closed).then(|| timeline(&exam.windows));
    let ends = edits.then(|| endings(acts, exam, *version, unfit.is_empty()));
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_exams()>
                {words::back()}
            </a>
        </p>
        <div class="office-tools">
            <h2 class="sheet-title">{exam.title.clone()}</h2>
            {standing(exam)}
        </div>
        {closed.then(closed_hint)}
        {refused(errors_of(acts.basics), &exam.id, "")}
        {refused(errors_of(acts.windows), &exam.id, "")}
        {refused(errors_of(acts.publish), &exam.id, "")}
        {refused(errors_of(acts.close), &exam.id, "")}
        {refused(errors_of(acts.reopen), &exam.id, "")}
        {refused(errors_of(acts.wipe), &exam.id, "")}
        <ErrorSummary errors=errors_of(acts.clone) />
        {fitness(exam, unfit)}
        {contents(exam)}
        {drawn}
        {editor}
        {ends}
    }
    .still()
}

/// The parts that have a page of their own.
fn contents(exam: &Exam) -> AnyView {
    let all = [
        ("subjects", parts::part_subjects()),
        ("rules", parts::part_rules()),
        ("payment", parts::part_payment()),
        ("notice", parts::part_notice()),
    ];
    let links = all.map(|(part, word)| {
        view! {
            <li>
                <a class="link link-alone" href=paths::admin_exam_part(&exam.id, part)>
                    {word}
                </a>
            </li>
        }
    });
    view! {
        <Sheet title=parts::parts()>
            <ul class="office-list">{links.into_iter().collect_view()}</ul>
        </Sheet>
    }
    .still()
}

fn fitness(exam: &Exam, unfit: &[ExamProblem]) -> Option<AnyView> {
    if unfit.is_empty() {
        let is_draft = exam.status == Status::Draft;
        return is_draft.then(|| {
            view! {
                <Notice tone=Tone::Ok>
                    <p>{words::fit()}</p>
                </Notice>
            }
            .still()
        });
    }
    let list = list(unfit, &exam.id, "");
    let said = view! { <Sheet title=words::unfit()>{list}</Sheet> };
    Some(said.still())
}

fn basics(action: ServerAction<SaveExamBasics>, exam: &Exam, version: i64) -> AnyView {
    let test = if exam.status == Status::Draft {
        view! {
            <label>
                <input
                    class="checkbox"
                    id="is_test"
                    type="checkbox"
                    name="is_test"
                    value="true"
                    checked=exam.is_test
                    aria-describedby="is_test-hint"
                />
                <span>{parts::is_test()}</span>
            </label>
            <p class="text-soft" id="is_test-hint">
                {parts::is_test_hint()}
            </p>
        }
        .still()
    } else {
        let is_test = exam.is_test.to_string();
        view! { <input type="hidden" name="is_test" value=is_test /> }.still()
    };
    let fields = view! {
        {line("title", words::name(), None, &exam.title)}
        {test}
    }
    .still();
    let seen = seen(&exam.id, version);
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=words::basics()>{seen} {fields} {save(words::save())}</Sheet>
        </ActionForm>
    }
    .still()
}

/// A moment that nobody has set yet is an empty field.
fn moment(name: &'static str, label: String, at: Instant) -> AnyView {
    let value = if at.as_millis() == 0 { String::new() } else { at.to_minute().replace(' ', "T") };
    view! {
        <input
            class="input"
            id=name
            name=["sent[", name, "]"].concat()
            type="datetime-local"
            value=value
            aria-label=label
        />
    }
    .still()
}

fn windows(action: ServerAction<SaveExamWindows>, exam: &Exam, version: i64) -> AnyView {
    let row = |name: WindowName| {
        let window = exam.windows.named(name);
        let word = names::window(name);
        view! {
            <tr>
                <th scope="row">{word}</th>
                <td>{moment(names::start(name), words::start_of(word), window.start)}</td>
                <td>{moment(names::end(name), words::end_of(word), window.end)}</td>
            </tr>
        }
        .still()
    };
    let rows = WINDOWS.map(row).into_iter().collect_view();
    let drawn = exam.windows.not_set().is_empty().then(|| timeline(&exam.windows));
    let seen = seen(&exam.id, version);
    let table = view! {
        <div class="office-scroll" tabindex="0" role="region" aria-label=words::windows()>
            <table class="office-table">
                <thead>
                    <tr>
                        <th scope="col">{words::window()}</th>
                        <th scope="col">{words::start()}</th>
                        <th scope="col">{words::end()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .still();
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=words::windows()>
                <p class="text-soft">{words::windows_hint()}</p>
                {drawn}
                {seen}
                {table}
                {save(words::save())}
            </Sheet>
        </ActionForm>
    }
    .still()
}

//! 报考信息: read back what is known, choose what is not.

use domain::form::Field;
use domain::registration::{AnswersForm, Step, ThesisGrade};
use leptos::prelude::*;

use super::api::{AnswersView, Confirm, load_answers};
use super::registration_id;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Choice, Choices, Facts, Form, Loaded, Notice, Page, Sheet, StepLine, SubmitButton, Tone,
    errors_of, fields_problem,
};
use crate::words::registration as words;

/// 报考信息
#[component]
pub fn AnswersPage() -> impl IntoView {
    let action = ServerAction::<Confirm>::new();
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_answers(id?).await });
    view! {
        <Page title=words::answers_title() back=paths::home() note=step_note(Step::Answers)>
            <Loaded data=data view=move |view: AnswersView| answers(action, view) />
        </Page>
    }
}

fn answers(action: ServerAction<Confirm>, view: AnswersView) -> AnyView {
    let filled = |value: &Option<String>| value.clone().unwrap_or_else(|| words::not_filled().to_owned());
    let facts = vec![
        (words::name(), view.name.clone()),
        (words::number(), view.number.clone()),
        (words::phone(), view.phone.clone()),
        (words::candidate_type(), filled(&view.candidate_type)),
        (words::major(), filled(&view.major)),
    ];
    let change = paths::profile_then(&paths::answers(&view.road.id));
    let choices = if view.road.step > Step::Answers { done(&view) } else { form(action, &view) };
    view! {
        <StepLine road=view.road current=Step::Answers />
        <Sheet title=words::check_title()>
            <Facts rows=facts />
            <p>
                <a class="link" href=change>
                    {words::change()}
                </a>
            </p>
        </Sheet>
        {choices}
    }
    .still()
}

fn done(view: &AnswersView) -> AnyView {
    let subject = view.subjects.iter().find(|subject| subject.code == view.form.subject);
    let facts = vec![
        (words::subject(), subject.map(|subject| subject.name.clone()).unwrap_or_default()),
        (words::enrolment(), messages::enrolment(&view.form.enrolment).to_owned()),
    ];
    view! {
        <Sheet>
            <Facts rows=facts />
            <Notice tone=Tone::Ok>
                <p>{words::answers_done()}</p>
            </Notice>
        </Sheet>
        <BottomLink href=paths::step(&view.road.id, view.road.step) label=words::go_on() />
    }
    .still()
}

fn form(action: ServerAction<Confirm>, view: &AnswersView) -> AnyView {
    let errors = errors_of(action);
    let offered = view.subjects.clone();
    let check = move |sent: Confirm| {
        let Confirm { subject, enrolment, thesis, .. } = sent;
        fields_problem(AnswersForm { subject, enrolment, thesis }.check_among(&offered))
    };
    let subjects =
        view.subjects.iter().map(|subject| Choice::new(&*subject.code, &*subject.name)).collect::<Vec<_>>();
    let enrolments =
        ["enrolled", "graduated"].map(|code| Choice::new(code, messages::enrolment(code))).to_vec();
    let grades = ThesisGrade::ALL.map(|grade| Choice::new(grade.code(), messages::grade(grade))).to_vec();
    let AnswersForm { subject, enrolment, thesis } = view.form.clone();
    let (id, note) = (view.road.id.to_string(), words::confirm_note(&view.fee.to_string()));
    view! {
        <Form action=action check=check>
            <input type="hidden" name="id" value=id />
            <Sheet>
                <Choices
                    field=Field::Subject
                    label=words::subject()
                    errors=errors
                    choices=subjects
                    value=subject
                />
                <Choices
                    field=Field::Enrolment
                    label=words::enrolment()
                    errors=errors
                    choices=enrolments
                    value=enrolment
                />
                <Choices
                    field=Field::Thesis
                    label=words::thesis()
                    hint=words::thesis_hint()
                    errors=errors
                    choices=grades
                    value=thesis
                />
            </Sheet>
            <p class="aside">{note}</p>
            <SubmitButton label=words::confirm() pending=action.pending() />
        </Form>
    }
    .still()
}

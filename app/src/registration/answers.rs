//! 报考信息: read back what is known, choose what is not, change what was confirmed.

use domain::exam::{Offer, OfferedSite, OfferedSubject, PaymentOrder, SubjectBar};
use domain::form::{Field, FieldProblems};
use domain::registration::{AnswersForm, Refusal, Step, ThesisGrade};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;

use super::api::answers::{AnswersStage, AnswersView, ChangeAnswers, Confirm, load_answers, save_draft};
use super::registration_id;
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Choice, Choices, Errors, Facts, Form, Loaded, Notice, Page, Sheet, StepLine, SubmitButton,
    TextField, Tone, errors_of, help, school_text,
};
use crate::words::registration as words;

/// 报考信息
#[component]
pub fn AnswersPage() -> impl IntoView {
    let confirm = ServerAction::<Confirm>::new();
    let change = ServerAction::<ChangeAnswers>::new();
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_answers(id?).await });
    view! {
        <Page title=words::answers_title() back=paths::home() note=step_note(Step::Answers)>
            <Loaded data=data view=move |view: AnswersView| answers(confirm, change, view) />
        </Page>
    }
}

fn answers(
    confirm: ServerAction<Confirm>,
    change: ServerAction<ChangeAnswers>,
    view: AnswersView,
) -> AnyView {
    let filled = |value: &Option<String>| match value {
        Some(value) => school_text(value),
        None => words::not_filled().still(),
    };
    let facts = vec![
        (words::name(), view.name.clone().still()),
        (words::number(), view.number.clone().still()),
        (words::phone(), view.phone.clone().still()),
        (words::candidate_type(), filled(&view.candidate_type)),
        (words::major(), filled(&view.major)),
    ];
    let profile = paths::profile_then(&paths::answers(&view.road.id));
    let is_fixed = matches!(view.stage, AnswersStage::Fixed(_));
    let unfilled = (!is_fixed && (view.candidate_type.is_none() || view.major.is_none())).then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{words::fill_first()}</p>
            </Notice>
        }
    });
    let change_class = if unfilled.is_some() { "btn btn-primary btn-block" } else { "link link-alone" };
    let change_word = if unfilled.is_some() { words::fill() } else { words::change() };
    let road = view.road.clone();
    let body = match view.stage.clone() {
        AnswersStage::Confirm => match view.barred.clone() {
            Some(reason) => barred(reason),
            None => confirm_form(confirm, view),
        },
        AnswersStage::Change { until } => change_form(change, view, &moment(until)),
        AnswersStage::Fixed(refusal) => fixed(&view, messages::refusal(refusal)),
    };
    view! {
        <StepLine road=road current=Step::Answers />
        <Sheet title=words::check_title()>
            <Facts rows=facts />
            {unfilled}
            <p>
                <a class=change_class href=profile>
                    {change_word}
                </a>
            </p>
        </Sheet>
        {body}
    }
    .still()
}

/// The school's register says that they may not sit this exam: told with its reason, before anything is paid.
fn barred(reason: String) -> AnyView {
    let said = messages::refusal(Refusal::Ineligible);
    view! {
        <Sheet>
            <Notice tone=Tone::Warn>
                <p>{help::tappable(&said)}</p>
            </Notice>
            <Facts rows=vec![(words::barred_reason(), school_text(reason))] />
        </Sheet>
    }
    .still()
}

/// What was chosen, and why it stays as it is.
fn fixed(view: &AnswersView, why: String) -> AnyView {
    let subject = view.offer.subjects.iter().find(|subject| subject.code == view.form.subject);
    let site = view.offer.sites.iter().find(|site| site.code == view.form.site);
    let mut facts =
        vec![(words::subject(), school_text(subject.map(|subject| &*subject.name).unwrap_or_default()))];
    facts.extend(site.into_iter().flat_map(|site| site_facts((site.name.clone(), site.address.clone()))));
    facts.push((words::enrolment(), messages::enrolment(&view.form.enrolment).still()));
    view! {
        <Sheet>
            <Facts rows=facts />
            <Notice tone=Tone::Info>
                <p>{help::tappable(&why)}</p>
            </Notice>
        </Sheet>
        <BottomLink href=paths::step(&view.road.id, view.road.step) label=words::go_on() />
    }
    .still()
}

fn confirm_form(action: ServerAction<Confirm>, view: AnswersView) -> AnyView {
    let check = checker(&view);
    let check = move |sent: Confirm| {
        let Confirm { subject, site, enrolment, thesis, graduation, .. } = sent;
        check(AnswersForm { subject, site, enrolment, thesis, graduation })
    };
    let note = match view.order {
        PaymentOrder::PaymentFirst => words::confirm_note(&view.fee.to_string()),
        PaymentOrder::ReviewFirst => words::confirm_note_later(&view.fee.to_string()),
    };
    view! {
        <Form action=action check=check>
            {fields(errors_of(action), view)}
            <p class="aside">{note}</p>
            <SubmitButton label=words::confirm() pending=action.pending() />
        </Form>
    }
    .still()
}

fn change_form(action: ServerAction<ChangeAnswers>, view: AnswersView, until: &str) -> AnyView {
    let check = checker(&view);
    let check = move |sent: ChangeAnswers| {
        let ChangeAnswers { subject, site, enrolment, thesis, graduation, .. } = sent;
        check(AnswersForm { subject, site, enrolment, thesis, graduation })
    };
    let kept = view.has_proof.then(|| kept_proof(&view));
    let until = words::change_until(until);
    view! {
        <Form action=action check=check>
            <Notice tone=Tone::Info>
                <p>{until}</p>
            </Notice>
            {fields(errors_of(action), view)}
            {kept}
            <SubmitButton label=words::save_change() pending=action.pending() />
        </Form>
    }
    .still()
}

/// The order screenshot stays: nobody pays again for a change.
fn kept_proof(view: &AnswersView) -> AnyView {
    let (picture, proof) = (paths::own_proof(&view.road.id), paths::proof(&view.road.id));
    view! {
        <Sheet title=words::kept_proof_title()>
            <img class="photo-picture" src=picture alt=words::kept_proof_title() />
            <p>{words::kept_proof()}</p>
            <p>
                <strong>{words::no_pay_again()}</strong>
            </p>
            <p>
                <a class="link link-alone" href=proof>
                    {words::replace_proof()}
                </a>
            </p>
        </Sheet>
    }
    .still()
}

/// The check of the server, with the offer that the page was made with.
fn checker(view: &AnswersView) -> impl Fn(AnswersForm) -> Option<FieldProblems> + Send + Sync + 'static {
    let (offer, candidate_type, major) =
        (view.offer.clone(), view.candidate_type.clone(), view.major.clone());
    move |form| form.check(&offer, candidate_type.as_deref(), major.as_deref()).err()
}

fn fields(errors: Errors, view: AnswersView) -> AnyView {
    let id = view.road.id;
    let hidden = id.to_string();
    let keep = move |event: leptos::ev::Event| {
        let form = event_target::<web_sys::Element>(&event).closest("form").ok().flatten();
        let Some(form) = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok()) else {
            return;
        };
        let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
        let text = |field: Field| data.get(field.name()).as_string().unwrap_or_default();
        let (id, subject, site) = (id.clone(), text(Field::Subject), text(Field::Site));
        let (enrolment, thesis) = (text(Field::Enrolment), text(Field::Thesis));
        let graduation = text(Field::Graduation);
        // Kept as far as the network lets it; sending the form keeps it, too.
        spawn_local(async move { drop(save_draft(id, subject, site, enrolment, thesis, graduation).await) });
    };
    let enrolments =
        ["enrolled", "graduated"].map(|code| Choice::new(code, messages::enrolment(code))).to_vec();
    let at_least = view.offer.thesis_at_least;
    let grades = ThesisGrade::ALL.map(|grade| Choice::new(grade.code(), messages::grade(grade))).to_vec();
    let AnswersForm { subject, site, enrolment, thesis, graduation } = view.form;
    let (offered, month) = (subjects(&view.offer), graduation_field(errors, &view.offer, graduation));
    let site = site_field(errors, &view.offer, site);
    view! {
        <input type="hidden" name="id" value=hidden />
        <div on:change=keep>
            <Sheet>
                <Choices
                    field=Field::Subject
                    label=words::subject()
                    errors=errors
                    choices=offered
                    value=subject
                />
                {site}
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
                    hint=words::thesis_hint(messages::grade(at_least))
                    errors=errors
                    choices=grades
                    value=thesis
                />
                {month}
            </Sheet>
        </div>
    }
    .still()
}

/// All subjects are in sight; those that cannot be chosen say why.
fn subjects(offer: &Offer) -> Vec<Choice> {
    let choice = |subject: &OfferedSubject| {
        let choice = Choice::of_school(&*subject.code, &*subject.name);
        match subject.bar {
            Some(bar) => choice.barred(messages::subject_bar(bar)),
            None => choice,
        }
    };
    offer.subjects.iter().map(choice).collect()
}

/// All sites are in sight, the full ones, too. The only one is not asked for but told.
fn site_field(errors: Errors, offer: &Offer, value: String) -> Option<AnyView> {
    let choice = |site: &OfferedSite| {
        let choice = Choice::of_school(&*site.code, &*site.name).noted(&*site.address);
        if site.full { choice.barred(messages::subject_bar(SubjectBar::Full)) } else { choice }
    };
    let view = match offer.sites.as_slice() {
        [] => return None,
        [only] => {
            let facts = site_facts((only.name.clone(), only.address.clone())).into();
            view! { <Facts rows=facts /> }.still()
        }
        several => {
            let choices = several.iter().map(choice).collect::<Vec<_>>();
            view! {
                <Choices field=Field::Site label=words::site() errors=errors choices=choices value=value />
            }
            .still()
        }
    };
    Some(view)
}

/// Where one goes, read back.
pub fn site_facts((name, address): (String, String)) -> [(&'static str, AnyView); 2] {
    [(words::site(), school_text(name)), (words::site_address(), school_text(address))]
}

/// Only where the exam has a rule on it.
fn graduation_field(errors: Errors, offer: &Offer, value: String) -> Option<AnyView> {
    let rule = offer.graduation?;
    let hint = words::graduation_hint(&rule.years.to_string(), &messages::month(rule.earliest));
    let field = view! {
        <div class="field-graduation">
            <TextField
                field=Field::Graduation
                label=words::graduation()
                hint=hint
                errors=errors
                value=value
                kind="month"
            />
        </div>
    };
    Some(field.still())
}

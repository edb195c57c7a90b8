//! Text fields, choices and ticks: label, hint and error belong together, for eyes and for screen readers.

use domain::form::Field;
use leptos::prelude::*;

use crate::messages;
use crate::ui::form::Errors;
use crate::ui::parts::SCHOOLS;
use crate::ui::still::Still;
use crate::words::frame as words;

/// The reactive parts that a field's error has: its text, and what `aria-describedby` names.
#[derive(Clone, Copy)]
struct Wrong {
    text: Memo<Option<String>>,
    field: Field,
    hinted: bool,
}

impl Wrong {
    fn new(field: Field, errors: Errors, hinted: bool) -> Self {
        let text = Memo::new(move |_| {
            errors.with(|error| {
                let problem = error.as_ref()?.fields()?.of(field)?;
                Some(messages::problem(field, problem))
            })
        });
        Self { text, field, hinted }
    }

    fn invalid(self) -> Option<&'static str> {
        self.text.with(Option::is_some).then_some("true")
    }

    fn described_by(self) -> Option<String> {
        let name = self.field.name();
        match (self.hinted, self.text.with(Option::is_some)) {
            (true, true) => Some([name, "-hint ", name, "-error"].concat()),
            (true, false) => Some([name, "-hint"].concat()),
            (false, true) => Some([name, "-error"].concat()),
            (false, false) => None,
        }
    }

    fn view(self) -> impl IntoView {
        move || {
            let id = [self.field.name(), "-error"].concat();
            self.text.get().map(|text| view! { <p class="field-problem" id=id>{text}</p> })
        }
    }
}

fn hint_view(field: Field, hint: String) -> impl IntoView {
    let id = [field.name(), "-hint"].concat();
    (!hint.is_empty()).then(|| view! { <p class="field-hint" id=id>{hint}</p> })
}

/// One line of text. Its `id` and `name` are the field's name.
#[component]
pub fn TextField(
    /// Which field.
    field: Field,
    /// Label above it.
    #[prop(into)]
    label: String,
    /// Errors of its form.
    errors: Errors,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// `text`, `tel` or `password`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
) -> AnyView {
    let wrong = Wrong::new(field, errors, !hint.is_empty());
    view! {
        <div class="field">
            <label class="field-label" for=field.name()>
                {label}
            </label>
            {hint_view(field, hint)}
            {wrong.view()}
            <input
                class="input"
                id=field.name()
                name=field.name()
                type=kind
                value=value
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                inputmode=inputmode
                aria-invalid=move || wrong.invalid()
                aria-describedby=move || wrong.described_by()
            />
        </div>
    }
    .still()
}

/// One of a few things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// More about it, below the label.
    pub note: Option<String>,
    /// Why it cannot be chosen, if it cannot.
    pub bar: Option<&'static str>,
    /// The language of label and note, where it is not the page's.
    pub lang: Option<&'static str>,
}

impl Choice {
    /// A choice.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into(), note: None, bar: None, lang: None }
    }

    /// A choice that a school wrote.
    pub fn of_school(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { lang: Some(SCHOOLS), ..Self::new(code, label) }
    }

    /// The same, with more about it below its label.
    #[must_use]
    pub fn noted(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same, in sight but not to be chosen, with the reason beside it.
    #[must_use]
    pub fn barred(self, why: &'static str) -> Self {
        Self { bar: Some(why), ..self }
    }
}

/// A few choices, all in sight. The `id` of the first that can be chosen is the field's name, the others have their code
/// behind it.
#[component]
pub fn Choices(
    /// Which field.
    field: Field,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// Errors of its form.
    errors: Errors,
    /// What can be chosen.
    choices: Vec<Choice>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
) -> AnyView {
    let wrong = Wrong::new(field, errors, !hint.is_empty());
    let name = field.name();
    let first = choices.iter().position(|choice| choice.bar.is_none()).unwrap_or_default();
    let radio = |(place, choice): (usize, Choice)| {
        let id = if place == first { name.to_owned() } else { [name, "-", &choice.code].concat() };
        let barred = choice.bar.is_some();
        let chosen = choice.code == value && !barred;
        let note = choice.note.map(|note| view! { <span class="choice-note">{note}</span> });
        let why = choice.bar.map(|why| view! { <span class="choice-bar">{why}</span> });
        view! {
            <label class=if barred { "choice choice-barred" } else { "choice" } for=id.clone()>
                <input
                    class="radio"
                    type="radio"
                    id=id.clone()
                    name=name
                    value=choice.code
                    checked=chosen
                    disabled=barred
                />
                <span class="grow" lang=choice.lang>
                    {choice.label} {note}
                </span>
                {why}
            </label>
        }
    };
    let radios = choices.into_iter().enumerate().map(radio).collect_view();
    view! {
        <fieldset class=["field field-", name].concat() aria-describedby=move || wrong.described_by()>
            <legend class="field-label">{label}</legend>
            {hint_view(field, hint)}
            {wrong.view()}
            <div class="choices">{radios}</div>
        </fieldset>
    }
    .still()
}

/// Many choices of a school's own, one line high.
#[component]
pub fn Picker(
    /// Which field.
    field: Field,
    /// Label above it.
    label: &'static str,
    /// Errors of its form.
    errors: Errors,
    /// What can be chosen; code and label are the same text.
    choices: Vec<String>,
    /// What is chosen at first.
    #[prop(optional, into)]
    value: String,
) -> AnyView {
    let wrong = Wrong::new(field, errors, false);
    let option = |choice: String| {
        let chosen = choice == value;
        view! { <option value=choice.clone() selected=chosen lang=SCHOOLS>{choice.clone()}</option> }
    };
    let options = choices.into_iter().map(option).collect_view();
    view! {
        <div class="field">
            <label class="field-label" for=field.name()>
                {label}
            </label>
            {wrong.view()}
            <select
                class="select"
                id=field.name()
                name=field.name()
                aria-invalid=move || wrong.invalid()
                aria-describedby=move || wrong.described_by()
            >
                <option value="">{words::please_choose()}</option>
                {options}
            </select>
        </div>
    }
    .still()
}

/// Something to confirm; never ticked beforehand.
#[component]
pub fn Tick(
    /// Which field.
    field: Field,
    /// What is confirmed.
    #[prop(into)]
    label: String,
    /// Errors of its form.
    errors: Errors,
) -> AnyView {
    let wrong = Wrong::new(field, errors, false);
    view! {
        <div class="field">
            {wrong.view()}
            <label class="choice" for=field.name()>
                <input
                    class="checkbox"
                    type="checkbox"
                    id=field.name()
                    name=field.name()
                    aria-invalid=move || wrong.invalid()
                    aria-describedby=move || wrong.described_by()
                />
                <span>{label}</span>
            </label>
        </div>
    }
    .still()
}

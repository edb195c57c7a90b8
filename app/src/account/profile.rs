//! 个人信息: everything but the number can be changed.

use domain::document::DocumentKind;
use domain::form::{Field, FieldProblems, Problem};
use domain::person::PersonName;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ProfileView, SaveProfile, load_profile};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    Facts, Form, Loaded, Notice, Page, Picker, Sheet, SubmitButton, TextField, Tone, errors_of, help,
};
use crate::words::account as words;

/// 个人信息
#[component]
pub fn ProfilePage() -> impl IntoView {
    let action = ServerAction::<SaveProfile>::new();
    let query = use_query_map();
    let next = Signal::derive(move || query.read().get("next").unwrap_or_default());
    let back = next.with_untracked(|next| paths::safe_next(Some(next)).unwrap_or(paths::me()).to_owned());
    let data = ask(|| (), |()| load_profile());
    view! {
        <Page title=words::profile_title() back=back>
            <Loaded data=data view=move |view: ProfileView| profile_form(action, next, view) />
        </Page>
    }
}

fn check(sent: &SaveProfile) -> Option<FieldProblems> {
    let problem = PersonName::parse(&sent.name).err()?;
    Some(FieldProblems::one(Field::Name, Problem::from(problem)))
}

fn profile_form(action: ServerAction<SaveProfile>, next: Signal<String>, view: ProfileView) -> AnyView {
    let errors = errors_of(action);
    let kind = DocumentKind::from_code(&view.document_kind).map(messages::document_kind).unwrap_or_default();
    let fixed = vec![
        (messages::field(Field::DocumentKind), kind.still()),
        (messages::field(Field::Number), view.number.still()),
        (messages::field(Field::Phone), view.phone.still()),
    ];
    view! {
        <Form action=action check=|sent: SaveProfile| check(&sent)>
            <input type="hidden" name="next" value=move || next.get() />
            <Sheet>
                {name_field(errors, view.name, view.verified, view.name_locked)}
                <Picker
                    field=Field::CandidateType
                    label=words::candidate_type()
                    errors=errors
                    choices=view.candidate_types
                    value=view.candidate_type.unwrap_or_default()
                />
                <Picker
                    field=Field::Major
                    label=words::major()
                    errors=errors
                    choices=view.majors
                    value=view.major.unwrap_or_default()
                />
            </Sheet>
            <Sheet>
                <Facts rows=fixed />
                <p>
                    <a class="link link-alone" href=paths::change_phone()>
                        {words::change_phone()}
                    </a>
                </p>
                <p class="text-soft">{help::tappable(&words::number_never(&view.technical_contact))}</p>
            </Sheet>
            <SubmitButton label=words::save() pending=action.pending() />
        </Form>
    }
    .still()
}

fn name_field(errors: crate::ui::Errors, name: String, verified: bool, locked: bool) -> AnyView {
    if locked {
        return view! {
            <input type="hidden" name="name" value=name.clone() />
            <Facts rows=vec![(words::name(), name.still())] />
            <Notice tone=Tone::Info>
                <p>{words::name_locked()}</p>
                <p>
                    <a class="link link-alone" href=paths::rename()>
                        {words::to_rename()}
                    </a>
                </p>
            </Notice>
        }
        .still();
    }
    let hint = if verified { words::name_verified_hint() } else { words::name_hint() };
    view! {
        <TextField field=Field::Name label=words::name() hint=hint errors=errors value=name autocomplete="name" />
    }
    .still()
}

//! 注册 1/3: 个人信息.

use domain::document::DocumentKind;
use domain::form::Field;
use domain::person::Region;
use domain::signup::PersonForm;
use leptos::prelude::*;

use super::api::{SavePerson, SignUpView, load_sign_up};
use crate::messages;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    Choice, Choices, Form, Loaded, Notice, Page, Sheet, SubmitButton, TextField, Tone, errors_of,
    fields_problem, help,
};
use crate::words::account as words;

/// 注册 1/3
#[component]
pub fn SignUpPersonPage() -> impl IntoView {
    let action = ServerAction::<SavePerson>::new();
    let data = ask(|| (), |()| load_sign_up());
    view! {
        <Page title=words::person_title() back=paths::home() note="1/3">
            <Loaded data=data view=move |view: SignUpView| person_form(action, view) />
        </Page>
    }
}

fn person_form(action: ServerAction<SavePerson>, view: SignUpView) -> AnyView {
    if view.signed_in {
        return super::signed_in_already();
    }
    let errors = errors_of(action);
    let PersonForm { name, region, document_kind, number } = view.person;
    let check = |sent: SavePerson| {
        let SavePerson { name, region, document_kind, number } = sent;
        fields_problem(PersonForm { name, region, document_kind, number }.check())
    };
    let regions = Region::ALL.map(|region| Choice::new(region.code(), messages::region(region))).to_vec();
    let kinds = DocumentKind::offered_to(Region::HongKongMacaoTaiwan)
        .iter()
        .map(|kind| Choice::new(kind.code(), messages::document_kind(*kind)))
        .collect::<Vec<_>>();
    view! {
        <Form action=action check=check>
            <Sheet>
                <TextField
                    field=Field::Name
                    label=words::name()
                    hint=words::name_hint()
                    errors=errors
                    value=name
                    autocomplete="name"
                />
                <Choices
                    field=Field::Region
                    label=words::region()
                    hint=words::region_hint()
                    errors=errors
                    choices=regions
                    value=region
                />
                <Choices
                    field=Field::DocumentKind
                    label=words::document_kind()
                    errors=errors
                    choices=kinds
                    value=document_kind
                />
                <TextField
                    field=Field::Number
                    label=words::number()
                    hint=words::number_hint()
                    errors=errors
                    value=number
                    autocomplete="username"
                />
                <Notice tone=Tone::Warn>
                    <p>{words::number_fixed()}</p>
                </Notice>
            </Sheet>
            <p class="aside">{help::tappable(&words::number_wrong(&view.technical_contact))}</p>
            <p class="aside">
                <a class="link" href=paths::sign_in()>
                    {words::have_account()}
                </a>
            </p>
            <SubmitButton label=words::next_page() pending=action.pending() />
        </Form>
    }
    .still()
}

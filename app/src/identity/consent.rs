//! The consent, on a page of its own before any picture is taken.

use domain::form::{Field, FieldProblems, Problem};
use leptos::prelude::*;

use super::api::{GiveConsent, IdentityView};
use super::load_again_after;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{BottomAction, Form, Sheet, Tick, errors_of};
use crate::words::identity as words;

/// Purpose, necessity, method, duration, rights, contact of the processing that `view` tells of; nothing is ticked
/// beforehand. Goes on to the pictures and then to `next`.
pub fn consent_form(view: &IdentityView, next: String) -> AnyView {
    let give = ServerAction::<GiveConsent>::new();
    load_again_after(give, next.clone());
    let check = |sent: GiveConsent| {
        sent.consent.is_none().then(|| FieldProblems::one(Field::Consent, Problem::Missing))
    };
    let points = [
        (words::consent_purpose_title(), words::consent_purpose().to_owned()),
        (words::consent_necessity_title(), words::consent_necessity().to_owned()),
        (words::consent_method_title(), words::consent_method(&view.school)),
        (words::consent_kept_title(), words::consent_kept().to_owned()),
        (words::consent_rights_title(), words::consent_rights().to_owned()),
        (words::consent_contact_title(), words::consent_contact(&view.school, &view.hotline)),
    ];
    let point = |(title, text): (&'static str, String)| {
        view! {
            <div>
                <dt class="font-semibold">{title}</dt>
                <dd class="text-soft">{text}</dd>
            </div>
        }
    };
    view! {
        <Sheet title=words::consent_title()>
            <p>{words::consent_lead()}</p>
            <dl class="grid gap-3">{points.into_iter().map(point).collect_view()}</dl>
        </Sheet>
        <Form action=give check>
            <input type="hidden" name="next" value=next/>
            <Tick field=Field::Consent label=words::consent_tick() errors=errors_of(give)/>
            <BottomAction>
                <button class="btn btn-primary btn-block" type="submit">{words::consent_give()}</button>
                <a class="btn btn-ghost btn-block" href=paths::me()>{words::consent_decline()}</a>
            </BottomAction>
        </Form>
    }
    .still()
}

//! 更换手机号, second page: a code from each phone that still answers.

use domain::form::Field;
use domain::phone_change::CodesForm;
use leptos::prelude::*;

use super::api::{ChangePhoneView, FinishPhoneChange, SendPhoneCodesAgain, load_change_phone};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Form, Loaded, Notice, Page, ResendButton, Sheet, SubmitButton, TextField, Tick, Tone,
    errors_of, fields_problem, unchecked,
};
use crate::words::security as words;

/// 更换手机号 · 验证
#[component]
pub fn PhoneCodesPage() -> impl IntoView {
    let again = ServerAction::<SendPhoneCodesAgain>::new();
    let finish = ServerAction::<FinishPhoneChange>::new();
    let data = ask(move || again.version().get(), |_| load_change_phone());
    view! {
        <Page title=words::codes_title() back=paths::change_phone() note="2/2">
            <Loaded data=data view=move |view: ChangePhoneView| codes_form(again, finish, view) />
        </Page>
    }
}

fn codes_form(
    again: ServerAction<SendPhoneCodesAgain>,
    finish: ServerAction<FinishPhoneChange>,
    view: ChangePhoneView,
) -> AnyView {
    let Some(new) = view.confirmed else {
        return view! {
            <Notice tone=Tone::Info>
                <p>{words::confirm_first()}</p>
            </Notice>
            <BottomLink href=paths::change_phone() label=words::to_phone() />
        }
        .still();
    };
    let errors = errors_of(finish);
    let check = |sent: FinishPhoneChange| {
        let FinishPhoneChange { code, old_code, old_phone_gone } = sent;
        fields_problem(CodesForm { code, old_code, old_phone_gone: old_phone_gone.is_some() }.check())
    };
    let unasked = unchecked::<SendPhoneCodesAgain>;
    view! {
        <Form action=finish check=check>
            <Sheet>
                <TextField
                    field=Field::Code
                    label=words::new_code(&new)
                    hint=words::code_hint()
                    errors=errors
                    autocomplete="one-time-code"
                    inputmode="numeric"
                />
                <TextField
                    field=Field::OldCode
                    label=words::old_code(&view.masked_phone)
                    hint=words::code_hint()
                    errors=errors
                    inputmode="numeric"
                />
                <Tick field=Field::OldPhoneGone label=words::gone() errors=errors />
                <p class="text-soft">{words::gone_hint()}</p>
            </Sheet>
            <SubmitButton label=words::save_phone() pending=finish.pending() />
        </Form>
        <Form action=again check=unasked>
            <ResendButton seconds=view.resend_in again=words::again() wait=words::again_in />
        </Form>
    }
    .still()
}

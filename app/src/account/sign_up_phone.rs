//! 注册 2/3: 手机号及验证码.

use domain::form::{Field, FieldProblems, Problem};
use domain::person::Phone;
use domain::signup::SignUpPage;
use leptos::prelude::*;

use super::api::{ProvePhone, SendSignUpCode, SignUpView, load_sign_up};
use crate::paths;
use crate::ui::form::focus;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Form, Loaded, Notice, Page, ResendButton, Sheet, SubmitButton, TextField, Tone, errors_of,
};
use crate::words::account as words;

/// 注册 2/3
#[component]
pub fn SignUpPhonePage() -> impl IntoView {
    let send = ServerAction::<SendSignUpCode>::new();
    let prove = ServerAction::<ProvePhone>::new();
    // A code that was sent leads back to this very page, which then shows the field for it.
    let data = ask(move || send.version().get(), |_| load_sign_up());
    view! {
        <Page title=words::phone_title() back=paths::sign_up() note="2/3">
            <Loaded data=data view=move |view: SignUpView| phone_forms(send, prove, view) />
        </Page>
    }
}

fn phone_forms(
    send: ServerAction<SendSignUpCode>,
    prove: ServerAction<ProvePhone>,
    view: SignUpView,
) -> AnyView {
    if view.signed_in {
        return super::signed_in_already();
    }
    if view.furthest == SignUpPage::Person {
        return view! {
            <Notice tone=Tone::Info>
                <p>{words::number_step_first()}</p>
            </Notice>
            <BottomLink href=paths::sign_up() label=words::to_person() />
        }
        .still();
    }
    let asks_code = view.code_sent && !view.phone_proven;
    let proven = view.phone_proven.then(|| {
        let sentence = words::phone_proven(&view.phone);
        view! {
            <Notice tone=Tone::Ok>
                <p>{sentence}</p>
            </Notice>
            <BottomLink href=paths::sign_up_password() label=words::next_page() />
        }
    });
    if asks_code && send.value().with_untracked(|sent| matches!(sent, Some(Ok(())))) {
        // It has come in the place of the button that had the focus.
        Effect::new(|_| request_animation_frame(|| focus(Field::Code.name())));
    }
    let code = asks_code.then(|| code_form(prove, &view.phone));
    view! { {phone_form(send, &view)} {code} {proven} }.still()
}

/// The phone, and the button that sends a code; a quiet button once a code is on its way.
fn phone_form(send: ServerAction<SendSignUpCode>, view: &SignUpView) -> AnyView {
    let check = |sent: SendSignUpCode| {
        Phone::parse(&sent.phone).err().map(|problem| FieldProblems::one(Field::Phone, problem.into()))
    };
    let button = if view.code_sent || view.phone_proven {
        view! { <ResendButton seconds=view.resend_in again=words::send_again() wait=words::send_in /> }
            .still()
    } else {
        view! { <SubmitButton label=words::send_code() pending=send.pending() /> }.still()
    };
    let phone = view.phone.clone();
    view! {
        <Form action=send check=check>
            <Sheet>
                <TextField
                    field=Field::Phone
                    label=words::phone()
                    hint=words::phone_hint()
                    errors=errors_of(send)
                    value=phone
                    kind="tel"
                    autocomplete="tel"
                    inputmode="tel"
                />
            </Sheet>
            {button}
        </Form>
    }
    .still()
}

fn code_form(prove: ServerAction<ProvePhone>, phone: &str) -> AnyView {
    let check = |sent: ProvePhone| {
        sent.code.trim().is_empty().then(|| FieldProblems::one(Field::Code, Problem::Missing))
    };
    let (phone, sentence) = (phone.to_owned(), words::code_sent_to(phone));
    view! {
        <Form action=prove check=check>
            <Sheet>
                <p role="status">{sentence}</p>
                <input type="hidden" name="phone" value=phone />
                <TextField
                    field=Field::Code
                    label=words::code()
                    hint=words::code_hint()
                    errors=errors_of(prove)
                    autocomplete="one-time-code"
                    inputmode="numeric"
                />
            </Sheet>
            <SubmitButton label=words::next_page() pending=prove.pending() />
        </Form>
    }
    .still()
}

//! A form that works with and without WASM, its summary of errors, its submit button.

use domain::form::FieldProblems;
use leptos::ev::SubmitEvent;
use leptos::form::{ActionForm, FromFormData};
use leptos::html;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::server::ServerActionError;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
#[cfg(feature = "ssr")]
use leptos::server_fn::error::ServerFnUrlError;
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::{Http, ServerFn};
use leptos::wasm_bindgen::JsCast;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::messages;
use crate::ui::help;
use crate::ui::still::{Inside, Still};
use crate::words::frame as words;

/// What the last sending of a form was answered with, if it was refused.
pub type Errors = Signal<Option<AppError>>;

/// The errors of a server action: what the browser's own check found, what the server answered, or what came back in
/// the URL when there was no WASM.
pub fn errors_of<S>(action: ServerAction<S>) -> Errors
where
    S: ServerFn<Output = (), Error = AppError> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || value.get().and_then(Result::err))
}

/// Why a plain form of the server function `S` was refused, as it came back in the URL: as HTML, because such a page is
/// always the server's, and the browser needs no code to draw it again.
#[cfg(feature = "ssr")]
pub fn refusal_of<S: ServerFn<Error = AppError>>() -> String {
    let refused = use_context::<ServerActionError>().filter(|error| error.path() == S::PATH);
    let errors = refused.map(|error| ServerFnUrlError::<AppError>::decode_err(error.err()));
    view! { <ErrorSummary errors=Signal::stored(errors) /> }.to_html()
}

/// In the browser nothing: what the server has drawn stays.
#[cfg(not(feature = "ssr"))]
pub fn refusal_of<S: ServerFn<Error = AppError>>() -> String {
    String::new()
}

/// A form around a server action. `check` is the domain's own check; it runs before anything is sent and draws the
/// same problems as the server would.
#[component]
pub fn Form<S, Out>(
    /// What it is sent to.
    action: ServerAction<S>,
    /// Problems that can be known here; none when there is nothing to check.
    #[prop(into)]
    check: Callback<(S,), Option<FieldProblems>>,
    children: Inside,
) -> impl IntoView
where
    S: ServerFn<Protocol = Http<PostUrl, Out>, Output = (), Error = AppError>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    S::Client: Client<AppError>,
    <<S::Client as Client<AppError>>::Request as ClientReq<AppError>>::FormData: From<web_sys::FormData>,
{
    let value = action.value();
    let before_sending = move |event: SubmitEvent| {
        if action.pending().get_untracked() {
            event.prevent_default();
            return;
        }
        let Ok(sent) = S::from_event(&event) else { return };
        if let Some(problems) = check.run((sent,)) {
            event.prevent_default();
            value.set(Some(Err(AppError::Fields(problems))));
        }
    };
    view! {
        <ActionForm
            action=action
            attr:class="form"
            attr:novalidate=true
            attr:aria-busy=move || action.pending().get().then_some("true")
            on:submit:capture=before_sending
        >
            <ErrorSummary errors=errors_of(action) />
            {children.draw()}
        </ActionForm>
    }
}

/// The problems of a check's answer, for [`Form`].
pub fn fields_problem<T>(checked: Result<T, FieldProblems>) -> Option<FieldProblems> {
    checked.err()
}

/// For a [`Form`] in which nothing can be known before it is sent.
pub fn unchecked<S>(_: S) -> Option<FieldProblems> {
    None
}

/// What is wrong, on top of the form; takes the focus when it appears, by itself where no script gives it.
#[component]
pub fn ErrorSummary(
    /// What went wrong.
    errors: Errors,
) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if errors.with(Option::is_some)
            && let Some(summary) = place.get()
        {
            let _ = summary.focus();
        }
    });
    let body = move || {
        errors.get().map(|error| {
            view! {
                <div class="notice tone-warn summary" role="alert" tabindex="-1" autofocus=true node_ref=place>
                    {summary_body(&error)}
                </div>
            }
        })
    };
    view! { {body} }.still()
}

fn summary_body(error: &AppError) -> AnyView {
    let Some(problems) = error.fields() else {
        return view! { <p>{help::tappable(&messages::error(error))}</p> }.still();
    };
    let lines = problems.0.iter().map(|found| {
        let name = found.field.name();
        let href = ["#", name].concat();
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            focus(name);
        };
        view! {
            <li>
                <a class="link" href=href on:click=go>
                    {messages::problem(found.field, found.problem)}
                </a>
            </li>
        }
    });
    view! {
        <div class="notice-text">
            <p class="summary-title">{words::please_check()}</p>
            <ul>{lines.collect_view()}</ul>
        </div>
    }
    .still()
}

/// Moves the focus to the element of this `id`, before what has it now is hidden.
pub fn focus(id: &str) {
    let element =
        document().get_element_by_id(id).and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// The bar at the foot that holds the page's one action.
#[component]
pub fn BottomAction(children: Inside) -> AnyView {
    view! { <div class="bottom-bar">{children.draw()}</div> }.still()
}

/// The one action, where it is a link.
#[component]
pub fn BottomLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What happens.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! {
        <BottomAction>
            <a class="btn btn-primary btn-block" href=href>
                {label}
            </a>
        </BottomAction>
    }
    .still()
}

/// The one action of a form; its label says what happens.
#[component]
pub fn SubmitButton(
    /// What happens.
    #[prop(into)]
    label: Signal<String>,
    /// Sent, not answered yet.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Cannot be used yet; the label says why.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> AnyView {
    let text = move || if pending.get() { words::sending().to_owned() } else { label.get() };
    view! {
        <BottomAction>
            <button class="btn btn-primary btn-block" type="submit" disabled=move || disabled.get()>
                {text}
            </button>
        </BottomAction>
    }
    .still()
}

//! A page's data while it comes, and in words when it does not.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::help;
use crate::ui::layout::Page;
use crate::ui::parts::{Notice, Sheet, Tone};
use crate::ui::still::Still;
use crate::wire::Wire;
use crate::words::{Book, frame as words, load};

/// What a page shows, or why it cannot.
pub type Data<T> = Resource<Result<T, AppError>, Wire>;

/// Asks for a page's data, and again whenever `source` changes. The server waits for it before it sends the page.
pub fn ask<S, T, Asked>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Asked + Send + Sync + 'static,
) -> Data<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Asked: Future<Output = Result<T, AppError>> + Send + 'static,
{
    Resource::new_with_options(source, fetch, true)
}

/// Shows the page's own view once its data is there, a skeleton before, and the error in words if it does not come.
#[component]
pub fn Loaded<T>(
    /// The data.
    data: Data<T>,
    /// Draws it.
    #[prop(into)]
    view: Callback<(T,), AnyView>,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    view! {
        <Transition fallback=skeleton>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(loaded) => view.run((loaded,)),
                    // The data may come another time: the address is that of the page that was asked for.
                    Err(AppError::Unreachable) => sheet(words::unreachable().still(), "", words::offline_retry()),
                    Err(AppError::NewBuild) => {
                        load_anew();
                        skeleton()
                    }
                    Err(error) => {
                        load(Book::Rest).await;
                        told(error).await
                    }
                }
            })}
        </Transition>
    }
}

fn skeleton() -> AnyView {
    view! {
        <div class="skeleton" role="status" aria-label=words::loading()>
            <div class="skeleton-block"></div>
            <div class="skeleton-line"></div>
            <div class="skeleton-line skeleton-short"></div>
        </div>
    }
    .still()
}

/// A piece of WASM of its own: the sentences for all errors are more than a first visit needs. What is said without it is
/// what it could not be loaded for.
#[lazy]
fn told(error: AppError) -> AnyView {
    error_view(&error)
}

/// An error that stands in the place of a whole page.
pub fn error_view(error: &AppError) -> AnyView {
    let (href, label) = match error {
        AppError::NotSignedIn => (paths::sign_in(), words::to_sign_in()),
        AppError::Registration(_) => (paths::registrations(), words::to_registrations()),
        _ => (paths::home(), words::to_home()),
    };
    if *error == AppError::NewBuild {
        load_anew();
    }
    sheet(help::tappable(&messages::error(error)), href, label)
}

/// The address is that of the page that was asked for. Only a browser runs effects.
fn load_anew() {
    Effect::new(|_| drop(window().location().reload()));
}

/// What has happened, and the way on, which loads a page as a whole.
fn sheet(message: AnyView, href: &'static str, label: &'static str) -> AnyView {
    view! {
        <Sheet>
            <Notice tone=Tone::Warn>
                <p role="alert">{message}</p>
            </Notice>
            <p>
                <a class="btn btn-block" href=href rel="external">
                    {label}
                </a>
            </p>
        </Sheet>
    }
    .still()
}

/// 404
#[component]
pub fn UnknownPage() -> AnyView {
    view! {
        <Page title=words::unknown_title() back=paths::home()>
            {sheet(words::unknown_text().still(), paths::home(), words::to_home())}
        </Page>
    }
    .still()
}

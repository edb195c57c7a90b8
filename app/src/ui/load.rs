//! A page's data while it comes, and in words when it does not.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::AppError;
use crate::messages;
use crate::paths;
use crate::ui::layout::Page;
use crate::ui::parts::{Notice, Sheet, Tone};
use crate::words::frame as words;

/// Shows the page's own view once its data is there, a skeleton before, and the error in words if it does not come.
#[component]
pub fn Loaded<T>(
    /// The data.
    data: Resource<Result<T, AppError>>,
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
                    Err(error) => error_view(&error),
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
    .into_any()
}

/// An error that stands in the place of a whole page.
pub fn error_view(error: &AppError) -> AnyView {
    let (href, label) = match error {
        AppError::NotSignedIn => (paths::sign_in(), words::to_sign_in()),
        AppError::Registration(_) => (paths::registrations(), words::to_registrations()),
        _ => (paths::home(), words::to_home()),
    };
    let message = messages::error(error);
    view! {
        <Sheet>
            <Notice tone=Tone::Warn>
                <p role="alert">{message}</p>
            </Notice>
            <p>
                <a class="btn btn-block" href=href>
                    {label}
                </a>
            </p>
        </Sheet>
    }
    .into_any()
}

/// 404
#[component]
pub fn UnknownPage() -> AnyView {
    view! {
        <Page title=words::unknown_title() back=paths::home()>
            {error_view(&AppError::NotFound)}
        </Page>
    }
    .into_any()
}

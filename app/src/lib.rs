//! What people see, and the wire: pages, components and server functions, compiled for the browser and for the server.
//!
//! One folder per feature holds its pages and its `api` (server functions and what they answer with).
//!
//! | module | what it holds |
//! |---|---|
//! | [`account`] | signing up, in and out, one's own profile |
//! | [`reset`] | a forgotten password |
//! | [`security`] | 账号安全: sessions, another password, another phone |
//! | [`exam`] | the home page |
//! | [`identity`] | 实名认证, the consent before it |
//! | [`rename`] | 更名申请 |
//! | [`registration`] | the road from the notice to the exam information, 我的报名 |
//! | [`payment`] | 缴费, 上传凭证, 提交成功 |
//! | [`admin`] | the back office |
//! | [`demo`] | what only the demo shows |
//! | `wechat` | what stands in the place of every page inside WeChat |
//! | [`ui`] | parts of pages that know nothing of the features |
//! | [`messages`] | every code in words |
//! | [`words`] | every word, made from `locales/` |
//! | [`paths`] | every URL as a function |
//! | [`error`] | the one error that crosses the wire |
#![recursion_limit = "512"]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a component owns its arguments, whether or not it uses them up"
)]
#![cfg_attr(
    feature = "ssr",
    expect(
        clippy::unused_async,
        reason = "a server function is async in the browser, whatever it does here"
    )
)]

pub mod account;
pub mod admin;
pub mod demo;
pub mod error;
pub mod exam;
pub mod identity;
pub mod message;
pub mod messages;
pub mod paths;
pub mod payment;
pub mod registration;
pub mod rename;
pub mod reset;
mod routes;
pub mod security;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod wechat;
#[cfg_attr(feature = "ssr", path = "wire/server.rs")]
#[cfg_attr(not(feature = "ssr"), path = "wire/browser.rs")]
pub mod wire;
pub mod words;

#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
#[cfg(feature = "ssr")]
use leptos_meta::{HashedStylesheet, MetaTags};
use leptos_router::components::Router;

#[cfg(feature = "ssr")]
use words::Book;

/// The document around every page.
///
/// Its script `start.js` starts the program that takes the page over, and asks again for whatever of it is lost on the way.
/// It stands in the page, so it has no comments: each of its bytes is one of the first visit.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let start = ssr::start();
    view! {
        <!DOCTYPE html>
        <html
            lang=words::spoken().code()
            data-words-first=book(Book::First)
            data-words-rest=book(Book::Rest)
            data-text=ssr::text_size().code()
            data-demo=demo::is_on()
            data-hotline=ui::help::hotline()
            data-technical-contact=ui::help::technical_contact()
            data-own-seal=ui::help::has_own_seal()
            data-build=ssr::build()
            data-js=start.as_ref().map(|start| start.js.clone())
            data-wasm=start.as_ref().map(|start| start.wasm.clone())
            data-ahead=start.as_ref().map(|start| start.ahead.clone())
            data-starts=start.map(|start| start.when)
        >
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#F6F5F1" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14171A" />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                // Before the styles, for which a script waits.
                <script nonce=use_nonce()>{include_str!(concat!(env!("OUT_DIR"), "/start.js"))}</script>
                <HashedStylesheet options=options />
                <MetaTags />
            </head>
            <body>
                <App />
                // Shown by marks on the root: the service worker sets one, the page's own listener both.
                <p class="root-note kept-note" role="status">
                    {words::frame::kept()} " "
                    <a class="link" href="" rel="external">{words::frame::reload()}</a>
                </p>
                <p class="root-note build-note" role="status">
                    {words::frame::new_build()} " "
                    <a class="link" href="" rel="external">{words::frame::reload()}</a>
                </p>
            </body>
        </html>
    }
}

/// Where a book of the page's language stands.
#[cfg(feature = "ssr")]
fn book(book: words::Book) -> String {
    [words::BOOKS_AT, words::name(words::spoken(), book)].concat()
}

/// A page that only says what went wrong, for answers that no page of the route table can give. It needs no scripts.
#[cfg(feature = "ssr")]
pub fn trouble_page(
    options: &LeptosOptions,
    cx: &ssr::Cx,
    display: ssr::Display,
    error: &error::AppError,
) -> String {
    let options = options.clone();
    Owner::new().with(|| {
        // Its sentence names whom to call.
        provide_context(cx.clone());
        display.provide();
        view! {
            <!DOCTYPE html>
            <html lang=words::spoken().code() data-text=ssr::text_size().code()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                    <meta name="color-scheme" content="light dark" />
                    <title>{words::frame::head_title(words::frame::trouble_title())}</title>
                    <HashedStylesheet options=options />
                </head>
                <body>
                    <div class="page">
                        <header class="top-bar">
                            <h1 class="top-bar-title">{words::frame::trouble_title()}</h1>
                        </header>
                        <main id="main" class="page-body">
                            {ui::load::error_view(error)}
                        </main>
                    </div>
                </body>
            </html>
        }
        .to_html()
    })
}

/// The providers and the route table.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        // Left to the browser, which moves the focus along; the router would only scroll.
        <a class="skip" href="#main" rel="external">{words::frame::skip()}</a>
        <Router>
            <routes::Pages />
        </Router>
    }
}

//! Inside `WeChat` every page is the one that leads out of it.

use std::sync::Arc;

use app::ssr::{Cx, Display};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use leptos::config::LeptosOptions;

/// What `WeChat`'s browser says of itself, and 企业微信's.
const NAMES: [&str; 2] = ["micromessenger", "wxwork"];

/// Why a form was refused, in the address that it leads back to: nothing to take along.
const OF_A_REFUSAL: [&str; 3] = ["__path", "__err", "error"];

/// What the page may do: show its styles, and copy.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// What the page is made with: the options of all pages, the school, and the portal's public address.
pub type Way = (LeptosOptions, Cx, Arc<str>);

/// Stands around everything that draws pages. What is sent goes through: its answer leads to a page again.
pub async fn instead(State((options, cx, url)): State<Way>, request: Request, next: Next) -> Response {
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !looks || !is_wechat(request.headers()) {
        return next.run(request).await;
    }
    let page = app::wechat::page(&options, &cx, Display::of(request.headers()), address(&url, request.uri()));
    ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)).into_response()
}

fn is_wechat(headers: &HeaderMap) -> bool {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let agent = agent.to_ascii_lowercase();
    NAMES.iter().any(|name| agent.contains(name))
}

/// The page that was asked for, as another browser opens it.
fn address(url: &str, asked: &Uri) -> String {
    let is_kept = |pair: &&str| !OF_A_REFUSAL.contains(&pair.split('=').next().unwrap_or_default());
    let query: Vec<_> = asked.query().unwrap_or_default().split('&').filter(is_kept).collect();
    let (query, mark) = (query.join("&"), if query.concat().is_empty() { "" } else { "?" });
    [url.trim_end_matches('/'), asked.path(), mark, &query].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a1_the_browsers_inside_wechat_are_known_whatever_their_spelling() {
        let is = |agent: &'static str| {
            is_wechat(&HeaderMap::from_iter([(header::USER_AGENT, HeaderValue::from_static(agent))]))
        };
        assert!(is(
            "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50(0x1800323a)"
        ));
        assert!(is(
            "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 XWEB/1160117 MMWEBSDK/20240404 micromessenger/8.0.49"
        ));
        assert!(is("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1.20"));
        assert!(!is("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36"));
        assert!(!is_wechat(&HeaderMap::new()));
    }

    #[test]
    fn a1_the_address_is_that_of_the_page_without_the_refusal_of_a_form() {
        let of = |asked: &'static str| address("https://exam.example.edu.cn/", &Uri::from_static(asked));
        assert_eq!(of("/"), "https://exam.example.edu.cn/");
        assert_eq!(of("/sign-in?next=%2Fme"), "https://exam.example.edu.cn/sign-in?next=%2Fme");
        assert_eq!(of("/sign-up?__path=%2Fapi&__err=x"), "https://exam.example.edu.cn/sign-up");
        assert_eq!(of("/me/identity?error=x&next=%2F"), "https://exam.example.edu.cn/me/identity?next=%2F");
    }
}

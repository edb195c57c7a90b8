//! How somebody wants to read: in which language, in which size. Two cookies say it, for whoever uses the phone.

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use leptos::prelude::{Owner, provide_context, use_context};

use super::{cookie, kept_cookie};
use crate::paths;
use crate::words::Language;

/// Name of the cookie with the language that was chosen.
const LANGUAGE_COOKIE: &str = "__Host-language";

/// Name of the cookie with the size of text that was chosen.
const TEXT_COOKIE: &str = "__Host-text";

/// The size of text (大字版 is what 适老化 asks for).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextSize {
    /// 标准
    #[default]
    Normal,
    /// 大字
    Large,
}

impl TextSize {
    /// As the cookie and the document name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
        }
    }

    /// The size of a [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Normal, Self::Large].into_iter().find(|size| size.code() == code)
    }
}

/// How a request wants to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Display {
    /// What was chosen; else what the browser asks for.
    pub language: Language,
    /// What was chosen.
    pub text: TextSize,
}

impl Display {
    /// By the request's headers.
    pub fn of(headers: &HeaderMap) -> Self {
        let asked_for = || headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Language::preferred);
        let chosen = cookie(headers, LANGUAGE_COOKIE).and_then(|code| Language::of_code(&code));
        let text = cookie(headers, TEXT_COOKIE).and_then(|code| TextSize::of_code(&code));
        Self { language: chosen.or_else(asked_for).unwrap_or_default(), text: text.unwrap_or_default() }
    }

    /// By a request for a page: the back office speaks simplified Chinese, whoever asks (017).
    pub fn of_page(parts: &Parts) -> Self {
        let display = Self::of(&parts.headers);
        let path = parts.uri.path();
        let is_office = path == paths::admin() || path.starts_with("/admin/");
        if is_office { Self { language: Language::Simplified, ..display } } else { display }
    }

    /// Draws something outside of a page.
    pub fn with<T>(self, draw: impl FnOnce() -> T) -> T {
        Owner::new().with(|| {
            self.provide();
            draw()
        })
    }

    /// What is drawn from here on is drawn so.
    pub fn provide(self) {
        provide_context(self.language);
        provide_context(self.text);
    }
}

/// The size of text of the page that is being drawn.
pub fn text_size() -> TextSize {
    use_context::<TextSize>().unwrap_or_default()
}

/// The cookie that keeps a language.
pub fn language_cookie(language: Language) -> String {
    kept_cookie(LANGUAGE_COOKIE, language.code())
}

/// The cookie that keeps a size of text.
pub fn text_cookie(text: TextSize) -> String {
    kept_cookie(TEXT_COOKIE, text.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(pairs: &[(header::HeaderName, &'static str)]) -> Display {
        let headers = pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        Display::of(&headers.collect())
    }

    #[test]
    fn g2_what_was_chosen_counts_before_what_the_browser_asks_for() {
        let asked = (header::ACCEPT_LANGUAGE, "en");
        assert_eq!(of(&[]).language, Language::Simplified);
        assert_eq!(of(std::slice::from_ref(&asked)).language, Language::English);
        let chosen = (header::COOKIE, "a=b; __Host-language=zh-Hant");
        assert_eq!(of(&[asked.clone(), chosen]).language, Language::Traditional);
        let nonsense = (header::COOKIE, "__Host-language=xx");
        assert_eq!(of(&[asked, nonsense]).language, Language::English);
    }

    #[test]
    fn f1_the_back_office_speaks_chinese_whatever_was_chosen() {
        let asked = |path: &str| {
            let request = axum::http::Request::builder().uri(path).header("accept-language", "en");
            Display::of_page(&request.body(()).unwrap().into_parts().0).language
        };
        assert_eq!((asked("/admin"), asked("/admin/staff")), (Language::Simplified, Language::Simplified));
        assert_eq!((asked("/"), asked("/administer")), (Language::English, Language::English));
    }

    #[test]
    fn g3_large_text_stays_until_it_is_taken_back() {
        assert_eq!(of(&[]).text, TextSize::Normal);
        let large = text_cookie(TextSize::Large);
        let sent = large.split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&sent).unwrap());
        assert_eq!(Display::of(&headers).text, TextSize::Large);
    }
}

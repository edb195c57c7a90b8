//! The languages that the pages speak.

/// A language. Its place here is the place of its books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 简体中文
    #[default]
    Simplified,
    /// 繁體中文
    Traditional,
    /// English
    English,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Simplified, Self::Traditional, Self::English];

    /// As documents, cookies and addresses name it (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Simplified => "zh-CN",
            Self::Traditional => "zh-Hant",
            Self::English => "en",
        }
    }

    /// As its own speakers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Simplified => "简体中文",
            Self::Traditional => "繁體中文",
            Self::English => "English",
        }
    }

    /// The language of a [`Self::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// What a browser's `Accept-Language` asks for first, of the languages that there are (RFC 9110, 12.5.4).
    #[cfg(feature = "ssr")]
    pub fn preferred(accept: &str) -> Option<Self> {
        let wanted = accept.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
            Some((Self::of_tag(tag.trim())?, weight))
        });
        // Of equal weights the first one counts.
        wanted
            .fold(None, |best: Option<(Self, f32)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            })
            .map(|(language, _)| language)
    }

    /// Chinese without a script is written as its region writes it.
    #[cfg(feature = "ssr")]
    fn of_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::English),
            "zh" => {
                let parts: Vec<&str> = parts.collect();
                let is_traditional = !parts.contains(&"hans")
                    && parts.iter().any(|part| matches!(*part, "hant" | "tw" | "hk" | "mo"));
                Some(if is_traditional { Self::Traditional } else { Self::Simplified })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{English, Simplified, Traditional};
    use super::*;

    #[test]
    fn g2_a_browser_is_answered_in_the_language_that_it_asks_for() {
        for (accept, language) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Some(Simplified)),
            ("zh", Some(Simplified)),
            ("zh-TW,zh;q=0.9,en-US;q=0.8", Some(Traditional)),
            ("zh-HK", Some(Traditional)),
            ("zh-Hant-MO", Some(Traditional)),
            ("zh-Hans-HK", Some(Simplified)),
            ("en-GB,en;q=0.9,zh-CN;q=0.8", Some(English)),
            ("de-DE,de;q=0.9,en;q=0.7,zh;q=0.2", Some(English)),
            ("en;q=0.5, zh-TW;q=0.7", Some(Traditional)),
            ("fr", None),
            ("*", None),
            ("", None),
            ("en;q=much", None),
        ] {
            assert_eq!(Language::preferred(accept), language, "{accept}");
        }
    }

    #[test]
    fn g2_every_language_is_known_by_its_code() {
        assert!(Language::ALL.iter().all(|language| Language::of_code(language.code()) == Some(*language)));
        assert_eq!(Language::of_code("xx"), None);
    }
}

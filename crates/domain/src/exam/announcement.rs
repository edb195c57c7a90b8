//! A line on the home page.

use serde::{Deserialize, Serialize};

use crate::instant::Instant;

/// A line on the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Headline.
    pub title: String,
    /// Text, a few sentences.
    pub text: String,
    /// When it was published.
    pub at: Instant,
}

/// Why what was typed is no announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementProblem {
    /// No headline, or one that fills a phone's screen.
    Title,
    /// No text, or a whole page.
    Text,
}

impl Announcement {
    /// Characters of a headline, at most.
    pub const MOST_TITLE: usize = 60;
    /// Characters of a text, at most: what is longer belongs into a notice.
    pub const MOST_TEXT: usize = 1_000;

    /// What somebody typed, published at this moment.
    pub fn typed(title: &str, text: &str, at: Instant) -> Result<Self, AnnouncementProblem> {
        let (title, text) = (title.trim(), text.trim());
        if !(1..=Self::MOST_TITLE).contains(&title.chars().count()) {
            return Err(AnnouncementProblem::Title);
        }
        if !(1..=Self::MOST_TEXT).contains(&text.chars().count()) {
            return Err(AnnouncementProblem::Text);
        }
        Ok(Self { title: title.to_owned(), text: text.to_owned(), at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_an_announcement_has_a_headline_and_a_text_of_their_lengths() {
        let at = Instant::from_millis(1);
        let typed = |title: &str, text: &str| Announcement::typed(title, text, at);
        let good = typed(" 报名延期 ", "报名延至周五。").unwrap();
        assert_eq!((good.title.as_str(), good.at), ("报名延期", at));
        assert_eq!(typed(" ", "报名延至周五。"), Err(AnnouncementProblem::Title));
        assert_eq!(typed(&"长".repeat(61), "x"), Err(AnnouncementProblem::Title));
        assert_eq!(typed("报名延期", ""), Err(AnnouncementProblem::Text));
        assert_eq!(typed("报名延期", &"长".repeat(1_001)), Err(AnnouncementProblem::Text));
    }
}

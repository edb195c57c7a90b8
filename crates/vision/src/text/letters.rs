//! Characters with the probability that they were read rightly.

use std::fmt;

/// One character.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Letter {
    pub(crate) sign: char,
    /// 0 to 1.
    pub(crate) probability: f32,
}

/// A run of characters.
#[derive(Clone, Default)]
pub(crate) struct Text(pub(crate) Vec<Letter>);

/// What stands on a card is personal: only its length is shown.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} characters)", self.0.len())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.signs().try_for_each(|sign| write!(f, "{sign}"))
    }
}

impl Text {
    pub(crate) fn signs(&self) -> impl DoubleEndedIterator<Item = char> + '_ {
        self.0.iter().map(|letter| letter.sign)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where `word` begins, counted in characters.
    pub(crate) fn find(&self, word: &str) -> Option<usize> {
        let word: Vec<char> = word.chars().collect();
        self.0.windows(word.len()).position(|window| window.iter().map(|l| l.sign).eq(word.iter().copied()))
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    pub(crate) fn starts_with(&self, sign: char) -> bool {
        self.0.first().is_some_and(|letter| letter.sign == sign)
    }

    /// Everything from character `at` on.
    pub(crate) fn from(&self, at: usize) -> Self {
        Self(self.0.get(at..).unwrap_or_default().to_vec())
    }

    /// The characters that `keep` maps to one.
    pub(crate) fn mapped(&self, keep: impl Fn(char) -> Option<char>) -> Self {
        let kept = self.0.iter().filter_map(|letter| Some(Letter { sign: keep(letter.sign)?, ..*letter }));
        Self(kept.collect())
    }

    pub(crate) fn without_spaces(&self) -> Self {
        self.mapped(|sign| (!sign.is_whitespace()).then_some(sign))
    }

    pub(crate) fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    /// 0 for an empty text.
    pub(crate) fn mean_probability(&self) -> f32 {
        if self.is_empty() {
            return 0.0;
        }
        self.0.iter().map(|letter| letter.probability).sum::<f32>() / self.0.len() as f32
    }

    /// Of the least likely character; 0 for an empty text.
    pub(crate) fn least_probability(&self) -> f32 {
        self.0.iter().map(|letter| letter.probability).min_by(f32::total_cmp).unwrap_or(0.0)
    }

    #[cfg(test)]
    pub(crate) fn sure(text: &str) -> Self {
        Self(text.chars().map(|sign| Letter { sign, probability: 0.99 }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_characters_not_bytes() {
        let text = Text::sure("姓名欧阳示例");
        assert_eq!(text.find("姓名"), Some(0));
        assert_eq!(text.from(2).to_string(), "欧阳示例");
        assert!(!text.contains("性别"));
        assert_eq!(text.from(99).least_probability().to_bits(), 0.0_f32.to_bits());
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Text::sure("欧阳")), "Text(2 characters)");
    }
}

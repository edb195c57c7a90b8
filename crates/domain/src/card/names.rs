//! Whether the name on a card is the account's.

use unicode_normalization::UnicodeNormalization;

use crate::person::normalise_name;

/// How the name on a card compares with the account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameMatch {
    /// Equal after normalisation.
    Same,
    /// Perhaps equal and misread: a person looks.
    Uncertain,
    /// Clearly another name.
    Different,
}

/// A character the recogniser is less sure of than this may be another one.
/// Rightly read characters of the bench's cards lie above it at difficulty 0 to 2.
const SURE: f32 = 0.80;

/// So many characters may be misread with confidence: the recogniser takes a rare hanzi for its look-alike
/// (逄 for 逢) or loses one under a reflection, and says so with high probability.
const MISREAD_CHARS: usize = 1;
/// In the long names of minorities, where `·` and five to ten hanzi stand.
const MISREAD_CHARS_OF_LONG: usize = 2;
/// From this length on a name is long.
const LONG_NAME_CHARS: usize = 6;

impl NameMatch {
    /// Compares `read`, whose least certain character has probability `confidence` (0 to 1), with the account's name.
    ///
    /// `·` and its look-alikes, spaces and compatibility forms make no difference.
    pub fn of(read: &str, confidence: f32, account: &str) -> Self {
        let (read, account) = (letters(read), letters(account));
        if read == account && !read.is_empty() {
            return Self::Same;
        }
        let allowed = if account.len() >= LONG_NAME_CHARS { MISREAD_CHARS_OF_LONG } else { MISREAD_CHARS };
        if confidence < SURE || is_rest_of(&read, &account) || edits(&read, &account) <= allowed {
            Self::Uncertain
        } else {
            Self::Different
        }
    }
}

/// Whether `read` is what remains of `name` when characters are lost, as under a reflection. Nothing is a rest too.
fn is_rest_of(read: &[char], name: &[char]) -> bool {
    let mut remaining = name.iter();
    read.iter().all(|c| remaining.any(|other| other == c))
}

/// The characters that count: without spaces and middle dots, compatibility forms folded, Latin in one case.
fn letters(name: &str) -> Vec<char> {
    normalise_name(name)
        .chars()
        .flat_map(fold)
        .filter(|c| c.is_alphabetic() || *c == '〇')
        .flat_map(char::to_lowercase)
        .collect()
}

/// What stands for a hanzi that has another place in Unicode: the compatibility ideographs and the Kangxi radicals, which
/// some input methods and font converters give, by NFKC; besides the few radicals of the supplement that turn up in names
/// and that NFKC leaves alone. Nothing else is folded, since other compatibility forms (㈱, ㎏) are no letters of a name.
fn fold(c: char) -> impl Iterator<Item = char> {
    let one = match c {
        '○' | '◯' => '〇',
        '⺠' => '民',
        '⻄' => '西',
        '⻅' => '见',
        '⻋' => '车',
        '⻓' => '长',
        '⻔' => '门',
        '⻘' => '青',
        '⻢' => '马',
        '⻥' => '鱼',
        '⻦' => '鸟',
        '⻨' => '麦',
        '⻩' => '黄',
        '⻬' => '齐',
        '⻰' => '龙',
        other => other,
    };
    let is_double =
        matches!(one, '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}');
    let folded = is_double.then(|| std::iter::once(one).nfkc());
    let kept = (!is_double).then_some(one);
    folded.into_iter().flatten().chain(kept)
}

/// Levenshtein distance: how many characters must be changed, added or dropped.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

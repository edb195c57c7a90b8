//! Whether the name on a card is the account's.

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
        .map(fold)
        .filter(|c| c.is_alphabetic() || *c == '〇')
        .flat_map(char::to_lowercase)
        .collect()
}

/// Radicals that stand in for hanzi in some input methods, to the hanzi.
/// A thin part of Unicode's compatibility folding: what really turns up in names.
fn fold(c: char) -> char {
    match c {
        '⼀' => '一',
        '⼆' => '二',
        '⼈' => '人',
        '⼒' => '力',
        '⼤' => '大',
        '⼥' => '女',
        '⼦' => '子',
        '⼩' => '小',
        '⼭' => '山',
        '⽂' => '文',
        '⽅' => '方',
        '⽔' => '水',
        '⽯' => '石',
        '⽟' => '玉',
        '⽩' => '白',
        '⽴' => '立',
        '⾦' => '金',
        '⾼' => '高',
        '⻢' => '马',
        '⻰' => '龙',
        '○' => '〇',
        other => other,
    }
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

//! 学籍: what the school's own register says of who may sit an exam (C9). It refuses only whoever it names as ineligible;
//! whomever it does not know, or knows under another name, a person looks at.

use serde::{Deserialize, Serialize};

use crate::list::LineProblem;
use crate::person::{PersonName, normalise_name};
use crate::registration::Refusal;

/// What a roster says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 符合报考条件
    Eligible,
    /// 不符合报考条件
    Ineligible,
}

impl Verdict {
    /// One of the words that schools write.
    pub fn parse(typed: &str) -> Result<Self, LineProblem> {
        match typed.trim() {
            "符合" | "符合条件" | "符合报考条件" | "合格" | "通过" | "可报考" | "可报" | "是" => {
                Ok(Self::Eligible)
            }
            "不符合"
            | "不符合条件"
            | "不符合报考条件"
            | "不合格"
            | "不通过"
            | "不可报考"
            | "不可报"
            | "否" => Ok(Self::Ineligible),
            _ => Err(LineProblem::Verdict),
        }
    }

    /// The name under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Ineligible => "ineligible",
        }
    }

    /// The verdict stored under `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Eligible, Self::Ineligible].into_iter().find(|verdict| verdict.code() == code)
    }
}

/// The first and the last year in which somebody in a roster can have graduated or will.
const YEARS: std::ops::RangeInclusive<u16> = 1_950..=2_100;

/// 毕业年份: `2026` or `2026年`; nothing where none is given.
pub fn year(typed: &str) -> Result<Option<u16>, LineProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let digits = typed.strip_suffix('年').unwrap_or(typed);
    let is_plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.parse().ok().filter(|year| is_plain && YEARS.contains(year));
    year.map(Some).ok_or(LineProblem::Year)
}

/// What the roster says of one person. Their number is not kept: they are found by its fingerprint.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// 姓名
    pub name: String,
    /// 考生类型
    pub candidate_type: String,
    /// 专业
    pub major: String,
    /// 教学点
    pub teaching_point: String,
    /// 毕业年份
    pub graduated: Option<u16>,
    /// Whether they may sit the exam.
    pub verdict: Verdict,
    /// Why, in the school's words; never empty for whoever may not.
    pub reason: String,
}

impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Record({:?}, ***)", self.verdict)
    }
}

/// How a candidate stands to the roster of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The exam has none.
    NoRoster,
    /// It says that they may.
    Eligible(Record),
    /// It says that they may not.
    Ineligible(Record),
    /// It does not know their number.
    NotListed,
    /// It knows their number under another name, so what it says is perhaps not about them.
    NameDiffers(Record),
}

impl Standing {
    /// How somebody of this name stands to a roster that has, or has not, a record under their number.
    pub fn of(name: &PersonName, record: Option<Record>) -> Self {
        match record {
            None => Self::NotListed,
            Some(record) if normalise_name(&record.name) != normalise_name(name.expose()) => {
                Self::NameDiffers(record)
            }
            Some(record) => match record.verdict {
                Verdict::Eligible => Self::Eligible(record),
                Verdict::Ineligible => Self::Ineligible(record),
            },
        }
    }

    /// Refuses whoever the roster names as ineligible, and nobody else.
    pub fn must_let_on(&self) -> Result<(), Refusal> {
        match self {
            Self::Ineligible(_) => Err(Refusal::Ineligible),
            Self::NoRoster | Self::Eligible(_) | Self::NotListed | Self::NameDiffers(_) => Ok(()),
        }
    }

    /// Why they are refused, in the school's words.
    pub fn bar(&self) -> Option<&str> {
        match self {
            Self::Ineligible(record) => Some(&record.reason),
            Self::NoRoster | Self::Eligible(_) | Self::NotListed | Self::NameDiffers(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, verdict: Verdict) -> Record {
        Record {
            name: name.into(),
            candidate_type: "函授".into(),
            major: "会计学".into(),
            teaching_point: "示例教学点".into(),
            graduated: Some(2_026),
            verdict,
            reason: "学籍已注销".into(),
        }
    }

    #[test]
    fn c9_verdicts_are_read_as_schools_write_them() {
        assert_eq!(Verdict::parse(" 符合"), Ok(Verdict::Eligible));
        assert_eq!(Verdict::parse("不符合"), Ok(Verdict::Ineligible));
        for typed in ["", "待定", "符合?", "eligible"] {
            assert_eq!(Verdict::parse(typed), Err(LineProblem::Verdict), "{typed}");
        }
        for verdict in [Verdict::Eligible, Verdict::Ineligible] {
            assert_eq!(Verdict::from_code(verdict.code()), Some(verdict));
        }
    }

    #[test]
    fn c9_a_year_has_four_digits_or_is_not_given() {
        assert_eq!(year(""), Ok(None));
        assert_eq!((year("2026"), year(" 2026年")), (Ok(Some(2_026)), Ok(Some(2_026))));
        for typed in ["26", "46000", "2026-06", "1949", "2101", "二〇二六", "+2026"] {
            assert_eq!(year(typed), Err(LineProblem::Year), "{typed}");
        }
    }

    #[test]
    fn c9_only_whoever_is_named_as_ineligible_is_refused() {
        let name = PersonName::parse("张三").unwrap();
        let standing = |record| Standing::of(&name, record);
        let refused = standing(Some(record("张三", Verdict::Ineligible)));
        assert_eq!(refused.must_let_on(), Err(Refusal::Ineligible));
        assert_eq!(refused.bar(), Some("学籍已注销"));
        for other in [
            Standing::NoRoster,
            standing(None),
            standing(Some(record("张三", Verdict::Eligible))),
            // Ineligible, but perhaps somebody else: a person looks.
            standing(Some(record("张三丰", Verdict::Ineligible))),
        ] {
            assert_eq!((other.must_let_on(), other.bar()), (Ok(()), None), "{other:?}");
        }
        assert_eq!(standing(None), Standing::NotListed);
    }

    #[test]
    fn c9_a_name_written_another_way_is_the_same_name() {
        let name = PersonName::parse("阿依古丽·买买提").unwrap();
        let standing = Standing::of(&name, Some(record("阿依古丽 . 买买提", Verdict::Eligible)));
        assert!(matches!(standing, Standing::Eligible(_)), "{standing:?}");
    }

    #[test]
    fn a12_a_record_shows_nobody_to_a_log() {
        let shown = format!("{:?}", Standing::NameDiffers(record("张三", Verdict::Eligible)));
        assert!(!shown.contains("张三") && !shown.contains("学籍"), "{shown}");
    }
}

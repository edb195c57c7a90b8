//! The fields of the side with the portrait.

use super::number::{self, FoundNumber};
use crate::text::{Letter, Text};
use domain::card::{CardFront, PictureFacts};
use domain::document::Sex;
use time::{Date, Month};

/// The fifty-six nations as cards print them (GB/T 3304-1991).
const NATIONS: [&str; 56] = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
];
/// A name found without its label may be another row: never sure enough to refuse by.
const UNLABELLED_CONFIDENCE: f32 = 0.5;
/// Rows below the first three do not hold the name.
const NAME_ROWS: usize = 3;

/// Makes the fields out of the upright rows.
pub(super) fn fields(
    rows: &[Text],
    number: Option<FoundNumber>,
    portrait: bool,
    picture: PictureFacts,
) -> CardFront {
    let name = Name::of(rows);
    let (sex, nation) = sex_and_nation(rows);
    let birth = rows.iter().find_map(printed_birth);
    let (number, number_confidence) = number.map_or((None, 0.0), |found| (found.number, found.confidence));
    let agrees = number.as_ref().is_none_or(|number| {
        sex.is_none_or(|sex| sex == number.sex()) && birth.is_none_or(|birth| birth == number.birth())
    });
    CardFront {
        name: name.text.to_string(),
        name_confidence: if name.labelled { 1.0 } else { UNLABELLED_CONFIDENCE }
            .min(name.text.least_probability()),
        sex,
        nation,
        birth,
        address: address(rows),
        number,
        number_confidence,
        agrees,
        portrait,
        picture,
    }
}

struct Name {
    text: Text,
    /// Whether it stood behind 姓名.
    labelled: bool,
}

impl Name {
    fn of(rows: &[Text]) -> Self {
        let labelled = rows.iter().enumerate().find_map(|(at, row)| behind_name_label(row, at));
        match labelled {
            Some(text) => Self { text: without_label_rest(text), labelled: true },
            None => Self { text: unlabelled_name(rows).unwrap_or_default(), labelled: false },
        }
    }
}

/// The name in a row that begins with 姓名, or with what the recogniser left of it.
fn behind_name_label(row: &Text, at: usize) -> Option<Text> {
    if let Some(label) = row.find("姓名") {
        return Some(name_letters(&row.from(label + 2)));
    }
    let broken = at < NAME_ROWS && (row.starts_with('名') || row.starts_with('姓')) && !row.contains("性别");
    broken.then(|| name_letters(&row.from(1)))
}

/// The row above the one with sex and nation.
fn unlabelled_name(rows: &[Text]) -> Option<Text> {
    let below = rows.iter().position(is_sex_row)?;
    let name = name_letters(rows.get(below.checked_sub(1)?)?);
    (2..=12).contains(&name.len()).then_some(name)
}

/// 名 of a label that was read twice does not begin a name of three characters and more.
fn without_label_rest(name: Text) -> Text {
    if name.len() > 2 && name.starts_with('名') { name.from(1) } else { name }
}

/// Hanzi and `·`, whose look-alikes become it.
fn name_letters(text: &Text) -> Text {
    let kept = text.mapped(|sign| match sign {
        '·' | '•' | '・' | '.' | '．' | '‧' | '。' | '˙' => Some('·'),
        _ => is_hanzi(sign).then_some(sign),
    });
    let is_dot = |letter: &Letter| letter.sign == '·';
    let from = kept.0.iter().position(|letter| !is_dot(letter)).unwrap_or(kept.len());
    let to = kept.0.iter().rposition(|letter| !is_dot(letter)).map_or(from, |last| last + 1);
    Text(kept.0[from..to].to_vec())
}

pub(super) fn is_hanzi(sign: char) -> bool {
    matches!(sign, '〇' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_sex_row(row: &Text) -> bool {
    ["性", "别", "民族"].iter().any(|word| row.contains(word)) && (row.contains("族") || row.contains("民"))
}

fn sex_and_nation(rows: &[Text]) -> (Option<Sex>, String) {
    let Some(row) = rows.iter().find(|row| is_sex_row(row)) else { return (None, String::new()) };
    let sex = match (row.contains("男"), row.contains("女")) {
        (true, false) => Some(Sex::Male),
        (false, true) => Some(Sex::Female),
        _ => None,
    };
    let label = row.find("族").or_else(|| row.find("民")).unwrap_or(0);
    let behind = row.from(label + 1).mapped(|sign| (is_hanzi(sign) && sign != '族').then_some(sign));
    let nation = NATIONS.iter().filter(|nation| behind.contains(nation)).max_by_key(|nation| nation.len());
    (sex, nation.map(|nation| (*nation).to_owned()).unwrap_or_default())
}

/// 出生1995年6月15日
fn printed_birth(row: &Text) -> Option<Date> {
    if !(row.contains("年") && row.contains("月")) {
        return None;
    }
    let text = row.to_string();
    let mut groups = text.split(|sign: char| !sign.is_ascii_digit()).filter(|group| !group.is_empty());
    let year = groups.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = Month::try_from(groups.next()?.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year, month, groups.next()?.parse().ok()?).ok()
}

/// From 住址 to the number's row.
fn address(rows: &[Text]) -> String {
    let labelled = rows.iter().enumerate().find_map(|(at, row)| {
        let label = row.find("住址").or_else(|| row.find("佳址"))?;
        Some((at, label + 2))
    });
    let broken = || {
        let at = rows.iter().position(|row| row.starts_with('址') || row.starts_with('住'))?;
        Some((at, 1))
    };
    let Some((first, label_end)) = labelled.or_else(broken) else { return String::new() };
    let is_number_row = |row: &Text| {
        ["公民", "号码", "身份"].iter().any(|word| row.contains(word)) || number::digits(row).len() >= 15
    };
    let mut address = rows[first].from(label_end).to_string();
    for row in rows[first + 1..].iter().take_while(|row| !is_number_row(row)) {
        address.push_str(&row.to_string());
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::document::IdNumber;
    use time::macros::date;

    const FACTS: PictureFacts = PictureFacts::CLEAR;

    fn number() -> IdNumber {
        let digits = "43011119950615002";
        IdNumber::parse(&format!("{digits}{}", IdNumber::check_character(digits).unwrap())).unwrap()
    }

    fn read(rows: &[&str]) -> CardFront {
        let rows: Vec<Text> = rows.iter().map(|row| Text::sure(row)).collect();
        let found = FoundNumber { number: Some(number()), confidence: 0.9, line: None };
        fields(&rows, Some(found), true, FACTS)
    }

    #[test]
    fn b4_every_field_of_the_front_is_read() {
        let front = read(&[
            "姓名艾力·吐尔逊",
            "性别女民族维吾尔",
            "出生1995年6月15日",
            "住址示例省示例市青枫路",
            "12号楼3单元",
            "公民身份号码43",
        ]);
        assert_eq!(front.name, "艾力·吐尔逊");
        assert_eq!((front.sex, front.nation.as_str()), (Some(Sex::Female), "维吾尔"));
        assert_eq!(front.birth, Some(date!(1995 - 06 - 15)));
        assert_eq!(front.address, "示例省示例市青枫路12号楼3单元");
        assert!(front.agrees && front.name_confidence > 0.9);
    }

    #[test]
    fn b4_printed_sex_or_birth_against_the_number_is_noticed() {
        assert!(!read(&["性别男民族汉"]).agrees);
        assert!(!read(&["出生1995年6月16日"]).agrees);
        assert!(read(&["性别民族汉"]).agrees, "what could not be read does not disagree");
    }

    #[test]
    fn b6_a_rare_hanzi_beyond_the_basic_plane_is_kept() {
        assert_eq!(read(&["姓名李𬭎䶮"]).name, "李𬭎䶮");
    }

    #[test]
    fn b6_a_name_without_its_label_is_never_sure() {
        let front = read(&["样本非真实证件", "陈思源", "性别女民族汉"]);
        assert_eq!(front.name, "陈思源");
        assert!(front.name_confidence <= 0.5);
    }

    #[test]
    fn b6_look_alikes_of_the_middle_dot_become_it() {
        assert_eq!(read(&["姓名艾力・吐尔逊·"]).name, "艾力·吐尔逊");
    }
}

//! Whom to call: the server knows, and has written it on the document's root for the browser, so that an error can name
//! it wherever it appears. Wherever it appears, a tap calls it.

use leptos::prelude::*;

use crate::ui::still::Still;

/// Fewer digits are no telephone number; 12345 is the shortest that a school has.
const FEWEST_DIGITS: usize = 5;

/// A sentence in which the school's own telephone numbers are links that call them. Only these: what else has digits, a
/// document number or a date, is nothing to call.
pub fn tappable(sentence: &str) -> AnyView {
    let contacts = [hotline(), technical_contact()];
    let numbers: Vec<&str> = contacts.iter().filter_map(|contact| number_in(contact)).collect();
    let piece = |piece: Piece<'_>| match piece {
        Piece::Words(words) => words.to_owned().still(),
        Piece::Number(number) => {
            let href = ["tel:", &dialled(number)].concat();
            view! { <a class="link number" href=href>{number.to_owned()}</a> }.still()
        }
    };
    pieces(sentence, &numbers).into_iter().map(piece).collect_view().still()
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    Number(&'a str),
}

fn pieces<'a>(sentence: &'a str, numbers: &[&str]) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut rest = sentence;
    let next =
        |rest: &str| numbers.iter().filter_map(|number| Some((rest.find(number)?, number.len()))).min();
    while let Some((at, length)) = next(rest) {
        found.push(Piece::Words(&rest[..at]));
        found.push(Piece::Number(&rest[at..at + length]));
        rest = &rest[at + length..];
    }
    found.push(Piece::Words(rest));
    found.retain(|piece| *piece != Piece::Words(""));
    found
}

/// The telephone number in a school's contact, which may name a person before it and say more behind it.
fn number_in(contact: &str) -> Option<&str> {
    let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '-' | ' ');
    let number = contact.split(|sign| !is_part(sign)).map(|run| run.trim_matches([' ', '-']));
    number.max_by_key(|run| digits(run)).filter(|run| digits(run) >= FEWEST_DIGITS)
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// As a telephone takes it.
fn dialled(number: &str) -> String {
    number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

/// Telephone for everything.
pub fn hotline() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>().map(|cx| cx.school().hotline.clone()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    return of_root("data-hotline");
}

/// 技术管理员, for a wrong document number.
pub fn technical_contact() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>()
        .map(|cx| cx.school().technical_contact.clone())
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    return of_root("data-technical-contact");
}

#[cfg(not(feature = "ssr"))]
fn of_root(attribute: &str) -> String {
    document().document_element().and_then(|root| root.get_attribute(attribute)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f12_the_number_is_found_in_whatever_a_school_calls_its_contact() {
        for (contact, number) in [
            ("技术管理员 0731-0000 0001（演示）", Some("0731-0000 0001")),
            ("0731-00000000", Some("0731-00000000")),
            ("办公室 201，+86 731 0000 0000", Some("+86 731 0000 0000")),
            ("12345", Some("12345")),
            ("到 201 室咨询", None),
            ("", None),
        ] {
            assert_eq!(number_in(contact), number, "{contact}");
        }
        assert_eq!(dialled("+86 731-0000 0000"), "+8673100000000");
    }

    #[test]
    fn f12_only_the_schools_own_numbers_are_links() {
        let numbers = ["0731-0000 0000", "0731-0000 0001"];
        let sentence = "致电 0731-0000 0001 或 0731-0000 0000，报出编号 20261124。";
        let expected = [
            Piece::Words("致电 "),
            Piece::Number("0731-0000 0001"),
            Piece::Words(" 或 "),
            Piece::Number("0731-0000 0000"),
            Piece::Words("，报出编号 20261124。"),
        ];
        assert_eq!(pieces(sentence, &numbers), expected);
        assert_eq!(pieces("没有电话", &numbers), [Piece::Words("没有电话")]);
        assert_eq!(pieces("没有电话", &[]), [Piece::Words("没有电话")]);
    }
}

//! Whom to call: the server knows, and has written it on the document's root for the browser, so that an error can name
//! it wherever it appears. Wherever it appears, a tap calls it.

use leptos::prelude::*;

use crate::ui::parts::SCHOOLS;
use crate::ui::still::Still;

/// Fewer digits are no telephone number; 12345 is the shortest that a school has.
const FEWEST_DIGITS: usize = 5;

/// A sentence in which the school's own contacts are marked as theirs, and their telephone numbers are links that call
/// them. Only these: what else has digits, a document number or a date, is nothing to call. Small, because the first
/// visit carries it.
pub fn tappable(sentence: &str) -> AnyView {
    // One may stand within the other.
    let mut contacts = [hotline(), technical_contact()];
    contacts.sort_by_key(|contact| std::cmp::Reverse(contact.len()));
    for contact in contacts.iter().filter(|contact| !contact.is_empty()) {
        if let Some((before, after)) = sentence.split_once(&**contact) {
            let (before, after) = (tappable(before), tappable(after));
            return view! { {before} <span lang=SCHOOLS>{called(contact)}</span> {after} }.still();
        }
    }
    sentence.to_owned().still()
}

/// A contact, with a link that calls its number.
fn called(contact: &str) -> AnyView {
    match number_in(contact).and_then(|number| Some((number, contact.split_once(number)?))) {
        Some((number, (before, after))) => {
            let href = ["tel:", &dialled(number)].concat();
            view! {
                {before.to_owned()}
                <a class="link number" href=href>
                    {number.to_owned()}
                </a>
                {after.to_owned()}
            }
            .still()
        }
        None => contact.to_owned().still(),
    }
}

/// The telephone number in a school's contact, which may name a person before it and say more behind it: all from the
/// first digit to the last. None where that is no number, or more than one.
fn number_in(contact: &str) -> Option<&str> {
    let number = contact.trim_matches(|sign: char| !sign.is_ascii_digit() && sign != '+');
    let is_one = number.bytes().all(|sign| sign.is_ascii_digit() || matches!(sign, b'+' | b'-' | b' '));
    (is_one && number.len() >= FEWEST_DIGITS).then_some(number)
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

/// Whether the school has a seal of its own.
pub fn has_own_seal() -> bool {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>().is_some_and(|cx| cx.school().seal.is_some());
    #[cfg(not(feature = "ssr"))]
    return document().document_element().is_some_and(|root| root.has_attribute("data-own-seal"));
}

/// What the server has written on the document's root.
#[cfg(not(feature = "ssr"))]
pub fn of_root(attribute: &str) -> String {
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
            ("办公室：+86 731 0000 0000。", Some("+86 731 0000 0000")),
            ("12345", Some("12345")),
            ("到 201 室咨询", None),
            ("0731-0000 0000 或 0731-0000 0001", None),
            ("", None),
        ] {
            assert_eq!(number_in(contact), number, "{contact}");
        }
        assert_eq!(dialled("+86 731-0000 0000"), "+8673100000000");
    }
}

//! The fields of the side with the emblem.

use super::front::is_hanzi;
use crate::text::Text;
use domain::card::{CardBack, PictureFacts, Validity};
use time::{Date, Month};

/// Digits of one date: 20180302.
const DATE_DIGITS: usize = 8;

/// Makes the fields out of the upright rows.
pub(super) fn fields(rows: &[Text], picture: PictureFacts) -> CardBack {
    let (valid_from, valid_until) = rows.iter().find_map(validity).unwrap_or((None, None));
    CardBack { issuer: issuer(rows), valid_from, valid_until, picture }
}

/// Behind 签发机关, otherwise the row that ends with 公安局.
fn issuer(rows: &[Text]) -> String {
    let hanzi = |text: &Text| text.mapped(|sign| is_hanzi(sign).then_some(sign)).to_string();
    let labelled = rows.iter().find_map(|row| Some(hanzi(&row.from(row.find("机关")? + 2))));
    let unlabelled = || rows.iter().map(ToString::to_string).find(|row| row.ends_with("公安局"));
    labelled.filter(|issuer| !issuer.is_empty()).or_else(unlabelled).unwrap_or_default()
}

/// 2018.03.02-2038.03.02 or 2018.03.02-长期, whatever stands between the digits.
fn validity(row: &Text) -> Option<(Option<Date>, Option<Validity>)> {
    let digits: Vec<u8> = row.signs().filter_map(|sign| u8::try_from(sign.to_digit(10)?).ok()).collect();
    let long_term = row.contains("长");
    let (from, rest) = digits.split_at_checked(DATE_DIGITS)?;
    if long_term {
        return Some((date(from), Some(Validity::LongTerm)));
    }
    let until = rest.get(..DATE_DIGITS)?;
    Some((date(from), date(until).map(Validity::Until)))
}

fn date(digits: &[u8]) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| -> Option<u16> {
        Some(digits.get(range)?.iter().fold(0, |sum, digit| sum * 10 + u16::from(*digit)))
    };
    let month = Month::try_from(u8::try_from(number(4..6)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(number(0..4)?), month, u8::try_from(number(6..8)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn read(rows: &[&str]) -> CardBack {
        let rows: Vec<Text> = rows.iter().map(|row| Text::sure(row)).collect();
        fields(&rows, PictureFacts::CLEAR)
    }

    #[test]
    fn b4_issuer_and_both_dates_are_read() {
        let back =
            read(&["中华人民共和国", "居民身份证", "签发机关示例市公安局", "有效期限2018.03.02-2038.03.02"]);
        assert_eq!(back.issuer, "示例市公安局");
        assert_eq!(back.valid_from, Some(date!(2018 - 03 - 02)));
        assert_eq!(back.valid_until, Some(Validity::Until(date!(2038 - 03 - 02))));
    }

    #[test]
    fn b4_long_term_is_read() {
        assert_eq!(read(&["有效期限2018.03.02-长期"]).valid_until, Some(Validity::LongTerm));
    }

    #[test]
    fn b4_a_date_that_is_not_in_the_calendar_is_not_read() {
        let back = read(&["有效期限2018.03.02-2038.13.02"]);
        assert_eq!((back.valid_from.is_some(), back.valid_until), (true, None));
        assert_eq!(read(&["有效期限2018.03.02-2038"]).valid_until, None);
    }
}

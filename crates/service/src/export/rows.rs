//! What stands in a row: the columns of every table, in the words of the provincial office. Like those on papers they stay in
//! its language, and stand beside what they name.

use documents::write::{Column, DbfField};
use domain::document::DocumentKind;
use domain::exam::Exam;
use domain::payment::PaymentState;
use domain::registration::ThesisGrade;
use domain::seating::TicketNumber;
use store::export::Person;

/// A column: its title, its width in a sheet, its field in a DBF and that field's bytes in GBK.
type Kind = (&'static str, u8, &'static str, u8);

/// The columns. A DBF of the office has the initials of their pinyin.
const KINDS: [Kind; 18] = [
    ("报名编号", 32, "BMBH", 30),
    ("准考证号", 18, "ZKZH", 15),
    ("姓名", 16, "XM", 100),
    ("证件类型", 24, "ZJLX", 30),
    ("证件号码", 22, "ZJHM", 20),
    ("手机号", 14, "SJH", 20),
    ("科目", 12, "KM", 60),
    ("考点", 24, "KD", 100),
    ("考场", 8, "KC", 3),
    ("座位", 8, "ZW", 3),
    ("考生类型", 20, "KSLX", 100),
    ("专业", 24, "ZY", 120),
    ("学业情况", 10, "XYQK", 10),
    ("论文等级", 10, "LWDJ", 4),
    ("毕业年月", 10, "BYNY", 7),
    ("报名状态", 12, "BMZT", 12),
    ("缴费状态", 14, "JFZT", 16),
    ("开始报名", 18, "BMSJ", 16),
];

/// Which cell holds the name.
const NAME: usize = 2;

/// The titles.
pub fn titles() -> Vec<&'static str> {
    KINDS.iter().map(|(title, ..)| *title).collect()
}

/// The columns of a sheet.
pub fn columns() -> Vec<Column<'static>> {
    KINDS.iter().map(|(title, width, ..)| Column { title, width: *width }).collect()
}

/// The fields of a DBF.
pub fn fields() -> Vec<DbfField<'static>> {
    KINDS.iter().map(|(_, _, name, width)| DbfField { name, width: *width }).collect()
}

/// The title of a field.
pub fn title_of(field: &str) -> &'static str {
    KINDS.iter().find(|(_, _, name, _)| *name == field).map_or("", |(title, ..)| title)
}

/// The cells of one registration, whole or masked.
pub fn cells(exam: &Exam, person: &Person, full: bool) -> Vec<String> {
    let words = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let subject = person.subject.as_deref();
    let site = person.site.as_deref();
    let place = |number: fn(&(i64, i64)) -> i64, width: usize| {
        person.seat.as_ref().map(|seat| format!("{:0width$}", number(seat))).unwrap_or_default()
    };
    let ticket = person.ticket.as_ref().map(TicketNumber::expose).unwrap_or_default();
    let mut cells = vec![
        person.id.to_string(),
        if full { ticket.to_owned() } else { domain::document::mask(ticket) },
        person.name.expose().to_owned(),
        words(Some(document(person.document.kind()))),
        if full { person.document.expose().to_owned() } else { person.document.masked() },
        if full { person.phone.expose().to_owned() } else { person.phone.masked() },
        words(subject.map(|code| exam.subject(code).map_or(code, |subject| &subject.name))),
        words(site.map(|code| exam.site(code).map_or(code, |site| &site.name))),
        place(|seat| seat.0, 3),
        place(|seat| seat.1, 2),
        words(person.candidate_type.as_deref()),
        words(person.major.as_deref()),
        words(person.graduated.map(|graduated| if graduated { "已毕业" } else { "在读" })),
        words(person.thesis.map(grade)),
        person.graduated_in.map(|month| month.to_string()).unwrap_or_default(),
        words(Some(state(&person.state))),
        words(Some(payment(person.payment))),
        person.created.to_minute(),
    ];
    if !full {
        cells[NAME] = person.name.masked();
    }
    cells
}

fn document(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::ResidentId => "居民身份证",
        DocumentKind::HongKongMacaoPermit => "港澳居民来往内地通行证",
        DocumentKind::TaiwanPermit => "台湾居民来往大陆通行证",
        DocumentKind::HongKongMacaoTaiwanResidence => "港澳台居民居住证",
        DocumentKind::ForeignPermanentResidence => "外国人永久居留身份证",
    }
}

fn grade(grade: ThesisGrade) -> &'static str {
    match grade {
        ThesisGrade::Below => "中下",
        ThesisGrade::Medium => "中",
        ThesisGrade::Good => "良",
        ThesisGrade::Excellent => "优",
    }
}

fn state(code: &str) -> &str {
    match code {
        "draft" => "填写中",
        "awaiting_payment" => "待缴费",
        "submitted" => "已提交",
        "under_review" => "审核中",
        "approved" => "审核通过",
        "admitted" => "准考",
        "returned" => "退回修改",
        "rejected" => "审核未通过",
        "expired" => "已失效",
        "withdrawn" => "已退出",
        "discarded" => "已放弃",
        other => other,
    }
}

fn payment(state: PaymentState) -> &'static str {
    match state {
        PaymentState::None => "未缴费",
        PaymentState::ProofGiven => "凭证待核对",
        PaymentState::Matched => "已对账",
        PaymentState::Confirmed => "已确认",
        PaymentState::Rejected => "凭证被退回",
        PaymentState::Surplus => "重复缴费",
        PaymentState::Refunded => "已退款",
    }
}

#[cfg(test)]
mod tests {
    use documents::write::{DbfOut, RareRule};
    use domain::instant::Instant;

    use super::*;

    #[test]
    fn f7_the_columns_make_a_dbf_and_none_stands_twice() {
        let day = Instant::from_millis(0).in_shanghai().date();
        DbfOut::new(std::io::Cursor::new(Vec::new()), &fields(), RareRule::Mark('？'), day).unwrap();
        let mut titles = titles();
        assert_eq!(title_of("XM"), titles[NAME]);
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), KINDS.len());
    }
}

//! What changed, for the log.

use domain::exam::Exam;

use crate::audit;

/// What changed, in one line: an exam holds nothing personal.
pub(super) fn changes(before: &Exam, after: &Exam) -> String {
    let mut parts = Vec::new();
    let mut note = |name: &str, before: String, after: String| {
        if before != after {
            parts.push([name, ": ", &audit::change(&before, &after)].concat());
        }
    };
    note("status", before.status.code().to_owned(), after.status.code().to_owned());
    note("title", before.title.clone(), after.title.clone());
    note("windows", windows(before), windows(after));
    note("fee", fee(before), fee(after));
    note("notice", before.notice.version.to_string(), after.notice.version.to_string());
    note("places", places(before.places.capacity), places(after.places.capacity));
    note("subjects", subjects(before), subjects(after));
    note("sites", sites(before), sites(after));
    note("rules", rules(before), rules(after));
    note("test", before.is_test.to_string(), after.is_test.to_string());
    parts.join("; ")
}

fn windows(exam: &Exam) -> String {
    let w = &exam.windows;
    let spans = [w.register, w.edit, w.pay, w.review, w.ticket, w.score];
    spans.map(|window| [window.start.to_minute(), window.end.to_minute()].join(" - ")).join(", ")
}

fn fee(exam: &Exam) -> String {
    format!("{} fen {} {} {}", exam.fee.amount.0, exam.fee.item, exam.fee.payee, exam.fee.link)
}

fn places(capacity: Option<i64>) -> String {
    capacity.map_or_else(|| "uncounted".to_owned(), |capacity| capacity.to_string())
}

fn subjects(exam: &Exam) -> String {
    let named = exam.subjects.iter().map(|s| format!("{} {} {}", s.code, s.name, places(s.places.capacity)));
    named.collect::<Vec<_>>().join(", ")
}

fn sites(exam: &Exam) -> String {
    let named = exam
        .sites
        .iter()
        .map(|s| format!("{} {} {} {}", s.code, s.name, s.address, places(s.places.capacity)));
    named.collect::<Vec<_>>().join(", ")
}

fn rules(exam: &Exam) -> String {
    serde_json::to_string(&exam.rules).unwrap_or_default()
}

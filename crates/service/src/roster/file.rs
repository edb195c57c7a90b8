//! A file of a roster: each line names a person by the number of their document. Nothing in it is guessed.

use std::collections::HashSet;

use documents::read::{Form, Kind, Row, Wanted};
use domain::document::{DocumentNumber, NumberProblem};
use domain::list::{LineProblem, ListRefusal};
use domain::person::{NameProblem, PersonName};
use domain::roster::{Record, Verdict, year};
use store::roster::Line;

use crate::table::{self, Bad};

/// Titles under which files have them; the first is the one that a problem names.
const NUMBER: [&str; 5] = ["证件号", "证件号码", "身份证号", "身份证号码", "身份证件号"];
const NAME: [&str; 2] = ["姓名", "考生姓名"];
const VERDICT: [&str; 4] = ["是否符合", "审核结论", "报考资格", "结论"];
const REASON: [&str; 4] = ["原因", "不符合原因", "说明", "备注"];
const TYPE: [&str; 3] = ["考生类型", "学习形式", "类型"];
const MAJOR: [&str; 3] = ["专业", "考生专业", "专业名称"];
const POINT: [&str; 3] = ["教学点", "教学点名称", "函授站"];
const GRADUATED: [&str; 3] = ["毕业年份", "毕业年度", "毕业时间"];

/// Characters of the texts beside number and name, at most.
const MOST_TEXT: usize = 200;

/// What the lines say, and which of them say nothing of anybody.
pub(super) fn read(bytes: Vec<u8>) -> Result<(Vec<Line>, Bad), ListRefusal> {
    let form = Form::new(vec![
        Wanted::new(&NUMBER, Kind::Code).required(),
        Wanted::new(&NAME, Kind::Text).required(),
        Wanted::new(&VERDICT, Kind::Text).required(),
        Wanted::new(&REASON, Kind::Text),
        Wanted::new(&TYPE, Kind::Text),
        Wanted::new(&MAJOR, Kind::Text),
        Wanted::new(&POINT, Kind::Text),
        Wanted::new(&GRADUATED, Kind::Text),
    ])
    .typed();
    let (mut lines, mut seen) = (Vec::new(), HashSet::new());
    let bad = table::read(bytes, &form, |row| {
        lines.push(line(row, &mut seen)?);
        Ok(())
    })?;
    Ok((lines, bad))
}

fn line(row: &Row, seen: &mut HashSet<String>) -> Result<Line, (&'static str, LineProblem)> {
    let number = DocumentNumber::of_any_kind(row.text(0)).map_err(|why| (NUMBER[0], of_number(why)))?;
    // Two issues of one permit are one person.
    if !seen.insert([number.kind().code(), ":", number.identity_key()].concat()) {
        return Err((NUMBER[0], LineProblem::Duplicate));
    }
    let name = PersonName::parse(row.text(1)).map_err(|why| (NAME[0], of_name(why)))?;
    let verdict = Verdict::parse(row.text(2)).map_err(|why| (VERDICT[0], why))?;
    let text = |column: usize, title: &'static str| {
        let text = row.text(column).trim();
        let fits = text.chars().count() <= MOST_TEXT;
        if fits { Ok(text.to_owned()) } else { Err((title, LineProblem::Unreadable)) }
    };
    let reason = text(3, REASON[0])?;
    if verdict == Verdict::Ineligible && reason.is_empty() {
        return Err((REASON[0], LineProblem::ReasonMissing));
    }
    let record = Record {
        name: name.expose().to_owned(),
        candidate_type: text(4, TYPE[0])?,
        major: text(5, MAJOR[0])?,
        teaching_point: text(6, POINT[0])?,
        graduated: year(row.text(7)).map_err(|why| (GRADUATED[0], why))?,
        verdict,
        reason,
    };
    Ok(Line { row: row.number, number, record })
}

fn of_number(why: NumberProblem) -> LineProblem {
    match why {
        NumberProblem::Empty => LineProblem::Missing,
        NumberProblem::CheckCharacter => LineProblem::CheckCharacter,
        NumberProblem::FifteenDigits
        | NumberProblem::Length
        | NumberProblem::Characters
        | NumberProblem::Area
        | NumberProblem::BirthDate
        | NumberProblem::OtherKind(_) => LineProblem::Number,
    }
}

fn of_name(why: NameProblem) -> LineProblem {
    if why == NameProblem::Empty { LineProblem::Missing } else { LineProblem::Name }
}

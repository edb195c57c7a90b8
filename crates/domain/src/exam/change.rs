//! How the office may change an exam, and what it must be before candidates see it.

use super::{Exam, ExamProblem, Site, Status, Subject};

/// Characters of the longest notice: some ten pages. As many hanzi as a form of 64 KB carries, nine bytes each.
pub const MOST_NOTICE: usize = 7_000;

impl Exam {
    /// Everything that must be mended before candidates may see it.
    pub fn unfit(&self) -> Vec<ExamProblem> {
        let mut problems = Vec::new();
        if self.title.trim().is_empty() {
            problems.push(ExamProblem::NoTitle);
        }
        if self.subjects.is_empty() {
            problems.push(ExamProblem::NoSubjects);
        }
        problems.extend(self.bad_entries());
        if self.notice.text.trim().is_empty() {
            problems.push(ExamProblem::NoNotice);
        }
        if self.fee.amount.0 <= 0 {
            problems.push(ExamProblem::NoAmount);
        }
        if self.fee.item.trim().is_empty() {
            problems.push(ExamProblem::NoItem);
        }
        if !super::Fee::fits_code(&self.fee.link) {
            problems.push(ExamProblem::BadPaymentCode);
        }
        let unset = self.windows.not_set();
        if unset.is_empty() {
            problems.extend(self.windows.conflicts().into_iter().map(ExamProblem::Windows));
        }
        problems.extend(unset.into_iter().map(ExamProblem::NotAMoment));
        problems
    }

    /// What no exam can be, not even a draft: two entries alike, codes that no ticket number has room for, rules that let
    /// nobody register, a notice that nobody would read.
    fn bad_entries(&self) -> Vec<ExamProblem> {
        let subjects = self.subjects.iter().map(|Subject { code, name, .. }| (code, name));
        let mut problems = entries(subjects, 8);
        let sites = self.sites.iter().map(|Site { code, name, .. }| (code, name));
        problems.extend(entries(sites, 2));
        if self.rules.documents.is_empty() {
            problems.push(ExamProblem::NoDocuments);
        }
        for (at, rule) in self.rules.majors.iter().enumerate() {
            if !rule.only.iter().any(|code| self.subject(code).is_some()) {
                problems.push(ExamProblem::MajorWithoutSubject(rule.major.clone()));
            }
            if self.rules.majors.iter().take(at).any(|before| before.major == rule.major) {
                problems.push(ExamProblem::Twice(rule.major.clone()));
            }
        }
        if self.notice.text.chars().count() > MOST_NOTICE {
            problems.push(ExamProblem::NoticeTooLong);
        }
        problems
    }

    /// Why it may not become `next`: what candidates have chosen or been asked for stays. The notice's version counts up by
    /// itself.
    pub fn cannot_become(&self, next: &Self) -> Vec<ExamProblem> {
        let mut problems = Vec::new();
        if matches!(self.status, Status::Closed { .. }) {
            problems.push(ExamProblem::Closed);
        }
        let below = |of: &str, capacity: Option<i64>, taken: i64| {
            let is_below = capacity.is_some_and(|capacity| capacity < taken);
            is_below.then(|| ExamProblem::PlacesBelowTaken { of: of.to_owned(), taken })
        };
        problems.extend(below("", next.places.capacity, self.places.taken));
        for Subject { code, name, places } in &self.subjects {
            match next.subject(code) {
                Some(kept) => problems.extend(below(name, kept.places.capacity, places.taken)),
                None if places.taken > 0 => problems.push(ExamProblem::InUse(name.clone())),
                None => {}
            }
        }
        for Site { code, name, places, .. } in &self.sites {
            match next.site(code) {
                Some(kept) => problems.extend(below(name, kept.places.capacity, places.taken)),
                None if places.taken > 0 => problems.push(ExamProblem::InUse(name.clone())),
                None => {}
            }
        }
        if self.places.taken > 0 && self.fee.amount != next.fee.amount {
            problems.push(ExamProblem::FeeInUse);
        }
        if self.places.taken > 0 && self.rules.order != next.rules.order {
            problems.push(ExamProblem::OrderInUse);
        }
        if self.status != Status::Draft && self.is_test != next.is_test {
            problems.push(ExamProblem::TestIsFixed);
        }
        problems.extend(next.bad_entries());
        problems
    }

    /// The same exam for another term: a draft without candidates, its windows so many months later.
    #[must_use]
    pub fn for_next_term(&self, id: crate::id::ExamId, months: i32) -> Self {
        let mut next = self.clone();
        next.id = id;
        next.status = Status::Draft;
        next.title = next_term(&self.title, months);
        next.windows = self.windows.months_later(months);
        next.notice.version = 1;
        next.is_test = false;
        next.places.taken = 0;
        next.subjects.iter_mut().for_each(|subject| subject.places.taken = 0);
        next.sites.iter_mut().for_each(|site| site.places.taken = 0);
        next
    }
}

/// Codes of letters and digits, as long as a ticket number has room for, and no two alike.
fn entries<'a>(entries: impl Iterator<Item = (&'a String, &'a String)>, longest: usize) -> Vec<ExamProblem> {
    let mut problems = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (code, name) in entries {
        let fits = (1..=longest).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
        if !fits || name.trim().is_empty() {
            problems.push(ExamProblem::BadEntry(if name.is_empty() { code.clone() } else { name.clone() }));
        }
        for text in [code, name] {
            if seen.contains(&text.as_str()) {
                problems.push(ExamProblem::Twice(text.clone()));
            }
            seen.push(text);
        }
    }
    problems
}

/// `2026年下半年…` half a year later is `2027年上半年…`; a title of another form stays.
fn next_term(title: &str, months: i32) -> String {
    let Some((year, rest)) = title.split_once('年') else { return title.to_owned() };
    let Ok(year) = year.parse::<i32>() else { return title.to_owned() };
    let halves = |half: i32, rest: &str| {
        let count = year * 2 + half + months / 6;
        let half = if count.rem_euclid(2) == 0 { "上半年" } else { "下半年" };
        [&count.div_euclid(2).to_string(), "年", half, rest].concat()
    };
    match (rest.strip_prefix("上半年"), rest.strip_prefix("下半年")) {
        (Some(rest), _) => halves(0, rest),
        (_, Some(rest)) => halves(1, rest),
        (None, None) => [&(year + months / 12).to_string(), "年", rest].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{an_exam, an_exam_at_two_sites};
    use super::*;
    use crate::exam::{MajorRule, PaymentOrder, Places};
    use crate::id::ExamId;
    use crate::instant::Instant;
    use crate::money::Fen;

    #[test]
    fn f2_an_exam_is_published_only_when_it_is_whole() {
        assert_eq!(an_exam().unfit(), []);
        let mut exam = an_exam_at_two_sites();
        exam.title = " ".into();
        exam.subjects.clear();
        exam.sites[1].code = "1".into();
        exam.sites[0].name = String::new();
        exam.notice.text = String::new();
        exam.fee.link = "two words".into();
        assert_eq!(
            exam.unfit(),
            [
                ExamProblem::NoTitle,
                ExamProblem::NoSubjects,
                ExamProblem::BadEntry("1".into()),
                ExamProblem::Twice("1".into()),
                ExamProblem::NoNotice,
                ExamProblem::BadPaymentCode,
            ]
        );
        let mut exam = an_exam_at_two_sites();
        exam.sites[0].code = "123".into();
        assert_eq!(exam.unfit(), [ExamProblem::BadEntry("主校区考点".into())]);
    }

    #[test]
    fn f2_what_candidates_have_chosen_or_paid_for_stays() {
        let mut exam = an_exam_at_two_sites();
        exam.places.taken = 3;
        exam.subjects[0].places.taken = 2;
        exam.sites[1].places.taken = 2;
        assert_eq!(exam.cannot_become(&exam.clone()), []);
        let with = |change: fn(&mut Exam)| {
            let mut next = exam.clone();
            change(&mut next);
            exam.cannot_become(&next)
        };
        let below = |of: &str, taken| ExamProblem::PlacesBelowTaken { of: of.into(), taken };
        assert_eq!(with(|next| next.places.capacity = Some(2)), [below("", 3)]);
        assert_eq!(with(|next| next.places.capacity = Some(3)), []);
        assert_eq!(with(|next| next.subjects[0].places.capacity = Some(1)), [below("英语", 2)]);
        assert_eq!(with(|next| next.sites[1].places.capacity = Some(0)), [below("东校区考点", 2)]);
        assert_eq!(with(|next| drop(next.subjects.remove(0))), [ExamProblem::InUse("英语".into())]);
        assert_eq!(with(|next| drop(next.subjects.remove(1))), [], "nobody has chosen it");
        assert_eq!(with(|next| drop(next.sites.remove(1))), [ExamProblem::InUse("东校区考点".into())]);
        assert_eq!(with(|next| next.fee.amount = Fen(1)), [ExamProblem::FeeInUse]);
        assert_eq!(with(|next| next.rules.order = PaymentOrder::ReviewFirst), [ExamProblem::OrderInUse]);
        let closed = Exam { status: Status::Closed { at: Instant::from_millis(1) }, ..exam.clone() };
        assert_eq!(closed.cannot_become(&exam), [ExamProblem::Closed]);
    }

    #[test]
    fn c17_the_order_may_change_until_somebody_has_registered() {
        let exam = an_exam();
        let mut next = exam.clone();
        next.rules.order = PaymentOrder::ReviewFirst;
        assert_eq!(exam.cannot_become(&next), []);
    }

    #[test]
    fn f2_a_published_exam_stays_a_test_or_none() {
        let exam = an_exam();
        let test = Exam { is_test: true, ..exam.clone() };
        assert_eq!(exam.cannot_become(&test), [ExamProblem::TestIsFixed]);
        assert_eq!(test.cannot_become(&exam), [ExamProblem::TestIsFixed]);
        let draft = Exam { status: Status::Draft, ..exam.clone() };
        assert_eq!(draft.cannot_become(&Exam { is_test: true, ..draft.clone() }), []);
        let id = ExamId::from_ulid("01JBBBBBBBBBBBBBBBBBBBBBBB").unwrap();
        assert!(!test.for_next_term(id, 6).is_test, "what is copied from a test is meant to be real");
    }

    #[test]
    fn f2_not_even_a_draft_has_entries_that_cannot_be() {
        let draft = Exam { status: Status::Draft, ..an_exam() };
        let with = |change: fn(&mut Exam)| {
            let mut next = draft.clone();
            change(&mut next);
            draft.cannot_become(&next)
        };
        assert_eq!(with(|next| next.subjects[1].code = "en".into()), [ExamProblem::Twice("en".into())]);
        assert_eq!(with(|next| next.rules.documents.clear()), [ExamProblem::NoDocuments]);
        let rule = |only: &str| MajorRule { major: "英语".into(), only: vec![only.into()] };
        let without = ExamProblem::MajorWithoutSubject("英语".into());
        let mut next = draft.clone();
        next.rules.majors = vec![rule("fr")];
        assert_eq!(draft.cannot_become(&next), [without]);
        next.rules.majors = vec![rule("ja"), rule("ja")];
        assert_eq!(draft.cannot_become(&next), [ExamProblem::Twice("英语".into())]);
        assert_eq!(with(|next| next.notice.text = "长".repeat(MOST_NOTICE)), []);
        assert_eq!(
            with(|next| next.notice.text = "长".repeat(MOST_NOTICE + 1)),
            [ExamProblem::NoticeTooLong]
        );
    }

    #[test]
    fn f2_a_clone_is_a_draft_for_the_next_term_without_candidates() {
        let mut exam = an_exam_at_two_sites();
        exam.places = Places { capacity: Some(9), taken: 4 };
        exam.subjects[0].places.taken = 4;
        exam.sites[0].places.taken = 4;
        let id = ExamId::from_ulid("01JBBBBBBBBBBBBBBBBBBBBBBB").unwrap();
        let next = exam.for_next_term(id.clone(), 6);
        assert_eq!((next.id, next.status), (id, Status::Draft));
        assert_eq!(next.title, "2027年上半年学士学位外语考试");
        assert_eq!(next.places, Places { capacity: Some(9), taken: 0 });
        assert!(next.subjects.iter().all(|subject| subject.places.taken == 0));
        assert!(next.sites.iter().all(|site| site.places.taken == 0));
        assert_eq!(next.notice.version, 1);
    }

    #[test]
    fn f2_the_title_names_the_next_term() {
        assert_eq!(next_term("2026年下半年学士学位外语考试", 6), "2027年上半年学士学位外语考试");
        assert_eq!(next_term("2026年上半年学士学位外语考试", 6), "2026年下半年学士学位外语考试");
        assert_eq!(next_term("2026年上半年学士学位外语考试", 12), "2027年上半年学士学位外语考试");
        assert_eq!(next_term("2026年论文答辩", 12), "2027年论文答辩");
        assert_eq!(next_term("入学考试", 6), "入学考试");
    }
}

//! 考生类型 and 专业 as the office keeps them.

use domain::exam::{MajorRule, SubjectBar};
use domain::form::{Field, Problem};
use domain::list::{Entry, LineProblem, List, ListRefusal};
use service::account::{self, ProfileForm};
use service::lists::{self, Kept};
use service::{Candidate, Error, Operator, Refused, registration};

use crate::school::{School, number};
use crate::seating::desk;
use crate::steps::problem;

impl School {
    async fn kept(&self, list: List) -> Kept {
        let found = lists::look(&self.cx, &desk()).await.unwrap().lists;
        found.into_iter().find(|kept| kept.list == list).unwrap()
    }

    async fn names(&self, list: List) -> Vec<String> {
        self.kept(list).await.entries.into_iter().map(|entry| entry.name).collect()
    }

    async fn entry(&self, list: List, name: &str) -> Option<Entry> {
        self.kept(list).await.entries.into_iter().find(|entry| entry.name == name)
    }

    async fn studies(&self, who: &Candidate, major: &str) -> Result<(), Error> {
        let form =
            ProfileForm { name: "张三".into(), candidate_type: "函授".into(), major: major.into() };
        account::save_profile(&self.cx, who, form).await
    }
}

fn list_refusal(error: Error) -> ListRefusal {
    match error {
        Error::Refused(Refused::List(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn b1_entries_are_added_once_at_the_end_and_moved_to_a_place() {
    let school = School::open().await;
    let (cx, desk) = (&school.cx, desk());
    let before = school.names(List::Major).await;
    let add = async || lists::add(cx, &desk, List::Major, " 护理学 ", "").await;
    let (a, b) = tokio::join!(add(), add());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(school.names(List::Major).await, [before.clone(), vec!["护理学".into()]].concat());
    assert_eq!(school.said("list.added").await, 1);
    for _ in 0..2 {
        lists::move_to(cx, &desk, List::Major, "护理学", 0).await.unwrap();
    }
    assert_eq!(school.names(List::Major).await, [vec!["护理学".into()], before].concat());
    assert_eq!(school.said("list.moved").await, 1, "twice to the same place is once");
    let nameless = lists::add(cx, &desk, List::Major, "  ", "").await.unwrap_err();
    assert_eq!(list_refusal(nameless), ListRefusal::Name);
    let unknown = lists::add(cx, &desk, List::Major, "世界语", "eo").await.unwrap_err();
    assert_eq!(list_refusal(unknown), ListRefusal::Language);
}

#[tokio::test]
async fn b1_what_is_retired_is_offered_no_more_and_stays_where_it_was_chosen() {
    let school = School::open().await;
    let (cx, desk) = (&school.cx, desk());
    let one = school.complete("张三", &number(1)).await;
    let other = school.candidate("李四", &number(2)).await;
    for _ in 0..2 {
        lists::retire(cx, &desk, List::Major, "会计学", true).await.unwrap();
    }
    assert_eq!(school.said("list.retired").await, 1);
    let offered = async |who| account::load_profile(cx, who).await.unwrap().majors;
    assert!(offered(&one).await.contains(&"会计学".to_owned()), "it is theirs");
    assert!(!offered(&other).await.contains(&"会计学".to_owned()));
    school.studies(&one, "会计学").await.unwrap();
    let refused = school.studies(&other, "会计学").await.unwrap_err();
    assert_eq!(problem(&refused, Field::Major), Some(Problem::NotOffered));
    lists::retire(cx, &desk, List::Major, "会计学", false).await.unwrap();
    school.studies(&other, "会计学").await.unwrap();
}

#[tokio::test]
async fn b1_another_name_follows_wherever_it_was_chosen() {
    let school = School::open().await;
    let (cx, desk) = (&school.cx, desk());
    let exam = school
        .publish(|exam| {
            exam.rules.majors = vec![MajorRule { major: "会计学".into(), only: vec!["ja".into()] }];
        })
        .await;
    let (who, id) = school.due("张三", 1).await;
    let rename = async || lists::change(cx, &desk, List::Major, ("会计学", "会计"), "").await;
    let (a, b) = tokio::join!(rename(), rename());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(school.said("list.renamed").await, 1);
    assert_eq!(account::load(cx, &who).await.unwrap().major.as_deref(), Some("会计"));
    let registered = registration::load(cx, &who, &id).await.unwrap().registration;
    assert_eq!(registered.answers.unwrap().major, "会计");
    let ruled = school.store.read(async |r| store::exam::load(r, &exam.id).await).await.unwrap();
    assert_eq!(ruled.rules.majors[0].major, "会计", "the exam's rule goes with it");
    let taken = lists::change(cx, &desk, List::Major, ("会计", "英语"), "").await.unwrap_err();
    assert_eq!(list_refusal(taken), ListRefusal::Taken);
    let gone = lists::change(cx, &desk, List::Major, ("炼金术", "化学"), "").await.unwrap_err();
    assert!(matches!(gone, Error::NotFound), "{gone}");
}

#[tokio::test]
async fn c8_a_language_major_of_the_list_may_not_sit_its_own_language() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let bar = async || {
        let offer = registration::load_answers(&school.cx, &who, &id).await.unwrap().offer;
        offer.subjects.into_iter().find(|subject| subject.code == "ja").unwrap().bar
    };
    assert_eq!(bar().await, None, "the control: nobody has said that it is one");
    let change = async |language: &'static str| {
        lists::change(&school.cx, &desk(), List::Major, ("会计学", "会计学"), language).await.unwrap();
    };
    change("ja").await;
    assert_eq!(bar().await, Some(SubjectBar::Major));
    let refused =
        registration::confirm(&school.cx, &who, &id, &crate::steps::choosing("ja")).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Subject), Some(Problem::SubjectNotForMajor));
    change("").await;
    assert_eq!(bar().await, None);
    assert_eq!(school.said("list.language").await, 2);
}

#[tokio::test]
async fn b1_a_file_for_a_list_is_looked_at_first_and_the_same_file_changes_nothing() {
    let school = School::open().await;
    let (cx, desk) = (&school.cx, desk());
    let file = "专业,外语语种\n护理学,\n日语,日语\n英语,英语\n护理学,\n,\n德语,德语文\n".as_bytes().to_vec();
    let count = school.names(List::Major).await.len();
    let read = async || {
        lists::receive(cx, &desk, List::Major, file.clone()).await.unwrap();
        school.kept(List::Major).await.preview.unwrap()
    };
    let waits = read().await;
    assert_eq!((waits.new, waits.changed), (vec!["护理学".into(), "日语".into()], vec!["英语".into()]));
    let bad: Vec<_> = waits.draft.problems.iter().map(|bad| (bad.row, bad.problem)).collect();
    assert_eq!(bad, [(5, LineProblem::Duplicate), (7, LineProblem::Language)]);
    assert_eq!(school.names(List::Major).await.len(), count, "nothing is changed by looking");
    let version = waits.draft.version;
    let left = lists::take_over(cx, &desk, List::Major, version, false).await.unwrap_err();
    assert_eq!(list_refusal(left), ListRefusal::LinesLeft);
    let take = async || lists::take_over(cx, &desk, List::Major, version, true).await;
    let (a, b) = tokio::join!(take(), take());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(school.names(List::Major).await.len(), count + 2, "what the file has not stays");
    let language = async |name: &str| school.entry(List::Major, name).await.unwrap().language;
    assert_eq!(language("日语").await.as_deref(), Some("ja"));
    assert_eq!(language("英语").await.as_deref(), Some("en"));
    let again = read().await;
    assert!(again.new.is_empty() && again.changed.is_empty());
    lists::take_over(cx, &desk, List::Major, again.draft.version, true).await.unwrap();
    assert_eq!(school.said("list.imported").await, 1);
    let stale = lists::discard(cx, &desk, List::Major, version).await;
    assert!(stale.is_ok(), "nothing waits any more");
}

#[tokio::test]
async fn f1_lists_are_changed_by_whoever_may_at_the_whole_school() {
    let school = School::open().await;
    let auditor: Operator = school.colleague("li.na", "auditor").await.staff.clone().into();
    let officer: Operator = school.colleague("zhao.min", "exam_officer").await.staff.clone().into();
    let add = async |who| lists::add(&school.cx, who, List::CandidateType, "开放教育", "").await;
    assert!(matches!(add(&auditor).await, Err(Error::Forbidden)));
    assert!(lists::look(&school.cx, &auditor).await.is_ok());
    add(&officer).await.unwrap();
    assert!(school.entry(List::CandidateType, "开放教育").await.is_some());
}

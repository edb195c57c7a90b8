//! Where a role is held: in all exams or in one, at all sites or at one. Several grants make several exams or sites.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Permission, Role};
use crate::id::ExamId;

/// The code of a site within an exam: one or two letters or digits, part of ticket numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteCode(String);

/// Text that is no code of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a site's code is one or two letters or digits")]
pub struct NotASite;

impl SiteCode {
    /// The code as it stands in ticket numbers.
    pub fn parse(text: &str) -> Result<Self, NotASite> {
        let text = text.trim();
        let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if fits { Ok(Self(text.to_owned())) } else { Err(NotASite) }
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SiteCode {
    type Error = NotASite;

    fn try_from(text: String) -> Result<Self, NotASite> {
        Self::parse(&text)
    }
}

impl From<SiteCode> for String {
    fn from(code: SiteCode) -> Self {
        code.0
    }
}

/// A part of the school; nothing named is all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Scope {
    /// This exam only.
    pub exam: Option<ExamId>,
    /// This site only, of that exam or of any.
    pub site: Option<SiteCode>,
}

/// What an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'p> {
    /// The school as a whole: staff, settings, everybody's data.
    School,
    /// An exam with all its sites.
    Exam(&'p ExamId),
    /// One registration: its exam, and the site where one was chosen.
    Registration(&'p ExamId, Option<&'p str>),
    /// Somebody who is registered in these exams and at these sites, or in none yet.
    Person(&'p [(ExamId, Option<String>)]),
    /// Anything at all: for a page that shows only what its reader's scope covers.
    Anywhere,
}

impl Scope {
    /// All exams and all sites.
    pub const EVERYWHERE: Self = Self { exam: None, site: None };

    /// Whether it is the whole school.
    pub fn is_everywhere(&self) -> bool {
        self.exam.is_none() && self.site.is_none()
    }

    /// Whether an act on this place lies within.
    pub fn covers(&self, place: Place<'_>) -> bool {
        match place {
            Place::Anywhere => true,
            Place::School => self.is_everywhere(),
            Place::Exam(exam) => self.site.is_none() && self.has_exam(exam),
            Place::Registration(exam, site) => self.has_exam(exam) && self.has_site(site),
            Place::Person(registered) => {
                self.is_everywhere()
                    || registered
                        .iter()
                        .any(|(exam, site)| self.has_exam(exam) && self.has_site(site.as_deref()))
            }
        }
    }

    fn has_exam(&self, exam: &ExamId) -> bool {
        self.exam.as_ref().is_none_or(|only| only == exam)
    }

    /// Whoever has chosen no site yet belongs to none that a scope could name.
    fn has_site(&self, site: Option<&str>) -> bool {
        self.site.as_ref().is_none_or(|only| Some(only.as_str()) == site)
    }
}

/// A role, and where it is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// What somebody is.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// A role that is held everywhere or not at all was to be limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this role cannot be limited")]
pub struct NotLimited;

impl Grant {
    /// A role within a scope.
    pub fn new(role: Role, scope: Scope) -> Result<Self, NotLimited> {
        if role.can_be_limited() || scope.is_everywhere() {
            Ok(Self { role, scope })
        } else {
            Err(NotLimited)
        }
    }

    /// A role at the whole school.
    pub fn everywhere(role: Role) -> Self {
        Self { role, scope: Scope::EVERYWHERE }
    }

    /// Whether it allows this, there.
    pub fn allows(&self, permission: Permission, place: Place<'_>) -> bool {
        self.role.may(permission) && self.scope.covers(place)
    }
}

/// As the audit log names it: `reviewer:exm_…:1`, with `*` for all.
impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exam = self.scope.exam.as_ref().map_or("*", ExamId::as_str);
        let site = self.scope.site.as_ref().map_or("*", SiteCode::as_str);
        write!(f, "{}:{exam}:{site}", self.role.code())
    }
}

/// Whether any of these grants allows it.
pub fn allow(grants: &[Grant], permission: Permission, place: Place<'_>) -> bool {
    grants.iter().any(|grant| grant.allows(permission, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exam(n: u8) -> ExamId {
        ExamId::from_ulid(&format!("01JAAAAAAAAAAAAAAAAAAAAAA{n}")).unwrap()
    }

    fn scope(exam_number: Option<u8>, site: Option<&str>) -> Scope {
        Scope { exam: exam_number.map(exam), site: site.map(|site| SiteCode::parse(site).unwrap()) }
    }

    #[test]
    fn f1_a_scope_of_one_exam_reaches_no_other_and_not_the_school() {
        let one = scope(Some(1), None);
        assert!(one.covers(Place::Exam(&exam(1))) && !one.covers(Place::Exam(&exam(2))));
        assert!(one.covers(Place::Registration(&exam(1), Some("2"))));
        assert!(!one.covers(Place::Registration(&exam(2), Some("2"))));
        assert!(!one.covers(Place::School), "staff and settings are everybody's");
        assert!(Scope::EVERYWHERE.covers(Place::School) && Scope::EVERYWHERE.covers(Place::Exam(&exam(2))));
    }

    #[test]
    fn f1_a_scope_of_one_site_reaches_its_own_people_and_not_the_whole_exam() {
        for one in [scope(Some(1), Some("1")), scope(None, Some("1"))] {
            assert!(one.covers(Place::Registration(&exam(1), Some("1"))));
            assert!(!one.covers(Place::Registration(&exam(1), Some("2"))));
            assert!(!one.covers(Place::Registration(&exam(1), None)), "has chosen no site yet");
            assert!(!one.covers(Place::Exam(&exam(1))) && !one.covers(Place::School));
        }
        assert!(scope(None, Some("1")).covers(Place::Registration(&exam(2), Some("1"))));
    }

    #[test]
    fn f1_a_person_is_reached_through_any_of_their_registrations() {
        let registered = [(exam(1), Some("2".to_owned())), (exam(2), None)];
        let person = Place::Person(&registered);
        assert!(scope(Some(2), None).covers(person) && scope(Some(1), Some("2")).covers(person));
        assert!(!scope(Some(2), Some("2")).covers(person) && !scope(Some(3), None).covers(person));
        assert!(
            Scope::EVERYWHERE.covers(Place::Person(&[])) && !scope(Some(1), None).covers(Place::Person(&[]))
        );
    }

    #[test]
    fn f1_the_super_admin_is_not_limited_to_a_part() {
        assert!(Grant::new(Role::SuperAdmin, scope(Some(1), None)).is_err());
        assert!(Grant::new(Role::SuperAdmin, Scope::EVERYWHERE).is_ok());
        assert!(Grant::new(Role::Reviewer, scope(Some(1), None)).is_ok());
    }

    #[test]
    fn f1_two_grants_do_not_lend_each_other_their_scope() {
        let grants =
            [Grant::new(Role::Reviewer, scope(Some(1), None)).unwrap(), Grant::everywhere(Role::Invigilator)];
        assert!(allow(&grants, Permission::ReviewIdentity, Place::Exam(&exam(1))));
        assert!(!allow(&grants, Permission::ReviewIdentity, Place::Exam(&exam(2))));
        assert!(allow(&grants, Permission::CheckIn, Place::Exam(&exam(2))));
        assert!(!allow(&[], Permission::SeeExams, Place::Anywhere));
    }

    #[test]
    fn f8_a_grant_reads_the_same_in_every_entry() {
        let grant = Grant::new(Role::Invigilator, scope(Some(1), Some("2"))).unwrap();
        assert_eq!(grant.to_string(), "invigilator:exm_01JAAAAAAAAAAAAAAAAAAAAAA1:2");
        assert_eq!(Grant::everywhere(Role::Finance).to_string(), "finance:*:*");
    }
}

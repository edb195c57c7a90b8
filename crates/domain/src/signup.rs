//! The three pages of signing up: 个人信息 → 手机号及验证码 → 设置密码.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentKind, DocumentNumber};
use crate::form::{Field, FieldProblems, Problem};
use crate::person::{PersonName, Phone, Region};

/// What was typed on the first page, as it was typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonForm {
    /// 姓名
    #[serde(default)]
    pub name: String,
    /// 地区, a code of [`Region`].
    #[serde(default)]
    pub region: String,
    /// 证件类型, a code of [`DocumentKind`].
    #[serde(default)]
    pub document_kind: String,
    /// 证件号
    #[serde(default)]
    pub number: String,
}

/// The first page, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 姓名
    pub name: PersonName,
    /// 地区
    pub region: Region,
    /// 证件类型 and 证件号
    pub number: DocumentNumber,
}

impl PersonForm {
    /// Every problem at once, in the order of the form. The same call draws the errors in the browser and guards the server.
    pub fn check(&self) -> Result<Person, FieldProblems> {
        let mut problems = FieldProblems::default();
        let name = problems.keep(Field::Name, PersonName::parse(&self.name).map_err(Problem::from));
        let region = problems.keep(Field::Region, Region::from_code(&self.region).ok_or(Problem::Missing));
        let kind = region.and_then(|region| problems.keep(Field::DocumentKind, self.kind_for(region)));
        let number = kind.and_then(|kind| {
            problems.keep(Field::Number, DocumentNumber::parse(kind, &self.number).map_err(Problem::from))
        });
        match (name, region, number) {
            (Some(name), Some(region), Some(number)) if problems.is_empty() => {
                Ok(Person { name, region, number })
            }
            _ => Err(problems),
        }
    }

    /// Where only one kind is offered, nothing needs to be chosen.
    fn kind_for(&self, region: Region) -> Result<DocumentKind, Problem> {
        let offered = DocumentKind::offered_to(region);
        match (DocumentKind::from_code(&self.document_kind), offered) {
            (Some(kind), _) if offered.contains(&kind) => Ok(kind),
            (_, [only]) => Ok(*only),
            (Some(_), _) => Err(Problem::NotOffered),
            (None, _) => Err(Problem::Missing),
        }
    }
}

/// How far a sign-up has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpPage {
    /// 个人信息
    Person,
    /// 手机号及验证码
    Phone,
    /// 设置密码
    Password,
}

/// The wizard's values as the server keeps them, so that back and reload keep them too.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignUpDraft {
    /// First page, as typed.
    pub person: PersonForm,
    /// Phone, as typed.
    pub phone: String,
    /// The phone that a code has proven in this session, normalised.
    pub proven_phone: Option<String>,
}

impl SignUpDraft {
    /// The first page that is not finished; later ones cannot be opened yet.
    pub fn furthest(&self) -> SignUpPage {
        if self.person.check().is_err() {
            SignUpPage::Person
        } else if self.proven_phone.is_none() {
            SignUpPage::Phone
        } else {
            SignUpPage::Password
        }
    }

    /// The phone as proven, if the field still says the same.
    pub fn proven(&self) -> Option<Phone> {
        self.proven_phone.as_deref().and_then(|phone| Phone::parse(phone).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::NumberProblem;

    fn form(region: &str, kind: &str, number: &str) -> PersonForm {
        PersonForm {
            name: "张三".into(),
            region: region.into(),
            document_kind: kind.into(),
            number: number.into(),
        }
    }

    #[test]
    fn a3_an_empty_page_names_every_field_that_can_be_judged() {
        let problems = PersonForm::default().check().unwrap_err();
        assert_eq!(problems.of(Field::Region), Some(Problem::Missing));
        assert!(problems.of(Field::Name).is_some());
    }

    #[test]
    fn a4_the_region_decides_the_kinds_offered() {
        let permit = form("mainland", "taiwan_permit", "12345678").check().unwrap_err();
        let other = NumberProblem::OtherKind(DocumentKind::TaiwanPermit);
        assert_eq!(permit.of(Field::Number), Some(Problem::Number(other)));
        assert!(form("hong_kong_macao_taiwan", "taiwan_permit", "12345678").check().is_ok());
        let unchosen = form("hong_kong_macao_taiwan", "", "12345678").check().unwrap_err();
        assert_eq!(unchosen.of(Field::DocumentKind), Some(Problem::Missing));
    }

    #[test]
    fn a3_a_later_page_opens_when_those_before_it_are_done() {
        let mut draft = SignUpDraft::default();
        assert_eq!(draft.furthest(), SignUpPage::Person);
        draft.person = form("hong_kong_macao_taiwan", "taiwan_permit", "12345678");
        assert_eq!(draft.furthest(), SignUpPage::Phone);
        draft.proven_phone = Some("13800005678".into());
        assert_eq!(draft.furthest(), SignUpPage::Password);
    }
}

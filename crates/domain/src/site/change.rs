//! What an officer has changed of the school's settings, beside what the configuration says (F12).
//!
//! The configuration is where every setting begins. What was changed in the app counts before it, setting by setting; a
//! setting that is typed as the configuration has it, or left empty, is the configuration's again.

use serde::{Deserialize, Serialize};

use super::School;
use crate::seating::Pattern;

/// Letters of the school's name, at most: it stands in one line on papers and phones.
const MOST_NAME: usize = 40;
/// Letters of a contact, at most.
const MOST_CONTACT: usize = 60;
/// Letters of the privacy text, at most.
const MOST_PRIVACY: usize = 20_000;
/// Letters of an SMS signature, at most: carriers take no more.
const MOST_SIGNATURE: usize = 18;

/// What was changed; nothing where the configuration holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SchoolChanges {
    /// 学校名称
    pub name: Option<String>,
    /// 技术管理员
    pub technical_contact: Option<String>,
    /// 咨询电话
    pub hotline: Option<String>,
    /// 隐私说明, in Markdown.
    pub privacy: Option<String>,
    /// 短信签名
    pub signature: Option<String>,
    /// 院校代码
    pub ticket_code: Option<u32>,
    /// 准考证号规则
    pub ticket_pattern: Option<Pattern>,
}

/// The settings as a form sends them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSchool {
    /// 学校名称
    pub name: String,
    /// 技术管理员
    pub technical_contact: String,
    /// 咨询电话
    pub hotline: String,
    /// 隐私说明, in Markdown.
    pub privacy: String,
    /// 短信签名
    pub signature: String,
    /// 院校代码
    pub ticket_code: String,
    /// 准考证号规则
    pub ticket_pattern: String,
}

/// Why a setting stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SchoolRefusal {
    /// Longer than a line on paper.
    Name,
    /// The technical admin's contact is too long.
    TechnicalContact,
    /// The hotline is too long.
    Hotline,
    /// Too much text.
    Privacy,
    /// Too long, or with brackets, which the carrier sets itself.
    Signature,
    /// Not one to nine digits.
    TicketCode,
    /// Not fifteen digits in groups that tell seats apart.
    TicketPattern,
    /// No file came.
    NoSeal,
    /// The file is too large.
    SealTooLarge,
    /// Neither PNG nor JPEG, or damaged.
    SealNotAPicture,
}

impl TypedSchool {
    /// What holds now, as a form shows it.
    pub fn of(school: &School, signature: &str) -> Self {
        Self {
            name: school.name.clone(),
            technical_contact: school.technical_contact.clone(),
            hotline: school.hotline.clone(),
            privacy: school.privacy.clone().unwrap_or_default(),
            signature: signature.to_owned(),
            ticket_code: school.ticket_code.map(|code| code.to_string()).unwrap_or_default(),
            ticket_pattern: school.ticket_pattern.to_string(),
        }
    }

    /// What it changes of the configuration, which says `school` and signs with `signature`.
    pub fn read(&self, school: &School, signature: &str) -> Result<SchoolChanges, SchoolRefusal> {
        let line = |typed: &str, most: usize, refusal: SchoolRefusal| {
            let typed = typed.trim();
            let fits = typed.chars().count() <= most && !typed.chars().any(char::is_control);
            if fits { Ok(typed.to_owned()) } else { Err(refusal) }
        };
        let other = |typed: String, own: &str| Some(typed).filter(|typed| !typed.is_empty() && typed != own);
        let name = line(&self.name, MOST_NAME, SchoolRefusal::Name)?;
        let technical = line(&self.technical_contact, MOST_CONTACT, SchoolRefusal::TechnicalContact)?;
        let hotline = line(&self.hotline, MOST_CONTACT, SchoolRefusal::Hotline)?;
        let signed = line(&self.signature, MOST_SIGNATURE, SchoolRefusal::Signature)?;
        if signed.contains(['【', '】']) {
            return Err(SchoolRefusal::Signature);
        }
        // Browsers send lines with a carriage return.
        let privacy = self.privacy.replace("\r\n", "\n").trim().to_owned();
        if privacy.chars().count() > MOST_PRIVACY {
            return Err(SchoolRefusal::Privacy);
        }
        let own_privacy = school.privacy.as_deref().unwrap_or_default().replace("\r\n", "\n");
        let name = other(name, &school.name);
        // A signature that nobody has chosen is the school's name, also when that changes.
        let follows = signature == school.name && name.as_deref() == Some(signed.as_str());
        Ok(SchoolChanges {
            name,
            technical_contact: other(technical, &school.technical_contact),
            hotline: other(hotline, &school.hotline),
            privacy: other(privacy, own_privacy.trim()),
            signature: other(signed, signature).filter(|_| !follows),
            ticket_code: self.code()?.filter(|code| Some(*code) != school.ticket_code),
            ticket_pattern: self.pattern()?.filter(|pattern| *pattern != school.ticket_pattern),
        })
    }

    fn code(&self) -> Result<Option<u32>, SchoolRefusal> {
        let typed = crate::document::normalise(&self.ticket_code);
        if typed.is_empty() {
            return Ok(None);
        }
        let is_number = typed.len() <= 9 && typed.bytes().all(|digit| digit.is_ascii_digit());
        let code = typed.parse().ok().filter(|_| is_number);
        code.map(Some).ok_or(SchoolRefusal::TicketCode)
    }

    fn pattern(&self) -> Result<Option<Pattern>, SchoolRefusal> {
        if self.ticket_pattern.trim().is_empty() {
            return Ok(None);
        }
        Pattern::parse(&self.ticket_pattern).map(Some).map_err(|_| SchoolRefusal::TicketPattern)
    }
}

impl SchoolChanges {
    /// The school with what was changed.
    pub fn applied(&self, school: &School) -> School {
        let text = |changed: &Option<String>, own: &String| changed.as_ref().unwrap_or(own).clone();
        School {
            name: text(&self.name, &school.name),
            technical_contact: text(&self.technical_contact, &school.technical_contact),
            hotline: text(&self.hotline, &school.hotline),
            privacy: self.privacy.clone().or_else(|| school.privacy.clone()),
            seal: school.seal.clone(),
            ticket_rules: school.ticket_rules.clone(),
            ticket_code: self.ticket_code.or(school.ticket_code),
            ticket_pattern: self.ticket_pattern.clone().unwrap_or_else(|| school.ticket_pattern.clone()),
        }
    }

    /// The signature of SMS, where the configuration says `signature`: one that nobody has chosen follows the name.
    pub fn signature(&self, school: &School, signature: &str) -> String {
        match (&self.signature, &self.name) {
            (Some(chosen), _) => chosen.clone(),
            (None, Some(name)) if signature == school.name => name.clone(),
            (None, _) => signature.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> School {
        School {
            name: "示例大学".into(),
            technical_contact: "0731-0000 0001".into(),
            hotline: "0731-0000 0000".into(),
            ..School::default()
        }
    }

    fn typed() -> TypedSchool {
        TypedSchool::of(&file(), "示例大学")
    }

    #[test]
    fn f12_what_is_typed_as_the_file_has_it_or_left_empty_is_the_files() {
        assert_eq!(typed().read(&file(), "示例大学"), Ok(SchoolChanges::default()));
        assert_eq!(TypedSchool::default().read(&file(), "示例大学"), Ok(SchoolChanges::default()));
        assert_eq!(SchoolChanges::default().applied(&file()), file());
    }

    #[test]
    fn f12_what_was_changed_counts_before_the_file_and_nothing_else_changes() {
        let sent = TypedSchool { hotline: " 0731-1111 ".into(), ticket_code: "79０10".into(), ..typed() };
        let changes = sent.read(&file(), "示例大学").unwrap();
        let school = changes.applied(&file());
        assert_eq!((school.hotline.as_str(), school.ticket_code), ("0731-1111", Some(79_010)));
        assert_eq!(School { hotline: file().hotline, ticket_code: None, ..school }, file());
    }

    #[test]
    fn f12_a_signature_that_nobody_has_chosen_follows_the_name() {
        let renamed = TypedSchool { name: "湘江学院".into(), ..typed() };
        let changes = renamed.read(&file(), "示例大学").unwrap();
        // The form still shows the old signature: it is the file's, so nobody has chosen it.
        assert_eq!(changes.signature(&file(), "示例大学"), "湘江学院");
        let again = TypedSchool { signature: "湘江学院".into(), ..renamed.clone() };
        assert_eq!(again.read(&file(), "示例大学").unwrap().signature, None);
        let chosen = TypedSchool { signature: "湘江".into(), ..renamed };
        let changes = chosen.read(&file(), "示例大学").unwrap();
        assert_eq!(changes.signature(&file(), "示例大学"), "湘江");
        // The control: a signature that the file has chosen stays.
        let renamed = TypedSchool { name: "湘江学院".into(), signature: "示例".into(), ..typed() };
        assert_eq!(renamed.read(&file(), "示例").unwrap().signature(&file(), "示例"), "示例");
    }

    #[test]
    fn f12_what_cannot_be_a_setting_is_named() {
        let read = |typed: TypedSchool| typed.read(&file(), "示例大学").unwrap_err();
        let long = "长".repeat(61);
        assert_eq!(read(TypedSchool { name: long.clone(), ..typed() }), SchoolRefusal::Name);
        assert_eq!(read(TypedSchool { name: "两\n行".into(), ..typed() }), SchoolRefusal::Name);
        let technical = TypedSchool { technical_contact: long.clone(), ..typed() };
        assert_eq!(read(technical), SchoolRefusal::TechnicalContact);
        assert_eq!(read(TypedSchool { hotline: long, ..typed() }), SchoolRefusal::Hotline);
        assert_eq!(read(TypedSchool { privacy: "长".repeat(20_001), ..typed() }), SchoolRefusal::Privacy);
        assert_eq!(read(TypedSchool { signature: "【学校】".into(), ..typed() }), SchoolRefusal::Signature);
        assert_eq!(read(TypedSchool { ticket_code: "79A".into(), ..typed() }), SchoolRefusal::TicketCode);
        let pattern = TypedSchool { ticket_pattern: "座位15".into(), ..typed() };
        assert_eq!(read(pattern), SchoolRefusal::TicketPattern);
    }
}

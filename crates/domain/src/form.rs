//! What is wrong with a form, as codes. The words stand in the app's locales.

use serde::{Deserialize, Serialize};

use crate::document::NumberProblem;
use crate::person::{NameProblem, PasswordProblem, PhoneProblem};
use crate::registration::ThesisGrade;
use crate::staff::LoginProblem;

/// A field of any form, under the name it has in HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 姓名
    Name,
    /// 地区
    Region,
    /// 证件类型
    DocumentKind,
    /// 证件号
    Number,
    /// 手机号
    Phone,
    /// 验证码
    Code,
    /// 密码
    Password,
    /// 再次输入密码
    PasswordAgain,
    /// 当前密码
    CurrentPassword,
    /// The code that the old phone got.
    OldCode,
    /// 旧手机号已停用
    OldPhoneGone,
    /// 考生类型
    CandidateType,
    /// 考生专业
    Major,
    /// 同意
    Consent,
    /// 身份证人像面
    Front,
    /// 身份证国徽面
    Back,
    /// 考试科目
    Subject,
    /// 考点
    Site,
    /// 在籍 / 已毕业
    Enrolment,
    /// 论文等级
    Thesis,
    /// 毕业年月
    Graduation,
    /// 订单详情截图
    Screenshot,
    /// 缴费人姓名
    PayerName,
    /// 缴费人手机号
    PayerPhone,
    /// 本人缴费的确认
    PayerIsCandidate,
    /// 申请改为的姓名
    NewName,
    /// 更名原因
    RenameReason,
    /// 补充说明
    Remark,
    /// 更名证明材料
    RenamePicture,
    /// 登录名, of staff
    Login,
    /// 角色
    Role,
    /// 考试, within which a role is held
    Exam,
}

impl Field {
    /// The `name` and the base of the `id` of the input.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Region => "region",
            Self::DocumentKind => "document_kind",
            Self::Number => "number",
            Self::Phone => "phone",
            Self::Code => "code",
            Self::Password => "password",
            Self::PasswordAgain => "password_again",
            Self::CurrentPassword => "current_password",
            Self::OldCode => "old_code",
            Self::OldPhoneGone => "old_phone_gone",
            Self::CandidateType => "candidate_type",
            Self::Major => "major",
            Self::Consent => "consent",
            Self::Front => "front",
            Self::Back => "back",
            Self::Subject => "subject",
            Self::Site => "site",
            Self::Enrolment => "enrolment",
            Self::Thesis => "thesis",
            Self::Graduation => "graduation",
            Self::Screenshot => "screenshot",
            Self::PayerName => "payer_name",
            Self::PayerPhone => "payer_phone",
            Self::PayerIsCandidate => "payer_is_candidate",
            Self::NewName => "new_name",
            Self::RenameReason => "rename_reason",
            Self::Remark => "remark",
            Self::RenamePicture => "rename_picture",
            Self::Login => "login",
            Self::Role => "role",
            Self::Exam => "exam",
        }
    }
}

/// Why a field is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nothing chosen, typed or ticked.
    Missing,
    /// Not one of the choices offered.
    NotOffered,
    /// A document number.
    Number(NumberProblem),
    /// A name.
    Name(NameProblem),
    /// A phone number.
    Phone(PhoneProblem),
    /// A password.
    Password(PasswordProblem),
    /// The two passwords differ.
    PasswordsDiffer,
    /// The code is wrong; so many tries are left.
    CodeWrong {
        /// Tries left before the code is burnt.
        left: u32,
    },
    /// No code was sent to this number in this session.
    CodeNotSent,
    /// The code is older than five minutes.
    CodeExpired,
    /// The code was used before.
    CodeUsed,
    /// Too many wrong tries: the code is worth nothing any more.
    CodeBurnt,
    /// Neither a code of the old phone nor the word that it is gone.
    OldCodeMissing,
    /// The password is not the account's.
    PasswordWrong,
    /// The new password is the old one.
    SamePassword,
    /// The new phone is the one that is set already.
    SamePhone,
    /// The thesis grade is below what this exam asks for.
    ThesisTooLow {
        /// The lowest that it takes.
        at_least: ThesisGrade,
    },
    /// This major may not choose this subject.
    SubjectNotForMajor,
    /// No place is left in this subject.
    SubjectFull,
    /// No place is left at this site.
    SiteFull,
    /// Not a month.
    NotAMonth,
    /// Graduated longer ago than this exam allows.
    GraduatedTooLongAgo {
        /// Years that it allows.
        years: u16,
    },
    /// The month of graduation is yet to come.
    NotYetGraduated,
    /// 缴费人与报名人需同一人
    NotTheCandidate,
    /// A picture that cannot be used.
    Photo(PhotoProblem),
    /// More characters than fit.
    TooLong,
    /// What stands there already.
    Unchanged,
    /// No code of the authenticator app and no recovery code, or one that was used.
    SecondStepWrong,
    /// A login name.
    Login(LoginProblem),
    /// Somebody else has it.
    Taken,
    /// This role is held at the whole school or not at all.
    NotLimited,
}

/// Why an uploaded picture cannot be used at all (before anybody looks what it shows).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoProblem {
    /// No file came with the form.
    Missing,
    /// More bytes than the limit.
    TooLarge,
    /// Not a JPEG or PNG.
    NotAPicture,
    /// HEIC or AVIF, as some phones write.
    Heic,
    /// A picture, but damaged or cut off.
    Damaged,
    /// More pixels than any phone takes.
    TooManyPixels,
    /// Too few pixels to show anything.
    TooSmall,
    /// The network ended before the picture did.
    BrokenOff,
    /// This very picture was checked before and refused.
    SameAgain,
}

/// One refused field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Which.
    pub field: Field,
    /// Why.
    pub problem: Problem,
}

/// Every problem of a form at once, in the order of the form. Never empty when returned as an error.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldProblems(pub Vec<FieldProblem>);

impl FieldProblems {
    /// One problem.
    pub fn one(field: Field, problem: Problem) -> Self {
        Self(vec![FieldProblem { field, problem }])
    }

    /// Adds a problem.
    pub fn add(&mut self, field: Field, problem: Problem) {
        self.0.push(FieldProblem { field, problem });
    }

    /// Takes the value, or notes why there is none.
    pub fn keep<T>(&mut self, field: Field, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(field, problem)).ok()
    }

    /// The problem of one field, if it has one.
    pub fn of(&self, field: Field) -> Option<Problem> {
        self.0.iter().find(|p| p.field == field).map(|p| p.problem)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<NumberProblem> for Problem {
    fn from(problem: NumberProblem) -> Self {
        Self::Number(problem)
    }
}

impl From<NameProblem> for Problem {
    fn from(problem: NameProblem) -> Self {
        Self::Name(problem)
    }
}

impl From<PhoneProblem> for Problem {
    fn from(problem: PhoneProblem) -> Self {
        Self::Phone(problem)
    }
}

impl From<LoginProblem> for Problem {
    fn from(problem: LoginProblem) -> Self {
        Self::Login(problem)
    }
}

impl From<PasswordProblem> for Problem {
    fn from(problem: PasswordProblem) -> Self {
        Self::Password(problem)
    }
}

//! What can be allowed, and the one table that says which roles may. Nothing else in the program decides it: pages, server
//! functions, commands and the table that is shown to the super admin all look here.

use serde::{Deserialize, Serialize};

use super::Role::{self, Auditor, ExamOfficer, Finance, Invigilator, Reviewer, SuperAdmin, TechnicalAdmin};

macro_rules! permissions {
    ($($group:ident { $($(#[$doc:meta])* $name:ident = $code:literal: [$($role:ident),*];)+ })+) => {
        /// Something that staff may do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Permission {
            $($($(#[$doc])* $name,)+)+
        }

        impl Permission {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$name),+),+];

            /// As tests and the audit log name it.
            pub fn code(self) -> &'static str {
                match self {
                    $($(Self::$name => $code,)+)+
                }
            }

            /// Under which heading of the table it stands.
            pub fn group(self) -> Group {
                match self {
                    $($(Self::$name => Group::$group,)+)+
                }
            }

            /// The roles that may. The super admin may everything, which [`Role::may`] adds.
            pub fn roles(self) -> &'static [Role] {
                match self {
                    $($(Self::$name => &[$($role),*],)+)+
                }
            }
        }
    };
}

/// A heading of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 总览
    Overview,
    /// 考试
    Exams,
    /// 审核
    Review,
    /// 考生
    People,
    /// 财务
    Money,
    /// 考场
    Seating,
    /// 成绩
    Scores,
    /// 数据
    Data,
    /// 系统
    System,
}

permissions! {
    Overview {
        /// 数据总览
        SeeDashboard = "see_dashboard": [Reviewer, ExamOfficer, Finance, TechnicalAdmin, Auditor];
        /// 发布公告
        Announce = "announce": [ExamOfficer];
    }
    Exams {
        /// 查看考试
        SeeExams = "see_exams": [Reviewer, ExamOfficer, Finance, TechnicalAdmin, Invigilator, Auditor];
        /// 编辑、发布、关闭考试
        EditExams = "edit_exams": [ExamOfficer];
        /// 查看名单与字典
        SeeLists = "see_lists": [ExamOfficer, TechnicalAdmin, Auditor];
        /// 维护专业、类型、教学点、考点，导入学籍
        EditLists = "edit_lists": [ExamOfficer];
    }
    Review {
        /// 实名与人脸的人工核验
        ReviewIdentity = "review_identity": [Reviewer];
        /// 缴费凭证
        ReviewPayment = "review_payment": [Reviewer, Finance];
        /// 报考资格
        ReviewEligibility = "review_eligibility": [Reviewer, ExamOfficer];
        /// 更名与退考申请
        ReviewChanges = "review_changes": [Reviewer, ExamOfficer];
    }
    People {
        /// 查找考生
        FindPeople = "find_people": [Reviewer, ExamOfficer, Finance, TechnicalAdmin, Auditor];
        /// 查看审核之外的证件照片
        SeeDocuments = "see_documents": [Reviewer, TechnicalAdmin];
        /// 给考生发消息
        Message = "message": [Reviewer, ExamOfficer];
        /// 为考生单独开放修改
        PermitEdit = "permit_edit": [ExamOfficer];
        /// 核对证件后重置考生密码
        ResetCandidate = "reset_candidate": [TechnicalAdmin];
        /// 申请更正证件号
        ChangeNumber = "change_number": [TechnicalAdmin];
        /// 复核证件号更正
        ApproveNumberChange = "approve_number_change": [TechnicalAdmin, ExamOfficer];
        /// 删除考生数据
        EraseCandidate = "erase_candidate": [TechnicalAdmin];
    }
    Money {
        /// 导入账单、对账、退款
        Reconcile = "reconcile": [Finance];
    }
    Seating {
        /// 查看考场与座位
        SeeSeating = "see_seating": [ExamOfficer, Invigilator, Auditor];
        /// 编排考场、发放准考证
        ArrangeSeating = "arrange_seating": [ExamOfficer];
        /// 打印考场材料
        PrintPapers = "print_papers": [ExamOfficer, Invigilator];
        /// 考场签到与缺考、违纪登记
        CheckIn = "check_in": [ExamOfficer, Invigilator];
    }
    Scores {
        /// 查看成绩
        SeeScores = "see_scores": [ExamOfficer, Auditor];
        /// 导入成绩
        ImportScores = "import_scores": [ExamOfficer];
        /// 发布与撤回成绩
        PublishScores = "publish_scores": [ExamOfficer];
    }
    Data {
        /// 导出（隐去个人信息）
        ExportMasked = "export_masked": [Reviewer, ExamOfficer, Finance, Auditor];
        /// 导出（完整个人信息）
        ExportFull = "export_full": [ExamOfficer];
    }
    System {
        /// 审计日志
        SeeAudit = "see_audit": [TechnicalAdmin, Auditor];
        /// 查看工作人员
        SeeStaff = "see_staff": [TechnicalAdmin, Auditor];
        /// 管理工作人员与角色
        ManageStaff = "manage_staff": [];
        /// 学校设置
        EditSchool = "edit_school": [TechnicalAdmin];
    }
}

impl Role {
    /// Whether this role may, somewhere.
    pub fn may(self, permission: Permission) -> bool {
        self == SuperAdmin || permission.roles().contains(&self)
    }
}

impl Permission {
    /// Whether whoever uses it types the password again first: what leaves the house, cannot be undone, or gives rights away.
    pub fn needs_confirmation(self) -> bool {
        matches!(
            self,
            Self::ExportFull
                | Self::ChangeNumber
                | Self::ApproveNumberChange
                | Self::EraseCandidate
                | Self::ResetCandidate
                | Self::ManageStaff
        )
    }

    /// Whether it changes nothing.
    pub fn only_reads(self) -> bool {
        matches!(
            self,
            Self::SeeDashboard
                | Self::SeeExams
                | Self::SeeLists
                | Self::FindPeople
                | Self::SeeDocuments
                | Self::SeeSeating
                | Self::SeeScores
                | Self::SeeAudit
                | Self::SeeStaff
                | Self::ExportMasked
                | Self::ExportFull
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn f1_the_auditor_only_reads() {
        for permission in Permission::ALL.iter().filter(|permission| Auditor.may(**permission)) {
            assert!(permission.only_reads(), "{}", permission.code());
        }
        assert!(!Auditor.may(Permission::SeeDocuments) && !Auditor.may(Permission::ExportFull));
    }

    #[test]
    fn f1_nobody_but_the_super_admin_manages_staff() {
        let managers: Vec<_> =
            Role::ALL.into_iter().filter(|role| role.may(Permission::ManageStaff)).collect();
        assert_eq!(managers, [SuperAdmin]);
        assert!(Permission::ALL.iter().all(|permission| SuperAdmin.may(*permission)));
    }

    #[test]
    fn f1_every_permission_stands_once_in_the_table_and_has_a_code_of_its_own() {
        let codes: BTreeSet<_> = Permission::ALL.iter().map(|permission| permission.code()).collect();
        assert_eq!(codes.len(), Permission::ALL.len());
        for permission in Permission::ALL {
            let roles = permission.roles();
            assert_eq!(roles.iter().collect::<BTreeSet<_>>().len(), roles.len(), "{}", permission.code());
            assert!(!roles.contains(&SuperAdmin), "{}: the super admin may anyway", permission.code());
        }
    }

    #[test]
    fn f1_what_leaves_the_house_or_cannot_be_undone_asks_for_the_password_again() {
        for permission in [
            Permission::ExportFull,
            Permission::ChangeNumber,
            Permission::EraseCandidate,
            Permission::ManageStaff,
        ] {
            assert!(permission.needs_confirmation(), "{}", permission.code());
        }
        assert!(!Permission::ReviewIdentity.needs_confirmation());
    }

    #[test]
    fn f1_an_invigilator_reaches_exam_day_and_nothing_else() {
        let may: Vec<_> = Permission::ALL.iter().filter(|permission| Invigilator.may(**permission)).collect();
        assert_eq!(
            may,
            [&Permission::SeeExams, &Permission::SeeSeating, &Permission::PrintPapers, &Permission::CheckIn]
        );
    }
}

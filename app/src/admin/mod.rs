//! The back office: a piece of WASM and a book of words of its own, which no candidate loads. It speaks simplified Chinese.
//!
//! | module | pages |
//! |---|---|
//! | [`door`] | signing in, the second step, the first sign-in, the password again |
//! | [`welcome`] | what waits |
//! | [`audit`] | the log of what happened, and its proof |
//! | [`dashboard`] | counts of one exam, as charts |
//! | [`review`] | one line of a queue, and what is said to it |
//! | [`seating`] | rooms, the arrangement, freezing, late additions |
//! | [`announcements`] | what stands on the home page |
//! | [`number_changes`] | document numbers that wait for a second person |
//! | [`people`] | a search, everything about one candidate |
//! | [`scores`] | a file and what it would change, publishing, requests for another look |
//! | [`exports`] | files that are taken out |
//! | [`print`](mod@print) | papers of a site, the poster of the portal |
//! | [`school`] | the school's settings |
//! | [`roster`] | 学籍: a file and what it would change |
//! | [`lists`] | 考生类型 and 专业 |
//! | [`parts`] | what several pages are made of |
//! | [`exams`] | every exam, one exam: its windows, subjects, rules, payment and notice; publishing, tests, the next term |
//! | [`staff`] | everybody, adding somebody, one member |
//! | [`permissions`] | the table of roles and permissions |
//! | [`security`] | one's own account |
//! | [`frame`] | what stands around every page |

mod announcements;
#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod audit;
mod dashboard;
mod door;
mod exams;
mod exports;
mod frame;
mod lists;
mod number_changes;
mod parts;
mod people;
mod permissions;
mod print;
mod review;
mod roster;
mod school;
mod scores;
mod seating;
mod security;
mod staff;
mod welcome;

pub use announcements::AnnouncementsPage;
pub use audit::{AuditPage, AuditProofPage};
pub use dashboard::DashboardPage;
pub use door::{CodePage, ConfirmPage, EnrolPage, StaffSignInPage};
pub use exams::{ExamDeskPage, ExamNoticePage, ExamPaymentPage, ExamRulesPage, ExamSubjectsPage, ExamsPage};
pub use exports::ExportsPage;
pub use lists::ListsPage;
pub use number_changes::NumberChangesPage;
pub use people::{PeoplePage, PersonPage};
pub use permissions::PermissionsPage;
pub use print::{PosterPage, PrintsPage};
pub use review::ReviewPage;
pub use roster::RosterPage;
pub use school::SettingsPage;
pub use scores::ScoresPage;
pub use seating::SeatingPage;
pub use security::StaffSecurityPage;
pub use staff::{AddStaffPage, MemberPage, StaffPage};
pub use welcome::WelcomePage;

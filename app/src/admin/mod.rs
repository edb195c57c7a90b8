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
//! | [`people`] | a search, everything about one candidate |
//! | [`scores`] | a file and what it would change, publishing, requests for another look |
//! | [`roster`] | 学籍: a file and what it would change |
//! | [`lists`] | 考生类型 and 专业 |
//! | [`parts`] | what several pages are made of |
//! | [`exams`] | every exam, one exam: its windows, publishing, the next term |
//! | [`staff`] | everybody, adding somebody, one member |
//! | [`permissions`] | the table of roles and permissions |
//! | [`security`] | one's own account |
//! | [`frame`] | what stands around every page |

#[expect(
    missing_docs,
    reason = "the arguments of a server function become the fields of a type; its docs say what they are"
)]
pub mod api;
mod audit;
mod dashboard;
mod door;
mod exams;
mod frame;
mod lists;
mod parts;
mod people;
mod permissions;
mod review;
mod roster;
mod scores;
mod seating;
mod security;
mod staff;
mod welcome;

pub use audit::{AuditPage, AuditProofPage};
pub use dashboard::DashboardPage;
pub use door::{CodePage, ConfirmPage, EnrolPage, StaffSignInPage};
pub use exams::{ExamDeskPage, ExamsPage};
pub use lists::ListsPage;
pub use people::{PeoplePage, PersonPage};
pub use permissions::PermissionsPage;
pub use review::ReviewPage;
pub use roster::RosterPage;
pub use scores::ScoresPage;
pub use seating::SeatingPage;
pub use security::StaffSecurityPage;
pub use staff::{AddStaffPage, MemberPage, StaffPage};
pub use welcome::WelcomePage;

//! Who may ask what. Every page, every server function and every plain route has a rule here; what has none fails the
//! tests of `ownership`.
//!
//! `ask` holds what goes into the path (`{side}`) or into the form of a server function; `{registration}`,
//! `{challenge}`, `{session}` and `{exam}` stand for the ids of what the first candidate owns, `{staff}` for one of the staff.
//! What staff may is asked with every role in `office`.

mod there;

use Who::{Anyone, Demo, Owner, SecondStep, SignedIn, Staff};
use axum::http::Method;
use domain::staff::Permission::{
    self, ArrangeSeating, EditExams, EditLists, FindPeople, ImportScores, ManageStaff, PermitEdit,
    PublishScores, ReviewPayment, SeeAudit, SeeDashboard, SeeExams, SeeLists, SeeScores, SeeSeating,
    SeeStaff,
};

pub use self::there::{really_there, ruled};
use crate::road::Owned;

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not; it shows nothing that is somebody's own.
    Anyone,
    /// As [`Self::Anyone`], of the demo alone, which shows masked numbers to everybody.
    Demo,
    /// Whoever is signed in, about themselves.
    SignedIn,
    /// The owner of what its path or its form names; it does not exist for anybody else.
    Owner,
    /// Whoever of the staff may this; whoever of the staff is signed in, where nothing is named.
    Staff(Option<Permission>),
    /// Staff between two steps of their door.
    SecondStep,
}

/// A well-formed identifier of nobody: whoever asks for staff by it has to be refused before it is looked for.
pub const NOBODY: &str = "stf_00000000000000000000000000";

/// A file of an exam's roster, neither of which is there.
const ROSTER: &str = "exam=exm_00000000000000000000000000&file=ros_00000000000000000000000000";

/// One rule.
pub struct Rule {
    pub at: &'static str,
    pub who: Who,
    pub ask: &'static str,
}

const fn rule(at: &'static str, who: Who, ask: &'static str) -> Rule {
    Rule { at, who, ask }
}

/// Pages, by their pattern.
pub const PAGES: &[Rule] = &[
    rule("/", Anyone, ""),
    rule("/sign-up", Anyone, ""),
    rule("/sign-up/phone", Anyone, ""),
    rule("/sign-up/password", Anyone, ""),
    rule("/sign-in", Anyone, ""),
    rule("/privacy", Anyone, ""),
    rule("/offline", Anyone, ""),
    rule("/reset", Anyone, ""),
    rule("/reset/code", Anyone, ""),
    rule("/reset/password", Anyone, ""),
    rule("/me", SignedIn, ""),
    rule("/me/security", SignedIn, ""),
    rule("/me/security/password", SignedIn, ""),
    rule("/me/security/phone", SignedIn, ""),
    rule("/me/security/phone/codes", SignedIn, ""),
    rule("/me/profile", SignedIn, ""),
    rule("/me/identity", SignedIn, ""),
    rule("/me/consent", SignedIn, ""),
    rule("/me/rename", SignedIn, ""),
    rule("/registrations", SignedIn, ""),
    rule("/registrations/{id}", Owner, "{registration}"),
    rule("/registrations/{id}/notice", Owner, "{registration}"),
    rule("/registrations/{id}/face", Owner, "{registration}"),
    rule("/registrations/{id}/answers", Owner, "{registration}"),
    rule("/registrations/{id}/payment", Owner, "{registration}"),
    rule("/registrations/{id}/proof", Owner, "{registration}"),
    rule("/registrations/{id}/submitted", Owner, "{registration}"),
    rule("/registrations/{id}/withdraw", Owner, "{registration}"),
    rule("/registrations/{id}/ticket", Owner, "{registration}"),
    rule("/registrations/{id}/score", Owner, "{registration}"),
    rule("/demo", Demo, ""),
    rule("/demo/specimen", SignedIn, ""),
    rule("/demo/pay", Demo, ""),
    rule("/admin", Staff(None), ""),
    rule("/admin/dashboard", Staff(Some(SeeDashboard)), ""),
    rule("/admin/sign-in", Anyone, ""),
    rule("/admin/sign-in/code", SecondStep, ""),
    rule("/admin/enrol", SecondStep, ""),
    rule("/admin/confirm", Staff(None), ""),
    rule("/admin/security", Staff(None), ""),
    rule("/admin/review/{queue}/{id}", Staff(Some(ReviewPayment)), "proof/prf_00000000000000000000000000"),
    rule("/admin/seating", Staff(Some(SeeSeating)), ""),
    rule("/admin/people", Staff(Some(FindPeople)), ""),
    rule("/admin/people/{id}", Staff(Some(FindPeople)), "acc_00000000000000000000000000"),
    rule("/admin/scores", Staff(Some(SeeScores)), ""),
    rule("/admin/roster", Staff(Some(SeeLists)), ""),
    rule("/admin/lists", Staff(Some(SeeLists)), ""),
    rule("/admin/exams", Staff(Some(SeeExams)), ""),
    rule("/admin/exams/{id}", Staff(Some(SeeExams)), "exm_00000000000000000000000000"),
    rule("/admin/audit", Staff(Some(SeeAudit)), ""),
    rule("/admin/audit/proof", Staff(Some(SeeAudit)), ""),
    rule("/admin/staff", Staff(Some(SeeStaff)), ""),
    rule("/admin/staff/add", Staff(Some(ManageStaff)), ""),
    rule("/admin/staff/permissions", Staff(Some(SeeStaff)), ""),
    rule("/admin/staff/{id}", Staff(Some(SeeStaff)), "{staff}"),
];

/// Server functions.
pub const FUNCTIONS: &[Rule] = &[
    rule("/api/home", Anyone, ""),
    rule("/api/school/privacy", Anyone, ""),
    rule("/api/account/sign-up", Anyone, ""),
    rule("/api/account/sign-up/person", Anyone, "name=&region=mainland&number=1"),
    rule("/api/account/sign-up/send-code", Anyone, "phone=1"),
    rule("/api/account/sign-up/phone", Anyone, "phone=1&code=1"),
    rule("/api/account/sign-up/password", Anyone, "password=1&password_again=2"),
    rule("/api/account/sign-in", Anyone, "number=1&password=2"),
    rule("/api/account/signed-in", Anyone, ""),
    rule("/api/reset/load", Anyone, ""),
    rule("/api/reset/ask", Anyone, "number=1&phone=1"),
    rule("/api/reset/again", Anyone, ""),
    rule("/api/reset/code", Anyone, "code=1"),
    rule("/api/reset/password", Anyone, "password=1&password_again=2"),
    rule("/api/security/load", SignedIn, ""),
    rule("/api/security/end-session", Owner, "session={session}"),
    rule("/api/security/end-others", SignedIn, ""),
    rule("/api/security/password/load", SignedIn, ""),
    rule("/api/security/password", SignedIn, "current_password=1&password=2&password_again=3"),
    rule("/api/security/phone/load", SignedIn, ""),
    rule("/api/security/phone/begin", SignedIn, "phone=1&current_password=1"),
    rule("/api/security/phone/again", SignedIn, ""),
    rule("/api/security/phone/finish", SignedIn, "code=1&old_code=2"),
    rule("/api/account/me", SignedIn, ""),
    rule("/api/account/profile", SignedIn, ""),
    rule("/api/account/profile/save", SignedIn, "name="),
    rule("/api/identity", SignedIn, ""),
    rule("/api/identity/state", SignedIn, ""),
    rule("/api/identity/consent", SignedIn, ""),
    rule("/api/identity/check", SignedIn, ""),
    rule("/api/identity/person", SignedIn, ""),
    rule("/api/identity/consent/history", SignedIn, ""),
    rule("/api/rename", SignedIn, ""),
    rule("/api/rename/withdraw", SignedIn, ""),
    rule("/api/registration/begin", SignedIn, "exam={exam}"),
    rule("/api/registration/list", SignedIn, ""),
    rule("/api/registration/notice", Owner, "id={registration}"),
    rule("/api/registration/notice/accept", Owner, "id={registration}&version=1"),
    rule("/api/registration/face", Owner, "id={registration}"),
    rule("/api/registration/face/consent", SignedIn, ""),
    rule("/api/registration/face/challenge", Owner, "id={registration}"),
    rule("/api/registration/face/person", Owner, "id={registration}"),
    rule("/api/registration/answers", Owner, "id={registration}"),
    rule("/api/registration/confirm", Owner, "id={registration}&subject=ja&enrolment=enrolled"),
    rule("/api/registration/draft", Owner, "id={registration}&subject=ja"),
    rule("/api/registration/change", Owner, "id={registration}&subject=ja&enrolment=enrolled"),
    rule("/api/registration/withdrawal", Owner, "id={registration}"),
    rule("/api/registration/withdrawal/request", Owner, "id={registration}"),
    rule("/api/registration/withdrawal/take-back", Owner, "id={registration}"),
    rule("/api/registration/withdraw", Owner, "id={registration}"),
    rule("/api/registration/detail", Owner, "id={registration}"),
    rule("/api/registration/ticket", Owner, "id={registration}"),
    rule("/api/registration/score", Owner, "id={registration}"),
    rule("/api/registration/score/recheck", Owner, "id={registration}"),
    rule("/api/payment", Owner, "id={registration}"),
    rule("/api/payment/proof", Owner, "id={registration}"),
    rule("/api/payment/submitted", Owner, "id={registration}"),
    rule("/api/demo/messages", Demo, ""),
    rule("/api/demo/specimen", SignedIn, ""),
    rule("/api/demo/pay", Demo, "payer_name=x"),
    rule("/api/staff/door", Anyone, ""),
    rule("/api/staff/sign-in", Anyone, "login=x&password=y"),
    rule("/api/staff/code/load", SecondStep, ""),
    rule("/api/staff/code", SecondStep, "code=1"),
    rule("/api/staff/enrol/load", SecondStep, ""),
    rule("/api/staff/enrol", SecondStep, "code=1&password=2&password_again=3"),
    rule("/api/staff/welcome", Staff(None), ""),
    rule("/api/staff/review", Staff(Some(ReviewPayment)), "queue=proof&id=prf_00000000000000000000000000"),
    rule("/api/staff/review/next", Staff(Some(ReviewPayment)), "queue=proof"),
    rule(
        "/api/staff/review/take",
        Staff(Some(ReviewPayment)),
        "queue=proof&id=prf_00000000000000000000000000",
    ),
    rule(
        "/api/staff/review/release",
        Staff(Some(ReviewPayment)),
        "queue=proof&id=prf_00000000000000000000000000",
    ),
    rule(
        "/api/staff/review/decide",
        Staff(Some(ReviewPayment)),
        "queue=proof&id=prf_00000000000000000000000000&version=1&verdict=approve",
    ),
    rule(
        "/api/staff/audit",
        Staff(Some(SeeAudit)),
        "wanted[subject]=&wanted[actor]=&wanted[event]=&wanted[since]=&wanted[after]=",
    ),
    rule("/api/staff/audit/proof", Staff(Some(SeeAudit)), ""),
    rule("/api/staff/dashboard", Staff(Some(SeeDashboard)), ""),
    rule("/api/staff/seating", Staff(Some(SeeSeating)), ""),
    rule(
        "/api/staff/seating/room",
        Staff(Some(ArrangeSeating)),
        "exam=exm_00000000000000000000000000&number=x",
    ),
    rule(
        "/api/staff/seating/room/remove",
        Staff(Some(ArrangeSeating)),
        "exam=exm_00000000000000000000000000&number=1",
    ),
    rule("/api/staff/seating/arrange", Staff(Some(ArrangeSeating)), "exam=exm_00000000000000000000000000"),
    rule(
        "/api/staff/seating/freeze",
        Staff(Some(ArrangeSeating)),
        "exam=exm_00000000000000000000000000&version=1",
    ),
    rule("/api/staff/seating/sitting", Staff(Some(ArrangeSeating)), "exam=exm_00000000000000000000000000"),
    rule("/api/staff/seating/archive", Staff(Some(ArrangeSeating)), "exam=exm_00000000000000000000000000"),
    rule(
        "/api/staff/seating/swap",
        Staff(Some(ArrangeSeating)),
        "exam=exm_00000000000000000000000000&version=1",
    ),
    rule(
        "/api/staff/seating/late",
        Staff(Some(ArrangeSeating)),
        "exam=exm_00000000000000000000000000&registration=reg_00000000000000000000000000",
    ),
    rule("/api/staff/people", Staff(Some(FindPeople)), ""),
    rule("/api/staff/people/search", Staff(Some(FindPeople)), "text=x"),
    rule("/api/staff/person", Staff(Some(FindPeople)), "id=acc_00000000000000000000000000"),
    rule(
        "/api/staff/person/permit",
        Staff(Some(PermitEdit)),
        "registration=reg_00000000000000000000000000&version=1",
    ),
    rule("/api/staff/scores", Staff(Some(SeeScores)), ""),
    rule(
        "/api/staff/scores/take-over",
        Staff(Some(ImportScores)),
        "exam=exm_00000000000000000000000000&version=1",
    ),
    rule(
        "/api/staff/scores/discard",
        Staff(Some(ImportScores)),
        "exam=exm_00000000000000000000000000&version=1",
    ),
    rule("/api/staff/scores/publish", Staff(Some(PublishScores)), "exam=exm_00000000000000000000000000"),
    rule("/api/staff/scores/withdraw", Staff(Some(PublishScores)), "exam=exm_00000000000000000000000000"),
    rule("/api/staff/scores/recheck", Staff(Some(PublishScores)), "id=reg_00000000000000000000000000"),
    rule("/api/staff/roster", Staff(Some(SeeLists)), ""),
    rule("/api/staff/roster/take-over", Staff(Some(EditLists)), ROSTER),
    rule("/api/staff/roster/discard", Staff(Some(EditLists)), ROSTER),
    rule("/api/staff/lists", Staff(Some(SeeLists)), ""),
    rule("/api/staff/lists/add", Staff(Some(EditLists)), "list=major&name=x"),
    rule("/api/staff/lists/change", Staff(Some(EditLists)), "list=major&name=x&to=y"),
    rule("/api/staff/lists/move", Staff(Some(EditLists)), "list=major&name=x&place=0"),
    rule("/api/staff/lists/retire", Staff(Some(EditLists)), "list=major&name=x"),
    rule("/api/staff/lists/take-over", Staff(Some(EditLists)), "list=major&version=1"),
    rule("/api/staff/lists/discard", Staff(Some(EditLists)), "list=major&version=1"),
    rule("/api/staff/exams", Staff(Some(SeeExams)), ""),
    rule("/api/staff/exam", Staff(Some(SeeExams)), "id=exm_00000000000000000000000000"),
    rule("/api/staff/exam/clone", Staff(Some(EditExams)), "id=exm_00000000000000000000000000&months=6"),
    rule("/api/staff/exam/publish", Staff(Some(EditExams)), "id=exm_00000000000000000000000000&seen=1"),
    rule("/api/staff/exam/close", Staff(Some(EditExams)), "id=exm_00000000000000000000000000&seen=1"),
    rule("/api/staff/exam/basics", Staff(Some(EditExams)), "id=exm_00000000000000000000000000&seen=1"),
    rule(
        "/api/staff/exam/windows",
        Staff(Some(EditExams)),
        "id=exm_00000000000000000000000000&seen=1&sent[register_start]=",
    ),
    rule("/api/staff/once/read", Staff(None), ""),
    rule("/api/staff/confirm/load", Staff(None), ""),
    rule("/api/staff/confirm", Staff(None), "current_password=1"),
    rule("/api/staff/security/load", Staff(None), ""),
    rule("/api/staff/security/password", Staff(None), "current_password=1&password=2&password_again=3"),
    rule("/api/staff/security/codes", Staff(None), ""),
    rule("/api/staff/security/end-session", Staff(None), "session=sse_00000000000000000000000000"),
    rule("/api/staff/security/end-others", Staff(None), ""),
    rule("/api/staff/list", Staff(Some(SeeStaff)), ""),
    rule("/api/staff/permissions", Staff(Some(SeeStaff)), ""),
    rule("/api/staff/member", Staff(Some(SeeStaff)), "id={staff}"),
    rule("/api/staff/add/load", Staff(Some(ManageStaff)), ""),
    rule("/api/staff/add", Staff(Some(ManageStaff)), "login=x&name="),
    rule("/api/staff/grant", Staff(Some(ManageStaff)), "id={staff}&role=auditor"),
    rule("/api/staff/revoke", Staff(Some(ManageStaff)), "id={staff}&role=auditor"),
    rule("/api/staff/reset", Staff(Some(ManageStaff)), "id={staff}"),
    rule("/api/staff/disable", Staff(Some(ManageStaff)), "id={staff}"),
    // Near the end: the owner's face check and its pictures go with the consent.
    rule("/api/identity/consent/withdraw", SignedIn, ""),
    // Last, since they end the session of whoever asks.
    rule("/api/account/sign-out", Anyone, ""),
    rule("/api/staff/sign-out", Anyone, ""),
];

/// Plain routes: `GET` or `POST`, then the pattern.
pub const ROUTES: &[Rule] = &[
    rule("GET /healthz", Anyone, ""),
    rule("GET /guide/blazeface.onnx", Anyone, ""),
    rule("POST /api/{*function}", Anyone, "no-such-function"),
    rule("POST /upload/identity/{side}", SignedIn, "front"),
    rule("POST /upload/proof/{registration}", Owner, "{registration}"),
    rule("POST /upload/face/{registration}/{challenge}", Owner, "{registration}/{challenge}"),
    rule("GET /photo/identity/{side}", SignedIn, "front"),
    rule("GET /photo/proof/{registration}", Owner, "{registration}"),
    rule("POST /upload/rename", SignedIn, ""),
    rule("GET /photo/rename", SignedIn, ""),
    rule("GET /photo/ticket/{registration}", Owner, "{registration}"),
    rule("GET /registrations/{registration}/ticket.pdf", Owner, "{registration}"),
    rule(
        "GET /admin/picture/{queue}/{id}/{nth}",
        Staff(Some(ReviewPayment)),
        "proof/prf_00000000000000000000000000/0",
    ),
    rule("POST /admin/upload/scores/{exam}", Staff(Some(ImportScores)), "exm_00000000000000000000000000"),
    rule("POST /admin/upload/roster/{exam}", Staff(Some(EditLists)), "exm_00000000000000000000000000"),
    rule("POST /admin/upload/list/{list}", Staff(Some(EditLists)), "major"),
    rule("GET /exams/{exam}/payment-code.png", Anyone, "{exam}"),
    rule("GET /school/seal", Anyone, ""),
    rule("GET /sw.js", Anyone, ""),
    rule("POST /display", Anyone, ""),
    rule("GET /words/{name}", Anyone, "unknown.txt"),
    rule("GET /manifest.webmanifest", Anyone, ""),
    rule("POST /demo/specimen", SignedIn, ""),
    rule("GET /demo/specimen/{id}/front.jpg", Demo, "unknown"),
    rule("GET /demo/specimen/{id}/back.jpg", Demo, "unknown"),
    rule("GET /demo/receipt/{exam}", SignedIn, "{exam}.png"),
];

impl Rule {
    /// `ask` with the ids of what this candidate owns.
    pub fn filled(&self, things: &Owned) -> String {
        self.ask
            .replace("{registration}", &things.registration)
            .replace("{challenge}", &things.challenge)
            .replace("{exam}", &things.exam)
            .replace("{session}", &things.session)
            .replace("{staff}", NOBODY)
    }

    /// Method and path of a page or a plain route.
    pub fn path(&self, things: &Owned) -> (Method, String) {
        let (method, pattern) = match self.at.split_once(' ') {
            Some(("POST", pattern)) => (Method::POST, pattern),
            Some((_, pattern)) => (Method::GET, pattern),
            None => (Method::GET, self.at),
        };
        let filled = self.filled(things);
        let mut values = filled.split('/');
        let mut segment = |segment: &str| {
            if segment.starts_with('{') {
                values.next().unwrap_or_default().to_owned()
            } else {
                segment.to_owned()
            }
        };
        (method, pattern.split('/').map(&mut segment).collect::<Vec<_>>().join("/"))
    }
}

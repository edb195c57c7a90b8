//! 考生查询, as its pages show it.

use domain::exam::{ExamProblem, WindowName};
use domain::instant::Instant;
use service::message::Message;
use service::number_change::Waiting;
use service::people::{Found, Person, Registered, Sought};

use super::set_status;
use crate::admin::api::{
    NumberChangeView, PeopleView, PersonDesk, PersonLine, PersonView, RegisteredView, SentView, SoughtAs,
};
use crate::error::{AppError, OfficeRefusal};

/// What a date and time field sends; an empty one says nothing.
pub fn moment_or_nothing(typed: &str) -> Result<Option<Instant>, AppError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Instant::parse_shanghai(typed.trim()).map(Some).ok_or_else(|| {
        let error = OfficeRefusal::Exam(vec![ExamProblem::NotAMoment(WindowName::Edit)]).into();
        set_status(&error);
        error
    })
}

impl PeopleView {
    /// What was found.
    pub fn of(found: Found) -> Self {
        let lines = found.lines.into_iter().map(|line| PersonLine {
            name: line.account.name.expose().to_owned(),
            number: line.account.number.masked(),
            phone: line.account.phone.masked(),
            identity: line.identity,
            exams: line.exams,
            id: line.account.id,
        });
        Self { lines: lines.collect(), sought: found.sought.map(sought), text: found.text, next: found.next }
    }
}

fn sought(sought: Sought) -> SoughtAs {
    match sought {
        Sought::Number => SoughtAs::Number,
        Sought::Ticket => SoughtAs::Ticket,
        Sought::Phone => SoughtAs::Phone,
        Sought::Tail => SoughtAs::Tail,
        Sought::Name => SoughtAs::Name,
    }
}

impl PersonView {
    /// What was found.
    pub fn of(person: Person, now: Instant) -> Self {
        let Person { account, identity, registrations, messages, reset_until, number_waits } = person;
        let messages = messages.into_iter().map(sent).collect();
        Self {
            name: account.name.expose().to_owned(),
            kind: account.number.kind(),
            number: account.number.masked(),
            phone: account.phone.masked(),
            candidate_type: account.candidate_type,
            major: account.major,
            created: account.created,
            identity,
            registrations: registrations.into_iter().map(|one| registered(one, now)).collect(),
            desk: PersonDesk { messages, reset_until, number_waits },
            id: account.id,
        }
    }
}

fn sent(one: Message) -> SentView {
    let Message { id: _, origin, text, sent: at, read, delivery } = one;
    SentView { origin, text, at, read, delivery }
}

impl NumberChangeView {
    /// What waits, with the new number whole.
    pub fn of(waiting: Waiting) -> Self {
        let Waiting { change, account, own, by } = waiting;
        Self {
            name: account.name.expose().to_owned(),
            kind_before: account.number.kind(),
            before: account.number.masked(),
            kind: change.number.kind(),
            number: change.number.grouped(),
            reason: change.reason,
            by: by.map(|name| name.expose().to_owned()),
            at: change.at,
            own,
            account: account.id,
            id: change.id,
        }
    }
}

fn registered(one: Registered, now: Instant) -> RegisteredView {
    let Registered { registration, version, exam, ticket, timeline } = one;
    let answers = registration.answers.as_ref();
    let subject = answers.and_then(|answers| exam.subject(&answers.subject));
    let site = answers.and_then(|answers| exam.site(answers.site.as_deref()?));
    RegisteredView {
        subject: subject.map(|subject| subject.name.clone()),
        site: site.map(|site| site.name.clone()),
        exam: exam.title.clone(),
        version,
        state: registration.state,
        payment: registration.payment,
        ticket: ticket.map(|number| number.grouped()),
        permit: registration.permit.filter(|until| now < *until),
        timeline,
        id: registration.id,
    }
}

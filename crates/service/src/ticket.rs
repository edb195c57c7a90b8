//! 准考证: what its owner sees, and the paper that they download (E4, E5).

use std::fmt;
use std::sync::OnceLock;

use documents::fonts::{Fonts, FontsMissing};
use domain::document::{DocumentNumber, Sex};
use domain::exam::{Exam, WindowName};
use domain::id::RegistrationId;
use domain::instant::Window;
use domain::person::PersonName;
use domain::registration::{Refusal, Registration, State};
use domain::seating::{Room, TicketNumber};
use domain::ticket::{Claims, PublicKey, SigningKey};
use store::Reader;

use crate::{Candidate, Cx, Error, portrait, reference};

/// What the signing key of tickets grows from.
const KEY: &str = "tickets 1";

/// 准考证
pub struct Ticket {
    /// The exam.
    pub exam: Exam,
    /// 姓名
    pub name: PersonName,
    /// 性别, where the number says it.
    pub sex: Option<Sex>,
    /// 证件号码; shown masked.
    pub document: DocumentNumber,
    /// 准考证号
    pub number: TicketNumber,
    /// Name of the subject.
    pub subject: String,
    /// When it is sat, once that is set.
    pub sitting: Option<Window>,
    /// Name and address of the site; empty where the exam names none.
    pub site: (String, String),
    /// The room as it was when the plan was frozen.
    pub room: Room,
    /// 座位号
    pub seat: u16,
    /// The signed text of the code.
    pub token: String,
    /// Whether there is a portrait.
    pub has_portrait: bool,
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("exam", &self.exam.id)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl Ticket {
    /// Where the room is: 示例楼 301.
    pub fn place(&self) -> String {
        [self.room.building.as_str(), " ", &self.room.name].concat()
    }
}

/// One's own ticket, inside its window.
pub async fn load(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Ticket, Error> {
    must_be_admitted(cx, who, id).await?;
    // On the way it may be cut out, which takes a moment.
    let has_portrait = unless_it_fails(portrait::find_or_make(cx, who.id()).await).is_some();
    let key = signing_key(cx);
    let ticket = cx.store().read(async |r| {
        let (registration, exam) = own(r, who, id).await?;
        let account = store::account::load(r, who.id()).await?;
        let found = store::seating::find_ticket(r, id).await?.ok_or(Refusal::NotSeated)?;
        let (placed, sitter) = (&found.placed, &found.placed.sitter);
        let hall = store::seating::find_hall(r, &registration.exam, (&sitter.site, placed.room)).await?;
        let (edition, room) = hall.ok_or_else(|| Error::internal("a ticket without a room"))?;
        let sittings = store::seating::list_sittings(r, &registration.exam).await?;
        let site = exam.site(&sitter.site).map(|site| (site.name.clone(), site.address.clone()));
        let subject = exam.subject(&sitter.subject).map_or(sitter.subject.as_str(), |subject| &subject.name);
        let claims = Claims { number: found.number.clone(), edition };
        Ok::<_, Error>(Ticket {
            name: account.name,
            sex: account.number.sex(),
            document: account.number,
            token: key.sign(&exam.id, &claims),
            number: found.number,
            subject: subject.to_owned(),
            sitting: sittings.into_iter().find(|(code, _)| *code == sitter.subject).map(|(_, when)| when),
            site: site.unwrap_or_default(),
            room,
            seat: placed.seat,
            has_portrait,
            exam,
        })
    });
    ticket.await
}

/// One's own ticket as a PDF of one sheet.
pub async fn pdf(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<u8>, Error> {
    let ticket = load(cx, who, id).await?;
    let portrait = unless_it_fails(portrait::load(cx, who.id()).await);
    let school = cx.school();
    let drawn = cx.see(move |_| {
        let paper = documents::ticket::Ticket {
            school: &school.name,
            hotline: &school.hotline,
            exam: &ticket.exam.shown_title(),
            name: ticket.name.expose(),
            sex: ticket.sex,
            document: &ticket.document.masked(),
            number: &ticket.number,
            subject: &ticket.subject,
            sitting: ticket.sitting,
            site: &ticket.site.0,
            address: &ticket.site.1,
            room: ticket.room.number,
            place: &ticket.place(),
            seat: ticket.seat,
            portrait: portrait.as_deref(),
            rules: &school.ticket_rules,
            token: &ticket.token,
            watermark: ticket.exam.watermark(),
        };
        documents::ticket::ticket(fonts().map_err(Error::internal)?, &paper).map_err(Error::internal)
    });
    drawn.await?
}

/// A ticket without its portrait is a ticket: on the morning of an exam nothing else counts.
pub(crate) fn unless_it_fails<T>(portrait: Result<Option<T>, Error>) -> Option<T> {
    portrait.unwrap_or_else(|cause| {
        tracing::warn!(code = reference(), %cause, "a ticket is shown without its portrait");
        None
    })
}

/// The portrait on one's own ticket, as JPEG.
pub async fn own_portrait(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Vec<u8>, Error> {
    must_be_admitted(cx, who, id).await?;
    portrait::load(cx, who.id()).await?.ok_or(Error::NotFound)
}

/// What checks the codes of this school's tickets without a network.
pub fn public_key(cx: &Cx) -> PublicKey {
    signing_key(cx).public()
}

pub(crate) fn signing_key(cx: &Cx) -> SigningKey {
    SigningKey::from_seed(&cx.store().vault().derived(KEY))
}

async fn must_be_admitted(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(), Error> {
    let now = cx.now();
    let (registration, exam) = cx.store().read(async |r| own(r, who, id).await).await?;
    if registration.state.is_over() {
        return Err(Refusal::Over.into());
    }
    exam.windows.must_be_open(WindowName::Ticket, now)?;
    match registration.state {
        State::Admitted { .. } => Ok(()),
        State::Approved { .. } => Err(Refusal::NotSeated.into()),
        _ => Err(Refusal::NotNow.into()),
    }
}

async fn own(
    r: &mut Reader<'_>,
    who: &Candidate,
    id: &RegistrationId,
) -> Result<(Registration, Exam), Error> {
    let (registration, _) = store::registration::find_own(r, who.id(), id).await?.ok_or(Error::NotFound)?;
    let exam = store::exam::load(r, &registration.exam).await?;
    Ok((registration, exam))
}

/// The typefaces of this machine, found once.
pub(crate) fn fonts() -> Result<&'static Fonts, FontsMissing> {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let fonts = Fonts::of_system()?;
    Ok(FONTS.get_or_init(|| fonts))
}

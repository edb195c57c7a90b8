//! 人工核验 of the face: open to whoever does not want a face check, from the start, and the way on after a doubtful
//! round or the last try. The registration goes on meanwhile.

use domain::document::DocumentNumber;
use domain::face::{FaceCheck, FaceDecision, WhyPerson};
use domain::id::RegistrationId;
use domain::instant::Instant;
use domain::person::PersonName;
use domain::registration::{Refusal, Registration, Step};
use domain::staff::Permission;
use store::{Reader, Tx};

use crate::claim::{self, Item};
use crate::staff::place_of;
use crate::{Candidate, Cx, Error, Operator, audit, message, registration};

/// So many lines of the queue are read at once.
const QUEUE_LINES: i64 = 1_000;

/// A line of the queue.
pub struct Waiting {
    /// Which registration.
    pub registration: RegistrationId,
    /// What a decision names.
    pub version: i64,
    /// For which exam.
    pub exam: String,
    /// Since when.
    pub since: Instant,
    /// Why a person.
    pub why: WhyPerson,
    /// The newest distance to the document's portrait, if one was measured.
    pub distance: Option<f64>,
}

/// What a person compares.
pub struct Evidence {
    /// 姓名
    pub name: PersonName,
    /// 证件号
    pub number: DocumentNumber,
    /// For which exam.
    pub exam: String,
    /// The newest distance to the document's portrait, if one was measured.
    pub distance: Option<f64>,
    /// A decision names the version that it has seen.
    pub version: i64,
    /// The side of the document that bears the portrait, as JPEG.
    pub card: Option<Vec<u8>>,
    /// The pictures of the newest round, as JPEG; none where there was no round.
    pub frames: Vec<Vec<u8>>,
}

/// 改用人工核验: a person will settle the face check, and this step comes next. Asking again changes nothing.
pub async fn ask_person(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Step, Error> {
    let now = cx.now();
    cx.store().write(async |tx| leave(tx, who, id, WhyPerson::Asked, now).await).await
}

/// Leaves the face check to a person, unless one has it already or it is settled; answers what comes next.
pub(super) async fn leave(
    tx: &mut Tx<'_>,
    who: &Candidate,
    id: &RegistrationId,
    why: WhyPerson,
    now: Instant,
) -> Result<Step, Error> {
    let seen = registration::find(tx, who, id).await?;
    match seen.registration.clone().leave_face_to_person(why, &seen.identity, &seen.exam, now) {
        Err(Refusal::AlreadyDone) => Ok(seen.step()),
        Err(refusal) => Err(refusal.into()),
        Ok(moved) => {
            let step = moved.registration.step(&seen.identity, &seen.exam);
            registration::keep(tx, who, &moved, seen.version, now).await?;
            Ok(step)
        }
    }
}

/// The queue: whose face check waits for a person, the longest waiting first.
pub async fn list_waiting(cx: &Cx, staff: &Operator) -> Result<Vec<Waiting>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::ReviewIdentity, now).await?;
            let mut queue = Vec::new();
            for registration in store::registration::list_waiting_for_face(r, QUEUE_LINES).await? {
                let FaceCheck::WaitingForPerson { since, why } = registration.face else { continue };
                if !reach.covers(place_of(&registration)) {
                    continue;
                }
                let (_, version) = anybodys(r, &registration.id).await?;
                queue.push(Waiting {
                    exam: store::exam::load(r, &registration.exam).await?.shown_title(),
                    distance: store::face_challenge::last_distance(r, &registration.id).await?,
                    registration: registration.id,
                    version,
                    since,
                    why,
                });
            }
            Ok(queue)
        })
        .await
}

/// Shows what there is to compare. Who looked at whose pictures is written down.
pub async fn look_at(cx: &Cx, staff: &Operator, id: &RegistrationId) -> Result<Evidence, Error> {
    let now = cx.now();
    let (mut evidence, card, frames) = cx
        .store()
        .write(async |tx| {
            let (registration, version) = anybodys(tx, id).await?;
            staff.require(tx, Permission::ReviewIdentity, place_of(&registration), now).await?;
            let account = store::account::load(tx, &registration.account).await?;
            let evidence = Evidence {
                name: account.name,
                number: account.number,
                exam: store::exam::load(tx, &registration.exam).await?.shown_title(),
                distance: store::face_challenge::last_distance(tx, id).await?,
                version,
                card: None,
                frames: Vec::new(),
            };
            let card =
                store::identity::find(tx, &registration.account).await?.and_then(|record| record.front);
            let frames = store::face_challenge::last_frames(tx, id).await?;
            audit::record(tx, now, &staff.actor(), "face.looked_at", id.as_str()).await?;
            Ok::<_, Error>((evidence, card, frames))
        })
        .await?;
    if let Some(card) = card {
        evidence.card = Some(cx.store().files().load(&card).await?);
    }
    for frame in frames {
        evidence.frames.push(cx.store().files().load(&frame).await?);
    }
    Ok(evidence)
}

/// A person's decision; refused when the registration has changed since `seen` was shown. Who is to do it again is told
/// by SMS, since they may have left the road long ago.
pub async fn decide(
    cx: &Cx,
    staff: &Operator,
    id: &RegistrationId,
    seen: Option<i64>,
    decision: FaceDecision,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let (registration, version) = anybodys(tx, id).await?;
            staff.require(tx, Permission::ReviewIdentity, place_of(&registration), now).await?;
            if seen.is_some_and(|seen| seen != version) {
                return Err(Error::Stale);
            }
            claim::end(tx, staff, &Item::Face(id.clone()), now).await?;
            let account = store::account::load(tx, &registration.account).await?;
            let moved = registration.decide_face(decision, now)?;
            registration::keep_as(tx, &staff.actor(), &moved, version, now).await?;
            match decision {
                FaceDecision::Approve => Ok(()),
                FaceDecision::Return(_) => {
                    let school = &cx.school().name.clone();
                    let text = format!(
                        "【{school}】您报名中的人脸核验需要重新完成，请登录报名系统，在“我的报名”中查看原因。"
                    );
                    message::tell(tx, &account, text, now).await
                }
            }
        })
        .await?;
    cx.work_waits();
    Ok(())
}

async fn anybodys(r: &mut Reader<'_>, id: &RegistrationId) -> Result<(Registration, i64), Error> {
    store::registration::find_anybodys(r, id).await?.ok_or(Error::NotFound)
}

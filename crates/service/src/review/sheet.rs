//! One line of a queue as a reviewer has it before them: the account, what is to be compared with it, the pictures; and what
//! they say to it. The same for every queue, so that there is one page for all of them.

use domain::card::CardProblem;
use domain::exam::Exam;
use domain::face::{FaceCheck, FaceDecision, FaceReturn, WhyPerson};
use domain::form::{Field, Problem};
use domain::id::{PhotoId, RegistrationId};
use domain::identity::{self as person, Finding, Identity};
use domain::instant::Instant;
use domain::money::Fen;
use domain::payment::{Payer, ProofProblem};
use domain::registration::{Registration, RejectReason, State};
use domain::rename::{Rename, RenameDecision, RenameFinding, RenameState};
use domain::roster::Standing;
use store::Tx;
use store::account::Account;
use store::audit::Wanted;

use super::{Decision, accept_proof, anybodys, decide_registration, decide_withdrawal, return_proof};
use crate::claim::{self, Item};
use crate::{Cx, Error, Operator, audit, face, identity, rename, roster};

/// One line.
pub struct Sheet {
    /// What a decision has to name.
    pub version: i64,
    /// Whether it still waits for a decision.
    pub waits: bool,
    /// Who works on it.
    pub held: Held,
    /// The candidate.
    pub account: Account,
    /// What is to be looked at.
    pub about: About,
    /// The pictures, in the order in which [`picture`] counts them.
    pub shots: Vec<Shot>,
}

/// Who works on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// Nobody.
    Nobody,
    /// Whoever looks, until then.
    Me(Instant),
    /// Somebody else, by their name.
    Other(String),
}

/// What is to be looked at.
pub enum About {
    /// 实名认证
    Identity {
        /// Since when it stands as it does.
        since: Option<Instant>,
        /// What made the machine unsure.
        problems: Vec<CardProblem>,
    },
    /// 更名申请
    Rename(Box<Rename>),
    /// 人脸识别
    Face {
        /// For which exam.
        exam: String,
        /// Since when it waits, and why a person.
        waits: Option<(Instant, WhyPerson)>,
        /// The newest distance to the document's portrait: 0 is the same picture.
        distance: Option<f64>,
    },
    /// 缴费凭证
    Proof {
        /// For which exam.
        exam: String,
        /// What should have been paid.
        fee: Fen,
        /// Who paid, as the candidate confirmed it.
        payer: Box<Payer>,
        /// When it came.
        at: Instant,
        /// How many proofs of this registration came before it.
        earlier: usize,
    },
    /// 报考资格
    Registration {
        /// The registration.
        registration: Box<Registration>,
        /// Its exam.
        exam: Box<Exam>,
        /// How the candidate stands to the exam's roster.
        standing: Box<Standing>,
    },
    /// 退考申请
    Withdrawal {
        /// For which exam.
        exam: String,
        /// When it was asked.
        at: Instant,
    },
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shot {
    /// 人像面
    Front,
    /// 国徽面
    Back,
    /// A picture of the face check, counted from 1.
    Frame(usize),
    /// 订单详情截图
    Receipt,
    /// 更名证明材料
    RenameProof,
}

/// What a reviewer says: three different acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// 通过
    Approve,
    /// 退回修改, with the code of a reason.
    Return(String),
    /// 不予通过, with the code of a reason.
    Reject(String),
}

impl Verdict {
    /// From the words of a form.
    pub fn parse(verdict: &str, reason: &str) -> Option<Self> {
        match verdict {
            "approve" => Some(Self::Approve),
            "return" => Some(Self::Return(reason.to_owned())),
            "reject" => Some(Self::Reject(reason.to_owned())),
            _ => None,
        }
    }
}

/// Shows a line. Who looked at what of whom is written down.
pub async fn look(cx: &Cx, who: &Operator, item: &Item) -> Result<Sheet, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            claim::must_reach(tx, who, item, now).await?;
            let found = read(tx, item).await?;
            let shots = photos(tx, item).await?.into_iter().map(|(shot, _)| shot).collect();
            let held = match claim::holder(tx, item, now).await? {
                None => Held::Nobody,
                Some((actor, until)) if actor == who.actor() => Held::Me(until),
                Some((actor, _)) => Held::Other(name_of(tx, &actor).await?),
            };
            let (_, id) = item.key();
            audit::record(tx, now, &who.actor(), &[of(item), ".looked_at"].concat(), id).await?;
            let Found { account, version, waits, about } = found;
            Ok(Sheet { version, waits, held, account, about, shots })
        })
        .await
}

/// What an entry about looking at a line begins with. The entries of a registration itself are its moves, each one (`zhunkao
/// check`), and to be looked at is none.
fn of(item: &Item) -> &'static str {
    match item.key().0 {
        "registration" => "eligibility",
        queue => queue,
    }
}

/// One of its pictures, as JPEG; `nth` counts from 0. Who saw it is written down.
pub async fn picture(cx: &Cx, who: &Operator, item: &Item, nth: usize) -> Result<Vec<u8>, Error> {
    let now = cx.now();
    let photo = cx
        .store()
        .write(async |tx| {
            claim::must_reach(tx, who, item, now).await?;
            let (_, photo) = photos(tx, item).await?.into_iter().nth(nth).ok_or(Error::NotFound)?;
            let (_, id) = item.key();
            let detail = photo.as_str().to_owned();
            audit::record_change(tx, now, &who.actor(), &[of(item), ".picture_seen"].concat(), id, detail)
                .await?;
            Ok::<_, Error>(photo)
        })
        .await?;
    Ok(cx.store().files().load(&photo).await?)
}

/// Says it. Refused when somebody else holds the line, or when it is not as it was when it was shown; the second of two taps
/// finds that it was said.
pub async fn decide(cx: &Cx, who: &Operator, item: &Item, seen: i64, verdict: &Verdict) -> Result<(), Error> {
    match say(cx, who, item, seen, verdict).await {
        Err(Error::Stale) if was_just_said(cx, who, item, verdict).await? => Ok(()),
        said => said,
    }
}

/// Seconds in which the second of two taps comes.
const SAME_TAP_SECONDS: i64 = 10;

/// Whether whoever asks has said the same about this line a moment ago.
async fn was_just_said(cx: &Cx, who: &Operator, item: &Item, verdict: &Verdict) -> Result<bool, Error> {
    let since = Some(cx.now().plus_seconds(-SAME_TAP_SECONDS));
    cx.store()
        .read(async |r| {
            let subject = match item {
                Item::Proof(id) => {
                    store::proof::find(r, id).await?.map(|proof| proof.registration.to_string())
                }
                Item::Withdrawal(id) => {
                    store::withdrawal::find(r, id).await?.map(|(request, _)| request.registration.to_string())
                }
                _ => Some(item.key().1.to_owned()),
            };
            let subject = subject.unwrap_or_default();
            let wanted = Wanted { subject, actor: who.actor(), since, ..Wanted::default() };
            let entries = store::audit::page(r, &wanted, 20).await?;
            Ok(entries.iter().any(|entry| entry.event.starts_with(event_of(item, verdict))))
        })
        .await
}

/// How the log calls what was said.
fn event_of(item: &Item, verdict: &Verdict) -> &'static str {
    use Verdict::{Approve, Reject, Return};
    match (item, verdict) {
        (Item::Identity(_), Approve) => "identity.passed_by_person",
        (Item::Identity(_), Return(_)) => "identity.returned",
        (Item::Identity(_), Reject(_)) => "identity.rejected",
        (Item::Rename(_), Approve) => "rename.approved",
        (Item::Rename(_), _) => "rename.rejected",
        (Item::Face(_), Approve) => "registration.face_passed_by_person",
        (Item::Face(_), _) => "registration.face_returned",
        (Item::Proof(_), Approve) => "registration.proof_accepted",
        (Item::Proof(_), _) | (Item::Registration(_), Return(_)) => "registration.returned",
        (Item::Registration(_), Approve) => "registration.approved",
        (Item::Registration(_), Reject(_)) => "registration.rejected",
        (Item::Withdrawal(_), Approve) => "registration.withdrawn",
        (Item::Withdrawal(_), _) => "withdrawal.declined",
    }
}

async fn say(cx: &Cx, who: &Operator, item: &Item, seen: i64, verdict: &Verdict) -> Result<(), Error> {
    use Verdict::{Approve, Reject, Return};
    let missing = || Error::field(Field::RenameReason, Problem::Missing);
    let finding = |code: &str| Finding::from_code(code).ok_or_else(missing);
    match (item, verdict) {
        (Item::Identity(account), verdict) => {
            let decision = match verdict {
                Approve => person::Decision::Approve,
                Return(why) => person::Decision::Return(finding(why)?),
                Reject(why) => person::Decision::Reject(finding(why)?),
            };
            identity::desk::decide(cx, who, account, Some(seen), decision).await
        }
        (Item::Rename(id), verdict) => {
            let decision = match verdict {
                Approve => RenameDecision::Approve,
                Return(why) | Reject(why) => {
                    RenameDecision::Reject(RenameFinding::from_code(why).ok_or_else(missing)?)
                }
            };
            rename::decide(cx, who, id, Some(seen), decision).await
        }
        (Item::Face(id), verdict) => {
            let decision = match verdict {
                Approve => FaceDecision::Approve,
                Return(why) | Reject(why) => {
                    FaceDecision::Return(FaceReturn::from_code(why).ok_or_else(missing)?)
                }
            };
            face::decide(cx, who, id, Some(seen), decision).await
        }
        (Item::Proof(id), Approve) => accept_proof(cx, who, id, seen).await,
        (Item::Proof(id), Return(why) | Reject(why)) => {
            let why = ProofProblem::from_code(why).ok_or_else(missing)?;
            return_proof(cx, who, id, seen, why).await
        }
        (Item::Registration(id), verdict) => {
            let decision = match verdict {
                Approve => Decision::Approve,
                Return(_) => Decision::Return,
                Reject(why) => Decision::Reject(RejectReason::from_code(why).ok_or_else(missing)?),
            };
            decide_registration(cx, who, id, seen, decision).await
        }
        (Item::Withdrawal(id), verdict) => decide_withdrawal(cx, who, id, *verdict == Approve).await,
    }
}

struct Found {
    account: Account,
    version: i64,
    waits: bool,
    about: About,
}

async fn read(tx: &mut Tx<'_>, item: &Item) -> Result<Found, Error> {
    Ok(match item {
        Item::Identity(id) => {
            let record = store::identity::find(tx, id).await?.ok_or(Error::NotFound)?;
            let (since, problems, waits) = match record.identity {
                Identity::WaitingForPerson { since, problems } => (Some(since), problems, true),
                Identity::Failed { at, problems } => (Some(at), problems, false),
                Identity::Passed { at } | Identity::PassedByPerson { at } => (Some(at), Vec::new(), false),
                Identity::Checking { since } => (Some(since), Vec::new(), false),
                Identity::None => (None, Vec::new(), false),
            };
            let account = store::account::load(tx, id).await?;
            Found { account, version: record.version, waits, about: About::Identity { since, problems } }
        }
        Item::Rename(id) => {
            let (rename, version) = store::rename::find(tx, id).await?.ok_or(Error::NotFound)?;
            let account = store::account::load(tx, &rename.account).await?;
            let waits = rename.state == RenameState::Waiting;
            Found { account, version, waits, about: About::Rename(Box::new(rename)) }
        }
        Item::Face(id) => {
            let (registration, version) = anybodys(tx, id).await?;
            let waits = match registration.face {
                FaceCheck::WaitingForPerson { since, why } => Some((since, why)),
                _ => None,
            };
            let distance = store::face_challenge::last_distance(tx, id).await?;
            let exam = title(tx, &registration).await?;
            let account = store::account::load(tx, &registration.account).await?;
            Found { account, version, waits: waits.is_some(), about: About::Face { exam, waits, distance } }
        }
        Item::Proof(id) => {
            let proof = store::proof::find(tx, id).await?.ok_or(Error::NotFound)?;
            let (registration, version) = anybodys(tx, &proof.registration).await?;
            let latest = store::proof::find_latest(tx, &proof.registration).await?;
            let waits = matches!(registration.state, State::Submitted { .. })
                && latest.is_some_and(|latest| latest.id == proof.id);
            let exam = store::exam::load(tx, &registration.exam).await?;
            let account = store::account::load(tx, &registration.account).await?;
            let earlier = store::proof::count_before(tx, &proof).await?;
            let (payer, at) = (Box::new(proof.payer), proof.at);
            let about = About::Proof { exam: exam.shown_title(), fee: exam.fee.amount, payer, at, earlier };
            Found { account, version, waits, about }
        }
        Item::Registration(id) => {
            let (registration, version) = anybodys(tx, id).await?;
            let exam = Box::new(store::exam::load(tx, &registration.exam).await?);
            let account = store::account::load(tx, &registration.account).await?;
            let waits = matches!(registration.state, State::UnderReview { .. });
            let standing = Box::new(roster::standing(tx, &registration.exam, &account).await?);
            let about = About::Registration { registration: Box::new(registration), exam, standing };
            Found { account, version, waits, about }
        }
        Item::Withdrawal(id) => {
            let (request, waits) = store::withdrawal::find(tx, id).await?.ok_or(Error::NotFound)?;
            let (registration, version) = anybodys(tx, &request.registration).await?;
            let exam = title(tx, &registration).await?;
            let account = store::account::load(tx, &registration.account).await?;
            Found { account, version, waits, about: About::Withdrawal { exam, at: request.at } }
        }
    })
}

async fn title(tx: &mut Tx<'_>, registration: &Registration) -> Result<String, Error> {
    Ok(store::exam::load(tx, &registration.exam).await?.shown_title())
}

async fn photos(tx: &mut Tx<'_>, item: &Item) -> Result<Vec<(Shot, PhotoId)>, Error> {
    Ok(match item {
        Item::Identity(account) => {
            let record = store::identity::find(tx, account).await?.ok_or(Error::NotFound)?;
            let sides = [(Shot::Front, record.front), (Shot::Back, record.back)];
            sides.into_iter().filter_map(|(shot, photo)| Some((shot, photo?))).collect()
        }
        Item::Rename(id) => {
            let (rename, _) = store::rename::find(tx, id).await?.ok_or(Error::NotFound)?;
            rename.photo.map(|photo| (Shot::RenameProof, photo)).into_iter().collect()
        }
        Item::Face(id) => face_photos(tx, id).await?,
        Item::Proof(id) => {
            let proof = store::proof::find(tx, id).await?.ok_or(Error::NotFound)?;
            vec![(Shot::Receipt, proof.photo)]
        }
        Item::Registration(_) | Item::Withdrawal(_) => Vec::new(),
    })
}

async fn face_photos(tx: &mut Tx<'_>, id: &RegistrationId) -> Result<Vec<(Shot, PhotoId)>, Error> {
    let (registration, _) = anybodys(tx, id).await?;
    let record = store::identity::find(tx, &registration.account).await?;
    let card = record.and_then(|record| record.front).map(|photo| (Shot::Front, photo));
    let frames = store::face_challenge::last_frames(tx, id).await?.into_iter();
    let frames = frames.enumerate().map(|(nth, photo)| (Shot::Frame(nth + 1), photo));
    Ok(card.into_iter().chain(frames).collect())
}

/// The name of the member of staff who acts so; at the command line nobody is known.
async fn name_of(tx: &mut Tx<'_>, actor: &str) -> Result<String, Error> {
    let members = store::staff::list(tx).await?;
    let found = members.iter().find(|member| actor.strip_prefix("staff:") == Some(member.id.as_str()));
    Ok(found.map(|member| member.name.expose().to_owned()).unwrap_or_default())
}

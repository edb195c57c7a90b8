//! Lines of the queues between the pages and the use cases.

use service::claim::{Item, Queue};
use service::review::sheet::{About, Held, Sheet, Shot};

use crate::admin::api::{AboutView, HeldView, ReviewQueue, ReviewView, ShotView};
use crate::error::AppError;
use crate::paths;

/// The line that an address or a form names.
pub fn review_item(queue: &str, id: &str) -> Result<Item, AppError> {
    Queue::of_code(queue).and_then(|queue| Item::parse(queue, id)).ok_or(AppError::NotFound)
}

/// The page of a line; the first page where there is none.
pub fn review_path(item: Option<&Item>) -> String {
    item.map_or_else(
        || paths::admin().to_owned(),
        |item| {
            let (queue, id) = item.key();
            paths::admin_review(queue, id)
        },
    )
}

fn queue_of(queue: Queue) -> ReviewQueue {
    match queue {
        Queue::Identity => ReviewQueue::Identity,
        Queue::Rename => ReviewQueue::Rename,
        Queue::Face => ReviewQueue::Face,
        Queue::Proof => ReviewQueue::Proof,
        Queue::Registration => ReviewQueue::Registration,
        Queue::Withdrawal => ReviewQueue::Withdrawal,
    }
}

impl ReviewView {
    /// A line as its page shows it.
    pub fn of(item: &Item, sheet: Sheet) -> Self {
        let Sheet { version, waits, held, account, about, shots } = sheet;
        let (name, phone) = (account.name.expose().to_owned(), account.phone.expose().to_owned());
        Self {
            queue: queue_of(item.queue()),
            id: item.key().1.to_owned(),
            version,
            waits,
            held: match held {
                Held::Nobody => HeldView::Nobody,
                Held::Me(until) => HeldView::Me { until },
                Held::Other(name) => HeldView::Other { name },
            },
            about: about_of(about, (&name, &phone)),
            shots: shots.into_iter().map(shot_of).collect(),
            kind: account.number.kind(),
            number: account.number.expose().to_owned(),
            name,
            phone,
        }
    }
}

fn shot_of(shot: Shot) -> ShotView {
    match shot {
        Shot::Front => ShotView::Front,
        Shot::Back => ShotView::Back,
        Shot::Frame(nth) => ShotView::Frame(nth),
        Shot::Receipt => ShotView::Receipt,
        Shot::RenameProof => ShotView::RenameProof,
    }
}

fn about_of(about: About, (name, phone): (&str, &str)) -> AboutView {
    match about {
        About::Identity { since, problems } => AboutView::Identity { since, problems },
        About::Rename(rename) => AboutView::Rename {
            name: rename.name.expose().to_owned(),
            reason: rename.reason,
            remark: rename.remark.expose().to_owned(),
            at: rename.asked,
        },
        About::Face { exam, waits, distance } => AboutView::Face { exam, waits, distance },
        About::Proof { exam, fee, payer, at, earlier } => {
            let payer = (payer.name.expose().to_owned(), payer.phone.expose().to_owned());
            let is_own = (payer.0 == name, payer.1 == phone);
            AboutView::Proof { exam, fee: fee.0, payer, is_own, at, earlier }
        }
        About::Registration { registration, exam, standing } => {
            let answers = registration.answers;
            let subject = answers.as_ref().and_then(|answers| exam.subject(&answers.subject));
            let site = answers.as_ref().and_then(|answers| exam.site(answers.site.as_deref()?));
            AboutView::Registration {
                subject: subject.map(|subject| subject.name.clone()).unwrap_or_default(),
                site: site.map(|site| site.name.clone()),
                exam: exam.title.clone(),
                enrolment: answers.as_ref().map(|answers| answers.enrolment),
                candidate_type: answers.as_ref().map(|a| a.candidate_type.clone()).unwrap_or_default(),
                major: answers.map(|answers| answers.major).unwrap_or_default(),
                changed: registration.changed,
                standing: *standing,
            }
        }
        About::Withdrawal { exam, at } => AboutView::Withdrawal { exam, at },
    }
}

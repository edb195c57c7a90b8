//! 考场材料 and 学校设置, as their pages show them.

use domain::print::KEPT_SECONDS;
use service::print::{BatchState, Look, Prints, Seen};
use service::school::Opened;

use crate::admin::api::{BatchStateView, BatchView, ExamPrints, PrintsView, SchoolView, SitePrints};

impl PrintsView {
    /// What was found.
    pub fn of(found: Look) -> Self {
        Self { exams: found.exams, chosen: found.chosen.map(prints) }
    }
}

fn prints(found: Prints) -> ExamPrints {
    let sites = found.sites.into_iter().map(|site| SitePrints {
        code: site.code,
        name: site.name,
        rooms: site.rooms,
    });
    ExamPrints {
        exam: found.exam,
        sites: sites.collect(),
        batches: found.batches.into_iter().map(BatchView::of).collect(),
    }
}

impl BatchView {
    /// What was found.
    pub fn of(seen: Seen) -> Self {
        let Seen { batch, site, by, outdated } = seen;
        let (done, total) = batch.rooms;
        let until = batch.ended.unwrap_or(batch.asked).plus_seconds(KEPT_SECONDS);
        let state = match batch.state {
            BatchState::Waiting => BatchStateView::Waiting { done, total },
            BatchState::Done(printed) => {
                BatchStateView::Done { bytes: printed.bytes, until, outdated, report: printed.report }
            }
            BatchState::Failed => BatchStateView::Failed,
        };
        Self { id: batch.id, site, order: batch.order, by, asked: batch.asked, state }
    }
}

impl SchoolView {
    /// What was found.
    pub fn of(opened: Opened) -> Self {
        let (has_seal, own_seal) = opened.seal;
        let texts = opened.texts.into_iter().map(|text| (text.version, text.since, !text.text.is_empty()));
        Self {
            version: opened.version,
            now: opened.now,
            configured: opened.configured,
            has_seal,
            own_seal,
            texts: texts.collect(),
            changed: opened.changed,
        }
    }
}

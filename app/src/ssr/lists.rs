//! Lists and rosters, as their pages show them.

use service::lists::{Kept, Preview};
use service::roster::{BadLine, RosterFile};

use crate::admin::api::{
    BadLineView, ExamRoster, ListPreview, ListView, ListsView, RosterFileView, RosterView,
};

impl RosterView {
    /// What was found.
    pub fn of(found: service::roster::Look) -> Self {
        let chosen = found.chosen.map(|roster| ExamRoster {
            exam: roster.exam.id,
            live: roster.live.map(file),
            waits: roster.waits.map(file),
        });
        Self { exams: found.exams, chosen }
    }
}

fn file(found: RosterFile) -> RosterFileView {
    RosterFileView {
        id: found.id,
        at: found.taken.unwrap_or(found.created),
        eligible: found.eligible,
        ineligible: found.ineligible,
        new: found.differences.new,
        changed: found.differences.changed,
        gone: found.differences.gone,
        bad: found.bad_lines,
        problems: problems(found.problems),
    }
}

impl ListsView {
    /// What was found.
    pub fn of(found: service::lists::Look) -> Self {
        let list = |kept: Kept| ListView {
            list: kept.list,
            entries: kept.entries,
            preview: kept.preview.map(preview),
        };
        Self { lists: found.lists.into_iter().map(list).collect(), languages: found.languages }
    }
}

fn preview(found: Preview) -> ListPreview {
    let Preview { draft, new, changed, kept } = found;
    ListPreview {
        version: draft.version,
        created: draft.created,
        new,
        changed,
        kept,
        bad: draft.bad_lines,
        problems: problems(draft.problems),
    }
}

fn problems(found: Vec<BadLine>) -> Vec<BadLineView> {
    found.into_iter().map(|bad| (bad.row, bad.column, bad.problem)).collect()
}

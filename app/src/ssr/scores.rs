//! 成绩管理, as its page shows it.

use service::score::{Look, Preview, Scores};

use crate::admin::api::{ExamScores, PreviewView, RecheckView, ScoresView};

impl ScoresView {
    /// What was found.
    pub fn of(found: Look) -> Self {
        Self { exams: found.exams, chosen: found.chosen.map(scores) }
    }
}

fn scores(found: Scores) -> ExamScores {
    let Scores { exam, tickets, count, sheet, preview, rechecks } = found;
    let rechecks = rechecks.into_iter().map(|asked| RecheckView {
        id: asked.registration,
        number: asked.number,
        name: asked.name,
        outcome: asked.outcome,
        since: asked.since,
    });
    ExamScores {
        exam: exam.id,
        tickets,
        marked: count.marked,
        absent: count.absent,
        violation: count.violation,
        published: count.published,
        withdrawn: count.withdrawn,
        passed: count.passed,
        mean: count.mean,
        sheet: sheet.map(|sheet| (sheet.pass_line, sheet.published)),
        preview: preview.map(preview_view),
        rechecks: rechecks.collect(),
    }
}

fn preview_view(found: Preview) -> PreviewView {
    let changed = found.changed.into_iter().map(|change| (change.number, change.before, change.after));
    let problems = found.problems.into_iter().map(|bad| (bad.row, bad.column, bad.problem));
    PreviewView {
        version: found.version,
        created: found.created,
        new: found.new,
        same: found.same,
        changed: changed.collect(),
        missing: found.missing,
        problems: problems.collect(),
    }
}

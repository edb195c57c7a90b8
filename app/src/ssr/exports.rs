//! 导出, as its page shows it.

use service::export::{Listed, Look};

use crate::admin::api::{ExportChoices, ExportView, ExportsView};

impl ExportsView {
    /// What was found.
    pub fn of(found: Look) -> Self {
        let chosen = found.chosen.map(|chosen| {
            let subjects = chosen.exam.subjects.into_iter().map(|subject| (subject.code, subject.name));
            ExportChoices {
                exam: chosen.exam.id,
                whole: chosen.whole,
                sites: chosen.sites,
                subjects: subjects.collect(),
            }
        });
        Self { exams: found.exams, chosen }
    }
}

impl ExportView {
    /// One of one's own.
    pub fn of(listed: Listed) -> Self {
        let Listed { export, title } = listed;
        let wish = export.wish;
        Self {
            id: export.id,
            title,
            kind: wish.kind,
            full: wish.full,
            only: [wish.state, wish.site, wish.subject],
            state: export.state,
            people: export.people,
            written: export.written,
            bytes: export.file_bytes,
            listed: export.listed,
            has_list: export.list_bytes > 0,
            failure: export.failure.map(|failure| (failure, export.reference.unwrap_or_default())),
            asked: export.asked,
            expires: export.expires,
        }
    }
}

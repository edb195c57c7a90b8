//! One's own exports: how far each is, what came of it, until when it is there.

use domain::export::{ExportFailure, ExportKind, ExportState};
use domain::id::ExamId;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{Acts, kind_word, state_word, words};
use crate::admin::api::ExportView;
use crate::admin::parts::table;
use crate::error::AppError;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Badge, Tone, error_view};

/// The list, once it is there.
pub fn mine(acts: Acts, exam: &ExamId, loaded: Result<Vec<ExportView>, AppError>) -> AnyView {
    let exports = match loaded {
        Ok(exports) => exports,
        Err(error) => return error_view(&error),
    };
    let live = exports.iter().filter(|export| export.state.is_live()).count();
    acts.live.try_set_value(live > 0);
    if exports.is_empty() {
        return view! { <p class="empty">{words::none()}</p> }.still();
    }
    let told = (live > 0).then(|| words::live(&live.to_string()));
    let rows = exports.iter().map(|export| row(acts, exam, export)).collect_view();
    let heads = [words::asked(), words::what(), words::progress(), words::result(), words::acts()];
    let table = table(words::list_title(), &heads, rows);
    view! {
        <p role="status">{told}</p>
        {table}
    }
    .still()
}

fn row(acts: Acts, exam: &ExamId, export: &ExportView) -> AnyView {
    let only = export.only.iter().enumerate().filter_map(|(nth, code)| {
        let code = code.as_deref()?;
        Some(if nth == 0 { state_word(code).to_owned() } else { code.to_owned() })
    });
    let form = if export.full { words::form_full() } else { words::form_masked() };
    let mut what = vec![kind_word(export.kind).to_owned(), form.to_owned()];
    what.extend(only);
    view! {
        <tr>
            <th scope="row" class="number">
                {export.asked.to_minute()}
            </th>
            <td>
                <p>{export.title.clone()}</p>
                <p class="text-soft">{what.join(" · ")}</p>
            </td>
            <td>{progress(export)}</td>
            <td class="office-wrap">{result(export)}</td>
            <td>{ends(acts, exam, export)}</td>
        </tr>
    }
    .still()
}

fn progress(export: &ExportView) -> AnyView {
    let (tone, word) = match export.state {
        ExportState::Waiting => (Tone::Wait, words::waiting()),
        ExportState::Running => (Tone::Wait, words::running()),
        ExportState::Done => (Tone::Ok, words::done()),
        ExportState::Failed => (Tone::Warn, words::failed()),
        ExportState::Canceled => (Tone::Draft, words::canceled()),
    };
    let bar = (export.state == ExportState::Running).then(|| {
        let (max, value) = (export.people.max(1).to_string(), export.written.to_string());
        let label = words::written(&value, &export.people.to_string());
        view! {
            <progress class="progress" max=max value=value aria-label=words::progress()></progress>
            <p class="number">{label}</p>
        }
        .still()
    });
    view! {
        <Badge tone=tone word=word />
        {bar}
    }
    .still()
}

fn result(export: &ExportView) -> AnyView {
    let mut told = Vec::new();
    if export.state == ExportState::Done {
        told.push(words::made(&export.written.to_string(), &size(export.bytes)));
    }
    if export.listed > 0 {
        let many = export.listed.to_string();
        let photos = export.kind == ExportKind::Photos;
        told.push(if photos { words::listed_photos(&many) } else { words::listed_dbf(&many) });
    }
    told.extend(export.failure.as_ref().map(|(failure, code)| match failure {
        ExportFailure::Width => words::failure_width(code),
        ExportFailure::Format => words::failure_format(code),
        ExportFailure::Broken => words::failure_broken(code),
    }));
    told.extend(export.expires.map(|when| words::expires(&when.to_minute())));
    told.into_iter().map(|line| view! { <p>{line}</p> }).collect_view().still()
}

/// In units that a person reads.
fn size(bytes: i64) -> String {
    const KIB: i64 = 1_024;
    if bytes < KIB * KIB {
        return format!("{} KB", (bytes + KIB - 1) / KIB);
    }
    let tenths = bytes * 10 / (KIB * KIB);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn ends(acts: Acts, exam: &ExamId, export: &ExportView) -> AnyView {
    let (what, when) = (kind_word(export.kind), export.asked.to_minute());
    let file = (export.state == ExportState::Done).then(|| {
        let (word, href) = (words::download(), paths::export_file(&export.id));
        let label = words::act_of(word, what, &when);
        view! {
            <a class="btn btn-sm" href=href rel="external" download="" aria-label=label>
                {word}
            </a>
        }
    });
    let list = export.has_list.then(|| {
        let (word, href) = (words::download_list(), paths::export_list(&export.id));
        let label = words::act_of(word, what, &when);
        view! {
            <a class="btn btn-sm" href=href rel="external" download="" aria-label=label>
                {word}
            </a>
        }
    });
    let stop = export.state.is_live().to_string();
    let word = if export.state.is_live() { words::stop() } else { words::delete() };
    let label = words::act_of(word, what, &when);
    let (id, exam) = (export.id.as_str().to_owned(), exam.as_str().to_owned());
    view! {
        <div class="office-tools">
            {file} {list}
            <ActionForm action=acts.end>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="exam" value=exam />
                <input type="hidden" name="stop" value=stop />
                <button class="btn btn-sm" type="submit" aria-label=label>
                    {word}
                </button>
            </ActionForm>
        </div>
    }
    .still()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f7_sizes_are_read_in_kilobytes_and_megabytes() {
        assert_eq!(size(1), "1 KB");
        assert_eq!(size(2_048), "2 KB");
        assert_eq!(size(12_897_485), "12.3 MB");
    }
}

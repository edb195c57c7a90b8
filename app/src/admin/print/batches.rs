//! What was ordered: followed while it is drawn, without WASM by reloading, and fetched for a day.

use domain::id::ExamId;
use domain::print::{NotDrawn, Packing};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{name, words};
use crate::admin::api::{BatchStateView, BatchView, follow_prints};
use crate::admin::parts::table;
use crate::paths;
use crate::ui::moment::moment;
use crate::ui::pause::pause;
use crate::ui::still::Still;
use crate::ui::{Notice, Sheet, Tone};

/// Between two looks, in milliseconds.
const LOOK_EVERY_MS: i32 = 2_000;
/// For browsers without scripts; inside `noscript` the parser reads it only there.
const RELOAD: &str = r#"<meta http-equiv="refresh" content="5">"#;

/// The orders of an exam.
pub fn batches(exam: ExamId, first: Vec<BatchView>) -> AnyView {
    if first.is_empty() {
        return view! {
            <Sheet title=words::batches_title()>
                <p class="empty">{words::no_batches()}</p>
            </Sheet>
        }
        .still();
    }
    let waits = first.iter().any(BatchView::waits);
    let shown = RwSignal::new(first);
    if waits {
        follow(exam, shown);
    }
    let reload = waits.then(|| view! { <noscript inner_html=RELOAD></noscript> });
    let rows = move || shown.get().iter().map(row).collect_view();
    let heads = [words::batch_what(), words::batch_by(), words::batch_state(), words::batch_file()];
    let reports = move || shown.get().iter().filter_map(report).collect_view();
    let table = table(words::batches_title(), &heads, rows);
    view! {
        {reload}
        <Sheet title=words::batches_title()>
            <p class="text-soft">{words::batches_lead()}</p>
            {table}
        </Sheet>
        {reports}
    }
    .still()
}

/// Asks until nothing is being drawn any more, or the page is gone.
fn follow(exam: ExamId, shown: RwSignal<Vec<BatchView>>) {
    Effect::new(move |_| {
        let exam = exam.clone();
        spawn_local(async move {
            loop {
                pause(LOOK_EVERY_MS).await;
                // What cannot be asked now is asked once more a moment later.
                let Ok(now) = follow_prints(exam.clone()).await else {
                    if shown.try_get_untracked().is_none() {
                        return;
                    }
                    continue;
                };
                let waits = now.iter().any(BatchView::waits);
                // The signal is gone when the page is.
                if shown.try_set(now).is_some() || !waits {
                    return;
                }
            }
        });
    });
}

fn row(batch: &BatchView) -> AnyView {
    let papers: Vec<&str> = batch.order.papers.iter().map(|kind| name(*kind)).collect();
    let place = place(batch);
    let by = if batch.by.is_empty() { words::command_line().to_owned() } else { batch.by.clone() };
    let file = match batch.state {
        BatchStateView::Done { .. } => fetch(batch),
        BatchStateView::Waiting { .. } | BatchStateView::Failed => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{place} <br /> <span class="text-soft">{papers.join("、")}</span></th>
            <td>{by} <br /> <span class="text-soft">{moment(batch.asked)}</span></td>
            <td role="status">{state(batch)}</td>
            <td>{file}</td>
        </tr>
    }
    .still()
}

fn place(batch: &BatchView) -> String {
    let site = if batch.site.is_empty() { words::the_site() } else { &batch.site };
    match batch.order.room {
        Some(room) => words::batch_room(site, &format!("{room:03}")),
        None => words::batch_site(site),
    }
}

fn state(batch: &BatchView) -> AnyView {
    match &batch.state {
        BatchStateView::Waiting { done, total } => {
            let (most, at) = (total.to_string(), done.to_string());
            let said = words::waiting(&at, &most);
            view! {
                {said.clone()}
                <br />
                <progress class="progress" max=most value=at aria-label=said></progress>
            }
            .still()
        }
        BatchStateView::Done { until, outdated, report, .. } => {
            let outdated = outdated.then(|| view! { <br /> <strong>{words::outdated()}</strong> });
            let report = (!report.is_empty()).then(|| {
                let many = words::undrawable(&report.len().to_string());
                view! { <br /> <strong>{many}</strong> }
            });
            view! { {words::done(&moment(*until))} {outdated} {report} }.still()
        }
        BatchStateView::Failed => view! { <strong>{words::failed()}</strong> }.still(),
    }
}

fn fetch(batch: &BatchView) -> AnyView {
    let BatchStateView::Done { bytes, .. } = batch.state else { return ().into_any() };
    // In tenths of a megabyte, rounded up: nothing is 0.0.
    let tenths = u64::try_from(bytes).unwrap_or_default().div_ceil(104_858);
    let size = format!("{}.{}", tenths / 10, tenths % 10);
    let label = match batch.order.packing {
        Packing::OnePdf => words::fetch_pdf(&size),
        Packing::ZipOfRooms => words::fetch_zip(&size),
    };
    let about = words::fetch_of(&label, &place(batch));
    view! {
        <a class="btn btn-sm" href=paths::admin_papers_file(&batch.id) rel="external" download="" aria-label=about>
            {label}
        </a>
    }
    .still()
}

/// Names that stand with a 〓 on the papers of a batch.
fn report(batch: &BatchView) -> Option<AnyView> {
    let BatchStateView::Done { report, .. } = &batch.state else { return None };
    if report.is_empty() {
        return None;
    }
    let rows = report.iter().map(line).collect_view();
    let heads = [words::room(), words::seat(), words::person(), words::characters()];
    let table = table(words::report_title(), &heads, rows);
    let title = words::report_of(&place(batch));
    Some(
        view! {
            <Sheet title=title>
                <Notice tone=Tone::Warn>
                    <p>{words::report_text()}</p>
                </Notice>
                {table}
            </Sheet>
        }
        .still(),
    )
}

fn line(found: &NotDrawn) -> AnyView {
    let characters: Vec<String> =
        found.characters.iter().map(|c| format!("{c} U+{:04X}", u32::from(*c))).collect();
    view! {
        <tr>
            <td class="number">{format!("{:03}", found.room)}</td>
            <td class="number">{format!("{:02}", found.seat)}</td>
            <th scope="row">{found.name.clone()}</th>
            <td class="number">{characters.join("、")}</td>
        </tr>
    }
    .still()
}

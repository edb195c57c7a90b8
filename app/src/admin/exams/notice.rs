//! 报考须知: typed, looked at as a candidate would, kept as a version of its own.

use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;

use super::parts::{closed_hint, count_kept, exam_id, refused, seen};
use super::words;
use crate::admin::api::{Me, NoticeDeskView, SaveExamNotice, load_exam_notice};
use crate::admin::frame::{Entry, Office};
use crate::error::AppError;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{Notice, SCHOOLS, Sheet, Tone, errors_of};
use crate::words::office_exam_parts as parts;

/// 报考须知
#[component]
pub fn ExamNoticePage() -> impl IntoView {
    let action = ServerAction::<SaveExamNotice>::new();
    let (id, times) = (exam_id(), RwSignal::new(0_u32));
    count_kept(action, times);
    let data = ask(
        move || (id(), times.get()),
        |(id, _)| async move {
            match id {
                Some(id) => load_exam_notice(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    let view = move |me: Me, view: NoticeDeskView| page(action, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

fn page(action: ServerAction<SaveExamNotice>, me: &Me, view: &NoticeDeskView) -> AnyView {
    let edits = me.may(Permission::EditExams) && !view.is_closed;
    let late = view.is_late.then(|| {
        view! {
            <Notice tone=Tone::Warn>
                <p>{parts::notice_late()}</p>
            </Notice>
        }
        .still()
    });
    let editor = edits.then(|| editor(action, view));
    view! {
        <p>
            <a class="link link-alone" href=paths::admin_exam(&view.id)>
                {parts::back_to(&view.title)}
            </a>
        </p>
        <h2 class="sheet-title">{parts::part_notice()}</h2>
        {view.is_closed.then(closed_hint)}
        {late}
        {refused(errors_of(action), &view.id, "notice")}
        <div class="office-columns">{editor} {preview(view)}</div>
        {versions(view)}
    }
    .still()
}

/// One form, three buttons: the one that was pressed says what is done with the text.
fn editor(action: ServerAction<SaveExamNotice>, view: &NoticeDeskView) -> AnyView {
    let forget = view.is_draft.then(|| {
        view! {
            <button class="btn" type="submit" name="act" value="forget">
                {parts::forget()}
            </button>
        }
    });
    let (seen, text) = (seen(&view.id, view.version), view.text.clone());
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=parts::notice()>
                {seen} <div class="office-filter">
                    <label for="text">{parts::notice_text()}</label>
                    <textarea class="input office-text" id="text" name="text" rows="18" aria-describedby="text-hint">
                        {text}
                    </textarea>
                    <span class="text-soft" id="text-hint">
                        {parts::notice_hint()}
                    </span>
                </div> <div class="office-buttons">
                    <button class="btn" type="submit" name="act" value="preview">
                        {parts::preview()}
                    </button>
                    <button class="btn btn-primary" type="submit" name="act" value="keep">
                        {parts::keep()}
                    </button>
                    {forget}
                </div>
            </Sheet>
        </ActionForm>
    }
    .still()
}

fn preview(view: &NoticeDeskView) -> AnyView {
    let said = view.is_draft.then(|| {
        view! {
            <Notice tone=Tone::Draft>
                <p>{parts::preview_draft()}</p>
            </Notice>
        }
        .still()
    });
    let html = view.html.clone();
    view! {
        <Sheet title=parts::preview_title()>
            {said} <div class="prose" id="preview" lang=SCHOOLS inner_html=html></div>
        </Sheet>
    }
    .still()
}

fn versions(view: &NoticeDeskView) -> AnyView {
    let kept = view.kept.iter().map(|kept| {
        let html = kept.html.clone();
        let (number, when) = (parts::version(&kept.version.to_string()), kept.at.to_minute());
        view! {
            <details>
                <summary class="btn">{number} " " {parts::kept_at(&when)}</summary>
                <div class="prose" lang=SCHOOLS inner_html=html></div>
            </details>
        }
    });
    let kept = kept.collect_view();
    view! {
        <Sheet title=parts::versions()>
            <div class="office-stack">{kept}</div>
        </Sheet>
    }
    .still()
}

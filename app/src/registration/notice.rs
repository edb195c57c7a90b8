//! 报考须知: read to the end, then 【我已阅读并了解】.

use domain::registration::Step;
use leptos::html;
use leptos::prelude::*;

use super::api::{AcceptNotice, NoticeView, load_notice};
use super::registration_id;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{
    BottomLink, Form, Loaded, Notice, Page, SCHOOLS, Sheet, StepLine, SubmitButton, Tone, unchecked,
};
use crate::words::registration as words;

/// Who reads fast, or whose browser does not tell how far the page has moved, need not wait longer.
const LONGEST_WAIT_SECONDS: i64 = 20;

/// 报考须知
#[component]
pub fn NoticePage() -> impl IntoView {
    let action = ServerAction::<AcceptNotice>::new();
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_notice(id?).await });
    view! {
        <Page title=words::notice_title() back=paths::home() note=step_note(Step::Notice)>
            <Loaded data=data view=move |view: NoticeView| notice(action, view) />
        </Page>
    }
}

fn notice(action: ServerAction<AcceptNotice>, view: NoticeView) -> AnyView {
    let end = NodeRef::<html::Div>::new();
    let foot = if view.accepted {
        view! {
            <Notice tone=Tone::Ok>
                <p>{words::accepted()}</p>
            </Notice>
            <BottomLink href=paths::step(&view.road.id, view.road.step) label=words::go_on() />
        }
        .still()
    } else {
        let read = read_to_the_end(end);
        let label = Signal::derive(move || {
            let word = if read.get() { words::accept() } else { words::read_first() };
            word.to_owned()
        });
        let (id, version) = (view.road.id.to_string(), view.version.to_string());
        view! {
            <Form action=action check={unchecked::<AcceptNotice>}>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <SubmitButton label=label pending=action.pending() disabled=Signal::derive(move || !read.get()) />
            </Form>
        }
        .still()
    };
    view! {
        <StepLine road=view.road current=Step::Notice />
        <Sheet>
            <div class="prose" lang=SCHOOLS inner_html=view.html></div>
            <div node_ref=end></div>
        </Sheet>
        {foot}
    }
    .still()
}

/// Whether the end has been in sight, or the time is up. Always true without WASM.
fn read_to_the_end(end: NodeRef<html::Div>) -> RwSignal<bool> {
    let read = RwSignal::new(true);
    let left = crate::ui::moment::counting_down(LONGEST_WAIT_SECONDS);
    let look = move || {
        let Some(end) = end.get_untracked() else { return };
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        if end.get_bounding_client_rect().top() <= height {
            read.set(true);
        }
    };
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            read.set(false);
            let scrolled = window_event_listener(leptos::ev::scroll, move |_| look());
            on_cleanup(move || scrolled.remove());
        }
        if end.get().is_some() {
            request_animation_frame(look);
        }
    });
    Effect::new(move |_| {
        if left.get() == 0 {
            read.set(true);
        }
    });
    read
}

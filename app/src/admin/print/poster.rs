//! 宣传海报: the code of the portal's address as PNG and SVG, and a sheet to be put up (A2).

use domain::id::ExamId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::words;
use crate::admin::api::{Me, PosterView, load_poster};
use crate::admin::frame::{Entry, Office};
use crate::admin::parts::exam_choice;
use crate::paths;
use crate::ui::Sheet;
use crate::ui::load::ask;
use crate::ui::still::Still;

/// 宣传海报
#[component]
pub fn PosterPage() -> impl IntoView {
    let query = use_query_map();
    let exam = move || query.with(|query| query.get("exam").and_then(|id| ExamId::try_from(id).ok()));
    let data = ask(exam, load_poster);
    let view = move |me: Me, view: PosterView| poster(&me, &view);
    view! { <Office title=words::poster_title() entry=Entry::Poster data=data view=view /> }
}

fn poster(me: &Me, view: &PosterView) -> AnyView {
    let choice =
        view.chosen.as_ref().map(|chosen| exam_choice(paths::admin_poster(), &view.exams, chosen, None));
    let files = [
        (paths::admin_poster_pdf(view.chosen.as_ref()), words::poster_pdf()),
        (paths::admin_poster_png().to_owned(), words::poster_png()),
        (paths::admin_poster_svg().to_owned(), words::poster_svg()),
    ];
    let files = files.into_iter().map(|(href, label)| {
        view! {
            <a class="btn" href=href rel="external" download="">
                {label}
            </a>
        }
    });
    let lead = words::poster_lead(&me.school);
    view! {
        {choice}
        <Sheet title=words::poster_code()>
            <p>{lead}</p>
            <p class="enrol-code">
                <img src=paths::admin_poster_svg() alt=words::poster_alt() width="208" height="208" />
            </p>
            <div class="office-buttons">{files.collect_view()}</div>
        </Sheet>
    }
    .still()
}

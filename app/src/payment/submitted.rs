//! 提交成功: what happens next, and when.

use domain::registration::Step;
use leptos::prelude::*;

use super::api::{SubmittedView, load_submitted};
use crate::messages;
use crate::paths;
use crate::registration::registration_id;
use crate::ui::install::Install;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Facts, Loaded, Page, SCHOOLS, Seal, Sheet};
use crate::words::payment as words;

/// 提交成功
#[component]
pub fn SubmittedPage() -> impl IntoView {
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_submitted(id?).await });
    view! {
        <Page title=words::submitted_title() back=paths::registrations()>
            <Loaded data=data view=submitted />
        </Page>
    }
}

fn submitted(view: SubmittedView) -> AnyView {
    let until = moment(view.review.end);
    let next = if view.pays_later {
        [words::next_later_1(&until), words::next_2().to_owned(), words::next_later_3().to_owned()]
    } else {
        [words::next_1(&until), words::next_2().to_owned(), words::next_3().to_owned()]
    };
    let warning = if view.pays_later { words::pay_later() } else { words::no_pay_again() };
    view! {
        <Sheet>
            <div class="success" role="status">
                <Seal label=messages::step(Step::Done) large=true />
                <p class="success-word">{words::submitted()}</p>
                <p class="text-soft" lang=SCHOOLS>
                    {view.road.exam}
                </p>
            </div>
            <Facts rows=vec![(words::submitted_at(), moment(view.at).still())] />
        </Sheet>
        <Sheet title=words::what_next()>
            <ol class="numbered">
                {next.map(|line| view! { <li>{line}</li> }).into_iter().collect_view()}
            </ol>
            <p>
                <strong>{warning}</strong>
            </p>
        </Sheet>
        <Install browser=view.browser />
        <BottomLink href=paths::registration(&view.road.id) label=words::see() />
    }
    .still()
}

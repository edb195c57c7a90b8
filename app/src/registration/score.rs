//! 成绩: the score, what passes, and 申请复查.

use domain::score::{Outcome, Recheck};
use leptos::prelude::*;

use super::api::score::{RequestRecheck, ScoreView, load_score};
use super::registration_id;
use crate::paths;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{
    Badge, ErrorSummary, Facts, Form, Loaded, Notice, Page, SCHOOLS, Seal, Sheet, Tone, errors_of,
    school_text, unchecked,
};
use crate::words::score as words;

/// 成绩
#[component]
pub fn ScorePage() -> impl IntoView {
    let recheck = ServerAction::<RequestRecheck>::new();
    let id = registration_id();
    let back = id.get_untracked();
    let back = back.map_or_else(|_| paths::registrations().to_owned(), |id| paths::registration(&id));
    let version = recheck.version();
    let data = ask(move || (id.get(), version.get()), |(id, _)| async move { load_score(id?).await });
    view! {
        <Page title=words::title() back=back>
            <Loaded data=data view=move |view: ScoreView| score(recheck, view) />
        </Page>
    }
}

fn score(recheck: ServerAction<RequestRecheck>, view: ScoreView) -> AnyView {
    let passes = view.outcome.passes(view.pass_line);
    let seal = passes.then(|| view! { <Seal label=words::passed() /> });
    let (tone, word) = if passes { (Tone::Ok, words::passed()) } else { (Tone::Draft, words::not_passed()) };
    let said = match view.outcome {
        Outcome::Marked(mark) => mark.to_string(),
        Outcome::Absent => words::absent().to_owned(),
        Outcome::Violation => words::violation().to_owned(),
    };
    let rows = vec![
        (words::subject(), school_text(view.subject.clone())),
        (words::number(), view.number.clone().still()),
        (words::pass_line(), view.pass_line.to_string().still()),
    ];
    let again = again(recheck, &view);
    view! {
        <Sheet>
            <div class="person">
                <p class="exam-title grow" lang=SCHOOLS>
                    {view.exam}
                </p>
                {seal}
            </div>
            <div class="due">
                <p class="text-soft">{words::score()}</p>
                <p class="due-amount">{said}</p>
            </div>
            <p class="badges">
                <Badge tone=tone word=word />
            </p>
            <Facts rows=rows />
            <p class="aside">{words::until(&moment(view.until))}</p>
        </Sheet>
        {again}
    }
    .still()
}

/// Asking for another look, or what became of it.
fn again(action: ServerAction<RequestRecheck>, view: &ScoreView) -> AnyView {
    let (tone, said) = match view.recheck {
        None => {
            let (id, unchecked) = (view.id.to_string(), unchecked::<RequestRecheck>);
            return view! {
                <Sheet title=words::recheck()>
                    <ErrorSummary errors=errors_of(action) />
                    <p>{words::recheck_lead()}</p>
                    <Form action=action check=unchecked>
                        <input type="hidden" name="id" value=id />
                        <button class="btn btn-block" type="submit">
                            {words::recheck()}
                        </button>
                    </Form>
                </Sheet>
            }
            .still();
        }
        Some(Recheck::Waiting { since }) => (Tone::Wait, words::recheck_waiting(&moment(since))),
        Some(Recheck::Kept { at }) => (Tone::Info, words::recheck_kept(&moment(at))),
        Some(Recheck::Corrected { at }) => (Tone::Ok, words::recheck_corrected(&moment(at))),
    };
    view! { <Notice tone=tone><p>{said}</p></Notice> }.still()
}

//! The slim line of steps on the road of a registration.

use domain::registration::Step;
use leptos::prelude::*;

use crate::messages;
use crate::paths;
use crate::registration::api::Road;
use crate::ui::parts::SCHOOLS;
use crate::ui::seal::{Mark, Shape};
use crate::ui::still::Still;
use crate::words::frame as words;

/// The six steps: done ones are ticked and lead back, the one shown is named, later ones are only there.
#[component]
pub fn StepLine(
    /// Which registration, and how far it has come.
    road: Road,
    /// The step that this page is.
    current: Step,
) -> AnyView {
    let step = |step: Step| {
        let name = messages::step(step);
        let class = match (step == current, step < road.step) {
            (true, _) => "step step-current",
            (false, true) => "step step-done",
            (false, false) => "step",
        };
        let inside = if step < road.step && step != current {
            let label = words::step_done(name);
            view! {
                <a href=paths::step(&road.id, step) aria-label=label>
                    <span class="step-dot">
                        <Mark shape=Shape::Done />
                    </span>
                    <span class="step-name">{name}</span>
                </a>
            }
            .still()
        } else {
            view! {
                <span class="step-dot"></span>
                <span class="step-name">{name}</span>
            }
            .still()
        };
        view! {
            <li class=class aria-current=(step == current).then_some("step")>
                {inside}
            </li>
        }
    };
    view! {
        <nav class="road" aria-label=words::steps()>
            <ol class="step-line">{Step::LINE.into_iter().map(step).collect_view()}</ol>
        </nav>
        <p class="road-exam" lang=SCHOOLS>
            {road.exam.clone()}
        </p>
    }
    .still()
}

/// `5/6`, for the top bar.
pub fn step_note(step: Step) -> String {
    let place =
        Step::LINE.iter().position(|listed| *listed == step).map_or(Step::LINE.len(), |place| place + 1);
    [place.to_string(), "/".to_owned(), Step::LINE.len().to_string()].concat()
}

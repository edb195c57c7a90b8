//! 缴费: the code, the link, what to type there, by when.

use domain::registration::Step;
use leptos::prelude::*;

use super::api::{PaymentView, load_payment};
use crate::paths;
use crate::registration::registration_id;
use crate::ui::load::ask;
use crate::ui::moment::moment;
use crate::ui::steps::step_note;
use crate::ui::still::Still;
use crate::ui::{BottomLink, CopyRow, Countdown, Loaded, Notice, Page, Sheet, StepLine, Tone};
use crate::words::payment as words;

/// 缴费
#[component]
pub fn PaymentPage() -> impl IntoView {
    let id = registration_id();
    let data = ask(move || id.get(), |id| async move { load_payment(id?).await });
    view! {
        <Page title=words::title() back=paths::registrations() note=step_note(Step::Payment)>
            <Loaded data=data view=payment />
        </Page>
    }
}

fn payment(view: PaymentView) -> AnyView {
    let foot = match view.road.step {
        Step::Done => done(&view),
        _ => view! { <BottomLink href=paths::proof(&view.road.id) label=words::paid() /> }.still(),
    };
    let due = due(&view);
    let code = code(&view);
    view! {
        <StepLine road=view.road current=Step::Payment />
        {due}
        {code}
        <Sheet title=words::how_title()>
            <ol class="numbered">
                {[words::how_1(), words::how_2(), words::how_3(), words::how_4(), words::how_5()]
                    .map(|line| view! { <li>{line}</li> })
                    .into_iter()
                    .collect_view()}
            </ol>
        </Sheet>
        <Sheet title=words::copy_title()>
            <p class="text-soft">{words::copy_hint()}</p>
            <dl class="facts">
                <CopyRow label=words::item() value=view.item />
                <CopyRow label=words::name() value=view.name />
                <CopyRow label=words::phone() value=view.phone />
                <CopyRow label=words::number() value=view.number />
            </dl>
        </Sheet>
        <Notice tone=Tone::Warn>
            <p>{words::warning_same()}</p>
            <p>{words::warning_time()}</p>
        </Notice>
        {foot}
    }
    .still()
}

fn due(view: &PaymentView) -> AnyView {
    let deadline = if view.pay.contains(view.now) {
        view! {
            <p>{words::deadline(&moment(view.pay.end))}</p>
            <p><Countdown until=view.pay.end now=view.now /></p>
        }
        .still()
    } else {
        view! { <p>{words::late(&moment(view.pay.end))}</p> }.still()
    };
    let fee = view.fee.to_string();
    view! {
        <Sheet>
            <p class="due">
                <span>{words::due()}</span>
                <strong class="due-amount">{fee}</strong>
            </p>
            {deadline}
        </Sheet>
    }
    .still()
}

fn code(view: &PaymentView) -> AnyView {
    let (svg, picture, link) = (view.code_svg.clone(), paths::payment_code(&view.exam_id), view.link.clone());
    view! {
        <Sheet title=words::code()>
            <div class="pay-code" role="img" aria-label=words::code() inner_html=svg></div>
            <div class="two-buttons">
                <a class="btn btn-block" href=picture download="payment-code.png">
                    {words::save_code()}
                </a>
                <a class="btn btn-block" href=link rel="external">
                    {words::open_link()}
                </a>
            </div>
            <p class="text-soft">{words::save_hint()}</p>
        </Sheet>
    }
    .still()
}

fn done(view: &PaymentView) -> AnyView {
    view! {
        <Notice tone=Tone::Ok>
            <p>{words::already()}</p>
        </Notice>
        <BottomLink href=paths::registration(&view.road.id) label=words::see() />
    }
    .still()
}

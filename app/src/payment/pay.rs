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
use crate::ui::{BottomLink, CopyRow, Countdown, Loaded, Notice, Page, SCHOOLS, Sheet, StepLine, Tone};
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
    let open = view.road.step == Step::Payment && view.pay.contains(view.now);
    let body = match view.road.step {
        Step::Payment | Step::Over => due(&view),
        // Paid, as far as anybody knows: the code is not shown again, so that nobody pays twice.
        Step::Notice | Step::Identity | Step::Face | Step::Answers | Step::Proof | Step::Done => {
            return done(&view);
        }
    };
    let pages = open.then(|| (code(view.clone()), copies(view.clone())));
    let label = if open { words::paid() } else { words::paid_late() };
    let proof = paths::proof(&view.road.id);
    let (code, copies) = pages.unzip();
    view! {
        <StepLine road=view.road current=Step::Payment />
        {body}
        {code}
        {copies}
        <Notice tone=Tone::Warn>
            <p>{words::warning_same()}</p>
            <p>{words::warning_time()}</p>
        </Notice>
        <BottomLink href=proof label=label />
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
    } else if view.now < view.pay.start {
        view! { <p>{words::not_yet(&moment(view.pay.start))}</p> }.still()
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

/// The code is a picture, so that a long press saves it also where a link cannot reach the album.
fn code(view: PaymentView) -> AnyView {
    let (picture, link) = (paths::payment_code(&view.exam_id), view.link);
    let alt = words::code_alt(&view.fee.to_string());
    view! {
        <Sheet title=words::code()>
            <img class="pay-code" src=picture.clone() alt=alt />
            <div class="two-buttons">
                <a class="btn btn-block" href=picture download="payment-code.png">
                    {words::save_code()}
                </a>
                {link.map(|link| view! {
                    <a class="btn btn-block" href=link rel="external">
                        {words::open_link()}
                    </a>
                })}
            </div>
            <p class="text-soft">{words::save_hint()}</p>
        </Sheet>
        <Sheet title=words::how_title()>
            <ol class="numbered">
                {[words::how_1(), words::how_2(), words::how_3(), words::how_4(), words::how_5()]
                    .map(|line| view! { <li>{line}</li> })
                    .into_iter()
                    .collect_view()}
            </ol>
        </Sheet>
    }
    .still()
}

fn copies(view: PaymentView) -> AnyView {
    let payee = (!view.payee.is_empty())
        .then(|| view! { <CopyRow label=words::payee() value=view.payee.clone() lang=SCHOOLS /> });
    view! {
        <Sheet title=words::copy_title()>
            <p class="text-soft">{words::copy_hint()}</p>
            <dl class="facts">
                <CopyRow label=words::item() value=view.item lang=SCHOOLS />
                {payee}
                <CopyRow label=words::name() value=view.name />
                <CopyRow label=words::phone() value=view.phone />
                <CopyRow label=words::number() value=view.number />
                {view.link.map(|link| view! { <CopyRow label=words::link() value=link /> })}
            </dl>
        </Sheet>
    }
    .still()
}

fn done(view: &PaymentView) -> AnyView {
    view! {
        <StepLine road=view.road.clone() current=Step::Payment />
        <Notice tone=Tone::Ok>
            <p>{words::already()}</p>
        </Notice>
        <BottomLink href=paths::registration(&view.road.id) label=words::see() />
    }
    .still()
}

//! Three different acts, each a form of its own, and the line taken or put back.

use domain::face::FaceReturn;
use domain::identity::Finding;
use domain::instant::Instant;
use domain::payment::ProofProblem;
use domain::registration::RejectReason;
use domain::rename::RenameFinding;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::admin::api::{
    DecideReview, HeldView, NextReview, ReleaseReview, ReviewQueue, ReviewView, TakeReview,
};
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{ErrorSummary, Notice, Sheet, Tone, errors_of};
use crate::words::office_review as words;

/// Keys that browsers press a button by, together with those that they want for it (Alt, or Alt and Shift): they need no
/// script, and no letter that is typed somewhere presses anything. A decision names its line and version, so that a key
/// that is held down decides about no second one.
const APPROVE_KEY: &str = "a";
const NEXT_KEY: &str = "n";

/// A reason: its code, and how it is called.
type Reason = (&'static str, &'static str);

/// What may be done with a line now.
pub fn acts(view: ReviewView) -> AnyView {
    let (decide, take) = (ServerAction::<DecideReview>::new(), ServerAction::<TakeReview>::new());
    let errors = view! {
        <ErrorSummary errors=errors_of(decide) />
        <ErrorSummary errors=errors_of(take) />
    };
    let next = next(view.queue);
    if !view.waits {
        return sheet(view! { {errors} {said(words::settled())} {next} }.still());
    }
    match &view.held {
        HeldView::Other { name } => {
            let text = if name.is_empty() {
                words::held_by_somebody().to_owned()
            } else {
                words::held_by_other(name)
            };
            sheet(view! { {errors} {said(&text)} {next} }.still())
        }
        HeldView::Nobody => {
            let names = names(&view);
            let take = view! {
                <ActionForm action=take>
                    {names}
                    <button class="btn btn-primary" type="submit" accesskey=APPROVE_KEY>
                        {words::take()}
                    </button>
                </ActionForm>
            };
            sheet(view! { {errors} {said(words::held_by_nobody())} {take} {next} }.still())
        }
        HeldView::Me { until } => mine(decide, &view, *until, errors.still()),
    }
}

fn mine(decide: ServerAction<DecideReview>, view: &ReviewView, until: Instant, errors: AnyView) -> AnyView {
    let release = ServerAction::<ReleaseReview>::new();
    let queue = view.queue;
    let approve =
        form(decide, view, ("approve", approve_word(queue), "btn btn-primary"), Some(APPROVE_KEY), &[]);
    let back =
        return_word(queue).map(|word| form(decide, view, ("return", word, "btn"), None, &returns(queue)));
    let reject =
        reject_word(queue).map(|word| form(decide, view, ("reject", word, "btn"), None, &rejects(queue)));
    let names = names(view);
    sheet(
        view! {
            {errors}
            <p class="text-soft">{words::held_by_me(&moment(until))} " " {words::told()}</p>
            <p class="text-soft">{words::keys()}</p>
            {approve}
            {back}
            {reject}
            <ActionForm action=release>
                {names}
                <button class="btn btn-sm" type="submit">
                    {words::release()}
                </button>
            </ActionForm>
        }
        .still(),
    )
}

fn sheet(inside: AnyView) -> AnyView {
    view! { <Sheet title=words::decide()>{inside}</Sheet> }.still()
}

fn said(text: &str) -> AnyView {
    let text = text.to_owned();
    view! {
        <Notice tone=Tone::Info>
            <p>{text}</p>
        </Notice>
    }
    .still()
}

/// To the line that has waited longest.
pub fn next(queue: ReviewQueue) -> AnyView {
    let action = ServerAction::<NextReview>::new();
    view! {
        <ActionForm action=action>
            <input type="hidden" name="queue" value=queue.code() />
            <button class="btn" type="submit" accesskey=NEXT_KEY>
                {words::next()}
            </button>
        </ActionForm>
    }
    .still()
}

fn names(view: &ReviewView) -> AnyView {
    view! {
        <input type="hidden" name="queue" value=view.queue.code() />
        <input type="hidden" name="id" value=view.id.clone() />
    }
    .still()
}

/// One act: with reasons, one of them has to be chosen.
fn form(
    action: ServerAction<DecideReview>,
    view: &ReviewView,
    (verdict, word, class): (&'static str, &'static str, &'static str),
    key: Option<&'static str>,
    reasons: &[Reason],
) -> AnyView {
    let choices = (reasons.len() > 1).then(|| {
        let choices = reasons.iter().map(|(code, reason)| {
            view! {
                <label class="review-reason">
                    <input type="radio" name="reason" value=*code required=true />
                    {*reason}
                </label>
            }
        });
        view! {
            <fieldset class="review-reasons">
                <legend>{word} "：" {words::reason()}</legend>
                {choices.collect_view()}
            </fieldset>
        }
    });
    let (names, version) = (names(view), view.version);
    view! {
        <ActionForm action=action>
            {names} <input type="hidden" name="version" value=version />
            <input type="hidden" name="verdict" value=verdict /> {choices}
            <button class=class type="submit" accesskey=key>
                {word}
            </button>
        </ActionForm>
    }
    .still()
}

fn approve_word(queue: ReviewQueue) -> &'static str {
    match queue {
        ReviewQueue::Identity => words::approve_identity(),
        ReviewQueue::Rename => words::approve_rename(),
        ReviewQueue::Face => words::approve_face(),
        ReviewQueue::Proof => words::approve_proof(),
        ReviewQueue::Registration => words::approve_registration(),
        ReviewQueue::Withdrawal => words::approve_withdrawal(),
    }
}

fn return_word(queue: ReviewQueue) -> Option<&'static str> {
    match queue {
        ReviewQueue::Identity => Some(words::return_identity()),
        ReviewQueue::Face => Some(words::return_face()),
        ReviewQueue::Proof => Some(words::return_proof()),
        ReviewQueue::Registration => Some(words::return_registration()),
        ReviewQueue::Rename | ReviewQueue::Withdrawal => None,
    }
}

fn reject_word(queue: ReviewQueue) -> Option<&'static str> {
    match queue {
        ReviewQueue::Identity => Some(words::reject_identity()),
        ReviewQueue::Rename => Some(words::reject_rename()),
        ReviewQueue::Registration => Some(words::reject_registration()),
        ReviewQueue::Withdrawal => Some(words::reject_withdrawal()),
        ReviewQueue::Face | ReviewQueue::Proof => None,
    }
}

fn returns(queue: ReviewQueue) -> Vec<Reason> {
    match queue {
        ReviewQueue::Identity => findings(),
        ReviewQueue::Face => FaceReturn::ALL.map(|why| (why.code(), face_word(why))).to_vec(),
        ReviewQueue::Proof => ProofProblem::ALL.map(|why| (why.code(), proof_word(why))).to_vec(),
        ReviewQueue::Registration | ReviewQueue::Rename | ReviewQueue::Withdrawal => Vec::new(),
    }
}

fn rejects(queue: ReviewQueue) -> Vec<Reason> {
    match queue {
        ReviewQueue::Identity => findings(),
        ReviewQueue::Rename => RenameFinding::ALL.map(|why| (why.code(), rename_word(why))).to_vec(),
        ReviewQueue::Registration => RejectReason::ALL.map(|why| (why.code(), reject_reason(why))).to_vec(),
        ReviewQueue::Face | ReviewQueue::Proof | ReviewQueue::Withdrawal => Vec::new(),
    }
}

fn findings() -> Vec<Reason> {
    Finding::ALL.map(|finding| (finding.code(), finding_word(finding))).to_vec()
}

fn finding_word(finding: Finding) -> &'static str {
    match finding {
        Finding::Unclear => words::found_unclear(),
        Finding::Incomplete => words::found_incomplete(),
        Finding::NotTheOriginal => words::found_not_original(),
        Finding::WrongDocument => words::found_wrong_document(),
        Finding::NameDiffers => words::found_name(),
        Finding::NumberDiffers => words::found_number(),
        Finding::Expired => words::found_expired(),
        Finding::NotThePerson => words::found_other(),
    }
}

fn rename_word(finding: RenameFinding) -> &'static str {
    match finding {
        RenameFinding::Unclear => words::rename_unclear(),
        RenameFinding::NotProven => words::rename_not_proven(),
        RenameFinding::NotThePerson => words::rename_other(),
    }
}

fn face_word(why: FaceReturn) -> &'static str {
    match why {
        FaceReturn::NotThePerson => words::face_other(),
        FaceReturn::Unclear => words::face_unclear(),
        FaceReturn::NotReached => words::face_not_reached(),
    }
}

fn proof_word(why: ProofProblem) -> &'static str {
    match why {
        ProofProblem::Blurred => words::proof_blurred(),
        ProofProblem::NotTheCandidate => words::proof_other_person(),
        ProofProblem::WrongAmount => words::proof_amount(),
        ProofProblem::Duplicate => words::proof_duplicate(),
        ProofProblem::OtherItem => words::proof_other_item(),
    }
}

fn reject_reason(why: RejectReason) -> &'static str {
    match why {
        RejectReason::NotEligible => words::reject_not_eligible(),
        RejectReason::FalseStatements => words::reject_false(),
    }
}

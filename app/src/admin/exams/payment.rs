//! 缴费: what, to whom, where; the school's own code as a picture.

use domain::exam::{Exam, Fee, Status};
use domain::staff::Permission;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::parts::{count_kept, exam_data, head, refused, save, seen};
use super::words;
use crate::admin::api::{ExamDeskView, Me, SaveExamPayment};
use crate::admin::frame::{Entry, Office};
use crate::error::AppError;
use crate::paths;
use crate::ui::still::Still;
use crate::ui::{Sheet, errors_of};
use crate::words::office_exam_parts as parts;

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    fee: ServerAction<SaveExamPayment>,
    /// Why the picture that was sent was not taken.
    picture: RwSignal<Option<AppError>>,
}

/// 缴费
#[component]
pub fn ExamPaymentPage() -> impl IntoView {
    let query = use_query_map();
    let sent = query.with_untracked(|query| AppError::from_query(&query.get("error")?));
    let acts = Acts { fee: ServerAction::new(), picture: RwSignal::new(sent) };
    let times = RwSignal::new(0_u32);
    count_kept(acts.fee, times);
    let data = exam_data(times);
    let view = move |me: Me, view: ExamDeskView| page(acts, &me, &view);
    view! { <Office title=words::title() entry=Entry::Exams data=data view=view /> }
}

fn page(acts: Acts, me: &Me, view: &ExamDeskView) -> AnyView {
    let ExamDeskView { exam, version, .. } = view;
    let edits = me.may(Permission::EditExams) && !matches!(exam.status, Status::Closed { .. });
    let picture = edits.then(|| picture(exam, *version));
    view! {
        {head(exam, parts::part_payment())}
        {refused(errors_of(acts.fee), &exam.id, "payment")}
        {refused(acts.picture.into(), &exam.id, "payment")}
        {fee(acts.fee, exam, *version, edits)}
        {picture}
        {code(exam)}
    }
    .still()
}

fn fee(action: ServerAction<SaveExamPayment>, exam: &Exam, version: i64, edits: bool) -> AnyView {
    let fee = &exam.fee;
    // `100.00` of `¥100.00`.
    let amount = if fee.amount.0 == 0 { String::new() } else { fee.amount.to_string().replace('¥', "") };
    let fields = [
        line("amount", parts::amount(), amount, Some(parts::amount_hint())),
        line("item", parts::item(), fee.item.clone(), None),
        line("payee", parts::payee(), fee.payee.clone(), Some(parts::payee_hint())),
        line("link", parts::link(), fee.link.clone(), Some(parts::link_hint())),
    ];
    let fields = fields.into_iter().collect_view();
    let (seen, save) = (seen(&exam.id, version), edits.then(|| save(parts::save_payment())));
    view! {
        <ActionForm action=action attr:class="form">
            <Sheet title=parts::payment()>
                {seen} <fieldset class="office-stack" disabled=!edits>
                    {fields}
                </fieldset> {save}
            </Sheet>
        </ActionForm>
    }
    .still()
}

fn line(name: &'static str, label: &'static str, value: String, hint: Option<&'static str>) -> AnyView {
    let id = [name, "-hint"].concat();
    let about = hint.map(|_| id.clone());
    let hint = hint.map(|hint| view! { <span class="text-soft" id=id>{hint}</span> });
    view! {
        <p class="office-filter">
            <label for=name>{label}</label>
            <input
                class="input"
                id=name
                name=["sent[", name, "]"].concat()
                type="text"
                value=value
                aria-describedby=about
                autocomplete="off"
            />
            {hint}
        </p>
    }
    .still()
}

/// A plain form: the browser sends the picture, and the page comes back with what it says.
fn picture(exam: &Exam, version: i64) -> AnyView {
    let action = paths::upload_payment_code(&exam.id);
    view! {
        <Sheet title=parts::picture_title()>
            <p>{parts::picture_lead()}</p>
            <form method="post" enctype="multipart/form-data" action=action>
                <input type="hidden" name="seen" value=version.to_string() />
                <p class="office-filter">
                    <label for="file">{parts::picture()}</label>
                    <input
                        class="file-input"
                        id="file"
                        name="file"
                        type="file"
                        accept="image/jpeg,image/png"
                        aria-describedby="file-hint"
                    />
                    <span class="text-soft" id="file-hint">
                        {parts::picture_hint()}
                    </span>
                </p>
                <p>
                    <button class="btn" type="submit">
                        {parts::upload()}
                    </button>
                </p>
            </form>
        </Sheet>
    }
    .still()
}

/// The code as candidates see it, of this version.
fn code(exam: &Exam) -> Option<AnyView> {
    Fee::fits_code(&exam.fee.link).then(|| {
        let picture = paths::payment_code(&exam.id);
        view! {
            <Sheet title=parts::code_now()>
                <img class="pay-code" src=picture alt=parts::code_alt() />
            </Sheet>
        }
        .still()
    })
}

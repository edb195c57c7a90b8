//! 演示: the school's payment page as the manual shows it. It takes no money, keeps nothing, and yields a screenshot.

use domain::id::ExamId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::error::AppError;
use crate::exam::api::{HomeView, load_home};
use crate::paths;
use crate::ui::load::ask;
use crate::ui::still::Still;
use crate::ui::{BottomLink, Form, Loaded, Notice, Page, SCHOOLS, Sheet, SubmitButton, Tone, unchecked};
use crate::wire::Json;
use crate::words::demo as words;

/// How far the demo's payment is, as `?state=` says it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PayState {
    Asked,
    Incomplete,
    Different,
    Paid,
}

impl PayState {
    /// All five fields are needed, and the payer must be the candidate.
    #[cfg(feature = "ssr")]
    fn of(payer: (&str, &str), candidate: (&str, &str), number: &str) -> Self {
        use domain::document::normalise;
        use domain::person::normalise_name;
        let all = [payer.0, payer.1, candidate.0, candidate.1, number];
        let same = normalise_name(payer.0) == normalise_name(candidate.0)
            && normalise(payer.1) == normalise(candidate.1);
        match (all.iter().any(|text| text.trim().is_empty()), same) {
            (true, _) => Self::Incomplete,
            (false, false) => Self::Different,
            (false, true) => Self::Paid,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Incomplete => "incomplete",
            Self::Different => "different",
            Self::Paid => "paid",
        }
    }

    fn from_code(code: &str) -> Self {
        [Self::Incomplete, Self::Different, Self::Paid]
            .into_iter()
            .find(|state| state.code() == code)
            .unwrap_or(Self::Asked)
    }
}

/// 支付（演示）: nothing typed here is kept; the answer is the same page in another state.
#[server(endpoint = "demo/pay", output = Json)]
pub async fn pay(
    #[server(default)] payer_name: String,
    #[server(default)] payer_phone: String,
    #[server(default)] candidate_name: String,
    #[server(default)] candidate_phone: String,
    #[server(default)] number: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    if !cx().is_demo() {
        return Err(AppError::NotFound);
    }
    let state = PayState::of((&payer_name, &payer_phone), (&candidate_name, &candidate_phone), &number);
    redirect(&[paths::demo_pay(), "?state=", state.code()].concat());
    Ok(())
}

/// 演示缴费
#[component]
pub fn DemoPayPage() -> impl IntoView {
    let action = ServerAction::<Pay>::new();
    let query = use_query_map();
    let state = Memo::new(move |_| PayState::from_code(&query.read().get("state").unwrap_or_default()));
    let data = ask(|| (), |()| load_home());
    let body = move || match state.get() {
        PayState::Paid => view! { <Loaded data=data view=receipts /> }.still(),
        _ => form(action, state),
    };
    view! {
        <Page title=words::pay_title() back=paths::demo()>
            {body}
        </Page>
    }
}

fn form(action: ServerAction<Pay>, state: Memo<PayState>) -> AnyView {
    let complaint = move || {
        let sentence = match state.get() {
            PayState::Incomplete => words::all_fields(),
            PayState::Different => words::same_person(),
            PayState::Asked | PayState::Paid => return None,
        };
        Some(view! { <div class="notice tone-warn" role="alert">{sentence}</div> })
    };
    let line = |name: &'static str, label: &'static str, kind: &'static str| {
        view! {
            <div class="field">
                <label class="field-label" for=name>
                    {label}
                </label>
                <input class="input" id=name name=name type=kind autocomplete="off" />
            </div>
        }
    };
    view! {
        <Form action=action check={unchecked::<Pay>}>
            {complaint}
            <Notice tone=Tone::Info>
                <p>{words::pay_note()}</p>
            </Notice>
            <Sheet title=words::payer()>
                {line("payer_name", words::payer_name(), "text")}
                {line("payer_phone", words::payer_phone(), "tel")}
            </Sheet>
            <Sheet title=words::candidate()>
                {line("candidate_name", words::candidate_name(), "text")}
                {line("candidate_phone", words::candidate_phone(), "tel")}
                {line("number", words::number(), "text")}
            </Sheet>
            <SubmitButton label=words::pay() pending=action.pending() />
        </Form>
    }
    .still()
}

/// The screenshots of the fees that the signed-in visitor owes.
fn receipts(home: HomeView) -> AnyView {
    let mine = home.exams.into_iter().filter_map(|exam| {
        let (id, state) = exam.mine?;
        (!state.is_over()).then_some((exam.id, exam.title, id))
    });
    let receipt = |(exam, title, id): (ExamId, String, domain::id::RegistrationId)| {
        let picture = paths::demo_receipt(&exam);
        view! {
            <Sheet title=title lang=SCHOOLS>
                <img class="receipt-picture" src=picture.clone() alt=words::receipt() />
                <p>{words::hold()}</p>
                <a class="btn btn-block" href=picture download="receipt.png">
                    {words::save_receipt()}
                </a>
            </Sheet>
            <BottomLink href=paths::proof(&id) label=words::back_to_registration() />
        }
        .still()
    };
    let list = mine.map(receipt).collect_view();
    let empty = list.is_empty().then(|| {
        view! {
            <Notice tone=Tone::Info>
                <p>{words::no_registration()}</p>
            </Notice>
        }
    });
    view! {
        <Notice tone=Tone::Ok>
            <p role="status"><strong>{words::paid_title()}</strong> " " {words::paid()}</p>
        </Notice>
        {list}
        {empty}
    }
    .still()
}

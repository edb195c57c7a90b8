//! 首页: the published exams with their phase and what is left of it, and the announcements.

use domain::exam::{Announcement, Phase};
use domain::instant::Instant;
use domain::registration::State;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::api::{ExamCard, HomeView, load_home};
use crate::paths;
use crate::registration::api::Begin;
use crate::registration::state_badge;
use crate::ui::load::ask;
use crate::ui::moment::{date, moment};
use crate::ui::still::Still;
use crate::ui::{
    Badge, BottomAction, Countdown, Facts, Loaded, Page, SCHOOLS, Sheet, Tab, Tone, help, refusal_of,
    school_text,
};
use crate::words::{exam as words, frame};

/// 首页
#[component]
pub fn HomePage() -> impl IntoView {
    let data = ask(|| (), |()| load_home());
    view! { <Loaded data=data view=home /> }
}

fn home(view: HomeView) -> AnyView {
    let (now, signed_in) = (view.now, view.signed_in);
    let refused = refusal_of::<Begin>();
    let exams = if view.exams.is_empty() {
        view! { <p class="empty">{words::no_exams()}</p> }.still()
    } else {
        view.exams.into_iter().map(|exam| card(exam, now, signed_in)).collect_view().still()
    };
    let announcements = if view.announcements.is_empty() {
        view! { <p class="empty">{words::no_announcements()}</p> }.still()
    } else {
        let lines = view.announcements.into_iter().map(announcement).collect_view();
        view! { <ul class="announcements">{lines}</ul> }.still()
    };
    let doors = (!signed_in).then(|| {
        view! {
            <BottomAction>
                <div class="two-buttons">
                    <a class="btn btn-block" href=paths::sign_up()>
                        {words::sign_up()}
                    </a>
                    <a class="btn btn-primary btn-block" href=paths::sign_in()>
                        {words::sign_in()}
                    </a>
                </div>
            </BottomAction>
        }
    });
    view! {
        <Page title=view.school lang=SCHOOLS tab=signed_in.then_some(Tab::Home)>
            <p class="portal">{words::portal()}</p>
            <div class="refusal" inner_html=refused></div>
            {exams}
            <Sheet title=words::announcements()>{announcements}</Sheet>
            <p class="aside">{help::tappable(&words::help(&view.hotline))}</p>
            {doors}
        </Page>
        <Title text=words::portal() />
    }
    .still()
}

fn card(exam: ExamCard, now: Instant, signed_in: bool) -> AnyView {
    let (tone, word, note, until) = phase(exam.phase);
    let countdown = until.map(|until| view! { <Countdown until=until now=now /> });
    let mine = exam.mine.as_ref().map(|(_, state)| state_badge(*state));
    let full = (exam.full && matches!(exam.phase, Phase::Registering { .. }))
        .then(|| view! { <Badge tone=Tone::Wait word=words::full() /> });
    let facts = vec![
        (words::subjects(), school_text(exam.subjects.join(frame::between_items()))),
        (words::fee(), exam.fee.to_string().still()),
    ];
    view! {
        <section class="sheet exam">
            <h2 class="exam-title" lang=SCHOOLS>
                {exam.title.clone()}
            </h2>
            <p class="badges">
                <Badge tone=tone word=word />
                {countdown}
                {full}
                {mine}
            </p>
            <p class="text-soft">{note}</p>
            <Facts rows=facts />
            {act(&exam, signed_in)}
        </section>
    }
    .still()
}

/// Colour, word, sentence, and what to count down to.
fn phase(phase: Phase) -> (Tone, &'static str, String, Option<Instant>) {
    match phase {
        Phase::NotOpen { opens } => {
            (Tone::Info, words::not_open(), words::opens_at(&moment(opens)), Some(opens))
        }
        Phase::Registering { closes } => {
            (Tone::Ok, words::registering(), words::closes_at(&moment(closes)), Some(closes))
        }
        Phase::Reviewing => (Tone::Wait, words::reviewing(), words::reviewing_note().to_owned(), None),
        Phase::Ticket { closes } => (Tone::Ok, words::ticket(), words::ticket_until(&moment(closes)), None),
        Phase::Waiting => (Tone::Info, words::waiting(), words::waiting_note().to_owned(), None),
        Phase::Scores => (Tone::Info, words::scores(), words::scores_note().to_owned(), None),
    }
}

/// The button of an exam: begin, go on, pay or look. A plain form: with an action, the first visit would carry the code
/// that sends forms.
fn act(exam: &ExamCard, signed_in: bool) -> Option<AnyView> {
    let link = |href: String, label: &'static str| {
        Some(view! { <a class="btn btn-primary btn-block" href=href>{label}</a> }.still())
    };
    let registering = matches!(exam.phase, Phase::Registering { .. });
    let label = match &exam.mine {
        Some((id, State::AwaitingPayment { .. })) => return link(paths::payment(id), words::to_pay()),
        Some((id, state)) if state.is_handed_in() => return link(paths::registration(id), words::see()),
        Some((id, state)) if state.is_over() && !registering => {
            return link(paths::registration(id), words::see());
        }
        Some((_, State::Draft)) if registering => words::go_on(),
        Some((_, state)) if state.is_over() => words::begin_again(),
        None if registering && signed_in => words::begin(),
        None if registering => return link(paths::sign_in().to_owned(), words::sign_in_begin()),
        Some(_) | None => return None,
    };
    let id = exam.id.to_string();
    let form = view! {
        <form method="post" action=Begin::PATH>
            <input type="hidden" name="exam" value=id />
            <button class="btn btn-primary btn-block" type="submit">
                {label}
            </button>
        </form>
    };
    Some(form.still())
}

fn announcement(line: Announcement) -> AnyView {
    view! {
        <li>
            <details>
                <summary>
                    <span class="grow" lang=SCHOOLS>
                        {line.title}
                    </span>
                    <time class="text-soft">{date(line.at)}</time>
                </summary>
                <p lang=SCHOOLS>{line.text}</p>
            </details>
        </li>
    }
    .still()
}

//! What is compared: the pictures on one side, what the candidate has typed on the other.

use domain::registration::Enrolment;
use domain::roster::{Standing, Verdict};
use leptos::prelude::*;

use crate::admin::api::{AboutView, ReviewView, ShotView};
use crate::messages;
use crate::paths;
use crate::ui::moment::moment;
use crate::ui::still::Still;
use crate::ui::{Facts, Sheet};
use crate::words::office_review as words;

/// The pictures, each with a way to turn it and to see it alone.
pub fn pictures(view: &ReviewView) -> AnyView {
    let shots = view.shots.iter().enumerate().map(|(nth, shot)| {
        let source = paths::admin_picture(view.queue.code(), &view.id, nth);
        picture(nth, shot_word(*shot), source)
    });
    let shots: Vec<AnyView> = shots.collect();
    let none = shots.is_empty().then(|| view! { <p class="empty">{words::no_picture()}</p> });
    view! {
        <Sheet title=words::evidence()>
            <div class="review-shots">{shots}</div>
            {none}
        </Sheet>
    }
    .still()
}

fn picture(nth: usize, word: String, source: String) -> AnyView {
    let name = format!("turn-{nth}");
    let turns = [
        ("0", words::turn_0()),
        ("90", words::turn_90()),
        ("180", words::turn_180()),
        ("270", words::turn_270()),
    ];
    let turns = turns.map(|(degrees, turn)| {
        view! {
            <label class="review-turn">
                <input type="radio" name=name.clone() value=degrees checked=degrees == "0" />
                {turn}
            </label>
        }
    });
    view! {
        <figure class="review-shot">
            <a href=source.clone() target="_blank" rel="noopener" aria-label=words::enlarge(&word)>
                <img src=source.clone() alt=word.clone() />
            </a>
            <figcaption>{word.clone()}</figcaption>
            <fieldset class="review-turns">
                <legend class="sr-only">{words::turn(&word)}</legend>
                {turns}
            </fieldset>
        </figure>
    }
    .still()
}

fn shot_word(shot: ShotView) -> String {
    match shot {
        ShotView::Front => words::front().to_owned(),
        ShotView::Back => words::back().to_owned(),
        ShotView::Frame(nth) => words::frame(&nth.to_string()),
        ShotView::Receipt => words::receipt().to_owned(),
        ShotView::RenameProof => words::rename_proof().to_owned(),
    }
}

/// What the candidate has typed.
pub fn candidate(view: &ReviewView) -> AnyView {
    let mut rows = vec![
        (words::name(), plain(&view.name)),
        (words::kind(), plain(messages::document_kind(view.kind))),
        (words::number(), number(&view.number)),
        (words::phone(), number(&view.phone)),
    ];
    rows.extend(about(&view.about));
    view! {
        <Sheet title=words::candidate()>
            <Facts rows=rows />
        </Sheet>
    }
    .still()
}

fn plain(text: &str) -> AnyView {
    text.to_owned().still()
}

fn number(text: &str) -> AnyView {
    view! { <span class="number">{text.to_owned()}</span> }.still()
}

fn about(about: &AboutView) -> Vec<(&'static str, AnyView)> {
    match about {
        AboutView::Identity { since, problems } => {
            let problems: Vec<String> = problems.iter().map(|problem| messages::card(*problem)).collect();
            let said =
                if problems.is_empty() { words::machine_none().to_owned() } else { problems.join("；") };
            let since = since.map(|since| (words::since(), plain(&moment(since))));
            since.into_iter().chain([(words::machine(), plain(&said))]).collect()
        }
        AboutView::Rename { name, reason, remark, at } => {
            let remark = if remark.is_empty() { words::remark_none() } else { remark };
            vec![
                (words::new_name(), plain(name)),
                (words::rename_reason(), plain(messages::rename_reason(*reason))),
                (words::remark(), plain(remark)),
                (words::asked(), plain(&moment(*at))),
            ]
        }
        AboutView::Face { exam, waits, distance } => {
            let distance = distance.map_or(words::distance_none().to_owned(), |value| {
                words::distance_value(&format!("{value:.3}"))
            });
            let mut rows = vec![(words::exam(), plain(exam)), (words::distance(), plain(&distance))];
            if let Some((since, why)) = waits {
                rows.push((words::why(), plain(messages::why_person(*why))));
                rows.push((words::since(), plain(&moment(*since))));
            }
            rows
        }
        AboutView::Proof { exam, fee, payer, is_own, at, earlier } => vec![
            (words::exam(), plain(exam)),
            (words::fee(), number(&domain::money::Fen(*fee).to_string())),
            (words::payer_name(), compared(&payer.0, is_own.0)),
            (words::payer_phone(), compared(&payer.1, is_own.1)),
            (words::since(), plain(&moment(*at))),
            (words::earlier(), plain(&words::earlier_count(&earlier.to_string()))),
        ],
        AboutView::Registration {
            exam,
            subject,
            site,
            enrolment,
            candidate_type,
            major,
            changed,
            standing,
        } => {
            let mut rows = vec![(words::exam(), plain(exam)), (words::subject(), plain(subject))];
            rows.extend(site.as_ref().map(|site| (words::site(), plain(site))));
            rows.extend(enrolment.map(enrolment_rows).into_iter().flatten());
            rows.push((words::candidate_type(), plain(candidate_type)));
            rows.push((words::major(), plain(major)));
            let changed: Vec<&str> = changed.iter().map(|changed| messages::changed(*changed)).collect();
            let changed =
                if changed.is_empty() { words::changed_none().to_owned() } else { changed.join("、") };
            rows.push((words::changed(), plain(&changed)));
            rows.extend(roster(standing));
            rows
        }
        AboutView::Withdrawal { exam, at } => {
            vec![(words::exam(), plain(exam)), (words::asked(), plain(&moment(*at)))]
        }
    }
}

fn enrolment_rows(enrolment: Enrolment) -> Vec<(&'static str, AnyView)> {
    match enrolment {
        Enrolment::Enrolled => vec![(words::enrolment(), plain(messages::enrolment("enrolled")))],
        Enrolment::Graduated { thesis, on } => {
            let on = on.map(|month| (words::graduated_on(), plain(&messages::month(month))));
            let rows = [
                (words::enrolment(), plain(messages::enrolment("graduated"))),
                (words::thesis(), plain(messages::grade(thesis))),
            ];
            rows.into_iter().chain(on).collect()
        }
    }
}

/// What the exam's roster says of the candidate, and what it knows of them.
fn roster(standing: &Standing) -> Vec<(&'static str, AnyView)> {
    use crate::words::office_roster as words;
    let (said, record) = match standing {
        Standing::NoRoster => (words::standing_no_roster(), None),
        Standing::Eligible(record) => (words::standing_eligible(), Some(record)),
        Standing::Ineligible(record) => (words::standing_ineligible(), Some(record)),
        Standing::NotListed => (words::standing_not_listed(), None),
        Standing::NameDiffers(record) => (words::standing_name_differs(), Some(record)),
    };
    let mut rows = vec![(words::standing(), plain(said))];
    let Some(record) = record else { return rows };
    if matches!(standing, Standing::NameDiffers(_)) {
        rows.push((words::record_name(), plain(&record.name)));
        let verdict = match record.verdict {
            Verdict::Eligible => words::eligible(),
            Verdict::Ineligible => words::ineligible(),
        };
        rows.push((words::record_verdict(), plain(verdict)));
    }
    let texts = [
        (words::record_reason(), record.reason.clone()),
        (words::record_type(), record.candidate_type.clone()),
        (words::record_major(), record.major.clone()),
        (words::record_point(), record.teaching_point.clone()),
        (words::record_graduated(), record.graduated.map(|year| year.to_string()).unwrap_or_default()),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    rows.extend(texts.map(|(label, text)| (label, plain(&text))));
    rows
}

/// What should be the candidate's own, and whether it is.
fn compared(text: &str, is_own: bool) -> AnyView {
    let word = if is_own { words::same() } else { words::differs() };
    let class = if is_own { "text-soft" } else { "review-differs" };
    view! {
        {text.to_owned()} " "
        <span class=class>{word}</span>
    }
    .still()
}

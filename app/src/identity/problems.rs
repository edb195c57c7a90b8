//! Every problem of a card in its own sentence, with its short code for the hotline.

use domain::card::{CardProblem, Side};

use crate::words::identity as words;

/// What a candidate can do about a problem besides another photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Only another photo helps.
    AnotherPhoto,
    /// The name of the account may be wrong: 个人信息.
    CorrectName,
    /// The number of the account may be wrong: the technical admin.
    CallAboutNumber,
}

/// Name of a side.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Front => words::front(),
        Side::Back => words::back(),
    }
}

/// What happened and what to do, ending with its code.
pub fn sentence(problem: CardProblem) -> String {
    let sentence = match problem {
        CardProblem::NotACard(of) => words::problem_not_a_card(side(of)),
        CardProblem::WrongSide(of) => words::problem_wrong_side(side(of)),
        CardProblem::Glare(of) => words::problem_glare(side(of)),
        CardProblem::TooBlurred(of) => words::problem_too_blurred(side(of)),
        CardProblem::NumberUnreadable => words::problem_number_unreadable().to_owned(),
        CardProblem::NumberDiffers => words::problem_number_differs().to_owned(),
        CardProblem::PrintDisagrees => words::problem_print_disagrees().to_owned(),
        CardProblem::NameUnreadable => words::problem_name_unreadable().to_owned(),
        CardProblem::NameDiffers => words::problem_name_differs().to_owned(),
        CardProblem::NoPortrait => words::problem_no_portrait().to_owned(),
        CardProblem::ValidityUnreadable => words::problem_validity_unreadable().to_owned(),
        CardProblem::Expired => words::problem_expired().to_owned(),
    };
    sentence + &words::code(code(problem))
}

/// What else can be done.
pub fn way_out(problem: CardProblem) -> WayOut {
    match problem {
        CardProblem::NameDiffers => WayOut::CorrectName,
        CardProblem::NumberDiffers => WayOut::CallAboutNumber,
        CardProblem::NotACard(_)
        | CardProblem::WrongSide(_)
        | CardProblem::Glare(_)
        | CardProblem::TooBlurred(_)
        | CardProblem::NumberUnreadable
        | CardProblem::PrintDisagrees
        | CardProblem::NameUnreadable
        | CardProblem::NoPortrait
        | CardProblem::ValidityUnreadable
        | CardProblem::Expired => WayOut::AnotherPhoto,
    }
}

/// The short code: the row of the product's list, and a number.
fn code(problem: CardProblem) -> &'static str {
    match problem {
        CardProblem::NotACard(_) => "B5-1",
        CardProblem::WrongSide(_) => "B5-2",
        CardProblem::Glare(_) => "B5-3",
        CardProblem::TooBlurred(_) => "B5-4",
        CardProblem::NumberUnreadable => "B5-5",
        CardProblem::NumberDiffers => "B5-6",
        CardProblem::PrintDisagrees => "B5-7",
        CardProblem::NameUnreadable => "B5-8",
        CardProblem::NameDiffers => "B5-9",
        CardProblem::NoPortrait => "B5-10",
        CardProblem::ValidityUnreadable => "B5-11",
        CardProblem::Expired => "B5-12",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const EACH: [CardProblem; 16] = [
        CardProblem::NotACard(Side::Front),
        CardProblem::NotACard(Side::Back),
        CardProblem::WrongSide(Side::Front),
        CardProblem::WrongSide(Side::Back),
        CardProblem::Glare(Side::Front),
        CardProblem::Glare(Side::Back),
        CardProblem::TooBlurred(Side::Front),
        CardProblem::TooBlurred(Side::Back),
        CardProblem::NumberUnreadable,
        CardProblem::NumberDiffers,
        CardProblem::PrintDisagrees,
        CardProblem::NameUnreadable,
        CardProblem::NameDiffers,
        CardProblem::NoPortrait,
        CardProblem::ValidityUnreadable,
        CardProblem::Expired,
    ];

    #[test]
    fn b5_every_problem_has_its_own_sentence_that_ends_with_its_code() {
        let sentences: BTreeSet<String> = EACH.into_iter().map(sentence).collect();
        assert_eq!(sentences.len(), EACH.len());
        for problem in EACH {
            assert!(sentence(problem).ends_with(&words::code(code(problem))));
        }
    }

    #[test]
    fn b5_a_wrong_name_or_number_shows_where_to_go() {
        assert_eq!(way_out(CardProblem::NameDiffers), WayOut::CorrectName);
        assert_eq!(way_out(CardProblem::NumberDiffers), WayOut::CallAboutNumber);
    }
}

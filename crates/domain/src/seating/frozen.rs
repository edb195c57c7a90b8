//! 冻结: the plan with ticket numbers. A number belongs to a person from now on, whatever seat they move to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::arrange::{Placed, Plan, Sitter, SwapProblem, Violation, neighbours};
use super::numbering::{NumberProblem, Numbering, TicketNumber};
use super::room::{Room, Seat};
use crate::id::RegistrationId;

/// Somebody's seat and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticketed {
    /// The seat.
    pub placed: Placed,
    /// 准考证号: that of the seat which they were first given.
    pub number: TicketNumber,
}

/// A frozen plan. Each act makes the next edition; `store` keeps them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// From 1; goes up with every late addition and every exchange.
    pub edition: u16,
    /// The rooms as they were arranged; later changes to the site's rooms do not reach them.
    pub rooms: Vec<Room>,
    /// The rule of the numbers.
    pub numbering: Numbering,
    /// Everybody, by site, room and seat.
    pub tickets: Vec<Ticketed>,
}

/// Why a plan is not frozen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FreezeProblem {
    /// So many have no seat.
    #[error("{0} candidates have no seat")]
    Unseated(usize),
    /// The rule has no number for a seat.
    #[error(transparent)]
    Number(#[from] NumberProblem),
    /// Two would have one number. The rule excludes it; asked again, because a number is for ever.
    #[error("two seats have one number")]
    NumberTwice,
}

/// Why a late candidate gets no seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddProblem {
    /// They have one.
    #[error("already seated")]
    AlreadySeated,
    /// No free seat of their site can take them.
    #[error("no seat is free")]
    Full,
    /// The rule has no number for the seat.
    #[error(transparent)]
    Number(#[from] NumberProblem),
}

impl Plan {
    /// Gives everybody a number. Refused while anybody has no seat.
    pub fn freeze(self, rooms: Vec<Room>, numbering: Numbering) -> Result<Frozen, FreezeProblem> {
        let is_unseated = |violation: &&Violation| matches!(violation, Violation::Unseated { .. });
        let unseated = self.violations.iter().filter(is_unseated).count();
        if unseated > 0 {
            return Err(FreezeProblem::Unseated(unseated));
        }
        let number = |placed: Placed| {
            let Sitter { site, subject, .. } = &placed.sitter;
            let number = numbering.number(site, subject, placed.room, placed.seat)?;
            Ok(Ticketed { placed, number })
        };
        let tickets: Vec<Ticketed> =
            self.placed.into_iter().map(number).collect::<Result<_, NumberProblem>>()?;
        let different: BTreeSet<_> = tickets.iter().map(|ticket| &ticket.number).collect();
        if different.len() != tickets.len() {
            return Err(FreezeProblem::NumberTwice);
        }
        Ok(Frozen { edition: 1, rooms, numbering, tickets })
    }
}

/// A seat that a latecomer could take: what speaks for it, best first.
type Offer<'a> = ((bool, bool, bool, u16, u16), &'a Room, Seat, TicketNumber);

impl Frozen {
    /// Whose ticket this is.
    pub fn find(&self, who: &RegistrationId) -> Option<&Ticketed> {
        self.tickets.iter().find(|ticket| ticket.placed.sitter.id == *who)
    }

    /// Seats a late candidate, on a spare seat rather than one that was left over, in a room of their subject rather
    /// than an empty one, without neighbours of their teaching point if there is a choice. Nobody else moves.
    pub fn add(&mut self, sitter: Sitter) -> Result<&Ticketed, AddProblem> {
        if self.find(&sitter.id).is_some() {
            return Err(AddProblem::AlreadySeated);
        }
        let mut offers = Vec::new();
        for room in self.rooms.iter().filter(|room| room.site == sitter.site) {
            offers.extend(self.offers(room, &sitter)?);
        }
        let best = offers.into_iter().min_by_key(|(merit, ..)| *merit).ok_or(AddProblem::Full)?;
        let (_, room, seat, number) = best;
        let ticket = Ticketed { placed: Placed { sitter, room: room.number, seat: seat.number }, number };
        let at = self.tickets.partition_point(|other| place_of(other) < place_of(&ticket));
        self.tickets.insert(at, ticket);
        self.edition = self.edition.saturating_add(1);
        Ok(&self.tickets[at])
    }

    fn offers<'a>(&'a self, room: &'a Room, sitter: &Sitter) -> Result<Vec<Offer<'a>>, AddProblem> {
        let here: Vec<&Ticketed> = self.tickets.iter().filter(|ticket| sits_in(ticket, room)).collect();
        let subjects: BTreeSet<&str> =
            here.iter().map(|ticket| ticket.placed.sitter.subject.as_str()).collect();
        if !subjects.is_empty() && !subjects.contains(sitter.subject.as_str()) {
            return Ok(Vec::new());
        }
        let free = room
            .layout
            .seats()
            .into_iter()
            .filter(|seat| here.iter().all(|one| one.placed.seat != seat.number));
        let mut offers = Vec::new();
        for seat in free {
            let number = self.numbering.number(&room.site, &sitter.subject, room.number, seat.number)?;
            // Whoever moved away from this seat took its number along.
            if self.tickets.iter().any(|ticket| ticket.number == number) {
                continue;
            }
            let placed = Placed { sitter: sitter.clone(), room: room.number, seat: seat.number };
            let beside = here.iter().map(|ticket| ticket.placed.clone()).chain([placed]).collect::<Vec<_>>();
            let touches = |violation: &Violation| matches!(violation, Violation::Neighbours { seats, .. } if seats.contains(&seat.number));
            let clash = neighbours(room, &beside).iter().any(touches);
            let stairs = sitter.needs && !room.accessible;
            let merit = (stairs, subjects.is_empty() || !seat.spare, clash, room.number, seat.number);
            offers.push((merit, room, seat, number));
        }
        Ok(offers)
    }

    /// Pairs of one teaching point that touch, as it stands now: to be looked at before and after an exchange.
    pub fn neighbours(&self) -> Vec<Violation> {
        let of_room = |room: &Room| {
            let here = self.tickets.iter().filter(|ticket| sits_in(ticket, room));
            neighbours(room, &here.map(|ticket| ticket.placed.clone()).collect::<Vec<_>>())
        };
        self.rooms.iter().flat_map(of_room).collect()
    }

    /// Exchanges two seats; both keep their numbers.
    pub fn swap(&mut self, a: &RegistrationId, b: &RegistrationId) -> Result<(), SwapProblem> {
        let find =
            |who: &RegistrationId| self.tickets.iter().position(|ticket| ticket.placed.sitter.id == *who);
        let (a, b) = (find(a).ok_or(SwapProblem::NotSeated)?, find(b).ok_or(SwapProblem::NotSeated)?);
        SwapProblem::check(&self.tickets[a].placed.sitter, &self.tickets[b].placed.sitter)?;
        let seat_of = |ticket: &Ticketed| (ticket.placed.room, ticket.placed.seat);
        let (of_a, of_b) = (seat_of(&self.tickets[a]), seat_of(&self.tickets[b]));
        (self.tickets[a].placed.room, self.tickets[a].placed.seat) = of_b;
        (self.tickets[b].placed.room, self.tickets[b].placed.seat) = of_a;
        self.tickets.swap(a, b);
        self.edition = self.edition.saturating_add(1);
        Ok(())
    }
}

fn place_of(ticket: &Ticketed) -> (&str, u16, u16) {
    (&ticket.placed.sitter.site, ticket.placed.room, ticket.placed.seat)
}

fn sits_in(ticket: &Ticketed, room: &Room) -> bool {
    ticket.placed.sitter.site == room.site && ticket.placed.room == room.number
}

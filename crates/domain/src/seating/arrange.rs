//! The arrangement of candidates over rooms.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::apart::{Guest, Table};
use super::random::Dice;
use super::room::{Room, Seat};
use crate::id::RegistrationId;

mod rooms;

use rooms::{Share, Shares};

/// One candidate who is to be seated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitter {
    /// Their registration.
    pub id: RegistrationId,
    /// Code of the 考点 that they chose or were given.
    pub site: String,
    /// Code of the subject.
    pub subject: String,
    /// Code of the 教学点, if any: two of one are kept apart.
    pub point: Option<String>,
    /// Special needs: seated first, in the front row of a room without stairs.
    pub needs: bool,
}

/// In which order candidates come to their seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Shuffled; the seed is stored with the plan and gives it again.
    Random {
        /// Any number.
        seed: u64,
    },
    /// S 形: as they come in the list, room after room along the S line.
    Snake,
}

/// How to arrange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Shuffled or as they come.
    pub order: Order,
    /// Keep candidates of one teaching point from sitting beside, before and behind each other.
    pub apart: bool,
    /// Whether what is left of one subject may fill a room of another when no room of its own is free.
    pub mixed: bool,
}

/// Somebody's seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Whose.
    pub sitter: Sitter,
    /// 考场号 at their site.
    pub room: u16,
    /// 座位号 in the room.
    pub seat: u16,
}

/// What a plan could not fulfil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    /// Nobody's seat: the site's rooms are full. A plan with one of these cannot be frozen.
    Unseated {
        /// Who.
        who: RegistrationId,
    },
    /// Two of one teaching point touch.
    Neighbours {
        /// Their site.
        site: String,
        /// Their room.
        room: u16,
        /// The two seats, the lower number first.
        seats: [u16; 2],
    },
    /// Special needs, but no room without stairs was free.
    Stairs {
        /// Who.
        who: RegistrationId,
    },
    /// Special needs, but the front row was full.
    NotInFront {
        /// Who.
        who: RegistrationId,
    },
}

/// An arrangement: a draft until it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How it was made.
    pub rule: Rule,
    /// Everybody who has a seat, by site, room and seat.
    pub placed: Vec<Placed>,
    /// What it could not fulfil.
    pub violations: Vec<Violation>,
}

/// Why nothing can be arranged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArrangeProblem {
    /// One registration stands twice in the list.
    #[error("a registration stands twice in the list")]
    SitterTwice(RegistrationId),
    /// Two rooms of one site have the same number.
    #[error("site {site} has room {number} twice")]
    RoomTwice {
        /// The site.
        site: String,
        /// The number.
        number: u16,
    },
}

/// Seats the candidates. The same rooms, list and rule give the same plan, whatever order the rooms came in; shuffled,
/// also whatever order the list came in.
pub fn arrange(rooms: &[Room], sitters: &[Sitter], rule: Rule) -> Result<Plan, ArrangeProblem> {
    let mut by_number: BTreeMap<(&str, u16), &Room> = BTreeMap::new();
    for room in rooms {
        if by_number.insert((&room.site, room.number), room).is_some() {
            return Err(ArrangeProblem::RoomTwice { site: room.site.clone(), number: room.number });
        }
    }
    let mut known = BTreeSet::new();
    if let Some(twice) = sitters.iter().find(|sitter| !known.insert(&sitter.id)) {
        return Err(ArrangeProblem::SitterTwice(twice.id.clone()));
    }
    let mut work = Work::new(sitters, rule);
    let sites: BTreeSet<&str> = sitters.iter().map(|sitter| sitter.site.as_str()).collect();
    for site in sites {
        let here: Vec<&Room> = by_number.range((site, 0)..=(site, u16::MAX)).map(|(_, room)| *room).collect();
        work.seat_site(site, &here);
    }
    let Work { mut placed, violations, .. } = work;
    placed.sort_by(|a, b| place_of(a).cmp(&place_of(b)));
    Ok(Plan { rule, placed, violations })
}

fn place_of(placed: &Placed) -> (&str, u16, u16) {
    (&placed.sitter.site, placed.room, placed.seat)
}

struct Work<'a> {
    sitters: &'a [Sitter],
    rule: Rule,
    dice: Option<Dice>,
    /// A small number for each teaching point.
    points: BTreeMap<&'a str, u32>,
    placed: Vec<Placed>,
    violations: Vec<Violation>,
}

impl<'a> Work<'a> {
    fn new(sitters: &'a [Sitter], rule: Rule) -> Self {
        let names: BTreeSet<&str> = sitters.iter().filter_map(|sitter| sitter.point.as_deref()).collect();
        let dice = match rule.order {
            Order::Random { seed } => Some(Dice::new(seed)),
            Order::Snake => None,
        };
        Self {
            sitters,
            rule,
            dice,
            points: names.into_iter().zip(0..).collect(),
            placed: Vec::with_capacity(sitters.len()),
            violations: Vec::new(),
        }
    }

    fn seat_site(&mut self, site: &str, rooms: &[&Room]) {
        let mut by_subject: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, sitter) in self.sitters.iter().enumerate().filter(|(_, sitter)| sitter.site == site) {
            by_subject.entry(&sitter.subject).or_default().push(at);
        }
        let mut shares = Shares::new(rooms);
        let mut others = Vec::new();
        for list in by_subject.into_values() {
            let (needs, rest): (Vec<_>, Vec<_>) =
                self.in_order(list).into_iter().partition(|at| self.sitters[*at].needs);
            let subject = shares.subject();
            let left = shares.take_accessible(subject, needs);
            others.push((subject, left, rest));
        }
        for (subject, needs, rest) in others {
            // Whoever found no room without stairs is still seated before the others.
            let first = shares.quotas(subject, needs.len(), self.rule.mixed);
            let unseated = shares.fill(subject, &first, needs);
            let then = shares.quotas(subject, rest.len(), self.rule.mixed);
            let dealt = self.deal(rest, &then);
            let more = shares.fill(subject, &then, dealt);
            let who = |at: usize| Violation::Unseated { who: self.sitters[at].id.clone() };
            let nowhere: Vec<_> = unseated.into_iter().chain(more).map(who).collect();
            self.violations.extend(nowhere);
        }
        for share in shares.into_rooms() {
            self.seat_room(share);
        }
    }

    /// As they come, or shuffled out of an order that does not depend on how they came.
    fn in_order(&mut self, mut list: Vec<usize>) -> Vec<usize> {
        if let Some(dice) = &mut self.dice {
            list.sort_by(|a, b| self.sitters[*a].id.cmp(&self.sitters[*b].id));
            dice.shuffle(&mut list);
        }
        list
    }

    /// Shuffled, each teaching point is dealt out evenly over the rooms, as cards are, so that no room has more of it
    /// than can sit apart. In S order rooms are filled one after the other.
    fn deal(&self, list: Vec<usize>, quotas: &[(usize, usize)]) -> Vec<usize> {
        if self.dice.is_none() || !self.rule.apart {
            return list;
        }
        let mut cards = list;
        let mut sizes: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for at in &cards {
            *sizes.entry(self.sitters[*at].point.as_deref()).or_default() += 1;
        }
        cards.sort_by_key(|at| {
            let point = self.sitters[*at].point.as_deref();
            (std::cmp::Reverse(sizes.get(&point).copied()), point)
        });
        // Turn `n` of a room with `q` seats comes at (n + ½) / q of the whole deal.
        let turns = quotas.iter().enumerate().flat_map(|(room, (_, quota))| {
            (0..*quota).map(move |n| ((((2 * n + 1) as u64) << 32) / (2 * *quota as u64), room))
        });
        let mut turns: Vec<(u64, usize)> = turns.collect();
        turns.sort_unstable();
        let mut hands = vec![Vec::new(); quotas.len()];
        let mut cards = cards.into_iter();
        for ((_, room), card) in turns.into_iter().zip(cards.by_ref()) {
            hands[room].push(card);
        }
        hands.into_iter().flatten().chain(cards).collect()
    }

    fn seat_room(&mut self, share: Share<'_>) {
        let Share { room, members, .. } = share;
        let (front, rest): (Vec<usize>, Vec<usize>) =
            members.into_iter().partition(|at| self.sitters[*at].needs);
        let seats: Vec<Seat> = room.layout.seats().into_iter().filter(|seat| !seat.spare).collect();
        let (mut first, mut others): (Vec<_>, Vec<_>) =
            seats.iter().copied().partition(|seat| seat.spot.row == 0);
        let reached = first.len().min(front.len());
        others.extend(first.split_off(reached));
        others.sort_by_key(|seat| seat.number);
        let chosen: Vec<Seat> = first.into_iter().chain(others).take(front.len() + rest.len()).collect();
        for at in &front {
            let who = || self.sitters[*at].id.clone();
            if !room.accessible {
                self.violations.push(Violation::Stairs { who: who() });
            }
        }
        let behind =
            front.iter().skip(reached).map(|at| Violation::NotInFront { who: self.sitters[*at].id.clone() });
        self.violations.extend(behind);
        let rest = if self.dice.is_some() { self.in_order(rest) } else { rest };
        let reserved = front.len();
        let guests = front.into_iter().chain(rest).map(|who| Guest { who, point: self.point(who) }).collect();
        let mut table = Table::new(chosen.iter().map(|seat| seat.spot).collect(), guests, reserved);
        if self.rule.apart {
            table.set_apart();
        }
        self.note(room, &chosen, &table);
    }

    fn point(&self, who: usize) -> Option<u32> {
        self.points.get(self.sitters[who].point.as_deref()?).copied()
    }

    /// Writes down who sits where, and which of them touch although they should not.
    fn note(&mut self, room: &Room, seats: &[Seat], table: &Table) {
        let start = self.placed.len();
        for ((who, _), seat) in table.seated().zip(seats) {
            let sitter = self.sitters[who].clone();
            self.placed.push(Placed { sitter, room: room.number, seat: seat.number });
        }
        if self.rule.apart {
            let here = &self.placed[start..];
            self.violations.extend(neighbours(room, here));
        }
    }
}

/// Pairs of one teaching point that touch in this room.
pub(super) fn neighbours(room: &Room, placed: &[Placed]) -> Vec<Violation> {
    let spots: BTreeMap<u16, _> = room.layout.seats().iter().map(|seat| (seat.number, seat.spot)).collect();
    let mut sorted: Vec<&Placed> = placed.iter().collect();
    sorted.sort_by_key(|one| one.seat);
    let mut found = Vec::new();
    for (at, a) in sorted.iter().enumerate() {
        for b in &sorted[at + 1..] {
            let touch =
                matches!((spots.get(&a.seat), spots.get(&b.seat)), (Some(a), Some(b)) if a.touches(*b));
            if touch && a.sitter.point.is_some() && a.sitter.point == b.sitter.point {
                let seats = [a.seat, b.seat];
                found.push(Violation::Neighbours { site: room.site.clone(), room: room.number, seats });
            }
        }
    }
    found
}

/// Why two seats are not exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum SwapProblem {
    /// One of the two has no seat in this plan.
    #[error("not seated")]
    NotSeated,
    /// The same person twice.
    #[error("the same person")]
    Same,
    /// They sit at different sites.
    #[error("another site")]
    OtherSite,
    /// They sit different subjects, so the papers would lie in the wrong room.
    #[error("another subject")]
    OtherSubject,
}

impl SwapProblem {
    /// Whether these two may exchange their seats.
    pub(super) fn check(a: &Sitter, b: &Sitter) -> Result<(), Self> {
        if a.id == b.id {
            Err(Self::Same)
        } else if a.site != b.site {
            Err(Self::OtherSite)
        } else if a.subject != b.subject {
            Err(Self::OtherSubject)
        } else {
            Ok(())
        }
    }
}

impl Plan {
    /// Exchanges two seats of a draft and looks anew for neighbours.
    pub fn swap(
        &mut self,
        rooms: &[Room],
        a: &RegistrationId,
        b: &RegistrationId,
    ) -> Result<(), SwapProblem> {
        let find = |who: &RegistrationId| self.placed.iter().position(|placed| placed.sitter.id == *who);
        let (a, b) = (find(a).ok_or(SwapProblem::NotSeated)?, find(b).ok_or(SwapProblem::NotSeated)?);
        SwapProblem::check(&self.placed[a].sitter, &self.placed[b].sitter)?;
        let sitter = self.placed[a].sitter.clone();
        self.placed[a].sitter = std::mem::replace(&mut self.placed[b].sitter, sitter);
        self.look_for_neighbours(rooms);
        Ok(())
    }

    fn look_for_neighbours(&mut self, rooms: &[Room]) {
        self.violations.retain(|violation| !matches!(violation, Violation::Neighbours { .. }));
        if !self.rule.apart {
            return;
        }
        for room in rooms {
            let in_room = |placed: &&Placed| placed.sitter.site == room.site && placed.room == room.number;
            let here: Vec<Placed> = self.placed.iter().filter(in_room).cloned().collect();
            self.violations.extend(neighbours(room, &here));
        }
    }
}

//! Who sits where inside one room, so that nobody of one teaching point sits beside, before or behind another of it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::room::Spot;

/// Whoever is to be seated: an index into the caller's list, and the teaching point as a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guest {
    /// The caller's index.
    pub who: usize,
    /// Teaching point; none sits well beside anybody.
    pub point: Option<u32>,
}

/// The seats of one room with who sits on them. The first `front` have special needs: they exchange seats among
/// themselves, and the others among themselves.
pub(super) struct Table {
    spots: Vec<Spot>,
    guests: Vec<Guest>,
    neighbours: Vec<Vec<usize>>,
    front: usize,
}

/// Rounds of repair: each takes at least one clash away, and rooms settle in two or three.
const ROUNDS: usize = 24;

impl Table {
    /// One guest a spot, as they come.
    pub fn new(spots: Vec<Spot>, guests: Vec<Guest>, front: usize) -> Self {
        let touching = |spot: &Spot| (0..spots.len()).filter(|at| spots[*at].touches(*spot)).collect();
        let neighbours = spots.iter().map(touching).collect();
        Self { spots, guests, neighbours, front }
    }

    /// The index and the spot of everybody.
    pub fn seated(&self) -> impl Iterator<Item = (usize, Spot)> {
        self.guests.iter().map(|guest| guest.who).zip(self.spots.iter().copied())
    }

    /// Moves guests until none of one point touch, or no exchange helps: first close to the order in which they came,
    /// then, should clashes be left, from a chessboard of points.
    pub fn set_apart(&mut self) {
        self.take_the_next_that_fits();
        self.repair();
        let left = self.clashes();
        if left == 0 {
            return;
        }
        let before = self.guests.clone();
        self.lay_a_chessboard();
        self.repair();
        if self.clashes() >= left {
            self.guests = before;
        }
    }

    fn clash(&self, a: usize, b: usize) -> bool {
        self.guests[a].point.is_some() && self.guests[a].point == self.guests[b].point
    }

    /// Clashes of one seat with its neighbours.
    fn clashes_at(&self, at: usize) -> usize {
        self.neighbours[at].iter().filter(|other| self.clash(at, **other)).count()
    }

    fn clashes(&self) -> usize {
        (0..self.guests.len()).map(|at| self.clashes_at(at)).sum::<usize>() / 2
    }

    /// Along the S line each seat takes the first of those who wait that does not clash with whoever sits already.
    fn take_the_next_that_fits(&mut self) {
        for at in 0..self.guests.len() {
            let seated = |other: usize| other < at;
            let fits = |table: &Self, candidate: usize| {
                let point = table.guests[candidate].point;
                let beside = |other: &&usize| seated(**other) && table.guests[**other].point == point;
                point.is_none() || table.neighbours[at].iter().find(beside).is_none()
            };
            if let Some(next) = (at..self.group(at).end).find(|candidate| fits(self, *candidate)) {
                // The ones who were passed over keep their order.
                self.guests[at..=next].rotate_right(1);
            }
        }
    }

    /// Those with whom the guest there may exchange the seat.
    fn group(&self, at: usize) -> Range<usize> {
        if at < self.front { 0..self.front } else { self.front..self.guests.len() }
    }

    /// The largest point on the black squares first, then the white ones, so that it takes up to half the room.
    fn lay_a_chessboard(&mut self) {
        for group in [0..self.front, self.front..self.guests.len()] {
            let mut sizes: BTreeMap<Option<u32>, usize> = BTreeMap::new();
            for guest in &self.guests[group.clone()] {
                *sizes.entry(guest.point).or_default() += 1;
            }
            let mut guests = self.guests[group.clone()].to_vec();
            // Those without a point fit anywhere, so they come last.
            guests.sort_by_key(|guest| {
                let size = guest.point.and_then(|_| sizes.get(&guest.point)).copied().unwrap_or(0);
                (std::cmp::Reverse(size), guest.point)
            });
            let mut squares: Vec<usize> = group.collect();
            squares.sort_by_key(|at| ((self.spots[*at].row + self.spots[*at].column) % 2, *at));
            for (at, guest) in squares.into_iter().zip(guests) {
                self.guests[at] = guest;
            }
        }
    }

    /// Exchanges two guests wherever that takes clashes away.
    fn repair(&mut self) {
        for _ in 0..ROUNDS {
            let mut better = false;
            for at in 0..self.guests.len() {
                better |= self.clashes_at(at) > 0 && self.exchange_for_the_better(at);
            }
            if !better {
                return;
            }
        }
    }

    fn exchange_for_the_better(&mut self, at: usize) -> bool {
        for other in self.group(at) {
            let before = self.clashes_at(at) + self.clashes_at(other);
            self.guests.swap(at, other);
            if self.clashes_at(at) + self.clashes_at(other) < before {
                return true;
            }
            self.guests.swap(at, other);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Dice;
    use super::super::room::Layout;
    use super::*;

    /// Clashes left in the room of thirty with so many guests of each point, shuffled.
    fn left(sizes: &[usize], seed: u64) -> usize {
        let points = sizes.iter().zip(0..).flat_map(|(size, point)| vec![point; *size]);
        let mut guests: Vec<_> =
            points.enumerate().map(|(who, point)| Guest { who, point: Some(point) }).collect();
        Dice::new(seed).shuffle(&mut guests);
        let spots = Layout::default().seats().iter().map(|seat| seat.spot).take(guests.len()).collect();
        let mut table = Table::new(spots, guests, 0);
        table.set_apart();
        table.clashes()
    }

    #[test]
    fn e2_up_to_half_a_room_of_one_teaching_point_sits_apart() {
        for seed in 0..200 {
            assert_eq!(left(&[15, 15], seed), 0, "two halves, seed {seed}");
            assert_eq!(left(&[15, 5, 5, 5], seed), 0, "one half, seed {seed}");
            assert_eq!(left(&[10, 10, 10], seed), 0, "three thirds, seed {seed}");
            assert_eq!(left(&[14, 9, 4, 2, 1], seed), 0, "uneven, seed {seed}");
            assert_eq!(left(&[10, 9], seed), 0, "a room that is not full, seed {seed}");
        }
    }

    #[test]
    fn e2_more_than_half_a_room_of_one_teaching_point_cannot_sit_apart() {
        assert!(left(&[30], 1) == 49, "every pair of the room");
        assert!((1..=12).contains(&left(&[18, 12], 1)));
    }
}

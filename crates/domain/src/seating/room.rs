//! A room and the seats in it.

use serde::{Deserialize, Serialize};

/// Where a seat stands, counted from 0: the row from the front, the column from the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Spot {
    /// From the front.
    pub row: u8,
    /// From the door.
    pub column: u8,
}

impl Spot {
    /// Whether one sits beside, before or behind the other.
    pub fn touches(self, other: Self) -> bool {
        self.row.abs_diff(other.row) + self.column.abs_diff(other.column) == 1
    }
}

/// What a seat that is not an ordinary one is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Nobody sits there: broken, behind a pillar, the invigilator's. It has no number.
    Blocked,
    /// Kept free for whoever comes late; it has a number.
    Spare,
}

/// Why a layout is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum LayoutProblem {
    /// No row or no column, or more than [`Layout::MOST_ROWS`] or [`Layout::MOST_COLUMNS`].
    #[error("no such size")]
    Size,
    /// More seats with a number than [`Layout::MOST_SEATS`].
    #[error("too many seats")]
    TooManySeats,
    /// A seat that is not in the room.
    #[error("outside the room")]
    Outside,
}

/// Rows, columns, and which seats are not ordinary ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Drawn", into = "Drawn")]
pub struct Layout {
    rows: u8,
    columns: u8,
    /// Sorted by spot.
    uses: Vec<(Spot, Use)>,
}

/// A layout as it is stored, before anybody checked it.
#[derive(Serialize, Deserialize)]
struct Drawn {
    rows: u8,
    columns: u8,
    uses: Vec<(Spot, Use)>,
}

/// A seat with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// From 1, along the S line: the first column from front to back, the next from back to front.
    pub number: u16,
    /// Where it stands.
    pub spot: Spot,
    /// Kept for latecomers.
    pub spare: bool,
}

impl Layout {
    /// Most rows; more is a hall of several rooms.
    pub const MOST_ROWS: u8 = 40;
    /// Most columns.
    pub const MOST_COLUMNS: u8 = 40;
    /// Most seats with a number: three digits of a ticket number.
    pub const MOST_SEATS: usize = 999;

    /// A room of ordinary seats.
    pub fn new(rows: u8, columns: u8) -> Result<Self, LayoutProblem> {
        Self::with_uses(rows, columns, Vec::new())
    }

    /// A room some of whose seats are not ordinary ones. Of two words about one seat the last counts.
    pub fn with_uses(rows: u8, columns: u8, uses: Vec<(Spot, Use)>) -> Result<Self, LayoutProblem> {
        if !(1..=Self::MOST_ROWS).contains(&rows) || !(1..=Self::MOST_COLUMNS).contains(&columns) {
            return Err(LayoutProblem::Size);
        }
        if uses.iter().any(|(spot, _)| spot.row >= rows || spot.column >= columns) {
            return Err(LayoutProblem::Outside);
        }
        let last: std::collections::BTreeMap<Spot, Use> = uses.into_iter().collect();
        let layout = Self { rows, columns, uses: last.into_iter().collect() };
        if layout.seats().len() > Self::MOST_SEATS {
            return Err(LayoutProblem::TooManySeats);
        }
        Ok(layout)
    }

    /// Rows, front to back.
    pub fn rows(&self) -> u8 {
        self.rows
    }

    /// Columns, from the door.
    pub fn columns(&self) -> u8 {
        self.columns
    }

    /// What the seat there is for; none for an ordinary one.
    pub fn use_of(&self, spot: Spot) -> Option<Use> {
        self.uses.binary_search_by_key(&spot, |(at, _)| *at).ok().and_then(|at| Some(self.uses.get(at)?.1))
    }

    /// The seats that have a number, along the S line.
    pub fn seats(&self) -> Vec<Seat> {
        let column = |column: u8| {
            let down = column.is_multiple_of(2);
            (0..self.rows).map(move |row| Spot { row: if down { row } else { self.rows - 1 - row }, column })
        };
        (0..self.columns)
            .flat_map(column)
            .filter(|spot| self.use_of(*spot) != Some(Use::Blocked))
            .zip(1..)
            .map(|(spot, number)| Seat { number, spot, spare: self.use_of(spot) == Some(Use::Spare) })
            .collect()
    }
}

impl Default for Layout {
    /// Six rows of five: the room of thirty that examination offices reckon with.
    fn default() -> Self {
        Self { rows: 6, columns: 5, uses: Vec::new() }
    }
}

impl TryFrom<Drawn> for Layout {
    type Error = LayoutProblem;

    fn try_from(drawn: Drawn) -> Result<Self, LayoutProblem> {
        Self::with_uses(drawn.rows, drawn.columns, drawn.uses)
    }
}

impl From<Layout> for Drawn {
    fn from(layout: Layout) -> Self {
        Self { rows: layout.rows, columns: layout.columns, uses: layout.uses }
    }
}

/// 考场
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Code of its 考点.
    pub site: String,
    /// 考场号, its own at the site; part of the ticket number.
    pub number: u16,
    /// 教学楼
    pub building: String,
    /// What stands on the door: 301.
    pub name: String,
    /// Reached without a stair: those with special needs sit here.
    pub accessible: bool,
    /// Its seats.
    pub layout: Layout,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(row: u8, column: u8) -> Spot {
        Spot { row, column }
    }

    #[test]
    fn e1_a_room_has_thirty_seats_unless_somebody_says_otherwise() {
        assert_eq!(Layout::default().seats().len(), 30);
        assert_eq!(Layout::default(), Layout::new(6, 5).unwrap());
    }

    #[test]
    fn e1_seats_are_numbered_along_the_s_line_and_blocked_ones_have_no_number() {
        let uses = vec![(spot(1, 0), Use::Blocked), (spot(0, 1), Use::Spare)];
        let layout = Layout::with_uses(3, 2, uses).unwrap();
        let seats: Vec<_> = layout.seats().iter().map(|seat| (seat.number, seat.spot, seat.spare)).collect();
        assert_eq!(
            seats,
            [
                (1, spot(0, 0), false),
                (2, spot(2, 0), false),
                (3, spot(2, 1), false),
                (4, spot(1, 1), false),
                (5, spot(0, 1), true),
            ]
        );
    }

    #[test]
    fn e1_a_room_without_size_or_with_seats_outside_is_refused() {
        assert_eq!(Layout::new(0, 5), Err(LayoutProblem::Size));
        assert_eq!(Layout::new(41, 5), Err(LayoutProblem::Size));
        assert_eq!(Layout::new(40, 40), Err(LayoutProblem::TooManySeats));
        assert_eq!(Layout::with_uses(2, 2, vec![(spot(2, 0), Use::Spare)]), Err(LayoutProblem::Outside));
    }
}

//! 考场材料: which papers of a site or a room are printed, how they are packed, and which names no typeface draws (E7, E6).

use serde::{Deserialize, Serialize};

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 准考证
    Tickets,
    /// 门贴
    DoorList,
    /// 座次表
    SeatMap,
    /// 桌贴
    DeskLabels,
    /// 签到表
    SignIn,
    /// 照片对照表
    PhotoSheet,
    /// 考场情况记录表
    Incident,
}

impl PaperKind {
    /// All, in the order in which a room's folder has them.
    pub const ALL: [Self; 7] = [
        Self::Tickets,
        Self::DoorList,
        Self::SeatMap,
        Self::DeskLabels,
        Self::SignIn,
        Self::PhotoSheet,
        Self::Incident,
    ];

    /// As it is stored, and as a form sends it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::DoorList => "door_list",
            Self::SeatMap => "seat_map",
            Self::DeskLabels => "desk_labels",
            Self::SignIn => "sign_in",
            Self::PhotoSheet => "photo_sheet",
            Self::Incident => "incident",
        }
    }

    /// What was stored or sent.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether portraits stand on it: cutting them out takes longer than all the drawing.
    pub fn has_portraits(self) -> bool {
        matches!(self, Self::Tickets | Self::PhotoSheet)
    }
}

/// How a batch is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Packing {
    /// One PDF, room after room.
    OnePdf,
    /// A zip with a PDF for each room.
    ZipOfRooms,
}

impl Packing {
    /// As it is stored, and as a form sends it.
    pub fn code(self) -> &'static str {
        match self {
            Self::OnePdf => "pdf",
            Self::ZipOfRooms => "zip",
        }
    }

    /// What was stored or sent.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::OnePdf, Self::ZipOfRooms].into_iter().find(|packing| packing.code() == code)
    }
}

/// What is ordered: the papers of a whole site, or of one of its rooms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Code of the site; empty where the exam names none.
    pub site: String,
    /// 考场号; none for all of them.
    pub room: Option<u16>,
    /// Which papers, each once, in the order of [`PaperKind::ALL`].
    pub papers: Vec<PaperKind>,
    /// How they are handed over.
    pub packing: Packing,
}

impl Order {
    /// Reads what a form has sent: `site/room` (or `site/` for all rooms), a code for each paper, how it is packed.
    pub fn read(place: &str, papers: &[String], packing: &str) -> Result<Self, PrintRefusal> {
        // The code of a site may hold a slash; a room's number does not.
        let (site, room) = place.rsplit_once('/').ok_or(PrintRefusal::NoRoom)?;
        let room = match room {
            "" => None,
            number => Some(number.parse().map_err(|_| PrintRefusal::NoRoom)?),
        };
        let sent: Vec<PaperKind> = papers.iter().filter_map(|code| PaperKind::parse(code)).collect();
        let papers: Vec<PaperKind> = PaperKind::ALL.into_iter().filter(|kind| sent.contains(kind)).collect();
        if papers.is_empty() {
            return Err(PrintRefusal::NoPapers);
        }
        let packing = Packing::parse(packing).unwrap_or(Packing::OnePdf);
        Ok(Self { site: site.to_owned(), room, papers, packing })
    }
}

/// Why nothing is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintRefusal {
    /// No paper was ticked.
    NoPapers,
    /// The seats are not frozen.
    NotFrozen,
    /// Nobody sits at this site, or in this room.
    NoRoom,
    /// More people than one batch takes: [`MOST_PEOPLE`].
    TooMany,
}

/// People of one batch, at most: their portraits are in memory together, and nobody opens a larger file.
pub const MOST_PEOPLE: usize = 3_000;

/// Seconds for which a batch can be fetched: it holds names and faces, so it does not lie about.
pub const KEPT_SECONDS: i64 = 86_400;

/// A name of which no typeface draws everything.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotDrawn {
    /// 考场号
    pub room: u16,
    /// 座位号
    pub seat: u16,
    /// 姓名
    pub name: String,
    /// The characters that stand as 〓.
    pub characters: Vec<char>,
}

impl std::fmt::Debug for NotDrawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NotDrawn(room {}, seat {}, ***)", self.room, self.seat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn e7_an_order_names_a_site_or_a_room_and_each_paper_once() {
        let papers = sent(&["sign_in", "tickets", "sign_in", "no_such_paper"]);
        let order = Order::read("east/gate/12", &papers, "zip").unwrap();
        assert_eq!((order.site.as_str(), order.room), ("east/gate", Some(12)));
        assert_eq!(order.papers, [PaperKind::Tickets, PaperKind::SignIn]);
        assert_eq!(order.packing, Packing::ZipOfRooms);
        let all = Order::read("/", &papers, "").unwrap();
        assert_eq!((all.site.as_str(), all.room, all.packing), ("", None, Packing::OnePdf));
    }

    #[test]
    fn e7_an_order_without_papers_or_with_no_room_is_refused() {
        assert_eq!(Order::read("1/", &sent(&["no_such_paper"]), "pdf"), Err(PrintRefusal::NoPapers));
        for place in ["", "1", "1/x", "1/-2", "1/70000"] {
            assert_eq!(Order::read(place, &sent(&["tickets"]), "pdf"), Err(PrintRefusal::NoRoom), "{place}");
        }
    }

    #[test]
    fn e7_every_paper_and_packing_has_a_code_that_is_read_again() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::parse(kind.code()), Some(kind));
        }
        for packing in [Packing::OnePdf, Packing::ZipOfRooms] {
            assert_eq!(Packing::parse(packing.code()), Some(packing));
        }
    }

    #[test]
    fn e6_a_name_that_cannot_be_drawn_stands_in_no_log() {
        let found = NotDrawn { room: 1, seat: 2, name: "张三".into(), characters: vec!['张'] };
        assert!(!format!("{found:?}").contains('张'));
    }
}

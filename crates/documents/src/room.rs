//! What a room needs on the day (E7): 门贴, 座次表, 桌贴, 签到表, 照片对照表, 考场情况记录表.

mod door;
mod incident;
mod labels;
mod map;
mod photos;
mod sign_in;

use domain::instant::Window;
use domain::seating::{Layout, TicketNumber};

use crate::fonts::Fonts;
use crate::paper::{A4, Align, Frame, Paper, PaperError, Sheet, bold, caption, regular};
use crate::words;

/// One room of one sitting.
#[derive(Debug, Clone)]
pub struct RoomSheet<'a> {
    /// 示例大学继续教育学院
    pub school: &'a str,
    /// 2026年下半年学士学位外语考试
    pub exam: &'a str,
    /// 英语; several, when a room is shared.
    pub subject: &'a str,
    /// 考点
    pub site: &'a str,
    /// 考场号
    pub number: u16,
    /// Where it is: 示例楼 301.
    pub place: &'a str,
    /// When; until that is set, the school tells.
    pub sitting: Option<Window>,
    /// Its seats.
    pub layout: &'a Layout,
    /// Who sits here, by seat.
    pub people: Vec<Examinee<'a>>,
}

/// Somebody who sits in the room.
#[derive(Clone, Copy)]
pub struct Examinee<'a> {
    /// 座位号
    pub seat: u16,
    /// 姓名
    pub name: &'a str,
    /// 准考证号
    pub number: &'a TicketNumber,
    /// 证件号码, masked.
    pub document: &'a str,
    /// JPEG or PNG.
    pub portrait: Option<&'a [u8]>,
}

impl std::fmt::Debug for Examinee<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Examinee(seat {}, ***)", self.seat)
    }
}

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomPaper {
    /// 门贴, with everybody's name.
    DoorList,
    /// 座次表: the room from above.
    SeatMap,
    /// 桌贴, to be cut.
    DeskLabels,
    /// 签到表
    SignIn,
    /// 照片对照表
    PhotoSheet,
    /// 考场情况记录表
    Incident,
}

impl RoomPaper {
    /// All, in the order in which a room's folder has them.
    pub const ALL: [Self; 6] =
        [Self::DoorList, Self::SeatMap, Self::DeskLabels, Self::SignIn, Self::PhotoSheet, Self::Incident];

    /// What stands on it.
    pub fn title(self) -> &'static str {
        match self {
            Self::DoorList => "考场门贴",
            Self::SeatMap => "考场座次表",
            Self::DeskLabels => "桌贴",
            Self::SignIn => "考生签到表",
            Self::PhotoSheet => "考生照片对照表",
            Self::Incident => "考场情况记录表",
        }
    }
}

/// The papers of these rooms in one PDF, room after room, each in the order of `papers`. A watermark stands across every
/// sheet.
pub fn room_papers(
    fonts: &Fonts,
    rooms: &[RoomSheet<'_>],
    papers: &[RoomPaper],
    watermark: Option<&str>,
) -> Result<Vec<u8>, PaperError> {
    let title = if let [one] = papers { one.title() } else { "考场资料" };
    let mut paper = Paper::new(fonts, title, watermark);
    for room in rooms {
        for kind in papers {
            draw(&mut paper, room, *kind)?;
        }
    }
    paper.finish()
}

/// One paper of one room.
pub(crate) fn draw(paper: &mut Paper<'_>, room: &RoomSheet<'_>, kind: RoomPaper) -> Result<(), PaperError> {
    match kind {
        RoomPaper::DoorList => door::draw(paper, room),
        RoomPaper::SeatMap => map::draw(paper, room),
        RoomPaper::DeskLabels => labels::draw(paper, room),
        RoomPaper::SignIn => sign_in::draw(paper, room),
        RoomPaper::PhotoSheet => photos::draw(paper, room),
        RoomPaper::Incident => incident::draw(paper, room),
    }
}

/// Left edge and width of what is printed, in millimetres.
const LEFT: f32 = 17.0;
const WIDTH: f32 = A4[0] - 2.0 * LEFT;
/// Where the foot stands.
const FOOT: f32 = A4[1] - 12.0;

/// Exam, title, and the facts of the room; gives where the content begins.
fn head(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>, kind: RoomPaper) -> f32 {
    sheet.fit(Frame::new(LEFT, 12.0, WIDTH, 6.0), regular(11.0), Align::Middle, room.exam);
    sheet.text([A4[0] / 2.0, 28.5], bold(20.0), Align::Middle, kind.title());
    let sitting = words::sitting_or_unset(room.sitting);
    let facts = [
        ("考场", format!("第 {} 考场", words::room(room.number)), 0.0, 0.24),
        ("地点", room.place.to_owned(), 0.24, 0.34),
        ("科目", room.subject.to_owned(), 0.58, 0.42),
        ("考点", room.site.to_owned(), 0.0, 0.58),
        ("时间", sitting, 0.58, 0.42),
    ];
    for (at, (label, value, from, share)) in facts.into_iter().enumerate() {
        let y = if at < 3 { 33.5 } else { 39.5 };
        let x = LEFT + from * WIDTH;
        sheet.fit(Frame::new(x, y, 10.0, 5.5), caption(10.0), Align::Left, label);
        sheet.fit(Frame::new(x + 10.0, y, share * WIDTH - 12.0, 5.5), bold(10.5), Align::Left, &value);
    }
    47.5
}

/// School, and which sheet of how many.
fn foot(sheet: &mut Sheet<'_>, room: &RoomSheet<'_>, page: usize, pages: usize) {
    sheet.fit(Frame::new(LEFT, FOOT, WIDTH * 0.7, 5.0), caption(8.5), Align::Left, room.school);
    let text = format!("第 {page} 页　共 {pages} 页");
    sheet.fit(Frame::new(LEFT + WIDTH * 0.7, FOOT, WIDTH * 0.3, 5.0), caption(8.5), Align::Right, &text);
}

/// One sheet for each chunk of people; a room without anybody still gets one.
fn sheets(
    paper: &mut Paper<'_>,
    room: &RoomSheet<'_>,
    kind: RoomPaper,
    most: usize,
    mut draw: impl FnMut(&mut Sheet<'_>, f32, &[Examinee<'_>]) -> Result<(), PaperError>,
) -> Result<(), PaperError> {
    let pages = room.people.len().div_ceil(most).max(1);
    // Thirty-one are sixteen and fifteen, not thirty and one.
    let each = room.people.len().div_ceil(pages).max(1);
    for page in 0..pages {
        let people = room.people.chunks(each).nth(page).unwrap_or_default();
        paper.sheet(A4, |sheet| {
            let top = head(sheet, room, kind);
            draw(sheet, top, people)?;
            foot(sheet, room, page + 1, pages);
            Ok(())
        })?;
    }
    Ok(())
}

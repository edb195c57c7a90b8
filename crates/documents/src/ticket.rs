//! 准考证: the admission ticket, A4 upright (E4).
//!
//! It is set in two hands only: each one more is a subset more to make for every file, and ten kilobytes.

use domain::document::Sex;
use domain::instant::Window;
use domain::seating::TicketNumber;

use crate::code::{Code, Sturdiness};
use crate::fonts::Fonts;
use crate::paper::{A4, Align, Block, Frame, Paper, PaperError, Sheet, bold, caption, plain};
use crate::picture::{ON_TICKET, Portrait};
use crate::words;

/// What a ticket shows.
#[derive(Clone, Copy)]
pub struct Ticket<'a> {
    /// 示例大学继续教育学院
    pub school: &'a str,
    /// Telephone for questions.
    pub hotline: &'a str,
    /// 2026年下半年学士学位外语考试
    pub exam: &'a str,
    /// 姓名
    pub name: &'a str,
    /// 性别
    pub sex: Option<Sex>,
    /// 证件号码, masked already: this paper never shows it whole.
    pub document: &'a str,
    /// 准考证号
    pub number: &'a TicketNumber,
    /// 英语
    pub subject: &'a str,
    /// When it is sat; until that is set, the school tells.
    pub sitting: Option<Window>,
    /// 考点
    pub site: &'a str,
    /// Its address.
    pub address: &'a str,
    /// 考场号
    pub room: u16,
    /// Where the room is: 示例楼 301.
    pub place: &'a str,
    /// 座位号
    pub seat: u16,
    /// JPEG or PNG; without one the place is left for a glued picture.
    pub portrait: Option<&'a [u8]>,
    /// 考生须知, a paragraph each.
    pub rules: &'a [String],
    /// The signed text of the code (`domain::ticket`).
    pub token: &'a str,
    /// 测试: stands across the sheet in an exam's test mode.
    pub watermark: Option<&'a str>,
}

impl std::fmt::Debug for Ticket<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket").field("exam", &self.exam).field("name", &"***").finish_non_exhaustive()
    }
}

/// Left edge and width of what is printed, in millimetres.
const LEFT: f32 = 20.0;
const WIDTH: f32 = A4[0] - 2.0 * LEFT;
/// The portrait: three to four.
const PORTRAIT: [f32; 2] = ON_TICKET;
/// Width of the column with portrait and code.
const SIDE: f32 = 44.0;
/// Edge of the code with its margin: 37 modules and 8 around them at 0.8 mm.
const CODE: f32 = 36.0;
const LABEL: f32 = 25.0;
const ROW: f32 = 12.4;
const FACTS_TOP: f32 = 80.0;
const HAIR: f32 = 0.2;

/// One ticket as a PDF of its own.
pub fn ticket(fonts: &Fonts, ticket: &Ticket<'_>) -> Result<Vec<u8>, PaperError> {
    tickets(fonts, std::slice::from_ref(ticket))
}

/// Several tickets in one PDF, a sheet each; of one exam, so the first one's watermark stands on all.
pub fn tickets(fonts: &Fonts, tickets: &[Ticket<'_>]) -> Result<Vec<u8>, PaperError> {
    let watermark = tickets.first().and_then(|ticket| ticket.watermark);
    let mut paper = Paper::new(fonts, "准考证", watermark);
    for ticket in tickets {
        draw(&mut paper, ticket)?;
    }
    paper.finish()
}

/// One ticket on a sheet of its own.
pub(crate) fn draw(paper: &mut Paper<'_>, ticket: &Ticket<'_>) -> Result<(), PaperError> {
    let code = Code::new(ticket.token, Sturdiness::Usual)?;
    let portrait = ticket.portrait.map(|bytes| Portrait::read(bytes, PORTRAIT)).transpose()?;
    paper.sheet(A4, |sheet| {
        head(sheet, ticket);
        facts(sheet, ticket);
        side(sheet, portrait.as_ref(), &code);
        let bottom = seat(sheet, ticket);
        rules(sheet, ticket, bottom);
        Ok::<(), PaperError>(())
    })
}

fn head(sheet: &mut Sheet<'_>, ticket: &Ticket<'_>) {
    sheet.fit(Frame::new(LEFT + 26.0, 17.0, WIDTH - 52.0, 7.0), plain(13.0), Align::Middle, ticket.school);
    sheet.fit(Frame::new(LEFT + 26.0, 25.0, WIDTH - 52.0, 12.0), bold(17.0), Align::Middle, ticket.exam);
    sheet.text([A4[0] / 2.0, 50.0], bold(30.0), Align::Middle, "准 考 证");
    seal(sheet, Frame::new(LEFT, 19.0, 20.0, 20.0));
    // A thick line and a hair line, as official papers have them.
    sheet.rule([LEFT, 56.4], [LEFT + WIDTH, 56.4], 0.7);
    sheet.rule([LEFT, 57.4], [LEFT + WIDTH, 57.4], HAIR);
    sheet.text([LEFT, 69.0], caption(11.0), Align::Left, "准考证号");
    sheet.text([LEFT + LABEL, 69.6], bold(25.0), Align::Left, &ticket.number.grouped());
}

/// The outline of the seal 「准」.
fn seal(sheet: &mut Sheet<'_>, frame: Frame) {
    sheet.rounded(frame, 2.2, 0.9);
    sheet.rounded(frame.inset(1.4, 1.4), 1.4, 0.25);
    sheet.outlined([frame.x + frame.width / 2.0, frame.y + 15.2], bold(42.0), 0.35, "准");
}

fn facts(sheet: &mut Sheet<'_>, ticket: &Ticket<'_>) {
    let width = WIDTH - SIDE - 4.0;
    let sitting = words::sitting_or_unset(ticket.sitting);
    let rows: [(&str, &str, f32, f32); 6] = [
        ("姓　　名", ticket.name, 18.0, ROW + 3.0),
        ("性　　别", words::sex(ticket.sex), 12.5, ROW),
        ("证件号码", ticket.document, 12.5, ROW),
        ("考试科目", ticket.subject, 14.0, ROW),
        ("考试时间", &sitting, 12.5, ROW),
        ("考　　点", ticket.site, 12.5, ROW),
    ];
    let mut y = FACTS_TOP;
    sheet.rule([LEFT, y], [LEFT + width, y], HAIR);
    for (at, (label, value, size, height)) in rows.into_iter().enumerate() {
        let style = if at == 0 { bold(size) } else { plain(size) };
        fact(sheet, Frame::new(LEFT, y, width, height), label, style, value);
        y += height;
    }
    fact(sheet, Frame::new(LEFT, y, width, ROW), "考点地址", plain(12.5), ticket.address);
}

fn fact(sheet: &mut Sheet<'_>, frame: Frame, label: &str, style: crate::paper::Style, value: &str) {
    let Frame { x, y, width, height } = frame;
    sheet.fit(Frame::new(x, y, LABEL, height), caption(11.0), Align::Left, label);
    let place = Frame::new(x + LABEL, y, width - LABEL, height).inset(0.0, 1.2);
    sheet.fit(place, style, Align::Left, value);
    sheet.rule([x, frame.bottom()], [frame.right(), frame.bottom()], HAIR);
}

fn side(sheet: &mut Sheet<'_>, portrait: Option<&Portrait>, code: &Code) {
    let x = LEFT + WIDTH - PORTRAIT[0];
    let frame = Frame::new(x, FACTS_TOP, PORTRAIT[0], PORTRAIT[1]);
    if let Some(portrait) = portrait {
        sheet.picture(frame, portrait.image());
    } else {
        sheet.fit(frame, caption(11.0), Align::Middle, "照　片");
    }
    sheet.frame(frame, HAIR);
    let place = Frame::new(LEFT + WIDTH - CODE, frame.bottom() + 2.0, CODE, CODE);
    sheet.code(place, code);
    let middle = place.x + CODE / 2.0;
    sheet.text([middle, place.bottom() + 2.0], caption(8.5), Align::Middle, "监考员扫码核验");
}

/// Room and seat: what is looked for in the corridor. Gives where it ends.
fn seat(sheet: &mut Sheet<'_>, ticket: &Ticket<'_>) -> f32 {
    let frame = Frame::new(LEFT, 176.0, WIDTH, 24.0);
    sheet.rounded(frame, 2.0, 0.5);
    let third = [0.0, 0.27, 0.77, 1.0].map(|share| frame.x + share * frame.width);
    for x in &third[1..3] {
        sheet.rule([*x, frame.y + 4.0], [*x, frame.bottom() - 4.0], HAIR);
    }
    let room = words::room(ticket.room);
    let seat = words::seat(ticket.seat);
    let parts =
        [("考场号", room.as_str(), 30.0), ("地点", ticket.place, 19.0), ("座位号", seat.as_str(), 30.0)];
    for (at, (label, value, size)) in parts.into_iter().enumerate() {
        let cell = Frame::new(third[at], frame.y, third[at + 1] - third[at], frame.height);
        let middle = cell.x + cell.width / 2.0;
        sheet.text([middle, cell.y + 6.6], caption(10.0), Align::Middle, label);
        let place = Frame::new(cell.x + 2.0, cell.y + 8.0, cell.width - 4.0, cell.height - 10.0);
        sheet.fit(place, bold(size), Align::Middle, value);
    }
    frame.bottom()
}

/// The rules in what is left of the sheet, at the largest size at which all of them fit, so that none is lost.
fn rules(sheet: &mut Sheet<'_>, ticket: &Ticket<'_>, top: f32) {
    let foot = A4[1] - 16.0;
    let mut y = top + 10.0;
    sheet.text([LEFT, y], bold(12.0), Align::Left, "考生须知");
    y += 3.5;
    let fonts = sheet.fonts();
    let mut size = 10.5;
    let blocks = loop {
        let indent = size * 0.62;
        let style = plain(size);
        let wrap = |rule: &String| Block::wrap(fonts, style, WIDTH - indent, rule);
        let blocks: Vec<Block> = ticket.rules.iter().map(wrap).collect();
        let height: f32 = blocks.iter().map(|block| block.height() + block.leading() * 0.35).sum();
        if y + height <= foot - 4.0 || size < 4.0 {
            break blocks;
        }
        size *= 0.95;
    };
    for (block, number) in blocks.iter().zip(1..) {
        let indent = size * 0.62;
        let base = y + block.lines().next().map_or(0.0, |(base, _)| base);
        sheet.text([LEFT, base], plain(size), Align::Left, &format!("{number}."));
        sheet.block([LEFT + indent, y], WIDTH - indent, Align::Left, block);
        y += block.height() + block.leading() * 0.35;
    }
    sheet.rule([LEFT, foot], [LEFT + WIDTH, foot], HAIR);
    let line = [ticket.school, "咨询电话", ticket.hotline].join("　");
    sheet.fit(Frame::new(LEFT, foot + 1.0, WIDTH, 5.0), caption(8.5), Align::Left, &line);
}

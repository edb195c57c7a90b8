//! Invented people and rooms for papers. Nobody here exists.
#![expect(clippy::expect_used, reason = "a test that cannot begin fails here")]

use documents::picture::prepare;
use documents::room::{Examinee, RoomSheet};
use documents::ticket::Ticket;
use domain::document::Sex;
use domain::id::ExamId;
use domain::instant::{Instant, Window};
use domain::seating::{Layout, Spot, TicketNumber, Use};
use domain::ticket::{Claims, SigningKey};
use specimen::head::{Person, portrait};

/// Names that papers must bear: one hanzi, twenty-five, dots, extensions A to H, a foreigner.
pub const NAMES: [&str; 12] = [
    "张三",
    "欧阳明月",
    "翀",
    "阿依古丽·买买提",
    "买买提吐尔逊·阿卜杜热合曼·阿布都克里木·艾合买提江阿吉",
    "李𬭎",
    "王㐂",
    "赵𠀀𫠝",
    "陈𰻝𰽔",
    "刘𱍐",
    "Jane O'Neill-Doe",
    "周〇",
];

/// Which of them has twenty-five hanzi, and which has two of extension G.
pub const LONGEST: usize = 4;
pub const RAREST: usize = 8;

/// Everything that the papers borrow from.
pub struct World {
    portraits: Vec<Vec<u8>>,
    numbers: Vec<TicketNumber>,
    tokens: Vec<String>,
    rules: Vec<String>,
    layout: Layout,
}

/// 2026-12-19, nine to eleven in Shanghai.
fn sitting() -> Window {
    let start = Instant::from_millis(1_797_642_000_000);
    Window { start, end: start.plus_seconds(2 * 3_600) }
}

/// What signs the tokens.
pub fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

/// The exam of the tokens.
pub fn exam() -> ExamId {
    ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").expect("an identifier")
}

impl World {
    /// A world with tickets for so many.
    pub fn new(count: usize) -> Self {
        let key = key();
        let number = |n: usize| format!("7901012621{:03}{:02}", 1 + n / 28, 1 + n % 28);
        let numbers: Vec<TicketNumber> =
            (0..count).map(|n| TicketNumber::parse(&number(n)).expect("a number")).collect();
        let sign = |number: &TicketNumber| key.sign(&exam(), &Claims { number: number.clone(), edition: 1 });
        let uses = vec![
            (Spot { row: 5, column: 4 }, Use::Spare),
            (Spot { row: 4, column: 4 }, Use::Spare),
            (Spot { row: 6, column: 0 }, Use::Blocked),
            (Spot { row: 6, column: 4 }, Use::Blocked),
            (Spot { row: 6, column: 1 }, Use::Blocked),
            (Spot { row: 6, column: 2 }, Use::Blocked),
            (Spot { row: 6, column: 3 }, Use::Blocked),
        ];
        Self {
            portraits: Person::ALL
                .map(|person| prepare(&specimen::jpeg(&portrait(person), 95)).expect("a picture"))
                .into(),
            tokens: numbers.iter().map(sign).collect(),
            numbers,
            rules: RULES.map(Into::into).into(),
            layout: Layout::with_uses(7, 5, uses).expect("a layout"),
        }
    }

    /// Ticket `n`.
    pub fn ticket(&self, n: usize) -> Ticket<'_> {
        Ticket {
            school: "示例大学继续教育学院",
            hotline: "0000-12345678",
            exam: "2026年下半年学士学位外语考试",
            name: NAMES[n % NAMES.len()],
            sex: Some(if n.is_multiple_of(2) { Sex::Female } else { Sex::Male }),
            document: "7901**********0028",
            number: &self.numbers[n],
            subject: "英语",
            sitting: Some(sitting()),
            site: "示例大学主校区考点",
            address: "示例省示例市示例区学院路 1 号（地铁 2 号线示例大学站 B 口步行 300 米）",
            room: u16::try_from(1 + n / 28).expect("a room"),
            place: "第一教学楼 301",
            seat: u16::try_from(1 + n % 28).expect("a seat"),
            portrait: Some(&self.portraits[n % 2]),
            rules: &self.rules,
            token: &self.tokens[n],
            watermark: None,
        }
    }

    /// Room `n`, with 28 people.
    pub fn room(&self, n: usize) -> RoomSheet<'_> {
        let people = (n * 28..(n + 1) * 28).map(|at| Examinee {
            seat: u16::try_from(1 + at % 28).expect("a seat"),
            name: NAMES[at % NAMES.len()],
            number: &self.numbers[at],
            document: "7901**********0028",
            portrait: Some(&self.portraits[at % 2]),
        });
        RoomSheet {
            school: "示例大学继续教育学院",
            exam: "2026年下半年学士学位外语考试",
            subject: "英语",
            site: "示例大学主校区考点",
            number: u16::try_from(n + 1).expect("a room"),
            place: "第一教学楼 301",
            sitting: Some(sitting()),
            layout: &self.layout,
            people: people.collect(),
        }
    }
}

const RULES: [&str; 8] = [
    "考生须携带本准考证和有效居民身份证原件（含临时身份证），在开考前 30 分钟到达考点，经身份核验后进入考场，对号入座。",
    "开考 15 分钟后不得入场；开考 60 分钟内不得交卷离场。",
    "只准携带黑色签字笔、2B 铅笔、橡皮等必要文具。手机、智能手表、耳机等电子设备一律不得带入考场。",
    "入座后将准考证和身份证放在桌面左上角，以便监考员核验。",
    "拿到试卷和答题卡后，先检查有无缺页、漏印，再在规定位置填写姓名、准考证号等信息。",
    "考试开始信号发出后方可答题，结束信号发出后立即停笔，待监考员收齐清点无误后方可离场。",
    "自觉服从监考员管理，不得以任何理由妨碍监考员履行职责。违纪作弊者按《国家教育考试违规处理办法》处理。",
    "请妥善保管本准考证，成绩查询时需使用准考证号。",
];

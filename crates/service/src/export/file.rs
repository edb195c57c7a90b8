//! The writing end of an export, on a thread of its own: registrations come in, a sealed file grows.

use documents::write::{
    CsvOut, DbfOut, DbfProblem, NameRule, PhotoFacts, PhotosOut, RareRule, WriteError, XlsxOut,
};
use domain::exam::Exam;
use domain::export::{DEFAULT_RULE, ExportFailure, ExportKind, Wish};
use domain::instant::Instant;
use domain::seating::TicketNumber;
use store::export::{Made, Person};
use store::{SealedFiles, SealedOut};
use tokio::sync::mpsc::Receiver;

use super::rows;
use crate::Error;

/// Some registrations, each with its portrait where one was wanted and is there.
pub type Batch = Vec<(Person, Option<Vec<u8>>)>;

/// What stands for a hanzi that GBK does not have: as wide as one.
const RARE: RareRule = RareRule::Mark('？');

/// The list in a zip of pictures.
const LIST: &str = "名单.csv";

/// What is written.
pub struct Task {
    /// Where.
    pub files: SealedFiles,
    /// The file, and the list beside it.
    pub names: [String; 2],
    /// The exam.
    pub exam: Exam,
    /// In what form.
    pub wish: Wish,
    /// The day that a DBF carries.
    pub now: Instant,
}

/// Why no file came of it.
#[derive(Debug)]
pub enum Ended {
    /// It never will.
    Failed(ExportFailure, String),
    /// It may, another time.
    Broken(Error),
    /// Nobody wants it any more.
    Abandoned,
}

impl From<WriteError> for Ended {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Io(error) => Self::Broken(Error::internal(error)),
            other => Self::Failed(ExportFailure::Format, other.to_string()),
        }
    }
}

impl From<DbfProblem> for Ended {
    fn from(problem: DbfProblem) -> Self {
        match problem {
            DbfProblem::Write(error) => error.into(),
            DbfProblem::TooLong { .. } => Self::Failed(ExportFailure::Width, problem.to_string()),
            DbfProblem::Field(_) => Self::Failed(ExportFailure::Format, problem.to_string()),
        }
    }
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(Error::internal(error))
    }
}

/// Writes what comes until the end is told. Where the other side just falls silent, nothing is made.
pub fn write(task: &Task, mut batches: Receiver<Option<Batch>>) -> Result<Made, Ended> {
    let mut out = Out::begin(task)?;
    let mut written = 0;
    loop {
        match batches.blocking_recv() {
            Some(Some(batch)) => {
                for (person, portrait) in batch {
                    out.add(task, &person, portrait.as_deref())?;
                    written += 1;
                }
            }
            Some(None) => return out.finish(task, written),
            None => return Err(Ended::Abandoned),
        }
    }
}

/// The list beside a file: a line for each thing that could not be held as it is. It is small.
struct List(CsvOut<Vec<u8>>, i64);

impl List {
    fn new(titles: &[&str]) -> Result<Self, WriteError> {
        Ok(Self(CsvOut::new(Vec::new(), titles)?, 0))
    }

    fn add(&mut self, cells: &[&str]) -> Result<(), WriteError> {
        self.1 += 1;
        self.0.row(cells)
    }
}

enum Out {
    Xlsx(Box<XlsxOut>, SealedOut),
    Csv(CsvOut<SealedOut>),
    Dbf(DbfOut<SealedOut>, List),
    Photos(Box<PhotosOut<SealedOut>>, NameRule, List),
}

impl Out {
    fn begin(task: &Task) -> Result<Self, Ended> {
        let out = task.files.create(&task.names[0])?;
        Ok(match task.wish.kind {
            ExportKind::Xlsx => {
                let sheet = XlsxOut::new("报名", &rows::columns(), task.files.folder())?;
                Self::Xlsx(Box::new(sheet), out)
            }
            ExportKind::Csv => Self::Csv(CsvOut::new(out, &rows::titles())?),
            ExportKind::Dbf => {
                let table = DbfOut::new(out, &rows::fields(), RARE, task.now.in_shanghai().date())?;
                Self::Dbf(table, List::new(&["行号", "报名编号", "姓名", "字段", "无法写入的字"])?)
            }
            ExportKind::Photos => {
                let rule = task.wish.rule.as_deref().unwrap_or(DEFAULT_RULE);
                let rule = NameRule::parse(rule)
                    .map_err(|problem| Ended::Failed(ExportFailure::Format, problem.to_string()))?;
                let list = List::new(&["报名编号", "文件名", "说明"])?;
                Self::Photos(Box::new(PhotosOut::new(out, rule.clone())), rule, list)
            }
        })
    }

    fn add(&mut self, task: &Task, person: &Person, portrait: Option<&[u8]>) -> Result<(), Ended> {
        if let Self::Photos(zip, rule, list) = self {
            return Ok(add_picture(zip, (rule, list), (&task.exam, person), portrait)?);
        }
        let cells = rows::cells(&task.exam, person, task.wish.full);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        match self {
            Self::Xlsx(sheet, _) => sheet.row(&cells)?,
            Self::Csv(table) => table.row(&cells)?,
            Self::Dbf(table, list) => {
                let before = table.affected().len();
                table.row(&cells)?;
                for cell in &table.affected()[before..] {
                    let (row, field) = (cell.row.to_string(), rows::title_of(&cell.field));
                    let (id, name) = (person.id.as_str(), person.name.masked());
                    list.add(&[&row, id, &name, field, &cell.characters])?;
                }
            }
            Self::Photos(..) => {}
        }
        Ok(())
    }

    fn finish(self, task: &Task, written: i64) -> Result<Made, Ended> {
        let (out, list) = match self {
            Self::Xlsx(sheet, mut out) => {
                sheet.finish(&mut out)?;
                (out, None)
            }
            Self::Csv(table) => (table.finish()?, None),
            Self::Dbf(table, list) => (table.finish()?.0, Some(list)),
            Self::Photos(mut zip, _, List(list, listed)) => {
                if listed > 0 {
                    zip.add_list(LIST, &list.finish()?)?;
                }
                let file_bytes = bytes(zip.finish()?.finish()?);
                return Ok(Made { written, file_bytes, listed, list_bytes: 0 });
            }
        };
        let file_bytes = bytes(out.finish()?);
        let (listed, list_bytes) = match list {
            Some(List(list, listed)) if listed > 0 => (listed, save_list(task, &list.finish()?)?),
            _ => (0, 0),
        };
        Ok(Made { written, file_bytes, listed, list_bytes })
    }
}

fn save_list(task: &Task, list: &[u8]) -> Result<i64, Ended> {
    let mut out = task.files.create(&task.names[1])?;
    std::io::Write::write_all(&mut out, list)?;
    Ok(bytes(out.finish()?))
}

fn bytes(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A picture under its name; in the list, whoever has none, and whose name is not just what the rule says.
fn add_picture(
    zip: &mut PhotosOut<SealedOut>,
    (rule, list): (&NameRule, &mut List),
    (exam, person): (&Exam, &Person),
    portrait: Option<&[u8]>,
) -> Result<(), WriteError> {
    let id = person.id.as_str();
    let Some(portrait) = portrait else { return list.add(&[id, "", "没有照片"]) };
    let number = |number: Option<i64>, width: usize| {
        number.map(|number| format!("{number:0width$}")).unwrap_or_default()
    };
    let subject = person.subject.as_deref().unwrap_or_default();
    let site = person.site.as_deref().unwrap_or_default();
    let (room, seat) = (person.seat.map(|seat| seat.0), person.seat.map(|seat| seat.1));
    let facts = PhotoFacts {
        // Before there are tickets every picture still has a name of its own.
        ticket: person.ticket.as_ref().map_or(id, TicketNumber::expose),
        document: person.document.expose(),
        name: person.name.expose(),
        subject: exam.subject(subject).map_or(subject, |subject| &subject.name),
        site: exam.site(site).map_or(site, |site| &site.name),
        room: &number(room, 3),
        seat: &number(seat, 2),
    };
    let name = zip.add(&facts, portrait)?;
    let remark = if person.ticket.is_none() {
        Some("还没有准考证号")
    } else if !rule.is_fit(&facts) {
        Some("含有文件名不能用的字符，或内容为空，已替换")
    } else if name != [&rule.name(&facts), ".jpg"].concat() {
        Some("与前面的文件重名，已加序号")
    } else {
        None
    };
    remark.map_or(Ok(()), |remark| list.add(&[id, &name, remark]))
}

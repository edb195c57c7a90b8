//! 宣传海报: the code of the portal's address, alone or on a sheet with the school's name (A2).

use documents::PaperError;
use documents::code::{Code, Sturdiness};
use documents::poster::{Poster, poster};
use domain::id::ExamId;
use domain::staff::{Permission, Place};

use crate::ticket::fonts;
use crate::{Cx, Error, Operator};

/// Pixels along the edge of the PNG: sharp on a sheet of A4.
const PNG_EDGE: u32 = 1_200;
/// What stands on a poster that names no exam.
const ANY_EXAM: &str = "网上报名";

/// What it is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PosterForm {
    /// The sheet, A4.
    Pdf,
    /// The code.
    Png,
    /// The code.
    Svg,
}

/// The poster of the portal at `address`, for whoever of the staff sees exams; the sheet says this exam, or none.
pub async fn draw(
    cx: &Cx,
    staff: &Operator,
    address: &str,
    (form, exam): (PosterForm, Option<&ExamId>),
) -> Result<Vec<u8>, Error> {
    let now = cx.now();
    let title = cx
        .store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeExams, now).await?;
            let Some(id) = exam else { return Ok(None) };
            if !reach.covers(Place::Registration(id, None)) {
                return Err(Error::Forbidden);
            }
            Ok(Some(store::exam::find(r, id).await?.ok_or(Error::NotFound)?.title))
        })
        .await?;
    let (school, address) = (cx.school(), address.to_owned());
    let drawn = cx.see(move |_engine| match form {
        PosterForm::Pdf => {
            let said = Poster {
                school: &school.name,
                title: title.as_deref().unwrap_or(ANY_EXAM),
                address: &address,
                hotline: &school.hotline,
            };
            poster(fonts().map_err(Error::internal)?, &said).map_err(Error::internal)
        }
        PosterForm::Png => {
            let png = Code::new(&address, Sturdiness::Poster).and_then(|code| code.to_png(PNG_EDGE));
            png.map_err(Error::internal)
        }
        PosterForm::Svg => {
            let svg = Code::new(&address, Sturdiness::Poster).map(|code| code.to_svg().into_bytes());
            svg.map_err(|error: PaperError| Error::internal(error))
        }
    });
    drawn.await?
}

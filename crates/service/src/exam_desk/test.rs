//! 测试: an exam that staff try the road with, and its end.

use domain::exam::ExamProblem;
use domain::id::ExamId;
use domain::staff::{Permission, Place};

use super::{EVENT_WIPED, Refusal};
use crate::{Cx, Error, Operator, audit, export};

/// Wipes a test: everybody in it, their pictures, seats, tickets and scores, and the exam itself. The name is typed, so that
/// no other one goes. What remains is one line of the log; tapped twice it is wiped once.
pub async fn wipe(cx: &Cx, staff: &Operator, id: &ExamId, seen: i64, name: &str) -> Result<(), Refusal> {
    let now = cx.now();
    let wiped = cx
        .store()
        .write(async |tx| {
            staff.require(tx, Permission::EditExams, Place::Exam(id), now).await?;
            let Some((exam, version)) = store::exam::find_to_change(tx, id).await? else {
                let noted = store::audit::list_for(tx, id.as_str()).await?;
                let is_gone = noted.iter().any(|(_, event)| event == EVENT_WIPED);
                return if is_gone { Ok(None) } else { Err(Error::NotFound.into()) };
            };
            if !exam.is_test {
                return Err(Refusal::Problems(vec![ExamProblem::NotATest]));
            }
            if name.trim() != exam.title.trim() {
                return Err(Refusal::Problems(vec![ExamProblem::WrongName]));
            }
            if version != seen {
                return Err(Error::Stale.into());
            }
            let wiped = store::wipe::test(tx, id, seen).await?;
            let detail = format!("{}; {} registrations", exam.title, wiped.registrations);
            audit::record_change(tx, now, &staff.actor(), EVENT_WIPED, id.as_str(), detail).await?;
            Ok(Some(wiped))
        })
        .await?;
    let Some(wiped) = wiped else { return Ok(()) };
    // What remains if this fails names nobody and opens to nobody; the next check names it.
    for file in wiped.files {
        drop(cx.store().files().delete(&file).await);
    }
    for export in wiped.exports {
        drop(export::delete_files(cx, &[export.as_str(), "."].concat(), None).await);
    }
    Ok(())
}

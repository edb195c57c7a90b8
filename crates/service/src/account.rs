//! One's own account.

use domain::form::{Field, FieldProblems, Problem};
use domain::identity::Refusal;
use domain::list::List;
use domain::person::PersonName;
use serde::{Deserialize, Serialize};
pub use store::account::Account;

use crate::{Candidate, Cx, Error, audit, identity};

/// 个人信息 with the choices it offers.
pub struct Profile {
    /// The account.
    pub account: Account,
    /// Choices of 考生类型.
    pub candidate_types: Vec<String>,
    /// Choices of 考生专业.
    pub majors: Vec<String>,
    /// 已实名
    pub verified: bool,
    /// Whether the name is locked, because a registration was confirmed under it.
    pub name_locked: bool,
}

/// What the owner may change, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ProfileForm {
    /// 姓名
    pub name: String,
    /// 考生类型, or empty.
    pub candidate_type: String,
    /// 考生专业, or empty.
    pub major: String,
}

/// One's own account.
pub async fn load(cx: &Cx, who: &Candidate) -> Result<Account, Error> {
    Ok(cx.store().read(async |r| store::account::load(r, who.id()).await).await?)
}

/// 个人信息 with the choices it offers.
pub async fn load_profile(cx: &Cx, who: &Candidate) -> Result<Profile, Error> {
    cx.store()
        .read(async |r| {
            let account = store::account::load(r, who.id()).await?;
            Ok(Profile {
                candidate_types: offered(r, List::CandidateType, account.candidate_type.as_ref()).await?,
                majors: offered(r, List::Major, account.major.as_ref()).await?,
                account,
                verified: identity::find(r, who).await?.identity.is_passed(),
                name_locked: is_name_locked(r, who).await?,
            })
        })
        .await
}

/// Keeps 个人信息. A changed name has to be verified again; once a registration was confirmed under it, 更名申请 is the way.
///
/// Where the name alone is refused, the two choices are kept: they stand in the form again, also without WASM.
pub async fn save_profile(cx: &Cx, who: &Candidate, form: ProfileForm) -> Result<(), Error> {
    let now = cx.now();
    let refused = cx
        .store()
        .write(async |tx| {
            let mut account = store::account::load(tx, who.id()).await?;
            let types = offered(tx, List::CandidateType, account.candidate_type.as_ref()).await?;
            let majors = offered(tx, List::Major, account.major.as_ref()).await?;
            let (name, refused) = match check(&form, &types, &majors) {
                Ok(name) => (name, None),
                Err(problems) if problems.0.iter().all(|found| found.field == Field::Name) => {
                    (account.name.clone(), Some(problems))
                }
                Err(problems) => return Err(problems.into()),
            };
            let renamed = name != account.name;
            if renamed && is_name_locked(tx, who).await? {
                return Err(Refusal::NameLocked.into());
            }
            let change = audit::change(&account.name.masked(), &name.masked());
            account.name = name;
            account.candidate_type = chosen(form.candidate_type);
            account.major = chosen(form.major);
            store::account::update_profile(tx, &account).await?;
            audit::record(tx, now, &who.actor(), "account.profile_changed", who.id().as_str()).await?;
            if renamed {
                identity::forget_verification(tx, who.id()).await?;
                let event = "identity.undone_by_rename";
                audit::record_change(tx, now, &who.actor(), event, who.id().as_str(), change).await?;
            }
            Ok::<_, Error>(refused)
        })
        .await?;
    refused.map_or(Ok(()), |problems| Err(problems.into()))
}

/// What a list offers somebody: an entry that was retired stays with whoever chose it.
async fn offered(
    r: &mut store::Reader<'_>,
    list: List,
    chosen: Option<&String>,
) -> Result<Vec<String>, Error> {
    let mut names = store::choices::list(r, list.code()).await?;
    names.extend(chosen.filter(|chosen| !names.contains(chosen)).cloned());
    Ok(names)
}

/// Whether a registration was confirmed under this name: another one then takes a 更名申请 (B8). From the confirmation on,
/// and not only from the proof on, since behind it nobody comes past 实名认证 any more.
pub(crate) async fn is_name_locked(r: &mut store::Reader<'_>, who: &Candidate) -> Result<bool, Error> {
    let own = store::registration::list_own(r, who.id()).await?;
    Ok(own.iter().any(|registration| registration.state.holds_place()))
}

fn check(form: &ProfileForm, types: &[String], majors: &[String]) -> Result<PersonName, FieldProblems> {
    let mut problems = FieldProblems::default();
    let name = problems.keep(Field::Name, PersonName::parse(&form.name).map_err(Problem::from));
    for (field, value, list) in
        [(Field::CandidateType, &form.candidate_type, types), (Field::Major, &form.major, majors)]
    {
        if !value.is_empty() && !list.contains(value) {
            problems.add(field, Problem::NotOffered);
        }
    }
    name.filter(|_| problems.is_empty()).ok_or(problems)
}

fn chosen(value: String) -> Option<String> {
    Some(value).filter(|value| !value.is_empty())
}

//! Which page stands at which URL. The paths are those of [`crate::paths`].
//!
//! The first visit downloads the home page's code only; the other pages come in four pieces of WASM, which the build
//! splits off (`cargo leptos build --split`; a bundle built without it does not start). More pieces would be slower:
//! what several of them share becomes a file for every combination.

use std::future::pending;
use std::pin::pin;

use futures::channel::oneshot;
use futures::future::{Either, select};
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos::task::spawn_local;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{FlatRoutes, RouteChildren};
use leptos_router::hooks::use_url;
use leptos_router::{ChooseView, NestedRoute, PossibleRouteMatch, SsrMode, path};

use crate::account::{
    MePage, PrivacyPage, ProfilePage, SignInPage, SignUpPasswordPage, SignUpPersonPage, SignUpPhonePage,
};
use crate::admin::{
    AddStaffPage, AnnouncementsPage, AuditPage, AuditProofPage, CodePage, ConfirmPage, DashboardPage,
    EnrolPage, ExamDeskPage, ExamNoticePage, ExamPaymentPage, ExamRulesPage, ExamSubjectsPage, ExamsPage,
    ExportsPage, ListsPage, MemberPage, NumberChangesPage, PeoplePage, PermissionsPage, PersonPage,
    PosterPage, PrintsPage, ReviewPage, RosterPage, ScoresPage, SeatingPage, SettingsPage, StaffPage,
    StaffSecurityPage, StaffSignInPage, WelcomePage,
};
use crate::demo::specimen::SpecimenPage;
use crate::demo::{DemoPage, DemoPayPage};
use crate::exam::HomePage;
use crate::identity::{ConsentPage, IdentityPage};
use crate::message::MessagesPage;
use crate::payment::{PaymentPage, ProofPage, SubmittedPage};
use crate::registration::face::FacePage;
use crate::registration::{
    AnswersPage, NoticePage, RegistrationPage, RegistrationsPage, ScorePage, TicketPage, WithdrawPage,
};
use crate::rename::RenamePage;
use crate::reset::{ResetCodePage, ResetPasswordPage, ResetStartPage};
use crate::security::{ChangePasswordPage, ChangePhonePage, PhoneCodesPage, SecurityPage};
use crate::ui::load::UnknownPage;
use crate::ui::offline::OfflinePage;
use crate::ui::pause::pause;
use crate::ui::still::Still;
use crate::words::{Book, load};

/// Pieces of WASM of their own: per piece its name, the function that the build splits off, the books of words that it needs,
/// and its pages.
macro_rules! pieces {
    ($($piece:ident $view:ident [$($book:ident),*] { $($name:ident => $page:ident),* $(,)? })*) => {
        $(
            /// The pages of one piece.
            #[derive(Clone, Copy)]
            enum $piece {
                $($name,)*
            }

            #[lazy]
            fn $view(page: $piece) -> AnyView {
                match page {
                    $($piece::$name => view! { <$page /> }.still(),)*
                }
            }

            impl ChooseView for $piece {
                async fn choose(self) -> AnyView {
                    in_time(async move {
                        $(load(Book::$book).await;)*
                        $view(self).await
                    })
                    .await
                }

                async fn preload(&self) {}
            }
        )*
    };
}

pieces! {
    Account account [Rest] {
        SignUpPerson => SignUpPersonPage,
        SignUpPhone => SignUpPhonePage,
        SignUpPassword => SignUpPasswordPage,
        SignIn => SignInPage,
        Privacy => PrivacyPage,
        Offline => OfflinePage,
        Me => MePage,
        Messages => MessagesPage,
        Profile => ProfilePage,
        Rename => RenamePage,
        ResetStart => ResetStartPage,
        ResetCode => ResetCodePage,
        ResetPassword => ResetPasswordPage,
        Security => SecurityPage,
        ChangePassword => ChangePasswordPage,
        ChangePhone => ChangePhonePage,
        PhoneCodes => PhoneCodesPage,
    }
    Road road [Rest] {
        Identity => IdentityPage,
        Consent => ConsentPage,
        Registrations => RegistrationsPage,
        Registration => RegistrationPage,
        Notice => NoticePage,
        Face => FacePage,
        Answers => AnswersPage,
        Payment => PaymentPage,
        Proof => ProofPage,
        Submitted => SubmittedPage,
        Withdraw => WithdrawPage,
        Ticket => TicketPage,
        Score => ScorePage,
    }
    Demo demo [Rest] {
        Messages => DemoPage,
        Specimen => SpecimenPage,
        Pay => DemoPayPage,
    }
    Office office [Rest, Office] {
        Welcome => WelcomePage,
        Dashboard => DashboardPage,
        Review => ReviewPage,
        Announcements => AnnouncementsPage,
        People => PeoplePage,
        Person => PersonPage,
        NumberChanges => NumberChangesPage,
        Seating => SeatingPage,
        Papers => PrintsPage,
        Poster => PosterPage,
        Settings => SettingsPage,
        Scores => ScoresPage,
        Exports => ExportsPage,
        Roster => RosterPage,
        Lists => ListsPage,
        Exams => ExamsPage,
        ExamDesk => ExamDeskPage,
        ExamSubjects => ExamSubjectsPage,
        ExamRules => ExamRulesPage,
        ExamPayment => ExamPaymentPage,
        ExamNotice => ExamNoticePage,
        Audit => AuditPage,
        AuditProof => AuditProofPage,
        SignIn => StaffSignInPage,
        Code => CodePage,
        Enrol => EnrolPage,
        Confirm => ConfirmPage,
        Staff => StaffPage,
        AddStaff => AddStaffPage,
        Permissions => PermissionsPage,
        Member => MemberPage,
        Security => StaffSecurityPage,
    }
}

/// Milliseconds that a page may take to come after a tap.
const LONGEST_WAIT: i32 = 10_000;

/// A page that does not come in time after a tap, because its piece or its words do not, is loaded as a page without WASM
/// would be: it works at once, or the browser says what is wrong. The page that is looked at waits: it works meanwhile.
async fn in_time(page: impl Future<Output = AnyView>) -> AnyView {
    let asked = use_url().get_untracked();
    if is_server() || window().location().pathname().is_ok_and(|here| here == asked.path()) {
        return page.await;
    }
    let (late, is_late) = oneshot::channel();
    spawn_local(async move {
        pause(LONGEST_WAIT).await;
        let _ = late.send(());
    });
    match select(pin!(page), is_late).await {
        Either::Left((page, _)) => page,
        Either::Right(_) => {
            let query = if asked.search().is_empty() { "" } else { "?" };
            let asked = [asked.path(), query, asked.search(), asked.hash()].concat();
            drop(window().location().set_href(&asked));
            pending().await
        }
    }
}

/// `Async` everywhere: the HTML is complete before any script runs. Without its types, a route is a row in a list;
/// with them, every function of the router would be made for every route.
fn route<S, V>(path: S, view: V) -> AnyNestedRoute
where
    S: PossibleRouteMatch + Clone + Send + 'static,
    V: ChooseView,
{
    NestedRoute::new(path, view).ssr_mode(SsrMode::Async).into_any_nested_route()
}

fn table() -> StaticVec<AnyNestedRoute> {
    StaticVec::from(vec![
        route(path!("/"), || view! { <HomePage /> }.still()),
        route(path!("/sign-up"), Account::SignUpPerson),
        route(path!("/sign-up/phone"), Account::SignUpPhone),
        route(path!("/sign-up/password"), Account::SignUpPassword),
        route(path!("/sign-in"), Account::SignIn),
        route(path!("/privacy"), Account::Privacy),
        route(path!("/offline"), Account::Offline),
        route(path!("/me"), Account::Me),
        route(path!("/me/messages"), Account::Messages),
        route(path!("/me/profile"), Account::Profile),
        route(path!("/reset"), Account::ResetStart),
        route(path!("/reset/code"), Account::ResetCode),
        route(path!("/reset/password"), Account::ResetPassword),
        route(path!("/me/security"), Account::Security),
        route(path!("/me/security/password"), Account::ChangePassword),
        route(path!("/me/security/phone"), Account::ChangePhone),
        route(path!("/me/security/phone/codes"), Account::PhoneCodes),
        route(path!("/me/identity"), Road::Identity),
        route(path!("/me/consent"), Road::Consent),
        route(path!("/me/rename"), Account::Rename),
        route(path!("/registrations"), Road::Registrations),
        route(path!("/registrations/:id"), Road::Registration),
        route(path!("/registrations/:id/notice"), Road::Notice),
        route(path!("/registrations/:id/face"), Road::Face),
        route(path!("/registrations/:id/answers"), Road::Answers),
        route(path!("/registrations/:id/payment"), Road::Payment),
        route(path!("/registrations/:id/proof"), Road::Proof),
        route(path!("/registrations/:id/submitted"), Road::Submitted),
        route(path!("/registrations/:id/withdraw"), Road::Withdraw),
        route(path!("/registrations/:id/ticket"), Road::Ticket),
        route(path!("/registrations/:id/score"), Road::Score),
        route(path!("/demo"), Demo::Messages),
        route(path!("/demo/specimen"), Demo::Specimen),
        route(path!("/demo/pay"), Demo::Pay),
        route(path!("/admin"), Office::Welcome),
        route(path!("/admin/dashboard"), Office::Dashboard),
        route(path!("/admin/sign-in"), Office::SignIn),
        route(path!("/admin/sign-in/code"), Office::Code),
        route(path!("/admin/enrol"), Office::Enrol),
        route(path!("/admin/confirm"), Office::Confirm),
        route(path!("/admin/staff"), Office::Staff),
        route(path!("/admin/staff/add"), Office::AddStaff),
        route(path!("/admin/staff/permissions"), Office::Permissions),
        route(path!("/admin/staff/:id"), Office::Member),
        route(path!("/admin/security"), Office::Security),
        route(path!("/admin/review/:queue/:id"), Office::Review),
        route(path!("/admin/announcements"), Office::Announcements),
        route(path!("/admin/people"), Office::People),
        route(path!("/admin/people/:id"), Office::Person),
        route(path!("/admin/number-changes"), Office::NumberChanges),
        route(path!("/admin/seating"), Office::Seating),
        route(path!("/admin/papers"), Office::Papers),
        route(path!("/admin/poster"), Office::Poster),
        route(path!("/admin/settings"), Office::Settings),
        route(path!("/admin/scores"), Office::Scores),
        route(path!("/admin/exports"), Office::Exports),
        route(path!("/admin/roster"), Office::Roster),
        route(path!("/admin/lists"), Office::Lists),
        route(path!("/admin/exams"), Office::Exams),
        route(path!("/admin/exams/:id"), Office::ExamDesk),
        route(path!("/admin/exams/:id/subjects"), Office::ExamSubjects),
        route(path!("/admin/exams/:id/rules"), Office::ExamRules),
        route(path!("/admin/exams/:id/payment"), Office::ExamPayment),
        route(path!("/admin/exams/:id/notice"), Office::ExamNotice),
        route(path!("/admin/audit"), Office::Audit),
        route(path!("/admin/audit/proof"), Office::AuditProof),
    ])
}

/// The route table.
#[component]
pub fn Pages() -> impl IntoView {
    let table: RouteChildren<_> = ToChildren::to_children(table);
    view! { <FlatRoutes fallback=|| view! { <UnknownPage /> }.still() children=table /> }
}

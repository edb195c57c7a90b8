//! Which page stands at which URL. The paths are those of [`crate::paths`].

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::{SsrMode, path};

use crate::account::{
    MePage, PrivacyPage, ProfilePage, SignInPage, SignUpPasswordPage, SignUpPersonPage, SignUpPhonePage,
};
use crate::demo::specimen::SpecimenPage;
use crate::demo::{DemoPage, DemoPayPage};
use crate::exam::HomePage;
use crate::identity::IdentityPage;
use crate::payment::{PaymentPage, ProofPage, SubmittedPage};
use crate::registration::face::FacePage;
use crate::registration::{AnswersPage, NoticePage, RegistrationPage, RegistrationsPage};
use crate::ui::load::UnknownPage;

/// The route table. `Async` everywhere: the HTML is complete before any script runs.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <UnknownPage /> }.into_any()>
            <Route path=path!("/") view=|| view! { <HomePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/sign-up") view=|| view! { <SignUpPersonPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/sign-up/phone") view=|| view! { <SignUpPhonePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/sign-up/password") view=|| view! { <SignUpPasswordPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/sign-in") view=|| view! { <SignInPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/privacy") view=|| view! { <PrivacyPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/me") view=|| view! { <MePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/me/profile") view=|| view! { <ProfilePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/me/identity") view=|| view! { <IdentityPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations") view=|| view! { <RegistrationsPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id") view=|| view! { <RegistrationPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/notice") view=|| view! { <NoticePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/face") view=|| view! { <FacePage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/answers") view=|| view! { <AnswersPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/payment") view=|| view! { <PaymentPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/proof") view=|| view! { <ProofPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/registrations/:id/submitted") view=|| view! { <SubmittedPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/demo") view=|| view! { <DemoPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/demo/specimen") view=|| view! { <SpecimenPage /> }.into_any() ssr=SsrMode::Async />
            <Route path=path!("/demo/pay") view=|| view! { <DemoPayPage /> }.into_any() ssr=SsrMode::Async />
        </FlatRoutes>
    }
}

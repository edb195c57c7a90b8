//! Whom to call: the server knows, and has written it on the document's root for the browser, so that an error can name
//! it wherever it appears.

use leptos::prelude::*;

/// Telephone for everything.
pub fn hotline() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>().map(|cx| cx.school().hotline.clone()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    return of_root("data-hotline");
}

/// 技术管理员, for a wrong document number.
pub fn technical_contact() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<crate::ssr::Cx>()
        .map(|cx| cx.school().technical_contact.clone())
        .unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    return of_root("data-technical-contact");
}

#[cfg(not(feature = "ssr"))]
fn of_root(attribute: &str) -> String {
    document().document_element().and_then(|root| root.get_attribute(attribute)).unwrap_or_default()
}

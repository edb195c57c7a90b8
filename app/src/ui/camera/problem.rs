//! Why there is no picture.

use leptos::wasm_bindgen::JsValue;

use crate::words::camera as words;

/// Why there is no picture, each with its own way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraProblem {
    /// The page did not come over HTTPS.
    Insecure,
    /// The browser has no camera for pages.
    Unsupported,
    /// The visitor, or a setting, said no.
    Denied,
    /// The visitor closed the question without an answer; it will be asked again.
    Dismissed,
    /// No camera.
    Missing,
    /// Another program holds it.
    InUse,
    /// No picture of the wanted form.
    Constrained,
    /// The browser never answered, as UC and the browsers of some phones do.
    Silent,
    /// There was a picture, and then none any more.
    Gone,
    /// Anything else, by the name that the browser gave it.
    Broken(String),
}

/// Most characters of a browser's name for an error that are shown.
const NAME_LENGTH: usize = 40;

impl CameraProblem {
    /// What happened, with its short code.
    pub fn words(&self) -> String {
        match self {
            Self::Insecure => words::insecure(),
            Self::Unsupported => words::unsupported(),
            Self::Denied => words::denied(),
            Self::Dismissed => words::dismissed(),
            Self::Missing => words::missing(),
            Self::InUse => words::in_use(),
            Self::Constrained => words::constrained(),
            Self::Silent => words::silent(),
            Self::Gone => words::gone(),
            Self::Broken(name) => return words::broken(name),
        }
        .to_owned()
    }

    /// From the name of the browser's exception, old names included.
    pub(super) fn from_name(name: &str) -> Self {
        match name {
            "NotAllowedError" | "SecurityError" | "PermissionDeniedError" => Self::Denied,
            "PermissionDismissedError" => Self::Dismissed,
            "NotFoundError" | "DevicesNotFoundError" => Self::Missing,
            "NotReadableError" | "TrackStartError" | "SourceUnavailableError" | "AbortError" => Self::InUse,
            "OverconstrainedError" | "ConstraintNotSatisfiedError" => Self::Constrained,
            "TypeError" | "NotSupportedError" => Self::Unsupported,
            other => Self::named(other),
        }
    }

    /// From whatever the browser threw.
    pub(super) fn from_exception(exception: &JsValue) -> Self {
        let name = js_sys::Reflect::get(exception, &JsValue::from_str("name")).ok();
        name.and_then(|name| name.as_string()).map_or_else(|| Self::named("?"), |name| Self::from_name(&name))
    }

    /// Something that has no case of its own; no error is swallowed.
    pub(super) fn named(name: &str) -> Self {
        Self::Broken(name.chars().filter(|sign| !sign.is_control()).take(NAME_LENGTH).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_every_camera_problem_has_its_own_sentence_and_code() {
        let named = [
            ("NotAllowedError", CameraProblem::Denied, "C5-3"),
            ("NotFoundError", CameraProblem::Missing, "C5-4"),
            ("NotReadableError", CameraProblem::InUse, "C5-5"),
            ("OverconstrainedError", CameraProblem::Constrained, "C5-6"),
            ("PermissionDismissedError", CameraProblem::Dismissed, "C5-9"),
            ("TypeError", CameraProblem::Unsupported, "C5-2"),
        ];
        for (name, problem, code) in named {
            assert_eq!(CameraProblem::from_name(name), problem);
            assert!(problem.words().contains(code), "{code}");
        }
        assert!(CameraProblem::Insecure.words().contains("C5-1"));
        assert!(CameraProblem::Silent.words().contains("C5-8"));
        assert!(CameraProblem::Gone.words().contains("C5-10"));
    }

    #[test]
    fn c5_an_error_without_a_case_of_its_own_is_shown_by_its_name() {
        let unknown = CameraProblem::from_name("SomethingNewError");
        assert!(unknown.words().contains("C5-7 SomethingNewError"));
        let long = CameraProblem::from_name(&"x".repeat(500));
        assert!(long.words().chars().count() < 100);
    }
}

//! The Chinese typeface, loaded once: its files are some forty megabytes.

use std::sync::OnceLock;

use specimen::fonts::{Fonts, FontsMissing};

/// The typeface of the system.
pub fn fonts() -> Result<&'static Fonts, FontsMissing> {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let fonts = Fonts::load()?;
    Ok(FONTS.get_or_init(|| fonts))
}

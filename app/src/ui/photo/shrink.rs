//! Makes a photo small before it is sent: the limit of 4 MB never becomes the candidate's problem, and what the phone
//! wrote beside the picture (place, time, model) stays on the phone.

use leptos::wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, HtmlImageElement, Url};

use crate::ui::camera::scaled;
use crate::ui::canvas::Canvas;

/// Longest edge of what is sent, in pixels: what the server keeps.
const LONGEST_EDGE_PX: f64 = 1600.0;
/// Quality of the JPEG, 0 to 1.
const QUALITY: f64 = 0.85;

/// The picture, turned the way it is meant to be seen, at most 1,600 px long. None when the browser cannot show it
/// (a HEIC, a broken file): then it is sent as it is and the server says what is wrong with it.
pub async fn shrunk(file: &File) -> Option<Blob> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let blob = redrawn(&url).await;
    let _ = Url::revoke_object_url(&url);
    blob
}

async fn redrawn(url: &str) -> Option<Blob> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode().unchecked_into::<js_sys::Promise>()).await.ok()?;
    let (width, height) = (image.natural_width(), image.natural_height());
    if width == 0 || height == 0 {
        return None;
    }
    let scale = (LONGEST_EDGE_PX / f64::from(width.max(height))).min(1.0);
    let canvas = Canvas::new(scaled(width, scale), scaled(height, scale))?;
    canvas.draw_image(&image)?;
    canvas.jpeg(QUALITY).await
}

//! Pictures in the browser's memory: draw, shrink, turn into a JPEG.

use js_sys::Uint8Array;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, Document, HtmlCanvasElement, HtmlImageElement, HtmlVideoElement,
};

/// A canvas that is not on the page. Only in the browser.
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// An empty one; none where the browser has no memory left for it.
    pub fn new(width: u32, height: u32) -> Option<Self> {
        Self::with(width, height, &JsValue::UNDEFINED)
    }

    /// An empty one whose pixels are read again and again: the browser keeps it near the processor.
    pub fn for_reading(width: u32, height: u32) -> Option<Self> {
        let wishes = js_sys::Object::new();
        js_sys::Reflect::set(&wishes, &JsValue::from_str("willReadFrequently"), &JsValue::TRUE).ok()?;
        Self::with(width, height, &wishes)
    }

    fn with(width: u32, height: u32, wishes: &JsValue) -> Option<Self> {
        let element: HtmlCanvasElement = document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        element.set_width(width);
        element.set_height(height);
        let context = element.get_context_with_context_options("2d", wishes).ok()??.dyn_into().ok()?;
        Some(Self { element, context })
    }

    /// Width and height in pixels.
    pub fn size(&self) -> [u32; 2] {
        [self.element.width(), self.element.height()]
    }

    /// Draws what the video shows now, over the whole canvas.
    pub fn draw_video(&self, video: &HtmlVideoElement) -> Option<()> {
        let [width, height] = self.size().map(f64::from);
        self.context.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, width, height).ok()
    }

    /// Draws the picture over the whole canvas, turned the way it is meant to be seen.
    pub fn draw_image(&self, image: &HtmlImageElement) -> Option<()> {
        let [width, height] = self.size().map(f64::from);
        // Transparent pixels would turn black in a JPEG.
        self.context.set_fill_style_str("white");
        self.context.fill_rect(0.0, 0.0, width, height);
        self.context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height).ok()
    }

    /// Draws the middle of what the video shows now, as large as it is square, over the whole canvas.
    pub fn draw_middle(&self, video: &HtmlVideoElement) -> Option<()> {
        let ([width, height], [w, h]) =
            ([video.video_width(), video.video_height()].map(f64::from), self.size().map(f64::from));
        let side = width.min(height);
        let (x, y) = ((width - side) / 2.0, (height - side) / 2.0);
        let draw = CanvasRenderingContext2d::draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh;
        draw(&self.context, video, x, y, side, side, 0.0, 0.0, w, h).ok()
    }

    /// Draws another canvas over the whole of this one.
    pub fn draw(&self, other: &Self) -> Option<()> {
        let [w, h] = self.size().map(f64::from);
        self.context.draw_image_with_html_canvas_element_and_dw_and_dh(&other.element, 0.0, 0.0, w, h).ok()
    }

    /// Its pixels as they lie in the browser's memory: red, green, blue, opacity; rows from the top.
    pub fn pixels(&self) -> Option<Uint8Array> {
        let [width, height] = self.size().map(f64::from);
        let data = self.context.get_image_data(0.0, 0.0, width, height).ok()?;
        // Without a copy through the program's own memory.
        let bytes = js_sys::Reflect::get(&data, &JsValue::from_str("data")).ok()?;
        Some(Uint8Array::new(&js_sys::Reflect::get(&bytes, &JsValue::from_str("buffer")).ok()?))
    }

    /// As a JPEG of this quality, 0 to 1.
    pub async fn jpeg(&self, quality: f64) -> Option<Blob> {
        let made = js_sys::Promise::new(&mut |resolve, _| {
            let quality = JsValue::from_f64(quality);
            let _ = self.element.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &quality);
        });
        JsFuture::from(made).await.ok()?.dyn_into().ok()
    }
}

/// The page.
fn document() -> Option<Document> {
    web_sys::window()?.document()
}

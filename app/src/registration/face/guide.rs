//! The live hints' module in the page: fetched only here, run on this device.

use js_sys::WebAssembly::{Instance, Memory, instantiate_buffer};
use js_sys::{Function, Object, Reflect, Uint8Array};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, Response};

use super::glance::{ANSWER_LENGTH, Glance};
use crate::paths;
use crate::ui::canvas::Canvas;

/// Side of the square that the module looks at, in pixels.
const SQUARE_PX: u32 = 192;

/// The module, with its model loaded.
pub struct Guide {
    memory: Memory,
    pixels: Function,
    look: Function,
    answer: Function,
    square: Canvas,
}

impl Guide {
    /// Fetches module and model; none when the network or the browser does not let it.
    pub async fn load() -> Option<Self> {
        let module = fetched(paths::guide_module()).await?;
        let model = fetched(paths::guide_model()).await?;
        let started = JsFuture::from(instantiate_buffer(&module.to_vec(), &Object::new())).await.ok()?;
        let instance: Instance =
            Reflect::get(&started, &JsValue::from_str("instance")).ok()?.dyn_into().ok()?;
        let exports = instance.exports();
        let export = |name: &str| Reflect::get(&exports, &JsValue::from_str(name)).ok();
        let memory: Memory = export("memory")?.dyn_into().ok()?;
        let function = |name: &str| export(name)?.dyn_into::<Function>().ok();

        let bytes = JsValue::from(model.length());
        let room = function("reserve")?.call1(&JsValue::NULL, &bytes).ok()?;
        Uint8Array::new_with_byte_offset(&memory.buffer(), address(&room)?).set(&model, 0);
        let loaded = function("load")?.call2(&JsValue::NULL, &room, &bytes).ok()?;
        (loaded.as_f64() == Some(0.0)).then_some(())?;

        Some(Self {
            pixels: function("pixels")?,
            look: function("look")?,
            answer: function("answer")?,
            memory,
            square: Canvas::for_reading(SQUARE_PX, SQUARE_PX)?,
        })
    }

    /// Looks at a square picture; takes some 10 to 80 ms.
    pub fn look(&self, picture: &Canvas) -> Option<Glance> {
        self.square.draw(picture)?;
        self.judge()
    }

    /// Looks at the middle of what the video shows now: without a picture of its full size between, which nobody keeps.
    pub fn look_at(&self, video: &HtmlVideoElement) -> Option<Glance> {
        self.square.draw_middle(video)?;
        self.judge()
    }

    fn judge(&self) -> Option<Glance> {
        let pixels = self.square.pixels()?;
        let room = self.pixels.call0(&JsValue::NULL).ok()?;
        // A new view each time: the memory may have grown, which ends the old ones.
        Uint8Array::new_with_byte_offset(&self.memory.buffer(), address(&room)?).set(&pixels, 0);
        let looked = self.look.call0(&JsValue::NULL).ok()?;
        (looked.as_f64() == Some(0.0)).then_some(())?;
        self.read_answer()
    }

    fn read_answer(&self) -> Option<Glance> {
        let at = self.answer.call0(&JsValue::NULL).ok()?;
        let length = u32::try_from(ANSWER_LENGTH).ok()?;
        let numbers = js_sys::Float32Array::new_with_byte_offset_and_length(
            &self.memory.buffer(),
            address(&at)?,
            length,
        );
        let mut answer = [0.0; ANSWER_LENGTH];
        numbers.copy_to(&mut answer);
        Some(Glance::from_answer(answer))
    }
}

/// An address in the module's memory, which WASM hands over as a number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "addresses have 32 bits")]
fn address(value: &JsValue) -> Option<u32> {
    // Addresses beyond 2 GiB come out negative.
    value.as_f64().map(|number| number as i64 as u32)
}

async fn fetched(path: &str) -> Option<Uint8Array> {
    let window = web_sys::window()?;
    let response: Response = JsFuture::from(window.fetch_with_str(path)).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes))
}

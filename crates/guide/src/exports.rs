//! What the page calls. It writes pixels into this module's memory, calls, and reads numbers back.
//!
//! ```text
//! reserve(bytes) -> address     room for a file; given back by load
//! load(address, bytes) -> 0     takes the model out of that room; 1 if it cannot be loaded
//! pixels() -> address           room for 192 × 192 RGBA pixels
//! look() -> 0                   looks at them; 1 if it failed
//! answer() -> address           eight 32-bit floats, see `Sight::answer`
//! ```
//!
//! WASM without threads: nothing here is ever called twice at a time.

#![expect(
    unsafe_code,
    reason = "exported names and memory handed over by the page; nothing else in the crate"
)]

use std::cell::RefCell;

use vision::detector::FaceDetector;

use crate::sight::{Answer, SQUARE_PX, look as look_at};

/// Bytes of the square.
const SQUARE_BYTES: usize = SQUARE_PX * SQUARE_PX * 4;

thread_local! {
    static DETECTOR: RefCell<Option<FaceDetector>> = const { RefCell::new(None) };
    static PIXELS: RefCell<Vec<u8>> = RefCell::new(vec![0; SQUARE_BYTES]);
    static ANSWER: RefCell<Answer> = const { RefCell::new([0.0; 8]) };
}

/// Room for a file of so many bytes.
// SAFETY: the name is exported once in the module.
#[unsafe(no_mangle)]
extern "C" fn reserve(bytes: usize) -> *mut u8 {
    let room = vec![0_u8; bytes].into_boxed_slice();
    Box::into_raw(room).cast()
}

/// Loads the detector from the ONNX file in that room.
///
/// # Safety
/// `room` comes from [`reserve`] with the same number of `bytes` and is not used again.
// SAFETY: the name is exported once in the module.
#[unsafe(no_mangle)]
unsafe extern "C" fn load(room: *mut u8, bytes: usize) -> i32 {
    // SAFETY: the caller hands over what `reserve` gave, as it was.
    let file = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(room, bytes)) };
    match FaceDetector::from_onnx(file.into_vec()) {
        Ok(detector) => {
            DETECTOR.set(Some(detector));
            0
        }
        Err(_) => 1,
    }
}

/// Room for the square's pixels.
// SAFETY: the name is exported once in the module.
#[unsafe(no_mangle)]
extern "C" fn pixels() -> *mut u8 {
    PIXELS.with_borrow_mut(Vec::as_mut_ptr)
}

/// Looks at the square's pixels.
// SAFETY: the name is exported once in the module.
#[unsafe(no_mangle)]
extern "C" fn look() -> i32 {
    let sight = DETECTOR
        .with_borrow(|detector| PIXELS.with_borrow(|pixels| Some(look_at(detector.as_ref()?, pixels))));
    match sight {
        Some(Ok(sight)) => {
            ANSWER.set(sight.answer());
            0
        }
        Some(Err(_)) | None => 1,
    }
}

/// The numbers of the last look.
// SAFETY: the name is exported once in the module.
#[unsafe(no_mangle)]
extern "C" fn answer() -> *const f32 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

//! A PDF through other people's eyes.
#![expect(clippy::expect_used, reason = "a test that cannot begin fails here")]

use image::GrayImage;

use crate::drawn::draw;

/// An opened PDF.
pub struct Pdf {
    read: lopdf::Document,
    bytes: Vec<u8>,
}

impl Pdf {
    pub fn open(bytes: &[u8]) -> Self {
        Self { read: lopdf::Document::load_mem(bytes).expect("a PDF"), bytes: bytes.to_vec() }
    }

    pub fn pages(&self) -> usize {
        self.read.get_pages().len()
    }

    /// What can be copied out of a page, counted from 1, without its spaces.
    pub fn text(&self, page: usize) -> String {
        let text = self.read.extract_text(&[u32::try_from(page).expect("a page")]).expect("text");
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    /// The title of the document.
    pub fn title(&self) -> String {
        let info = self.read.trailer.get(b"Info").and_then(lopdf::Object::as_reference).expect("facts");
        let title = self.read.get_dictionary(info).and_then(|facts| facts.get(b"Title")).expect("a title");
        lopdf::decode_text_string(title).expect("text")
    }

    /// A page, counted from 0, at this many times 72 dots per inch, in grey.
    pub fn draw(&self, page: usize, scale: f32) -> GrayImage {
        draw(&self.bytes, page, scale)
    }
}

/// What the codes on a picture say.
pub fn codes(picture: &GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let at =
        |x, y| picture.get_pixel(u32::try_from(x).expect("small"), u32::try_from(y).expect("small")).0[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    prepared.detect_grids().iter().map(|grid| grid.decode().expect("a code").1).collect()
}

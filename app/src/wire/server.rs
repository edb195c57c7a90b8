//! What travels between server and browser: JSON, in the answers of server functions, in the data that a page is sent with,
//! and in errors that travel in an address.

use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post as Posted};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// JSON, as the server reads and writes it.
pub struct Wire;

/// The header by which a page says of which build it is, when it asks for data.
pub const BUILD_HEADER: &str = "x-build";

/// The answer of a server function.
pub type Json = Posted<Wire>;

/// Who asks for a page's data. On the server nobody does.
pub type Fresh = BrowserClient;

/// As JSON.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}

/// Out of JSON; nothing when it is none, or of another shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

impl<T: Serialize> Encoder<T> for Wire {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&bytes)
    }
}

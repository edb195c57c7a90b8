//! What travels between server and browser: JSON, which here the browser itself takes apart. Twin of `server.rs`.
//!
//! `serde_json` would bring a parser that the browser has already, and, for its messages, the printing of floating-point
//! numbers: together a tenth of the first visit (see `docs/DECISIONS`). An answer that cannot be read has one name here,
//! [`Unreadable`]; the page says that it did not come.

mod value;

use std::fmt::{self, Display};

use futures::{Sink, Stream};
use js_sys::JSON;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post as Posted};
use serde::Serialize;
use serde::de::{self, DeserializeOwned};

use value::Value;

use crate::error::AppError;
use crate::ui::help;

/// JSON, as the browser reads it.
pub struct Wire;

/// The header by which a page says of which build it is, when it asks for data.
pub const BUILD_HEADER: &str = "x-build";

/// The answer of a server function.
pub type Json = Posted<Wire>;

/// Asks for a page's data, and says of which build the page is: another build's answer may be of another shape.
pub struct Fresh;

impl Client<AppError> for Fresh {
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, AppError>> + Send {
        request.headers().append(BUILD_HEADER, &help::of_root("data-build"));
        <BrowserClient as Client<AppError>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            AppError,
        >,
    > + Send {
        <BrowserClient as Client<AppError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<AppError>>::spawn(future);
    }
}

/// No JSON, or of another shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// As JSON.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}

/// Out of JSON; nothing when it is none, or of another shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(Value(JSON::parse(text).ok()?)).ok()
}

impl<T: Serialize> Encoder<T> for Wire {
    type Error = Unreadable;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Unreadable> {
        write(value).ok_or(Unreadable)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Wire {
    type Error = Unreadable;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unreadable> {
        read(text).ok_or(Unreadable)
    }
}

impl ContentType for Wire {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Wire {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Wire {
    type Error = Unreadable;

    fn encode(value: &T) -> Result<Bytes, Unreadable> {
        write(value).map(Bytes::from).ok_or(Unreadable)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Wire {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(std::str::from_utf8(&bytes).map_err(|_| Unreadable)?).ok_or(Unreadable)
    }
}

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

/// Every way of being wrong is the same one: the texts that `serde` would compose are never made.
impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

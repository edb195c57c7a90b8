//! What travels between server and browser: JSON, which here the browser itself takes apart. Twin of `server.rs`.
//!
//! `serde_json` would bring a parser that the browser has already, and, for its messages, the printing of floating-point
//! numbers: together a tenth of the first visit (see `docs/DECISIONS`). An answer that cannot be read has one name here,
//! [`Unreadable`]; the page says that it did not come.

use std::fmt::{self, Display};

use futures::{Sink, Stream};
use js_sys::{Array, JSON, Object};
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post as Posted};
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};

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

/// A value of which the browser has made an object.
struct Value(JsValue);

/// Whole numbers below this are exact in JavaScript, and no number of ours is larger.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a value is. Told in one place and not where each type is read: that would be a hundred copies.
enum Kind {
    Nothing,
    Truth(bool),
    Positive(u64),
    Negative(i64),
    Fraction(f64),
    Text(String),
    List(Items),
    Object(Items),
}

impl Value {
    #[inline(never)]
    fn kind(self) -> Kind {
        if let Some(text) = self.0.as_string() {
            Kind::Text(text)
        } else if let Some(number) = self.0.as_f64() {
            number_kind(number)
        } else if let Some(truth) = self.0.as_bool() {
            Kind::Truth(truth)
        } else if Array::is_array(&self.0) {
            Kind::List(Items { list: self.0.unchecked_into(), next: 0 })
        } else if let Ok(object) = self.0.dyn_into::<Object>() {
            Kind::Object(Items { list: Object::entries(&object), next: 0 })
        } else {
            Kind::Nothing
        }
    }

    #[inline(never)]
    fn items(self, is_wanted: fn(&Kind) -> bool) -> Result<Items, Unreadable> {
        match self.kind() {
            kind if !is_wanted(&kind) => Err(Unreadable),
            Kind::List(items) | Kind::Object(items) => Ok(items),
            _ => Err(Unreadable),
        }
    }

    fn text(self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or(Unreadable)
    }

    #[inline(never)]
    fn variant(self) -> Result<Variant, Unreadable> {
        let object = self.0.dyn_into::<Object>().map_err(|_| Unreadable)?;
        let entries = Object::entries(&object);
        if entries.length() == 1 { Ok(Variant(entries.get(0).unchecked_into())) } else { Err(Unreadable) }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, of this sign, below 2^53"
)]
fn number_kind(number: f64) -> Kind {
    if number.fract() != 0.0 || number.abs() >= EXACT {
        Kind::Fraction(number)
    } else if number < 0.0 {
        Kind::Negative(number as i64)
    } else {
        Kind::Positive(number as u64)
    }
}

fn is_list(kind: &Kind) -> bool {
    matches!(kind, Kind::List(_))
}

fn is_object(kind: &Kind) -> bool {
    matches!(kind, Kind::Object(_))
}

/// Where a type says what it expects, nothing else is looked for.
macro_rules! expect_kind {
    ($wanted:ident => $($method:ident($($argument:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, Unreadable> {
            expect_kind!(@$wanted self visitor)
        }
    )*};
    (@text $self:ident $visitor:ident) => { $visitor.visit_string($self.text()?) };
    (@list $self:ident $visitor:ident) => { $visitor.visit_seq($self.items(is_list)?) };
    (@object $self:ident $visitor:ident) => { $visitor.visit_map($self.items(is_object)?) };
    (@number $self:ident $visitor:ident) => {
        match $self.0.as_f64().map(number_kind) {
            Some(Kind::Positive(number)) => $visitor.visit_u64(number),
            Some(Kind::Negative(number)) => $visitor.visit_i64(number),
            Some(Kind::Fraction(number)) => $visitor.visit_f64(number),
            _ => Err(Unreadable),
        }
    };
}

impl<'de> de::Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.kind() {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Truth(truth) => visitor.visit_bool(truth),
            Kind::Positive(number) => visitor.visit_u64(number),
            Kind::Negative(number) => visitor.visit_i64(number),
            Kind::Fraction(number) => visitor.visit_f64(number),
            Kind::Text(text) => visitor.visit_string(text),
            Kind::List(items) => visitor.visit_seq(items),
            Kind::Object(items) => visitor.visit_map(items),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    expect_kind! { number =>
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64()
        deserialize_f32() deserialize_f64()
    }

    expect_kind! { text => deserialize_char() deserialize_str() deserialize_string() deserialize_identifier() }

    expect_kind! { list =>
        deserialize_seq() deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize)
    }

    expect_kind! { object =>
        deserialize_map() deserialize_struct(&'static str, &'static [&'static str])
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if let Some(name) = self.0.as_string() {
            return visitor.visit_enum(name.into_deserializer());
        }
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct }
}

/// What stands in a list, or the pairs of name and value of an object.
struct Items {
    list: Array,
    next: u32,
}

impl Items {
    fn take(&mut self) -> Option<JsValue> {
        (self.next < self.list.length()).then(|| {
            self.next += 1;
            self.list.get(self.next - 1)
        })
    }
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        self.take().map(|item| seed.deserialize(Value(item))).transpose()
    }
}

impl<'de> de::MapAccess<'de> for Items {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        self.take().map(|pair| seed.deserialize(Value(pair.unchecked_into::<Array>().get(0)))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        let pair = self.list.get(self.next.saturating_sub(1));
        seed.deserialize(Value(pair.unchecked_into::<Array>().get(1)))
    }
}

/// The name of a variant and what it holds.
struct Variant(Array);

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Value), Unreadable> {
        let name = self.0.get(0).as_string().ok_or(Unreadable)?;
        let name: StringDeserializer<Unreadable> = name.into_deserializer();
        Ok((seed.deserialize(name)?, Value(self.0.get(1))))
    }
}

impl<'de> de::VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.0.is_null() { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items(is_list)?)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.items(is_object)?)
    }
}

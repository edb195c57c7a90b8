//! What `JSON.parse` has made, as `serde` reads it.

use js_sys::{Array, Object};
use leptos::wasm_bindgen::{JsCast, JsValue};
use serde::de::value::StringDeserializer;
use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::Unreadable;

/// A value of which the browser has made an object.
pub struct Value(pub JsValue);

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

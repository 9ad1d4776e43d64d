//! JSON objects. A struct may also be read of a list of its fields, by serde's rules; the OpenAPI document knows nothing of that, and
//! nobody who sends a list means it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

/// Something that is written as an object, and not otherwise.
pub(crate) struct Object<T>(pub(crate) T);

struct Reader<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader(PhantomData)).map(Self)
    }
}

/// For a field: `#[serde(deserialize_with = "object::read")]`.
pub(crate) fn read<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|object| object.0)
}

/// The same for a field that may be null.
pub(crate) fn read_if_any<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::<Object<T>>::deserialize(deserializer).map(|object| object.map(|object| object.0))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Object, read_if_any};

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair {
        left: u8,
        right: Option<u8>,
    }

    #[derive(Deserialize)]
    struct Holder {
        #[serde(default, deserialize_with = "read_if_any")]
        pair: Option<Pair>,
    }

    #[test]
    fn a_list_is_no_object() {
        let read =
            |text| serde_json::from_str::<Object<Pair>>(text).map(|object| object.0).map_err(|error| error.to_string());
        assert_eq!(read(r#"{ "left": 1, "right": 2 }"#), Ok(Pair { left: 1, right: Some(2) }));
        assert!(read("[1, 2]").unwrap_err().starts_with("invalid type: sequence, expected an object"));
    }

    #[test]
    fn a_field_may_be_left_out_or_null_but_no_list() {
        let read =
            |text| serde_json::from_str::<Holder>(text).map(|holder| holder.pair).map_err(|error| error.to_string());
        assert_eq!(read("{}"), Ok(None));
        assert_eq!(read(r#"{ "pair": null }"#), Ok(None));
        assert_eq!(read(r#"{ "pair": { "left": 1 } }"#), Ok(Some(Pair { left: 1, right: None })));
        assert!(read(r#"{ "pair": [1, 2] }"#).is_err());
    }
}

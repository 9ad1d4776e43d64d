//! Schemas of types that are written as text: for the REST API's own OpenAPI document, and for the custom resources of Kubernetes.

/// Says that a type is written as text of a certain form.
macro_rules! text {
    ($name:ident, $facet:ident: $value:expr) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
                crate::schema::text!(@facet text, $facet, $value).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
    (@facet $text:ident, pattern, $value:expr) => {
        $text.pattern(Some($value))
    };
    (@facet $text:ident, format, $value:expr) => {
        $text.format(Some(utoipa::openapi::SchemaFormat::Custom($value.to_owned())))
    };
}

/// Says that a type is written as one of some words, and what each of them means. Not derived: the words of a macro are not seen then.
macro_rules! words {
    ($name:ident, $doc:expr, [$(($word:literal, $meaning:expr),)*]) => {
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
                let meanings = [$(concat!("\n- `", $word, "`:", $meaning)),*].concat();
                text.enum_values(Some([$($word),*])).description(Some(format!("{}\n{meanings}", $doc.trim()))).into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}

        #[cfg(feature = "schemas")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let description: &str = $doc;
                schemars::json_schema!({ "type": "string", "description": description.trim(), "enum": [$($word),*] })
            }
        }
    };
}

pub(crate) use text;
pub(crate) use words;

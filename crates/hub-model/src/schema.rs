//! Schemas, for the REST API's own OpenAPI document, of types that are written as text.

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

pub(crate) use text;

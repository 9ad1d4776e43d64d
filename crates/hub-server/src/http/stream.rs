//! Server-sent events, as the OpenAPI document describes each of them.

use std::{borrow::Cow, marker::PhantomData};

use serde_json::json;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr, Type,
        extensions::Extensions,
        schema::{Object, Schema},
    },
};

/// An event whose data is a `T` in JSON.
pub(crate) struct Message<T>(PhantomData<T>);

impl<T: ToSchema> PartialSchema for Message<T> {
    fn schema() -> RefOr<Schema> {
        let text = |words: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(words));
        let inside = json!({ "$ref": format!("#/components/schemas/{}", T::name()) });
        let data: Object = text("What happened, in JSON")
            .content_media_type("application/json")
            // JSON Schema's own keyword, for which the builder has no function.
            .extensions(Some(Extensions::from_iter([("contentSchema", inside)])))
            .into();
        let message = ObjectBuilder::new()
            .description(Some("A server-sent event"))
            .property("event", text("What kind of event it is"))
            .property("id", text("Its number: `Last-Event-ID` goes on after it"))
            .property("data", data);
        message.required("event").required("data").into()
    }
}

impl<T: ToSchema> ToSchema for Message<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Message", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

//! Versions of what is read, so that nobody changes what they have not seen: `ETag` on answers, `If-Match` on changes.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use hub_model::problem::ErrorCode;
use serde::Serialize;
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Required, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use super::{body::written, problem::Problem};
use crate::app::App;

/// An answer with its version.
pub(crate) struct Versioned<T> {
    pub(crate) status: StatusCode,
    pub(crate) version: i64,
    pub(crate) value: T,
}

/// The version that a change is meant for; any when absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct IfMatch(pub(crate) Option<i64>);

impl<T> Versioned<T> {
    pub(crate) fn ok(version: i64, value: T) -> Self {
        Self { status: StatusCode::OK, version, value }
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = written(self.status, &self.value);
        if let Ok(etag) = HeaderValue::from_str(&format!("\"{}\"", self.version)) {
            response.headers_mut().insert(header::ETAG, etag);
        }
        response
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(r#"^(\*|(W/)?"?[0-9]{1,18}"?)$"#));
        let words = "The `ETag` that was read: the change is made only while nobody else has made one.";
        let header = ParameterBuilder::new().name("If-Match").parameter_in(ParameterIn::Header);
        vec![header.required(Required::False).description(Some(words)).schema(Some(text)).build()]
    }
}

impl FromRequestParts<App> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let number = text.strip_prefix("W/").unwrap_or(text).trim_matches('"').parse();
        // A tag that is none of ours matches nothing.
        let stale =
            |_| Problem::new(ErrorCode::PreconditionFailed, "`If-Match` names no version of this; read it again");
        number.map(|version| Self(Some(version))).map_err(stale)
    }
}

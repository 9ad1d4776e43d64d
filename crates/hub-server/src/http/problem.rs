//! What goes wrong with a request, as RFC 9457 writes it.

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use hub_model::problem::ErrorCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::request_id::RequestId;

/// The media type of problems.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// A problem with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: ErrorCode,
    /// What is wrong here, and what to do about it.
    pub(crate) detail: String,
    /// What is wrong with single values.
    pub(crate) errors: Vec<FieldError>,
    /// Seconds until another attempt makes sense.
    pub(crate) retry_after: Option<u64>,
}

/// What is wrong with one value of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where it stands: `source.url`.
    pub(crate) field: String,
    /// What is wrong with it.
    pub(crate) message: String,
}

/// A problem with a request, as it is sent (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Written {
    /// Identifies the kind of problem.
    r#type: String,
    /// What it is, for people.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What is wrong here, and what to do about it.
    detail: String,
    /// Stable: what programs decide by.
    code: ErrorCode,
    /// The request's identifier, as in the logs.
    request: String,
    /// What is wrong with single values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

impl Problem {
    pub(crate) fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), retry_after: None }
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(ErrorCode::NotFound, format!("{what} is not there, or you may not see it"))
    }

    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Conflict, detail)
    }

    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Forbidden, detail)
    }

    pub(crate) fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::Unauthenticated, detail)
    }

    /// One value that says something impossible.
    pub(crate) fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        let (field, message) = (field.into(), message.into());
        let detail = format!("`{field}`: {message}");
        Self { errors: vec![FieldError { field, message }], ..Self::new(ErrorCode::Invalid, detail) }
    }

    /// A mistake of the hub's own: its reason is logged, and not told.
    pub(crate) fn internal(reason: impl std::fmt::Display) -> Self {
        tracing::error!(%reason, "a request failed by a mistake of the hub's");
        Self::new(
            ErrorCode::Internal,
            "this is a mistake of the hub's; its log tells more under the request's identifier",
        )
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<hub_store::Error> for Problem {
    fn from(error: hub_store::Error) -> Self {
        use hub_store::Error;
        match error {
            Error::Taken(what) => Self::conflict(format!("the {what} is taken; choose another one")),
            Error::Stale => Self::new(ErrorCode::PreconditionFailed, "it has changed since you read it; read it again"),
            Error::Missing(what) => Self::not_found(what),
            Error::Refused(why) => Self::conflict(why),
            Error::Quota { what, most } => {
                let detail = format!(
                    "the organisation may have {most} of `{what}`; remove some, or ask an administrator for more"
                );
                Self::new(ErrorCode::QuotaExceeded, detail)
            }
            Error::Full => {
                tracing::error!("the store has no room left");
                let detail =
                    "the hub has no room left to keep this, and nothing was changed; make room where its database is";
                Self { retry_after: Some(30), ..Self::new(ErrorCode::StorageFull, detail) }
            }
            Error::Unavailable(why) => {
                tracing::error!(%why, "the store does not answer");
                Self {
                    retry_after: Some(5),
                    ..Self::new(ErrorCode::Unavailable, "the database does not answer; try again soon")
                }
            }
            Error::Corrupt(_) | Error::Sealed(_) => Self::internal(error),
        }
    }
}

impl IntoResponse for Problem {
    /// The body is written by [`write`], which knows the request's identifier.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code.status() == 401 {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"mcphub\""));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the bodies of problems.
pub(crate) async fn write(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map(|id| id.0.to_string()).unwrap_or_default();
    written(next.run(request).await, id)
}

/// A response with the body of its problem, where it has one.
pub(crate) fn written(mut response: Response, id: String) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let written = Written {
        r#type: format!("urn:mcphub:problem:{}", problem.code),
        title: problem.code.title(),
        status: problem.code.status(),
        detail: problem.detail,
        code: problem.code,
        request: id,
        errors: problem.errors,
    };
    let body = serde_json::to_vec(&written).unwrap_or_default();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    *response.body_mut() = Body::from(body);
    response
}

//! Path and query parameters, whose mistakes are problems like all others.

use axum::{
    extract::{
        FromRequestParts, Request,
        rejection::{PathRejection, QueryRejection},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::request::Parts;
use hub_model::problem::ErrorCode;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::app::App;

/// Parameters in the path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<T>(pub(crate) T);

/// Parameters in the query.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<T>(pub(crate) T);

/// Nothing has a NUL in its name, and not every database can be asked whether something does.
pub(crate) async fn without_nul(request: Request, next: Next) -> Response {
    if request.uri().path().contains("%00") {
        return Problem::not_found("what the address names").into_response();
    }
    next.run(request).await
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        // What is no identifier names nothing that is there.
        path.map(|path| Self(path.0)).map_err(|rejection| match rejection {
            PathRejection::FailedToDeserializePathParams(_) => Problem::not_found("what the address names"),
            other => Problem::internal(other),
        })
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        query.map(|query| Self(query.0)).map_err(|rejection: QueryRejection| {
            Problem::new(ErrorCode::Invalid, format!("the query cannot be read: {}", rejection.body_text()))
        })
    }
}

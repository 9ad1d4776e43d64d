//! Bodies: JSON in, within limits of size and time, with the place of every mistake; JSON out.

use std::time::Duration;

use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use hub_model::problem::ErrorCode;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    object::Object,
    problem::{FieldError, Problem},
};
use crate::app::App;

/// A JSON body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<T>(pub(crate) T);

/// A JSON body together with its bytes, for those who have to recognise the request when it is repeated.
#[derive(Debug, Clone)]
pub(crate) struct JsonBytes<T>(pub(crate) T, pub(crate) Bytes);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        JsonBytes::from_request(request, app).await.map(|JsonBytes(value, _)| Self(value))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for JsonBytes<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let detail = "send a JSON body with `Content-Type: application/json`";
            return Err(Problem::new(ErrorCode::UnsupportedMediaType, detail));
        }
        let listen = &app.settings().listen;
        let bytes = read(request, listen.body_bytes, Duration::from_secs(listen.body_seconds)).await?;
        let value = parse(&bytes)?;
        Ok(Self(value, bytes))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        written(StatusCode::OK, &self.0)
    }
}

/// An answer in JSON.
pub(crate) fn written(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
        }
        Err(error) => Problem::internal(error).into_response(),
    }
}

/// Reads a body that is no larger than `most` and arrives within `time`.
pub(crate) async fn read(request: Request, most: usize, time: Duration) -> Result<Bytes, Problem> {
    let too_large = || Problem::new(ErrorCode::TooLarge, format!("the body may have {most} bytes"));
    let said =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|said| said > most) {
        return Err(too_large());
    }
    let reading = async {
        let mut stream = request.into_body().into_data_stream();
        let mut body = BytesMut::new();
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|_| Problem::new(ErrorCode::BadRequest, "the body broke off"))?;
            if body.len() + piece.len() > most {
                return Err(too_large());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body.freeze())
    };
    let slow = |_| Problem::new(ErrorCode::Timeout, format!("the body has to arrive within {} s", time.as_secs()));
    tokio::time::timeout(time, reading).await.map_err(slow)?
}

fn is_json(headers: &HeaderMap) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let (path, inner) = (error.path().to_string(), error.inner());
        if inner.is_data() {
            let field = if path == "." { String::new() } else { path };
            // The position in the text is of no use to those who did not write it by hand.
            let said = inner.to_string();
            let message = said.split(" at line ").next().unwrap_or_default().to_owned();
            let errors = vec![FieldError { field: field.clone(), message: message.clone() }];
            let detail = if field.is_empty() { message } else { format!("`{field}`: {message}") };
            return Problem { errors, ..Problem::new(ErrorCode::Invalid, detail) };
        }
        Problem::new(ErrorCode::BadRequest, format!("the body is no JSON: {inner}"))
    })?;
    reader.end().map_err(|error| Problem::new(ErrorCode::BadRequest, format!("the body is no JSON: {error}")))?;
    Ok(value)
}

//! `POST /organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}/calls`: try a tool out.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::extract::State;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderMap;
use hub_runtime::{
    answer::Content,
    call::{Context, Exchange, Trace},
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use utoipa::ToSchema;

use super::blueprint;
use crate::{
    api::apis,
    app::App,
    calls,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
};

/// The longest that a trial takes.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Bytes of a body that are shown.
const SHOWN: usize = 64 << 10;

/// What to call a tool with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ToolCall)]
pub(crate) struct Body {
    #[serde(default)]
    #[schema(value_type = Object)]
    arguments: serde_json::Map<String, serde_json::Value>,
    /// Secrets by the names of their schemes, instead of those that are kept. They are not kept.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    credentials: BTreeMap<String, SecretString>,
    /// Only say what would be sent.
    #[serde(default)]
    preview: bool,
}

/// What a call came to.
#[derive(Serialize, ToSchema)]
#[schema(as = ToolCallOutcome)]
pub(crate) struct Outcome {
    /// What an agent would get.
    result: Result,
    /// What was sent and what came back; with `preview` what would be sent. Secrets are masked.
    exchanges: Vec<ExchangeView>,
    /// From the beginning to the end, in milliseconds.
    millis: u64,
}

/// What an agent would get.
#[derive(Serialize, ToSchema)]
#[schema(as = ToolResult)]
pub(crate) struct Result {
    is_error: bool,
    #[schema(value_type = Vec<Object>)]
    content: Vec<serde_json::Value>,
    #[schema(value_type = Option<Object>)]
    structured_content: Option<Box<RawValue>>,
}

/// A request and its answer.
#[derive(Serialize, ToSchema)]
#[schema(as = Exchange)]
pub(crate) struct ExchangeView {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    /// As text where it is text, in base64 where it is not; cut where it is long.
    body: String,
    /// The answer's status; null when none came.
    status: Option<u16>,
    response_headers: Vec<(String, String)>,
    response_body: String,
    /// Why no answer came.
    failure: Option<String>,
    /// In milliseconds.
    millis: u64,
}

/// Try a tool out
///
/// Calls the API with the given arguments and answers what an agent would get, together with the exact request and response.
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}/calls", operation_id = "callTool", tag = "tools",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path), ("tool" = String, Path)), request_body = Body,
    responses((status = 200, description = "What it came to, failures of the upstream included", body = Outcome)))]
pub(crate) async fn call(
    State(app): State<App>,
    authorised: Authorised<needs::ApisCall>,
    Path((_, api, revision, tool)): Path<(String, String, String, String)>,
    Json(body): Json<Body>,
) -> std::result::Result<Json<Outcome>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let api = apis::find(&app, id, &api).await?;
    let whole = blueprint(&app, id, &api, &revision).await?;
    let alone = calls::only(&whole, &tool).ok_or_else(|| Problem::not_found("the tool"))?;
    let secrets = if body.credentials.is_empty() {
        calls::secrets(&app, id, &api, &alone, authorised.caller.user()).await?
    } else {
        body.credentials.into_iter().collect()
    };
    let executor = calls::executor(&app, alone, &api, &secrets, TIMEOUT).await?;
    let arguments = to_raw_value(&body.arguments).map_err(Problem::internal)?;
    let began = app.clock().now();
    let outcome = if body.preview {
        preview(&executor, &tool, &arguments).await?
    } else {
        let tx = app.store().begin(authorised.caller.origin).await?;
        tx.audit(Some(id), "api.call", api.id, "done", serde_json::json!({ "tool": tool }));
        tx.commit().await?;
        let trace = Arc::new(Trace::default());
        let context = Context { trace: Some(Arc::clone(&trace)), ..Context::default() };
        let answer = executor.call(&tool, Some(&arguments), &context).await;
        let answer = answer.map_err(|_| Problem::not_found("the tool"))?;
        let structured =
            answer.structured.map(|bytes| serde_json::from_slice(&bytes)).transpose().map_err(Problem::internal)?;
        let content = answer.content.into_iter().map(content).collect();
        let result = Result { is_error: answer.is_error, content, structured_content: structured };
        Outcome { result, exchanges: trace.exchanges().into_iter().map(view).collect(), millis: 0 }
    };
    let took = app.clock().now().saturating_duration_since(began);
    Ok(Json(Outcome { millis: millis(took), ..outcome }))
}

async fn preview(
    executor: &hub_runtime::call::Executor,
    tool: &str,
    arguments: &RawValue,
) -> std::result::Result<Outcome, Problem> {
    let preview = executor.preview(tool, Some(arguments)).await.map_err(|_| Problem::not_found("the tool"))?;
    Ok(match preview {
        Ok(preview) => {
            let request = ExchangeView {
                method: preview.method,
                url: preview.url,
                headers: headers(&preview.headers),
                body: shown(&preview.body),
                status: None,
                response_headers: Vec::new(),
                response_body: String::new(),
                failure: None,
                millis: 0,
            };
            let result = Result { is_error: false, content: Vec::new(), structured_content: None };
            Outcome { result, exchanges: vec![request], millis: 0 }
        }
        Err(why) => {
            let content = vec![serde_json::json!({ "type": "text", "text": why })];
            Outcome {
                result: Result { is_error: true, content, structured_content: None },
                exchanges: Vec::new(),
                millis: 0,
            }
        }
    })
}

/// A content block as MCP writes it.
fn content(content: Content) -> serde_json::Value {
    use serde_json::json;
    match content {
        Content::Text(text) => json!({ "type": "text", "text": text }),
        Content::Image { data, media_type } => {
            json!({ "type": "image", "data": STANDARD.encode(data), "mimeType": media_type })
        }
        Content::Audio { data, media_type } => {
            json!({ "type": "audio", "data": STANDARD.encode(data), "mimeType": media_type })
        }
        Content::Blob { uri, data, media_type } => {
            json!({ "type": "resource", "resource": { "uri": uri, "mimeType": media_type, "blob": STANDARD.encode(data) } })
        }
        Content::TextResource { uri, text, media_type } => {
            json!({ "type": "resource", "resource": { "uri": uri, "mimeType": media_type, "text": text } })
        }
        Content::Link { uri, name, media_type } => {
            json!({ "type": "resource_link", "uri": uri, "name": name, "mimeType": media_type })
        }
    }
}

fn view(exchange: Exchange) -> ExchangeView {
    let Exchange { method, url, headers: sent, body, outcome, took } = exchange;
    let (status, response_headers, response_body, failure) = match outcome {
        Ok(response) => (Some(response.status), headers(&response.headers), shown(&response.body), None),
        Err(why) => (None, Vec::new(), String::new(), Some(why)),
    };
    ExchangeView {
        method,
        url,
        headers: headers(&sent),
        body: shown(&body),
        status,
        response_headers,
        response_body,
        failure,
        millis: millis(took),
    }
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

fn shown(body: &[u8]) -> String {
    let cut = body.get(..SHOWN).unwrap_or(body);
    match std::str::from_utf8(cut) {
        Ok(text) => text.to_owned(),
        // A character may have been cut in two.
        Err(error) if error.valid_up_to() + 4 > cut.len() && !cut.is_empty() => {
            String::from_utf8_lossy(cut).into_owned()
        }
        Err(_) => STANDARD.encode(cut),
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

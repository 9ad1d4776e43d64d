//! `GET /organisations/{organisation}/audit/export`: the log as NDJSON.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderValue, header};
use hub_store::{AuditFilter, PageRequest, audit_entries};

use super::Which;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Query,
        problem::Problem,
    },
};

/// Lines that are read at a time.
const STEP: i64 = 500;

/// Export the audit log
///
/// One JSON object on each line, newest first.
#[utoipa::path(get, path = "/organisations/{organisation}/audit/export", operation_id = "exportAudit", tag = "audit",
    params(("organisation" = String, Path), Which),
    responses((status = 200, description = "The log", body = String, content_type = "application/x-ndjson")))]
pub(crate) async fn export(
    State(app): State<App>,
    authorised: Authorised<needs::AuditRead>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let filter = which.filter();
    let tx = app.store().begin(authorised.caller.origin).await?;
    tx.audit(Some(id), "audit.export", "", "done", serde_json::json!({}));
    tx.commit().await?;
    let lines = stream::try_unfold(Some(None), move |after| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let (text, next) = some(&app, id, &filter, after).await?;
            Ok::<_, std::io::Error>(Some((Bytes::from(text), next.map(Some))))
        }
    });
    let mut response = Body::from_stream(lines).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"audit.ndjson\""));
    Ok(response)
}

/// Some lines, and after which the next ones come.
async fn some(
    app: &App,
    id: hub_model::id::OrganisationId,
    filter: &AuditFilter,
    after: Option<i64>,
) -> Result<(String, Option<i64>), std::io::Error> {
    let page = audit_entries(&app.store().lagging(), Some(id), filter, PageRequest { after, limit: STEP }).await;
    let page = page.map_err(std::io::Error::other)?;
    let mut text = String::new();
    for line in &page.items {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    Ok((text, page.next))
}

//! Role `gateway`: MCP in, at `/mcp/{organisation}/{server}`. Who calls, may they, how much; then the server, and a record of the call.
//!
//! Everything that a call needs is in memory, kept fresh by events: no call waits for the database.

mod admit;
mod days;
mod follow;
mod hosted;
mod instances;
mod load;
mod meters;
mod pressure;
mod records;
mod redact;
mod replicas;
mod table;

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use axum::{
    body::{Bytes, HttpBody},
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Request, header};
use hub_model::problem::ErrorCode;
use tokio::sync::{Mutex, watch};

use self::{days::Days, instances::Instances, meters::Meters, records::Records, table::Table};
use crate::{
    app::App,
    http::{
        problem::{self, Problem},
        rates, request_id,
    },
};

/// The gateway of a process.
#[derive(Default)]
pub struct Gateway {
    table: Table,
    instances: Instances,
    records: Records,
    days: Days,
    meters: Meters,
    /// Reaches replicas.
    client: hub_runtime::replica::Client,
    /// Where clients' answers to questions arrive: servers are made anew while people think.
    questions: hub_runtime::mcp::Questions,
    /// Tells this gateway from others, where they say how much they have to do.
    number: OnceLock<u64>,
    /// Held by whoever changes the table; when it was last made sure that it is fresh.
    changing: Mutex<Option<Instant>>,
}

impl Gateway {
    /// It knows what there is.
    pub(crate) fn is_ready(&self) -> bool {
        self.table.is_ready()
    }
}

/// Reads what there is, and keeps it fresh until told to stop; then writes the records that are left.
pub async fn run(app: App, ready: impl FnOnce(), stop: watch::Receiver<bool>) {
    let writing = tokio::spawn(records::write(app.clone(), stop.clone()));
    let telling = tokio::spawn(pressure::tell(app.clone(), stop.clone()));
    follow::run(&app, ready, stop).await;
    let _ = tokio::join!(writing, telling);
}

/// The organisation and the server that a path names, where it names some.
pub(crate) fn asked(path: &str) -> Option<(&str, &str)> {
    path.strip_prefix("/mcp/")?.split_once('/').filter(|(_, server)| !server.is_empty() && !server.contains('/'))
}

/// `POST /mcp/{organisation}/{server}`, and whatever else MCP clients send there.
pub(crate) async fn serve<B>(app: &App, request: Request<B>) -> Response
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let given = request_id::given(request.headers()).map(str::to_owned);
    let (mut response, id) = match answered(app, request).await {
        Ok(response) => (response, given),
        Err(problem) => {
            let id = given.unwrap_or_else(|| app.fresh_request_id());
            metrics::counter!("mcphub_gateway_refusals_total", "code" => problem.code.as_str()).increment(1);
            tracing::debug!(id, detail = problem.detail, "refused");
            (problem::written(problem.into_response(), id.clone()), Some(id))
        }
    };
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(id) = id {
        request_id::tell(&mut response, &id);
    }
    response
}

async fn answered<B>(app: &App, request: Request<B>) -> Result<Response, Problem>
where
    B: HttpBody<Data = Bytes> + Unpin,
{
    let gateway = app.gateway();
    if !gateway.table.is_ready() {
        let starting = Problem::new(ErrorCode::Unavailable, "the gateway is starting; try again in a moment");
        return Err(Problem { retry_after: Some(1), ..starting });
    }
    let (mut parts, body) = request.into_parts();
    let (organisation, server) = asked(parts.uri.path()).ok_or_else(|| Problem::not_found("the server"))?;
    let (tenant, visit) = match admit::visit(app, organisation, server, &parts).await {
        Ok(admitted) => admitted,
        // Perhaps what is asked for was made a moment ago: whoever made it may rely on it.
        Err(refusal) if matches!(refusal.code.status(), 401 | 403 | 404) => {
            rates::address(app, &app.proxies().address(&parts).to_string()).await?;
            follow::catch_up(app, organisation).await;
            admit::visit(app, organisation, server, &parts).await?
        }
        Err(refusal) => return Err(refusal),
    };
    let visit = Arc::new(visit);
    let endpoint = gateway.instances.get(app, &tenant, &visit).await?;
    parts.extensions.insert(visit);
    let response = endpoint.handle(http::Request::from_parts(parts, body)).await;
    Ok(response.map(axum::body::Body::new))
}

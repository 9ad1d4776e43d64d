//! `POST /organisations/{organisation}/apis/{api}/probes`: look at the upstream now.

use axum::extract::State;
use hub_model::api::Probe;
use hub_store::apis::probes;

use super::find;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
    monitor,
};

/// Probe an API's upstream now
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/probes", operation_id = "probeApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path)), responses((status = 200, description = "What was found", body = Probe)))]
pub(crate) async fn probe(
    State(app): State<App>,
    authorised: Authorised<needs::ApisCall>,
    Path((_, api)): Path<(String, String)>,
) -> Result<Json<Probe>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let api = find(&app, id, &api).await?;
    let probe = monitor::probe(&app, id, &api).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    probes::record(&tx, id, api.id, &probe).await?;
    tx.commit().await?;
    Ok(Json(probe))
}

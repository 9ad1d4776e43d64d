//! `GET /admin/settings`: what an operator set, and what holds where nothing was.

use axum::extract::State;

use crate::{
    app::App,
    http::{body::Json, caller::Admin, page::List, problem::Problem},
    settings::shown::Setting,
};

/// See the settings in force
///
/// Of the process that answers. Secrets are masked. They are set by a file or by the environment, not by REST.
#[utoipa::path(get, path = "/admin/settings", operation_id = "getHubSettings", tag = "admin",
    responses((status = 200, description = "Every setting", body = List<Setting>)))]
pub(crate) async fn list(State(app): State<App>, _admin: Admin) -> Result<Json<List<Setting>>, Problem> {
    Ok(Json(List::whole(app.settings().clone().listed())))
}

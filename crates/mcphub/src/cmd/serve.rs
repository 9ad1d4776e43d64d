//! `mcphub serve`: the hub, with all its roles or some of them.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use clap::Args;
use hub_server::{app::App, settings::Settings};
use metrics_exporter_prometheus::PrometheusBuilder;
use metrics_util::MetricKindMask;

use super::image::runtimes;
use crate::{
    config,
    failure::Failure,
    hub, logs,
    roles::{self, Role},
    serve,
};

/// Run the hub: console, REST API, workers, monitoring, MCP servers.
///
/// With no settings at all it keeps everything in `mcphub-data` and listens on http://127.0.0.1:8080. Several processes share the work
/// over PostgreSQL and Redis, each with the roles that it is given.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What this process does.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Role::Api, Role::Generator, Role::Deployment, Role::Gateway, Role::Web])]
    roles: Vec<Role>,
    /// Where to listen, instead of what the settings say; port 0 takes a free one.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Let documents come from, and calls go to, private and loopback addresses.
    #[arg(long)]
    allow_private_upstreams: bool,
}

/// Seconds, between a cached answer and a document that takes long to compile.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// A gauge that nobody sets any more is of something that is gone, such as a server; those that last are set every few seconds.
const IDLE: Duration = Duration::from_secs(60);

pub(super) fn execute(command: &Serve) -> Result<ExitCode, Failure> {
    let mut settings = config::load(command.config.as_deref())?;
    if let Some(address) = command.listen {
        settings.listen.address = address;
    }
    settings.egress.allow_private |= command.allow_private_upstreams;
    if settings.images.runtimes.is_empty() {
        // Where there are none either, whoever wants an image is told what to do.
        let installed = runtimes::installed().unwrap_or_default();
        settings.images.runtimes = installed.into_iter().map(|path| path.display().to_string()).collect();
    }
    serve::runtime()?.block_on(async {
        let telling = logs::init(&settings.telemetry)?;
        let outcome = match app(&settings).await {
            Ok(app) => {
                let outcome = roles::run(&command.roles, &app).await;
                app.store().close().await;
                outcome
            }
            Err(failure) => Err(failure),
        };
        telling.end().await;
        outcome.map(|()| ExitCode::SUCCESS)
    })
}

async fn app(settings: &Settings) -> Result<App, Failure> {
    let metrics = PrometheusBuilder::new().idle_timeout(MetricKindMask::GAUGE, Some(IDLE));
    let metrics = metrics.set_buckets(&BUCKETS).and_then(PrometheusBuilder::install_recorder);
    let metrics = metrics.map_err(|error| Failure::environment(format!("metrics cannot be kept: {error}")))?;
    let store = hub::store(settings).await?;
    if settings.database.migrate {
        let failed = |error| Failure::environment(format!("the database cannot be migrated: {error}"));
        store.migrate().await.map_err(failed)?;
    }
    let unusable = |error| Failure::environment(format!("the hub cannot be started: {error}"));
    App::new(store, settings.clone(), hub::passwords(settings)?, Some(metrics)).map_err(unusable)
}

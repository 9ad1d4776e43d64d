//! `mcphub serve`: the hub, with all its roles or some of them.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, ValueEnum};
use hub_server::{app::App, monitor, serve, setup, worker};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{sync::watch, task::JoinSet};

use crate::{config, failure::Failure, hub, logs, report, serve as signals};

/// Run the hub: REST API, workers, monitoring.
///
/// With no settings at all it keeps everything in `mcphub-data` and listens on http://127.0.0.1:8080. Several processes share the work
/// over PostgreSQL and Redis, each with the roles that it is given.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The settings; `mcphub.toml` in this folder when it is there.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// What this process does.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Role::Api, Role::Generator])]
    roles: Vec<Role>,
    /// Where to listen, instead of what the settings say; port 0 takes a free one.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Let documents come from, and calls go to, private and loopback addresses.
    #[arg(long)]
    allow_private_upstreams: bool,
}

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    /// The REST API, and the monitoring of registered APIs.
    Api,
    /// Jobs: fetch, compile, deliver.
    Generator,
}

/// Seconds, between a cached answer and a document that takes long to compile.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

pub(super) fn execute(command: &Serve) -> Result<ExitCode, Failure> {
    let mut settings = config::load(command.config.as_deref())?;
    if let Some(address) = command.listen {
        settings.listen.address = address;
    }
    settings.egress.allow_private |= command.allow_private_upstreams;
    let metrics = PrometheusBuilder::new().set_buckets(&BUCKETS).and_then(PrometheusBuilder::install_recorder);
    let metrics = metrics.map_err(|error| Failure::environment(format!("metrics cannot be kept: {error}")))?;
    signals::runtime()?.block_on(async {
        let telling = logs::init(&settings.telemetry)?;
        let store = hub::store(&settings).await?;
        if settings.database.migrate {
            let failed = |error| Failure::environment(format!("the database cannot be migrated: {error}"));
            store.migrate().await.map_err(failed)?;
        }
        let app = App::new(store, settings.clone(), hub::passwords(&settings)?, Some(metrics));
        let outcome = run(command, app).await;
        telling.end().await;
        outcome
    })
}

async fn run(command: &Serve, app: App) -> Result<ExitCode, Failure> {
    let (stopper, stop) = watch::channel(false);
    let end = signals::end()?;
    tokio::spawn(async move {
        end.await;
        stopper.send_replace(true);
    });
    let measured = app.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            measured.measure();
        }
    });
    let mut roles: JoinSet<Result<(), Failure>> = JoinSet::new();
    let has = |role| command.roles.contains(&role);
    if has(Role::Generator) {
        let (app, stop) = (app.clone(), stop.clone());
        let name = format!("generator-{}", std::process::id());
        roles.spawn(async move {
            worker::run(app, name, stop).await;
            Ok(())
        });
    }
    if let Some(address) = app.settings().listen.metrics_address {
        let (app, stop) = (app.clone(), stop.clone());
        roles.spawn(async move {
            serve::metrics(app, address, stop).await.map_err(|error| signals::refused(address, &error))
        });
    }
    if has(Role::Api) {
        let (monitored, until) = (app.clone(), stop.clone());
        roles.spawn(async move {
            monitor::run(monitored, until).await;
            Ok(())
        });
        let token = setup::token(&app).await;
        let token = token.map_err(|error| Failure::environment(format!("the hub cannot be set up: {error}")))?;
        let (served, stop) = (app.clone(), stop.clone());
        roles.spawn(async move {
            let address = served.settings().listen.address;
            let greeted = served.clone();
            let greet = move |_| {
                report::say(&format!("listening on {}", greeted.public_url()));
                if let Some(token) = token {
                    report::say(&format!("make the first administrator: {}", setup::link(&greeted, &token)));
                }
            };
            serve::api(served, stop, greet).await.map_err(|error| signals::refused(address, &error))
        });
    }
    let mut outcome = Ok(ExitCode::SUCCESS);
    while let Some(ended) = roles.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            // One role that cannot go on takes the others with it: half a hub looks well and is not.
            Ok(Err(failure)) => return Err(failure),
            Err(error) => outcome = Err(Failure::environment(format!("a role of the hub broke: {error}"))),
        }
    }
    app.store().close().await;
    outcome
}

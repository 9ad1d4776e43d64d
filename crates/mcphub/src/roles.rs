//! The roles of a hub's process: each builds itself, and all end together.

use std::{ffi::OsString, sync::Arc};

use clap::ValueEnum;
use hub_deploy::{
    cgroup::{Groups, Share},
    process::Launch,
};
use hub_server::{
    app::App,
    deploying, gateway, monitor,
    serve::{self, Doors},
    settings::Deployment,
    setup, worker,
};
use tokio::{sync::watch, task::JoinSet};

use crate::{failure::Failure, report, serve as signals};

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// The REST API, and the monitoring of registered APIs.
    Api,
    /// Jobs: fetch, compile, deliver.
    Generator,
    /// Bringing servers to where they are wanted to be.
    Deployment,
    /// MCP servers, for their clients.
    Gateway,
    /// The console.
    Web,
}

/// What runs, each part until it is told to stop or cannot go on.
type Running = JoinSet<Result<(), Failure>>;

/// Runs the roles until the process is asked to end.
pub(crate) async fn run(roles: &[Role], app: &App) -> Result<(), Failure> {
    let (stopper, stop) = watch::channel(false);
    let end = signals::end()?;
    tokio::spawn(async move {
        end.await;
        stopper.send_replace(true);
    });
    let mut running = Running::new();
    measure(&mut running, app, &stop);
    for role in roles {
        match role {
            Role::Generator => generator(&mut running, app, &stop),
            Role::Deployment => deployment(&mut running, app, &stop),
            Role::Gateway => gateway(&mut running, app, &stop),
            Role::Api => monitoring(&mut running, app, &stop),
            // It only listens.
            Role::Web => {}
        }
    }
    let has = |role| roles.contains(&role);
    let doors = Doors { api: has(Role::Api), gateway: has(Role::Gateway), web: has(Role::Web) };
    if doors.api || doors.gateway || doors.web {
        listen(&mut running, app, doors, &stop).await?;
    }
    let mut outcome = Ok(());
    while let Some(ended) = running.join_next().await {
        match ended {
            Ok(Ok(())) => {}
            // One role that cannot go on takes the others with it: half a hub looks well and is not.
            Ok(Err(failure)) => return Err(failure),
            Err(error) => outcome = Err(Failure::environment(format!("a role of the hub broke: {error}"))),
        }
    }
    outcome
}

fn generator(running: &mut Running, app: &App, stop: &watch::Receiver<bool>) {
    let (app, stop) = (app.clone(), stop.clone());
    let name = format!("generator-{}", std::process::id());
    running.spawn(async move {
        worker::run(app, name, stop).await;
        Ok(())
    });
}

fn deployment(running: &mut Running, app: &App, stop: &watch::Receiver<bool>) {
    let (app, stop) = (app.clone(), stop.clone());
    let launch = launch(&app);
    running.spawn(async move {
        deploying::run(app, launch, stop).await;
        Ok(())
    });
}

/// How replicas are started: as this very program, without this process's environment, which holds the hub's secrets.
fn launch(app: &App) -> Option<Launch> {
    let deployment = &app.settings().deployment;
    let program = std::env::current_exe().ok().filter(|_| deployment.processes > 0)?;
    let memory = deployment.memory_mib.to_string();
    let arguments = ["replica", "--memory-mib", &memory].map(OsString::from).into();
    // Where certificates of authorities are.
    let certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter();
    let certificates = certificates.filter_map(|name| Some((OsString::from(name), std::env::var_os(name)?)));
    // What the allocator sets aside without using it would count as this process's memory.
    let allocator = (OsString::from("MIMALLOC_ARENA_EAGER_COMMIT"), OsString::from("0"));
    let environment = certificates.chain([allocator]).collect();
    Some(Launch { program, arguments, environment, groups: groups(deployment) })
}

/// Where control groups for replicas can be made; says what they limit, or why there are none.
fn groups(deployment: &Deployment) -> Option<Arc<Groups>> {
    if !deployment.cgroups {
        return None;
    }
    let Deployment { processor_percent, memory_mib, .. } = *deployment;
    let without_share = |limits: &[&str]| processor_percent > 0 && !limits.contains(&"cpu");
    match Groups::open(Share { processor_percent, memory_mib }) {
        Ok(groups) => {
            let limits = groups.limits();
            if without_share(&limits) {
                tracing::warn!(
                    "deployment.processor_percent has no effect: control groups of processors are not available"
                );
            }
            tracing::debug!(limits = limits.join(" "), "replicas get control groups");
            Some(Arc::new(groups))
        }
        Err(error) if without_share(&[]) => {
            tracing::warn!(%error, "deployment.processor_percent has no effect: replicas get no control groups");
            None
        }
        Err(error) => {
            tracing::debug!(%error, "replicas get no control groups and limit themselves only");
            None
        }
    }
}

fn gateway(running: &mut Running, app: &App, stop: &watch::Receiver<bool>) {
    let (app, stop) = (app.clone(), stop.clone());
    running.spawn(async move {
        gateway::run(app, || {}, stop).await;
        Ok(())
    });
}

fn monitoring(running: &mut Running, app: &App, stop: &watch::Receiver<bool>) {
    let (app, stop) = (app.clone(), stop.clone());
    running.spawn(async move {
        monitor::run(app, stop).await;
        Ok(())
    });
}

async fn listen(running: &mut Running, app: &App, doors: Doors, stop: &watch::Receiver<bool>) -> Result<(), Failure> {
    let token = if doors.api { setup::token(app).await } else { Ok(None) };
    let token = token.map_err(|error| Failure::environment(format!("the hub cannot be set up: {error}")))?;
    let (served, greeted, stop) = (app.clone(), app.clone(), stop.clone());
    running.spawn(async move {
        let address = served.settings().listen.address;
        let greet = move |_| {
            let url = greeted.public_url();
            report::say(&format!("listening on {url}"));
            if let Some(token) = token {
                report::say(&format!("make the first administrator: {}", setup::link(&greeted, &token)));
            }
            if doors.api {
                let agents = "agents look after it with a key (`mcphub keys create`)";
                let command =
                    format!("claude mcp add --transport http mcphub {url}/mcp --header \"Authorization: Bearer $KEY\"");
                report::say(&format!("{agents}: {command}"));
            }
        };
        serve::listen(served, doors, stop, greet).await.map_err(|error| signals::refused(address, &error))
    });
    Ok(())
}

/// Figures, on an address of their own where there is one.
fn measure(running: &mut Running, app: &App, stop: &watch::Receiver<bool>) {
    let (measured, until) = (app.clone(), stop.clone());
    running.spawn(async move {
        measured.measure_until(until).await;
        Ok(())
    });
    if let Some(address) = app.settings().listen.metrics_address {
        let (app, stop) = (app.clone(), stop.clone());
        running.spawn(async move {
            serve::metrics(app, address, stop).await.map_err(|error| signals::refused(address, &error))
        });
    }
}

//! What the hub needs beside its store, as far as the settings say so: the Docker engine and the Kubernetes cluster that servers run on, and Vault.

use std::{path::PathBuf, time::Duration};

use hub_deploy::{docker, image::Runtime, kubernetes};
use hub_server::{secrets::Vault, settings::Settings};

use super::{super::image::runtimes, Finding, tell};

/// How long each may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// Looks at those that are set; how many of them are wrong.
pub(super) async fn look(settings: &Settings) -> usize {
    let mut wrong = 0;
    let is_named = settings.docker.host.is_some() || std::env::var_os("DOCKER_HOST").is_some();
    if settings.docker.containers > 0 && is_named {
        wrong += usize::from(!tell("docker", &patient(engine(settings)).await));
        wrong += usize::from(!tell("runtime of containers", &runtime(settings)));
    }
    if settings.kubernetes.enabled {
        wrong += usize::from(!tell("kubernetes", &patient(cluster(settings)).await));
    }
    if let Some(address) = &settings.vault.address {
        wrong += usize::from(!tell("vault", &patient(vault(settings, address)).await));
    }
    wrong
}

async fn vault(settings: &Settings, address: &str) -> Finding {
    // A token that is given is not asked about: what it may read is known once something is read.
    Vault::new(&settings.vault)?.log_in().await?;
    Ok(match settings.vault.token.is_some() || settings.vault.token_file.is_some() {
        true => format!("{address} is to be asked with a token that is given"),
        false => format!("{address} lets the hub log in"),
    })
}

async fn patient(looking: impl Future<Output = Finding>) -> Finding {
    let late = |_| Err(format!("there is no answer within {} s", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(late)
}

async fn engine(settings: &Settings) -> Finding {
    let limits = docker::Limits {
        memory_mib: settings.docker.memory_mib,
        processor_percent: settings.docker.processor_percent,
        pids: settings.docker.pids,
    };
    let docker::Sight { version, cgroups, lacks } = docker::sight(settings.docker.host.as_deref(), limits).await?;
    match lacks.is_empty() {
        true => Ok(format!("{version} answers, and limits containers by control groups of {cgroups}")),
        false => Err(format!(
            "{version} answers, and cannot limit {} (control groups of {cgroups}): containers may take as much as there is",
            lacks.join(", ")
        )),
    }
}

/// The program that images of servers are made of.
fn runtime(settings: &Settings) -> Finding {
    let named: Vec<PathBuf> = settings.images.runtimes.iter().map(PathBuf::from).collect();
    let paths = match named.is_empty() {
        true => runtimes::installed().map_err(|failure| failure.to_string())?,
        false => named,
    };
    for path in &paths {
        Runtime::open(path).map_err(|error| error.to_string())?;
    }
    Ok(paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "))
}

async fn cluster(settings: &Settings) -> Finding {
    let set = &settings.kubernetes;
    let access = kubernetes::Access {
        kubeconfig: set.kubeconfig.as_ref().map(PathBuf::from),
        context: set.context.clone(),
        namespace: set.namespace.clone(),
        hub: set.hub.clone(),
    };
    let kubernetes::Sight { version, lacks } = kubernetes::sight(&access).await?;
    let place = set.namespace.as_ref().map_or("in all namespaces".to_owned(), |name| format!("in {name}"));
    match lacks.is_empty() {
        true => Ok(format!("{version} answers, and lets the hub do what it has to {place}")),
        false => Err(format!("{version} answers, and does not let the hub {place}: {}", lacks.join(", "))),
    }
}

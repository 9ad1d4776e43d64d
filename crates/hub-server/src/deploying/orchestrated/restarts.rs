//! Containers of pods that ended and that the cluster started again: told in the log of their server, for the pod is well again soon and says nothing of it.

use std::collections::HashMap;

use hub_deploy::kubernetes::{Cluster, Names, Pod};
use hub_model::server::Deployment;
use hub_store::{
    Origin, Result,
    servers::logs::{self, Line},
};

use crate::app::App;

/// The cluster's word for a container that was at its limit of memory.
const MEMORY: &str = "OOMKilled";
/// Lines of a container that are its last words.
const LAST: i64 = 2;

/// How often the container of each pod was started again, as far as that was told.
#[derive(Default)]
pub(super) struct Restarts(HashMap<String, i64>);

impl Restarts {
    /// Tells of those that there were since the last time. Of a pod that is seen the first time it is not known what was told.
    pub(super) async fn tell(
        &mut self,
        app: &App,
        cluster: &Cluster,
        names: &Names,
        deployment: &Deployment,
        pods: &[Pod],
    ) {
        self.0.retain(|uid, _| pods.iter().any(|pod| pod.uid == *uid));
        for pod in pods {
            let before = self.0.insert(pod.uid.clone(), pod.restarts);
            if before.is_none_or(|before| before >= pod.restarts) {
                continue;
            }
            let words = cluster.log(&names.namespace, &pod.name, LAST, true).await.unwrap_or_default();
            if let Err(error) = keep(app, deployment, pod, words.trim()).await {
                tracing::warn!(%error, server = %deployment.server, "what became of a pod cannot be kept");
                self.0.insert(pod.uid.clone(), before.unwrap_or(0));
            }
        }
    }
}

async fn keep(app: &App, deployment: &Deployment, pod: &Pod, words: &str) -> Result<()> {
    let how = match pod.ended.as_deref() {
        Some(how) if how.starts_with(MEMORY) => format!("it needed more memory than it may have: {how}"),
        how => how.unwrap_or("nobody says how").to_owned(),
    };
    let last = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    let said = if last.is_empty() { String::new() } else { format!(": {last}") };
    let told = format!("the container of a pod ended by itself, and was started again: {how}{said}");
    let fields = serde_json::json!({ "pod": pod.name, "restarts": pod.restarts });
    let line = Line::new(app.store(), "error", "replica", told, fields);
    let tx = app.store().begin(Origin::system()).await?;
    logs::add(&tx, deployment.organisation, deployment.server, &line).await?;
    tx.commit().await
}

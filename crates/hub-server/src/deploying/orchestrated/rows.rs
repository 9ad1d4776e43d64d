//! Pods as replicas: what gateways call, and people see.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hub_deploy::kubernetes::{Phase, Pod, manifests::PORT};
use hub_model::{
    Timestamp,
    id::{ReplicaId, VersionId},
    server::{Deployment, Replica, ReplicaState, Target},
};
use hub_store::{Origin, Result, servers::replicas};
use secrecy::SecretString;

use crate::app::App;

/// What is kept of pods.
pub(super) struct Rows {
    holder: String,
    /// What was last kept.
    kept: BTreeMap<ReplicaId, Replica>,
    /// What somebody else had kept was looked through.
    is_clean: bool,
    /// Replicas that run elsewhere answer no more calls: pods do, or nothing is to.
    has_arrived: bool,
    /// The only versions that still get calls, where that is said.
    only: Option<Vec<String>>,
}

impl Rows {
    pub(super) fn new(holder: &str) -> Self {
        Self { holder: holder.to_owned(), kept: BTreeMap::new(), is_clean: false, has_arrived: false, only: None }
    }

    /// Pods of other versions get no more calls; all of them do where nothing is said.
    pub(super) fn retire(&mut self, only: Option<Vec<String>>) {
        self.only = only;
    }

    /// Pods answer in the place of whatever ran elsewhere until now.
    pub(super) fn arrive(&mut self) {
        self.is_clean &= self.has_arrived;
        self.has_arrived = true;
    }

    /// Whether a replica is one of these.
    pub(super) fn has(&self, id: ReplicaId) -> bool {
        self.kept.contains_key(&id)
    }

    /// Keeps pods as they are now, as far as that is news. Only those are told of whose tokens are known.
    pub(super) async fn keep(
        &mut self,
        app: &App,
        deployment: &Deployment,
        pods: &[Pod],
        tokens: &BTreeMap<VersionId, Arc<SecretString>>,
    ) -> Result<()> {
        let mut next: BTreeMap<ReplicaId, (Replica, &Arc<SecretString>)> = BTreeMap::new();
        for pod in pods {
            let known = tokens.iter().find(|(version, _)| version.to_string() == pod.version);
            let (Some((version, token)), Some(id)) = (known, identified(&pod.uid)) else { continue };
            next.insert(id, (self.row(app.now(), deployment, pod, id, *version), token));
        }
        let is_same = next.len() == self.kept.len()
            && next.iter().all(|(id, (row, _))| self.kept.get(id).is_some_and(|kept| same(kept, row)));
        if is_same && self.is_clean {
            return Ok(());
        }
        let Deployment { organisation, server, .. } = *deployment;
        let tx = app.store().begin(Origin::system()).await?;
        let mut gone: BTreeSet<ReplicaId> = self.kept.keys().copied().collect();
        if !self.is_clean {
            let others = replicas::list(&tx, organisation, server).await?;
            let is_over = |row: &Replica| self.has_arrived || !row.is_before_move(Target::Kubernetes);
            gone.extend(others.into_iter().filter(is_over).map(|row| row.id));
        }
        for (id, (row, token)) in &next {
            if !self.kept.get(id).is_some_and(|kept| same(kept, row)) {
                replicas::put(&tx, organisation, row, token).await?;
            }
        }
        for id in gone.into_iter().filter(|id| !next.contains_key(id)) {
            replicas::remove(&tx, organisation, server, id).await?;
        }
        tx.commit().await?;
        self.is_clean = true;
        self.kept = next.into_iter().map(|(id, (row, _))| (id, row)).collect();
        Ok(())
    }

    fn row(&self, now: Timestamp, deployment: &Deployment, pod: &Pod, id: ReplicaId, version: VersionId) -> Replica {
        let is_retired = self.only.as_ref().is_some_and(|only| !only.contains(&pod.version));
        let state = match pod.phase {
            Phase::Ending => ReplicaState::Draining,
            Phase::Ready if is_retired => ReplicaState::Draining,
            Phase::Ready => ReplicaState::Ready,
            Phase::Starting => ReplicaState::Starting,
            Phase::Failed => ReplicaState::Failed,
        };
        let started_at = self.kept.get(&id).map_or(now, |kept| kept.started_at);
        let address = pod.address.as_ref().map(|address| match address.contains(':') {
            true => format!("[{address}]:{PORT}"),
            false => format!("{address}:{PORT}"),
        });
        Replica {
            id,
            server: deployment.server,
            organisation: deployment.organisation,
            version,
            state,
            address,
            node: if pod.node.is_empty() { self.holder.clone() } else { format!("{}/{}", pod.node, pod.name) },
            process: None,
            message: pod.message.clone(),
            started_at,
            updated_at: now,
        }
    }
}

/// Pods are called by what the cluster calls them (`metadata.uid`, a UUID).
fn identified(uid: &str) -> Option<ReplicaId> {
    let digits: String = uid.chars().filter(|digit| *digit != '-').collect();
    u128::from_str_radix(&digits, 16).ok().map(ReplicaId)
}

fn same(one: &Replica, other: &Replica) -> bool {
    let shown = |row: &Replica| (row.state, row.address.clone(), row.node.clone(), row.message.clone());
    shown(one) == shown(other)
}

//! Deployments: what is wanted is kept, one process at a time looks after it, and what it found is kept.

use std::{sync::Arc, time::Duration};

use hub_model::{
    id::{ReplicaId, ServerId, VersionId},
    server::{Canary, Deployment, DeploymentState, Replica, ReplicaState},
};
use hub_store::{
    Error, EventFilter,
    servers::{
        deployments::{self, Observed, Wanted},
        replicas, serving,
    },
};
use secrecy::ExposeSecret as _;

use super::wanted;
use crate::hub::{Hub, Tenant, first};

suite![
    what_is_wanted_is_kept_and_told,
    one_process_looks_after_a_deployment,
    what_the_dead_held_is_free_at_once,
    what_is_wanted_meanwhile_is_due_at_once,
    only_versions_of_the_server_are_deployed,
    replicas_are_kept_as_they_are,
    whoever_runs_something_holds_its_deployment,
    a_clock_that_was_set_back_keeps_no_deployment_waiting,
    a_clock_that_was_set_back_frees_what_ran,
    replicas_of_nobody_are_forgotten_together,
    a_gateway_sees_what_is_wanted,
];

const LEASE: Duration = Duration::from_secs(30);

pub async fn want(hub: &Hub, tenant: &Tenant, server: ServerId, version: VersionId) -> Deployment {
    let tx = hub.begin().await;
    let made = deployments::want(&tx, tenant.organisation, server, wanted(version)).await.unwrap();
    tx.commit().await.unwrap();
    made
}

async fn deployed(hub: &Hub) -> (Tenant, ServerId, VersionId) {
    let tenant = hub.tenant("acme").await;
    let server = hub.server(&tenant, "pets").await.id;
    let version = hub.version(&tenant, server, None, "one").await.id;
    want(hub, &tenant, server, version).await;
    (tenant, server, version)
}

async fn settle(hub: &Hub, holder: &str, seen: &Deployment, state: DeploymentState) -> bool {
    let due_at = hub.store.now().after(Duration::from_secs(3600));
    let found = Observed { state, message: String::new(), failures: 0, due_at, lease: None };
    let tx = hub.begin().await;
    let is_held = deployments::observed(&tx, holder, seen, &found).await.unwrap();
    tx.commit().await.unwrap();
    is_held
}

async fn what_is_wanted_is_kept_and_told(hub: Arc<Hub>) {
    let (tenant, server, one) = deployed(&hub).await;
    let two = hub.version(&tenant, server, Some(one), "two").await.id;
    let canary = Some(Canary { version: two, percent: 10 });
    let tx = hub.begin().await;
    let next = Wanted { canary, ..wanted(one) };
    let changed = deployments::want(&tx, tenant.organisation, server, next).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((changed.canary, changed.generation, changed.is_settled()), (canary, 2, false));
    let seen = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    assert!(settle(&hub, "a", &seen, DeploymentState::Running).await);
    let tx = hub.begin().await;
    let stopped = deployments::unwant(&tx, tenant.organisation, server).await.unwrap();
    let again = deployments::unwant(&tx, tenant.organisation, server).await;
    assert!(matches!(again, Err(Error::Refused(_))), "{again:?}");
    tx.commit().await.unwrap();
    assert_eq!((stopped.is_wanted, stopped.canary, stopped.is_gone()), (false, None, false));
    let filter = EventFilter { subject: Some(server.to_string()), kind: None };
    let events = hub_store::list_events(&hub.store, Some(tenant.organisation), &filter, first(9)).await.unwrap().items;
    let kinds: Vec<&str> = events.iter().rev().map(|event| event.kind.as_str()).collect();
    let kinds: Vec<&str> = kinds.into_iter().filter(|kind| kind.starts_with("deployment.")).collect();
    assert_eq!(kinds, ["deployment.wanted", "deployment.wanted", "deployment.running", "deployment.unwanted"]);
}

async fn one_process_looks_after_a_deployment(hub: Arc<Hub>) {
    let (_, server, _) = deployed(&hub).await;
    let other = hub.another().await;
    let seen = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    assert_eq!(seen.server, server);
    assert_eq!(deployments::claim(&other, "b", LEASE).await.unwrap(), None);
    hub.clock.by(LEASE * 2);
    let taken = deployments::claim(&other, "b", LEASE).await.unwrap();
    assert_eq!(taken.map(|taken| taken.server), Some(server), "whoever held it is gone");
    assert!(!settle(&hub, "a", &seen, DeploymentState::Failed).await, "it is not theirs any more");
    assert!(settle(&hub, "b", &seen, DeploymentState::Running).await);
    assert_eq!(deployments::claim(&hub.store, "a", LEASE).await.unwrap(), None, "it is not due");
    other.close().await;
}

async fn what_the_dead_held_is_free_at_once(hub: Arc<Hub>) {
    let (_, server, _) = deployed(&hub).await;
    let other = hub.another().await;
    let seen = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    assert_eq!(deployments::free(&other, "somebody else").await.unwrap(), 0);
    assert_eq!(deployments::claim(&other, "b", LEASE).await.unwrap(), None);
    assert_eq!(deployments::free(&other, "a").await.unwrap(), 1);
    // The clock did not move.
    let taken = deployments::claim(&other, "b", LEASE).await.unwrap();
    assert_eq!(taken.map(|taken| taken.server), Some(server));
    assert!(!deployments::renew(&hub.store, "a", server, LEASE).await.unwrap(), "it is not theirs any more");
    assert!(!settle(&hub, "a", &seen, DeploymentState::Failed).await);
    other.close().await;
}

async fn what_is_wanted_meanwhile_is_due_at_once(hub: Arc<Hub>) {
    let (tenant, server, version) = deployed(&hub).await;
    let seen = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    want(&hub, &tenant, server, version).await;
    assert!(settle(&hub, "a", &seen, DeploymentState::Running).await);
    let found = deployments::find(&hub.store, tenant.organisation, server).await.unwrap().unwrap();
    assert!(!found.is_settled(), "what was found is about what was wanted before");
    let again = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    assert!(settle(&hub, "a", &again, DeploymentState::Running).await);
    let found = deployments::find(&hub.store, tenant.organisation, server).await.unwrap().unwrap();
    assert!(found.is_settled());
}

async fn only_versions_of_the_server_are_deployed(hub: Arc<Hub>) {
    let (tenant, _, foreign) = deployed(&hub).await;
    let other = hub.server(&tenant, "other").await.id;
    let tx = hub.begin().await;
    let refused = deployments::want(&tx, tenant.organisation, other, wanted(foreign)).await;
    assert!(matches!(refused, Err(Error::Missing(_))), "{refused:?}");
}

/// One that was just started.
fn replica(hub: &Hub, tenant: &Tenant, server: ServerId, version: VersionId, id: u128) -> Replica {
    let now = hub.store.now();
    Replica {
        id: ReplicaId(id),
        server,
        organisation: tenant.organisation,
        version,
        state: ReplicaState::Starting,
        address: None,
        node: "a".to_owned(),
        process: Some(42),
        message: String::new(),
        started_at: now,
        updated_at: now,
    }
}

async fn replicas_are_kept_as_they_are(hub: Arc<Hub>) {
    let (tenant, server, version) = deployed(&hub).await;
    let mut replica = replica(&hub, &tenant, server, version, 7);
    let put = async |replica: &Replica| {
        let tx = hub.begin().await;
        replicas::put(&tx, tenant.organisation, replica, &"token-7".into()).await.unwrap();
        tx.commit().await.unwrap();
    };
    put(&replica).await;
    let ready = async || replicas::ready(&hub.store, tenant.organisation, server).await.unwrap();
    assert!(ready().await.is_empty(), "it does not answer yet");
    (replica.state, replica.address) = (ReplicaState::Ready, Some("127.0.0.1:9".to_owned()));
    // A pod is on no node at first.
    replica.node = "b".to_owned();
    put(&replica).await;
    let answering = ready().await;
    assert_eq!(answering.len(), 1);
    assert_eq!(answering[0].replica.node, "b");
    assert_eq!(answering[0].replica.address.as_deref(), Some("127.0.0.1:9"));
    assert_eq!(answering[0].token.expose_secret(), "token-7");
    assert!(!hub.raw.dump("replicas").await.join("").contains("token-7"), "a token is to be read in the database");
    let tx = hub.begin().await;
    replicas::remove(&tx, tenant.organisation, server, replica.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(replicas::list(&hub.store, tenant.organisation, server).await.unwrap().is_empty());
}

async fn a_clock_that_was_set_back_keeps_no_deployment_waiting(hub: Arc<Hub>) {
    const WRONG: Duration = Duration::from_secs(6 * 3_600);
    const WAIT: Duration = Duration::from_secs(300);
    let claim = async || deployments::claim(&hub.store, "b", LEASE).await.unwrap();
    let (_, server, _) = deployed(&hub).await;
    hub.clock.by(WRONG);
    // Whoever takes it then dies.
    deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    hub.clock.back(WRONG);
    hub.clock.by(LEASE * 2);
    assert!(claim().await.is_none(), "until it is as late again");
    deployments::mend(&hub.store, LEASE, WAIT).await.unwrap();
    assert!(claim().await.is_none(), "whoever had it might still be there");
    hub.clock.by(LEASE * 2);
    let seen = claim().await.unwrap();
    assert_eq!(seen.server, server);

    // One that is to be tried again in a moment, which is in hours.
    hub.clock.by(WRONG);
    assert!(settle(&hub, "b", &seen, DeploymentState::Failed).await);
    hub.clock.back(WRONG);
    assert!(claim().await.is_none());
    deployments::mend(&hub.store, LEASE, WAIT).await.unwrap();
    let seen = claim().await.unwrap();
    // One that is well is not looked at for it.
    assert!(settle(&hub, "b", &seen, DeploymentState::Running).await);
    deployments::mend(&hub.store, LEASE, WAIT).await.unwrap();
    assert!(claim().await.is_none());
}

/// What runs is due when its lease ends: also when that was to be in hours.
async fn a_clock_that_was_set_back_frees_what_ran(hub: Arc<Hub>) {
    const WRONG: Duration = Duration::from_secs(6 * 3_600);
    let (_, server, _) = deployed(&hub).await;
    hub.clock.by(WRONG);
    let seen = deployments::claim(&hub.store, "a", LEASE).await.unwrap().unwrap();
    let (due_at, lease) = (hub.store.now().after(LEASE), Some(LEASE));
    let found = Observed { state: DeploymentState::Running, message: String::new(), failures: 0, due_at, lease };
    let tx = hub.begin().await;
    assert!(deployments::observed(&tx, "a", &seen, &found).await.unwrap());
    tx.commit().await.unwrap();
    hub.clock.back(WRONG);
    deployments::mend(&hub.store, LEASE, Duration::from_secs(300)).await.unwrap();
    hub.clock.by(LEASE * 2);
    let taken = deployments::claim(&hub.store, "b", LEASE).await.unwrap();
    assert_eq!(taken.map(|taken| taken.server), Some(server));
}

async fn replicas_of_nobody_are_forgotten_together(hub: Arc<Hub>) {
    let (tenant, server, version) = deployed(&hub).await;
    let other = hub.server(&tenant, "other").await.id;
    for (id, server) in [(7, server), (8, server), (9, other)] {
        let tx = hub.begin().await;
        replicas::put(&tx, tenant.organisation, &replica(&hub, &tenant, server, version, id), &"token".into())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let tx = hub.begin().await;
    replicas::remove_all(&tx, tenant.organisation, server).await.unwrap();
    tx.commit().await.unwrap();
    let left = async |server| replicas::list(&hub.store, tenant.organisation, server).await.unwrap().len();
    assert_eq!((left(server).await, left(other).await), (0, 1));
}

async fn a_gateway_sees_what_is_wanted(hub: Arc<Hub>) {
    let (tenant, server, version) = deployed(&hub).await;
    hub.server(&tenant, "not-deployed").await;
    let tenants = serving::tenants(&hub.store).await.unwrap();
    assert_eq!(tenants.iter().map(|tenant| tenant.id).collect::<Vec<_>>(), [tenant.organisation]);
    let deployed = serving::deployed(&hub.store, tenant.organisation, None).await.unwrap();
    assert_eq!(deployed.iter().map(|(server, _)| server.id).collect::<Vec<_>>(), [server]);
    let blueprint = serving::blueprint(&hub.store, tenant.organisation, version).await.unwrap().unwrap();
    assert_eq!(blueprint.unpack().unwrap(), b"one");
    let numbers = serving::numbers(&hub.store).await.unwrap();
    let last = numbers.into_iter().find(|(id, _)| *id == tenant.organisation).unwrap().1;
    assert_eq!(tenants[0].seen, last);
    let members = serving::members(&hub.store, tenant.organisation).await.unwrap();
    assert_eq!(members.iter().map(|(user, _)| *user).collect::<Vec<_>>(), [tenant.owner]);
}

async fn whoever_runs_something_holds_its_deployment(hub: Arc<Hub>) {
    let (_, server, _) = deployed(&hub).await;
    let lease = Duration::from_secs(15);
    let seen = deployments::claim(&hub.store, "a", lease).await.unwrap().unwrap();
    let due_at = hub.store.now().after(lease);
    let found =
        Observed { state: DeploymentState::Running, message: String::new(), failures: 0, due_at, lease: Some(lease) };
    let tx = hub.begin().await;
    assert!(deployments::observed(&tx, "a", &seen, &found).await.unwrap());
    tx.commit().await.unwrap();
    hub.clock.by(Duration::from_secs(14));
    assert!(deployments::claim(&hub.store, "b", lease).await.unwrap().is_none(), "it is held");
    assert!(deployments::renew(&hub.store, "a", server, lease).await.unwrap());
    hub.clock.by(Duration::from_secs(14));
    assert!(deployments::claim(&hub.store, "b", lease).await.unwrap().is_none(), "it is held longer");
    hub.clock.by(Duration::from_secs(2));
    assert!(deployments::claim(&hub.store, "b", lease).await.unwrap().is_some(), "whoever held it is gone");
    assert!(!deployments::renew(&hub.store, "a", server, lease).await.unwrap(), "somebody else holds it by now");
}

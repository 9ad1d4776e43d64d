//! How upstreams do.

use std::sync::Arc;

use hub_model::{
    Timestamp,
    api::{HealthState, Probe},
};
use hub_store::{EventFilter, apis, apis::probes, list_events};

use crate::hub::{Hub, Tenant, first};

suite![a_change_of_health_is_an_event, history_is_summed_up, old_probes_are_forgotten];

async fn record(hub: &Hub, tenant: &Tenant, at: i64, ok: bool, latency_ms: i64) -> HealthState {
    let tx = hub.begin().await;
    let probe = Probe { at: Timestamp(at), ok, latency_ms, message: format!("at {at}") };
    let health = probes::record(&tx, tenant.organisation, tenant.api.id, &probe).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    health.state
}

async fn a_change_of_health_is_an_event(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut states = Vec::new();
    for (at, ok) in [true, false, false, false, false, true].into_iter().enumerate() {
        states.push(record(&hub, &tenant, i64::try_from(at).unwrap(), ok, 5).await);
    }
    use HealthState::{Degraded, Healthy, Unhealthy};
    assert_eq!(states, [Healthy, Degraded, Degraded, Unhealthy, Unhealthy, Healthy]);
    let filter = EventFilter { subject: Some(tenant.api.id.to_string()), kind: None };
    let events = list_events(&hub.store, Some(tenant.organisation), &filter, first(9)).await.unwrap();
    let kinds: Vec<_> = events.items.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["api.healthy", "api.unhealthy", "api.degraded", "api.registered"]);
    let api = apis::find(&hub.store, tenant.organisation, tenant.api.id).await.unwrap().unwrap();
    assert_eq!((api.health.state, api.health.since), (Healthy, Some(Timestamp(5))));
    assert_eq!(api.version, 1, "its health is no change of the API that anybody has to know of");
    // The same moment twice, by two processes: the first stands.
    record(&hub, &tenant, 5, true, 99).await;
    let listed = probes::list(&hub.store, tenant.organisation, tenant.api.id, Some(Timestamp(6)), 2).await.unwrap();
    assert_eq!(listed.iter().map(|probe| (probe.at.0, probe.latency_ms)).collect::<Vec<_>>(), [(5, 5), (4, 5)]);
    let tx = hub.begin().await;
    apis::delete(&tx, tenant.organisation, tenant.api.id, None).await.unwrap();
    let probe = Probe { at: Timestamp(9), ok: true, latency_ms: 1, message: String::new() };
    assert_eq!(probes::record(&tx, tenant.organisation, tenant.api.id, &probe).await.unwrap(), None);
}

async fn history_is_summed_up(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for (at, ok, latency) in [(900, true, 1000), (1000, true, 10), (1500, false, 25), (1999, true, 5), (3100, true, 8)]
    {
        record(&hub, &tenant, at, ok, latency).await;
    }
    let buckets = probes::history(&hub.store, tenant.organisation, tenant.api.id, Timestamp(1000), 1000).await.unwrap();
    let seen: Vec<_> =
        buckets.iter().map(|bucket| (bucket.at.0, bucket.probes, bucket.ok, bucket.mean_ms, bucket.worst_ms)).collect();
    assert_eq!(seen, [(1000, 3, 2, 13, 25), (3000, 1, 1, 8, 8)]);
}

async fn old_probes_are_forgotten(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    for at in [1, 2, 3] {
        record(&hub, &tenant, at, true, 1).await;
    }
    let tx = hub.begin().await;
    assert_eq!(probes::forget(&tx, Timestamp(3)).await.unwrap(), 2);
}

//! Work to be done: claimed by one worker at a time, its effects exactly once.

mod attempts;
mod serial;
mod workers;

use hub_model::{
    id::{ApiId, JobId},
    job::{JobState, Task},
};
use hub_store::{
    Store,
    jobs::{self, New, worker::Claimed},
};

use crate::hub::{Hub, Tenant};

/// The kind of all jobs here.
const KIND: &[&str] = &["compile-api"];

/// A job of a tenant's that may be tried so often.
fn new(tenant: &Tenant, number: u128, attempts: i64) -> New {
    New {
        organisation: Some(tenant.organisation),
        task: Task::CompileApi { api: ApiId(number) },
        subject: ApiId(number).to_string(),
        key: None,
        attempts,
        due_at: hub_model::Timestamp(0),
        created_by: Some(tenant.owner),
    }
}

async fn enqueue(hub: &Hub, new: New) -> JobId {
    let tx = hub.begin().await;
    let id = jobs::enqueue(&tx, new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn claim(store: &Store) -> Option<Claimed> {
    jobs::worker::claim(store, "worker", KIND).await.unwrap()
}

async fn succeed(store: &Store, claimed: &Claimed) -> hub_store::Result<()> {
    let tx = store.begin(hub_store::Origin::system()).await?;
    jobs::worker::succeed(&tx, claimed, serde_json::json!({ "made": 1 })).await?;
    tx.commit().await
}

async fn fail(store: &Store, claimed: &Claimed, may_retry: bool) -> hub_store::Result<()> {
    let tx = store.begin(hub_store::Origin::system()).await?;
    jobs::worker::fail(&tx, claimed, "it rained", may_retry).await?;
    tx.commit().await
}

async fn job(hub: &Hub, tenant: &Tenant, id: JobId) -> hub_model::job::Job {
    jobs::find(&hub.store, Some(tenant.organisation), id).await.unwrap().unwrap()
}

async fn state(hub: &Hub, tenant: &Tenant, id: JobId) -> JobState {
    job(hub, tenant, id).await.state
}

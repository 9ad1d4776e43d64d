//! What is made of APIs, how it is deployed, and what came of it.

pub mod calls;
mod deployments;
pub mod images;
mod published;
mod versions;

use std::sync::Arc;

use hub_model::{
    Timestamp,
    event::Actor,
    id::{ApiId, CallId, OrganisationId, ReplicaId, ServerId, VersionId},
    server::{
        Call, CallOutcome, Design, FrozenSource, Replica, ReplicaState, Server, ServerSettings, Source, Target, Version,
    },
};
use hub_store::{
    Error, PageRequest, Transaction,
    apis::blobs::Blob,
    servers::{
        self, Change, Filter,
        calls::{self as kept, Content},
        deployments::{self as wanting, Wanted},
        logs, replicas, versions as frozen,
    },
};
use serde_json::json;

use crate::hub::{Hub, Tenant, first};

suite![
    servers_are_made_changed_found_and_deleted,
    a_server_is_made_of_apis_that_are_there,
    deployed_servers_are_not_deleted,
    a_line_is_kept_once_however_often_it_is_tried,
];

/// A server that is made of an API.
pub fn new(api: ApiId, slug: &str) -> servers::New {
    servers::New {
        slug: slug.to_owned(),
        name: format!("The {slug}"),
        description: "for tests".to_owned(),
        design: Design {
            sources: vec![Source { api, space: None, revision: None, curation: Default::default() }],
            ..Design::default()
        },
        settings: ServerSettings::default(),
        managed_by: None,
    }
}

/// A version whose blueprint says `content`.
pub fn frozen(server: ServerId, api: ApiId, content: &str) -> frozen::New {
    frozen::New {
        server,
        digest: format!("digest of {content}"),
        tools: 2,
        breaking: 0,
        changes: 1,
        sources: vec![FrozenSource { api, revision: hub_model::id::RevisionId(1), number: 1, space: String::new() }],
        note: String::new(),
        by: None,
        parts: vec![(frozen::Part::Blueprint, Blob::of(content.as_bytes()).unwrap())],
    }
}

impl Hub {
    pub async fn server(&self, tenant: &Tenant, slug: &str) -> Server {
        let tx = self.by(tenant.owner).await;
        let made = servers::create(&tx, tenant.organisation, new(tenant.api.id, slug)).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    /// A version after another one.
    pub async fn version(&self, tenant: &Tenant, server: ServerId, after: Option<VersionId>, content: &str) -> Version {
        let tx = self.by(tenant.owner).await;
        let new = frozen(server, tenant.api.id, content);
        let made = frozen::create(&tx, tenant.organisation, after, new).await.unwrap();
        tx.commit().await.unwrap();
        made
    }
}

async fn servers_are_made_changed_found_and_deleted(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let (organisation, server) = (tenant.organisation, hub.server(&tenant, "pets").await);
    hub.server(&tenant, "shop").await;
    let tx = hub.begin().await;
    let taken = servers::create(&tx, organisation, new(tenant.api.id, "pets")).await;
    assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    drop(tx);
    let tx = hub.begin().await;
    assert_eq!(servers::free_slug(&tx, organisation, "pets").await.unwrap(), "pets-2");
    assert_eq!(servers::by_slug(&tx, organisation, "pets").await.unwrap().unwrap(), server);
    let found = |filter: Filter| {
        let tx = &tx;
        async move { servers::list(tx, organisation, &filter, first(9)).await.unwrap().items.len() }
    };
    assert_eq!(found(Filter::default()).await, 2);
    assert_eq!(found(Filter { search: Some("PET".to_owned()), api: None }).await, 1);
    assert_eq!(found(Filter { search: None, api: Some(tenant.api.id) }).await, 2);
    assert_eq!(found(Filter { search: None, api: Some(ApiId(7)) }).await, 0);
    let page = PageRequest { after: None, limit: 1 };
    let page = servers::list(&tx, organisation, &Filter::default(), page).await.unwrap();
    assert_eq!((page.items[0].slug.as_str(), page.next.is_some()), ("shop", true), "newest first");
    let change = Change { name: Some("Animals".to_owned()), ..Change::default() };
    let stale = servers::update(&tx, organisation, server.id, Some(7), change.clone()).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let changed = servers::update(&tx, organisation, server.id, Some(1), change).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.slug.as_str(), changed.version), ("Animals", "pets", 2));
    let mark = |mark: &str| Change { managed_by: Some(mark.to_owned()), ..Change::default() };
    assert_eq!(changed.managed_by, None);
    let marked = servers::update(&tx, organisation, server.id, None, mark("apply")).await.unwrap();
    let kept = servers::update(&tx, organisation, server.id, None, Change::default()).await.unwrap();
    assert_eq!((marked.managed_by.as_deref(), kept.managed_by.as_deref()), (Some("apply"), Some("apply")));
    let freed = servers::update(&tx, organisation, server.id, None, mark("")).await.unwrap();
    assert_eq!((freed.managed_by, freed.version), (None, 5));
    let born = servers::New { managed_by: Some("apply".to_owned()), ..new(tenant.api.id, "born") };
    assert_eq!(servers::create(&tx, organisation, born).await.unwrap().managed_by.as_deref(), Some("apply"));
    servers::delete(&tx, organisation, server.id, Some(5)).await.unwrap();
    assert_eq!(servers::find(&tx, organisation, server.id).await.unwrap(), None);
}

async fn a_server_is_made_of_apis_that_are_there(hub: Arc<Hub>) {
    let (tenant, other) = (hub.tenant("acme").await, hub.tenant("other").await);
    let tx = hub.begin().await;
    let foreign = servers::create(&tx, tenant.organisation, new(other.api.id, "pets")).await;
    assert!(matches!(foreign, Err(Error::Missing(_))), "{foreign:?}");
}

async fn deployed_servers_are_not_deleted(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let server = hub.server(&tenant, "pets").await;
    let version = hub.version(&tenant, server.id, None, "one").await;
    deployments::want(&hub, &tenant, server.id, version.id).await;
    let tx = hub.begin().await;
    let refused = servers::delete(&tx, tenant.organisation, server.id, None).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
}

pub fn wanted(version: VersionId) -> Wanted {
    Wanted { target: Target::Embedded, current: version, canary: None, replicas: 1, scaling: None }
}

pub fn line() -> logs::Line {
    let text = String::new;
    logs::Line { id: CallId(8), at: Timestamp(5), level: text(), source: text(), message: text(), fields: json!({}) }
}

/// A deployed server with a replica, a call and a line of its log.
pub async fn hosted(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: ApiId,
) -> (ServerId, VersionId, Replica, CallId) {
    let server = servers::create(tx, organisation, new(api, "pets")).await.unwrap().id;
    let version = frozen::create(tx, organisation, None, frozen(server, api, "blueprint")).await.unwrap().id;
    wanting::want(tx, organisation, server, wanted(version)).await.unwrap();
    let replica = Replica {
        id: ReplicaId(7),
        server,
        organisation,
        version,
        state: ReplicaState::Ready,
        address: Some("127.0.0.1:9".to_owned()),
        node: "a".to_owned(),
        process: None,
        message: String::new(),
        started_at: tx.at(),
        updated_at: tx.at(),
    };
    replicas::put(tx, organisation, &replica, &"token".into()).await.unwrap();
    logs::add(tx, organisation, server, &line()).await.unwrap();
    let call = Call {
        id: CallId(3),
        server,
        version: Some(version),
        at: Timestamp(5),
        tool: "t".to_owned(),
        actor: Actor::System,
        outcome: CallOutcome::Ok,
        request_bytes: 1,
        response_bytes: 1,
        tokens: 1,
        micros: 1,
        upstream_micros: None,
        upstream_status: None,
        client: String::new(),
        error: None,
    };
    let content = Content { arguments: json!({ "id": 7 }), result: json!("Rex") };
    let new = kept::New { organisation, call, content: Some(content), keep: std::time::Duration::from_secs(9) };
    kept::add(tx, &[new]).await.unwrap();
    (server, version, replica, CallId(3))
}

async fn a_line_is_kept_once_however_often_it_is_tried(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let server = hub.server(&tenant, "pets").await.id;
    for _ in 0..2 {
        let tx = hub.begin().await;
        logs::add(&tx, tenant.organisation, server, &line()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let kept = logs::list(&hub.store, tenant.organisation, server, &logs::Filter::default(), first(9)).await.unwrap();
    assert_eq!(kept.items.len(), 1);
}

//! Hears of objects, and of what they refer to, and has them looked at.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt as _;
use hub_model::resource::ResourceKind;
use k8s_openapi::api::core::v1::Secret;
use kube::{
    Api, Client, ResourceExt as _,
    api::{DynamicObject, PartialObjectMeta},
    runtime::{
        Controller,
        controller::{self, Action, Config},
        watcher,
    },
};

use super::{
    Operator,
    backoff::Backoff,
    cluster::{objects, resource},
    trigger::{self, those},
    work::look,
};
use crate::remote::Hub;

/// Objects of a kind that are looked at at the same time.
const WIDTH: u16 = 4;
/// How soon the cluster is asked again that did not take what was written.
const AGAIN: Duration = Duration::from_secs(5);

/// Works until the process is asked to end.
pub(crate) async fn run(
    kube: Client,
    namespace: Option<&str>,
    hub: Hub,
    (manager, adopt): (String, bool),
    end: impl Future<Output = ()>,
) {
    let of = |kind| {
        let controller =
            Controller::new_with(objects(&kube, kind, namespace), watcher::Config::default(), resource(kind));
        controller.with_config(Config::default().concurrency(WIDTH))
    };
    let (apis, servers) = (of(ResourceKind::McpApi), of(ResourceKind::McpServer));
    let operator = Arc::new(Operator {
        kube: kube.clone(),
        hub,
        manager,
        adopt,
        apis: apis.store(),
        servers: servers.store(),
        backoff: Backoff::default(),
    });
    let work = async {
        tokio::join!(
            followed(apis_with(apis, &kube, namespace), ResourceKind::McpApi, Arc::clone(&operator)),
            followed(servers_with(servers, &kube, namespace), ResourceKind::McpServer, Arc::clone(&operator)),
        )
    };
    tokio::select! {
        _ = work => {}
        () = end => {}
    }
}

/// APIs hear of their secrets, and those that are to go of the servers that are made of them.
fn apis_with(apis: Controller<DynamicObject>, kube: &Client, namespace: Option<&str>) -> Controller<DynamicObject> {
    let secrets: Api<PartialObjectMeta<Secret>> = match namespace {
        Some(namespace) => Api::namespaced(kube.clone(), namespace),
        None => Api::all(kube.clone()),
    };
    let servers = objects(kube, ResourceKind::McpServer, namespace);
    let (known, waiting) = (apis.store(), apis.store());
    let refer = move |secret: PartialObjectMeta<Secret>| {
        let (name, known) = (secret.name_any(), known.state());
        let refers = |api: &DynamicObject| trigger::secrets(api).any(|one| one == name);
        those(known.iter().map(AsRef::as_ref), ResourceKind::McpApi, secret.namespace().as_deref(), refers)
    };
    let wait = move |server: DynamicObject| {
        let waiting = waiting.state();
        let waits = |api: &DynamicObject| {
            api.metadata.deletion_timestamp.is_some() && trigger::apis(&server).any(|name| name == api.name_any())
        };
        those(waiting.iter().map(AsRef::as_ref), ResourceKind::McpApi, server.namespace().as_deref(), waits)
    };
    apis.watches_with(secrets, (), watcher::Config::default(), refer).watches_with(
        servers,
        resource(ResourceKind::McpServer),
        watcher::Config::default(),
        wait,
    )
}

/// Servers hear of the APIs that they are made of.
fn servers_with(
    servers: Controller<DynamicObject>,
    kube: &Client,
    namespace: Option<&str>,
) -> Controller<DynamicObject> {
    let known = servers.store();
    let refer = move |api: DynamicObject| {
        let (name, known) = (api.name_any(), known.state());
        let is_made_of = |server: &DynamicObject| trigger::apis(server).any(|one| one == name);
        those(known.iter().map(AsRef::as_ref), ResourceKind::McpServer, api.namespace().as_deref(), is_made_of)
    };
    let apis = objects(kube, ResourceKind::McpApi, namespace);
    servers.watches_with(apis, resource(ResourceKind::McpApi), watcher::Config::default(), refer)
}

async fn followed(controller: Controller<DynamicObject>, kind: ResourceKind, operator: Arc<Operator>) {
    let look =
        move |object: Arc<DynamicObject>, operator: Arc<Operator>| async move { look(&operator, kind, &object).await };
    let later = |_: Arc<DynamicObject>, _: &kube::Error, _: Arc<Operator>| Action::requeue(AGAIN);
    let told = controller.run(look, later, operator);
    told.for_each(|looked| async move {
        match looked {
            // What was deleted meanwhile needs no look.
            Ok(_) | Err(controller::Error::ObjectNotFound(_)) => {}
            Err(error) => tracing::warn!(%kind, %error, "the cluster cannot be followed; it is tried again"),
        }
    })
    .await;
}

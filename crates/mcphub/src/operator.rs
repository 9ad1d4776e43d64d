//! `mcphub operator`: custom resources of a Kubernetes cluster become a hub's APIs and servers, by the plan that files are applied by.

mod api;
mod backoff;
mod cluster;
mod crds;
mod judged;
mod remove;
mod secrets;
mod server;
mod status;
mod trigger;
mod watch;
mod work;

pub(crate) use cluster::connect;
pub(crate) use crds::yaml as crds;
pub(crate) use watch::run;

use std::collections::BTreeSet;

use hub_model::resource::ResourceKind;
use kube::{ResourceExt as _, api::DynamicObject, runtime::reflector::Store};

use crate::{
    failure::Failure,
    remote::{Client, Hub},
    resources::{Credentials, Depth, Options, Organisation, observe},
};

/// Keeps an object until what it made in the hub is gone.
const FINALIZER: &str = "mcphub.dev/hub";
/// Who owns the fields that we set in the cluster.
const FIELDS: &str = "mcphub-operator";

/// What an operator works with.
pub(crate) struct Operator {
    kube: kube::Client,
    hub: Hub,
    /// What is made in the hub bears this mark.
    manager: String,
    /// What others made gets the mark.
    adopt: bool,
    apis: Store<DynamicObject>,
    servers: Store<DynamicObject>,
    backoff: backoff::Backoff,
}

impl Operator {
    fn options(&self, credentials: Credentials) -> Options {
        Options { manager: self.manager.clone(), prune: false, adopt: self.adopt, credentials }
    }

    fn objects(&self, kind: ResourceKind) -> &Store<DynamicObject> {
        match kind {
            ResourceKind::McpApi => &self.apis,
            ResourceKind::McpServer => &self.servers,
        }
    }

    /// The namespace of another object of the same kind and name, which has the name in the hub: the older one has it.
    fn rival(&self, kind: ResourceKind, object: &DynamicObject) -> Option<String> {
        let age = |one: &DynamicObject| (one.metadata.creation_timestamp.clone().map(|time| time.0), one.namespace());
        let others = self.objects(kind).state();
        let others = others.iter().filter(|other| {
            other.name_any() == object.name_any()
                && other.namespace() != object.namespace()
                && other.metadata.deletion_timestamp.is_none()
        });
        others.filter(|other| age(other) < age(object)).min_by_key(|other| age(other))?.namespace()
    }

    /// Whether another object takes the name over when this one goes.
    fn has_heir(&self, kind: ResourceKind, object: &DynamicObject) -> bool {
        self.objects(kind).state().iter().any(|other| {
            other.name_any() == object.name_any()
                && other.namespace() != object.namespace()
                && other.metadata.deletion_timestamp.is_none()
        })
    }

    /// The hub with the organisation's path, and what it has.
    async fn observe(&self, kind: ResourceKind, name: &str) -> Result<(Client, String, Organisation), Failure> {
        let mut client = Client::new(&self.hub)?;
        let base = client.within("").await?;
        let only = |wanted| if kind == wanted { BTreeSet::from([name]) } else { BTreeSet::new() };
        let depth = Depth::These { apis: only(ResourceKind::McpApi), servers: only(ResourceKind::McpServer) };
        let there = observe(&mut client, &base, &depth).await?;
        Ok((client, base, there))
    }
}

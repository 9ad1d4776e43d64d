//! Objects of the cluster: reached, watched, and written to where that is ours.

use std::path::Path;

use hub_model::resource::ResourceKind;
use kube::{
    Api, Client, Config, ResourceExt as _,
    api::{ApiResource, DynamicObject, GroupVersionKind, Patch, PatchParams},
    config::{KubeConfigOptions, Kubeconfig},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{FIELDS, FINALIZER, crds::plural};
use crate::failure::Failure;

/// The cluster of a file as `kubectl` has it; where `kubectl` looks, or the pod's own account, when there is none.
pub(crate) async fn connect(kubeconfig: Option<&Path>) -> Result<Client, Failure> {
    let config = match kubeconfig {
        Some(path) => {
            let wrong = |error| Failure::usage(format!("{}: {error}", path.display()));
            let read = Kubeconfig::read_from(path).map_err(wrong)?;
            Config::from_custom_kubeconfig(read, &KubeConfigOptions::default()).await.map_err(wrong)?
        }
        None => Config::infer().await.map_err(|error| {
            Failure::usage(format!("no cluster is known: {error}")).help("name a file with --kubeconfig")
        })?,
    };
    Client::try_from(config).map_err(|error| Failure::environment(format!("the cluster cannot be reached: {error}")))
}

pub(super) fn resource(kind: ResourceKind) -> ApiResource {
    let named = GroupVersionKind::gvk("mcphub.dev", "v1", kind.as_str());
    ApiResource::from_gvk_with_plural(&named, plural(kind))
}

/// Objects of a kind: of one namespace, or of all.
pub(super) fn objects(kube: &Client, kind: ResourceKind, namespace: Option<&str>) -> Api<DynamicObject> {
    match namespace {
        Some(namespace) => Api::namespaced_with(kube.clone(), namespace, &resource(kind)),
        None => Api::all_with(kube.clone(), &resource(kind)),
    }
}

/// Writes an object's status.
pub(super) async fn tell<S: Serialize>(
    api: &Api<DynamicObject>,
    kind: ResourceKind,
    name: &str,
    status: &S,
) -> Result<(), kube::Error> {
    let said = json!({
        "apiVersion": hub_model::resource::API_VERSION, "kind": kind.as_str(), "metadata": { "name": name }, "status": status,
    });
    api.patch_status(name, &PatchParams::apply(FIELDS).force(), &Patch::Apply(said)).await.map(drop)
}

/// Keeps an object until what it made is gone.
pub(super) async fn hold(api: &Api<DynamicObject>, object: &DynamicObject) -> Result<(), kube::Error> {
    if object.finalizers().iter().any(|one| one == FINALIZER) {
        return Ok(());
    }
    let mut all = object.finalizers().to_vec();
    all.push(FINALIZER.to_owned());
    set(api, object, &all).await
}

/// Lets an object go.
pub(super) async fn release(api: &Api<DynamicObject>, object: &DynamicObject) -> Result<(), kube::Error> {
    let others: Vec<String> = object.finalizers().iter().filter(|one| *one != FINALIZER).cloned().collect();
    if others.len() == object.finalizers().len() {
        return Ok(());
    }
    set(api, object, &others).await
}

/// Of the object as it was seen: a list is written as a whole, and others may have finalizers of their own.
async fn set(api: &Api<DynamicObject>, object: &DynamicObject, all: &[String]) -> Result<(), kube::Error> {
    let patch: Value = json!({ "metadata": { "finalizers": all, "resourceVersion": object.resource_version() } });
    api.patch(&object.name_any(), &PatchParams::default(), &Patch::Merge(patch)).await.map(drop)
}

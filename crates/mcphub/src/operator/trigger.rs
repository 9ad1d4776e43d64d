//! Who has to be looked at when somebody else changed. Pure.

use hub_model::resource::ResourceKind;
use kube::{ResourceExt as _, api::DynamicObject, runtime::reflector::ObjectRef};
use serde_json::Value;

use super::cluster::resource;

/// Names of secrets that an API refers to.
pub(super) fn secrets(api: &DynamicObject) -> impl Iterator<Item = &str> {
    let credentials = api.data.pointer("/spec/credentials").and_then(Value::as_array);
    credentials.into_iter().flatten().filter_map(|one| one.pointer("/valueFrom/secretKeyRef/name")?.as_str())
}

/// Names of APIs that a server is made of.
pub(super) fn apis(server: &DynamicObject) -> impl Iterator<Item = &str> {
    let sources = server.data.pointer("/spec/design/sources").and_then(Value::as_array);
    sources.into_iter().flatten().filter_map(|one| one.get("api")?.as_str())
}

/// Objects of a kind and of one namespace that something holds of.
pub(super) fn those<'o>(
    objects: impl IntoIterator<Item = &'o DynamicObject>,
    kind: ResourceKind,
    namespace: Option<&str>,
    is_one: impl Fn(&DynamicObject) -> bool,
) -> Vec<ObjectRef<DynamicObject>> {
    let own = objects.into_iter().filter(|object| object.namespace().as_deref() == namespace && is_one(object));
    own.map(|object| ObjectRef::from_obj_with(object, resource(kind))).collect()
}

#[cfg(test)]
mod tests {
    use hub_model::resource::ResourceKind;
    use kube::{ResourceExt as _, api::DynamicObject};
    use serde_json::{Value, json};

    use super::{apis, secrets, those};

    fn object(name: &str, namespace: &str, spec: &Value) -> DynamicObject {
        let data = json!({ "metadata": { "name": name, "namespace": namespace }, "spec": spec });
        serde_json::from_value(data).unwrap()
    }

    #[test]
    fn whoever_refers_to_something_in_their_namespace_hears_of_it() {
        let from = json!({ "secretKeyRef": { "name": "keys", "key": "a" } });
        let api = |namespace| {
            object(
                "pets",
                namespace,
                &json!({ "credentials": [{ "scheme": "k", "valueFrom": from }, { "scheme": "x" }] }),
            )
        };
        let all = [api("one"), api("two")];
        let found = those(&all, ResourceKind::McpApi, Some("two"), |one| secrets(one).any(|name| name == "keys"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].namespace.as_deref(), Some("two"));
        let server = object("s", "one", &json!({ "design": { "sources": [{ "api": "pets" }, { "api": "shop" }] } }));
        assert_eq!(apis(&server).collect::<Vec<_>>(), ["pets", "shop"]);
        assert_eq!(apis(&object(&all[0].name_any(), "one", &json!(null))).count(), 0);
    }
}

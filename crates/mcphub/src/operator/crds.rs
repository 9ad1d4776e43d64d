//! The custom resource definitions, made of the types that files are read into.

mod structural;

use hub_model::resource::{McpApiSpec, McpServerSpec, ResourceKind};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use super::status::{ApiDetails, ServerDetails, Status};
use crate::failure::Failure;

/// A kind, and what its collection is called.
pub(super) const fn plural(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::McpApi => "mcpapis",
        ResourceKind::McpServer => "mcpservers",
    }
}

/// The definition of a kind, in YAML.
pub(crate) fn yaml(kind: ResourceKind) -> Result<String, Failure> {
    let options = serde_saphyr::ser_options! { compact_list_indent: false, folded_wrap_chars: 1_000_000 };
    let text = serde_saphyr::to_string_with_options(&definition(kind), options);
    let text = text.map_err(|error| Failure::environment(format!("the definition cannot be written: {error}")))?;
    Ok(format!("# Made by `mcphub operator --print-crds` of the types in hub-model. Do not edit.\n{text}"))
}

fn definition(kind: ResourceKind) -> Value {
    let column = |name: &str, of: &str, path: &str| json!({ "name": name, "type": of, "jsonPath": path });
    let ready = column("Ready", "string", ".status.conditions[?(@.type==\"Ready\")].status");
    let reason = column("Reason", "string", ".status.conditions[?(@.type==\"Synced\")].reason");
    let age = column("Age", "date", ".metadata.creationTimestamp");
    let (short, words, spec, status, columns) = match kind {
        ResourceKind::McpApi => (
            "mapi",
            "An API that a hub makes tools of.",
            schema::<McpApiSpec>(),
            schema::<Status<ApiDetails>>(),
            vec![column("Revision", "integer", ".status.revision"), column("Tools", "integer", ".status.tools")],
        ),
        ResourceKind::McpServer => (
            "mserver",
            "An MCP server that a hub makes of APIs.",
            schema::<McpServerSpec>(),
            schema::<Status<ServerDetails>>(),
            vec![
                column("Version", "integer", ".status.version"),
                column("State", "string", ".status.state"),
                column("URL", "string", ".status.url"),
            ],
        ),
    };
    let columns: Vec<Value> = [ready].into_iter().chain(columns).chain([reason, age]).collect();
    let plural = plural(kind);
    let named = json!({
        "rule": "self.metadata.name.matches('^[a-z][a-z0-9-]{0,38}[a-z0-9]$')",
        "message": "a name has 2 to 40 lower-case letters, digits and hyphens, begins with a letter and does not end with a hyphen",
    });
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        // Whose release it is of, if it is of one, may go; the cluster would delete all objects with the definition.
        "metadata": { "name": format!("{plural}.mcphub.dev"), "annotations": { "helm.sh/resource-policy": "keep" } },
        "spec": {
            "group": "mcphub.dev",
            "scope": "Namespaced",
            "names": {
                "kind": kind.as_str(), "listKind": format!("{kind}List"), "plural": plural,
                "singular": kind.as_str().to_lowercase(), "shortNames": [short], "categories": ["mcphub"],
            },
            "versions": [{
                "name": "v1",
                "served": true,
                "storage": true,
                "subresources": { "status": {} },
                "additionalPrinterColumns": columns,
                "schema": { "openAPIV3Schema": {
                    "type": "object",
                    "description": words,
                    "required": ["spec"],
                    "properties": { "spec": spec, "status": status },
                    "x-kubernetes-validations": [named],
                } },
            }],
        },
    })
}

fn schema<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = structural::structural(settings.into_generator().into_root_schema_for::<T>().to_value());
    // Each condition is its writer's, by its type.
    if let Some(conditions) = schema.pointer_mut("/properties/conditions").and_then(Value::as_object_mut) {
        conditions.insert("x-kubernetes-list-type".to_owned(), json!("map"));
        conditions.insert("x-kubernetes-list-map-keys".to_owned(), json!(["type"]));
    }
    schema
}

#[cfg(test)]
mod tests;

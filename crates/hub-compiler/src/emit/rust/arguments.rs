//! The arguments of a tool as a struct, a field for each, with the document's words above it.

use serde_json::Value;

use super::super::identifiers::{Case, Names};
use super::super::plan::{Parameter, ToolPlan};
use super::super::words::{line, wrapped};
use super::statements::{Function, WORDS};
use super::{KEYWORDS, annotation, string};

/// Whether its function takes any.
pub(super) fn takes(tool: &ToolPlan<'_>) -> bool {
    !tool.parameters.is_empty() || tool.is_open
}

/// The fields of a tool's arguments, in the order of its parameters.
pub(super) fn fields(tool: &ToolPlan<'_>) -> Vec<String> {
    let mut names = Names::new(Case::Snake, &KEYWORDS);
    tool.parameters.iter().map(|parameter| names.take(parameter.argument, "value")).collect()
}

impl Function<'_, '_> {
    /// The struct.
    pub(super) fn arguments(&mut self, name: &str) {
        self.used.insert("Deserialize");
        self.words(0, &wrapped(&format!("Arguments of {}.", line(&self.tool.tool.name)), WORDS));
        self.lines.push(format!("#[derive(Debug, Deserialize)]\npub struct {name} {{"));
        let fields = self.fields.clone();
        for (parameter, field) in self.tool.parameters.iter().zip(&fields) {
            self.argument(parameter, field);
        }
        if self.tool.is_open {
            self.used.insert("Object");
            self.lines.push(
                "    /// What the API's document does not name.\n    #[serde(flatten)]\n    pub others: Object,"
                    .to_owned(),
            );
        }
        self.lines.push("}\n".to_owned());
    }

    fn argument(&mut self, parameter: &Parameter<'_>, field: &str) {
        let schema = self.tool.tool.input_schema.pointer("/properties").and_then(|all| all.get(parameter.argument));
        let words = schema.and_then(|schema| schema.get("description")).and_then(Value::as_str).unwrap_or_default();
        self.words(1, &wrapped(words, WORDS));
        let ty = annotation(&parameter.ty);
        for (name, used) in [("Number", "Number"), ("Object", "Object"), ("Value", "Value"), ("Nullable", "Nullable")] {
            if ty.contains(name) {
                self.used.insert(used);
            }
        }
        // Nulls stand for what is absent where every property is required.
        let is_optional = !parameter.is_required || self.plan.uses.has("null_is_absent");
        let mut attributes = Vec::new();
        if field != parameter.argument {
            attributes.push(format!("rename = {}", string(parameter.argument)));
        }
        if is_optional && (ty.starts_with("Nullable") || ty == "Value") {
            self.used.insert("present");
            attributes.push("default, deserialize_with = \"present\"".to_owned());
        }
        if !attributes.is_empty() {
            self.lines.push(format!("    #[serde({})]", attributes.join(", ")));
        }
        let ty = if is_optional { format!("Option<{ty}>") } else { ty };
        self.lines.push(format!("    pub {field}: {ty},"));
    }
}

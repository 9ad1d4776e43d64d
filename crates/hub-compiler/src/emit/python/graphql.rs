//! GraphQL: an operation from its text, and one statement for each variable.

use hub_model::binding::GraphQlBinding;
use hub_model::binding::graphql::Variable;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements of an operation.
    pub(super) fn graphql(&mut self, graphql: &GraphQlBinding) {
        self.used.insert("Operation");
        let mut parts = vec![Code::Atom(string(&graphql.upstream))];
        for (name, text) in [
            ("head", &graphql.head),
            ("selection", &graphql.selection),
            ("tail", &graphql.tail),
            ("field", &graphql.field),
        ] {
            if !text.is_empty() || matches!(name, "head" | "tail") {
                parts.push(Code::Atom(format!("{name}={}", string(text))));
            }
        }
        if graphql.query {
            parts.push(Code::atom("query=True"));
        }
        self.line("request = ", &Code::call("Operation", parts));
        if let Some(slot) = graphql.fields {
            let argument = Code::Atom(format!("argument={}", string(self.tool.argument(slot))));
            let value = self.value(slot);
            self.line("", &Code::call("request.select", vec![value, argument]));
        }
        self.rename(&graphql.renamed);
        for variable in &graphql.variables {
            self.variable(variable);
        }
        self.send();
    }

    fn variable(&mut self, variable: &Variable) {
        let mut parts = vec![Code::Atom(string(&variable.name)), self.value(variable.slot)];
        if !variable.uploads.is_empty() {
            let path =
                |path: &Vec<String>| Code::group("[", path.iter().map(|step| Code::Atom(string(step))).collect(), "]");
            parts.push(Code::named("uploads=", Code::group("[", variable.uploads.iter().map(path).collect(), "]")));
        }
        self.line("", &Code::call("request.variable", parts));
    }
}

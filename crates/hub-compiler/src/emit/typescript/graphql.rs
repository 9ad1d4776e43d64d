//! The statements of a GraphQL call: the operation, and a line for each variable.

use hub_model::binding::GraphQlBinding;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn graphql(&mut self, graphql: &GraphQlBinding) {
        self.used.insert("GraphQl");
        let texts = [
            ("head", &graphql.head),
            ("selection", &graphql.selection),
            ("tail", &graphql.tail),
            ("field", &graphql.field),
        ];
        let texts = texts.map(|(name, text)| Code::named(format!("{name}: "), Code::Atom(string(text))));
        self.line("const operation = ", &Code::group("{ ", texts.into(), " }"));
        let mut made = vec![Code::Atom(string(&graphql.upstream)), Code::atom("operation")];
        if graphql.query {
            made.push(Code::atom("true"));
        }
        self.line("const request = ", &Code::call("new GraphQl", made));
        self.rename(&graphql.renamed);
        if let Some(slot) = graphql.fields {
            let parts = vec![self.value(slot), Code::Atom(string(self.tool.argument(slot)))];
            self.line("", &Code::call("request.select", parts));
        }
        for variable in &graphql.variables {
            let mut parts = vec![Code::Atom(string(&variable.name)), self.value(variable.slot)];
            parts.extend(variable.uploads.iter().map(|path| Code::Atom(string(&path.join(".")))));
            let method = if variable.uploads.is_empty() { "request.variable" } else { "request.upload" };
            self.line("", &Code::call(method, parts));
        }
    }
}

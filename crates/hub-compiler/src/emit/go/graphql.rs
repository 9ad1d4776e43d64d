//! GraphQL: an operation's text, its variables, and the field that is the answer.

use hub_model::binding::GraphQlBinding;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn graphql(&mut self, graphql: &GraphQlBinding) {
        let kind = if graphql.query { "request.Query" } else { "request.Mutation" };
        let texts = [&graphql.upstream, &graphql.head, &graphql.selection, &graphql.tail];
        self.line("made := ", &Code::call(kind, texts.map(|text| Code::Atom(string(text))).into()));
        self.used.insert("request.");
        self.renamed(&graphql.renamed);
        if let Some(slot) = graphql.fields {
            let parts = vec![self.value(slot), Code::Atom(string(self.tool.argument(slot)))];
            self.line("", &Code::call("made.Select", parts));
        }
        for variable in &graphql.variables {
            let mut parts = vec![Code::Atom(string(&variable.name)), self.value(variable.slot)];
            let place = |steps: &Vec<String>| {
                Code::group("[]string{", steps.iter().map(|step| Code::Atom(string(step))).collect(), "}")
            };
            parts.extend(variable.uploads.iter().map(place));
            let method = if variable.uploads.is_empty() { "made.Variable" } else { "made.Files" };
            self.line("", &Code::call(method, parts));
        }
        let mut parts = self.sent();
        parts.push(Code::Atom(string(&graphql.field)));
        self.line("return ", &Code::call("call.Ask", parts));
    }
}

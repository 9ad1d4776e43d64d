//! The statements of a GraphQL call: the operation's text, and its variables.

use hub_model::binding::graphql::{GraphQlBinding, Variable};

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements.
    pub(super) fn graphql(&mut self, graphql: &GraphQlBinding) {
        self.used.insert("Operation");
        let text = [&graphql.head, &graphql.selection, &graphql.tail].map(|text| Code::Atom(string(text)));
        let text = Code::group("[", text.into(), "]");
        let made = Code::call("Operation::new", vec![Code::Atom(string(&graphql.upstream)), text]);
        self.posted("operation", &made, |function| {
            if graphql.query {
                function.call("operation.reads", Vec::new(), ";");
            }
            if !graphql.field.is_empty() {
                function.call("operation.answered_by", vec![Code::Atom(string(&graphql.field))], ";");
            }
            function.renamed("operation", &graphql.renamed);
            for variable in &graphql.variables {
                function.variable(variable);
            }
            if let Some(slot) = graphql.fields {
                let value = function.value(slot);
                let argument = Code::Atom(string(function.tool.argument(slot)));
                function.call("operation.select", vec![argument, value], "?;");
            }
        });
    }

    fn variable(&mut self, variable: &Variable) {
        let value = self.value(variable.slot);
        let name = Code::Atom(string(&variable.name));
        if variable.uploads.is_empty() {
            return self.call("operation.variable", vec![name, value], ";");
        }
        let path =
            |path: &Vec<String>| Code::group("&[", path.iter().map(|step| Code::Atom(string(step))).collect(), "]");
        let paths = Code::group("&[", variable.uploads.iter().map(path).collect(), "]");
        self.call("operation.upload", vec![name, value, paths], ";");
    }
}

//! The statements of a gRPC call: the method, and a line for each field of its message.

use hub_model::binding::GrpcBinding;
use hub_model::binding::grpc::GrpcRequest;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn grpc(&mut self, grpc: &GrpcBinding) {
        self.used.insert("Rpc");
        let texts = [("types", &grpc.types), ("path", &grpc.path), ("input", &grpc.input), ("output", &grpc.output)];
        let texts = texts.map(|(name, text)| Code::named(format!("{name}: "), Code::Atom(string(text))));
        let mut method = Vec::from(texts);
        if grpc.streams {
            method.push(Code::named("isStream: ", Code::atom("true")));
        }
        self.line("const method = ", &Code::group("{ ", method, " }"));
        let mut made = vec![Code::Atom(string(&grpc.upstream)), Code::atom("method")];
        if grpc.idempotent {
            made.push(Code::atom("true"));
        }
        self.line("const request = ", &Code::call("new Rpc", made));
        self.rename(&grpc.renamed);
        match &grpc.request {
            GrpcRequest::Fields(fields) => {
                for (name, slot) in fields {
                    let parts = vec![Code::Atom(string(name)), self.value(*slot)];
                    self.line("", &Code::call("request.field", parts));
                }
            }
            GrpcRequest::Whole(slot) => self.given("request.whole", *slot),
            GrpcRequest::Stream(slot) => self.given("request.messages", *slot),
        }
    }

    /// An argument with its name, for what has to be said of it.
    fn given(&mut self, method: &str, slot: usize) {
        let parts = vec![self.value(slot), Code::Atom(string(self.tool.argument(slot)))];
        self.line("", &Code::call(method, parts));
    }
}

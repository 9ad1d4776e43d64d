//! gRPC: a message out of fields, or as many as a list has.

use hub_model::binding::GrpcBinding;
use hub_model::binding::grpc::GrpcRequest;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn grpc(&mut self, grpc: &GrpcBinding) {
        let texts = [&grpc.upstream, &grpc.types, &grpc.path, &grpc.input, &grpc.output];
        let mut parts: Vec<Code> = texts.iter().map(|text| Code::Atom(string(text))).collect();
        parts.extend(grpc.streams.then(|| Code::atom("rpc.Streams")));
        parts.extend(grpc.idempotent.then(|| Code::atom("rpc.Repeatable")));
        self.used.insert("rpc.");
        self.line("made := ", &Code::call("rpc.New", parts));
        self.renamed(&grpc.renamed);
        match &grpc.request {
            GrpcRequest::Fields(fields) => {
                for (name, slot) in fields {
                    let parts = vec![Code::Atom(string(name)), self.value(*slot)];
                    self.line("", &Code::call("made.Field", parts));
                }
            }
            GrpcRequest::Whole(slot) => self.messages("made.Whole", *slot),
            GrpcRequest::Stream(slot) => self.messages("made.Stream", *slot),
        }
        let parts = self.sent();
        self.line("return ", &Code::call("call.Invoke", parts));
    }

    fn messages(&mut self, method: &str, slot: usize) {
        let parts = vec![self.value(slot), Code::Atom(string(self.tool.argument(slot)))];
        self.line("", &Code::call(method, parts));
    }
}

//! gRPC: a call of a method, and one statement for what its messages are made of.

use hub_model::binding::GrpcBinding;
use hub_model::binding::grpc::GrpcRequest;

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements of a call.
    pub(super) fn grpc(&mut self, grpc: &GrpcBinding) {
        self.used.insert("Invocation");
        let mut parts: Vec<Code> =
            [&grpc.upstream, &grpc.types, &grpc.path].into_iter().map(|text| Code::Atom(string(text))).collect();
        parts.push(Code::Atom(format!("takes={}", string(&grpc.input))));
        parts.push(Code::Atom(format!("gives={}", string(&grpc.output))));
        parts.extend(grpc.streams.then(|| Code::atom("streams=True")));
        parts.extend(grpc.idempotent.then(|| Code::atom("idempotent=True")));
        self.line("request = ", &Code::call("Invocation", parts));
        self.rename(&grpc.renamed);
        match &grpc.request {
            GrpcRequest::Fields(fields) => {
                let entries =
                    fields.iter().map(|(name, slot)| Code::named(format!("{}: ", string(name)), self.value(*slot)));
                let entries = Code::group("{", entries.collect(), "}");
                self.line("", &Code::call("request.fields", vec![entries]));
            }
            GrpcRequest::Whole(slot) => self.all_of("request.whole", *slot),
            GrpcRequest::Stream(slot) => self.all_of("request.stream", *slot),
        }
        self.send();
    }

    fn all_of(&mut self, method: &str, slot: usize) {
        let argument = Code::Atom(format!("argument={}", string(self.tool.argument(slot))));
        let value = self.value(slot);
        self.line("", &Code::call(method, vec![value, argument]));
    }
}

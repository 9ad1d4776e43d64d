//! The statements of a gRPC call: a method, and what its message is made of.

use hub_model::binding::grpc::{GrpcBinding, GrpcRequest};

use super::super::layout::Code;
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements.
    pub(super) fn grpc(&mut self, grpc: &GrpcBinding) {
        self.used.insert("Method");
        let text = |text: &str| Code::Atom(string(text));
        let messages = Code::group("[", vec![text(&grpc.input), text(&grpc.output)], "]");
        let parts = vec![text(&grpc.upstream), text(&grpc.path), text(&grpc.types), messages];
        self.posted("method", &Code::call("Method::new", parts), |function| {
            if grpc.idempotent {
                function.call("method.repeatable", Vec::new(), ";");
            }
            if grpc.streams {
                function.call("method.streams", Vec::new(), ";");
            }
            function.renamed("method", &grpc.renamed);
            match &grpc.request {
                GrpcRequest::Fields(fields) => {
                    for (name, slot) in fields {
                        let value = function.value(*slot);
                        function.call("method.field", vec![text(name), value], ";");
                    }
                }
                GrpcRequest::Whole(slot) => function.message("whole", *slot),
                GrpcRequest::Stream(slot) => function.message("each", *slot),
            }
        });
    }

    /// What an argument holds alone.
    fn message(&mut self, method: &str, slot: usize) {
        let value = self.value(slot);
        let argument = Code::Atom(string(self.tool.argument(slot)));
        self.call(&format!("method.{method}"), vec![argument, value], ";");
    }
}

//! The runtime against real upstreams and real clients on loopback, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests say what they expect by failing"
)]

mod ask;
mod call_auth;
mod call_bind;
mod call_body;
mod call_egress;
mod call_fetch;
mod call_limits;
mod call_passage;
mod call_property;
mod call_redirect;
mod call_shape;
mod call_signed;
mod call_template;
mod call_tls;
mod discovery;
mod fuzz_corpus;
mod graphql;
mod grpc;
mod in_process;
mod protocol;
mod protocol_http;
mod protocol_legacy;
mod protocol_modern;
mod protocol_property;
mod protocol_rmcp;
mod protocol_server;
mod protocol_stdio;
mod protocol_stream;
mod soap;

mod tools;
mod upstream;

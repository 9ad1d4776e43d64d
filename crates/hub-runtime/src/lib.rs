//! Executes a blueprint as an MCP server: the protocol, the one path of a call, egress. Knows no database.

pub mod answer;
pub mod ask;
mod authorise;
mod bind;
pub mod call;
pub mod discovery;
pub mod egress;
pub mod fetch;
#[cfg(feature = "fixture")]
pub mod fixture;
mod graphql;
mod grpc;
pub mod http;
pub mod in_process;
mod json;
pub mod mcp;
mod redact;
pub mod replica;
mod request;
pub mod secrets;
mod send;
pub mod server;
pub mod settings;
mod shape;
mod soap;
pub mod socket;
pub mod stdio;
mod validate;

//! Executes a blueprint as an MCP server: the protocol, the one path of a call, egress. Knows no database.

pub mod answer;
pub mod call;
pub mod egress;
pub mod secrets;
pub mod settings;

//! Executes a blueprint as an MCP server: the protocol, the one path of a call, egress. Knows no database.

pub mod answer;

//! `mcphub run`: serve a document's operations as an MCP server.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::assemble::{Selection, assemble_served};
use crate::client_config::Client;
use crate::failure::Failure;
use crate::secret::Named;
use crate::source::SourceOptions;

/// Serve an API's operations as an MCP server.
///
/// Prints `listening on http://…/mcp` on standard error when ready. SIGTERM and Ctrl-C let running calls end, then exit with 0.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub run openapi.yaml
  mcphub run openapi.yaml --listen 127.0.0.1:8080 --auth api_key=env:API_KEY --tools 'GET *'
  mcphub run openapi.yaml --upstream http://127.0.0.1:3000 --allow-private-upstreams
  mcphub run api.blueprint.json --stdio
  mcphub run openapi.yaml --print-config claude-code")]
pub(crate) struct Run {
    /// Files, URLs, `-`, or blueprints.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", conflicts_with = "stdio")]
    listen: SocketAddr,
    /// Speak over standard input and output instead of HTTP.
    #[arg(long)]
    stdio: bool,
    /// Base URL of the API, instead of what the document says.
    #[arg(long, value_name = "URL")]
    upstream: Option<url::Url>,
    /// The secret of a security scheme, as SCHEME=VALUE; VALUE may be env:NAME or file:PATH. Basic is `user:password`, OAuth 2
    /// is an access token or `client_id:client_secret`.
    #[arg(long, value_name = "SCHEME=VALUE", value_parser = Named::parse_auth)]
    auth: Vec<Named>,
    /// A header on every request to the API, as 'Name: value'; the value may be env:NAME or file:PATH.
    #[arg(long, value_name = "NAME: VALUE", value_parser = Named::parse_header)]
    header: Vec<Named>,
    /// Let calls go to private and loopback addresses.
    #[arg(long)]
    allow_private_upstreams: bool,
    /// How clients find tools.
    #[arg(long, value_enum, default_value = "list")]
    discovery: Discovery,
    /// A host name under which clients may reach this server, beside the address it listens on.
    #[arg(long, value_name = "HOST")]
    allowed_host: Vec<String>,
    /// Print how clients are told about this server.
    #[arg(long, value_enum, value_name = "CLIENT", num_args = 0..=1, default_missing_value = "all")]
    print_config: Option<Client>,
    #[command(flatten)]
    options: SourceOptions,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Discovery {
    /// Every tool is listed.
    List,
    /// Not built yet.
    Search,
    /// Not built yet.
    Code,
}

pub(super) fn execute(command: Run) -> Result<ExitCode, Failure> {
    if command.discovery != Discovery::List {
        return Err(Failure::usage("only `--discovery list` is built so far"));
    }
    let (_blueprint, _report) = assemble_served(&command.sources, &command.options, &command.selection)?;
    Err(Failure::environment("serving is not wired yet"))
}

//! `mcphub`: API documents become MCP servers. Commands and their arguments; what they do is in `cmd/`.

mod assemble;
mod client_config;
mod cmd;
mod config;
mod counting;
mod failure;
mod hub;
mod logs;
mod operator;
mod remote;
mod report;
mod resources;
mod roles;
mod secret;
mod serve;
mod source;

use std::process::ExitCode;

use clap::Parser;
use owo_colors::OwoColorize;

/// A call allocates some hundred small pieces on one thread and frees them on another, which glibc's allocator is slow at. Without
/// huge pages: they would double the memory of an idle server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turn API documents into MCP servers.
///
/// A SOURCE is a file, a URL, `-` for standard input, or a blueprint that `mcphub compile` wrote.
#[derive(Debug, Parser)]
#[command(name = "mcphub", version, max_term_width = 110, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: cmd::Command,
}

const EXAMPLES: &str = "\
Examples:
  mcphub run openapi.yaml                            serve an API's operations as MCP tools
  mcphub run https://api.example.com/openapi.json --auth api_key=env:API_KEY
  mcphub run https://api.example.com/graphql         an endpoint is asked for its schema, as grpc://host:port is
  mcphub compile openapi.yaml -o api.blueprint.json  keep what would be served
  mcphub export openapi.yaml --language python -o pets   a server of your own that does the same
  mcphub lint openapi.yaml                           what is wrong with a document, and what to do about it
  mcphub diff old.yaml new.yaml                      what an agent will notice";

fn main() -> ExitCode {
    match Cli::parse().command.execute() {
        Ok(code) => code,
        Err(failure) => {
            report::say(&format!("{} {failure}", "error:".red().bold()));
            failure.exit_code()
        }
    }
}

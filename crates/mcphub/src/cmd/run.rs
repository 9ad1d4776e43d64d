//! `mcphub run`: serve a document's operations as an MCP server.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use hub_model::{Blueprint, clock::SystemClock};
use hub_runtime::ask::Asking;
use hub_runtime::discovery::Discovery;
use hub_runtime::egress::Policy;
use hub_runtime::http::{Access, Hosts};
use hub_runtime::mcp::StateSeal;
use hub_runtime::secrets::Secrets;
use hub_runtime::server::Server;
use hub_runtime::settings::{Limits, Settings};
use secrecy::SecretString;

use crate::assemble::{Selection, assemble_served};
use crate::client_config::{self, Client, Reach};
use crate::failure::Failure;
use crate::secret::{self, Named};
use crate::source::SourceOptions;
use crate::{report, serve};

/// Serve an API's operations as an MCP server.
///
/// Prints `listening on http://…/mcp` on standard error when ready. SIGTERM and Ctrl-C let running calls end, then exit with 0.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub run openapi.yaml
  mcphub run openapi.yaml --listen 127.0.0.1:8080 --auth api_key=env:API_KEY --tools 'GET *'
  mcphub run openapi.yaml --upstream http://127.0.0.1:3000 --allow-private-upstreams
  mcphub run pets=pets.yaml shop=https://shop.example/openapi.json --upstream pets=http://127.0.0.1:3000
  mcphub run api.blueprint.json --stdio
  mcphub run openapi.yaml --print-config claude-code")]
pub(crate) struct Run {
    /// Files, URLs, `-`, or blueprints. Several are served together, each API's tools under its name, or under NAME where it is
    /// given as NAME=SOURCE.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", conflicts_with = "stdio")]
    listen: SocketAddr,
    /// Speak over standard input and output instead of HTTP.
    #[arg(long)]
    stdio: bool,
    /// Base URL of the API, instead of what the document says; NAME=URL for one of several APIs.
    #[arg(long, value_name = "URL")]
    upstream: Vec<String>,
    /// The secret of a security scheme, as SCHEME=VALUE; VALUE may be env:NAME or file:PATH. Basic is `user:password`, OAuth 2
    /// is an access token or `client_id:client_secret`.
    #[arg(long, value_name = "SCHEME=VALUE", value_parser = Named::parse_auth)]
    auth: Vec<Named>,
    /// A header on every request to the API, as 'Name: value'; the value may be env:NAME or file:PATH.
    #[arg(long, value_name = "NAME: VALUE", value_parser = Named::parse_header)]
    header: Vec<Named>,
    /// A PEM file with a client certificate, its chain and its private key, for APIs that ask for one. A security scheme of kind
    /// `mutualTLS` takes the same as its secret: `--auth SCHEME=file:PATH`.
    #[arg(long, value_name = "FILE")]
    client_cert: Option<PathBuf>,
    /// Let calls go to private and loopback addresses.
    #[arg(long)]
    allow_private_upstreams: bool,
    /// Seconds that a call may take, with all its attempts.
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// How clients find tools: all of them listed, or behind four tools that search, describe and call them.
    #[arg(long, value_enum, default_value = "list")]
    discovery: Way,
    /// Which tools ask the client's user before they act. Where a client cannot ask, they want the name of what is destroyed repeated.
    #[arg(long, value_enum, default_value = "never")]
    ask: Asks,
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
enum Way {
    /// Every tool is listed.
    List,
    /// Four tools lead to all of them; for APIs with more than some forty.
    Search,
    /// Not built yet.
    Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Asks {
    /// None.
    Never,
    /// Those that may destroy something.
    Destructive,
}

/// How long somebody may think about a question.
const THINK: Duration = Duration::from_secs(600);

pub(super) fn execute(command: &Run) -> Result<ExitCode, Failure> {
    if command.discovery == Way::Code {
        return Err(Failure::usage("`--discovery code` is not built yet").help("use `--discovery search`"));
    }
    if let (Some(client), true) = (command.print_config, command.stdio) {
        // Standard output belongs to the protocol once it is spoken, so this prints instead of serving.
        report::print(&client_config::text(client, &config_name(command), &started_by_clients()?));
        return Ok(ExitCode::SUCCESS);
    }
    let (blueprint, account) = assemble_served(&command.sources, &command.options, &command.selection)?;
    if command.options.verbose {
        report::say(report::readable(&account).trim_end());
    }
    let settings = settings(command, &blueprint)?;
    check_upstreams(&settings, &blueprint)?;
    let name = blueprint.name.clone();
    let secrets = secrets(command, &blueprint)?;
    let server = Server::new(blueprint, secrets, settings)
        .map_err(|error| Failure::usage(format!("the server cannot be started: {error}")))?;
    if command.stdio {
        return serve::stdio(server);
    }
    let access = Access { hosts: hosts(command), ..Access::default() };
    serve::http(server, command.listen, access, |address| {
        if let Some(client) = command.print_config {
            let reach = Reach::Http { url: format!("http://{address}/mcp"), header: None };
            report::print(&client_config::text(client, &name, &reach));
        }
    })
}

/// A document that does not say where its API is cannot be called, which is better said now than in every answer.
fn check_upstreams(settings: &Settings, blueprint: &Blueprint) -> Result<(), Failure> {
    if settings.upstream.is_some() || blueprint.upstreams.is_empty() {
        return Ok(());
    }
    let space = |key: &str| key.split_once('/').map_or("", |(space, _)| space).to_owned();
    let mut nowhere: BTreeMap<String, bool> = BTreeMap::new();
    for (key, upstream) in &blueprint.upstreams {
        let known = settings.upstreams.contains_key(&space(key)) || !upstream.resolved().is_empty();
        *nowhere.entry(space(key)).or_insert(true) &= !known;
    }
    match nowhere.iter().find(|(_, nowhere)| **nowhere) {
        None => Ok(()),
        Some((space, _)) if space.is_empty() => {
            Err(Failure::usage("the document does not say where its API is").help("give its base URL with --upstream"))
        }
        Some((space, _)) => Err(Failure::usage(format!("the document of `{space}` does not say where its API is"))
            .help(format!("give its base URL with --upstream {space}=URL"))),
    }
}

/// The upstreams as given: for all, or for the name space before the first `=`.
fn upstreams(command: &Run, blueprint: &Blueprint) -> Result<(Option<String>, BTreeMap<String, String>), Failure> {
    let spaces: BTreeSet<&str> =
        blueprint.upstreams.keys().filter_map(|key| key.split_once('/')).map(|(space, _)| space).collect();
    let (mut all, mut single) = (None, BTreeMap::new());
    for given in &command.upstream {
        let named = given.split_once('=').filter(|(name, _)| !name.contains([':', '/']));
        let address = named.map_or(given.as_str(), |(_, address)| address);
        let url = url::Url::parse(address)
            .map_err(|error| Failure::usage(format!("--upstream `{address}` is no URL: {error}")))?;
        match named {
            Some((name, _)) if spaces.contains(name) => {
                single.insert(name.to_owned(), url.to_string());
            }
            Some((name, _)) => {
                let known = spaces.iter().copied().collect::<Vec<_>>().join(", ");
                return Err(Failure::usage(format!("there is no API `{name}` here")).help(if known.is_empty() {
                    "leave the name out".to_owned()
                } else {
                    format!("there are {known}")
                }));
            }
            None if spaces.is_empty() => all = Some(url.to_string()),
            None => {
                return Err(
                    Failure::usage("it has to be said whose upstream this is").help("give it as --upstream NAME=URL")
                );
            }
        }
    }
    Ok((all, single))
}

fn secrets(command: &Run, blueprint: &Blueprint) -> Result<Secrets, Failure> {
    let mut secrets = Secrets::new();
    for named in &command.auth {
        if !blueprint.schemes.contains_key(&named.name) {
            let known: Vec<&str> = blueprint.schemes.keys().map(String::as_str).collect();
            let known =
                if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
            return Err(Failure::usage(format!("the API has no security scheme `{}`; {known}", named.name)));
        }
        secrets.insert(&named.name, &named.value()?);
    }
    Ok(secrets)
}

fn settings(command: &Run, blueprint: &Blueprint) -> Result<Settings, Failure> {
    if !command.header.is_empty() && command.sources.len() > 1 {
        // It would go to all of them, and what is a secret of one is none of the others' business.
        return Err(Failure::usage("--header cannot be used with several sources")
            .help("give credentials with --auth, or serve each source by itself"));
    }
    let (upstream, upstreams) = upstreams(command, blueprint)?;
    let mut headers = Vec::new();
    for named in &command.header {
        headers.push((named.name.clone(), named.value()?));
    }
    if command.client_cert.is_some() && command.sources.len() > 1 {
        return Err(Failure::usage("--client-cert cannot be used with several sources")
            .help("give each certificate with --auth, or serve each source by itself"));
    }
    let client_certificate = command.client_cert.as_ref().map(|path| {
        std::fs::read_to_string(path)
            .map(SecretString::from)
            .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))
    });
    let limits = Limits { call_timeout: Duration::from_secs(command.timeout), ..Limits::default() };
    Ok(Settings {
        limits,
        client_certificate: client_certificate.transpose()?,
        upstream,
        upstreams,
        headers,
        egress: Policy { allow_private: command.allow_private_upstreams, allow: Vec::new() },
        discovery: if command.discovery == Way::Search { Discovery::Search } else { Discovery::List },
        ask: if command.ask == Asks::Destructive { Some(asking()?) } else { None },
        ..Settings::default()
    })
}

/// Questions are this process's alone.
fn asking() -> Result<Arc<Asking>, Failure> {
    let seal = StateSeal::random(Arc::new(SystemClock), THINK);
    let seal = seal.ok_or_else(|| Failure::environment("this machine has no randomness to seal questions with"))?;
    Ok(Arc::new(Asking::new(seal, THINK)))
}

/// Loopback names where only this machine can reach the server; the given ones beside them; any where it is reached by names
/// that nobody told it.
fn hosts(command: &Run) -> Hosts {
    let loopback = command.listen.ip().is_loopback();
    if command.allowed_host.is_empty() {
        return if loopback { Hosts::Loopback } else { Hosts::Any };
    }
    let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    Hosts::Listed(own.into_iter().chain(command.allowed_host.iter().cloned()).collect())
}

fn config_name(command: &Run) -> String {
    command.selection.name.clone().unwrap_or_else(|| "api".to_owned())
}

/// This very command as a client would start it. Secrets that were given literally are left out: the configuration of a
/// client is a file.
fn started_by_clients() -> Result<Reach, Failure> {
    let own =
        std::env::current_exe().map_err(|error| Failure::environment(format!("this program has no path: {error}")))?;
    let mut arguments = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--print-config" => {
                // Its value is optional, and never looks like a source.
                if let Some(next) = words.next()
                    && Client::from_str(&next, true).is_err()
                {
                    arguments.push(next);
                }
            }
            "--auth" | "--header" => {
                let given = words.next().unwrap_or_default();
                arguments.extend([word, secret::without_literal(&given)]);
            }
            _ if word.starts_with("--print-config=") => {}
            _ => arguments.push(word),
        }
    }
    Ok(Reach::Stdio { command: own.to_string_lossy().into_owned(), arguments })
}

//! SOURCE: a file, a URL, `-` or a blueprint, read with every document that it refers to.

mod file;
mod introspect;
mod web;

use std::io::Read;
use std::time::Duration;

use clap::{Args, ValueEnum};
use hub_compiler::Documents;
use hub_model::{Blueprint, blueprint::FORMAT};

use crate::{failure::Failure, secret::Named};

/// The largest document that is read. The largest public API description known is a third of it.
pub(crate) const LARGEST_DOCUMENT: u64 = 64 << 20;
/// The most bytes that one API may be spread over.
const LARGEST_TOTAL: u64 = 192 << 20;
/// The most documents that one API may be spread over.
const MOST_DOCUMENTS: usize = 4_000;
/// After so many documents in a row that the network did not give, no other is asked for.
const MOST_FAILURES: usize = 10;
/// The longest that all documents of an API together are waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// What to read, and what it may reach.
#[derive(Debug, Args)]
pub(crate) struct SourceOptions {
    /// What the documents are, instead of recognising it.
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Let documents be fetched from private and loopback addresses. A SOURCE that itself names such an address, as
    /// `http://127.0.0.1:8000/openapi.json` does, needs no permission.
    #[arg(long)]
    pub(crate) allow_private_documents: bool,
    /// A header (or gRPC metadata) with which SOURCE is fetched or asked for its schema, as 'Name: value'; the value may be env:NAME or file:PATH. No other host gets it.
    #[arg(long, value_name = "NAME: VALUE", value_parser = Named::parse_header)]
    pub(crate) document_header: Vec<Named>,
    /// Say what is being read, and print the report.
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// OpenAPI 3.x and Swagger 2.0.
    Openapi,
    /// A GraphQL schema, operations, an introspection result, or the address of an endpoint.
    Graphql,
    /// WSDL 1.1.
    Wsdl,
    /// Protocol buffers, or a descriptor set.
    Grpc,
    /// A Postman collection.
    Postman,
    /// A HAR file.
    Har,
    /// curl commands.
    Curl,
    /// HTTP tools written by hand.
    Http,
}

impl Kind {
    fn of_documents(self) -> hub_compiler::Kind {
        match self {
            Self::Openapi => hub_compiler::Kind::OpenApi,
            Self::Graphql => hub_compiler::Kind::GraphQl,
            Self::Wsdl => hub_compiler::Kind::Wsdl,
            Self::Grpc => hub_compiler::Kind::Grpc,
            Self::Postman => hub_compiler::Kind::Postman,
            Self::Har => hub_compiler::Kind::Har,
            Self::Curl => hub_compiler::Kind::Curl,
            Self::Http => hub_compiler::Kind::Http,
        }
    }
}

/// A source that was read.
#[derive(Debug)]
pub(crate) enum Source {
    /// Documents that are still to be compiled.
    Documents(Documents),
    /// The result of an earlier compilation.
    Blueprint(Box<Blueprint>),
}

/// Reads one source with all that it refers to.
pub(crate) fn read(source: &str, options: &SourceOptions) -> Result<Source, Failure> {
    if is_url(source) {
        return web::read(source, options);
    }
    if is_live(source) {
        return web::describe(source, options);
    }
    let (address, bytes) = if source == "-" {
        let bytes = bounded(std::io::stdin().lock(), "standard input")?;
        ("stdin", bytes)
    } else {
        (source, file::open(source)?)
    };
    if let Some(blueprint) = blueprint(address, &bytes)? {
        return Ok(Source::Blueprint(Box::new(blueprint)));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::unusable(format!("{address} is empty")).help("give an API document or a blueprint"));
    }
    let mut documents = documents(address, bytes, options);
    let mut budget = Budget::default();
    // Local references come first and to their end: once a document has come from the network, nothing local is read any more.
    match source {
        "-" => file::refuse_all(&mut documents, "standard input has no folder that references could be read from"),
        path => file::complete(&mut documents, path, &mut budget),
    }
    web::complete(&mut documents, options, &mut budget)?;
    Ok(Source::Documents(documents))
}

/// The documents of a source, which begin with this one.
fn documents(address: &str, bytes: Vec<u8>, options: &SourceOptions) -> Documents {
    match options.kind {
        Some(kind) => Documents::of_kind(kind.of_documents(), address, bytes),
        None => Documents::new(address, bytes),
    }
}

/// Whether an address is fetched rather than opened.
fn is_url(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Whether an address is that of a gRPC server, which describes itself.
fn is_live(address: &str) -> bool {
    ["grpc://", "grpcs://"].iter().any(|scheme| address.starts_with(scheme))
}

/// Reads to the end, or says that it is too large.
fn bounded(reader: impl Read, what: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = reader.take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::unusable(format!("{what} cannot be read: {error}")))?;
    if bytes.len() as u64 > LARGEST_DOCUMENT {
        return Err(too_large(what));
    }
    Ok(bytes)
}

fn too_large(what: &str) -> Failure {
    Failure::unusable(format!(
        "{what} is larger than {} MiB, the most that is read as one document",
        LARGEST_DOCUMENT >> 20
    ))
    .help("split the API into several documents, or remove examples from it")
}

/// The blueprint that the bytes are; `None` when they are something else.
fn blueprint(address: &str, bytes: &[u8]) -> Result<Option<Blueprint>, Failure> {
    let family = FORMAT.split_once('/').map_or(FORMAT, |(family, _)| family).as_bytes();
    if !bytes.windows(family.len()).take(4096).any(|window| window == family) {
        return Ok(None);
    }
    #[derive(serde::Deserialize)]
    struct Probe {
        format: String,
    }
    let Ok(Probe { format }) = serde_json::from_slice(bytes) else { return Ok(None) };
    if format != FORMAT {
        let message = format!("{address} is a blueprint in the format `{format}`, and this version reads `{FORMAT}`");
        return Err(Failure::unusable(message).help("compile it again from its document"));
    }
    serde_json::from_slice(bytes).map(Some).map_err(|error| {
        Failure::unusable(format!("{address} is no valid blueprint: {error}"))
            .help("compile it again from its document")
    })
}

/// What may still be read for one API.
#[derive(Debug, Default)]
struct Budget {
    documents: usize,
    bytes: u64,
    /// The last documents that the network did not give.
    failed: usize,
    /// Time spent on the network.
    waited: Duration,
}

impl Budget {
    /// Counts a document in; the reason when it was one too many.
    fn spend(&mut self, bytes: usize) -> Result<(), String> {
        self.documents += 1;
        self.bytes += bytes as u64;
        self.room()
    }

    /// Counts what a fetch took.
    fn wait(&mut self, time: Duration, failed: bool) {
        self.waited += time;
        self.failed = if failed { self.failed + 1 } else { 0 };
    }

    /// Whether anything more may be read; the reason when not.
    fn room(&self) -> Result<(), String> {
        if self.documents > MOST_DOCUMENTS {
            return Err(format!("the API refers to more than {MOST_DOCUMENTS} documents"));
        }
        if self.bytes > LARGEST_TOTAL {
            return Err(format!("the API's documents are larger than {} MiB together", LARGEST_TOTAL >> 20));
        }
        if self.failed >= MOST_FAILURES {
            return Err(format!("it was not tried, as {MOST_FAILURES} others could not be had"));
        }
        if self.waited > LONGEST_WAIT {
            return Err(format!("it was not tried, as the others took {} s", LONGEST_WAIT.as_secs()));
        }
        Ok(())
    }
}

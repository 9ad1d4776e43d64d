//! SOURCE: a file, a URL, `-` or a blueprint, read with every document that it refers to.

mod file;
mod web;

use std::io::Read;

use clap::{Args, ValueEnum};
use hub_compiler::Documents;
use hub_model::{Blueprint, blueprint::FORMAT};

use hub_server::sources::{Budget, LARGEST_DOCUMENT, is_blueprint, is_live, is_url};

use crate::{failure::Failure, secret::Named};

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
    if !is_blueprint(bytes) {
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

//! Documents from the network: the hub's own way to get them, with the user's headers, a moving line, and help in the words of the command line.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue};
use hub_compiler::Documents;
use hub_model::clock::SystemClock;
use hub_runtime::egress::Policy;
use hub_server::sources::{Budget, Cause, Found, Settings, Unobtainable, Web, typed_address};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::runtime::Runtime;
use url::Url;

use super::{Kind, Source, SourceOptions, blueprint};
use crate::{failure::Failure, report, secret::Named};

/// Reads the URL that the user named, and all that it refers to.
pub(super) fn read(source: &str, options: &SourceOptions) -> Result<Source, Failure> {
    let root = Url::parse(source).map_err(|error| Failure::usage(format!("the source is no URL: {error}")))?;
    let web = web(Some(&root), options)?;
    let found = runtime()?.block_on(web.read(source, options.kind.map(Kind::of_documents))).map_err(failure)?;
    match found {
        Found::Documents(documents) => Ok(Source::Documents(documents)),
        Found::Blueprint(address, bytes) => match blueprint(&address, &bytes)? {
            Some(blueprint) => Ok(Source::Blueprint(Box::new(blueprint))),
            None => Ok(Source::Documents(super::documents(&address, bytes, options))),
        },
    }
}

/// Asks the gRPC server that the user named what it offers.
pub(super) fn describe(source: &str, options: &SourceOptions) -> Result<Source, Failure> {
    // Only of schemes that it knows does a URL tell addresses from names.
    let root = Url::parse(&source.replacen("grpc", "http", 1))
        .map_err(|error| Failure::usage(format!("the source is no URL: {error}")))?;
    let web = web(Some(&root), options)?;
    runtime()?.block_on(web.describe(source)).map(Source::Documents).map_err(failure)
}

/// Adds every document that is still missing.
pub(super) fn complete(documents: &mut Documents, options: &SourceOptions, budget: &mut Budget) -> Result<(), Failure> {
    if documents.missing().is_empty() {
        return Ok(());
    }
    let web = web(None, options)?;
    runtime()?.block_on(web.complete(documents, budget));
    Ok(())
}

fn runtime() -> Result<Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Failure::environment(format!("nothing can be fetched: {error}")))
}

fn web(root: Option<&Url>, options: &SourceOptions) -> Result<Web, Failure> {
    let allow_private = options.allow_private_documents;
    let (moving, still) = (Arc::new(spinner()), options.verbose);
    let ending = Arc::clone(&moving);
    let settings = Settings {
        policy: Policy { allow_private, allow: Vec::new() },
        clock: Arc::new(SystemClock),
        asking: Box::new(move |address| {
            if still {
                report::say(&format!("fetching {address}"));
            }
            moving.set_message(address.to_owned());
            moving.enable_steady_tick(Duration::from_millis(120));
        }),
        answered: Box::new(move || {
            ending.disable_steady_tick();
            ending.finish_and_clear();
            ending.reset();
        }),
    };
    let web = Web::new(settings).map_err(failure)?;
    match root {
        Some(root) => {
            let policy = Policy { allow_private, allow: typed_address(root).into_iter().collect() };
            web.with_root(root, &policy, headers(&options.document_header)?).map_err(failure)
        }
        None => Ok(web),
    }
}

/// What went wrong, and what to do about it here.
fn failure(unobtainable: Unobtainable) -> Failure {
    let help = match unobtainable.cause {
        Cause::Environment => return Failure::environment(unobtainable.message),
        Cause::Address => return Failure::usage(unobtainable.message),
        Cause::Absent => "check the address in a browser, or save the document and give the file",
        Cause::Denied => {
            "give credentials with --document-header 'Authorization: Bearer …', or save the document and give the file"
        }
        Cause::NoEndpoint => "check the address, or give the schema as a file (SDL or an introspection result)",
        Cause::EndpointDenied => {
            "give credentials with --document-header 'Authorization: Bearer …', or the schema as a file (SDL or an introspection result)"
        }
        Cause::Reticent => {
            "introspection may be switched off, or want credentials: give the schema as a file (SDL or an introspection result), or credentials with --document-header 'Authorization: Bearer …'"
        }
        Cause::NoReflection => {
            "switch on server reflection, give credentials with --document-header 'authorization: Bearer …' where it wants them, or give the .proto files or a descriptor set"
        }
    };
    Failure::unusable(unobtainable.message).help(help)
}

fn headers(given: &[Named]) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for named in given {
        // Neither is repeated in the error: a misplaced colon makes a name of the secret.
        let name = HeaderName::from_bytes(named.name.as_bytes());
        let value = HeaderValue::from_str(&named.value()?);
        let (Ok(name), Ok(mut value)) = (name, value) else {
            return Err(Failure::usage("--document-header is no header that can be sent").help("give 'Name: value'"));
        };
        value.set_sensitive(true);
        headers.append(name, value);
    }
    Ok(headers)
}

/// A line that moves while something is fetched; only on a terminal, where somebody waits.
fn spinner() -> ProgressBar {
    let progress = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} fetching {msg} ({elapsed})") {
        progress.set_style(style);
    }
    progress
}

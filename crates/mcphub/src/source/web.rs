//! Documents from the network, fetched under the runtime's egress rules.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use hub_compiler::Documents;
use hub_model::clock::{Clock, SystemClock};
use hub_runtime::egress::Policy;
use hub_runtime::fetch::{FetchError, FetchLimits, Fetched, Fetcher};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::runtime::Runtime;
use url::{Host, Url};

use super::{Budget, Kind, LARGEST_DOCUMENT, Source, SourceOptions, blueprint, documents, introspect, is_url};
use crate::{failure::Failure, report, secret::Named};

/// Reads the URL that the user named, and all that it refers to.
pub(super) fn read(source: &str, options: &SourceOptions) -> Result<Source, Failure> {
    let root = Url::parse(source).map_err(|error| Failure::usage(format!("the source is no URL: {error}")))?;
    let web = Web::new(Some(&root), options)?;
    let looked = web.look(&root);
    let fetched = looked.as_ref().ok().filter(|fetched| fetched.status.is_success());
    if let Some(fetched) = fetched
        && let Some(blueprint) = blueprint(&shown(source), &fetched.bytes)?
    {
        return Ok(Source::Blueprint(Box::new(blueprint)));
    }
    // What it is said to be holds for what is there, not for what it turns out to show.
    let sniffed = fetched.map(|fetched| Documents::new(&fetched.final_url, fetched.bytes.to_vec()));
    let is_document = sniffed.as_ref().is_some_and(|sniffed| sniffed.is_recognised() || !sniffed.missing().is_empty());
    if !is_document && options.kind.is_none_or(|kind| kind == Kind::Graphql) {
        let asked = introspect::read(&root, looked.as_ref().ok(), options.kind.is_some(), &web)?;
        if let Some(documents) = asked {
            return Ok(Source::Documents(documents));
        }
    }
    let fetched = looked.map_err(|reason| unreachable(&reason, None))?;
    if !fetched.status.is_success() {
        let reason = format!("{} could not be fetched: the server answered {}", shown(source), fetched.status);
        return Err(unreachable(&reason, Some(fetched.status)));
    }
    let mut documents = match (options.kind, sniffed) {
        (None, Some(sniffed)) => sniffed,
        _ => documents(&fetched.final_url, fetched.bytes.into(), options),
    };
    web.complete(&mut documents, &mut Budget::default());
    Ok(Source::Documents(documents))
}

/// A document that was not given, and what to do about it.
fn unreachable(reason: &str, status: Option<StatusCode>) -> Failure {
    let help = match status {
        Some(StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
            "give credentials with --document-header 'Authorization: Bearer …', or save the document and give the file"
        }
        _ => "check the address in a browser, or save the document and give the file",
    };
    Failure::unusable(reason).help(help)
}

/// Asks the gRPC server that the user named what it offers.
pub(super) fn describe(source: &str, options: &SourceOptions) -> Result<Source, Failure> {
    // Only of schemes that it knows does a URL tell addresses from names.
    let root = Url::parse(&source.replacen("grpc", "http", 1))
        .map_err(|error| Failure::usage(format!("the source is no URL: {error}")))?;
    let web = Web::new(Some(&root), options)?;
    let fetcher = web.typed.as_ref().map_or(&web.anywhere, |(_, fetcher)| fetcher);
    let mut metadata = Vec::new();
    for header in &options.document_header {
        metadata.push((header.name.clone(), header.value()?));
    }
    let described = web.runtime.block_on(fetcher.describe(source, &metadata));
    let described = described.map_err(|error| {
        Failure::unusable(error.to_string()).help(
            "switch on server reflection, give credentials with --document-header 'authorization: Bearer …' where it wants them, or give the .proto files or a descriptor set",
        )
    })?;
    Ok(Source::Documents(Documents::new(source, described.bytes.into())))
}

/// Adds every document that is still missing.
pub(super) fn complete(documents: &mut Documents, options: &SourceOptions, budget: &mut Budget) -> Result<(), Failure> {
    if documents.missing().is_empty() {
        return Ok(());
    }
    Web::new(None, options)?.complete(documents, budget);
    Ok(())
}

/// The network as documents may see it.
pub(super) struct Web {
    runtime: Runtime,
    /// For what any document may refer to.
    anywhere: Fetcher,
    /// The origin that the user typed, and a fetcher that may go there although it is no public address, with the user's headers.
    typed: Option<(url::Origin, Fetcher)>,
    verbose: bool,
}

impl Web {
    fn new(root: Option<&Url>, options: &SourceOptions) -> Result<Self, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Failure::environment(format!("nothing can be fetched: {error}")))?;
        let allow_private = options.allow_private_documents;
        let anywhere = fetcher(&Policy { allow_private, allow: Vec::new() })?;
        let typed = match root {
            Some(root) => {
                let policy = Policy { allow_private, allow: typed_address(root).into_iter().collect() };
                Some((root.origin(), fetcher(&policy)?.with_headers(headers(&options.document_header)?)))
            }
            None => None,
        };
        Ok(Self { runtime, anywhere, typed, verbose: options.verbose })
    }

    /// Adds every document that is missing. Local ones are refused: what came from the network may not read this machine.
    fn complete(&self, documents: &mut Documents, budget: &mut Budget) {
        loop {
            let wanted = documents.missing();
            if wanted.is_empty() {
                return;
            }
            for address in wanted {
                match self.referenced(&address, budget) {
                    Ok(bytes) => documents.add(&address, bytes),
                    Err(reason) => documents.fail(&address, &reason),
                }
            }
        }
    }

    fn referenced(&self, address: &str, budget: &mut Budget) -> Result<Vec<u8>, String> {
        if !is_url(address) {
            return Err("a document from the network may not refer to files of this machine".to_owned());
        }
        budget.room()?;
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let began = SystemClock.now();
        let fetched = self.fetch(&url);
        budget.wait(SystemClock.now().saturating_duration_since(began), fetched.is_err());
        let fetched = fetched?;
        budget.spend(fetched.bytes.len())?;
        Ok(fetched.bytes.into())
    }

    /// Gets what is there; the answer may have any status.
    fn look(&self, url: &Url) -> Result<Fetched, String> {
        self.ask(url, self.fetcher(url).look(url.as_str()))
    }

    fn fetch(&self, url: &Url) -> Result<Fetched, String> {
        self.ask(url, self.fetcher(url).get(url.as_str()))
    }

    /// Sends a question in JSON; the answer may have any status.
    pub(super) fn post(&self, url: &Url, question: Bytes) -> Result<Fetched, String> {
        self.ask(url, self.fetcher(url).post_json(url.as_str(), question))
    }

    fn fetcher(&self, url: &Url) -> &Fetcher {
        match &self.typed {
            Some((origin, fetcher)) if *origin == url.origin() => fetcher,
            _ => &self.anywhere,
        }
    }

    fn ask(&self, url: &Url, fetching: impl Future<Output = Result<Fetched, FetchError>>) -> Result<Fetched, String> {
        if self.verbose {
            report::say(&format!("fetching {}", shown(url.as_str())));
        }
        let progress = spinner(url);
        let fetched = self.runtime.block_on(fetching);
        progress.finish_and_clear();
        fetched.map_err(|error| error.to_string())
    }
}

fn fetcher(policy: &Policy) -> Result<Fetcher, Failure> {
    let bytes = usize::try_from(LARGEST_DOCUMENT).unwrap_or(usize::MAX);
    let limits = FetchLimits { bytes, ..FetchLimits::default() };
    Fetcher::new(policy, limits, Arc::new(SystemClock)).map_err(|error| Failure::environment(error.to_string()))
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

/// The host of a URL where typing it is permission to go there although it is not public. An address and `localhost` are;
/// a name is not, because whoever owns the name decides where it leads.
fn typed_address(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
        Host::Domain(name) => (name == "localhost").then(|| name.to_owned()),
    }
}

/// A line that moves while something is fetched; only on a terminal, where somebody waits.
fn spinner(url: &Url) -> ProgressBar {
    let progress = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} fetching {msg} ({elapsed})") {
        progress.set_style(style);
    }
    progress.set_message(shown(url.as_str()));
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}

/// A URL as it may be shown: without credentials and without the query, which may carry a key.
pub(super) fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return "the address".to_owned() };
    url.set_query(None);
    url.set_fragment(None);
    if url.set_username("").and_then(|()| url.set_password(None)).is_err() {
        return "the address".to_owned();
    }
    url.into()
}

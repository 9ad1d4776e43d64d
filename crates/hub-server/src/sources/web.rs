//! Documents from the network, fetched under the runtime's egress rules.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use hub_compiler::{Documents, Kind};
use hub_model::clock::Clock;
use hub_runtime::{
    egress::Policy,
    fetch::{FetchError, FetchLimits, Fetched, Fetcher},
};
use url::Url;

use super::{Budget, Cause, Found, LARGEST_DOCUMENT, Unobtainable, introspect, is_blueprint, is_url, shown};

/// What may be reached, and how.
pub struct Settings {
    /// Where requests may go.
    pub policy: Policy,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Is told of everything that is asked for, as it may be shown.
    pub asking: Box<dyn Fn(&str) + Send + Sync>,
    /// Is told when the answer is there.
    pub answered: Box<dyn Fn() + Send + Sync>,
}

/// The network as documents may see it.
pub struct Web {
    settings: Settings,
    /// For what any document may refer to.
    anywhere: Fetcher,
    /// The origin that the user named, and a fetcher that sends the user's headers there, and may have rules of its own.
    named: Option<(url::Origin, Fetcher)>,
    /// The headers again, for gRPC.
    metadata: Vec<(String, String)>,
}

impl Web {
    /// A network where every address is a stranger's.
    ///
    /// # Errors
    /// When the rules cannot be read.
    pub fn new(settings: Settings) -> Result<Self, Unobtainable> {
        let anywhere = fetcher(&settings, &settings.policy)?;
        Ok(Self { settings, anywhere, named: None, metadata: Vec::new() })
    }

    /// Sends `headers` to the origin of `root`, which may be reached by `policy`.
    ///
    /// # Errors
    /// When the rules cannot be read.
    pub fn with_root(mut self, root: &Url, policy: &Policy, headers: HeaderMap) -> Result<Self, Unobtainable> {
        let text = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            value.to_str().ok().map(|value| (name.to_string(), value.to_owned()))
        };
        self.metadata = headers.iter().filter_map(text).collect();
        let fetcher = fetcher(&self.settings, policy)?.with_headers(headers);
        self.named = Some((root.origin(), fetcher));
        Ok(self)
    }

    /// What is at an address, with everything that it refers to. `kind` is what it is said to be.
    ///
    /// # Errors
    /// When there is nothing that could be a document.
    pub async fn read(&self, address: &str, kind: Option<Kind>) -> Result<Found, Unobtainable> {
        let root = Url::parse(address).map_err(|error| Unobtainable {
            message: format!("the source is no URL: {error}"),
            cause: Cause::Address,
        })?;
        let looked = self.look(&root).await;
        let fetched = looked.as_ref().ok().filter(|fetched| fetched.status.is_success());
        if let Some(fetched) = fetched.filter(|fetched| is_blueprint(&fetched.bytes)) {
            return Ok(Found::Blueprint(shown(address), fetched.bytes.to_vec()));
        }
        // What it is said to be holds for what is there, not for what it turns out to show.
        let sniffed = fetched.map(|fetched| Documents::new(&fetched.final_url, fetched.bytes.to_vec()));
        let is_document =
            sniffed.as_ref().is_some_and(|sniffed| sniffed.is_recognised() || !sniffed.missing().is_empty());
        if !is_document && kind.is_none_or(|kind| kind == Kind::GraphQl) {
            let asked = introspect::read(&root, looked.as_ref().ok(), kind.is_some(), self).await?;
            if let Some(documents) = asked {
                return Ok(Found::Documents(documents));
            }
        }
        let fetched = looked.map_err(|message| Unobtainable { message, cause: Cause::Absent })?;
        if !fetched.status.is_success() {
            return Err(unreachable(address, fetched.status));
        }
        let mut documents = match (kind, sniffed) {
            (None, Some(sniffed)) => sniffed,
            (Some(kind), _) => Documents::of_kind(kind, &fetched.final_url, fetched.bytes.into()),
            (None, None) => Documents::new(&fetched.final_url, fetched.bytes.into()),
        };
        self.complete(&mut documents, &mut Budget::default()).await;
        Ok(Found::Documents(documents))
    }

    /// Asks a gRPC server (`grpc://host:port`, `grpcs://…`) what it offers.
    ///
    /// # Errors
    /// When it does not tell.
    pub async fn describe(&self, address: &str) -> Result<Documents, Unobtainable> {
        let fetcher = self.named.as_ref().map_or(&self.anywhere, |(_, fetcher)| fetcher);
        (self.settings.asking)(&shown(address));
        let described = fetcher.describe(address, &self.metadata).await;
        (self.settings.answered)();
        let described =
            described.map_err(|error| Unobtainable { message: error.to_string(), cause: Cause::NoReflection })?;
        Ok(Documents::new(address, described.bytes.into()))
    }

    /// Adds every document that is missing. Local ones are refused: what came from the network may not read this machine.
    pub async fn complete(&self, documents: &mut Documents, budget: &mut Budget) {
        loop {
            let wanted = documents.missing();
            if wanted.is_empty() {
                return;
            }
            for address in wanted {
                match self.referenced(&address, budget).await {
                    Ok(bytes) => documents.add(&address, bytes),
                    Err(reason) => documents.fail(&address, &reason),
                }
            }
        }
    }

    async fn referenced(&self, address: &str, budget: &mut Budget) -> Result<Vec<u8>, String> {
        if !is_url(address) {
            return Err("a document from the network may not refer to files of this machine".to_owned());
        }
        budget.room()?;
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let began = self.settings.clock.now();
        let fetched = self.ask(&url, self.fetcher(&url).get(url.as_str())).await;
        budget.wait(self.settings.clock.now().saturating_duration_since(began), fetched.is_err());
        let fetched = fetched?;
        budget.spend(fetched.bytes.len())?;
        Ok(fetched.bytes.into())
    }

    /// Gets what is there; the answer may have any status.
    async fn look(&self, url: &Url) -> Result<Fetched, String> {
        self.ask(url, self.fetcher(url).look(url.as_str())).await
    }

    /// Sends a question in JSON; the answer may have any status.
    pub(super) async fn post(&self, url: &Url, question: Bytes) -> Result<Fetched, String> {
        self.ask(url, self.fetcher(url).post_json(url.as_str(), question)).await
    }

    fn fetcher(&self, url: &Url) -> &Fetcher {
        match &self.named {
            Some((origin, fetcher)) if *origin == url.origin() => fetcher,
            _ => &self.anywhere,
        }
    }

    async fn ask(
        &self,
        url: &Url,
        fetching: impl Future<Output = Result<Fetched, FetchError>>,
    ) -> Result<Fetched, String> {
        (self.settings.asking)(&shown(url.as_str()));
        let fetched = fetching.await;
        (self.settings.answered)();
        fetched.map_err(|error| error.to_string())
    }
}

/// An answer that is no document.
fn unreachable(address: &str, status: StatusCode) -> Unobtainable {
    let cause = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Cause::Denied,
        _ => Cause::Absent,
    };
    Unobtainable { message: format!("{} could not be fetched: the server answered {status}", shown(address)), cause }
}

fn fetcher(settings: &Settings, policy: &Policy) -> Result<Fetcher, Unobtainable> {
    let bytes = usize::try_from(LARGEST_DOCUMENT).unwrap_or(usize::MAX);
    let limits = FetchLimits { bytes, ..FetchLimits::default() };
    Fetcher::new(policy, limits, Arc::clone(&settings.clock))
        .map_err(|error| Unobtainable { message: error.to_string(), cause: Cause::Environment })
}

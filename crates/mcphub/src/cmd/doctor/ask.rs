//! `mcphub doctor --ask URL`: whether a running hub says that it is well, for health checks of containers that have no other program.

use std::{process::ExitCode, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method};
use hub_model::clock::SystemClock;
use hub_runtime::{
    egress::Policy,
    fetch::{Asked, FetchLimits, Fetcher},
};

use crate::{failure::Failure, report, serve};

/// Asks; says nothing but what was answered.
pub(super) fn execute(url: &str) -> Result<ExitCode, Failure> {
    // The operator names the hub themselves, wherever it is.
    let policy = Policy { allow_private: true, allow: Vec::new() };
    let limits = FetchLimits { timeout: Duration::from_secs(5), redirects: 0, ..FetchLimits::default() };
    let fetcher = Fetcher::new(&policy, limits, Arc::new(SystemClock));
    let fetcher = fetcher.map_err(|error| Failure::environment(error.to_string()))?;
    let asked = Asked { method: Method::GET, url: url.to_owned(), headers: HeaderMap::new(), body: Bytes::new() };
    let answer = serve::runtime()?.block_on(fetcher.request(asked));
    let answer = answer.map_err(|error| Failure::environment(error.to_string()))?;
    let words = String::from_utf8_lossy(&answer.bytes).trim().to_owned();
    if answer.status.is_success() {
        report::say(&words);
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::environment(format!("{url} answers {}: {words}", answer.status)))
}

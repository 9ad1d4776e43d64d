//! The tags of a repository: listed, looked at, taken away.

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_runtime::fetch::Fetched;
use serde_json::Value;

use super::{Ask, Registry};
use crate::image::{
    Error,
    blob::sha256,
    build::{INDEX, MANIFEST},
};

/// Pages of a list that are read: a repository with more tags than this is not managed by hand.
const PAGES: usize = 50;
/// Manifests that older programs pushed, beside OCI's.
const DOCKER: &str =
    "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json";

/// A tag and what it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The tag.
    pub name: String,
    /// Digest of the manifest.
    pub digest: String,
    /// Media type of the manifest.
    pub media_type: String,
    /// Digests of the manifests that it names: one for each kind of machine, where it is for several.
    pub parts: Vec<String>,
}

impl Registry {
    /// The names of a repository's tags; none where there is no such repository.
    ///
    /// # Errors
    /// When the registry refuses to say.
    pub async fn tags(&self, repository: &str) -> Result<Vec<String>, Error> {
        let session = self.session(vec![format!("repository:{repository}:pull")]);
        let mut url = self.url(&format!("{repository}/tags/list"))?;
        let mut names = Vec::new();
        for _ in 0..PAGES {
            let answer = session.ask(url, Ask::default()).await?;
            if answer.status == StatusCode::NOT_FOUND {
                return Ok(names);
            }
            if !answer.status.is_success() {
                return Err(self.complaint("its tags", &answer));
            }
            let said: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
            let listed = said.get("tags").and_then(Value::as_array).into_iter().flatten();
            names.extend(listed.filter_map(Value::as_str).map(str::to_owned));
            match next(&answer) {
                Some(path) => url = self.url(&path)?,
                None => break,
            }
        }
        Ok(names)
    }

    /// What a tag names; nothing where there is no such tag.
    ///
    /// # Errors
    /// When the registry refuses to say.
    pub async fn tag(&self, repository: &str, name: &str) -> Result<Option<Tag>, Error> {
        let session = self.session(vec![format!("repository:{repository}:pull")]);
        let url = self.url(&format!("{repository}/manifests/{name}"))?;
        let mut headers = HeaderMap::new();
        let accepted = format!("{MANIFEST}, {INDEX}, {DOCKER}");
        headers.insert(header::ACCEPT, HeaderValue::from_str(&accepted).unwrap_or(HeaderValue::from_static("*/*")));
        let answer = session.ask(url, Ask { headers, ..Ask::default() }).await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => Ok(Some(Tag {
                name: name.to_owned(),
                // Its own digest and not what a header claims.
                digest: sha256(&answer.bytes),
                media_type: answer.media_type,
                parts: parts(&answer.bytes),
            })),
            _ => Err(self.complaint("a tag", &answer)),
        }
    }

    /// Takes away what a digest names, with every tag that names it. `false` where it was not there.
    ///
    /// # Errors
    /// When the registry refuses; many have to be told in their settings that they may.
    pub async fn delete(&self, repository: &str, digest: &str) -> Result<bool, Error> {
        let session = self.session(vec![format!("repository:{repository}:pull,push,delete")]);
        let url = self.url(&format!("{repository}/manifests/{digest}"))?;
        let answer = session.ask(url, Ask { method: Method::DELETE, ..Ask::default() }).await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(false),
            StatusCode::METHOD_NOT_ALLOWED => Err(self
                .complaint("a deletion", &answer)
                .help("registries keep everything unless their settings allow deleting (`storage.delete.enabled`)")),
            status if status.is_success() => Ok(true),
            _ => Err(self.complaint("a deletion", &answer)),
        }
    }
}

/// What an index names (OCI image specification, image-index.md); other manifests name none.
fn parts(manifest: &[u8]) -> Vec<String> {
    let said: Value = serde_json::from_slice(manifest).unwrap_or_default();
    let named = said.get("manifests").and_then(Value::as_array).into_iter().flatten();
    named.filter_map(|one| one.get("digest").and_then(Value::as_str)).map(str::to_owned).collect()
}

/// The next page, as `Link: </v2/…>; rel="next"` says (RFC 8288).
fn next(answer: &Fetched) -> Option<String> {
    let link = answer.headers.get(header::LINK)?.to_str().ok()?;
    let (path, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
    parameters.contains("next").then(|| path.to_owned())
}

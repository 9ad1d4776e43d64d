//! Pushing an image: what the registry has is not sent again, neither within the repository nor from another one.

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_runtime::fetch::Fetched;
use serde_json::{Value, json};

use super::{Ask, Registry, Session};
use crate::image::{Attached, Blob, Error, Image, Name, blob::hex, build::INDEX, sign::Signature};

/// What a push came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Digest of what the tag names now.
    pub digest: String,
    /// Bytes that were sent.
    pub sent: u64,
    /// Blobs that were sent, that the repository had, and that were taken over from another repository.
    pub uploaded: usize,
    /// See above.
    pub present: usize,
    /// See above.
    pub mounted: usize,
    /// What is said of the image is listed under a tag because the registry does not know referrers.
    pub by_tag: bool,
}

/// Told of each blob that is there.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Send + Sync);

impl Registry {
    /// Pushes `image` under its name. `others` are repositories of this registry that may have its layers already.
    ///
    /// # Errors
    /// When the registry refuses something, or the line breaks.
    pub async fn push(
        &self,
        image: &Image,
        name: &Name,
        others: &[String],
        signature: Option<&Signature>,
        progress: Progress<'_>,
    ) -> Result<Pushed, Error> {
        let others: Vec<&str> = others.iter().map(String::as_str).filter(|other| *other != name.repository()).collect();
        let mut scopes = vec![format!("repository:{}:pull,push", name.repository())];
        scopes.extend(others.iter().map(|other| format!("repository:{other}:pull")));
        let session = self.session(scopes);
        let before = self.sent();
        let mut push = Push { session, name, others, pushed: Pushed::default() };
        push.blobs(image, signature, progress).await?;
        for platform in &image.platforms {
            push.manifest(&platform.manifest, &platform.manifest.digest).await?;
            for attached in &platform.attached {
                push.attach(attached).await?;
            }
        }
        // The tag comes last: what it names is whole.
        push.manifest(&image.root, name.tag()).await?;
        if let Some(signature) = signature {
            push.manifest(&signature.manifest, &signature.tag).await?;
        }
        let Push { mut pushed, .. } = push;
        pushed.digest.clone_from(&image.root.digest);
        pushed.sent = self.sent() - before;
        Ok(pushed)
    }
}

struct Push<'r> {
    session: Session<'r>,
    name: &'r Name,
    others: Vec<&'r str>,
    pushed: Pushed,
}

impl Push<'_> {
    async fn blobs(
        &mut self,
        image: &Image,
        signature: Option<&Signature>,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let mut blobs: Vec<&Blob> = Vec::new();
        for platform in &image.platforms {
            blobs.extend(platform.layers.iter().map(|layer| &layer.blob));
            blobs.push(&platform.config);
            blobs.extend(platform.attached.iter().flat_map(|attached| &attached.blobs));
        }
        blobs.extend(signature.into_iter().flat_map(|signature| &signature.blobs));
        blobs.sort_by(|one, other| one.digest.cmp(&other.digest));
        blobs.dedup_by(|one, other| one.digest == other.digest);
        let all = blobs.len();
        for (done, blob) in blobs.into_iter().enumerate() {
            progress(done, all);
            self.blob(blob).await?;
        }
        progress(all, all);
        Ok(())
    }

    async fn blob(&mut self, blob: &Blob) -> Result<(), Error> {
        let there = self.path(&format!("blobs/{}", blob.digest))?;
        let answer = self.session.ask(there, Ask { method: Method::HEAD, ..Ask::default() }).await?;
        if answer.status.is_success() {
            self.pushed.present += 1;
            return Ok(());
        }
        // 404 is what it should be; some registries answer so where the caller may push and not look.
        if !matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            return Err(self.session.registry.complaint("to say what it has", &answer));
        }
        for other in self.others.clone() {
            let answer = self.begin(&[("mount", &blob.digest), ("from", other)]).await?;
            if answer.status == StatusCode::CREATED {
                self.pushed.mounted += 1;
                return Ok(());
            }
            if answer.status == StatusCode::ACCEPTED {
                // It does not have it there, and waits for the content instead: give that up and ask for the next.
                self.give_up(&answer).await;
            }
        }
        self.upload(blob).await
    }

    async fn upload(&mut self, blob: &Blob) -> Result<(), Error> {
        let begun = self.begin(&[]).await?;
        if begun.status != StatusCode::ACCEPTED {
            return Err(self.session.registry.complaint("an upload", &begun));
        }
        let mut to = self.location(&begun)?;
        to.query_pairs_mut().append_pair("digest", &blob.digest);
        let headers = kind("application/octet-stream");
        let answer = self.session.ask(to, Ask { method: Method::PUT, headers, body: blob.bytes.clone() }).await?;
        if answer.status != StatusCode::CREATED {
            return Err(self.session.registry.complaint("a layer", &answer));
        }
        self.pushed.uploaded += 1;
        Ok(())
    }

    async fn begin(&self, query: &[(&str, &str)]) -> Result<Fetched, Error> {
        let mut url = self.path("blobs/uploads/")?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.session.ask(url, Ask { method: Method::POST, ..Ask::default() }).await
    }

    async fn give_up(&self, begun: &Fetched) {
        if let Ok(url) = self.location(begun) {
            // A registry forgets uploads that nobody goes on with anyway.
            let _ = self.session.ask(url, Ask { method: Method::DELETE, ..Ask::default() }).await;
        }
    }

    async fn manifest(&self, manifest: &Blob, reference: &str) -> Result<Fetched, Error> {
        let url = self.path(&format!("manifests/{reference}"))?;
        let ask = Ask { method: Method::PUT, headers: kind(manifest.media_type), body: manifest.bytes.clone() };
        let answer = self.session.ask(url, ask).await?;
        if answer.status != StatusCode::CREATED {
            return Err(self.session.registry.complaint("a manifest", &answer));
        }
        Ok(answer)
    }

    /// A document about a manifest. A registry that knows referrers says so; where it does not, a tag lists them (distribution
    /// specification 1.1, referrers tag schema).
    async fn attach(&mut self, attached: &Attached) -> Result<(), Error> {
        let answer = self.manifest(&attached.manifest, &attached.manifest.digest).await?;
        if answer.headers.contains_key("oci-subject") {
            return Ok(());
        }
        self.pushed.by_tag = true;
        let tag = format!("sha256-{}", hex(&attached.subject));
        let url = self.path(&format!("manifests/{tag}"))?;
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(INDEX));
        let there = self.session.ask(url, Ask { headers, ..Ask::default() }).await?;
        let said: Value = match there.status.is_success() {
            true => serde_json::from_slice(&there.bytes).unwrap_or_default(),
            false => Value::Null,
        };
        let mut listed = said.get("manifests").and_then(Value::as_array).cloned().unwrap_or_default();
        let same = |one: &Value| one.get("digest").and_then(Value::as_str) == Some(&attached.manifest.digest);
        if listed.iter().any(same) {
            return Ok(());
        }
        listed.push(attached.descriptor());
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": listed });
        self.manifest(&Blob::json(INDEX, &index), &tag).await?;
        Ok(())
    }

    fn path(&self, rest: &str) -> Result<url::Url, Error> {
        self.session.registry.url(&format!("{}/{rest}", self.name.repository()))
    }

    fn location(&self, answer: &Fetched) -> Result<url::Url, Error> {
        let said = answer.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.session.registry.url(said)
    }
}

fn kind(media_type: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))])
}

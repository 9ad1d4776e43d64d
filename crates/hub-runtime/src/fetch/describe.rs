//! A live gRPC server's description of itself, as a descriptor set (grpc.reflection v1 and v1alpha).

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use http::{Extensions, HeaderName, HeaderValue, Method};
use url::Url;

use super::{FetchError, Fetched, Fetcher, shown};
use crate::{
    egress::{Origin, http_url},
    grpc::reflection::{self, PATHS, Question, Said, Silence},
    send::{Failure, Outgoing, Reach, Transport, send},
};

/// Rounds of questions: imports of imports.
const MOST_ROUNDS: usize = 40;
/// Files of one server.
const MOST_FILES: usize = 4_000;
/// Questions in one call.
const AT_ONCE: usize = 200;

impl Fetcher {
    /// Asks the server at `url` (`grpc://host:port`, `grpcs://…` over TLS, or the same with `http`) what services and messages
    /// it has. The answer is a `FileDescriptorSet`. `headers` go with every question.
    ///
    /// # Errors
    /// When the server is refused or cannot be reached, or does not describe itself.
    pub async fn describe(&self, url: &str, headers: &[(String, String)]) -> Result<Fetched, FetchError> {
        let address = shown(url);
        let fail = |why: String| FetchError(format!("{address} did not describe itself: {why}"));
        let deadline = self.network.clock.now() + self.limits.timeout;
        let plain = http_url(url.trim());
        let parsed = Url::parse(&plain).map_err(|error| fail(format!("it is no URL ({error})")))?;
        let origin = Origin::of(&parsed, &self.network.rules).map_err(|refused| fail(refused.0))?;
        let mut dialogue =
            Dialogue { fetcher: self, origin, headers: reflection::question_headers(), path: PATHS[0], deadline };
        for (name, value) in headers {
            let pair = (HeaderName::from_bytes(name.as_bytes()).ok(), HeaderValue::from_str(value).ok());
            let (Some(name), Some(value)) = pair else {
                return Err(fail(format!("`{name}` is no header that can be sent")));
            };
            dialogue.headers.insert(name, value);
        }
        let files = dialogue.files().await.map_err(fail)?;
        Ok(Fetched {
            status: http::StatusCode::OK,
            final_url: url.trim().to_owned(),
            media_type: "application/octet-stream".into(),
            headers: http::HeaderMap::new(),
            bytes: reflection::set(files.values()).into(),
        })
    }
}

struct Dialogue<'f> {
    fetcher: &'f Fetcher,
    origin: Origin,
    headers: http::HeaderMap,
    /// The version that the server has.
    path: &'static str,
    deadline: std::time::Instant,
}

impl Dialogue<'_> {
    /// All files of all services, by name.
    async fn files(&mut self) -> Result<BTreeMap<String, Vec<u8>>, String> {
        let services = self.services().await?;
        let mut questions: Vec<Question> = services.into_iter().map(Question::FileOf).collect();
        let (mut files, mut asked, mut size) = (BTreeMap::new(), HashSet::new(), 0);
        for _ in 0..MOST_ROUNDS {
            let mut wanted = Vec::new();
            while !questions.is_empty() {
                let rest = questions.split_off(questions.len().min(AT_ONCE));
                for bytes in self.ask(&std::mem::replace(&mut questions, rest)).await?.files {
                    let (name, imports) = reflection::file(&bytes);
                    asked.insert(name.clone());
                    size += bytes.len();
                    files.insert(name, bytes);
                    wanted.extend(imports);
                }
                if files.len() > MOST_FILES || size > self.fetcher.limits.bytes {
                    return Err(format!("it has more than {MOST_FILES} files, or larger ones than can be read"));
                }
            }
            let missing = wanted.into_iter().filter(|name| !files.contains_key(name) && asked.insert(name.clone()));
            questions = missing.collect::<Vec<_>>().into_iter().map(Question::File).collect();
            if questions.is_empty() {
                break;
            }
        }
        if files.is_empty() { Err("it names no file of its services".into()) } else { Ok(files) }
    }

    /// The services that are no reflection, asked in the version that the server has.
    async fn services(&mut self) -> Result<Vec<String>, String> {
        for path in PATHS {
            self.path = path;
            match self.exchange(&[Question::Services]).await {
                Ok(said) => {
                    let own = said.services.into_iter().filter(|name| !name.starts_with("grpc.reflection."));
                    let own: Vec<String> = own.collect();
                    return if own.is_empty() { Err("it offers no services".into()) } else { Ok(own) };
                }
                Err(Silence::NotOffered) => {}
                Err(Silence::Failed(why)) => return Err(why),
            }
        }
        Err("it has no server reflection; give its .proto files or a descriptor set instead".into())
    }

    async fn ask(&self, questions: &[Question]) -> Result<Said, String> {
        self.exchange(questions).await.map_err(|silence| match silence {
            Silence::NotOffered => "it stopped answering".into(),
            Silence::Failed(why) => why,
        })
    }

    async fn exchange(&self, questions: &[Question]) -> Result<Said, Silence> {
        let limit = self.fetcher.limits.bytes;
        let outgoing = Outgoing {
            method: Method::POST,
            origin: self.origin.clone(),
            target: self.path.to_owned(),
            headers: self.headers.clone(),
            body: reflection::ask(questions).map_err(Silence::Failed)?.into(),
            transport: Transport::Grpc { streams: false },
            identity: None,
            extensions: Extensions::new(),
        };
        let reach = Reach {
            deadline: self.deadline,
            retries: 2,
            repeatable: true,
            retry_wait: Duration::from_secs(2),
            redirects: 0,
            secret_body: false,
            bytes: limit,
            idle: None,
        };
        let received = send(&self.fetcher.network, outgoing, &reach).await.map_err(|failure| {
            Silence::Failed(match failure {
                Failure::Timeout => "it did not answer in time".into(),
                Failure::Refused(why) | Failure::Unreachable(why) | Failure::Broken(why) => why,
                Failure::Redirect(why) | Failure::Invalid(why) => why,
            })
        })?;
        reflection::read(&received, limit)
    }
}

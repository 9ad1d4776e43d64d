//! Somebody who uses the REST API.

use std::{net::SocketAddr, time::Duration};

use reqwest::{Method, header::HeaderMap};
use serde_json::Value;

/// A client of the hub, with its token where it has one.
#[derive(Clone)]
pub struct Rest {
    http: reqwest::Client,
    base: String,
    pub token: Option<String>,
}

/// An answer. Streams are not read.
#[derive(Debug)]
pub struct Answer {
    /// What was asked, for messages.
    asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// The body as JSON; text where it is none.
    pub body: Value,
}

impl Rest {
    pub fn new(address: SocketAddr) -> Self {
        // Connections that the hub may just be closing are not used again.
        let http = reqwest::Client::builder().no_proxy().pool_idle_timeout(Duration::from_secs(5)).build().unwrap();
        Self { http, base: format!("http://{address}/api/v1"), token: None }
    }

    /// The same, with a token.
    pub fn with(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), &[]).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body), &[]).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answer {
        let body = body.map(|body| ("application/json".to_owned(), body.to_string().into_bytes()));
        self.raw(method, path, body, headers).await
    }

    /// A file in a form.
    pub async fn upload(&self, path: &str, name: &str, content: &[u8]) -> Answer {
        const BOUNDARY: &str = "b0undary-of-a-test";
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.raw(Method::POST, path, Some((kind, body)), &[]).await
    }

    /// The bytes of an answer that has to succeed.
    pub async fn bytes(&self, path: &str) -> Vec<u8> {
        let token = self.token.as_deref().unwrap_or_default();
        let response = self.http.get(format!("{}{path}", self.base)).bearer_auth(token).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.bytes().await.unwrap().to_vec()
    }

    /// A body of any kind: its media type and bytes.
    pub async fn raw(
        &self,
        method: Method,
        path: &str,
        body: Option<(String, Vec<u8>)>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let asked = format!("{method} {path}");
        // The registry is not below the address of all others.
        let base = if path.starts_with("/v0.1/") { self.base.trim_end_matches("/api/v1") } else { &self.base };
        let mut request = self.http.request(method, format!("{base}{path}"));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some((kind, bytes)) = body {
            request = request.header("content-type", kind).body(bytes);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let text = if is_stream { String::new() } else { response.text().await.unwrap() };
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { asked, status, headers, body }
    }
}

impl Answer {
    /// The body of an answer that has to have this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.body);
        self.body
    }

    /// A problem with this code; what it says in full.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let body = self.is(status);
        assert_eq!(body["code"], code, "{body}");
        body
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

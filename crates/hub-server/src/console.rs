//! The role `web`: the console's files, as they were built and compressed. Whoever uses it is a client of the REST API like any other.

mod files;
mod missing;

use std::{io, sync::Arc};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use hub_model::problem::ErrorCode;
use percent_encoding::percent_decode_str;

use self::files::{File, Files, Found};
use crate::{http::problem::Problem, settings::Web};

/// What has a name of its own for ever: its contents are in it.
const HASHED: &str = "public, max-age=31536000, immutable";
/// What is asked for anew each time, and mostly answered with "as it was".
const FRESH: &str = "no-cache";
/// Under these, the hub's own answers are what callers expect, also where there is nothing.
const NOT_OURS: [&str; 3] = ["api", "mcp", ".well-known"];

/// The console of a process that has the role.
#[derive(Clone)]
pub(crate) struct Console {
    files: Arc<Files>,
    rules: HeaderValue,
}

impl Console {
    /// Reads the files that the settings name, or takes those of the binary.
    pub(crate) fn open(settings: &Web) -> io::Result<Self> {
        let files = match &settings.folder {
            Some(folder) => Files::read(folder, settings.asset_prefix.as_deref())?,
            None => Files::embedded(settings.asset_prefix.as_deref()),
        };
        let rules = HeaderValue::from_str(&rules(settings.asset_origin().as_deref())).map_err(io::Error::other)?;
        Ok(Self { files: Arc::new(files), rules })
    }

    /// The file that a path names, or the page that says that there is none.
    pub(crate) fn answer(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response {
        let path = percent_decode_str(uri.path()).decode_utf8_lossy();
        let path = path.trim_start_matches('/');
        let first = path.split('/').next().unwrap_or_default();
        if NOT_OURS.contains(&first) {
            return Problem::new(ErrorCode::NotFound, format!("there is nothing at {}", uri.path())).into_response();
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            return Problem::new(ErrorCode::MethodNotAllowed, format!("{method} cannot be done at {}", uri.path()))
                .into_response();
        }
        if self.files.is_empty() {
            return missing::page();
        }
        match self.files.find(path) {
            Found::File(file) => self.file(file, headers),
            Found::Page(name) => moved(name, uri.query()),
            Found::Nothing => match self.files.page_of_nothing().filter(|_| !path.starts_with("_next/")) {
                Some(page) => {
                    let mut response = self.body(page, headers);
                    *response.status_mut() = StatusCode::NOT_FOUND;
                    response
                }
                None => (StatusCode::NOT_FOUND, "there is nothing here\n").into_response(),
            },
        }
    }

    fn file(&self, file: &File, headers: &HeaderMap) -> Response {
        let (encoding, _) = file.body(accepted(headers));
        let tag = file.tag(encoding);
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let is_known = known.is_some_and(|known| known.split(',').any(|one| same(one, &tag)));
        let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { self.body(file, headers) };
        let answer = response.headers_mut();
        self.restrict(file, answer);
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(if file.is_hashed { HASHED } else { FRESH }));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            answer.insert(header::ETAG, tag);
        }
        if file.is_hashed {
            // Fonts that a CDN hands on are fetched by pages of another origin, without credentials.
            answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        response
    }

    /// The file in the best form that the client understands.
    fn body(&self, file: &File, headers: &HeaderMap) -> Response {
        let (encoding, bytes) = file.body(accepted(headers));
        let mut response = Response::new(Body::from(bytes.clone()));
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
        if let Some(encoding) = encoding {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        self.restrict(file, answer);
        response
    }

    /// What a page may load. Also where it is as it was: browsers take the headers of that answer over.
    fn restrict(&self, file: &File, headers: &mut HeaderMap) {
        if file.media_type.starts_with("text/html") {
            headers.insert(header::CONTENT_SECURITY_POLICY, self.rules.clone());
        }
    }
}

/// The same content, whichever its form: tags that are compared weakly (RFC 9110 section 13.1.2).
fn same(one: &str, tag: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    one.trim() == "*" || bare(one) == bare(tag)
}

/// Encodings that the client takes.
fn accepted(headers: &HeaderMap) -> impl Fn(&str) -> bool {
    let said = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let said: Vec<String> = said
        .split(',')
        .filter_map(|one| {
            let (name, quality) = one.split_once(";q=").unwrap_or((one, "1"));
            quality.trim().parse::<f32>().is_ok_and(|quality| quality > 0.0).then(|| name.trim().to_ascii_lowercase())
        })
        .collect();
    move |encoding| said.iter().any(|one| one == encoding)
}

/// What pages may load, and from where: nothing inline, nothing from elsewhere but what the operator serves there.
fn rules(assets: Option<&str>) -> String {
    let from = assets.map_or_else(|| "'self'".to_owned(), |origin| format!("'self' {origin}"));
    format!(
        "default-src 'none'; script-src {from}; style-src {from}; font-src {from}; img-src {from} data:; \
         manifest-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// Pages have one address each.
fn moved(page: &str, query: Option<&str>) -> Response {
    let to = query.map_or_else(|| format!("/{page}"), |query| format!("/{page}?{query}"));
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)], Bytes::new()).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

//! What a binary shows that was built without a console.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
<title>MCP Hub</title><style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.5rem}\
code{font:.9em ui-monospace,monospace;background:#8882;padding:.15em .4em;border-radius:.3em}</style>\
<h1>This binary has no console</h1><p>It was built without one. <code>make release</code> builds the console, and then the binary with it; \
<code>make web</code> builds the console alone, into <code>web/dist</code>, which the setting <code>web.folder</code> can name.\
<p>Everything else is here: the REST API, <a href='/api/docs'>described at /api/docs</a>, and the command line. \
<code>mcphub login</code>, with the link that the hub prints at its first start, makes the first administrator.</html>";

/// The page.
pub(super) fn page() -> Response {
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ),
    ];
    (StatusCode::NOT_FOUND, headers, PAGE).into_response()
}

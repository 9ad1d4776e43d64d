//! Pages that merely show a document: where a page of Swagger UI, Redoc and their like says the document is, or the document in it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::{explorer, join};

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test compiles it")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:\b(?:url|spec-?url|data-url|apiDescriptionUrl|swagger_?url|config-?url)["']?\s*[=:]\s*|Redoc\.init\(\s*)["'`]([^"'`\s<>]{1,2000})["'`]|\b(?:spec-url|data-url|apiDescriptionUrl)=([^"'`\s<>]{1,2000})"#,
    )
    .expect("a valid pattern")
});

/// Scripts of such pages that hold what the page itself does not: Swagger UI's own, and those of `swagger-ui-express` and
/// Swashbuckle.
const SCRIPTS: [&str; 3] = ["swagger-initializer.js", "swagger-ui-init.js", "index.js"];

/// What the pages of viewers have in them.
const VIEWERS: [&str; 9] = [
    "swagger-ui",
    "swaggerui",
    "redoc",
    "rapi-doc",
    "rapidoc",
    "elements-api",
    "api-reference",
    "createapireference",
    "openapi-explorer",
];

/// Addresses of a viewer that are tried although they do not look like those of documents.
const MOST_UNLIKELY: usize = 3;

/// What stands before a document that is written into a page or a script.
const BEFORE: [&str; 10] = [
    "\"swaggerDoc\"",
    "\"spec\"",
    "spec:",
    "__redoc_state",
    "Redoc.init(",
    "apiDescriptionDocument",
    "createApiReference(",
    "data-configuration",
    "id=\"api-reference\"",
    "type=\"application/json\"",
];

/// Where the document is in what stands there.
const WITHIN: [&str; 5] = ["", "/spec/data", "/spec", "/content", "/spec/content"];

/// Documents in a page that are looked at.
const MOST_EMBEDDED: usize = 12;

/// Addresses of documents, and of scripts that may name them, resolved against the page's own, in the order in which they are to
/// be tried.
pub(super) fn documents_shown(text: &str, uri: &str) -> Vec<String> {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return Vec::new();
    }
    let lower = start.to_ascii_lowercase();
    let is_viewer = VIEWERS.iter().any(|name| lower.contains(name));
    if !is_viewer && explorer::endpoints(start, uri).is_some() {
        return Vec::new();
    }
    let mut found = addresses(start, uri);
    if is_viewer {
        for script in SCRIPTS {
            let ends = start.match_indices(script).map(|(at, _)| at + script.len());
            // Back to the quote that opens the attribute.
            let named = ends.filter_map(|end| start.get(..end)?.rsplit(['"', '\'', '=']).next());
            found.extend(named.map(|named| join(uri, named)).take(1));
        }
        if lower.contains("drf-yasg") {
            // Its script asks the page itself for another format.
            found.push(format!("{}?format=openapi", uri.split(['?', '#']).next().unwrap_or_default()));
        }
    } else {
        found.retain(|address| is_likely(address));
    }
    found.truncate(8);
    found
}

/// Whether an address looks like that of a document.
fn is_likely(address: &str) -> bool {
    [".json", ".yaml", ".yml", "openapi", "swagger", "api-docs"].iter().any(|mark| address.contains(mark))
}

/// Addresses that a script or a configuration names, resolved against the page's; few of those that look unlike documents'.
pub(super) fn addresses(text: &str, uri: &str) -> Vec<String> {
    let text = plain(text);
    let (mut found, mut unlikely) = (Vec::new(), Vec::new());
    for capture in ADDRESS.captures_iter(&text) {
        let Some(target) = capture.get(1).or(capture.get(2)).map(|found| found.as_str()) else { continue };
        let address = join(uri, target);
        // The one that Swagger UI comes with.
        let example = target.contains("petstore.swagger.io") && !uri.contains("swagger.io");
        let file = [".js", ".css", ".html", ".svg", ".png", ".ico"].iter().any(|file| target.ends_with(file));
        let place = if is_likely(target) { &mut found } else { &mut unlikely };
        if !example && !file && !target.starts_with("data:") && !place.contains(&address) {
            place.push(address);
        }
    }
    unlikely.truncate(MOST_UNLIKELY);
    found.append(&mut unlikely);
    found
}

/// A text without what attributes and scripts escape.
fn plain(text: &str) -> Cow<'_, str> {
    if !["&quot;", "&#34;", "&amp;", "&#x2F;", "\\/"].iter().any(|escape| text.contains(escape)) {
        return Cow::Borrowed(text);
    }
    let quoted = text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#x2F;", "/").replace("\\/", "/");
    Cow::Owned(quoted.replace("&amp;", "&"))
}

/// A document that is written into a page or a script, as JSON.
pub(super) fn embedded(text: &str) -> Option<String> {
    let found = embedded_in(text);
    if found.is_some() || !text.contains("{&quot;") {
        return found;
    }
    embedded_in(&plain(text))
}

fn embedded_in(text: &str) -> Option<String> {
    for before in BEFORE {
        for (at, _) in text.match_indices(before).take(MOST_EMBEDDED) {
            let Some(start) = text.get(at..).and_then(|rest| Some(at + rest.find('{')?)) else { continue };
            let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
            let Some(Ok(value)) = values.next() else { continue };
            if let Some(document) = WITHIN.iter().filter_map(|place| value.pointer(place)).find_map(document) {
                return Some(document);
            }
        }
    }
    None
}

/// A value that is a document, or a text that is one.
fn document(value: &Value) -> Option<String> {
    if let Value::String(text) = value {
        let start = text.get(..text.floor_char_boundary(400)).unwrap_or_default();
        return ["openapi", "swagger"].iter().any(|mark| start.contains(mark)).then(|| text.clone());
    }
    let is_document = value.get("paths").is_some() && value.get("openapi").or(value.get("swagger")).is_some();
    is_document.then(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::{addresses, documents_shown, embedded};

    #[test]
    fn finds_the_document_behind_a_page() {
        for (page, expected) in [
            (
                "<html><script>SwaggerUIBundle({ url: '/v3/api-docs', dom_id: '#x' })</script>",
                "https://a.example/v3/api-docs",
            ),
            ("<redoc spec-url=\"openapi.yaml\"></redoc>", "https://a.example/docs/openapi.yaml"),
            ("<script id=\"api-reference\" data-url=\"/o.json\"></script>", "https://a.example/o.json"),
        ] {
            assert_eq!(documents_shown(page, "https://a.example/docs/"), [expected]);
        }
        assert!(documents_shown("{\"url\": \"openapi.json\"}", "https://a.example/").is_empty());
        let swagger_ui = "<html><script src=\"./swagger-ui-bundle.js\"></script><script src=\"./swagger-initializer.js\" charset=\"UTF-8\">";
        assert_eq!(
            documents_shown(swagger_ui, "https://a.example/ui/index.html"),
            ["https://a.example/ui/swagger-initializer.js"]
        );
        let script = "window.ui = SwaggerUIBundle({ url: \"https://petstore.swagger.io/v2/swagger.json\", \"configUrl\": \"/v3/api-docs/swagger-config\" })";
        assert_eq!(addresses(script, "https://a.example/ui/"), ["https://a.example/v3/api-docs/swagger-config"]);
    }

    #[test]
    fn finds_the_document_in_a_page() {
        let document = "{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"} '\"},\"paths\":{}}";
        for page in [
            format!("<script>const __redoc_state = {{\"menu\":{{}},\"spec\":{{\"data\":{document}}}}};</script>"),
            format!("<script id=\"api-reference\" type=\"application/json\">\n{document}</script>"),
            format!("var options = {{ \"swaggerDoc\": {document}, \"customOptions\": {{}} }}"),
            format!("SwaggerUIBundle({{ spec: {document}, dom_id: '#x' }})"),
        ] {
            assert_eq!(embedded(&page).as_deref(), Some(document), "{page}");
        }
        assert_eq!(embedded("<script>spec: {\"a\": 1}, \"spec\": {broken</script>"), None);
    }
}

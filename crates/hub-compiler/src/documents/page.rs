//! Pages that merely show a document: where a page of Swagger UI, Redoc and their like says the document is, or the document in it.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::join;

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test compiles it")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:\b(?:url|spec-?url|data-url|specUrl|apiDescriptionUrl|apidescriptionurl|swagger_?url|config-?url)["']?\s*[=:]\s*|Redoc\.init\(\s*)["']([^"'\s<>]{1,2000})["']"#,
    )
    .expect("a valid pattern")
});

/// Scripts of such pages that hold what the page itself does not: Swagger UI's own, and that of `swagger-ui-express`.
const SCRIPTS: [&str; 2] = ["swagger-initializer.js", "swagger-ui-init.js"];

/// What stands before a document that is written into a page or a script.
const BEFORE: [&str; 6] =
    ["\"swaggerDoc\"", "\"spec\"", "spec:", "__redoc_state", "id=\"api-reference\"", "type=\"application/json\""];

/// Documents in a page that are looked at.
const MOST_EMBEDDED: usize = 12;

/// Addresses of documents, and of scripts that may name them, resolved against the page's own, in the order in which they are to
/// be tried.
pub(super) fn documents_shown(text: &str, uri: &str) -> Vec<String> {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return Vec::new();
    }
    let mut found = addresses(start, uri);
    for script in SCRIPTS {
        let ends = start.match_indices(script).map(|(at, _)| at + script.len());
        // Back to the quote that opens the attribute.
        let named = ends.filter_map(|end| start.get(..end)?.rsplit(['"', '\'', '=']).next());
        found.extend(named.map(|named| join(uri, named)).take(1));
    }
    found.truncate(8);
    found
}

/// Addresses that a script or a configuration names, resolved against the page's.
pub(super) fn addresses(text: &str, uri: &str) -> Vec<String> {
    let mut found = Vec::new();
    for capture in ADDRESS.captures_iter(text) {
        let Some(target) = capture.get(1).map(|found| found.as_str()) else { continue };
        let marks = [".json", ".yaml", ".yml", "openapi", "swagger", "api-docs"];
        let likely = marks.iter().any(|mark| target.contains(mark));
        let address = join(uri, target);
        // The one that Swagger UI comes with.
        let example = target.contains("petstore.swagger.io") && !uri.contains("swagger.io");
        let file = target.ends_with(".js") || target.ends_with(".css");
        if likely && !example && !file && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

/// A document that is written into a page or a script, as JSON.
pub(super) fn embedded(text: &str) -> Option<String> {
    for before in BEFORE {
        for (at, _) in text.match_indices(before).take(MOST_EMBEDDED) {
            let Some(start) = text.get(at..).and_then(|rest| Some(at + rest.find('{')?)) else { continue };
            let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
            let Some(Ok(value)) = values.next() else { continue };
            let inner = [&value, value.pointer("/spec/data").unwrap_or(&Value::Null)];
            let is_document = |value: &&Value| {
                value.get("paths").is_some() && (value.get("openapi").or(value.get("swagger"))).is_some()
            };
            if let Some(document) = inner.into_iter().find(is_document) {
                return Some(document.to_string());
            }
        }
    }
    None
}

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test compiles it")]
static ENDPOINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:\b(?:url|endpoint|endpoint-?url|initialEndpoint|graphql-?endpoint(?:-path)?|graphql_?url|fetchUrl)["']?\s*[=:]\s*|\bnew URL\(\s*|\bfetch\(\s*)["']([^"'\s<>]{1,2000})["']"#,
    )
    .expect("a valid pattern")
});

/// What the pages of GraphQL explorers have in them.
const EXPLORERS: [&str; 9] = [
    "graphiql",
    "embeddedsandbox",
    "apollosandbox",
    "embeddable-sandbox",
    "apollo-server-landing-page",
    "altairgraphql",
    "graphqlplayground",
    "graphql playground",
    "bananacakepop",
];

/// Endpoints of one explorer that are tried.
const MOST_ENDPOINTS: usize = 3;

/// The endpoints that a GraphQL explorer (GraphiQL, Apollo Sandbox, Altair, Playground) may send its queries to, the likely ones
/// first; `None` when the page is no explorer.
pub(super) fn graphql_endpoints(text: &str, uri: &str) -> Option<Vec<String>> {
    let lower = text.to_ascii_lowercase();
    if !EXPLORERS.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let files = [".js", ".mjs", ".css", ".svg", ".png", ".ico", ".map"];
    let mut found: Vec<String> = Vec::new();
    for capture in ENDPOINT.captures_iter(text) {
        let Some(target) = capture.get(1).map(|found| found.as_str()) else { continue };
        let address = join(uri, target);
        let is_file = files.iter().any(|file| target.ends_with(file));
        let is_socket = target.starts_with("ws:") || target.starts_with("wss:");
        if !is_file && !is_socket && !found.contains(&address) {
            found.push(address);
        }
    }
    found.sort_by_key(|address| {
        !address.to_ascii_lowercase().rsplit('/').next().unwrap_or_default().contains("graphql")
    });
    found.truncate(MOST_ENDPOINTS);
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{addresses, documents_shown, embedded, graphql_endpoints};

    #[test]
    fn finds_the_endpoint_behind_an_explorer() {
        for (page, expected) in [
            (
                "<html><title>GraphiQL</title><script src=\"/g.js\"></script><script>GraphiQL.createFetcher({ url: '/graphql' })</script>",
                Some("https://a.example/graphql"),
            ),
            (
                "<script>new window.EmbeddedSandbox({ initialEndpoint: 'https://b.example/q' })</script>",
                Some("https://b.example/q"),
            ),
            ("<script>AltairGraphQL.init({ endpointURL: 'gql' })</script>", Some("https://a.example/gql")),
            (
                "<script>GraphQLPlayground.init(root, {\"endpoint\":\"/p\",\"subscriptionEndpoint\":\"wss://a.example/s\"})</script>",
                Some("https://a.example/p"),
            ),
            ("<div id=\"graphiql-container\" data-graphql-endpoint-path=\"/g\">", Some("https://a.example/g")),
            (
                "<title>GraphiQL</title><script>{ url: '/telemetry' }, { url: '/v1/graphql' }</script>",
                Some("https://a.example/v1/graphql"),
            ),
            ("<title>GraphiQL</title><link url=\"x.css\">", None),
        ] {
            let found = graphql_endpoints(page, "https://a.example/docs").unwrap();
            assert_eq!(found.first().map(String::as_str), expected, "{page}");
        }
        assert_eq!(graphql_endpoints("<html>url: '/graphql'</html>", "https://a.example/docs"), None);
    }

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

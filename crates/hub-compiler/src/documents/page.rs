//! Pages that merely show a document: where a Swagger UI or Redoc page says the document is.

use std::sync::LazyLock;

use regex::Regex;

use super::join;

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test compiles it")]
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:\b(?:url|spec-?url|data-url|specUrl|apiDescriptionUrl|apidescriptionurl|swagger_?url)\s*[=:]\s*|Redoc\.init\(\s*)["']([^"'\s<>]{1,2000})["']"#,
    )
    .expect("a valid pattern")
});

/// Addresses, resolved against the page's own, in the order in which they are to be tried.
pub(super) fn documents_shown(text: &str, uri: &str) -> Vec<String> {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for capture in ADDRESS.captures_iter(start) {
        let Some(target) = capture.get(1).map(|found| found.as_str()) else { continue };
        let likely =
            [".json", ".yaml", ".yml", "openapi", "swagger", "api-docs"].iter().any(|mark| target.contains(mark));
        let address = join(uri, target);
        if likely && !target.ends_with(".js") && !target.ends_with(".css") && !found.contains(&address) {
            found.push(address);
        }
    }
    found.truncate(8);
    found
}

#[expect(clippy::expect_used, reason = "the pattern is a constant and a test compiles it")]
static ENDPOINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)(?:\b(?:url|endpoint|endpointUrl|initialEndpoint|graphqlEndpoint|fetchUrl)\s*[=:]\s*|\bfetch\(\s*)["']([^"'\s<>]{1,2000})["']"#,
    )
    .expect("a valid pattern")
});

/// The endpoint that a GraphQL explorer (GraphiQL, Apollo Sandbox, Altair, Playground) sends its queries to.
pub(super) fn graphql_endpoint(text: &str, uri: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let explorer =
        ["graphiql", "embeddedsandbox", "apollosandbox", "altairgraphql", "graphqlplayground", "graphql playground"];
    if !explorer.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let files = [".js", ".css", ".svg", ".png", ".ico", ".map"];
    let mut addresses = ENDPOINT.captures_iter(text).filter_map(|found| Some(found.get(1)?.as_str()));
    let found = addresses.find(|address| !files.iter().any(|file| address.ends_with(file)))?;
    Some(join(uri, found))
}

#[cfg(test)]
mod tests {
    use super::{documents_shown, graphql_endpoint};

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
            ("<title>GraphiQL</title><link url=\"x.css\">", None),
            ("<html>url: '/graphql'</html>", None),
        ] {
            assert_eq!(graphql_endpoint(page, "https://a.example/docs").as_deref(), expected, "{page}");
        }
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
    }
}

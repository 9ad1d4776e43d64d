//! Pages to try out a GraphQL API: where GraphiQL, Apollo Sandbox, Altair, Playground and their like send their queries.

use std::sync::LazyLock;

use regex::Regex;

use super::join;

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
pub(super) fn endpoints(text: &str, uri: &str) -> Option<Vec<String>> {
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
    use super::endpoints;

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
            let found = endpoints(page, "https://a.example/docs").unwrap();
            assert_eq!(found.first().map(String::as_str), expected, "{page}");
        }
        assert_eq!(endpoints("<html>url: '/graphql'</html>", "https://a.example/docs"), None);
    }
}

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

#[cfg(test)]
mod tests {
    use super::documents_shown;

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

//! Text to a JSON value: JSON first where it looks like JSON, YAML otherwise, with limits that stop bombs.

use hub_model::Diagnostic;
use serde_json::Value;

use super::{Format, Kind, explorer, format, lenient, text};

/// Levels of nesting that YAML and damaged JSON may have: a level of YAML takes the more stack, and an unoptimised build
/// must stay within the 2 MiB of an ordinary thread. The deepest published document we know of has 26.
const DEEPEST: usize = 80;

/// Levels of nesting in sound JSON, which is `serde_json`'s own limit.
const DEEPEST_JSON: usize = 127;

/// A document as a value.
pub(super) struct Parsed {
    /// `Null` when it could not be read.
    pub(super) value: Value,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) media_type: &'static str,
    pub(super) format: Format,
}

/// Parses a document. Never fails: what is wrong is in the findings, and the value is then `Null`. What is neither JSON nor
/// YAML is left to the front end of its language.
pub(super) fn parse(uri: &str, bytes: &[u8], kind: Option<Kind>) -> Parsed {
    let decoded = text::decode(bytes);
    let sniffed = format::of(uri, bytes, &decoded.text);
    let format = kind.map_or(sniffed, |kind| kind.format(sniffed, bytes, &decoded.text));
    let left = |media_type| Parsed { value: Value::Null, findings: Vec::new(), media_type, format };
    match format {
        Format::Wsdl => return left("text/xml"),
        Format::GraphQl => return left("application/graphql"),
        Format::Proto | Format::Curl => return left("text/plain"),
        Format::Descriptors => return left("application/octet-stream"),
        Format::Data | Format::Page => {}
    }
    let mut findings = Vec::new();
    if let Some(encoding) = decoded.assumed {
        let message = format!("the document is not UTF-8; read as {encoding}");
        findings.push(Diagnostic::warning("document-encoding", message, place(uri)).help("save the document as UTF-8"));
    }
    let text = decoded.text.trim_start_matches('\u{feff}');
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if text.trim().is_empty() {
        findings.push(unusable(uri, "the document is empty", "check that the address or file is the right one"));
        return Parsed { value: Value::Null, findings, media_type: "text/plain", format };
    }
    if looks_like_json {
        match serde_json::from_str(text) {
            Ok(value) => return Parsed { value, findings, media_type: "application/json", format },
            Err(why) => return parse_damaged_json(uri, text, &why, findings),
        }
    }
    if format == Format::Page
        && let Some(endpoint) = explorer::endpoints(text, uri).unwrap_or_default().first()
    {
        let message = format!("this is a page to try out the GraphQL API at {endpoint}, not its description");
        findings.push(unusable(uri, &message, &format!("give the schema, or the endpoint itself: {endpoint}")));
        return Parsed { value: Value::Null, findings, media_type: "text/html", format };
    }
    if format == Format::Page {
        let help = "give the address of the API's document itself: of OpenAPI often /openapi.json, /swagger.json or /v3/api-docs, of a WSDL often the service's with ?wsdl, of GraphQL the endpoint";
        findings.push(unusable(uri, "this is a web page or XML, not an API description", help));
        return Parsed { value: Value::Null, findings, media_type: "text/html", format };
    }
    match from_yaml(text) {
        Ok(value) => Parsed { value, findings, media_type: "application/yaml", format },
        Err(why) => {
            findings.push(unusable(uri, &format!("the document is not valid YAML: {why}"), "correct it at that line"));
            Parsed { value: Value::Null, findings, media_type: "application/yaml", format }
        }
    }
}

/// JSON that JSON parsers refuse: repaired where a person could repair it, or else tried as YAML's flow syntax.
fn parse_damaged_json(uri: &str, text: &str, why: &serde_json::Error, mut findings: Vec<Diagnostic>) -> Parsed {
    let (media_type, format) = ("application/json", Format::Data);
    if why.to_string().starts_with("recursion limit") {
        let message = format!("the document is nested more than {DEEPEST_JSON} levels deep");
        findings.push(unusable(uri, &message, "flatten it: references may be used instead of nesting"));
        return Parsed { value: Value::Null, findings, media_type, format };
    }
    let repaired = |how: &str| {
        Diagnostic::warning("invalid-json", format!("the document is not valid JSON ({why}); {how}"), place(uri))
            .help("correct the document: other tools will refuse it")
    };
    if let Some(repair) = lenient::parse(text, DEEPEST) {
        let mut named = repair.repairs.iter().take(5).cloned().collect::<Vec<_>>().join("; ");
        if repair.repairs.len() > 5 {
            named.push_str(&format!("; and {} more", repair.repairs.len() - 5));
        }
        findings.push(repaired(&format!("repaired: {named}")));
        return Parsed { value: repair.value, findings, media_type, format };
    }
    match from_yaml(text) {
        Ok(value) if value.is_object() => {
            findings.push(repaired("read as YAML instead"));
            Parsed { value, findings, media_type, format }
        }
        _ => {
            findings.push(unusable(uri, &format!("the document is not valid JSON: {why}"), "correct it at that line"));
            Parsed { value: Value::Null, findings, media_type, format }
        }
    }
}

fn from_yaml(text: &str) -> Result<Value, String> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST,
            flow_nesting_limit: DEEPEST,
            max_documents: 1,
            max_events: 40_000_000,
            max_nodes: 20_000_000,
            max_total_scalar_bytes: 256 * 1024 * 1024,
        },
        // Published documents repeat keys; the last one counts, as in JSON.
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        // YAML 1.2: `on`, `no` and `N` are words, `08` and `1_000` are text.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    // Tabs for indentation are forbidden by YAML but published all the same.
    let parse = |text: &str| serde_saphyr::from_str_with_options::<Value>(text, options.clone());
    parse(text)
        .or_else(|why| {
            if text.contains("\n\t") || text.contains("\t\n") {
                parse(&text.replace('\t', "  ")).map_err(|_| why)
            } else {
                Err(why)
            }
        })
        .map_err(|why| why.to_string().lines().next().unwrap_or("unreadable").to_owned())
}

fn unusable(uri: &str, message: &str, help: &str) -> Diagnostic {
    Diagnostic::error("unreadable-document", message, place(uri)).help(help)
}

fn place(uri: &str) -> String {
    format!("{uri}#")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;

    fn read(text: &str) -> Value {
        parse("x", text.as_bytes(), None).value
    }

    #[test]
    fn yaml_words_and_numbers_stay_what_their_author_wrote() {
        let yaml = "on: no\nn: N\ncode: 08\nid: 0031381\n200: ok\n1.5: x\ntrue: y\nbig: 12345678901\ndate: 2020-01-01\nnothing: ~\n";
        assert_eq!(
            read(yaml),
            json!({"on": "no", "n": "N", "code": "08", "id": "0031381", "200": "ok", "1.5": "x", "true": "y",
                   "big": 12_345_678_901_i64, "date": "2020-01-01", "nothing": null})
        );
    }

    #[test]
    fn yaml_anchors_merge_keys_and_duplicates() {
        assert_eq!(read("a: &x {p: 1}\nb:\n  <<: *x\n  q: 2\n"), json!({"a": {"p": 1}, "b": {"q": 2, "p": 1}}));
        assert_eq!(read("a: 1\na: 2\n"), json!({"a": 2}));
    }

    #[test]
    fn bombs_are_stopped() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for i in 1..12 {
            let last = i - 1;
            let items = vec![format!("*a{last}"); 10].join(",");
            bomb.push_str(&format!("a{i}: &a{i} [{items}]\n"));
        }
        assert!(parse("x", bomb.as_bytes(), None).value.is_null());
        let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
        let parsed = parse("x", deep.as_bytes(), None);
        assert!(parsed.value.is_null());
        assert!(parsed.findings.iter().any(|finding| finding.message.contains("nested")), "{:?}", parsed.findings);
    }

    #[test]
    fn damaged_json_is_repaired() {
        assert_eq!(read("{\"a\": 1,}"), json!({"a": 1}));
        assert_eq!(read("{\"a\": \"x\ny\"}"), json!({"a": "x\ny"}));
        assert_eq!(read("{\"a\": 1} trailing"), json!({"a": 1}));
        assert_eq!(
            read("{\"a\": [{\"b\": 1, {\"c\": 2}], // note\n 'd': 3 \"e\": 4"),
            json!({"a": [{"b": 1}, {"c": 2}], "d": 3, "e": 4})
        );
        assert!(parse("x", b"{ \"this\": is no JSON ]", None).value.is_null());
        assert_eq!(read("\u{feff}{\"a\": 1}"), json!({"a": 1}));
        let utf16: Vec<u8> = "{\"a\": \"ä\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(parse("x", &utf16, None).value, json!({"a": "ä"}));
        assert_eq!(parse("x", b"{\"a\": \"\xe4\"}", None).value, json!({"a": "ä"}));
    }
}

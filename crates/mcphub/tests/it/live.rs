//! Endpoints that describe themselves: GraphQL asked by introspection, and what is said when it is refused.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};

use crate::support::mcphub;

/// A request as it came: its first line, its headers in lower case, and its body.
#[derive(Clone)]
struct Seen {
    line: String,
    headers: String,
    body: String,
}

impl Seen {
    fn asks(&self) -> bool {
        self.line.starts_with("POST")
    }
}

/// A server that answers every request as `answer` says: a status and a body.
struct Endpoint {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Endpoint {
    fn start(answer: impl Fn(&Seen) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let Some(request) = read(&stream) else { continue };
                kept.lock().unwrap().push(request.clone());
                let (status, body) = answer(&request);
                let led = if (300..400).contains(&status) { format!("location: {body}\r\n") } else { String::new() };
                let head =
                    format!("HTTP/1.1 {status} X\r\n{led}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
                let mut stream = &stream;
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
            }
        });
        Self { address, seen }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().iter().filter(|seen| seen.asks()).cloned().collect()
    }
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut headers) = (String::new(), String::new());
    reader.read_line(&mut line).ok()?;
    loop {
        let mut next = String::new();
        reader.read_line(&mut next).ok()?;
        if next.trim().is_empty() {
            break;
        }
        headers.push_str(&next.to_ascii_lowercase());
    }
    let length =
        headers.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Seen { line, headers, body: String::from_utf8(body).ok()? })
}

fn schema() -> String {
    let text = json!({ "kind": "SCALAR", "name": "String", "ofType": null });
    let field = json!({ "name": "greeting", "description": "Says hello.", "args": [
        { "name": "name", "description": null, "type": text, "defaultValue": null }
    ], "type": text, "isDeprecated": false, "deprecationReason": null });
    let query = json!({ "kind": "OBJECT", "name": "Query", "fields": [field], "inputFields": null, "interfaces": [], "enumValues": null, "possibleTypes": null });
    let schema = json!({ "queryType": { "name": "Query" }, "mutationType": null, "subscriptionType": null, "types": [query, text] });
    json!({ "data": { "__schema": schema } }).to_string()
}

fn compiled(arguments: &[&str]) -> Value {
    let output = mcphub().arg("compile").args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = mcphub().arg("compile").args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Answers questions with the schema, and anything else with `otherwise`.
fn endpoint(otherwise: (u16, &str)) -> Endpoint {
    let otherwise = (otherwise.0, otherwise.1.to_owned());
    Endpoint::start(move |seen| if seen.asks() { (200, schema()) } else { otherwise.clone() })
}

#[test]
fn an_endpoint_is_asked_and_called_where_it_was_asked() {
    for otherwise in
        [(405, "no"), (400, "{\"errors\":[{\"message\":\"no query\"}]}"), (200, "hello"), (200, "{\"a\":1}")]
    {
        let endpoint = endpoint(otherwise);
        let url = endpoint.url("/v2/graphql");
        let blueprint = compiled(&[&url]);
        assert_eq!(blueprint["tools"][0]["name"], "greeting", "{otherwise:?}");
        assert_eq!(blueprint["upstreams"]["api"]["url"], json!(url));
        let asked = endpoint.asked();
        assert_eq!(asked.len(), 1);
        assert!(asked[0].body.contains("isOneOf") && asked[0].headers.contains("application/json"));
    }
}

#[test]
fn an_endpoint_may_be_called_like_a_file() {
    for path in ["/api/2026-01/graphql.json", "/index.php?graphql=1"] {
        let endpoint = endpoint((404, ""));
        let url = endpoint.url(path);
        let blueprint = compiled(&[&url, "--kind", "graphql"]);
        assert_eq!(blueprint["upstreams"]["api"]["url"], json!(url));
    }
    let by_name = endpoint((404, ""));
    assert_eq!(compiled(&[&by_name.url("/graphql.json")])["tools"][0]["name"], "greeting");
}

#[test]
fn an_endpoint_that_has_moved_is_called_where_it_is() {
    let endpoint = Endpoint::start(|seen| match (seen.line.contains(" /graphql/ "), seen.asks()) {
        (true, true) => (200, schema()),
        (true, false) => (405, String::new()),
        (false, _) => (301, "/graphql/".to_owned()),
    });
    let blueprint = compiled(&[&endpoint.url("/graphql")]);
    assert_eq!(blueprint["upstreams"]["api"]["url"], json!(endpoint.url("/graphql/")));
    assert_eq!(endpoint.asked().len(), 1);
}

#[test]
fn another_address_is_asked_when_it_says_so_or_is_said_to_be_one() {
    // By its answer.
    let by_answer = endpoint((200, "{\"errors\":[{\"message\":\"Must provide query string.\"}]}"));
    assert_eq!(compiled(&[&by_answer.url("/api")])["tools"][0]["name"], "greeting");
    // By the user.
    let by_kind = endpoint((404, "nothing"));
    assert_eq!(compiled(&[&by_kind.url("/api"), "--kind", "graphql"])["tools"][0]["name"], "greeting");
    // By a page that explores it.
    let page = "<!doctype html><title>GraphiQL</title><script>GraphiQL.createFetcher({ url: '/q' })</script>";
    let by_page = endpoint((200, page));
    let blueprint = compiled(&[&by_page.url("/explore")]);
    assert_eq!(blueprint["upstreams"]["api"]["url"], json!(by_page.url("/q")));
    assert!(by_page.asked()[0].line.starts_with("POST /q "));
    // By the way in which it refuses to be looked at.
    for otherwise in [(400, "GET query missing."), (405, ""), (403, "{\"errors\":[{\"message\":\"blocked\"}]}")] {
        let by_refusal = endpoint(otherwise);
        assert_eq!(compiled(&[&by_refusal.url("/")])["tools"][0]["name"], "greeting", "{otherwise:?}");
    }
    // What is none of this is not posted to.
    let of_another_kind = "{\"errors\":[{\"status\":\"404\",\"title\":\"Not found\"}]}";
    for otherwise in [(404, "nothing"), (404, of_another_kind), (200, "<html>Welcome</html>"), (500, "")] {
        let other = endpoint(otherwise);
        refused(&[&other.url("/api")]);
        assert!(other.asked().is_empty(), "{otherwise:?}");
    }
}

#[test]
fn explorers_lead_to_the_endpoint() {
    // Where they name none, they ask where they came from.
    for (page, asked) in [
        ("<!doctype html><title>GraphiQL</title><script>fetch(location.href, { method: 'post' })</script>", "/"),
        ("<!doctype html><script src='https://embeddable-sandbox.cdn.example/x.js'></script>", "/"),
        ("<!doctype html><script>GraphQLPlayground.init(root, {\"endpoint\":\"/p\"})</script>", "/p"),
        ("<!doctype html><div id='graphiql-container' data-graphql-endpoint-path='/r'></div>", "/r"),
        (
            "<!doctype html><title>GraphiQL</title><script>[{ url: '/log' }, { url: '/x/graphql' }]</script>",
            "/x/graphql",
        ),
    ] {
        let explorer = endpoint((200, page));
        let blueprint = compiled(&[&explorer.url("/")]);
        assert_eq!(blueprint["upstreams"]["api"]["url"], json!(explorer.url(asked)), "{page}");
        assert_eq!(explorer.asked().len(), 1);
    }
    // The first that it names is none.
    let page = "<title>GraphiQL</title><script>[{ url: '/log' }, { url: '/q' }]</script>".to_owned();
    let explorer = Endpoint::start(move |seen| match (seen.asks(), seen.line.starts_with("POST /q ")) {
        (true, true) => (200, schema()),
        (true, false) => (204, String::new()),
        (false, _) => (200, page.clone()),
    });
    assert_eq!(compiled(&[&explorer.url("/")])["upstreams"]["api"]["url"], json!(explorer.url("/q")));
}

#[test]
fn an_old_server_is_asked_in_old_words() {
    let endpoint = Endpoint::start(|seen| {
        if seen.body.contains("specifiedByURL") {
            return (400, json!({ "errors": [{ "message": "Cannot query field \"specifiedByURL\"" }] }).to_string());
        }
        (if seen.asks() { 200 } else { 405 }, schema())
    });
    assert_eq!(compiled(&[&endpoint.url("/graphql")])["tools"][0]["name"], "greeting");
    assert_eq!(endpoint.asked().len(), 3);
}

#[test]
fn a_refusal_says_what_to_do() {
    let endpoint = Endpoint::start(|seen| match seen.asks() {
        true => (400, json!({ "errors": [{ "message": "introspection is not\u{1b}[31m allowed" }] }).to_string()),
        false => (405, String::new()),
    });
    let said = refused(&[&endpoint.url("/graphql?key=hunter2")]);
    for expected in ["does not tell its schema: introspection is not[31m allowed", "--document-header", "as a file"] {
        assert!(said.contains(expected), "{said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn credentials_go_to_the_endpoint_only() {
    let endpoint = Endpoint::start(|seen| match (seen.asks(), seen.headers.contains("authorization: bearer t0ken")) {
        (true, true) => (200, schema()),
        _ => (401, "{\"message\":\"sign in\"}".to_owned()),
    });
    let url = endpoint.url("/graphql");
    let said = refused(&[&url]);
    assert!(said.contains("sign in") && said.contains("--document-header"), "{said}");
    // Who is not let in is not asked again in other words.
    assert_eq!(endpoint.asked().len(), 1);
    // The same goes for documents.
    let said = refused(&[&endpoint.url("/openapi.json")]);
    assert!(said.contains("401") && said.contains("--document-header"), "{said}");
    let header = ["--document-header", "Authorization: Bearer t0ken"];
    assert_eq!(compiled(&[&url, header[0], header[1]])["tools"][0]["name"], "greeting");
    // A page may name an endpoint elsewhere; it is asked without them, and private addresses are not asked at all.
    let elsewhere = self::endpoint((404, ""));
    let page =
        format!("<title>GraphiQL</title><script>GraphiQL.createFetcher({{ url: '{}' }})</script>", elsewhere.url("/q"));
    let explorer = self::endpoint((200, &page));
    let said = refused(&[&explorer.url("/"), header[0], header[1]]);
    assert!(said.contains("does not tell its schema"), "{said}");
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn a_kind_that_is_given_is_not_doubted() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("api.txt");
    std::fs::write(&file, "scalar Odd\n# told apart by nothing\ntype Query { odd: Odd }").unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(compiled(&[path, "--kind", "graphql"])["tools"][0]["name"], "odd");
    // What is told apart by nothing is read as it is said to be, or its own front end says why not.
    std::fs::write(&file, "{ viewer { login } }").unwrap();
    assert_eq!(compiled(&[path, "--kind", "graphql"])["tools"][0]["binding"]["kind"], "graphql");
    for (kind, text, expected) in [
        ("graphql", "{\"a\":1}", "`__schema`"),
        ("grpc", "# nothing", "grpc proto2"),
        ("curl", "fetch https://a.example", "no complete `curl` command"),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = refused(&[path, "--kind", kind]);
        assert!(said.contains(expected), "{kind}: {said}");
    }
    for (kind, expected) in [
        ("openapi", "`openapi` or `swagger`"),
        ("wsdl", "not valid XML"),
        ("postman", "`item`"),
        ("har", "`log.entries`"),
        ("http", "`tools`"),
    ] {
        std::fs::write(&file, if kind == "wsdl" { "a" } else { "{\"a\":1}" }).unwrap();
        let said = refused(&[path, "--kind", kind]);
        assert!(said.contains(expected), "{kind}: {said}");
    }
}

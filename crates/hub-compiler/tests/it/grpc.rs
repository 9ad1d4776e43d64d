//! gRPC documents: what must hold of all of them, those that mean harm, and real ones.

use std::path::{Path, PathBuf};
use std::time::Duration;

use hub_compiler::{Compilation, Documents, Options, compile};
use hub_model::Profile;
use hub_model::clock::{Clock, SystemClock};
use serde_json::Value;

use crate::sound::{check, compiled};

fn source(body: &str) -> String {
    format!("syntax = \"proto3\";\npackage x;\n{body}")
}

fn codes(compilation: &Compilation) -> Vec<&str> {
    compilation.report.diagnostics.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn nesting_without_end() {
    let depth = 20_000;
    for text in [
        format!("service S {{ rpc A(M) returns (M); }} message M {{}} {}", "message M { ".repeat(depth)),
        format!("message A {{ {} }}", "group G = 1 { ".repeat(depth)),
        format!("option (a) = {}", "{ a: ".repeat(depth)),
        format!("option (a) = {}", "[".repeat(depth)),
        format!("message A {{ oneof o {{ {} }}", "export ".repeat(depth)),
        format!("message A {{ {} }}", "export local ".repeat(depth)),
        format!("package {}; service S {{ rpc A(M) returns (M); }} message M {{}}", "a.".repeat(depth)),
        format!("extend a {{ {}", "extend a { ".repeat(depth)),
    ] {
        compiled(source(&text), Profile::Standard);
    }
}

#[test]
fn what_is_no_source_is_said() {
    for text in [
        "syntax",
        "syntax = ",
        "service",
        "message M { string",
        "import \"",
        "/*",
        "syntax = \"proto3\"; \u{0} \u{ffff} }}}}}",
    ] {
        let compilation = compiled(format!("package a;\n{text}"), Profile::Standard);
        assert!(compilation.blueprint.is_none());
    }
}

#[test]
fn messages_that_refer_to_each_other_without_end() {
    let all: String = (0..150)
        .map(|at| {
            let fields: String =
                (0..15).map(|to| format!("M{} f{to} = {};", (at * 7 + to * 13) % 150, to + 1)).collect();
            format!("message M{at} {{ {fields} }}\n")
        })
        .collect();
    let methods: String = (0..10).map(|at| format!("rpc Do{at}(M{at}) returns (M{at});")).collect();
    let began = SystemClock.now();
    for profile in Profile::ALL {
        let compilation = compiled(source(&format!("service S {{ {methods} }}\n{all}")), profile);
        assert_eq!(compilation.report.tools, 10);
        for tool in compilation.blueprint.unwrap().tools {
            let whole = profile == Profile::Full;
            assert!(whole || tool.input_schema.to_string().len() < 60_000, "{}", tool.input_schema.to_string().len());
        }
    }
    assert!((SystemClock.now() - began) < Duration::from_secs(60), "{:?}", (SystemClock.now() - began));
}

#[test]
fn many_of_everything() {
    let values: String = (0..20_000).map(|at| format!("V{at} = {at};")).collect();
    let fields: String = (1..5_000).map(|at| format!("string f{at} = {at};")).collect();
    let text = format!(
        "service S {{ rpc A(M) returns (M); }} enum E {{ {values} }} message M {{ E e = 536870911; {fields} }}"
    );
    let compilation = compiled(source(&text), Profile::Standard);
    assert_eq!(compilation.report.tools, 1);
    let imports: String = (0..3_000).map(|at| format!("import \"a/b{at}.proto\";")).collect();
    compiled(source(&format!("{imports} service S {{ rpc A(M) returns (M); }} message M {{}}")), Profile::Standard);
    let complaints = "nonsense ;".repeat(5_000);
    let compilation = compiled(source(&complaints), Profile::Standard);
    assert!(compilation.report.diagnostics.len() < 40);
}

#[test]
fn more_than_anybody_would_write() {
    let began = SystemClock.now();
    let fields: String = (1..60_000).map(|at| format!("A{at} a{at}={at};")).collect();
    let nested = (0..30).map(|at| format!("message {}{at} {{", "N".repeat(400))).collect::<String>();
    let oneofs: String =
        (1..40_000).map(|at| format!("oneof o{at} {{ bool a{at} = {at}; bool b{at} = {}; }}", at + 50_000)).collect();
    let service = "service S { rpc A(M) returns (M); }";
    let refused = compiled(source(&format!("{service} message M {{}} {nested} {fields}")), Profile::Standard);
    assert!(refused.report.diagnostics.len() < 300);
    compiled(source(&format!("{service} message M {{ {oneofs} }}")), Profile::Standard);
    let many = compiled(source(&format!("{service} message M {{}} {}", "enum E{}".repeat(500_000))), Profile::Standard);
    assert!(codes(&many).contains(&"too-large"));
    let mut set = piece(1, b"a.proto");
    set.extend([0x22, 0].repeat(3_000_000));
    let many = compiled(piece(1, &set), Profile::Standard);
    assert!(codes(&many).contains(&"too-large"), "{:?}", codes(&many));
    compiled([piece(1, &piece(1, b"a.proto")), [0x0a, 0].repeat(2_000_000)].concat(), Profile::Standard);
    assert!(SystemClock.now() - began < Duration::from_secs(60), "{:?}", SystemClock.now() - began);
}

#[test]
fn damaged_descriptors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/grpc");
    for name in ["descriptors", "descriptors-editions", "descriptors-annotated"] {
        let bytes = std::fs::read(folder.join(name).join("main.binpb")).unwrap();
        assert!(compiled(bytes.clone(), Profile::Standard).blueprint.is_some());
        for at in (1..bytes.len()).step_by(17) {
            compiled(&bytes[..at], Profile::Standard);
            let mut other = bytes.clone();
            other[at] ^= 0x55;
            compiled(other, Profile::Standard);
        }
    }
}

#[test]
fn descriptors_nested_without_end() {
    // A message in a message in a message, each a byte or more shorter than the one around it.
    let mut inner: Vec<u8> = Vec::new();
    for _ in 0..3_000 {
        inner = piece(3, &inner);
    }
    let file = [piece(1, b"a.proto"), piece(4, &inner)].concat();
    compiled(piece(1, &file), Profile::Standard);
    let map: Vec<u8> = [piece(1, b"E"), piece(7, &[7 << 3, 1])].concat();
    let file = [piece(1, b"a.proto"), piece(4, &map)].concat();
    compiled(piece(1, &file), Profile::Standard);
}

fn piece(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2];
    let mut length = bytes.len();
    while length >= 0x80 {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push(length as u8);
    out.extend_from_slice(bytes);
    out
}

#[test]
fn imports_are_looked_for_from_the_likeliest_root_upwards() {
    let text = "syntax = \"proto3\"; package shop.v1; import \"shop/common/item.proto\"; import \"google/protobuf/any.proto\";";
    let mut documents = Documents::new("/home/x/protos/shop/v1/shop.proto", text.as_bytes().to_vec());
    let mut asked = Vec::new();
    loop {
        let missing = documents.missing();
        let Some(first) = missing.first().cloned() else { break };
        assert_eq!(missing.len(), 1);
        documents.fail(&first, "no");
        asked.push(first);
        assert!(asked.len() < 20);
    }
    let expected = ["/home/x/protos/", "/home/x/protos/shop/v1/", "/home/x/protos/shop/", "/home/x/", "/home/"];
    let expected: Vec<String> = expected.iter().map(|root| format!("{root}shop/common/item.proto")).collect();
    assert_eq!(asked, expected);
    // Where one was found, the next are looked for first.
    let mut documents = Documents::new(
        "https://x.example/protos/shop/v1/shop.proto",
        b"package y; import \"a.proto\"; import \"b.proto\";".to_vec(),
    );
    assert_eq!(
        documents.missing(),
        ["https://x.example/protos/shop/v1/a.proto", "https://x.example/protos/shop/v1/b.proto"]
    );
    documents.fail("https://x.example/protos/shop/v1/a.proto", "no");
    documents.add("https://x.example/protos/shop/a.proto", b"package y; import \"c.proto\";".to_vec());
    assert_eq!(documents.missing(), ["https://x.example/protos/shop/b.proto", "https://x.example/protos/shop/c.proto"]);
}

#[test]
fn only_what_the_tools_use_is_kept_of_the_types() {
    let text = source(
        "service S { rpc GetA(A) returns (A); rpc GetB(B) returns (B); } message A {} message B { C c = 1; } message C {}",
    );
    let documents = Documents::new("a.proto", text.into_bytes());
    let options = Options { only: vec!["get_b*".to_owned()], ..Options::default() };
    let blueprint = compile(&documents, &options).blueprint.unwrap();
    let names: Vec<&String> = blueprint.types["api"].messages.keys().filter(|name| name.starts_with("x.")).collect();
    assert_eq!(names, ["x.B", "x.C"]);
    let whole = compile(&documents, &Options::default()).blueprint.unwrap();
    let narrowed = hub_compiler::narrow(whole, &["get_a*".to_owned()]);
    let names: Vec<&String> = narrowed.types["api"].messages.keys().filter(|name| name.starts_with("x.")).collect();
    assert_eq!(names, ["x.A"]);
}

#[test]
fn several_apis_in_one_server_keep_their_types_apart() {
    let part = |field: &str| {
        let text = source(&format!("service S {{ rpc GetA(A) returns (A); }} message A {{ string {field} = 1; }}"));
        compile(&Documents::new("a.proto", text.into_bytes()), &Options::default())
    };
    let parts = vec![("one".to_owned(), part("first")), ("two".to_owned(), part("second"))];
    let merged = hub_compiler::merge("both", parts, &[]);
    check(&merged);
    let blueprint = merged.blueprint.unwrap();
    let fields = blueprint.tools.iter().filter_map(|tool| match &tool.binding {
        hub_model::Binding::Grpc(grpc) => Some(blueprint.types[&grpc.types].messages["x.A"][0].name.as_str()),
        _ => None,
    });
    assert_eq!(fields.collect::<Vec<_>>(), ["first", "second"]);
}

#[test]
fn real_documents_are_used_to_the_last_method() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let Ok(index) = std::fs::read(corpus.join("index.json")) else {
        eprintln!("left out: there is no ../shared/corpus");
        return;
    };
    let index: Vec<Value> = serde_json::from_slice(&index).unwrap();
    let mut count = 0;
    for entry in index.iter().filter(|entry| entry["kind"] == "proto") {
        let file = corpus.join(entry["file"].as_str().unwrap());
        let began = SystemClock.now();
        let compilation = with_imports(&file);
        assert!(
            (SystemClock.now() - began) < Duration::from_secs(10),
            "{}: {:?}",
            file.display(),
            (SystemClock.now() - began)
        );
        check(&compilation);
        let expected = entry["operations"].as_u64().unwrap() as usize;
        assert_eq!(
            (compilation.report.operations, compilation.report.tools),
            (expected, expected),
            "{}",
            file.display()
        );
        assert!(!codes(&compilation).contains(&"invalid-proto"), "{}", file.display());
        if let Some(set) = entry["descriptor_set"].as_str() {
            let compiled = with_imports(&corpus.join(set)).blueprint.unwrap();
            let types = &compiled.types["api"].messages;
            let own = &compilation.blueprint.unwrap().types["api"].messages;
            // Sources and descriptors say the same of a message.
            for (name, fields) in
                own.iter().filter(|(name, _)| types.contains_key(*name) && !name.starts_with("google."))
            {
                assert_eq!(fields, &types[name], "{}: {name}", file.display());
            }
        }
        count += 1;
    }
    assert!(count >= 42, "the corpus has shrunk: {count}");
}

fn with_imports(path: &PathBuf) -> Compilation {
    let mut documents = Documents::new(&path.to_string_lossy(), std::fs::read(path).unwrap());
    loop {
        let missing = documents.missing();
        if missing.is_empty() {
            return compile(&documents, &Options::default());
        }
        for address in missing {
            match std::fs::read(&address) {
                Ok(bytes) => documents.add(&address, bytes),
                Err(error) => documents.fail(&address, &error.to_string()),
            }
        }
    }
}

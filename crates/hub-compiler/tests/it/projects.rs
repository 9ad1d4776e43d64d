//! Exported projects: what of them depends on the document is kept in `tests/projects`, rewritten by `MCPHUB_BLESS=1`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hub_compiler::emit::{Language, License, Project, emit};
use hub_compiler::{Documents, Options, compile};
use hub_model::Blueprint;
use proptest::prelude::*;
use serde_json::{Value, json};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects");
const HOSTILE: &str = include_str!("../../../../judge/export/hostile.yaml");
const PETSTORE: &str = include_str!("../../../../examples/petstore/openapi.yaml");
/// Names of what is kept, and of the documents.
const DOCUMENTS: [(&str, &str, &str); 5] = [
    ("hostile", "openapi.yaml", HOSTILE),
    ("petstore", "openapi.yaml", PETSTORE),
    ("graphql", "hostile.graphql", include_str!("../../../../judge/export/hostile.graphql")),
    ("soap", "hostile.wsdl", include_str!("../../../../judge/export/hostile.wsdl")),
    ("grpc", "hostile.proto", include_str!("../../../../judge/export/hostile.proto")),
];

fn blueprint(name: &str, document: &str) -> Blueprint {
    let documents = Documents::new(name, document.as_bytes().to_vec());
    compile(&documents, &Options::default()).blueprint.unwrap()
}

fn project(blueprint: &Blueprint, language: Language) -> Project {
    emit(blueprint, language, License::default()).unwrap()
}

/// Files that say the same of every document are templates, and need no second copy.
fn depends(path: &str) -> bool {
    let names = [
        "auth.",
        "schemes.",
        "go.mod",
        "settings.",
        "server.json",
        "manifest.json",
        "README.md",
        "examples.json",
        "shapes.json",
    ];
    path.contains("/tools/") || path == "Cargo.toml" || names.iter().any(|name| path.contains(name))
}

#[test]
fn projects_are_what_was_blessed() {
    let bless = std::env::var_os("MCPHUB_BLESS").is_some();
    let mut differences = String::new();
    for (name, file, document) in DOCUMENTS {
        let blueprint = blueprint(file, document);
        // What kinds of calls differ in is how tools make them.
        let depends = |path: &str| depends(path) && (file == "openapi.yaml" || path.contains("/tools/"));
        for language in Language::ALL {
            let folder = Path::new(KEPT).join(language.name()).join(name);
            let made: BTreeMap<_, _> =
                project(&blueprint, language).files.into_iter().filter(|(path, _)| depends(path)).collect();
            if bless {
                let _ = std::fs::remove_dir_all(&folder);
                for (path, text) in &made {
                    let path = folder.join(path);
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, text).unwrap();
                }
                continue;
            }
            let mut kept = BTreeMap::new();
            read(&folder, &folder, &mut kept);
            for path in made.keys().chain(kept.keys()) {
                if made.get(path) != kept.get(path) {
                    let _ = writeln!(differences, "{language} {name}: {path} differs");
                }
            }
        }
    }
    assert!(differences.is_empty(), "{differences}if this is better, run `make bless` and read the change");
}

fn read(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    let entries: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|all| all.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default();
    for path in entries {
        if path.is_dir() {
            read(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn the_same_blueprint_gives_the_same_project() {
    let blueprint = blueprint("openapi.yaml", HOSTILE);
    for language in Language::ALL {
        assert_eq!(project(&blueprint, language), project(&blueprint, language));
    }
}

#[test]
fn a_project_has_the_licence_that_was_chosen() {
    let blueprint = blueprint("openapi.yaml", PETSTORE);
    for license in License::ALL {
        for language in Language::ALL {
            let files = emit(&blueprint, language, license).unwrap().files;
            for name in ["manifest.json", "package.json", "pyproject.toml", "Cargo.toml"] {
                let Some(text) = files.get(name) else { continue };
                assert!(text.contains(&format!("\"{}\"", license.spdx())), "{license} in {language}: {name}");
            }
            let first = files["LICENSE"].trim().lines().next().unwrap().trim();
            let expected = [
                "Apache License",
                "MIT License",
                "BSD 3-Clause License",
                "Copyright the authors. All rights reserved.",
            ];
            assert_eq!(first, expected[License::ALL.iter().position(|one| *one == license).unwrap()]);
        }
    }
}

#[test]
fn tools_that_need_signed_messages_are_refused_by_name() {
    let with = |security: Value, language| {
        let soap = json!({ "kind": "soap", "upstream": "api", "types": "api", "security": security });
        let mut blueprint = serde_json::to_value(poisoned("x")).unwrap();
        blueprint["tools"][0]["binding"] = soap;
        blueprint["xml"] = json!({ "api": { "namespaces": [], "types": [] } });
        blueprint["schemes"] = json!({ "sign": { "type": "ws-signature" }, "other": { "type": "basic" } });
        emit(&serde_json::from_value(blueprint).unwrap(), language, License::default())
    };
    let signed = || json!({ "scheme": "sign" });
    for language in Language::ALL {
        let must = json!([[signed()], [signed(), { "scheme": "other" }]]);
        let why = with(must, language).unwrap_err().to_string();
        assert!(why.contains("`x`") && why.contains("signed"), "{why}");
        for allowed in [json!([[signed()], [{ "scheme": "other" }]]), json!([[signed()], []]), json!([])] {
            assert!(with(allowed.clone(), language).is_ok(), "{allowed} in {language}");
        }
    }
}

/// A blueprint in which a stranger's text stands wherever a text may stand. It need not have come from the compiler.
fn poisoned(text: &str) -> Blueprint {
    let property = json!({ "type": "string", "description": text, "enum": [text, "b"] });
    let field = json!({ "slot": 0, "name": text, "format": { "style": { "style": "form", "explode": true } } });
    let tool = json!({
        "name": text, "title": text, "description": text,
        "arguments": [{ "name": text }, { "name": "x", "fixed": { text: [text, 1, null] } }, { "name": "y", "default": text }],
        "input_schema": { "type": "object", "properties": { text: property }, "required": [text] },
        "output": { "schema": { "type": "object", "description": text }, "wrap": text },
        "annotations": { "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": true },
        "origin": { "operation": text, "place": text, "tags": [text] },
        "binding": {
            "kind": "http", "upstream": text, "method": text, "accept": text,
            "target": [{ "text": text }, { "value": field }], "query": [field], "headers": [field], "cookies": [field],
            "security": [[{ "scheme": text, "scopes": [text] }]],
            "body": { "required": true, "media_type": text, "renamed": { text: text },
                      "encode": { "json": { "fields": { "fields": [{ "slot": 0, "name": text }, { "slot": 1, "name": "fixed" }] } } } },
        },
    });
    let blueprint: Value = json!({
        "format": "mcphub-blueprint/1", "name": text, "title": text, "version": text, "description": text, "instructions": text,
        "profile": "standard", "tools": [tool],
        "upstreams": { text: { "url": text, "description": text, "variables": { text: { "default": text, "description": text } } } },
        "schemes": { text: { "type": "api-key", "place": "header", "name": text, "description": text } },
    });
    serde_json::from_value(blueprint).unwrap()
}

/// What stands in a file outside of string literals and comments, as far as one pass can tell.
fn code(text: &str, language: Language) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skip = |rest: &str, end: &str, from: usize| {
            rest.get(from..).and_then(|rest| rest.find(end)).map_or(rest.len(), |at| from + at + end.len())
        };
        let length = match language {
            Language::Python if rest.starts_with("\"\"\"") => skip(rest, "\"\"\"", 3),
            Language::Python if first == '#' => skip(rest, "\n", 0),
            Language::TypeScript | Language::Go if rest.starts_with("/*") => skip(rest, "*/", 2),
            Language::TypeScript | Language::Go | Language::Rust if rest.starts_with("//") => skip(rest, "\n", 0),
            Language::Go if first == '`' => skip(rest, "`", 1),
            // A quotation mark as a character, and a lifetime.
            Language::Rust if rest.starts_with("'\"'") => 3,
            Language::Rust if first == '\'' => 1,
            _ if first == '"' || first == '\'' => {
                let mut escaped = false;
                let end = rest.char_indices().skip(1).find(|(_, letter)| {
                    let ends = *letter == first && !escaped;
                    escaped = *letter == '\\' && !escaped;
                    ends || *letter == '\n'
                });
                end.map_or(rest.len(), |(at, letter)| at + letter.len_utf8())
            }
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap();
    }
    out
}

const ATTACKS: [&str; 14] = [
    "\"); pwned(); (\"",
    "'); pwned(); ('",
    "\"\"\"\npwned()\n\"\"\"",
    "*/ pwned(); /*",
    "\n# x\npwned()",
    "\\\"); pwned(); //",
    "${pwned()}",
    "`${pwned()}`",
    "[= pwned() =]",
    "[% for pwned in x %]",
    "{{ pwned }}",
    "\u{2028}pwned()\u{2029}pwned()",
    "\r\npwned()",
    "../../pwned",
];

#[test]
fn nothing_in_a_document_becomes_code() {
    for attack in ATTACKS {
        let blueprint = poisoned(attack);
        for language in Language::ALL {
            check(&blueprint, language, "pwned");
        }
    }
}

fn check(blueprint: &Blueprint, language: Language, word: &str) {
    for (path, text) in project(blueprint, language).files {
        let is_safe = path.split('/').all(|part| !part.is_empty() && part != ".." && part.len() < 80);
        assert!(
            is_safe && path.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-./".contains(letter)),
            "{path}"
        );
        let is_code = [".py", ".ts", ".go", ".rs"].iter().any(|ending| path.ends_with(ending));
        // As a part of a name it is harmless; called, it is not.
        assert!(!is_code || !code(&text, language).contains(&format!("{word}()")), "{path}:\n{text}");
        if path.ends_with(".json") {
            assert!(serde_json::from_str::<Value>(&text).is_ok(), "{path}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_any_place_gives_a_project(text in "\\PC{0,40}|[\"'`\\\\\n\r\t${}\\[\\]%=#*/(); a-z]{0,30}") {
        let blueprint = poisoned(&text);
        for language in Language::ALL {
            check(&blueprint, language, "pwned");
        }
    }
}

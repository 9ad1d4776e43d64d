//! Every folder of `tests/cases/KIND` is a document, called after its kind or `main`, and what the compiler makes of it. `MCPHUB_BLESS=1` rewrites the latter.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use hub_compiler::{Documents, Options, compile};
use serde_json::{Value, json};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");

#[test]
fn documents_compile_to_what_was_blessed() {
    let inside = |folder: &Path| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = inside(Path::new(CASES)).flat_map(|kind| inside(&kind)).collect();
    folders.sort();
    assert!(folders.len() > 20, "the cases are missing");
    let bless = std::env::var_os("MCPHUB_BLESS").is_some();
    let mut differences = String::new();
    for folder in &folders {
        let made = serde_json::to_string_pretty(&compiled(folder)).unwrap() + "\n";
        let golden = folder.join("expected.json");
        if bless {
            std::fs::write(&golden, &made).unwrap();
            continue;
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if expected != made {
            let name = folder.strip_prefix(CASES).unwrap().display();
            writeln!(differences, "{name}:\n{}", first_difference(&expected, &made)).unwrap();
        }
    }
    assert!(differences.is_empty(), "{differences}\nif this is better, run `make bless` and read the change");
}

/// What a case's document becomes, without what changes from run to run or only repeats the document.
fn compiled(folder: &Path) -> Value {
    let kind = folder.parent().unwrap().file_name().unwrap();
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let root = files
        .filter(|path| path.is_file())
        .find(|path| path.file_stem().is_some_and(|stem| stem == kind || stem == "main"));
    let root = root.unwrap_or_else(|| panic!("{} holds no document", folder.display()));
    let name = root.file_name().unwrap().to_string_lossy().into_owned();
    let mut documents = Documents::new(&name, std::fs::read(&root).unwrap());
    let mut asked = Vec::new();
    loop {
        let missing = documents.missing();
        if missing.is_empty() {
            break;
        }
        for address in missing {
            match std::fs::read(folder.join(&address)) {
                Ok(bytes) => documents.add(&address, bytes),
                Err(_) => documents.fail(&address, "there is no such file"),
            }
            asked.push(address);
        }
    }
    let mut options = Options { rest: folder.join("rest").exists(), ..Options::default() };
    if let Ok(text) = std::fs::read_to_string(folder.join("profile")) {
        options.profile = text.trim().parse().unwrap();
    }
    let compilation = compile(&documents, &options);
    let report = &compilation.report;
    assert_eq!(report.operations, report.tools + report.skipped.len(), "{name}: an operation is unaccounted for");
    let mut blueprint = serde_json::to_value(&compilation.blueprint).unwrap();
    if let Some(map) = blueprint.as_object_mut() {
        map.shift_remove("digest");
        map.shift_remove("sources");
        if let Some(Value::Array(resources)) = map.get_mut("resources") {
            resources.retain(|resource| !resource["uri"].as_str().unwrap().ends_with("/source"));
        }
    }
    json!({ "asked": asked, "report": report, "blueprint": blueprint })
}

fn first_difference(expected: &str, made: &str) -> String {
    let mut lines = expected.lines().zip(made.lines()).enumerate().skip_while(|(_, (old, new))| old == new);
    match lines.next() {
        Some((at, (old, new))) => format!("  line {}\n  - {old}\n  + {new}", at + 1),
        None => format!("  {} lines expected, {} made", expected.lines().count(), made.lines().count()),
    }
}

//! Documents that are parted, found and compared.

use std::collections::BTreeMap;

use hub_model::resource::ApiSource;

use super::{Source, State, load, split};

fn lines(text: &str) -> Vec<(usize, String)> {
    split(text).into_iter().map(|segment| (segment.line, segment.text.trim().to_owned())).collect()
}

#[test]
fn texts_are_parted_where_a_document_ends() {
    let found = lines("# c\n\na: |\n  ---\n  b\n---\n---\n--- {x: 1}\n...\n%YAML 1.2\n---\nlast: 1");
    let found: Vec<_> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(found, [(3, "a: |\n  ---\n  b"), (8, "{x: 1}"), (12, "last: 1")]);
    assert_eq!(lines("\n{\"a\": 1}\n\n{\"b\":\n 2}"), [(2, "{\"a\": 1}".to_owned()), (4, "{\"b\":\n 2}".to_owned())]);
    assert_eq!(lines("{a: 1}\n---\n{b: 2}").len(), 2, "YAML may begin like JSON");
    assert!(lines("\n# nothing\n---\n").is_empty());
}

fn state(root: Option<&str>, files: &[(&str, &str)]) -> State {
    let digests: BTreeMap<_, _> =
        files.iter().map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned())).collect();
    State::of(root, &digests)
}

#[test]
fn documents_are_the_same_wherever_they_lie() {
    let there = state(Some("x/y/a.yaml"), &[("x/y/a.yaml", "1"), ("x/y/parts/b.yaml", "2")]);
    assert!(there.is_same(&state(Some("a.yaml"), &[("a.yaml", "1"), ("parts/b.yaml", "2")])));
    assert!(there.is_same(&state(None, &[("a.yaml", "1"), ("parts/b.yaml", "2")])), "whichever the root is");
    assert!(!there.is_same(&state(Some("parts/b.yaml"), &[("a.yaml", "1"), ("parts/b.yaml", "2")])));
    assert!(!there.is_same(&state(Some("a.yaml"), &[("a.yaml", "1"), ("parts/b.yaml", "3")])));
    assert!(!there.is_same(&state(Some("a.yaml"), &[("a.yaml", "1"), ("b.yaml", "2")])));
    assert!(state(None, &[("document", "1")]).is_same(&state(Some("pets.yaml"), &[("pets.yaml", "1")])));
    assert!(!state(None, &[("a", "1")]).is_same(&State::Url("1".to_owned())));
}

#[test]
fn files_are_read_from_where_the_resource_is() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("hub");
    std::fs::create_dir_all(here.join("parts")).unwrap();
    std::fs::create_dir_all(folder.path().join("specs/parts")).unwrap();
    for name in ["hub/a.yaml", "hub/parts/b.yaml", "specs/c.yaml", "specs/parts/d.yaml"] {
        std::fs::write(folder.path().join(name), name).unwrap();
    }
    let read = |file: &str, files: &[&str]| {
        let files = files.iter().map(|name| (*name).to_owned()).collect();
        load(&ApiSource { file: Some(file.to_owned()), files, ..ApiSource::default() }, &here)
    };
    let named = |source: Source| match source {
        Source::Files { root, files } => (root.unwrap(), files.into_iter().map(|(name, _)| name).collect::<Vec<_>>()),
        Source::Url(url) => panic!("{url}"),
    };
    assert_eq!(
        named(read("./a.yaml", &["parts/b.yaml"]).unwrap()),
        ("a.yaml".to_owned(), vec!["a.yaml".to_owned(), "parts/b.yaml".to_owned()])
    );
    assert_eq!(
        named(read("../specs/c.yaml", &["../specs/parts/d.yaml"]).unwrap()),
        ("c.yaml".to_owned(), vec!["c.yaml".to_owned(), "parts/d.yaml".to_owned()]),
        "what lies elsewhere is sent without the way there"
    );
    assert!(read("nothing.yaml", &[]).unwrap_err().contains("nothing.yaml cannot be read"));
    assert!(read("a.yaml", &["a.yaml"]).unwrap_err().contains("two documents are called"));
    let inline = ApiSource {
        document: Some("x".to_owned()),
        documents: BTreeMap::from([("b".to_owned(), "y".to_owned())]),
        ..ApiSource::default()
    };
    assert_eq!(
        named(load(&inline, &here).unwrap()),
        ("document".to_owned(), vec!["document".to_owned(), "b".to_owned()])
    );
}

//! Resources that are read, and what is said of those that cannot be.

use std::path::Path;

use super::{Spec, resources};

const API: &str = "apiVersion: mcphub.dev/v1\nkind: McpApi\nmetadata: { name: pets }\nspec:\n  source: { url: 'https://a.example' }\n";

fn complaint(text: &str) -> String {
    let mut found = resources("hub.yaml", Path::new(""), text);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0).unwrap_err().to_string()
}

#[test]
fn yaml_and_json_have_several_documents() {
    let yaml = format!("# ours\n---\n{API}---\n# nothing\n--- # the second\n{}", API.replace("pets", "shop"));
    let json = "{\"apiVersion\": \"mcphub.dev/v1\", \"kind\": \"McpServer\",\n\t\"metadata\": {\"name\": \"a1\"}, \"spec\": {\"design\": {\"sources\": [{\"api\": \"pets\"}]}}}";
    for (text, names) in [(yaml, ["pets", "shop"]), (format!("{json}\n{}\n", json.replace("a1", "b1")), ["a1", "b1"])] {
        let found: Vec<_> = resources("f", Path::new("x"), &text).into_iter().map(Result::unwrap).collect();
        assert_eq!(found.iter().map(|one| one.metadata.name.as_str()).collect::<Vec<_>>(), names);
        assert!(found.iter().all(|one| one.folder == Path::new("x")));
    }
    let second = format!("{API}---\n{}", API.replace("pets", "shop").replace("spec:", "spek:"));
    let found = resources("hub.yaml", Path::new(""), &second);
    let said = found[1].as_ref().unwrap_err().to_string();
    assert!(found[0].is_ok() && said.starts_with("hub.yaml, document 2 (line 10): "), "{said}");
    assert!(said.contains("`spek`"), "{said}");
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    for (text, place, words) in [
        (API.replace("source:", "sourse:"), "(line 5)", "`sourse`"),
        (format!("{API}  settings: {{ autoAprove: true }}\n"), "(line 6)", "`autoAprove`"),
        (format!("{API}  settings: {{ refreshEvery: often }}\n"), "(line 6)", ""),
        (API.replace("mcphub.dev/v1", "mcphub.dev/v9"), "(line 1)", "this mcphub reads mcphub.dev/v1"),
        (API.replace("apiVersion: mcphub.dev/v1\n", ""), "(line 1)", "begin with `apiVersion"),
        (API.replace("McpApi", "McpApy"), "(line 1)", "choose McpApi or McpServer"),
        (API.replace("name: pets", "name: Pets"), "(line 1)", "metadata.name"),
        (API.replace("name: pets", "nam: pets"), "(line 3)", "`nam`"),
        (format!("{API}  source: {{ file: a }}\n"), "(line 6)", "source"),
        (API.replace("{ url: 'https://a.example' }", "{}"), "(line 1)", "name one of url, document and file"),
        ("a: [".to_owned(), "(line ", ""),
        ("just words\n".to_owned(), "(line 1)", "this is no resource"),
    ] {
        let said = complaint(&text);
        assert!(said.contains(place) && said.contains(words) && !said.contains('\n'), "{text}\n{said}");
    }
}

#[test]
fn a_secret_in_a_file_is_refused_and_not_repeated() {
    for credential in [
        "{ scheme: key, value: hunter2 }",
        "{ scheme: key, valueFrom: hunter2 }",
        "{ scheme: key, valueFrom: { env: 'hunter2-!' } }",
        "{ scheme: key, valueFrom: { value: hunter2 } }",
        "{ scheme: key, valueFrom: { env: [hunter2] } }",
        "hunter2",
    ] {
        let said = complaint(&format!("{API}  credentials: [{credential}]\n"));
        assert!(!said.contains("hunter2") && said.contains("a secret does not stand in a file"), "{said}");
        assert!(said.contains("valueFrom: { env: NAME }"), "{said}");
    }
    let fine = format!("{API}  credentials: [{{ scheme: key, valueFrom: {{ env: PETS_KEY }} }}]\n");
    assert!(matches!(resources("f", Path::new(""), &fine).remove(0).unwrap().spec, Spec::Api(_)));
}

#[test]
fn the_example_of_the_page_can_be_read() {
    let page = include_str!("../../../../../docs/gitops.md");
    let example = page
        .lines()
        .skip_while(|line| !line.starts_with("    apiVersion: "))
        .take_while(|line| line.is_empty() || line.starts_with("    "));
    let example: String = example.map(|line| line.strip_prefix("    ").unwrap_or_default().to_owned() + "\n").collect();
    let found: Vec<_> = resources("page", Path::new(""), &example).into_iter().map(Result::unwrap).collect();
    assert!(matches!((&found[0].spec, &found[1].spec, found.len()), (Spec::Api(_), Spec::Server(_), 2)), "{found:?}");
}

//! `mcphub diff` and `mcphub lint` as a user runs them.

use crate::support::{mcphub, petstore};

#[test]
fn diff_says_what_breaks_and_exits_with_1_then() {
    let place = tempfile::tempdir().unwrap();
    let old = std::fs::read_to_string(petstore()).unwrap();
    let new = place.path().join("new.yaml");
    std::fs::write(&new, old.replace("name: search", "name: text")).unwrap();
    mcphub().arg("diff").arg(petstore()).arg(petstore()).assert().code(0);
    let said = mcphub().arg("diff").arg(petstore()).arg(&new).assert().code(1);
    let said = String::from_utf8_lossy(&said.get_output().stdout).into_owned();
    assert!(said.contains("breaks list_pets: the argument `search` is gone"), "{said}");
    assert!(said.contains("adds list_pets: there is a new argument `text`"), "{said}");
    let json = mcphub().arg("diff").arg(petstore()).arg(&new).arg("--json").output().unwrap().stdout;
    assert!(serde_json::from_slice::<serde_json::Value>(&json).unwrap().as_array().unwrap().len() >= 2);
}

#[test]
fn lint_fails_at_the_severity_that_was_asked_for() {
    let dangling = r##"{"openapi": "3.0.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {"get": {"operationId": "a",
        "parameters": [{"$ref": "#/components/parameters/none"}], "responses": {"200": {"description": "ok"}}}}}}"##;
    mcphub().arg("lint").arg(petstore()).assert().code(0);
    mcphub().args(["lint", "-", "--fail-on", "warning"]).write_stdin(dangling).assert().code(1);
    mcphub().args(["lint", "-", "--fail-on", "never"]).write_stdin(dangling).assert().code(0);
    mcphub().args(["lint", "-"]).write_stdin("nonsense").assert().code(3);
}

//! `mcphub compile` as a user runs it: outputs, reports, exit statuses.

use serde_json::Value;

use crate::support::{mcphub, petstore};

#[test]
fn a_wrong_command_line_exits_with_2() {
    mcphub().arg("compile").assert().code(2);
    mcphub().arg("compile").arg(petstore()).args(["--profile", "nobody"]).assert().code(2);
    mcphub().arg("compile").arg(petstore()).args(["--kind", "telepathy"]).assert().code(2);
}

#[test]
fn a_document_becomes_a_blueprint_and_an_account() {
    let place = tempfile::tempdir().unwrap();
    let (output, report) = (place.path().join("pets.json"), place.path().join("report.json"));
    mcphub().arg("compile").arg(petstore()).arg("-o").arg(&output).arg("--report").arg(&report).assert().success();
    let blueprint: Value = serde_json::from_slice(&std::fs::read(&output).unwrap()).unwrap();
    assert_eq!(blueprint["format"], "mcphub-blueprint/1");
    assert_eq!(blueprint["tools"].as_array().unwrap().len(), 6);
    let report: Value = serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!((&report["kind"], &report["operations"], &report["tools"]), (&"openapi".into(), &6.into(), &6.into()));
    for key in ["version", "title", "skipped", "diagnostics", "millis"] {
        assert!(!report[key].is_null(), "{key} in {report}");
    }
    assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 2, "nothing half-written is left");
}

#[test]
fn a_blueprint_is_a_source_too_and_stays_the_same() {
    let first = mcphub().arg("compile").arg(petstore()).output().unwrap().stdout;
    let again = mcphub().args(["compile", "-"]).write_stdin(first.clone()).output().unwrap();
    assert_eq!(first, again.stdout, "{}", String::from_utf8_lossy(&again.stderr));
}

#[test]
fn tools_can_be_chosen() {
    let output = mcphub().arg("compile").arg(petstore()).args(["--tools", "GET *"]).output().unwrap();
    let blueprint: Value = serde_json::from_slice(&output.stdout).unwrap();
    let methods: Vec<&Value> =
        blueprint["tools"].as_array().unwrap().iter().map(|tool| &tool["binding"]["method"]).collect();
    assert_eq!(methods, ["GET", "GET", "GET"]);
    mcphub().arg("compile").arg(petstore()).args(["--tools", "nothing-like-it"]).assert().code(3);
}

#[test]
fn unusable_documents_exit_with_3_and_say_what_to_do() {
    for text in
        ["", "   \n", "{", "hello", "[1, 2]", "{\"a\": 1}", "\u{0}\u{1}", "openapi: 3.0.0\npaths: {}", "<html></html>"]
    {
        let assert = mcphub().args(["compile", "-"]).write_stdin(text).assert().code(3);
        let said = String::from_utf8_lossy(&assert.get_output().stderr).into_owned();
        assert!(said.contains("error:"), "{text:?}: {said}");
        assert!(!said.contains("panicked"), "{text:?}: {said}");
    }
    let said = mcphub().args(["compile", "no-such-file.yaml"]).assert().code(3);
    assert!(String::from_utf8_lossy(&said.get_output().stderr).contains("no-such-file.yaml"));
}

#[test]
fn a_document_that_is_too_large_is_refused_before_it_fills_the_memory() {
    let large = vec![b' '; (64 << 20) + 1];
    let said = mcphub().args(["compile", "-"]).write_stdin(large).assert().code(3);
    assert!(String::from_utf8_lossy(&said.get_output().stderr).contains("larger than 64 MiB"));
}

#[test]
fn completions_and_help_name_every_command() {
    let help = mcphub().arg("--help").output().unwrap().stdout;
    let script = mcphub().args(["completions", "bash"]).output().unwrap().stdout;
    for command in ["compile", "run", "lint", "diff", "completions"] {
        assert!(String::from_utf8_lossy(&help).contains(command) && String::from_utf8_lossy(&script).contains(command));
        let own = mcphub().args([command, "--help"]).output().unwrap().stdout;
        assert!(String::from_utf8_lossy(&own).contains("Examples:"), "{command}");
    }
}

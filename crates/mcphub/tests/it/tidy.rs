//! Rules of the repository that no compiler knows (docs/style.md).

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Lines of a file without its inline tests.
const MOST_LINES: usize = 500;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// What git tracks, so that build outputs and caches are not looked at; all files where there is no git.
fn tracked() -> Vec<PathBuf> {
    let listed = std::process::Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let Ok(listed) =
        listed.map_err(|_| ()).and_then(|listed| if listed.status.success() { Ok(listed) } else { Err(()) })
    else {
        return Vec::new();
    };
    let names = String::from_utf8(listed.stdout).unwrap();
    names
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(|name| root().join(name))
        .filter(|path| path.is_file())
        .collect()
}

fn rust_files() -> impl Iterator<Item = (PathBuf, String)> {
    tracked().into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs")).map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path, text)
    })
}

fn is_test(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == "tests") || path.file_stem().is_some_and(|stem| stem == "tests")
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn every_file_says_in_its_first_line_what_it_is_for() {
    let silent = |(path, text): (PathBuf, String)| (!text.starts_with("//! ")).then(|| path.display().to_string());
    none("files without a `//!` line at the top", &rust_files().filter_map(silent).collect::<Vec<_>>());
}

#[test]
fn no_file_is_too_long_and_tests_are_shorter_than_what_they_test() {
    let mut long = Vec::new();
    for (path, text) in rust_files().filter(|(path, _)| !is_test(path)) {
        let code = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        let tests = text.split_once("#[cfg(test)]\nmod tests {").map_or(0, |(_, tests)| tests.lines().count());
        if code > MOST_LINES {
            long.push(format!("{}: {code} lines", path.display()));
        }
        if tests > code {
            long.push(format!("{}: {tests} lines of tests for {code} of code; move them to tests.rs", path.display()));
        }
    }
    none("files that are too long", &long);
}

#[test]
fn no_drawer_without_a_label() {
    let drawers = ["utils", "util", "common", "core", "helpers", "misc"];
    let found = tracked()
        .into_iter()
        .filter(|path| path.file_stem().is_some_and(|stem| drawers.iter().any(|name| stem == *name)));
    none("files whose names say nothing", &found.map(|path| path.display().to_string()).collect::<Vec<_>>());
}

#[test]
fn nothing_names_a_path_of_a_machine_or_a_package_host() {
    // Put together here, so that this file does not find itself.
    let words =
        [["/wo", "rk/"], ["/ro", "ot/"], ["registry.npm", "js.org"], ["arti", "factory"]].map(|parts| parts.concat());
    let mut found = Vec::new();
    for path in tracked() {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // Golden outputs repeat what documents say.
        if path.components().any(|part| part.as_os_str() == "cases") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}", path.display(), at + 1));
            }
        }
    }
    none("machine paths and package hosts", &found);
}

#[test]
fn one_integration_test_binary_for_each_crate() {
    let stray = |path: &PathBuf| {
        let folder = path.parent().unwrap();
        folder.ends_with("tests")
            && folder.parent().unwrap().join("Cargo.toml").exists()
            && path.extension().is_some_and(|kind| kind == "rs")
    };
    none(
        "tests outside tests/it",
        &tracked().iter().filter(|path| stray(path)).map(|path| path.display().to_string()).collect::<Vec<_>>(),
    );
}

#[test]
fn crates_depend_on_each_other_as_the_architecture_says() {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut edges: Vec<String> = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let mut to: Vec<&str> = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| dependency["path"].is_string() && dependency["kind"].is_null())
            .map(|dependency| dependency["name"].as_str().unwrap())
            .collect();
        to.sort_unstable();
        edges.push(format!("{} -> {}", package["name"].as_str().unwrap(), to.join(", ")));
    }
    let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let mut drawn: Vec<String> = Vec::new();
    for line in page.lines() {
        let Some((from, to)) = line.split_once("->") else { continue };
        if !from.starts_with("    ") || from.trim().contains(' ') {
            continue;
        }
        let mut to: Vec<&str> = to.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        to.sort_unstable();
        drawn.push(format!("{} -> {}", from.trim(), to.join(", ")));
    }
    edges.sort();
    drawn.sort();
    assert_eq!(edges, drawn, "Cargo.toml on the left, ARCHITECTURE.md on the right");
}

//! Images and registries from the command line: without a hub and with one, and a scanner that finds something.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::{
    hub::{Hub, Machine, err, out},
    support::{Files, mcphub, petstore},
};

/// The head of a static program for amd64, which nothing here runs.
fn runtime(folder: &Path) -> PathBuf {
    let mut bytes = vec![0; 64 + 56];
    bytes[..7].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1]);
    (bytes[16], bytes[18], bytes[32], bytes[52], bytes[54], bytes[56], bytes[64]) = (2, 62, 64, 64, 56, 1, 1);
    let path = folder.join("mcphub-runtime");
    std::fs::write(&path, bytes).unwrap();
    path
}

/// A program that prints what Trivy's documentation says it prints of an image with one critical finding.
fn trivy(folder: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let report = json!({ "SchemaVersion": 2, "Results": [{ "Target": "mcphub-runtime", "Vulnerabilities": [
        { "VulnerabilityID": "CVE-2026-1", "PkgName": "hyper", "InstalledVersion": "1.0", "FixedVersion": "1.1", "Severity": "CRITICAL", "Title": "planted" },
    ] }] });
    let path = folder.join("trivy");
    std::fs::write(&path, format!("#!/bin/sh\ncat <<'END'\n{report}\nEND\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn what_a_scanner_finds_keeps_an_image_from_being_written_and_pushed() {
    let folder = tempfile::tempdir().unwrap();
    let (runtime, scanner) = (runtime(folder.path()), trivy(folder.path()));
    let registry = Files::serve(&[("/v2/", "{}")]);
    let image = |tag: &str, more: &[&str]| {
        let mut command = mcphub();
        command.arg("image").arg(petstore()).args(["--tag", tag, "--runtime"]).arg(&runtime);
        command.arg("--scanner").arg(&scanner).args(more).current_dir(folder.path());
        command.arg("--cache-dir").arg(folder.path().join("cache"));
        command.assert()
    };
    let file = folder.path().join("pets.tar");
    let held_back = image("pets:1", &["--output", "pets.tar"]).code(1);
    let said = err(&held_back);
    assert!(
        said.contains("critical: CVE-2026-1 in hyper 1.0, fixed in 1.1") && said.contains("may not be in it"),
        "{said}"
    );
    assert!(out(&held_back).is_empty() && !file.exists());
    image(&format!("{}/pets:1", registry.address), &["--push"]).code(1);
    assert!(registry.asked.lock().unwrap().is_empty(), "nobody was asked, and nothing pushed");
    let left: Vec<_> = std::fs::read_dir(folder.path().join("cache")).unwrap().collect();
    let is_scan = |entry: &std::io::Result<std::fs::DirEntry>| {
        entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("scan")
    };
    assert!(!left.iter().any(is_scan), "{left:?}");
}

/// A hub that can make images, with a server of one version.
fn shipyard(settings: &[(&str, &str)]) -> (Hub, Machine) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = runtime(folder.path()).display().to_string();
    let settings: Vec<_> =
        [("MCPHUB__IMAGES__RUNTIMES", runtime.as_str())].into_iter().chain(settings.iter().copied()).collect();
    let (hub, machine) = (Hub::with(folder, &settings), Machine::new());
    hub.sign_in(&machine);
    machine.run(&["apis", "add", petstore().to_str().unwrap(), "--name", "Pets"]).assert().success();
    machine.run(&["servers", "create", "Pets", "--api", "pets"]).assert().success();
    (hub, machine)
}

#[test]
fn a_hub_makes_an_image_and_hands_it_out() {
    let (_hub, machine) = shipyard(&[]);
    let made = machine.run(&["servers", "image", "pets", "--tag", "1.0"]).assert().success();
    let said = err(&made);
    assert!(said.contains("pets-1.0.tar has pets:1.0") && said.contains("images.scanner"), "{said}");
    assert!(out(&made).starts_with("sha256:"), "{}", out(&made));
    let archive = std::fs::read(machine.folder().join("pets-1.0.tar")).unwrap();
    let digest = out(&made).trim().trim_start_matches("sha256:").to_owned();
    assert!(archive.windows(digest.len()).any(|window| window == digest.as_bytes()), "it has the digest");
    let listed = machine.json(&["servers", "images", "pets"]);
    assert_eq!((&listed[0]["state"], &listed[0]["name"]), (&json!("kept"), &json!("pets:1.0")));
    machine.json(&["servers", "image", "pets", "--version", "1", "--output", "other.tar"]);
    assert!(machine.folder().join("other.tar").exists());
    let nowhere = machine.run(&["servers", "image", "pets", "--registry", "none"]).assert().code(2);
    assert!(err(&nowhere).contains("mcphub registries list"), "{}", err(&nowhere));
    let machines = machine.run(&["servers", "image", "pets", "--platform", "arm64"]).assert().failure();
    assert!(err(&machines).contains("no runtime for arm64"), "{}", err(&machines));
}

#[test]
fn a_hub_holds_an_image_back_for_what_a_scanner_finds() {
    let folder = tempfile::tempdir().unwrap();
    let scanner = trivy(folder.path()).display().to_string();
    let (_hub, machine) = shipyard(&[("MCPHUB__IMAGES__SCANNER", &scanner)]);
    let registry = Files::serve(&[("/v2/", "{}")]);
    machine.run(&["registries", "add", "ours", &registry.address.to_string()]).assert().success();
    for more in [&["--registry", "ours"][..], &[]] {
        let held_back = machine.run(&[&["servers", "image", "pets"], more].concat()).assert().failure();
        let said = err(&held_back);
        assert!(said.contains("trivy found 1 vulnerabilities") && said.contains("mcphub servers images"), "{said}");
    }
    assert!(registry.asked.lock().unwrap().is_empty(), "nothing was pushed");
    let listed = machine.run(&["servers", "images", "pets"]).assert().success();
    assert!(out(&listed).contains("blocked") && out(&listed).contains("1 critical"), "{}", out(&listed));
}

#[test]
fn registries_are_made_changed_asked_and_deleted() {
    let (_hub, machine) = Hub::signed_in();
    let tags = r#"{"tags":["1","2"]}"#;
    let registry = Files::serve(&[("/v2/", "{}"), ("/v2/team/pets/tags/list", tags)]);
    let address = format!("{}/team", registry.address);
    let add = ["registries", "add", "ours", &address, "--user", "anna", "--keep", "3"];
    machine.run(&add).write_stdin("planted-password\n").assert().success();
    let listed = machine.run(&["registries", "list"]).assert().success();
    assert!(out(&listed).contains("ours") && out(&listed).contains(&address), "{}", out(&listed));
    let shown = machine.json(&["registries", "show", "ours"]);
    assert_eq!((&shown["has_login"], &shown["keep"]), (&json!(true), &json!(3)));
    assert!(!shown.to_string().contains("planted"));
    let tested = machine.run(&["registries", "test", "ours"]).assert().success();
    assert!(err(&tested).contains("takes the login"), "{}", err(&tested));
    let listed = machine.run(&["registries", "tags", "ours", "pets"]).assert().success();
    assert!(out(&listed).contains('2'), "{}", out(&listed));
    let gone = machine.run(&["registries", "untag", "ours", "pets", "9"]).assert().failure();
    assert!(err(&gone).contains("the tag"), "{}", err(&gone));
    machine.run(&["registries", "set", "ours", "--name", "theirs", "--forget-login"]).assert().success();
    machine.run(&["registries", "set", "theirs", "--address", "127.0.0.1:1"]).assert().success();
    let silent = machine.run(&["registries", "test", "theirs"]).assert().code(1);
    assert!(err(&silent).contains("cannot be reached"), "{}", err(&silent));
    machine.run(&["registries", "delete", "theirs"]).assert().success();
    assert_eq!(machine.json(&["registries", "list"]), json!([]));
}

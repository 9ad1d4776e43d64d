//! Scanners: what they say in their documented forms, and when they say something else. The programs here are stand-ins that print what
//! Trivy and Grype print; a real scanner needs a database of vulnerabilities from the network.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use hub_deploy::image::scan::{Finding, Scanner, Severity};
use tempfile::TempDir;

/// A program of this name that does `script`.
fn scanner(name: &str, script: &str) -> (TempDir, Scanner) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    (folder, Scanner::new(path).unwrap())
}

#[tokio::test]
async fn trivys_report_is_read_the_worst_first() {
    let report = r#"{"SchemaVersion":2,"Results":[{"Target":"x","Class":"os-pkgs"},{"Target":"mcphub-runtime","Type":"rustbinary","Vulnerabilities":[
        {"VulnerabilityID":"CVE-1","PkgName":"ring","InstalledVersion":"0.1","FixedVersion":"0.2","Severity":"LOW","Title":"a"},
        {"VulnerabilityID":"CVE-2","PkgName":"hyper","InstalledVersion":"1.0","Severity":"CRITICAL","Title":"b"}]}]}"#;
    let script = format!(
        "case \"$*\" in *'--format json --input /an/archive.tar') cat <<'END'\n{report}\nEND\n;; *) exit 3;; esac"
    );
    let (_folder, scanner) = scanner("trivy", &script);
    let found = scanner.scan(Path::new("/an/archive.tar")).await.unwrap();
    let worst = Finding {
        id: "CVE-2".into(),
        severity: Severity::Critical,
        package: "hyper".into(),
        version: "1.0".into(),
        fixed: String::new(),
        title: "b".into(),
    };
    assert_eq!((found.len(), &found[0], found[1].fixed.as_str()), (2, &worst, "0.2"));
}

#[tokio::test]
async fn grypes_report_is_read() {
    let report = r#"{"matches":[{"vulnerability":{"id":"GHSA-1","severity":"High","description":"c","fix":{"versions":["2.0"],"state":"fixed"}},
        "artifact":{"name":"h2","version":"1.9"}}],"source":{}}"#;
    let script = format!("case \"$*\" in *'json oci-archive:/a.tar') cat <<'END'\n{report}\nEND\n;; *) exit 3;; esac");
    let (_folder, scanner) = scanner("grype-0.1", &script);
    let found = scanner.scan(Path::new("/a.tar")).await.unwrap();
    assert_eq!((found[0].id.as_str(), found[0].severity, found[0].fixed.as_str()), ("GHSA-1", Severity::High, "2.0"));
}

#[tokio::test]
async fn a_scan_that_did_not_work_is_not_a_scan_without_findings() {
    for (script, words) in [
        ("echo 'FATAL no database' >&2; exit 1", "FATAL no database"),
        ("echo 'not json'", "JSON"),
        ("echo '{}'", "form"),
        ("kill -9 $$", "failed"),
    ] {
        let (_folder, scanner) = scanner("trivy", script);
        let error = scanner.scan(Path::new("/a.tar")).await.unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let gone = Scanner::new(PathBuf::from("/nowhere/trivy")).unwrap();
    assert!(gone.scan(Path::new("/a.tar")).await.unwrap_err().to_string().contains("cannot be started"));
    assert!(Scanner::new(PathBuf::from("/bin/sh")).is_err());
}

#[test]
fn severities_have_an_order() {
    let read = |text: &str| text.parse::<Severity>().unwrap();
    assert!(read("critical") > read("HIGH") && read("high") > read("medium") && read("low") > read("unknown"));
    assert!("bad".parse::<Severity>().is_err());
}

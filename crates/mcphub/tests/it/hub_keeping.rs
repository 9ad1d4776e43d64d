//! Looking after a hub's database from the command line: migrations, settings, the audit log, backups.

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicBool, Ordering},
};

use assert_cmd::assert::Assert;
use serde_json::Value;

use crate::{
    hub::{Hub, Machine, err, out},
    support::mcphub,
};

/// A command in a hub's folder.
fn run(folder: &Path, arguments: &[&str]) -> Assert {
    mcphub().args(arguments).current_dir(folder).assert()
}

#[test]
fn a_database_is_migrated_forward_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let status = |arguments: &[&str]| out(&run(folder.path(), arguments).success());
    assert!(!status(&["migrate", "--status"]).contains("yes"));
    assert!(!status(&["migrate"]).contains(" no "));
    let back = status(&["migrate", "--back", "1"]);
    assert!(back.contains("yes") && back.contains(" no "), "{back}");
    assert!(!status(&["migrate"]).contains(" no "));
}

#[test]
fn settings_are_printed_checked_and_described_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let key = "a2V5LWtleS1rZXkta2V5LWtleS1rZXkta2V5LWtleS0=";
    let text = format!("[listen]\naddress = \"127.0.0.1:1234\"\n[secrets]\nmaster_key = \"{key}\"\n");
    std::fs::write(folder.path().join("mcphub.toml"), text).unwrap();
    let printed = out(&run(folder.path(), &["config", "print"]).success());
    assert!(printed.contains("127.0.0.1:1234") && !printed.contains(key), "{printed}");
    run(folder.path(), &["config", "check"]).success();
    let by_environment = mcphub()
        .args(["config", "print"])
        .env("MCPHUB__LISTEN__ADDRESS", "127.0.0.1:4321")
        .current_dir(folder.path())
        .assert()
        .success();
    assert!(out(&by_environment).contains("127.0.0.1:4321"));
    std::fs::write(folder.path().join("mcphub.toml"), "[listen]\naddres = \"x\"\n").unwrap();
    let wrong = run(folder.path(), &["config", "check"]).code(2);
    assert!(err(&wrong).contains("addres"), "{}", err(&wrong));
    let schema: Value =
        serde_json::from_str(&out(&run(folder.path(), &["config", "schema", "--json"]).success())).unwrap();
    assert!(schema["properties"]["listen"].is_object());
    std::fs::write(folder.path().join("mcphub.toml"), out(&run(Path::new("/tmp"), &["config", "schema"]).success()))
        .unwrap();
    run(folder.path(), &["config", "check"]).success();
}

#[test]
fn the_doctor_and_the_log_s_check_find_what_is_wrong() {
    let (hub, machine) = Hub::signed_in();
    machine.run(&["apis", "add", "-"]).write_stdin("type Query { a: Int }").assert().success();
    let folder = hub.folder.path();
    let well = run(folder, &["doctor"]).success();
    assert!(!err(&well).contains('✗'), "{}", err(&well));
    run(folder, &["audit", "verify"]).success();
    let database = folder.join("mcphub-data/mcphub.db");
    assert!(database.exists(), "{:?}", std::fs::read_dir(folder.join("mcphub-data")).unwrap().collect::<Vec<_>>());
    let forged = Command::new("python3")
        .args(["-c", "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(\"UPDATE audit SET outcome='denied' WHERE action='api.registered'\"); c.commit()"])
        .arg(&database)
        .status()
        .unwrap();
    assert!(forged.success());
    let found = run(folder, &["audit", "verify"]).code(1);
    assert!(err(&found).contains("changed at line"), "{}", err(&found));
    run(folder, &["doctor"]).code(1);
}

#[test]
fn the_doctor_looks_at_engines_and_clusters_that_are_set() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |more: &[(&'static str, String)]| {
        let mut all = vec![("MCPHUB__LISTEN__ADDRESS", "127.0.0.1:0".to_owned())];
        all.extend_from_slice(more);
        all
    };
    let doctor = |more: &[(&'static str, String)]| {
        let mut command = mcphub();
        command.current_dir(folder.path()).env_remove("DOCKER_HOST").envs(settings(more)).arg("doctor");
        let found = command.assert();
        err(&found)
    };
    let none = doctor(&[]);
    assert!(!none.contains("docker:") && !none.contains("kubernetes:"), "{none}");
    let nowhere = folder.path().join("nowhere.sock").display().to_string();
    let docker = doctor(&[("MCPHUB__DOCKER__HOST", format!("unix://{nowhere}"))]);
    assert!(docker.contains("✗ docker: no Docker engine answers"), "{docker}");
    let named = doctor(&[("DOCKER_HOST", format!("unix://{nowhere}"))]);
    assert!(named.contains("✗ docker: no Docker engine answers"), "{named}");
    let enabled = ("MCPHUB__KUBERNETES__ENABLED", "true".to_owned());
    let gateways = ("MCPHUB__KUBERNETES__GATEWAY_NETWORKS", "127.0.0.0/8".to_owned());
    let file = ("MCPHUB__KUBERNETES__KUBECONFIG", folder.path().join("nowhere.yaml").display().to_string());
    let kubernetes = doctor(&[enabled, gateways, file]);
    assert!(kubernetes.contains("✗ kubernetes: ") && kubernetes.contains("nowhere.yaml"), "{kubernetes}");
}

/// What can be seen of a hub that a restored one has to show as well.
fn seen(machine: &Machine) -> Vec<Value> {
    let mut seen = vec![machine.json(&["whoami"]), machine.json(&["apis", "list", "--limit", "1000"])];
    for list in [["keys", "list"].as_slice(), &["events", "--limit", "10000"], &["audit", "list", "--limit", "10000"]] {
        seen.push(machine.json(list));
    }
    seen.push(machine.json(&["apis", "tools", "shop"]));
    seen.push(machine.json(&["credentials", "list", "shop"]));
    seen
}

const SHOP: &str = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "http://127.0.0.1:9"}],
  "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}}, "security": [{"key": []}],
  "paths": {"/orders": {"get": {"operationId": "listOrders", "responses": {"200": {"description": "ok"}}}}}}"#;

/// Backs a hub up while others write to it, and again once they have stopped; the folder with the backup and its master key.
fn backed_up() -> (tempfile::TempDir, Machine, Vec<Value>, String) {
    let (hub, machine) = Hub::signed_in();
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(SHOP).assert().success();
    machine.run(&["credentials", "set", "shop", "key"]).write_stdin("sesame\n").assert().success();
    machine.run(&["keys", "create", "ci", "--scopes", "apis:read"]).assert().success();
    let folder = tempfile::tempdir().unwrap();
    let (under_load, quiet) = (folder.path().join("load.backup"), folder.path().join("quiet.backup"));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let (machine, is_over) = (&machine, &is_over);
            scope.spawn(move || {
                let mut number = 0;
                while !is_over.load(Ordering::SeqCst) {
                    number += 1;
                    let name = format!("Load {writer} {number}");
                    machine
                        .run(&["apis", "add", "-", "--name", &name])
                        .write_stdin("type Query { a: Int }")
                        .assert()
                        .success();
                }
            });
        }
        std::thread::sleep(std::time::Duration::from_millis(300));
        run(hub.folder.path(), &["backup", under_load.to_str().unwrap()]).success();
        is_over.store(true, Ordering::SeqCst);
    });
    let before = seen(&machine);
    run(hub.folder.path(), &["backup", quiet.to_str().unwrap()]).success();
    run(hub.folder.path(), &["backup", quiet.to_str().unwrap()]).code(1);
    let key = std::fs::read_to_string(hub.folder.path().join("mcphub-data/master.key")).unwrap();
    (folder, machine, before, key.trim().to_owned())
}

/// Restores both backups into a database, and compares what the quiet one shows.
fn is_equal(from: &Path, machine: &Machine, before: &[Value], settings: &[(&str, &str)]) {
    let place = tempfile::tempdir().unwrap();
    let restore =
        |file: &str| mcphub().args(["restore", file]).envs(settings.iter().copied()).current_dir(place.path()).assert();
    let quiet = from.join("quiet.backup");
    restore(quiet.to_str().unwrap()).success();
    // Into a database that holds something nothing is restored.
    restore(quiet.to_str().unwrap()).code(1);
    let hub = Hub::with(place, settings);
    assert!(hub.link.is_none(), "a restored hub asks for an administrator");
    let file = machine.folder().join("mcphub/login.json");
    let mut login: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    login["url"] = Value::from(hub.url.clone());
    std::fs::write(&file, login.to_string()).unwrap();
    let after = seen(machine);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(tidied(before), tidied(after));
    }
    run_with(hub.folder.path(), settings, &["audit", "verify"]).success();
}

fn run_with(folder: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Assert {
    mcphub().args(arguments).envs(settings.iter().copied()).current_dir(folder).assert()
}

/// Without what goes on by itself: probes, and the time at which somebody was seen.
fn tidied(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(tidied).collect(),
        Value::Object(fields) => {
            let kept =
                fields.iter().filter(|(name, _)| !matches!(name.as_str(), "health" | "last_used_at" | "last_seen_at"));
            kept.map(|(name, value)| (name.clone(), tidied(value))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn a_backup_made_under_load_is_whole_and_restores_into_sqlite_as_it_was() {
    let (folder, machine, before, key) = backed_up();
    let settings = [("MCPHUB__SECRETS__MASTER_KEY", key.as_str())];
    let place = tempfile::tempdir().unwrap();
    let loaded = folder.path().join("load.backup");
    run_with(place.path(), &settings, &["restore", loaded.to_str().unwrap()]).success();
    run_with(place.path(), &settings, &["audit", "verify"]).success();
    run_with(place.path(), &settings, &["doctor"]).success();
    is_equal(folder.path(), &machine, &before, &settings);
}

#[test]
fn a_backup_of_sqlite_restores_into_postgres_as_it_was() {
    let Some(server) = postgres() else { return };
    let name = format!("mcphub_cli_{}", std::process::id());
    let psql = |sql: String| {
        let ran = Command::new("psql").arg(format!("{server}/postgres")).args(["-qc", &sql]).status().unwrap();
        assert!(ran.success(), "{sql}");
    };
    psql(format!("CREATE DATABASE {name}"));
    let (folder, machine, before, key) = backed_up();
    let url = format!("{server}/{name}");
    let settings = [("MCPHUB__SECRETS__MASTER_KEY", key.as_str()), ("MCPHUB__DATABASE__URL", url.as_str())];
    is_equal(folder.path(), &machine, &before, &settings);
    psql(format!("DROP DATABASE {name} WITH (FORCE)"));
}

/// Where PostgreSQL is: as the environment says, or else `judge/services.sh`.
fn postgres() -> Option<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.cache/services/env");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let written = text.lines().find_map(|line| line.strip_prefix("export MCPHUB_TEST_POSTGRES=").map(str::to_owned));
    let url = std::env::var("MCPHUB_TEST_POSTGRES").ok().or(written);
    if url.is_none() {
        eprintln!("PostgreSQL is not there, its tests are left out; judge/services.sh starts it");
    }
    url
}

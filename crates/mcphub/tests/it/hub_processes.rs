//! Servers in processes of their own: they are started again when they end or hang, and nothing of them is left when they are not wanted,
//! or their hub is gone.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    hub::{Hub, Machine, out},
    hub_apis::{shop, upstream},
};

/// A server of the shop, not deployed yet.
fn designed(machine: &Machine) {
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(shop(&upstream())).assert().success();
    machine.run(&["servers", "create", "Orders", "--api", "shop"]).assert().success();
}

fn called(machine: &Machine) {
    let called = machine.run(&["servers", "call", "orders", "list_orders", "limit=7"]).assert().success();
    assert!(out(&called).contains("limit=7"), "{}", out(&called));
}

/// The processes that answer.
fn ready(machine: &Machine) -> Vec<i64> {
    let replicas = machine.json(&["deployments", "replicas", "orders"]);
    let ready = replicas.as_array().unwrap().iter().filter(|replica| replica["state"] == "ready");
    ready.map(|replica| replica["process"].as_i64().unwrap()).collect()
}

fn is_alive(process: i64) -> bool {
    // Those that ended and were not waited for yet are not alive.
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn signal(process: i64, signal: &str) {
    assert!(Command::new("kill").args([signal, &process.to_string()]).status().unwrap().success());
}

#[track_caller]
fn until(what: &str, seconds: u64, mut is: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !is() {
        assert!(Instant::now() < end, "{what} within {seconds} s");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn replicas_serve_are_replaced_and_leave_nothing() {
    let (_hub, machine) = Hub::signed_in();
    designed(&machine);
    let started = machine.run(&["deployments", "start", "orders", "--target", "process", "--replicas", "2"]).assert();
    assert!(out(&started.success()).contains("running"));
    called(&machine);
    let first = ready(&machine);
    assert_eq!(first.len(), 2);
    // What it is told comes by standard input: nothing of the hub's environment, and nothing of the server's.
    let environment = std::fs::read_to_string(format!("/proc/{}/environ", first[0])).unwrap();
    assert!(!environment.contains("PATH="), "{environment}");

    signal(first[0], "-KILL");
    for _ in 0..10 {
        called(&machine);
    }
    until("there are two again", 20, || ready(&machine).len() == 2 && !ready(&machine).contains(&first[0]));

    signal(first[1], "-STOP");
    until("one that hangs is replaced", 40, || ready(&machine).len() == 2 && !ready(&machine).contains(&first[1]));
    assert!(!is_alive(first[1]));
    called(&machine);

    let last = ready(&machine);
    machine.run(&["servers", "freeze", "orders"]).assert().success();
    machine.run(&["deployments", "start", "orders", "--version", "2"]).assert().success();
    called(&machine);
    until("the older version ends", 20, || last.iter().all(|process| !is_alive(*process)));
    called(&machine);

    let last = ready(&machine);
    assert_eq!(last.len(), 2);
    let stopped = machine.run(&["deployments", "stop", "orders"]).assert().success();
    assert!(out(&stopped).contains("stopped"), "{}", out(&stopped));
    assert!(last.iter().all(|process| !is_alive(*process)));
    assert_eq!(machine.json(&["deployments", "replicas", "orders"]), Value::Array(Vec::new()));
}

#[test]
fn a_hub_that_is_killed_leaves_no_process_and_goes_on_where_it_was() {
    let (hub, machine) = Hub::signed_in();
    designed(&machine);
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    let before = ready(&machine);
    let (folder, url) = hub.kill();
    until("the processes of a hub end with it", 10, || before.iter().all(|process| !is_alive(*process)));
    let listen = url.strip_prefix("http://").unwrap();
    let began = Instant::now();
    let _hub = Hub::at(listen, folder, &[]);
    until("a call is answered", 40, || {
        machine.run(&["servers", "call", "orders", "list_orders", "limit=7"]).assert().try_success().is_ok()
    });
    // It is known that the one before is dead: nothing has to run out.
    eprintln!("the first call was answered {} ms after the next start", began.elapsed().as_millis());
    called(&machine);
    assert!(ready(&machine).iter().all(|process| !before.contains(process)));
    assert_eq!(ready(&machine).len(), 1);
}

#[test]
fn a_server_that_nobody_calls_sleeps_until_somebody_does() {
    let (_hub, machine) = Hub::signed_in();
    designed(&machine);
    let start = ["deployments", "start", "orders", "--target", "process", "--scale", "0-1", "--quiet-seconds", "5"];
    machine.run(&start).assert().success();
    let is_asleep = || machine.json(&["servers", "list"])[0]["deployment"]["is_asleep"].as_bool().unwrap();
    assert!(!is_asleep());
    until("it sleeps", 60, is_asleep);
    assert!(ready(&machine).is_empty());
    assert!(machine.prints(&["deployments", "list"]).contains("asleep"));
    let deployment = machine.json(&["deployments", "show", "orders"]);
    assert_eq!((&deployment["is_asleep"], &deployment["state"]), (&true.into(), &"running".into()));
    called(&machine);
    assert!(!is_asleep());
}

#[test]
fn a_hub_that_is_killed_while_it_stops_a_server_leaves_nothing_of_it() {
    let (hub, machine) = Hub::signed_in();
    designed(&machine);
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    let before = ready(&machine);
    // It ends once it gets no more calls for some seconds; the hub does not live that long.
    let mut stopping = machine.starts(&["deployments", "stop", "orders"]);
    let draining = |replica: &Value| replica["state"] == "draining";
    let replicas = || machine.json(&["deployments", "replicas", "orders"]);
    until("it gets no more calls", 10, || replicas().as_array().unwrap().iter().any(draining));
    let (folder, url) = hub.kill();
    stopping.kill().unwrap();
    stopping.wait().unwrap();
    until("the processes of a hub end with it", 10, || before.iter().all(|process| !is_alive(*process)));
    let _hub = Hub::at(url.strip_prefix("http://").unwrap(), folder, &[]);
    let stopped = || machine.json(&["deployments", "show", "orders"])["state"] == "stopped";
    until("it is stopped", 40, stopped);
    assert_eq!(replicas(), Value::Array(Vec::new()));
}

#[test]
fn what_cannot_be_started_says_why_and_does_not_stop_what_serves() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, machine) = (Hub::with(folder, &[("MCPHUB__DEPLOYMENT__PROCESSES", "1")]), Machine::new());
    hub.sign_in(&machine);
    designed(&machine);
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    // There is no room for a second process: the new version cannot be started, and the old one goes on.
    machine.run(&["servers", "freeze", "orders"]).assert().success();
    let failed = machine.run(&["deployments", "start", "orders", "--version", "2"]).assert().failure();
    assert!(out(&failed).contains("as many replicas as it may"), "{}", out(&failed));
    called(&machine);
    machine.run(&["deployments", "rollback", "orders"]).assert().success();
    called(&machine);
}

#[test]
fn what_moves_to_where_it_cannot_run_goes_on_where_it_was() {
    let (_hub, machine) = Hub::signed_in();
    designed(&machine);
    machine.run(&["deployments", "start", "orders"]).assert().success();
    let moved = |target: &str| machine.run(&["deployments", "start", "orders", "--target", target]).assert();
    // From the gateway's own process to a cluster that there is not.
    let failed = moved("kubernetes").failure();
    assert!(out(&failed).contains("kubernetes.enabled"), "{}", out(&failed));
    called(&machine);
    moved("process").success();
    called(&machine);
    let before = ready(&machine);
    assert_eq!(before.len(), 1);
    // From a process of its own to the same.
    moved("kubernetes").failure();
    called(&machine);
    assert!(is_alive(before[0]));
    moved("embedded").success();
    called(&machine);
    until("the process ends", 20, || !is_alive(before[0]));
    called(&machine);
    assert_eq!(ready(&machine), Vec::<i64>::new());
}

#[test]
fn a_replica_keeps_within_its_memory() {
    // A document of hundreds of operations does not fit into what is given here.
    let folder = tempfile::tempdir().unwrap();
    let (hub, machine) = (Hub::with(folder, &[("MCPHUB__DEPLOYMENT__MEMORY_MIB", "16")]), Machine::new());
    hub.sign_in(&machine);
    let large = large(Path::new("large"));
    machine.run(&["apis", "add", "-", "--name", "Large"]).write_stdin(large).assert().success();
    machine.run(&["servers", "create", "Orders", "--api", "large"]).assert().success();
    let failed = machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().failure();
    assert!(out(&failed).contains("failed") && out(&failed).contains("its process"), "{}", out(&failed));
    machine.run(&["deployments", "stop", "orders"]).assert().success();
}

#[test]
fn a_replica_is_in_a_group_with_its_share_of_the_processors() {
    // Version 2 allows no group below one with other processes in it, and this test would be one of them.
    let probe = Path::new("/sys/fs/cgroup/cpu/mcphub-test");
    if std::fs::create_dir(probe).and_then(|()| std::fs::remove_dir(probe)).is_err() {
        eprintln!("left out: control groups of processors (version 1) cannot be made here");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (hub, machine) = (Hub::with(folder, &[("MCPHUB__DEPLOYMENT__PROCESSOR_PERCENT", "20")]), Machine::new());
    hub.sign_in(&machine);
    designed(&machine);
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    called(&machine);
    let process = ready(&machine)[0];
    let groups = std::fs::read_to_string(format!("/proc/{process}/cgroup")).unwrap();
    let (_, name) = groups.split_once("/mcphub-replicas/").expect(&groups);
    let name = name.lines().next().unwrap();
    // The kernel says what it holds the group to, in the words of either version.
    let quotas: Vec<String> = folders(name).iter().filter_map(|folder| quota(folder)).collect();
    assert!(quotas == ["20000"] || quotas == ["20000 100000"], "{quotas:?}");

    machine.run(&["deployments", "stop", "orders"]).assert().success();
    until("nothing of the group is left", 5, || folders(name).is_empty());
}

/// Where groups of a name are, in all hierarchies.
fn folders(name: &str) -> Vec<PathBuf> {
    let found = Command::new("find").args(["/sys/fs/cgroup", "-type", "d", "-name", name]).output().unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(PathBuf::from).collect()
}

fn quota(folder: &Path) -> Option<String> {
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).ok();
    read("cpu.cfs_quota_us").or_else(|| read("cpu.max")).map(|quota| quota.trim().to_owned())
}

/// A document whose tools take more than a few MiB.
fn large(title: &Path) -> String {
    let mut paths = serde_json::Map::new();
    for number in 0..1_500 {
        let words = format!("{number} ").repeat(400);
        let get = serde_json::json!({ "get": { "operationId": format!("read{number}"), "description": words, "responses": { "200": { "description": "ok" } } } });
        paths.insert(format!("/things/{number}"), get);
    }
    let info = serde_json::json!({ "title": title, "version": "1" });
    serde_json::json!({ "openapi": "3.1.0", "info": info, "servers": [{ "url": "http://127.0.0.1:9" }], "paths": paths }).to_string()
}

#[test]
fn callers_have_credentials_of_their_own() {
    let (_hub, machine) = Hub::signed_in();
    designed(&machine);
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    let call = || out(&machine.run(&["servers", "call", "orders", "open_vault"]).assert());
    machine.run(&["credentials", "set", "shop", "key"]).write_stdin("everybodys\n").assert().success();
    until("everybody's is refused", 10, || call().contains("401"));
    machine.run(&["credentials", "set", "shop", "key", "--personal"]).write_stdin("sesame\n").assert().success();
    until("the caller's own opens", 10, || call().contains("GET /vault"));
    machine.run(&["credentials", "delete", "shop", "key", "--personal"]).assert().success();
    until("without it, everybody's is refused again", 10, || call().contains("401"));
}

#[test]
fn the_gateway_asks_and_replicas_act() {
    let (_hub, machine) = Hub::signed_in();
    let document = r#"{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"servers":[{"url":"UPSTREAM"}],
        "paths":{"/orders/{order}":{"delete":{"operationId":"removeOrder","responses":{"200":{"description":"done"}},
        "parameters":[{"name":"order","in":"path","required":true,"schema":{"type":"string"}}]}}}}"#;
    let document = document.replace("UPSTREAM", &upstream());
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(document).assert().success();
    machine.run(&["servers", "create", "Orders", "--api", "shop", "--ask", "destructive"]).assert().success();
    machine.run(&["deployments", "start", "orders", "--target", "process"]).assert().success();
    let call = ["servers", "call", "orders", "remove_order", "order=seven"];
    let refused = machine.run(&call).assert().failure();
    assert!(out(&refused).contains("`confirm`: \"seven\""), "{}", out(&refused));
    let done = machine.run(&[&call[..], &["confirm=seven"]].concat()).assert().success();
    assert!(out(&done).contains("DELETE /orders/seven"), "{}", out(&done));
}

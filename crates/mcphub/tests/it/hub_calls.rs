//! Calls and logs of hosted servers on the command line: what there is, and what comes while somebody looks.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    hub::{Hub, Machine, err},
    hub_apis::{shop, upstream},
};

/// A hub with a server that is served, `shop`.
fn served() -> (Hub, Machine) {
    let (hub, machine) = Hub::signed_in();
    machine.run(&["quick", "-", "--name", "Shop", "--no-key"]).write_stdin(shop(&upstream())).assert().success();
    (hub, machine)
}

/// Calls of the server, once there are so many.
fn recorded(machine: &Machine, many: usize) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let calls = machine.json(&["calls", "list", "--server", "shop"]).as_array().unwrap().clone();
        if calls.len() >= many {
            return calls;
        }
        assert!(Instant::now() < end, "{calls:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A command that goes on until it is told to end, as its lines come.
struct Following {
    process: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Following {
    fn start(machine: &Machine, arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mcphub"))
            .args(arguments)
            .env("XDG_CONFIG_HOME", machine.folder())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    fn line(&mut self) -> Value {
        let line = self.lines.next().unwrap().unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Ends it as somebody at a terminal does; what it said that was not heard yet.
    fn end(mut self) -> Vec<String> {
        let process = self.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success(), "it ends well");
        self.lines.map_while(Result::ok).collect()
    }
}

#[test]
fn calls_are_listed_shown_and_added_up() {
    let (_hub, machine) = served();
    assert!(err(&machine.run(&["calls", "list"]).assert().success()).contains("nothing was called"));
    machine.run(&["servers", "call", "shop", "list_orders", "limit=3"]).assert().success();
    machine.run(&["servers", "call", "shop", "open_vault"]).assert().failure();
    let calls = recorded(&machine, 2);
    let outcomes: Vec<&str> = calls.iter().map(|call| call["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["tool-error", "ok"], "newest first");
    let table = machine.prints(&["calls", "list", "--tool", "list_orders"]);
    assert!(table.contains("list_orders") && table.contains("ok") && !table.contains("open_vault"), "{table}");
    let failed = machine.json(&["calls", "list", "--outcome", "tool-error", "--limit", "5"]);
    assert_eq!((failed.as_array().unwrap().len(), &failed[0]["tool"]), (1, &Value::from("open_vault")));
    let actor = calls[0]["actor"]["id"].as_str().unwrap();
    assert_eq!(machine.json(&["calls", "list", "--actor", actor]).as_array().unwrap().len(), 2);
    machine.run(&["calls", "list", "--outcome", "well"]).assert().code(2);
    machine.run(&["calls", "list", "--server", "nothing"]).assert().code(1);

    let id = calls[1]["id"].as_str().unwrap();
    let shown = machine.prints(&["calls", "show", id]);
    assert!(shown.contains("list_orders") && shown.contains("upstream status"), "{shown}");
    assert_eq!(machine.json(&["calls", "show", id])["upstream_status"], 200);

    let hours = machine.json(&["calls", "hours", "--server", "shop", "--by", "tool"]);
    let sums: Vec<(&str, i64)> = hours
        .as_array()
        .unwrap()
        .iter()
        .map(|sum| (sum["of"].as_str().unwrap(), sum["calls"].as_i64().unwrap()))
        .collect();
    assert_eq!(sums, [("list_orders", 1), ("open_vault", 1)]);
    let table = machine.prints(&["calls", "hours", "--hours", "2", "--by", "tool"]);
    assert!(table.contains("95 % WITHIN") && table.contains("list_orders"), "{table}");
    machine.run(&["calls", "hours", "--hours", "99999"]).assert().code(2);
}

#[test]
fn calls_are_followed_as_they_come() {
    let (_hub, machine) = served();
    machine.run(&["servers", "call", "shop", "list_orders", "limit=1"]).assert().success();
    let before = recorded(&machine, 1);
    let words = ["calls", "list", "--server", "shop", "--tool", "list_orders", "--follow", "--json"];
    let mut following = Following::start(&machine, &words);
    assert_eq!(following.line()["id"], before[0]["id"], "first those that there are");
    machine.run(&["servers", "call", "shop", "open_vault"]).assert().failure();
    for _ in 0..2 {
        machine.run(&["servers", "call", "shop", "list_orders", "limit=2"]).assert().success();
    }
    let seen = [following.line(), following.line()];
    assert!(seen.iter().all(|call| call["tool"] == "list_orders"), "{seen:?}");
    let ids: Vec<Value> = seen.iter().rev().map(|call| call["id"].clone()).collect();
    let kept: Vec<Value> = recorded(&machine, 4)
        .into_iter()
        .filter(|call| call["tool"] == "list_orders")
        .map(|call| call["id"].clone())
        .collect();
    assert_eq!(ids, kept[..2], "each once, in their order");
    assert_eq!(following.end(), [""; 0]);
}

#[test]
fn the_log_of_a_server_is_read_and_followed() {
    let (_hub, machine) = served();
    let log = machine.prints(&["logs", "shop"]);
    assert!(log.contains("deployment") && log.contains("it is running"), "{log}");
    let lines = machine.json(&["logs", "shop", "--level", "info", "--search", "RUNNING"]);
    assert_eq!(lines.as_array().unwrap().len(), 1, "{lines}");
    assert_eq!(machine.json(&["logs", "shop", "--level", "error"]), Value::Array(Vec::new()));
    machine.run(&["logs", "nothing"]).assert().code(1);
    let mut following = Following::start(&machine, &["logs", "shop", "--follow", "--json", "--limit", "1"]);
    assert!(following.line()["message"].as_str().unwrap().contains("running"));
    machine.run(&["deployments", "stop", "shop"]).assert().success();
    let heard = loop {
        let line = following.line();
        if line["message"] == "it is stopped" {
            break line;
        }
    };
    assert_eq!(heard["source"], "deployment");
    following.end();
}

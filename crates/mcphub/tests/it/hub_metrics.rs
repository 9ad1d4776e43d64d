//! Figures that others decide by: the calls in flight that an autoscaler of a cluster asks an adapter of Prometheus for.

use std::{
    io::{Read as _, Write as _},
    time::{Duration, Instant},
};

use hub_deploy::kubernetes::{
    Amount, Limits, Names, Owner, Shape,
    manifests::{self, CALLS_FIGURE, Content},
};
use serde_json::Value;

use crate::{
    hub::{Hub, Machine},
    hub_apis::{shop, upstream},
};

const TOKEN: &str = "figures-for-prometheus";

/// What Prometheus reads.
fn figures(hub: &Hub) -> String {
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let head = "GET /metrics HTTP/1.1\r\nconnection: close\r\nauthorization: Bearer";
    write!(stream, "{head} {TOKEN}\r\nhost: {address}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    answer
}

/// The external metric that the autoscaler of a server asks for: its name, and what it selects by.
fn asked_for(server: &str) -> (String, Value) {
    let shape = Shape {
        hub: "hub".to_owned(),
        image: "runtime".to_owned(),
        pull_policy: None,
        pull_secret: None,
        limits: Limits { memory_mib: 128, processor_request: 50, processor_limit: 0 },
        gateways: Vec::new(),
        processor_target: 70,
        calls_metric: Some(CALLS_FIGURE.to_owned()),
        pods: 10,
    };
    let names = Names::new("all".to_owned(), server);
    let owner = Owner { organisation: "org_1", server, slug: "orders", names: &names };
    let amount = Amount::Scaled { min: 1, max: 2, calls: 10, cpu_percent: None, quiet_seconds: 60 };
    let content = Content { version: "ver_1", blueprint: b"", told: b"" };
    let objects = manifests::version(&shape, owner, content, Some(amount));
    let scaler = objects.iter().find(|object| object["kind"] == "HorizontalPodAutoscaler").unwrap();
    let metrics = scaler["spec"]["metrics"].as_array().unwrap();
    let metric = &metrics.iter().find(|metric| metric["type"] == "External").unwrap()["external"]["metric"];
    (metric["name"].as_str().unwrap().to_owned(), metric["selector"]["matchLabels"].clone())
}

#[test]
fn what_an_autoscaler_asks_for_is_what_gateways_measure() {
    let folder = tempfile::tempdir().unwrap();
    let (hub, machine) = (Hub::with(folder, &[("MCPHUB__TELEMETRY__METRICS_TOKEN", TOKEN)]), Machine::new());
    hub.sign_in(&machine);
    machine.run(&["apis", "add", "-", "--name", "Shop"]).write_stdin(shop(&upstream())).assert().success();
    for name in ["Orders", "Plain"] {
        machine.run(&["servers", "create", name, "--api", "shop"]).assert().success();
    }
    let start = ["deployments", "start", "orders", "--target", "process", "--scale", "1-2", "--cpu-percent", "80"];
    machine.run(&start).assert().success();
    machine.run(&["deployments", "start", "plain"]).assert().success();
    assert_eq!(machine.json(&["deployments", "show", "orders"])["scaling"]["cpu_percent"], 80);
    machine.run(&["servers", "call", "orders", "list_orders", "limit=7"]).assert().success();
    machine.run(&["servers", "call", "plain", "list_orders", "limit=7"]).assert().success();
    let server = machine.json(&["servers", "show", "orders"])["id"].as_str().unwrap().to_owned();
    let (name, labels) = asked_for(&server);
    let labels = labels.as_object().unwrap().iter();
    let labels: Vec<String> = labels.map(|(name, value)| format!("{name}={value}")).collect();
    let wanted = format!("{name}{{{}}} ", labels.join(","));
    let end = Instant::now() + Duration::from_secs(20);
    let measured = loop {
        let figures = figures(&hub);
        let own: Vec<String> = figures.lines().filter(|line| line.starts_with(&name)).map(str::to_owned).collect();
        if !own.is_empty() {
            break own;
        }
        assert!(Instant::now() < end, "{figures}");
        std::thread::sleep(Duration::from_millis(200));
    };
    // One for each server that is scaled, and none for others.
    assert_eq!(measured.len(), 1, "{measured:?}");
    let value = measured[0].strip_prefix(&wanted).unwrap_or_else(|| panic!("{wanted} is not {}", measured[0]));
    assert!(value.parse::<f64>().unwrap() >= 0.0);
    // The rule that is written down for the adapter is of this figure.
    let rule = include_str!("../../../../docs/kubernetes.md");
    assert!(rule.contains(&format!("seriesQuery: '{name}{{server!=\"\"}}'")), "the rule of docs/kubernetes.md");
}

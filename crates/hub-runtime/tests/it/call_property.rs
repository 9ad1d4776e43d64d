//! Whatever the arguments are, a request keeps to its path template and its headers stay whole lines.

use hub_model::binding::http::{Encode, Style};
use hub_runtime::call::Executor;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use crate::{
    tools::{call, open, style, tool},
    upstream::{Upstream, json as answer},
};

/// Text in which what breaks out of places is common.
fn hostile() -> impl Strategy<Value = String> {
    let breakers = [
        "..",
        ".",
        "/",
        "\\",
        "%2e",
        "%2F",
        "%25",
        "\r\n",
        "\n",
        "?",
        "#",
        "&",
        ";",
        "@",
        ":",
        "\0",
        " ",
        "X-Evil: 1",
        "//evil.example",
        "ü",
    ];
    let pieces = prop_oneof![
        4 => "[a-z0-9]{1,4}",
        4 => prop::sample::select(breakers.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(pieces, 0..5).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        hostile().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null)
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(hostile(), inner, 0..3).prop_map(|map| json!(map)),
        ]
    })
}

fn executors(url: &str) -> Vec<Executor> {
    let mut all = Vec::new();
    for (place, explode) in [
        (Style::Simple, false),
        (Style::Simple, true),
        (Style::Label, true),
        (Style::Matrix, false),
        (Style::Matrix, true),
    ] {
        for reserved in [false, true] {
            let mut make = tool("POST", "/pets/{id}/toys/{toy}.json?fixed=1")
                .query("q", style(Style::Form, explode))
                .query("d", style(Style::DeepObject, true))
                .header("X-Thing", style(Style::Simple, explode))
                .cookie("c", style(Style::Form, explode))
                .body("multipart/form-data", |make| Encode::Multipart {
                    from: make.fields(&["part"], true),
                    parts: Default::default(),
                });
            for piece in &mut make.binding.target {
                if let hub_model::binding::http::Piece::Value(field) = piece {
                    field.format = hub_model::binding::http::Format::Style { style: place, explode, reserved };
                }
            }
            all.push(make.executor(url, &[], open()));
        }
    }
    all
}

fn decoded(segment: &str) -> String {
    let mut text = segment.to_owned();
    for _ in 0..5 {
        text = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
    }
    text
}

#[test]
fn requests_keep_to_their_template() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let upstream = runtime.block_on(Upstream::always(answer("{}")));
    let executors = executors(&upstream.url());
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let others = prop::collection::btree_map(
        prop::sample::select(vec!["q", "d", "X-Thing", "c", "part", "more"]),
        value(),
        0..5,
    );
    let strategy = (value(), value(), others, 0..executors.len());
    let sent = std::cell::Cell::new(0);
    let outcome = runner.run(&strategy, |(id, toy, mut arguments, which)| {
        arguments.extend([("id", id), ("toy", toy)]);
        let before = upstream.seen().len();
        let answer = runtime.block_on(call(&executors[which], &json!(arguments)));
        let seen = upstream.seen();
        if answer.is_error {
            prop_assert_eq!(seen.len(), before, "a refused call sends nothing: {:?}", answer);
            return Ok(());
        }
        sent.set(sent.get() + 1);
        prop_assert_eq!(seen.len(), before + 1);
        let seen = &seen[before];
        let line: Vec<&str> = seen.line.split(' ').collect();
        prop_assert!(line.len() == 3 && line[0] == "POST" && line[2] == "HTTP/1.1", "{}", seen.line);
        let (path, query) = line[1].split_once('?').unwrap();
        prop_assert!(query.starts_with("fixed=1"), "{}", query);
        prop_assert!(!line[1].contains('#'));
        let segments: Vec<&str> = path.split('/').collect();
        prop_assert_eq!(segments.len(), 5, "{}", path);
        prop_assert_eq!((segments[0], segments[1], segments[3]), ("", "pets", "toys"));
        prop_assert!(segments[4].ends_with(".json"), "{}", path);
        for segment in [segments[2], segments[4]] {
            let plain = decoded(segment);
            prop_assert!(!segment.is_empty() && plain.split(['/', '\\']).all(|part| part != ".."), "{}", path);
        }
        let known =
            ["accept", "accept-encoding", "user-agent", "x-thing", "cookie", "content-type", "content-length", "host"];
        for (name, value) in &seen.headers {
            prop_assert!(known.contains(&name.as_str()), "{}: {}", name, value);
            prop_assert!(!value.chars().any(|c| c.is_ascii_control() && c != '\t'), "{}: {:?}", name, value);
        }
        if let Some(kind) = seen.header("content-type") {
            let boundary = kind.split("boundary=").nth(1).unwrap();
            let end = format!("--{boundary}--\r\n");
            prop_assert!(seen.body.ends_with(end.as_bytes()));
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(sent.get() > 100, "only {} of the calls were sent", sent.get());
}

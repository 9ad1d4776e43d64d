//! Attack addresses: nothing special is reached unless the operator allows it.

use hub_runtime::{call::Executor, egress::Policy, secrets::Secrets, settings::Settings};
use serde_json::json;

use crate::{
    tools::{call, failure, open, success, tool},
    upstream::{Upstream, json as answer},
};

async fn with(policy: Policy, url: &str) -> hub_runtime::answer::Answer {
    call(&tool("GET", "/").executor(url, &[], Settings { egress: policy, ..Settings::default() }), &json!({})).await
}

#[tokio::test]
async fn special_hosts_are_refused_in_every_spelling() {
    let upstream = Upstream::start(|_, _| answer("{}")).await;
    let port = upstream.address.port();
    let hosts = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fc00::1]",
        "[fd00:ec2::254]",
        "[ff02::1]",
        "224.0.0.1",
        "168.63.129.16",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "127。0。0。1",
    ];
    for host in hosts {
        let text = failure(&with(Policy::default(), &format!("http://{host}:{port}")).await);
        assert!(text.contains("refused") && text.contains("address"), "{host}: {text}");
    }
    for url in [
        "ftp://example.com",
        "file:///etc/passwd",
        "http://user:secret-pw@example.com",
        "javascript:alert(1)",
        "http://",
        "https://exa mple.com",
    ] {
        let text = failure(&with(Policy::default(), url).await);
        assert!(!text.contains("secret-pw") && text.contains("cannot be called"), "{url}: {text}");
    }
    assert!(upstream.seen().is_empty());
}

#[tokio::test]
async fn what_is_allowed_is_reached() {
    let upstream = Upstream::start(|_, _| answer("{}")).await;
    let port = upstream.address.port();
    let allow =
        |entries: &[&str]| Policy { allow_private: false, allow: entries.iter().map(ToString::to_string).collect() };
    success(&with(Policy { allow_private: true, allow: Vec::new() }, &format!("http://localhost:{port}")).await);
    success(&with(allow(&["127.0.0.0/8", "::1"]), &format!("http://127.0.0.1:{port}")).await);
    success(&with(allow(&["localhost"]), &format!("http://localhost:{port}")).await);
    failure(&with(allow(&["10.0.0.0/8", "example.com"]), &format!("http://127.0.0.1:{port}")).await);
    failure(&with(Policy { allow_private: true, allow: Vec::new() }, "http://169.254.169.254").await);
}

#[tokio::test]
async fn an_upstream_that_can_never_work_stops_the_start() {
    let blueprint = tool("GET", "/").blueprint("https://api.example");
    for url in ["http://127.0.0.1:1", "nonsense", "ftp://x.example", "/relative"] {
        let settings = Settings { upstream: Some(url.into()), ..Settings::default() };
        let error = Executor::new(&blueprint, Secrets::new(), settings).unwrap_err().to_string();
        assert!(error.contains("the upstream given cannot be used"), "{url}: {error}");
    }
    let settings =
        Settings { egress: Policy { allow_private: false, allow: vec!["http://x".into()] }, ..Settings::default() };
    assert!(Executor::new(&blueprint, Secrets::new(), settings).is_err());
    let settings = Settings { headers: vec![("X-A".into(), "a\r\nb".into())], ..Settings::default() };
    assert!(Executor::new(&blueprint, Secrets::new(), settings).is_err());
}

#[tokio::test]
async fn a_document_without_a_host_says_what_to_do() {
    for url in ["", "/v1"] {
        let text = failure(&tool("GET", "/").call(url, &json!({})).await);
        assert!(text.contains("start the server with --upstream URL"), "{text}");
    }
}

#[tokio::test]
async fn variables_and_overrides_make_the_base() {
    let upstream = Upstream::start(|_, _| answer("{}")).await;
    let mut blueprint = tool("GET", "/x").blueprint("http://{host}/{version}");
    let main = blueprint.upstreams.get_mut("main").unwrap();
    main.variables
        .insert("host".into(), hub_model::Variable { default: "nowhere.invalid".into(), ..Default::default() });
    main.variables.insert("version".into(), hub_model::Variable { default: "v1".into(), ..Default::default() });
    let variables = [("host".to_owned(), upstream.address.to_string())].into();
    let executor = Executor::new(&blueprint, Secrets::new(), Settings { variables, ..open() }).unwrap();
    success(&call(&executor, &json!({})).await);
    let settings = Settings { upstream: Some(format!("{}/other/?tenant=a", upstream.url())), ..open() };
    success(&call(&Executor::new(&blueprint, Secrets::new(), settings).unwrap(), &json!({})).await);
    let targets: Vec<String> = upstream.seen().iter().map(|seen| seen.target().to_owned()).collect();
    assert_eq!(targets, ["/v1/x", "/other/x?tenant=a"]);
}

//! Signing in at a hub, staying signed in, and going.

use std::{os::unix::fs::PermissionsExt as _, time::Duration};

use serde_json::{Value, json};

use crate::hub::{Hub, Machine, PASSWORD, err};

#[test]
fn the_first_administrator_is_made_by_the_printed_link_and_others_sign_in() {
    let (hub, machine) = Hub::signed_in();
    let me = machine.json(&["whoami"]);
    assert_eq!((&me["email"], &me["is_admin"]), (&json!("ada@example.com"), &json!(true)));
    assert!(machine.prints(&["whoami"]).contains(&hub.url));

    let other = Machine::new();
    let refused = other.run(&["login", &hub.url]).write_stdin("ada@example.com\nnot-it\n").assert().code(1);
    assert!(err(&refused).contains("the address or the password is wrong"), "{}", err(&refused));
    other.run(&["whoami"]).assert().code(2);
    other.run(&["login", &hub.url]).write_stdin(format!("ada@example.com\n{PASSWORD}\n")).assert().success();
    assert_eq!(other.json(&["whoami"])["id"], me["id"]);

    // The link works once.
    let again = other.run(&["login", hub.link.as_deref().unwrap()]);
    let again = { again }.write_stdin(format!("eve@example.com\nEve\n{PASSWORD}\n")).assert().code(1);
    assert!(err(&again).contains("link"), "{}", err(&again));
}

#[test]
fn what_is_kept_is_for_its_owner_alone() {
    let (_hub, machine) = Hub::signed_in();
    let folder = machine.folder().join("mcphub");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("login.json")), 0o600);
    assert!(!std::fs::read_to_string(folder.join("login.json")).unwrap().contains(PASSWORD));
}

#[test]
fn signing_out_ends_the_sign_in_at_the_hub_too() {
    let (_hub, machine) = Hub::signed_in();
    let file = machine.folder().join("mcphub/login.json");
    let kept = std::fs::read_to_string(&file).unwrap();
    machine.run(&["logout"]).assert().success();
    assert!(!file.exists());
    machine.run(&["whoami"]).assert().code(2);
    // Whoever kept a copy is not let in with it.
    std::fs::write(&file, kept).unwrap();
    let refused = machine.run(&["whoami"]).assert().code(1);
    assert!(err(&refused).contains("not signed in any more"), "{}", err(&refused));
    machine.run(&["logout"]).assert().success();
    machine.run(&["logout"]).assert().success();
}

/// As if the access token's time were up.
fn spoil(machine: &Machine) {
    let file = machine.folder().join("mcphub/login.json");
    let mut kept: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    kept["access_token"] = json!("spoilt");
    std::fs::write(&file, kept.to_string()).unwrap();
}

#[test]
fn a_token_whose_time_is_up_is_renewed_by_one_of_many_processes() {
    let (_hub, machine) = Hub::signed_in();
    for _ in 0..3 {
        spoil(&machine);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| machine.run(&["whoami"]).timeout(Duration::from_secs(60)).assert().success());
            }
        });
    }
    // Had two of them used the same refresh token, the sign-in would have ended.
    machine.run(&["whoami"]).assert().success();
}

#[test]
fn a_key_does_without_signing_in_and_never_shows() {
    let (hub, machine) = Hub::signed_in();
    let made = machine.run(&["keys", "create", "ci", "--scopes", "apis:read"]).assert().success();
    let key = crate::hub::out(&made).trim().to_owned();
    assert!(!err(&made).contains(&key));
    let program = Machine::new();
    let with = |arguments: &[&str]| {
        let mut command = program.run(arguments);
        command.env("MCPHUB_HUB", &hub.url).env("MCPHUB_KEY", &key).env("MCPHUB_ORGANISATION", "ada");
        command.assert()
    };
    with(&["apis", "list"]).success();
    let refused = with(&["apis", "add", "https://example.com/openapi.json"]).code(1);
    assert!(err(&refused).contains("apis:create"), "{}", err(&refused));
    assert!(!err(&refused).contains(&key));
    let help = program.run(&["apis", "list", "--help"]).env("MCPHUB_KEY", &key).assert().success();
    assert!(!crate::hub::out(&help).contains(&key));
    // In a container there may be no folder that anything can be written to.
    assert!(!program.folder().join("mcphub").exists());
    for folder in ["/proc/nowhere", ""] {
        let mut command = program.run(&["apis", "list", "--hub", &hub.url, "--organisation", "ada", "--key", &key]);
        command.env("XDG_CONFIG_HOME", folder).env_remove("HOME").assert().success();
    }
    let keys = machine.json(&["keys", "list"]);
    let id = keys[0]["id"].as_str().unwrap().to_owned();
    let rotated = machine.prints(&["keys", "rotate", &id]);
    with(&["apis", "list"]).code(1);
    machine.run(&["keys", "revoke", &id]).assert().success();
    let mut command = program.run(&["apis", "list", "--hub", &hub.url, "--organisation", "ada"]);
    command.env("MCPHUB_KEY", rotated.trim()).assert().code(1);
}

#[test]
fn one_of_several_organisations_is_chosen() {
    let (hub, machine) = Hub::signed_in();
    for slug in ["shop", "bank"] {
        let body = json!({ "name": slug, "slug": slug });
        post(&hub, &machine, "/organisations", &body);
    }
    let unsure = machine.run(&["apis", "list"]).assert().code(2);
    assert!(err(&unsure).contains("organisations use"), "{}", err(&unsure));
    machine.run(&["organisations", "use", "bank"]).assert().success();
    machine.run(&["apis", "list"]).assert().success();
    assert!(machine.prints(&["organisations"]).lines().any(|line| line.contains('*') && line.contains("bank")));
    machine.run(&["organisations", "use", "nowhere"]).assert().code(1);
}

/// What has no command of its own.
fn post(hub: &Hub, machine: &Machine, path: &str, body: &Value) {
    use std::io::{Read as _, Write as _};
    let kept = std::fs::read_to_string(machine.folder().join("mcphub/login.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let address = hub.url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let (body, token) = (body.to_string(), kept["access_token"].as_str().unwrap());
    write!(
        stream,
        "POST /api/v1{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
}

#[test]
fn a_hub_that_is_not_there_is_told() {
    let machine = Machine::new();
    let refused = machine.run(&["login", "http://127.0.0.1:9"]).write_stdin("a@b.c\nx\n").assert().code(1);
    assert!(err(&refused).contains("is the hub at http://127.0.0.1:9 running?"), "{}", err(&refused));
    machine.run(&["login", "ftp://hub"]).assert().code(2);
    machine.run(&["login"]).assert().code(2);
    machine.run(&["whoami", "--hub", "http://127.0.0.1:9", "--key", "x"]).assert().code(1);
    // A server that is no hub.
    let files = crate::support::Files::serve(&[("/api/v1/me", "hello")]);
    let odd = machine.run(&["whoami", "--hub", &files.url(""), "--key", "x"]).assert().code(1);
    assert!(err(&odd).contains("is this the address of a hub?"), "{}", err(&odd));
}

//! Registries that are not what they should be: slow of understanding, strange, or after the password.

use std::{
    str::FromStr as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use hub_deploy::image::{
    Blob, Error, Name,
    registry::{Access, Login, Registry, Removal},
};
use hub_model::clock::SystemClock;
use hub_runtime::egress::Policy;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::image;

/// What was asked: request lines and headers.
type Heard = Arc<Mutex<Vec<String>>>;

/// Answers every request as `answer` says (status line and headers, then a body), and notes it.
async fn registry(answer: impl Fn(&str) -> (String, String) + Send + Sync + 'static) -> (String, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let heard: Heard = Arc::default();
    let (noted, answer) = (Arc::clone(&heard), Arc::new(answer));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
            tokio::spawn(async move {
                let mut bytes = Vec::new();
                let mut buffer = [0; 4096];
                while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
                    match stream.read(&mut buffer).await {
                        Ok(0) | Err(_) => return,
                        // It has no TLS, and hangs up on whoever begins with it.
                        Ok(_) if buffer[0] == 0x16 => return,
                        Ok(read) => bytes.extend(&buffer[..read]),
                    }
                }
                let head = String::from_utf8_lossy(&bytes).into_owned();
                let (status, body) = answer(&head);
                noted.lock().unwrap().push(head);
                let text =
                    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                let _ = stream.write_all(text.as_bytes()).await;
            });
        }
    });
    (host, heard)
}

fn access() -> Access {
    let login = Login { name: "anna".to_owned(), secret: "hunter2".into() };
    let egress = Policy { allow_private: true, allow: Vec::new() };
    Access { login: Some(login), egress, ..Access::default() }
}

async fn pushed(host: &str) -> Result<(), Error> {
    let registry = Registry::connect(host, &access(), Arc::new(SystemClock)).await?;
    let name = Name::from_str(&format!("{host}/pets:1")).unwrap();
    registry.push(&image("pets"), &name, &[], None, &|_, _| {}).await.map(|_| ())
}

#[tokio::test]
async fn addresses_that_the_rules_forbid_are_not_reached() {
    let closed = Access { egress: Policy::default(), ..access() };
    let (host, heard) = registry(|_| ("200 OK".to_owned(), String::new())).await;
    let refused = Registry::connect(&host, &closed, Arc::new(SystemClock)).await.err().unwrap();
    assert!(refused.to_string().contains("refused"), "{refused}");
    assert!(heard.lock().unwrap().is_empty());
    // Where clouds answer with credentials, also when private addresses are allowed.
    let refused = Registry::connect("169.254.169.254", &access(), Arc::new(SystemClock)).await.err().unwrap();
    assert!(refused.to_string().contains("refused"), "{refused}");
}

#[tokio::test]
async fn a_page_is_no_registry() {
    let (host, _) = registry(|_| ("404 Not Found".to_owned(), "<html>".to_owned())).await;
    let refused = Registry::connect(&host, &access(), Arc::new(SystemClock)).await.err().unwrap();
    assert!(
        refused.to_string().contains("cannot be reached") || refused.to_string().contains("no registry"),
        "{refused}"
    );
}

#[tokio::test]
async fn the_words_of_a_refusal_are_cut_and_cleaned_and_hold_no_password() {
    let said = format!(r#"{{"errors":[{{"code":"DENIED","message":"no\u001b[31m {}"}}]}}"#, "x".repeat(5_000));
    let (host, _) = registry(move |head| match head.split(' ').next() {
        Some("GET") => ("200 OK".to_owned(), String::new()),
        Some("HEAD") => ("404 Not Found".to_owned(), String::new()),
        _ => ("500 Oh".to_owned(), said.clone()),
    })
    .await;
    let refused = pushed(&host).await.unwrap_err().to_string();
    assert!(refused.contains("500") && refused.contains("DENIED no[31m xxx"), "{refused}");
    assert!(refused.len() < 500 && !refused.contains('\u{1b}') && !refused.contains("hunter2"), "{refused}");
}

#[tokio::test]
async fn an_upload_that_goes_elsewhere_takes_no_credentials_along() {
    let (elsewhere, heard) = registry(|_| ("201 Created".to_owned(), String::new())).await;
    let (host, _) = registry(move |head| {
        let known = head.to_ascii_lowercase().contains("authorization: basic");
        let to = |status: &str| (format!("{status}\r\nlocation: http://{elsewhere}/upload?a=b"), String::new());
        match head.split(' ').next().unwrap() {
            _ if !known => ("401 Unauthorized\r\nwww-authenticate: Basic realm=\"a\"".to_owned(), String::new()),
            "HEAD" => ("404 Not Found".to_owned(), String::new()),
            "POST" => to("202 Accepted"),
            _ => ("201 Created\r\noci-subject: a".to_owned(), String::new()),
        }
    })
    .await;
    pushed(&host).await.unwrap();
    let heard = heard.lock().unwrap();
    assert!(heard.iter().any(|head| head.starts_with("PUT /upload?a=b&digest=sha256%3A")), "{heard:?}");
    assert!(heard.iter().all(|head| !head.to_ascii_lowercase().contains("authorization")), "{heard:?}");
}

#[tokio::test]
async fn answers_without_sense_are_errors_and_not_endless() {
    for (status, body) in [
        ("401 Unauthorized\r\nwww-authenticate: Bearer realm=\"", ""),
        ("401 Unauthorized\r\nwww-authenticate: Bearer realm=\"file:///etc/passwd\"", ""),
        ("401 Unauthorized\r\nwww-authenticate: Digest realm=\"a\"", ""),
        ("202 Accepted\r\nlocation: ::::", "{"),
        ("302 Found\r\nlocation: /v2/", ""),
    ] {
        let (host, _) = registry(move |head| match head.starts_with("GET /v2/ ") {
            true => ("200 OK".to_owned(), String::new()),
            false => (status.to_owned(), body.to_owned()),
        })
        .await;
        // A HEAD that is answered with success says that everything is there; the manifests are refused then.
        assert!(pushed(&host).await.is_err(), "{status}");
    }
}

#[tokio::test]
async fn lists_of_tags_are_read_page_by_page_and_not_for_ever() {
    let (host, heard) = registry(|head| match head.starts_with("GET /v2/ ") {
        true => ("200 OK".to_owned(), String::new()),
        false => {
            ("200 OK\r\nlink: </v2/pets/tags/list?last=a>; rel=\"next\"".to_owned(), r#"{"tags":["a"]}"#.to_owned())
        }
    })
    .await;
    let registry = Registry::connect(&host, &access(), Arc::new(SystemClock)).await.unwrap();
    assert_eq!(registry.tags("pets").await.unwrap().len(), 50);
    assert!(heard.lock().unwrap().iter().any(|head| head.contains("?last=a")));
}

#[tokio::test]
async fn a_registry_that_falls_silent_is_not_waited_for_long() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        let mut silent = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let Ok(read) = stream.read(&mut buffer).await else { continue };
            let head = String::from_utf8_lossy(&buffer[..read]);
            let begins = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n";
            match head.split("\r\n").next().unwrap() {
                "GET /v2/ HTTP/1.1" => stream.write_all(format!("{begins}{{}}").as_bytes()).await.unwrap(),
                // An answer that begins and does not go on.
                line if line.contains("tags/list") => {
                    stream.write_all(format!("{begins}{{").as_bytes()).await.unwrap();
                    silent.push(stream);
                }
                // None at all.
                line if line.starts_with("GET") => silent.push(stream),
                _ => {}
            }
        }
    });
    let access = Access { idle: Some(Duration::from_millis(300)), ..access() };
    let registry = Registry::connect(&host, &access, Arc::new(SystemClock)).await.unwrap();
    for outcome in [registry.tags("pets").await.map(drop), registry.tag("pets", "1").await.map(drop)] {
        let why = outcome.unwrap_err().to_string();
        assert!(why.contains("said nothing"), "{why}");
    }
}

#[tokio::test]
async fn a_tag_goes_and_nothing_that_another_needs() {
    let manifest =
        |name: &str| format!(r#"{{"mediaType":"application/vnd.oci.image.manifest.v1+json","name":"{name}"}}"#);
    let digest = |text: &str| Blob::new("", text.to_owned().into()).digest;
    let index = format!(r#"{{"manifests":[{{"digest":"{}"}}]}}"#, digest(&manifest("c")));
    let (host, heard) = registry(move |head| {
        let line = head.split("\r\n").next().unwrap();
        let said = match line.split(' ').nth(1).unwrap() {
            "/v2/" => String::new(),
            "/v2/pets/tags/list" => format!(r#"{{"tags":["a","b","also-b","c","all","sha256-{}"]}}"#, "0".repeat(64)),
            "/v2/pets/manifests/a" => manifest("a"),
            "/v2/pets/manifests/b" | "/v2/pets/manifests/also-b" => manifest("b"),
            "/v2/pets/manifests/c" => manifest("c"),
            "/v2/pets/manifests/all" => index.clone(),
            _ if line.starts_with("DELETE") => return ("202 Accepted".to_owned(), String::new()),
            _ => return ("404 Not Found".to_owned(), String::new()),
        };
        ("200 OK".to_owned(), said)
    })
    .await;
    let registry = Registry::connect(&host, &access(), Arc::new(SystemClock)).await.unwrap();
    let needed = |names: &[&str]| Removal::Needed(names.iter().map(|name| (*name).to_owned()).collect());
    for (tag, became) in
        [("a", Removal::Done), ("b", needed(&["also-b"])), ("c", needed(&["all"])), ("gone", Removal::Missing)]
    {
        assert_eq!(registry.remove("pets", tag).await.unwrap(), became, "{tag}");
    }
    let heard = heard.lock().unwrap();
    assert_eq!(heard.iter().filter(|head| head.starts_with("DELETE")).count(), 1, "{heard:?}");
}

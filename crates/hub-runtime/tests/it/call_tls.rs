//! TLS upstreams: trusted certificates only, HTTP/2 where the upstream has it.
//!
//! Root certificates come from the system, or from the file that `SSL_CERT_FILE` names. A test cannot set that for itself, so the
//! calls that must succeed are made by another process of this same binary.

use std::{process::Command, sync::Arc};

use http_body_util::Full;
use hub_model::SchemeKind;
use hub_runtime::{call::Executor, secrets::Secrets};
use hyper::{body::Bytes, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
    server::WebPkiClientVerifier,
};
use secrecy::SecretString;
use serde_json::json;
use tokio_rustls::TlsAcceptor;

use crate::tools::{call, failure, open, text, tool};

/// Serves the version of each request over TLS; answers with the port and the certificate in PEM.
async fn serve(alpn: &[&[u8]]) -> (u16, String) {
    serve_to(alpn, None).await
}

/// The same, to those alone who show this certificate.
async fn serve_to(alpn: &[&[u8]], client: Option<CertificateDer<'static>>) -> (u16, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config =
        ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions().unwrap();
    let config = match client {
        None => config.with_no_client_auth(),
        Some(client) => {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(client).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap();
            config.with_client_cert_verifier(verifier)
        }
    };
    let mut config = config.with_single_cert(chain, key).unwrap();
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = service_fn(async |request: hyper::Request<hyper::body::Incoming>| {
                    let said = format!("{:?} {}", request.version(), request.uri().path());
                    Ok::<_, std::convert::Infallible>(hyper::Response::new(Full::new(Bytes::from(said))))
                });
                let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    (port, made.cert.pem())
}

#[tokio::test]
async fn an_untrusted_certificate_is_refused() {
    let (port, _) = serve(&[b"http/1.1"]).await;
    let executor = tool("GET", "/x").executor(&format!("https://localhost:{port}"), &[], open());
    let text = failure(&call(&executor, &json!({})).await);
    assert!(text.contains("no trusted TLS connection to localhost") && text.contains("certificate"), "{text}");
}

#[tokio::test]
async fn a_trusted_one_is_spoken_to_in_the_newest_version() {
    for (alpn, expected) in
        [(vec![b"h2".as_slice(), b"http/1.1"], "HTTP/2.0 /x"), (vec![b"http/1.1".as_slice()], "HTTP/1.1 /x")]
    {
        let (port, pem) = serve(&alpn).await;
        let printed = elsewhere(&format!("https://localhost:{port}"), &pem, None).await;
        assert!(printed.contains(&format!("answered {expected}")), "{printed}");
    }
}

/// What [`inner`] prints in a process that trusts `pem`, and has `own` as its certificate.
async fn elsewhere(url: &str, pem: &str, own: Option<&str>) -> String {
    let port = url.rsplit(':').next().unwrap();
    let file = std::env::temp_dir().join(format!("mcphub-test-{}-{port}-{}.pem", std::process::id(), own.is_some()));
    std::fs::write(&file, pem).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "call_tls::inner", "--ignored", "--nocapture"]);
    child.env("SSL_CERT_FILE", &file).env("TLS_TEST_URL", url);
    if let Some(own) = own {
        child.env("TLS_TEST_CERTIFICATE", own);
    }
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    std::fs::remove_file(&file).unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
#[ignore = "run by a_trusted_one_is_spoken_to_in_the_newest_version, in a process of its own"]
#[expect(clippy::disallowed_methods, reason = "how the other process is told where to call")]
async fn inner() {
    let Ok(url) = std::env::var("TLS_TEST_URL") else { return };
    let make = tool("GET", "/x").scheme("cert", SchemeKind::MutualTls).needs(&[&["cert"], &[]]);
    let own = std::env::var("TLS_TEST_CERTIFICATE").ok();
    let secrets: Vec<(&str, &str)> = own.iter().map(|own| ("cert", own.as_str())).collect();
    let executor = make.executor(&url, &secrets, open());
    println!("answered {}", text(&call(&executor, &json!({})).await));
    // The operator's, whatever the document says.
    let mut settings = open();
    settings.client_certificate = own.map(SecretString::from);
    let executor = tool("GET", "/y").executor(&url, &[], settings);
    println!("then {}", text(&call(&executor, &json!({})).await));
}

#[tokio::test]
async fn a_client_certificate_is_shown_where_one_is_asked_for() {
    let made = rcgen::generate_simple_self_signed(vec!["client".to_owned()]).unwrap();
    let own = format!("{}{}", made.cert.pem(), made.signing_key.serialize_pem());
    let (port, pem) = serve_to(&[b"h2", b"http/1.1"], Some(made.cert.der().clone())).await;
    let url = format!("https://localhost:{port}");
    let with = elsewhere(&url, &pem, Some(&own)).await;
    assert!(with.contains("answered HTTP/2.0 /x") && with.contains("then HTTP/2.0 /y"), "{with}");
    let without = elsewhere(&url, &pem, None).await;
    assert!(without.contains("answered the_tool failed"), "{without}");
    // A secret that is none stops the start, and is not shown.
    for wrong in ["hunter2", &made.cert.pem()] {
        let blueprint = tool("GET", "/x").scheme("cert", SchemeKind::MutualTls).needs(&[&["cert"]]).blueprint(&url);
        let mut secrets = Secrets::new();
        secrets.insert("cert", wrong);
        let error = Executor::new(&blueprint, secrets, open()).unwrap_err().to_string();
        assert!(error.contains("`cert`") && error.contains("PEM") && !error.contains("hunter2"), "{error}");
    }
}

//! TLS upstreams: trusted certificates only, HTTP/2 where the upstream has it.
//!
//! Root certificates come from the system, or from the file that `SSL_CERT_FILE` names. A test cannot set that for itself, so the
//! calls that must succeed are made by another process of this same binary.

use std::{process::Command, sync::Arc};

use http_body_util::Full;
use hyper::{body::Bytes, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use serde_json::json;
use tokio_rustls::TlsAcceptor;

use crate::tools::{call, failure, open, success, tool};

/// Serves the version of each request over TLS; answers with the port and the certificate in PEM.
async fn serve(alpn: &[&[u8]]) -> (u16, String) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let chain = vec![CertificateDer::from(made.cert.der().to_vec())];
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut config = config.with_no_client_auth().with_single_cert(chain, key).unwrap();
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
        let file = std::env::temp_dir().join(format!("mcphub-test-{}-{port}.pem", std::process::id()));
        std::fs::write(&file, pem).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "call_tls::inner", "--ignored", "--nocapture"]);
        child.env("SSL_CERT_FILE", &file).env("TLS_TEST_URL", format!("https://localhost:{port}"));
        let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
        std::fs::remove_file(&file).unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(printed.contains(&format!("answered {expected}")), "{printed}");
    }
}

#[tokio::test]
#[ignore = "run by a_trusted_one_is_spoken_to_in_the_newest_version, in a process of its own"]
#[expect(clippy::disallowed_methods, reason = "how the other process is told where to call")]
async fn inner() {
    let Ok(url) = std::env::var("TLS_TEST_URL") else { return };
    let executor = tool("GET", "/x").executor(&url, &[], open());
    println!("answered {}", success(&call(&executor, &json!({})).await));
}

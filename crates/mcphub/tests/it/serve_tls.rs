//! `mcphub serve` with a certificate: TLS 1.3 and nothing older, and a certificate that is replaced while it runs.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, SupportedProtocolVersion,
    pki_types::{CertificateDer, ServerName},
    version::{TLS12, TLS13},
};

struct Hub {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Writes a fresh certificate where the hub reads it.
fn certify(folder: &std::path::Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

fn start() -> (Hub, CertificateDer<'static>) {
    let folder = tempfile::tempdir().unwrap();
    let certificate = certify(folder.path());
    let settings =
        "[listen]\naddress = \"127.0.0.1:0\"\n[listen.tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n";
    std::fs::write(folder.path().join("mcphub.toml"), settings).unwrap();
    let mut process = Command::new(env!("CARGO_BIN_EXE_mcphub"))
        .arg("serve")
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("listening on "))).unwrap();
    // Nobody else reads what it says, and it must not wait for that.
    std::thread::spawn(move || lines.for_each(drop));
    let port = line.rsplit(':').next().unwrap().parse().unwrap();
    (Hub { process, port, folder }, certificate)
}

/// What the hub answers to a client that trusts this certificate and speaks this version.
fn ask(
    port: u16,
    trusted: &CertificateDer<'static>,
    version: &'static SupportedProtocolVersion,
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[version]).unwrap();
    let client = client.with_root_certificates(roots).with_no_client_auth();
    let connection = ClientConnection::new(Arc::new(client), ServerName::try_from("localhost").unwrap()).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port))?);
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    // The end of the connection is not always announced.
    let _ = stream.read_to_string(&mut answer);
    Ok(answer)
}

#[test]
fn tls_1_3_is_spoken_and_nothing_older() {
    let (hub, certificate) = start();
    let answer = ask(hub.port, &certificate, &TLS13).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    assert!(ask(hub.port, &certificate, &TLS12).is_err());
}

#[test]
fn a_certificate_is_replaced_while_the_hub_runs() {
    let (hub, before) = start();
    assert!(ask(hub.port, &before, &TLS13).is_ok());
    let after = certify(hub.folder.path());
    let deadline = Instant::now() + Duration::from_secs(30);
    while ask(hub.port, &after, &TLS13).is_err() {
        assert!(Instant::now() < deadline, "the new certificate is not used");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(ask(hub.port, &before, &TLS13).is_err());
}

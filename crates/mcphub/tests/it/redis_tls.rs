//! A Redis by TLS: trusted where its authority is, and refused where it is not, also where the system has no certificates at all.

use std::{
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::support::mcphub;

struct Redis {
    process: Child,
    port: u16,
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Redis {
    /// One with a certificate of its own, which it leaves in the folder; none where the program is missing.
    fn start(folder: &Path) -> Option<Self> {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        std::fs::write(folder.join("certificate.pem"), made.cert.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new("redis-server")
            .args(["--port", "0", "--tls-port", &port.to_string(), "--bind", "127.0.0.1", "--save", ""])
            .args(["--tls-cert-file", "certificate.pem", "--tls-key-file", "key.pem", "--tls-auth-clients", "no"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn();
        let Ok(process) = process else {
            eprintln!("skipped: there is no redis-server");
            return None;
        };
        let (redis, begin) = (Self { process, port }, Instant::now());
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begin.elapsed() < Duration::from_secs(10), "Redis does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(redis)
    }

    /// What `mcphub doctor` says of it, where the system's certificates are these.
    fn asked(&self, folder: &Path, variable: &str, certificates: &Path) -> String {
        let output = mcphub()
            .arg("doctor")
            .current_dir(folder)
            .env("MCPHUB__REDIS__URL", format!("rediss://localhost:{}", self.port))
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR")
            .env(variable, certificates)
            .output()
            .unwrap();
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
    }
}

#[test]
fn redis_by_tls_is_trusted_by_its_authority_alone() {
    let folder = tempfile::tempdir().unwrap();
    let Some(redis) = Redis::start(folder.path()) else { return };
    let said = redis.asked(folder.path(), "SSL_CERT_FILE", &folder.path().join("certificate.pem"));
    assert!(said.contains("redis: it answers"), "{said}");
    let none = folder.path().join("none");
    std::fs::create_dir(&none).unwrap();
    let said = redis.asked(folder.path(), "SSL_CERT_DIR", &none);
    assert!(said.contains("UnknownIssuer"), "{said}");
}

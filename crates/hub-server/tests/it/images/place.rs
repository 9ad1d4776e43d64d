//! A real registry (Debian's `docker-registry`), behind a password. Tests that need one say that there is none.

use std::{process::Stdio, time::Duration};

use tempfile::TempDir;
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
};

pub const USER: &str = "judge";
pub const PASSWORD: &str = "a-password-of-the-judge";
/// [`PASSWORD`] by bcrypt, which nothing here can make.
const HASH: &str = "$2b$05$oO4D5gRI8BXCEyF.gNvZWuv6xLkU7uuZb51WdVKFw1FRJUU5OrB1C";

/// A registry. It ends with the test.
pub struct Place {
    pub host: String,
    http: reqwest::Client,
    _process: Child,
    _folder: TempDir,
}

impl Place {
    /// Nothing where `docker-registry` is not installed.
    pub async fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let at = folder.path().display();
        std::fs::write(folder.path().join("htpasswd"), format!("{USER}:{HASH}\n")).unwrap();
        let config = serde_json::json!({
            "version": "0.1",
            "log": { "accesslog": { "disabled": true }, "level": "error" },
            "storage": { "filesystem": { "rootdirectory": format!("{at}/data") }, "delete": { "enabled": true } },
            "http": { "addr": format!("127.0.0.1:{port}") },
            "auth": { "htpasswd": { "realm": "judge", "path": format!("{at}/htpasswd") } },
        });
        let path = folder.path().join("config.yml");
        std::fs::write(&path, config.to_string()).unwrap();
        let mut command = Command::new("docker-registry");
        command.arg("serve").arg(&path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(process) = command.kill_on_drop(true).spawn() else {
            eprintln!("left out: docker-registry is not installed");
            return None;
        };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                let http = reqwest::Client::builder().no_proxy().build().unwrap();
                return Some(Self { host: format!("127.0.0.1:{port}"), http, _process: process, _folder: folder });
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the registry does not start")
    }

    /// What the registry itself says of something: the status, and the digest of a manifest.
    pub async fn ask(&self, path: &str) -> (u16, String) {
        let request = self.http.get(format!("http://{}/v2/{path}", self.host)).basic_auth(USER, Some(PASSWORD));
        let request = request.header("accept", "application/vnd.oci.image.manifest.v1+json");
        let answer = request.send().await.unwrap();
        let digest = answer.headers().get("docker-content-digest").map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), digest.unwrap_or_default())
    }
}

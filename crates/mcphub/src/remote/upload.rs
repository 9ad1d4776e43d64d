//! Sends files to a hub.

use http::Method;
use serde_json::Value;

use super::{Body, Client};
use crate::failure::Failure;

impl Client {
    /// Sends files with their names as one upload; what the hub answers.
    pub(crate) async fn upload(&mut self, path: &str, files: &[(String, Vec<u8>)]) -> Result<Value, Failure> {
        let boundary = boundary(files);
        let mut body = Vec::new();
        for (name, bytes) in files {
            let name = name.replace(['"', '\r', '\n'], "_");
            let head = format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.send(Method::POST, path, Body::of(kind, body)).await
    }
}

/// A line that stands in none of the files (RFC 2046 section 5.1.1).
fn boundary(files: &[(String, Vec<u8>)]) -> String {
    let stands =
        |line: &str| files.iter().any(|(_, bytes)| bytes.windows(line.len()).any(|window| window == line.as_bytes()));
    (0_u64..).map(|number| format!("mcphub-{number:x}")).find(|line| !stands(line)).unwrap_or_default()
}

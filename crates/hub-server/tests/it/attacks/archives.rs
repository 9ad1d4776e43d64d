//! Archives that lead out of themselves, unpack to more than there is room for, or lie.

use std::io::{Cursor, Write as _};

use serde_json::json;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::hub::Hub;

const SCHEMA: &[u8] = b"type Query { pets: [String] }";

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

struct Uploads {
    hub: Hub,
    who: crate::client::Rest,
    at: String,
}

impl Uploads {
    async fn new() -> Self {
        let hub = Hub::start().await;
        let owner = hub.person("owner").await;
        let at = hub.organisation(&owner, "acme").await;
        Self { hub, who: owner.rest, at }
    }

    async fn send(&self, content: &[u8]) -> crate::client::Answer {
        self.who.upload(&format!("{}/uploads", self.at), "documents.zip", content).await
    }
}

#[tokio::test]
async fn paths_that_lead_out_of_an_archive_are_refused() {
    let uploads = Uploads::new().await;
    for name in [
        "../evil.graphql",
        "a/../../evil.graphql",
        "/etc/evil.graphql",
        "..\\evil.graphql",
        "C:\\evil.graphql",
        "C:/evil",
    ] {
        let answer = uploads.send(&archive(&[("fine.graphql", SCHEMA), (name, SCHEMA)])).await;
        assert!(matches!(answer.status, 400 | 422), "{name}: {} {}", answer.status, answer.body);
    }
    // The same as the file's own name in the form.
    for name in ["../evil.graphql", "/etc/evil.graphql", "..\\\\evil.graphql"] {
        let answer = uploads.who.upload(&format!("{}/uploads", uploads.at), name, SCHEMA).await;
        assert!(matches!(answer.status, 400 | 422), "{name}: {} {}", answer.status, answer.body);
    }
}

#[tokio::test]
async fn an_archive_that_unpacks_to_too_much_is_refused() {
    let uploads = Uploads::new().await;
    // 4 MiB of zeros are some kilobytes; a hundred of them are more than an archive may unpack to.
    let zeros = vec![0; 4 << 20];
    let names: Vec<String> = (0..100).map(|number| format!("{number}.json")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), zeros.as_slice())).collect();
    let bomb = archive(&files);
    assert!(bomb.len() < 1 << 20, "{} bytes", bomb.len());
    uploads.send(&bomb).await.problem(422, "invalid");
    // One file that alone is more.
    uploads.send(&archive(&[("a.json", &vec![b' '; 300 << 20])])).await.problem(422, "invalid");
    // Very many that are nothing.
    let names: Vec<String> = (0..5_000).map(|number| format!("{number}.json")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"{}"[..])).collect();
    uploads.send(&archive(&files)).await.problem(422, "invalid");
}

#[tokio::test]
async fn archives_that_lie_are_refused() {
    let uploads = Uploads::new().await;
    let sound = archive(&[("pets.graphql", SCHEMA)]);
    for cut in [4, 10, 30, sound.len() / 2, sound.len() - 1] {
        let answer = uploads.send(&sound[..cut]).await;
        assert!(answer.status < 500, "{cut}: {}", answer.body);
    }
    for place in 0..sound.len() {
        let mut broken = sound.clone();
        broken[place] ^= 0xff;
        let answer = uploads.send(&broken).await;
        assert!(answer.status < 500, "{place}: {}", answer.body);
    }
}

#[tokio::test]
async fn links_in_an_archive_are_left_out() {
    let uploads = Uploads::new().await;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("pets.graphql", SimpleFileOptions::default()).unwrap();
    writer.write_all(SCHEMA).unwrap();
    writer.add_symlink("passwords.graphql", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let made = uploads.send(&writer.finish().unwrap().into_inner()).await.is(201);
    assert_eq!(made["files"].as_array().unwrap().len(), 1, "{made}");
    let (_, ended) =
        uploads.hub.register(&uploads.who, &uploads.at, json!({ "type": "upload", "upload": made["id"] })).await;
    assert_eq!(ended["result"]["tools"], 1, "{ended}");
}

//! Source projects of versions: what is in their archives. `judge/export` builds and runs what is in them.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use hub_compiler::emit::{self, Language, License};
use serde_json::json;

use super::Acme;

type Files = BTreeMap<String, String>;

fn unzipped(bytes: Vec<u8>) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    files
}

fn untarred(bytes: &[u8]) -> Files {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(bytes));
    let read = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        (name, text)
    };
    archive.entries().unwrap().map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_had_as_a_project_that_belongs_to_whoever_takes_it() {
    let acme = Acme::new().await;
    let owner = &acme.owner.rest;
    let secret = json!({ "value": "planted-secret" });
    owner.put(&format!("{}/apis/{}/credentials/key", acme.organisation, acme.api), secret).await;
    let server = acme.server("pets", json!({})).await;
    let version = format!("{server}/versions/1");
    for language in Language::ALL {
        let zip = owner.bytes(&format!("{version}/project?language={language}")).await;
        let tar = owner.bytes(&format!("{version}/project?language={language}&archive=tar.gz")).await;
        assert_eq!(owner.bytes(&format!("{version}/project?language={language}")).await, zip, "the same bytes");
        let files = unzipped(zip);
        assert_eq!(untarred(&tar), files);
        assert!(!files.values().any(|text| text.contains("planted-secret")));
        let blueprint = owner.get(&format!("{version}/blueprint")).await.is(200);
        let written = emit::emit(&serde_json::from_value(blueprint).unwrap(), language, License::default()).unwrap();
        let named = written.files.into_iter().map(|(name, text)| (format!("pets/{name}"), text));
        assert_eq!(files, named.collect::<Files>());
    }
    let licensed = unzipped(owner.bytes(&format!("{version}/project?language=go&license=mit")).await);
    assert!(licensed["pets/LICENSE"].starts_with("MIT License"));
    owner.get(&format!("{version}/project?language=go&license=own")).await.problem(422, "invalid");
    owner.get(&format!("{version}/project?language=cobol")).await.problem(422, "invalid");
    owner.get(&format!("{server}/versions/2/project?language=python")).await.problem(404, "not_found");
}

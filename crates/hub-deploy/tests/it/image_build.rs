//! What is made of runtimes and a blueprint, and what is refused.

use std::str::FromStr as _;

use hub_deploy::image::{Cache, Image, Name, Runtime, build, write_archive};
use serde_json::Value;

use crate::{AMD64, ARM64, blueprint, image, program, runtime};

fn archive(image: &Image) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_archive(image, &Name::from_str("team/shop:1").unwrap(), &mut bytes).unwrap();
    bytes
}

#[test]
fn the_same_input_gives_the_same_bytes_and_another_another() {
    assert_eq!(archive(&image("pets")), archive(&image("pets")));
    let (pets, shop) = (image("pets"), image("shop"));
    assert_ne!(pets.root.digest, shop.root.digest);
    assert_eq!(pets.platforms[0].layers[0].blob, shop.platforms[0].layers[0].blob, "the runtime's layer is shared");
}

#[test]
fn several_machines_are_one_image_in_whatever_order_they_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().to_owned());
    let one = build(&blueprint("pets"), &[runtime(ARM64), runtime(AMD64)], &cache).unwrap();
    let other = build(&blueprint("pets"), &[runtime(AMD64), runtime(ARM64)], &cache).unwrap();
    assert_eq!(archive(&one), archive(&other));
    let index: Value = serde_json::from_slice(&one.root.bytes).unwrap();
    let machine = |at: usize| index["manifests"][at]["platform"]["architecture"].as_str().unwrap().to_owned();
    assert_eq!([machine(0), machine(1)], ["amd64", "arm64"]);
    assert_eq!(index["manifests"][1]["digest"], Value::from(one.platforms[1].manifest.digest.clone()));
    let twice = build(&blueprint("pets"), &[runtime(AMD64), runtime(AMD64)], &cache).unwrap_err();
    assert!(twice.to_string().contains("two runtimes for amd64"), "{twice}");
}

#[test]
fn a_kept_layer_that_was_cut_short_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::new(folder.path().to_owned());
    let first = build(&blueprint("pets"), &[runtime(AMD64)], &cache).unwrap();
    let kept = |kind: &str| {
        let mut files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|own| own == kind)).unwrap()
    };
    std::fs::write(kept("gz"), "half").unwrap();
    // What the first one made it still knows; another process does not.
    let second = build(&blueprint("pets"), &[runtime(AMD64)], &Cache::new(folder.path().to_owned())).unwrap();
    assert_eq!(first.root, second.root);
    assert_ne!(std::fs::read(kept("gz")).unwrap(), b"half", "it is kept anew");
}

#[test]
fn programs_that_an_image_from_scratch_cannot_run_are_refused() {
    let refused = |bytes: bytes::Bytes| Runtime::from_bytes(bytes).unwrap_err().to_string();
    assert!(refused(program(AMD64, true)).contains("dynamically"));
    assert!(refused(program(3, false)).contains("ELF 3"));
    assert!(refused(b"#!/bin/sh\n".as_slice().into()).contains("no 64-bit Linux program"));
    assert!(refused(program(AMD64, false).slice(..40)).contains("no 64-bit Linux program"));
    let folder = tempfile::tempdir().unwrap();
    let none = build(&blueprint("pets"), &[], &Cache::new(folder.path().to_owned())).unwrap_err();
    assert!(none.to_string().contains("make runtime"), "{none}");
}

#[test]
fn what_is_said_of_an_image_names_it_and_no_address_of_a_document() {
    let image = image("pets");
    let platform = &image.platforms[0];
    for attached in &platform.attached {
        assert_eq!(attached.subject, platform.manifest.digest);
        let text = String::from_utf8(attached.blobs[1].bytes.to_vec()).unwrap();
        assert!(!text.contains("hunter2") && !text.contains("api.example"), "{text}");
    }
    let sbom: Value = serde_json::from_slice(&platform.attached[0].blobs[1].bytes).unwrap();
    assert_eq!(sbom["compositions"][0]["aggregate"], "incomplete", "this program does not say what is in it");
}

#[test]
fn names_are_read_as_engines_read_them() {
    let read = |text: &str| Name::from_str(text).unwrap();
    let name = read("pets");
    assert_eq!((name.registry(), name.repository(), name.tag()), ("index.docker.io", "library/pets", "latest"));
    assert_eq!(read("pets:1").to_string(), "pets:1");
    let name = read("localhost:5000/team/pets:1.0");
    assert_eq!((name.registry(), name.repository(), name.tag()), ("localhost:5000", "team/pets", "1.0"));
    for wrong in ["", "Pets:1", "pets:a b", "../pets", "pets:1/../../x", "http://a/pets"] {
        assert!(Name::from_str(wrong).is_err(), "{wrong}");
    }
    let digest = format!("pets@sha256:{}", "0".repeat(64));
    assert!(Name::from_str(&digest).unwrap_err().to_string().contains("give a tag"));
}

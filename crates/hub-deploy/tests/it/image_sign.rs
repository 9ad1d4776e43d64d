//! Signatures, checked by the public key alone.

use std::str::FromStr as _;

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, UnparsedPublicKey},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hub_deploy::image::{Name, sign::Key};
use serde_json::Value;

use crate::image;

/// A new private key in PEM.
fn pem() -> String {
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new()).unwrap();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(key))
}

#[test]
fn the_signature_is_of_the_statement_and_the_statement_of_the_image() {
    let (key, image) = (Key::from_pem(&pem()).unwrap(), image("pets"));
    let signature = key.sign(&image, &Name::from_str("registry.example/team/pets:1").unwrap()).unwrap();
    let statement: Value = serde_json::from_slice(&signature.blobs[0].bytes).unwrap();
    assert_eq!(statement["critical"]["image"]["docker-manifest-digest"], Value::from(image.root.digest));
    assert_eq!(statement["critical"]["identity"]["docker-reference"], "registry.example/team/pets");
    let manifest: Value = serde_json::from_slice(&signature.manifest.bytes).unwrap();
    let written = manifest["layers"][0]["annotations"]["dev.cosignproject.cosign/signature"].as_str().unwrap();
    let pem = key.public_pem().unwrap();
    let der = STANDARD.decode(pem.lines().filter(|line| !line.starts_with('-')).collect::<String>()).unwrap();
    let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, der);
    let written = STANDARD.decode(written).unwrap();
    public.verify(&signature.blobs[0].bytes, &written).unwrap();
    assert!(public.verify(b"another statement", &written).is_err());
}

#[test]
fn other_keys_are_refused_and_never_repeated() {
    for wrong in [
        "",
        "hunter2",
        "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\nhunter2\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----\n",
    ] {
        let refused = Key::from_pem(wrong).unwrap_err().to_string();
        assert!(refused.contains("ECDSA") && !refused.contains("hunter2"), "{refused}");
    }
    assert_eq!(format!("{:?}", Key::from_pem(&pem()).unwrap()), "Key(…)");
}

//! Signatures of images as cosign makes and checks them: a small statement, signed, under a tag that the image's digest gives.

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject as _};
use serde_json::json;

use super::{
    Blob, Error, Image, Name,
    blob::hex,
    build::{CONFIG, MANIFEST},
};

const PAYLOAD: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
/// Where cosign looks for the signature of a layer.
const ANNOTATION: &str = "dev.cosignproject.cosign/signature";
const NEVER: &str = "0001-01-01T00:00:00Z";

/// A private key: ECDSA over P-256. Never shown.
pub struct Key(EcdsaKeyPair);

/// The signature of an image under one name.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Names the statement, with the signature.
    pub manifest: Blob,
    /// The tag that it is pushed under.
    pub tag: String,
    /// The statement and the configuration.
    pub blobs: [Blob; 2],
}

impl Key {
    /// Reads a private key in PEM, as `openssl ecparam -name prime256v1 -genkey` or `openssl genpkey` writes it.
    ///
    /// # Errors
    /// When it is encrypted, of another kind, or no key. What is in it is not repeated.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        let help = "give an ECDSA key over P-256 that is not encrypted, in PEM";
        if pem.contains("BEGIN ENCRYPTED") {
            return Err(Error::new("the signing key is encrypted").help(help));
        }
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| Error::new("the signing key is no private key in PEM").help(help))?;
        let pair = EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_ASN1_SIGNING, key.secret_der())
            .or_else(|_| EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.secret_der()));
        pair.map(Self).map_err(|_| Error::new("the signing key is of another kind").help(help))
    }

    /// The public key in PEM, which `cosign verify --key` takes.
    ///
    /// # Errors
    /// When the key has no public half that can be written.
    pub fn public_pem(&self) -> Result<String, Error> {
        let written: Result<PublicKeyX509Der<'_>, _> = self.0.public_key().as_der();
        let der = written.map_err(|_| Error::new("the public key cannot be written"))?;
        let text = STANDARD.encode(der.as_ref());
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        Ok(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")))
    }

    /// Signs what the tag of `name` is to name.
    ///
    /// # Errors
    /// When this machine has no randomness.
    pub fn sign(&self, image: &Image, name: &Name) -> Result<Signature, Error> {
        let statement = json!({
            "critical": {
                "identity": { "docker-reference": format!("{}/{}", name.registry(), name.repository()) },
                "image": { "docker-manifest-digest": image.root.digest },
                "type": "cosign container image signature",
            },
            "optional": null,
        });
        let statement = Blob::json(PAYLOAD, &statement);
        let signature = self.0.sign(&SystemRandom::new(), &statement.bytes);
        let signature = signature.map_err(|_| Error::new("this machine has no randomness to sign with"))?;
        let config = json!({
            "architecture": "",
            "created": NEVER,
            "history": [{ "created": NEVER }],
            "os": "",
            "rootfs": { "type": "layers", "diff_ids": [statement.digest] },
            "config": {},
        });
        let config = Blob::json(CONFIG, &config);
        let mut layer = statement.descriptor();
        if let Some(members) = layer.as_object_mut() {
            members.insert("annotations".to_owned(), json!({ ANNOTATION: STANDARD.encode(signature) }));
        }
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": config.descriptor(),
            "layers": [layer],
        });
        Ok(Signature {
            manifest: Blob::json(MANIFEST, &manifest),
            tag: format!("sha256-{}.sig", hex(&image.root.digest)),
            blobs: [statement, config],
        })
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

//! WS-Security: the body and the time of a message, signed with a certificate's key (OASIS X.509 Certificate Token Profile 1.1.1,
//! XML Signature).

use std::time::Duration;

use aws_lc_rs::{
    digest,
    rand::{self, SystemRandom},
    signature::{self, EcdsaKeyPair, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::{
    canonical_xml::canonical,
    ws_security::{MESSAGES, SECEXT, UTILITY, timestamp},
};
use crate::soap::put_in_header;

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const SHA_256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const PROFILE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";

/// A certificate and its key.
pub(super) struct Signer {
    /// The certificate in base64.
    certificate: String,
    key: Key,
}

enum Key {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
}

impl Signer {
    /// From PEM with a certificate and its private key.
    ///
    /// # Errors
    /// What is missing or of a kind that is not signed with; never what is there.
    pub(super) fn from_pem(pem: &str) -> Result<Self, String> {
        let certificate = CertificateDer::from_pem_slice(pem.as_bytes())
            .map_err(|_| "there is no certificate in it; give a certificate and its private key in PEM".to_owned())?;
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| {
            "there is no private key in it that is not encrypted; give a certificate and its private key in PEM"
                .to_owned()
        })?;
        let der = key.secret_der();
        let rsa = RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der));
        let key = match rsa {
            Ok(rsa) => Key::Rsa(rsa),
            Err(_) => EcdsaKeyPair::from_private_key_der(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, der)
                .map(Key::Ecdsa)
                .map_err(|_| "its private key is neither RSA nor ECDSA on P-256".to_owned())?,
        };
        Ok(Self { certificate: STANDARD.encode(certificate), key })
    }

    /// The envelope with a signature in its header.
    ///
    /// # Errors
    /// When the machine has no time or randomness that could be used, or the envelope is none.
    pub(super) fn sign(&self, envelope: &Bytes, since_epoch: Duration) -> Result<Bytes, String> {
        let text = std::str::from_utf8(envelope).map_err(|error| error.to_string())?;
        // Nobody who wrote an argument knows these, so that no element in it can be taken for what is signed.
        let mut random = [0_u8; 8];
        rand::fill(&mut random).map_err(|_| "the machine has no randomness to sign the message with".to_owned())?;
        let id = |part: &str| format!("{part}-{:016x}", u64::from_be_bytes(random));
        let (body, time, certificate) = (id("BD"), id("TS"), id("XT"));
        let at = body_of(text)? + "<s:Body".len();
        let (before, after) = text.split_at_checked(at).ok_or(NO_ENVELOPE)?;
        let marked = format!("{before} xmlns:wsu=\"{UTILITY}\" wsu:Id=\"{body}\"{after}");
        let token = format!(
            "<wsse:BinarySecurityToken EncodingType=\"{MESSAGES}#Base64Binary\" ValueType=\"{PROFILE}\" wsu:Id=\"{certificate}\">{}\
             </wsse:BinarySecurityToken>{}",
            self.certificate,
            timestamp(since_epoch, &time)?
        );
        // What is signed does not depend on where it stands: first without the signature, then with it.
        let unsigned = put_in_header(marked.as_bytes(), &security(&token));
        let unsigned = std::str::from_utf8(&unsigned).map_err(|error| error.to_string())?;
        let references = [digest_of(unsigned, &time)?, digest_of(unsigned, &body)?].concat();
        let info = format!(
            "<ds:SignedInfo xmlns:ds=\"{DS}\"><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\"></ds:CanonicalizationMethod>\
             <ds:SignatureMethod Algorithm=\"{}\"></ds:SignatureMethod>{references}</ds:SignedInfo>",
            self.method()
        );
        let signed = STANDARD.encode(self.signature(info.as_bytes())?);
        let block = format!(
            "{token}<ds:Signature xmlns:ds=\"{DS}\">{info}<ds:SignatureValue>{signed}</ds:SignatureValue><ds:KeyInfo>\
             <wsse:SecurityTokenReference><wsse:Reference URI=\"#{certificate}\" ValueType=\"{PROFILE}\"/></wsse:SecurityTokenReference>\
             </ds:KeyInfo></ds:Signature>"
        );
        Ok(put_in_header(marked.as_bytes(), &security(&block)))
    }

    fn method(&self) -> &'static str {
        match self.key {
            Key::Rsa(_) => "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            Key::Ecdsa(_) => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        }
    }

    fn signature(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        let random = SystemRandom::new();
        let failed = |_| "the message could not be signed".to_owned();
        match &self.key {
            Key::Rsa(key) => {
                let mut made = vec![0; key.public_modulus_len()];
                key.sign(&signature::RSA_PKCS1_SHA256, &random, bytes, &mut made).map_err(failed)?;
                Ok(made)
            }
            Key::Ecdsa(key) => Ok(key.sign(&random, bytes).map_err(failed)?.as_ref().to_vec()),
        }
    }
}

fn security(content: &str) -> String {
    format!(
        "<wsse:Security xmlns:wsse=\"{SECEXT}\" xmlns:wsu=\"{UTILITY}\" s:mustUnderstand=\"1\">{content}</wsse:Security>"
    )
}

const NO_ENVELOPE: &str = "the envelope cannot be signed: it is none";

fn parse(envelope: &str) -> Result<roxmltree::Document<'_>, String> {
    let options = roxmltree::ParsingOptions { allow_dtd: false, ..Default::default() };
    roxmltree::Document::parse_with_options(envelope, options)
        .map_err(|error| format!("the envelope cannot be signed: {error}"))
}

/// Where the body's own tag begins, whatever stands in the header before it.
fn body_of(envelope: &str) -> Result<usize, String> {
    let document = parse(envelope)?;
    let root = document.root_element();
    let body =
        root.children().find(|child| child.has_tag_name((root.tag_name().namespace().unwrap_or_default(), "Body")));
    Ok(body.ok_or(NO_ENVELOPE)?.range().start)
}

/// The reference to the element with this id, with the digest of its canonical form; itself canonical.
fn digest_of(envelope: &str, id: &str) -> Result<String, String> {
    let document = parse(envelope)?;
    let element = document.descendants().find(|node| node.attribute((UTILITY, "Id")) == Some(id));
    let element = element.ok_or(NO_ENVELOPE)?;
    let made = digest::digest(&digest::SHA256, canonical(envelope, element).as_bytes());
    Ok(format!(
        "<ds:Reference URI=\"#{id}\"><ds:Transforms><ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{SHA_256}\"></ds:DigestMethod><ds:DigestValue>{}</ds:DigestValue></ds:Reference>",
        STANDARD.encode(made)
    ))
}

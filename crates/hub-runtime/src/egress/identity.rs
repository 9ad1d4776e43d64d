//! Client certificates (mutual TLS, RFC 8446 section 4.4.2): who the runtime says it is to an upstream that asks.

use std::sync::OnceLock;

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use super::client::Tls;

/// A certificate with its chain and its key, and the connections that are made with it.
pub(crate) struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    pub(super) tls: OnceLock<Result<Tls, String>>,
    /// The same for what only HTTP/2 can carry.
    pub(super) tls_2: OnceLock<Result<Tls, String>>,
}

impl Identity {
    /// From PEM: the certificate first, then those between it and the authority, and anywhere its private key.
    ///
    /// # Errors
    /// What is missing; never what is there.
    pub(crate) fn from_pem(pem: &str) -> Result<Self, String> {
        let chain: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(pem.as_bytes()).filter_map(Result::ok).collect();
        if chain.is_empty() {
            return Err("there is no certificate in it; give a certificate and its private key in PEM".to_owned());
        }
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| {
            "there is no private key in it that is not encrypted; give a certificate and its private key in PEM"
                .to_owned()
        })?;
        Ok(Self { chain, key, tls: OnceLock::new(), tls_2: OnceLock::new() })
    }

    /// The pair that goes into a TLS configuration.
    pub(super) fn pair(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        (self.chain.clone(), self.key.clone_key())
    }
}

//! Whom a connection to Redis by TLS trusts: the system's root certificates, or Mozilla's where the system has none (images from scratch).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use redis::{Client, RedisResult, TlsCertificates};

/// A client for this URL.
pub(super) fn client(url: &str) -> RedisResult<Client> {
    let is_tls = url.starts_with("rediss:");
    if is_tls && rustls_native_certs::load_native_certs().certs.is_empty() {
        return Client::build_with_tls(url, TlsCertificates { client_tls: None, root_cert: Some(mozilla()) });
    }
    Client::open(url)
}

/// Mozilla's root certificates, as PEM.
fn mozilla() -> Vec<u8> {
    let pem = |certificate: &[u8]| {
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(certificate))
    };
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|one| pem(one)).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redis_takes_mozillas_certificates() {
        let roots = TlsCertificates { client_tls: None, root_cert: Some(mozilla()) };
        Client::build_with_tls("rediss://redis.example.com", roots).unwrap();
        let count = String::from_utf8(mozilla()).unwrap().matches("BEGIN").count();
        assert!(count > 100, "there are {count}");
    }
}

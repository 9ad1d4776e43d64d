//! Digest access authentication (RFC 7616): the answer to a server's challenge.

use aws_lc_rs::{digest, rand};
use http::{HeaderMap, HeaderValue, header};
use md5::{Digest as _, Md5};
use secrecy::{ExposeSecret, SecretString};

use super::hex;

/// A user's name and password.
pub(crate) struct DigestUser {
    name: String,
    password: SecretString,
}

/// How a challenge wants things hashed, the stronger one last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Algorithm {
    Md5,
    Sha256,
}

/// What a server asks.
struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    /// As the server wrote it.
    algorithm_name: Option<String>,
    session: bool,
    /// `qop=auth`; without it the challenge is RFC 2069's.
    quality: bool,
}

impl DigestUser {
    /// From `user:password`.
    pub(super) fn new(secret: &str) -> Self {
        let (name, password) = secret.split_once(':').unwrap_or((secret, ""));
        Self { name: name.to_owned(), password: SecretString::from(password) }
    }

    /// The `Authorization` header that answers a refusal; `None` when it holds no challenge that can be answered.
    pub(crate) fn answer(&self, refusal: &HeaderMap, method: &str, target: &str) -> Option<HeaderValue> {
        let challenge = refusal
            .get_all(header::WWW_AUTHENTICATE)
            .iter()
            .filter_map(|value| Challenge::parse(value.to_str().ok()?))
            .max_by_key(|challenge| challenge.algorithm)?;
        let mut random = [0_u8; 12];
        rand::fill(&mut random).ok()?;
        let cnonce = hex(&random);
        let mut value = HeaderValue::from_str(&self.header(&challenge, &cnonce, method, target)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// RFC 7616 section 3.4.
    fn header(&self, challenge: &Challenge, cnonce: &str, method: &str, target: &str) -> String {
        let Challenge { realm, nonce, .. } = challenge;
        let hash = |text: String| challenge.algorithm.hash(text.as_bytes());
        let mut first = hash(format!("{}:{realm}:{}", self.name, self.password.expose_secret()));
        if challenge.session {
            first = hash(format!("{first}:{nonce}:{cnonce}"));
        }
        let second = hash(format!("{method}:{target}"));
        let response = if challenge.quality {
            hash(format!("{first}:{nonce}:00000001:{cnonce}:auth:{second}"))
        } else {
            hash(format!("{first}:{nonce}:{second}"))
        };
        let mut out = format!(
            "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\"",
            quoted(&self.name),
            quoted(realm),
            quoted(nonce),
            quoted(target)
        );
        if let Some(name) = &challenge.algorithm_name {
            out.push_str(&format!(", algorithm={name}"));
        }
        if challenge.quality || challenge.session {
            out.push_str(&format!(", cnonce=\"{cnonce}\""));
        }
        if challenge.quality {
            out.push_str(", qop=auth, nc=00000001");
        }
        if let Some(opaque) = &challenge.opaque {
            out.push_str(&format!(", opaque={}", quoted(opaque)));
        }
        out
    }
}

impl Algorithm {
    fn hash(self, bytes: &[u8]) -> String {
        match self {
            Self::Md5 => hex(&Md5::digest(bytes)),
            Self::Sha256 => hex(digest::digest(&digest::SHA256, bytes).as_ref()),
        }
    }
}

impl Challenge {
    /// From one `WWW-Authenticate` header, which may hold challenges of other schemes too.
    fn parse(text: &str) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        let start = lower.match_indices("digest ").map(|(at, _)| at).find(|at| {
            lower.get(..*at).is_some_and(|before| before.trim_end().is_empty() || before.trim_end().ends_with(','))
        })?;
        let fields = parameters(text.get(start + "digest ".len()..)?);
        let get = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
        let algorithm_name = get("algorithm");
        let named = algorithm_name.as_deref().unwrap_or("MD5").to_ascii_lowercase();
        let algorithm = match named.strip_suffix("-sess").unwrap_or(&named) {
            "md5" => Algorithm::Md5,
            "sha-256" => Algorithm::Sha256,
            _ => return None,
        };
        let offered = get("qop");
        let quality = offered.as_deref().is_some_and(|all| all.split(',').any(|one| one.trim() == "auth"));
        if offered.is_some() && !quality {
            return None;
        }
        Some(Self {
            realm: get("realm").unwrap_or_default(),
            nonce: get("nonce")?,
            opaque: get("opaque"),
            algorithm,
            algorithm_name,
            session: named.ends_with("-sess"),
            quality,
        })
    }
}

/// `name=value` and `name="value"`, with commas between them, until another scheme begins.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim();
        if name.is_empty() || name.contains(char::is_whitespace) {
            break;
        }
        let mut value = String::new();
        let after = after.trim_start();
        let end = if let Some(quoted) = after.strip_prefix('"') {
            let mut end = after.len();
            let mut escaped = false;
            for (at, c) in quoted.char_indices() {
                match c {
                    '\\' if !escaped => escaped = true,
                    '"' if !escaped => {
                        end = at + 2;
                        break;
                    }
                    c => {
                        value.push(c);
                        escaped = false;
                    }
                }
            }
            end
        } else {
            let end = after.find(',').unwrap_or(after.len());
            value.push_str(after.get(..end).unwrap_or_default().trim());
            end
        };
        found.push((name.to_ascii_lowercase(), value));
        rest = after.get(end..).unwrap_or_default().trim_start().trim_start_matches(',').trim_start();
    }
    found
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::{Challenge, DigestUser};

    /// The examples of RFC 7616 section 3.9.1.
    #[test]
    fn the_examples_of_the_rfc() {
        let user = DigestUser::new("Mufasa:Circle of Life");
        let challenge = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=ALGORITHM, \
                         nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        let table = [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ];
        for (algorithm, response) in table {
            let challenge = Challenge::parse(&challenge.replace("ALGORITHM", algorithm)).unwrap();
            let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
            let header = user.header(&challenge, cnonce, "GET", "/dir/index.html");
            assert!(header.contains(&format!("response=\"{response}\"")), "{header}");
        }
    }

    #[test]
    fn challenges_of_other_schemes_and_qualities_are_left_alone() {
        assert!(Challenge::parse("Basic realm=\"x\"").is_none());
        assert!(Challenge::parse("Digest realm=\"x\", qop=\"auth-int\", nonce=\"n\"").is_none());
        assert!(Challenge::parse("Digest realm=\"x\", algorithm=SHA-512-256, nonce=\"n\"").is_none());
        let mixed =
            Challenge::parse("Basic realm=\"a, b\", Digest realm=\"q\\\"q\", nonce=n1, Bearer x=\"y\"").unwrap();
        assert_eq!((mixed.realm.as_str(), mixed.nonce.as_str(), mixed.quality), ("q\"q", "n1", false));
    }
}

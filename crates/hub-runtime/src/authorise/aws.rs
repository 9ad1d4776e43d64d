//! AWS Signature Version 4: a signature over the whole request, made anew for every one.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::time::Duration;

use aws_lc_rs::{digest, hmac};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use time::{OffsetDateTime, format_description::BorrowedFormatItem, macros::format_description};

use super::{UNRESERVED, hex};
use crate::send::Outgoing;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const CONTENT: HeaderName = HeaderName::from_static("x-amz-content-sha256");
const STAMP: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");
/// Where services are that are the same everywhere.
const REGION: &str = "us-east-1";

/// Who signs.
pub(super) struct Signer {
    key_id: String,
    secret: SecretString,
    token: Option<HeaderValue>,
    service: String,
    region: String,
}

impl Signer {
    /// From `access_key_id:secret_access_key` or `access_key_id:secret_access_key:session_token`. What `service` and `region` do not say, the
    /// host's name does.
    ///
    /// # Errors
    /// What is wrong with the secret, without it.
    pub(super) fn new(secret: &str, service: &str, region: &str) -> Result<Self, String> {
        let mut parts = secret.splitn(3, ':').map(str::trim);
        let (Some(key_id), Some(secret), token) = (parts.next(), parts.next(), parts.next()) else {
            return Err("is no `access_key_id:secret_access_key`".to_owned());
        };
        let token = token.filter(|token| !token.is_empty()).map(HeaderValue::from_str).transpose();
        let mut token = token.map_err(|_| "has a session token that no header can carry".to_owned())?;
        if let Some(token) = &mut token {
            token.set_sensitive(true);
        }
        let [service, region] = [service, region].map(str::to_owned);
        Ok(Self { key_id: key_id.to_owned(), secret: SecretString::from(secret), token, service, region })
    }

    /// Signs a request that is ready but for this.
    ///
    /// # Errors
    /// When the machine has no time that could be used.
    pub(super) fn sign(&self, outgoing: &mut Outgoing, since_epoch: Duration) -> Result<(), String> {
        let now = OffsetDateTime::UNIX_EPOCH + since_epoch;
        let stamp = now.format(STAMP).map_err(|_| "the machine's clock cannot be used to sign".to_owned())?;
        let host = outgoing.origin.host().to_owned();
        let (named_service, named_region) = of_host(&host);
        let service = if self.service.is_empty() { named_service } else { &self.service };
        let region = if self.region.is_empty() { named_region } else { &self.region };
        let content = hex(digest::digest(&digest::SHA256, &outgoing.body).as_ref());
        let mut set = |name: HeaderName, value: &str| {
            let value = HeaderValue::from_str(value).map_err(|error| error.to_string())?;
            outgoing.headers.insert(name, value);
            Ok::<_, String>(())
        };
        set(DATE, &stamp)?;
        if service == "s3" {
            set(CONTENT, &content)?;
        }
        if let Some(token) = &self.token {
            outgoing.headers.insert(TOKEN, token.clone());
        }
        let (names, headers) = canonical_headers(&outgoing.headers, &host);
        let request = format!(
            "{}\n{}\n{}\n{headers}\n{names}\n{content}",
            outgoing.method,
            canonical_path(&outgoing.target, service),
            canonical_query(&outgoing.target)
        );
        let day = stamp.get(..8).unwrap_or_default();
        let scope = format!("{day}/{region}/{service}/aws4_request");
        let hashed = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
        let signature = self.signature(&[day, region, service], &format!("{ALGORITHM}\n{stamp}\n{scope}\n{hashed}"));
        let text =
            format!("{ALGORITHM} Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.key_id);
        let mut value =
            HeaderValue::from_str(&text).map_err(|_| "the access key id cannot be sent in a header".to_owned())?;
        value.set_sensitive(true);
        outgoing.headers.insert(header::AUTHORIZATION, value);
        Ok(())
    }

    fn signature(&self, scope: &[&str], text: &str) -> String {
        let mut key = format!("AWS4{}", self.secret.expose_secret()).into_bytes();
        for part in scope.iter().chain(&["aws4_request"]) {
            key = signed(&key, part.as_bytes());
        }
        hex(&signed(&key, text.as_bytes()))
    }
}

fn signed(key: &[u8], text: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text).as_ref().to_vec()
}

/// Service and region of `sqs.eu-west-1.amazonaws.com`, `bucket.s3.amazonaws.com` and the like.
fn of_host(host: &str) -> (&str, &str) {
    let name = host.split(':').next().unwrap_or_default();
    let Some((labels, _)) = name.split_once(".amazonaws.com") else { return ("execute-api", REGION) };
    let is_region = |label: &&str| {
        label.split('-').count() >= 3 && label.bytes().next_back().is_some_and(|last| last.is_ascii_digit())
    };
    let mut labels = labels.rsplit('.').filter(|label| *label != "dualstack");
    let last = labels.next().unwrap_or_default();
    if is_region(&last) { (labels.next().unwrap_or(last), last) } else { (last, REGION) }
}

/// The host, the type of the content, and everything that is AWS's own. Others may be changed on the way.
fn canonical_headers(headers: &HeaderMap, host: &str) -> (String, String) {
    let mut all = vec![("host", host.to_owned())];
    for name in headers.keys().filter(|name| **name == header::CONTENT_TYPE || name.as_str().starts_with("x-amz-")) {
        let values = headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let values = values.map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "));
        all.push((name.as_str(), values.collect::<Vec<_>>().join(",")));
    }
    all.sort_unstable();
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    (names.join(";"), all.iter().map(|(name, value)| format!("{name}:{value}\n")).collect())
}

/// The path, encoded; once more for every service but S3.
fn canonical_path(target: &str, service: &str) -> String {
    let path = target.split('?').next().filter(|path| !path.is_empty()).unwrap_or("/");
    let once: Vec<String> = path.split('/').map(recoded).collect();
    if service == "s3" {
        return once.join("/");
    }
    once.iter().map(|segment| utf8_percent_encode(segment, UNRESERVED).to_string()).collect::<Vec<_>>().join("/")
}

fn canonical_query(target: &str) -> String {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<(String, String)> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (recoded(name), recoded(value))
        })
        .collect();
    pairs.sort_unstable();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// Encoded as AWS has it: everything but what RFC 3986 leaves unreserved.
fn recoded(text: &str) -> String {
    let bytes: Vec<u8> = percent_decode_str(text).collect();
    percent_encoding::percent_encode(&bytes, UNRESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Method;
    use url::Url;

    use super::*;
    use crate::egress::{Origin, Policy, Rules};
    use crate::send::Transport;

    fn outgoing(method: Method, url: &str, headers: &[(&'static str, &str)], body: &str) -> Outgoing {
        let parsed = Url::parse(url).unwrap();
        let origin = Origin::of(&parsed, &Rules::new(&Policy::default()).unwrap()).unwrap();
        let headers = headers.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        let target = url.split_once("com").unwrap().1.to_owned();
        let body = Bytes::copy_from_slice(body.as_bytes());
        let (transport, headers) = (Transport::Any, headers.collect());
        Outgoing {
            method,
            origin,
            target,
            headers,
            body,
            transport,
            identity: None,
            extensions: http::Extensions::new(),
        }
    }

    /// AWS's own test suite (aws-sig-v4-test-suite): 2015-08-30T12:36:00Z, service `service` in us-east-1.
    #[test]
    fn the_test_suite_of_aws() {
        let signer =
            Signer::new("AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "service", "us-east-1").unwrap();
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let none: &[(&'static str, &str)] = &[];
        let suite = [
            (Method::GET, "/", none, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            (
                Method::GET,
                "/?Param2=value2&Param1=value1",
                none,
                "",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            ),
            (Method::POST, "/", none, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                Method::POST,
                "/",
                form.as_slice(),
                "Param1=value1",
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
            ),
        ];
        for (method, target, headers, body, signature) in suite {
            let url = format!("https://example.amazonaws.com{target}");
            let mut request = outgoing(method, &url, headers, body);
            signer.sign(&mut request, Duration::from_secs(1_440_938_160)).unwrap();
            let made = request.headers[header::AUTHORIZATION].to_str().unwrap();
            assert!(made.ends_with(&format!("Signature={signature}")), "{target}: {made}");
        }
    }

    #[test]
    fn hosts_name_service_and_region() {
        for (host, found) in [
            ("sqs.eu-west-1.amazonaws.com", ("sqs", "eu-west-1")),
            ("bucket.s3.amazonaws.com", ("s3", "us-east-1")),
            ("bucket.s3.dualstack.us-west-2.amazonaws.com:443", ("s3", "us-west-2")),
            ("ab12.execute-api.us-gov-west-1.amazonaws.com", ("execute-api", "us-gov-west-1")),
            ("iam.amazonaws.com", ("iam", "us-east-1")),
            ("ec2.cn-north-1.amazonaws.com.cn", ("ec2", "cn-north-1")),
            ("api.example.com", ("execute-api", "us-east-1")),
        ] {
            assert_eq!(of_host(host), found, "{host}");
        }
    }
}

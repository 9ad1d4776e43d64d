//! Takes credentials out of texts that go to a model: upstreams like to echo what they were sent.

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use memchr::memmem::Finder;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::authorise::basic;

const MARK: &[u8] = b"[redacted]";
/// Shorter secrets cannot be told from ordinary text.
const SHORTEST: usize = 6;
/// A part of a secret (the password of `user:password`) must be longer to be one.
const SHORTEST_PART: usize = 8;

/// Finds secrets as they stand and as they are encoded on the way.
#[derive(Default)]
pub(crate) struct Redactor(Vec<Finder<'static>>);

impl Redactor {
    pub(crate) fn new<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let mut forms: Vec<String> = Vec::new();
        for secret in secrets {
            forms.push(secret.to_owned());
            forms.push(basic(secret));
            forms.push(STANDARD.encode(secret));
            forms.extend(
                secret.split_once(':').map(|(_, part)| part.to_owned()).filter(|part| part.len() >= SHORTEST_PART),
            );
            // A key with its id before and a session's or refresh token behind it.
            let parts = secret.splitn(3, ':').skip(1).filter(|part| part.len() >= SHORTEST_PART);
            forms.extend(parts.map(str::to_owned));
            forms.extend(
                secret.split_once(' ').map(|(_, part)| part.to_owned()).filter(|part| part.len() >= SHORTEST_PART),
            );
        }
        let encoded: Vec<String> = forms.iter().flat_map(|form| [percent(form), escaped(form)]).collect();
        forms.extend(encoded);
        forms.retain(|form| form.len() >= SHORTEST);
        // The longest first: a part must not break up the whole that it belongs to.
        forms.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        forms.dedup();
        Self(forms.iter().map(|form| Finder::new(form.as_bytes()).into_owned()).collect())
    }

    /// The same bytes without secrets, also without `token`. Not copied when there are none in them.
    pub(crate) fn bytes(&self, bytes: Bytes, token: Option<&str>) -> Bytes {
        let mut bytes = bytes;
        let token = token.filter(|token| token.len() >= SHORTEST).map(|token| Finder::new(token.as_bytes()));
        for finder in self.0.iter().chain(&token) {
            let Some(first) = finder.find(&bytes) else { continue };
            let mut out = Vec::with_capacity(bytes.len());
            let (mut rest, mut next) = (bytes.as_ref(), Some(first));
            while let Some(at) = next {
                out.extend_from_slice(rest.get(..at).unwrap_or_default());
                out.extend_from_slice(MARK);
                rest = rest.get(at + finder.needle().len()..).unwrap_or_default();
                next = finder.find(rest);
            }
            out.extend_from_slice(rest);
            bytes = out.into();
        }
        bytes
    }

    /// The same text without secrets.
    pub(crate) fn text(&self, text: String, token: Option<&str>) -> String {
        let held = |finder: &Finder<'static>| finder.find(text.as_bytes()).is_some();
        if !self.0.iter().any(held) && !token.is_some_and(|token| text.contains(token)) {
            return text;
        }
        String::from_utf8_lossy(&self.bytes(Bytes::from(text), token)).into_owned()
    }
}

fn percent(text: &str) -> String {
    const SET: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(text, SET).to_string()
}

/// As it stands inside a JSON string.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    crate::json::quote(&mut out, text);
    out.trim_start_matches('"').strip_suffix('"').unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_in_every_form() {
        let redactor = Redactor::new(["user:pa ss\"word", "s3cret-key"].into_iter());
        let basic = STANDARD.encode("user:pa ss\"word");
        for text in ["s3cret-key", "pa ss\"word", "pa%20ss%22word", "pa ss\\\"word", "user:pa ss\"word", basic.as_str()]
        {
            assert_eq!(redactor.text(format!("<{text}|{text}>"), None), "<[redacted]|[redacted]>", "{text}");
        }
        assert_eq!(redactor.text("token-123 here".into(), Some("token-123")), "[redacted] here");
        assert_eq!(redactor.text("nothing to see".into(), None), "nothing to see");
    }

    #[test]
    fn what_is_too_short_to_be_told_from_text_stays() {
        let redactor = Redactor::new(["abc", "user:pass"].into_iter());
        assert_eq!(redactor.text("abc pass user:pass".into(), None), "abc pass [redacted]");
    }
}

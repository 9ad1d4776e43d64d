//! Names and versions of servers in registries: in reverse-DNS form, made of the hub's public host.

use url::{Host, Url};

/// Characters that a name leaves for the host: it has 200 at most, of which two slugs of 40 and what is between are taken.
const ROOM: usize = 200 - 82;

/// A server, by the names in its address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name<'n> {
    pub(crate) organisation: &'n str,
    pub(crate) server: &'n str,
}

impl<'n> Name<'n> {
    /// The name in full: `com.example.hub/acme.petstore`. Slugs have no dots, so that it can be read back.
    pub(crate) fn within(&self, namespace: &str) -> String {
        format!("{namespace}/{}.{}", self.organisation, self.server)
    }

    /// Reads a name; `None` when it is none of this hub's.
    pub(crate) fn read(text: &'n str, namespace: &str) -> Option<Self> {
        let (organisation, server) = text.strip_prefix(namespace)?.strip_prefix('/')?.split_once('.')?;
        Some(Self { organisation, server })
    }
}

/// What the names of a hub's servers begin with: the labels of its host in reverse. An address stands for the name that the DNS has for
/// it, `arpa.in-addr.127.0.0.1` for 127.0.0.1. Ports and paths have no place in it.
pub(crate) fn namespace(public_url: &str) -> String {
    let url = Url::parse(public_url).ok();
    let labels: Vec<String> = match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => name.split('.').rev().map(label).collect(),
        Some(Host::Ipv4(address)) => {
            let numbers = address.octets().map(|number| number.to_string());
            ["arpa", "in-addr"].map(str::to_owned).into_iter().chain(numbers).collect()
        }
        Some(Host::Ipv6(address)) => {
            let digits = address.octets().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
            let digits = digits.map(|digit| format!("{digit:x}"));
            ["arpa", "ip6"].map(str::to_owned).into_iter().chain(digits).collect()
        }
        None => Vec::new(),
    };
    let mut namespace = String::new();
    for label in labels.iter().filter(|label| !label.is_empty()) {
        // Of a host with a longer name, its domain is enough.
        if namespace.len() + 1 + label.len() > ROOM {
            break;
        }
        namespace.push_str(if namespace.is_empty() { "" } else { "." });
        namespace.push_str(label);
    }
    if namespace.is_empty() { "localhost".to_owned() } else { namespace }
}

/// A label of a host, with what names may have.
fn label(label: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    label.chars().map(|letter| if is_plain(letter) { letter } else { '-' }).collect()
}

/// A version as registries write it. Theirs have three parts; ours are counted.
pub(crate) fn version(number: i64) -> String {
    format!("{number}.0.0")
}

/// The number of a version; `None` when it is none of ours.
pub(crate) fn number(version: &str) -> Option<i64> {
    let number = version.strip_suffix(".0.0")?.parse().ok()?;
    // Read one way only: `+1` and `01` are numbers too.
    (self::version(number) == version).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Name, namespace, number, version};

    #[test]
    fn names_begin_with_the_host_in_reverse() {
        for (url, expected) in [
            ("https://hub.example.com", "com.example.hub"),
            ("https://HUB.example.com.:8443/behind/a/path", "com.example.hub"),
            ("http://localhost:8080", "localhost"),
            ("http://my_hub.internal", "internal.my-hub"),
            ("http://127.0.0.1:8080", "arpa.in-addr.127.0.0.1"),
            ("https://bücher.example", "example.xn--bcher-kva"),
            ("no url", "localhost"),
        ] {
            assert_eq!(namespace(url), expected, "{url}");
        }
        let six = namespace("http://[::1]:8080");
        assert!(six.starts_with("arpa.ip6.0.0.") && six.ends_with(".0.1") && six.len() == 72, "{six}");
    }

    #[test]
    fn names_are_no_longer_than_may_be_and_are_read_back() {
        let long = namespace(&format!("https://{}example.com", "label.".repeat(30)));
        assert!(long.starts_with("com.example.label."), "{long}");
        let slug = "s".repeat(40);
        let name = Name { organisation: &slug, server: &slug };
        let text = name.within(&long);
        assert!(text.len() <= 200, "{}", text.len());
        assert_eq!(Name::read(&text, &long), Some(name));
        for wrong in ["", "com.example", "com.example/acme", "com.examples/acme.pets", "com.other/acme.pets"] {
            assert_eq!(Name::read(wrong, "com.example"), None, "{wrong}");
        }
    }

    #[test]
    fn versions_are_read_in_the_form_in_which_they_are_written() {
        assert_eq!(number(&version(12)), Some(12));
        for wrong in ["12", "1.0.1", "01.0.0", "+1.0.0", "latest", ".0.0", "1.0.0.0", ""] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}

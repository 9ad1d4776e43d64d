//! Addresses as they may be shown, and as permissions.

use url::{Host, Url};

/// A URL as it may be shown: without credentials and without the query, which may carry a key.
#[must_use]
pub fn shown(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else { return "the address".to_owned() };
    url.set_query(None);
    url.set_fragment(None);
    if url.set_username("").and_then(|()| url.set_password(None)).is_err() {
        return "the address".to_owned();
    }
    url.into()
}

/// The host of a URL where typing it is permission to go there although it is not public. An address and `localhost` are;
/// a name is not, because whoever owns the name decides where it leads.
#[must_use]
pub fn typed_address(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.to_string()),
        Host::Ipv6(address) => Some(address.to_string()),
        Host::Domain(name) => (name == "localhost").then(|| name.to_owned()),
    }
}

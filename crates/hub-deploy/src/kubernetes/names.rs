//! What the objects of a server are called: readable, and never those of another one.

/// Names of a server's objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The namespace of its organisation.
    pub namespace: String,
    /// What is there once for the server.
    pub server: String,
}

/// Characters of an identifier's end that tell servers with the same name apart.
const TAIL: usize = 8;

impl Names {
    /// Where an organisation's objects are: in the one namespace for all, where there is one; otherwise in one of its own, which begins with
    /// `prefix`.
    #[must_use]
    pub fn namespace(all: Option<&str>, prefix: &str, organisation: &str) -> String {
        all.map_or_else(|| format!("{prefix}{}", plain(organisation)), str::to_owned)
    }

    /// Of a server by its name in URLs and its identifier.
    #[must_use]
    pub fn new(namespace: String, slug: &str, server: &str) -> Self {
        Self { namespace, server: format!("{}-{}", plain(slug), tail(server)) }
    }

    /// Of what is there once for each version.
    #[must_use]
    pub fn version(&self, version: &str) -> String {
        format!("{}-{}", self.server, tail(version))
    }
}

/// Letters, digits and dashes (RFC 1123 labels).
fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }).collect()
}

fn tail(identifier: &str) -> String {
    let plain = plain(identifier);
    let from = plain.char_indices().rev().nth(TAIL - 1).map_or(0, |(at, _)| at);
    plain.get(from..).unwrap_or_default().trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels_of_the_domain_name_system() {
        let server = "srv_01m8pbzkg4fr4are3k8k50kjvd";
        let names = Names::new(
            Names::namespace(None, "mcphub-", "org_01m8pbzkg4fr4are3k8k50abcd"),
            "orders-of-the-shop-that-is-long-enough-",
            server,
        );
        assert_eq!(names.namespace, "mcphub-org-01m8pbzkg4fr4are3k8k50abcd");
        assert_eq!(names.server, "orders-of-the-shop-that-is-long-enough--8k50kjvd");
        let version = names.version("ver_01m8pbzkg4fr4are3k8k50wxyz");
        assert!(version.ends_with("-8k50wxyz") && version.len() <= 63, "{version}");
        assert_eq!(Names::namespace(Some("all"), "mcphub-", "org_1"), "all");
    }
}

//! Where a credential's value is, when it is not the hub that it was given to.

use serde::{Deserialize, Serialize};

/// A secret that is read elsewhere. Each organisation has a place of its own there, which the hub's settings name; what is said here is
/// within that place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum SecretSource {
    /// A key of a secret in HashiCorp Vault, in a secrets engine of the kind KV version 2.
    Vault(VaultKey),
    /// A key of a Secret in Kubernetes.
    Kubernetes(KubernetesKey),
}

/// A key of a secret in Vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VaultKey {
    /// `petstore`, or `shops/petstore`: below the organisation's folder.
    pub path: String,
    /// The key in it.
    pub key: String,
}

/// A key of a Secret in Kubernetes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KubernetesKey {
    /// The Secret's name, in the organisation's namespace.
    pub name: String,
    /// The key in it.
    pub key: String,
}

/// Characters of a path or a name, and of a key.
const LONGEST: usize = 253;

impl SecretSource {
    /// Refuses what could mean another place than one within the organisation's: the path becomes part of a URL.
    ///
    /// # Errors
    /// Which member is wrong, and how it should be.
    pub fn check(&self) -> Result<(), (&'static str, &'static str)> {
        let is_plain = |text: &str| {
            !text.is_empty()
                && text.len() <= LONGEST
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        };
        let is_step = |step: &str| is_plain(step) && !step.starts_with('.');
        let key = match self {
            Self::Vault(VaultKey { path, key }) => {
                if path.len() > LONGEST || !path.split('/').all(is_step) {
                    return Err((
                        "source.vault.path",
                        "write names of letters, digits, `-`, `_` and `.` with `/` between them, below the organisation's folder",
                    ));
                }
                ("source.vault.key", key)
            }
            Self::Kubernetes(KubernetesKey { name, key }) => {
                let is_lower = !name.bytes().any(|b| b.is_ascii_uppercase() || b == b'_');
                if !is_step(name) || !is_lower {
                    return Err((
                        "source.kubernetes.name",
                        "write a Secret's name: small letters, digits, `-` and `.`",
                    ));
                }
                ("source.kubernetes.key", key)
            }
        };
        if !is_plain(key.1) {
            return Err((key.0, "write the key's name: letters, digits, `-`, `_` and `.`"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{KubernetesKey, SecretSource, VaultKey};

    fn vault(path: &str, key: &str) -> bool {
        SecretSource::Vault(VaultKey { path: path.to_owned(), key: key.to_owned() }).check().is_ok()
    }

    #[test]
    fn no_path_leads_out_of_the_organisations_place() {
        assert!(vault("petstore", "token") && vault("shops/pet_store.v1", "a-b"));
        for path in ["", "/", "a/", "/a", "a//b", "..", "a/../b", ".", "a/.hidden", "a%2f..", "a?b", "a#b", "a b", "ä"]
        {
            assert!(!vault(path, "token"), "{path}");
        }
        assert!(!vault("a", "") && !vault("a", "a/b"));
        let kubernetes = |name: &str| {
            SecretSource::Kubernetes(KubernetesKey { name: name.to_owned(), key: "tls.crt".to_owned() }).check().is_ok()
        };
        assert!(kubernetes("petstore") && !kubernetes("../x") && !kubernetes("Pet") && !kubernetes(&"a".repeat(254)));
    }
}

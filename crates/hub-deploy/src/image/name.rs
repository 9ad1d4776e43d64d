//! Names of images: `pets:1.0`, `registry.example/team/pets:1.0`.

use std::{fmt, str::FromStr};

use oci_spec::distribution::Reference;

use super::Error;

/// Where an image is, and its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    reference: Reference,
    tag: String,
}

impl Name {
    /// Host and port of the registry. A name without one belongs to Docker's own.
    #[must_use]
    pub fn registry(&self) -> &str {
        self.reference.resolve_registry()
    }

    /// Of the image in its registry.
    #[must_use]
    pub fn repository(&self) -> &str {
        self.reference.repository()
    }

    /// `latest` where none was given.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// With its registry.
    pub(super) fn whole(&self) -> String {
        format!("{}/{}:{}", self.reference.registry(), self.repository(), self.tag)
    }

    /// As engines show it: without the registry that everybody means, and its `library`.
    pub(super) fn familiar(&self) -> String {
        let whole = self.whole();
        let short = whole.strip_prefix("docker.io/").map(|rest| rest.strip_prefix("library/").unwrap_or(rest));
        short.unwrap_or(&whole).to_owned()
    }
}

impl FromStr for Name {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let reference: Reference = text.parse().map_err(|error| {
            Error::new(format!("`{text}` is no name of an image: {error}"))
                .help("write it as NAME:TAG or REGISTRY/NAME:TAG, in lower case")
        })?;
        if reference.digest().is_some() {
            return Err(Error::new(format!("`{text}` names a digest, which is not ours to choose")).help("give a tag"));
        }
        let tag = reference.tag().unwrap_or("latest").to_owned();
        Ok(Self { reference, tag })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.familiar())
    }
}

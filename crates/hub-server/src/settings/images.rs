//! Images of servers: what is in them, and what they have to pass before they are handed out.

use hub_deploy::image::scan::{self, Scanner};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Images of servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Images {
    /// The programs that images carry (`mcphub-runtime`), by their paths: one for each kind of machine. Those that are installed with
    /// this program where nothing is given.
    #[serde(deserialize_with = "super::list")]
    pub runtimes: Vec<String>,
    /// The program of Trivy or of Grype that looks through images before they are handed out. Without it they are not looked through.
    pub scanner: Option<String>,
    /// The least severity of a finding that keeps an image from being handed out.
    pub fail_on: Severity,
    /// A key (ECDSA over P-256, in PEM) that pushed images are signed with, by its path. They are not signed without it.
    pub sign_key: Option<String>,
    /// A folder of this process's own, for what takes long to make and for images that are looked through.
    pub folder: String,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything that is rated at all.
    Low,
    /// Medium and worse.
    Medium,
    /// High and worse.
    High,
    /// Critical alone.
    Critical,
}

impl From<Severity> for scan::Severity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Low => Self::Low,
            Severity::Medium => Self::Medium,
            Severity::High => Self::High,
            Severity::Critical => Self::Critical,
        }
    }
}

impl Default for Images {
    fn default() -> Self {
        let folder = "mcphub-data/images".to_owned();
        Self { runtimes: Vec::new(), scanner: None, fail_on: Severity::High, sign_key: None, folder }
    }
}

impl Images {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_known = self.scanner.as_ref().is_none_or(|program| Scanner::new(program.into()).is_ok());
        require(wrong, "images.scanner", is_known, "name the program of Trivy (`trivy`) or of Grype (`grype`)");
        require(wrong, "images.folder", !self.folder.is_empty(), "name a folder");
    }
}

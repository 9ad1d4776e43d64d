//! What a project is licensed under.

use std::fmt;
use std::str::FromStr;

/// Licences that a project can be given. Their texts name no holder: whoever publishes the project writes their own name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum License {
    /// Apache License 2.0.
    #[default]
    Apache2,
    /// MIT License.
    Mit,
    /// BSD 3-Clause License.
    Bsd3Clause,
    /// All rights reserved.
    Proprietary,
}

impl License {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 4] = [Self::Apache2, Self::Mit, Self::Bsd3Clause, Self::Proprietary];

    /// The name on the command line and in REST.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Apache2 => "apache-2.0",
            Self::Mit => "mit",
            Self::Bsd3Clause => "bsd-3-clause",
            Self::Proprietary => "proprietary",
        }
    }

    /// The SPDX licence expression, which package files take.
    #[must_use]
    pub fn spdx(self) -> &'static str {
        match self {
            Self::Apache2 => "Apache-2.0",
            Self::Mit => "MIT",
            Self::Bsd3Clause => "BSD-3-Clause",
            Self::Proprietary => "LicenseRef-Proprietary",
        }
    }

    /// The text of the file `LICENSE`.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Apache2 => include_str!("../../templates/licenses/apache-2.0.txt"),
            Self::Mit => include_str!("../../templates/licenses/mit.txt"),
            Self::Bsd3Clause => include_str!("../../templates/licenses/bsd-3-clause.txt"),
            Self::Proprietary => include_str!("../../templates/licenses/proprietary.txt"),
        }
    }
}

impl fmt::Display for License {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for License {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|license| license.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|license| license.name()).collect();
            format!("unknown licence `{text}`; known are {}", known.join(", "))
        })
    }
}

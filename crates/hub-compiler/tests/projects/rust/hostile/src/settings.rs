//! Settings, all from the environment: see README.md.

use std::collections::HashMap;
use std::ffi::OsString;
use std::time::Duration;

use crate::cannot::SettingsError;

/// Where an API is.
#[derive(Debug)]
pub struct Upstream {
    pub key: &'static str,
    pub variable: &'static str,
    /// With `{placeholders}`.
    pub url: &'static str,
    pub placeholders: &'static [Placeholder],
}

/// A part of an upstream's URL that an operator may choose.
#[derive(Debug)]
pub struct Placeholder {
    pub name: &'static str,
    pub variable: &'static str,
    pub default: &'static str,
}

/// Where the API is, by the name that its tools know.
pub const UPSTREAMS: &[Upstream] = &[Upstream {
    key: "api",
    variable: "UPSTREAM_URL",
    url: "https://{region}.example.com/base",
    placeholders: &[Placeholder { name: "region", variable: "UPSTREAM_REGION", default: "eu" }],
}];

/// What an operator may set.
#[derive(Debug, Clone, Default)]
pub struct Settings(HashMap<String, String>);

impl Settings {
    /// The process's own.
    pub fn from_environment() -> Self {
        let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
        Self(std::env::vars_os().filter_map(text).collect())
    }

    /// These alone.
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(variables.into_iter().collect())
    }

    fn get(&self, variable: &str) -> Option<&str> {
        self.0.get(variable).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The base URL of an upstream; empty where neither the document nor the operator says.
    pub fn upstream(&self, key: &str) -> String {
        let Some(upstream) = UPSTREAMS.iter().find(|one| one.key == key) else { return String::new() };
        if let Some(given) = self.get(upstream.variable) {
            return given.to_owned();
        }
        upstream.placeholders.iter().fold(upstream.url.to_owned(), |url, one| {
            url.replace(&format!("{{{}}}", one.name), self.get(one.variable).unwrap_or(one.default))
        })
    }

    /// A secret: from the variable, or from the file that VARIABLE_FILE names.
    ///
    /// # Errors
    /// When that file cannot be read.
    pub fn secret(&self, variable: &str) -> Result<Option<String>, SettingsError> {
        if let Some(given) = self.get(variable) {
            return Ok(Some(given.to_owned()));
        }
        let Some(path) = self.get(&format!("{variable}_FILE")) else { return Ok(None) };
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingsError(format!("{variable}_FILE: {path} cannot be read: {error}")))?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// Headers on every request to the API: `Name: value`, one a line.
    pub fn headers(&self) -> Vec<(String, String)> {
        let lines = self.get("UPSTREAM_HEADERS").unwrap_or_default().lines();
        let pairs = lines.filter_map(|line| line.split_once(':'));
        pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
    }

    /// How long a call may take, with all its attempts.
    ///
    /// # Errors
    /// When that is no number of seconds.
    pub fn timeout(&self) -> Result<Duration, SettingsError> {
        let text = self.get("UPSTREAM_TIMEOUT").unwrap_or("60");
        let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        seconds.ok_or_else(|| SettingsError(format!("UPSTREAM_TIMEOUT: `{text}` is no number of seconds")))
    }

    pub fn host(&self) -> &str {
        self.get("HOST").unwrap_or("127.0.0.1")
    }

    /// # Errors
    /// When it is no port.
    pub fn port(&self) -> Result<u16, SettingsError> {
        let text = self.get("PORT").unwrap_or("8080");
        text.parse().map_err(|_| SettingsError(format!("PORT: `{text}` is no port")))
    }

    /// Names under which clients may reach the server, beside loopback ones.
    pub fn allowed_hosts(&self) -> Vec<String> {
        let names = self.get("ALLOWED_HOSTS").unwrap_or_default().split(',').map(str::trim);
        names.filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }
}

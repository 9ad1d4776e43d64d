//! What a container is told: the one place where the environment is read.
//!
//! | variable | says |
//! |---|---|
//! | `MCPHUB_LISTEN` | where to listen; `0.0.0.0:8080`, or a file: `unix:/run/server.sock` |
//! | `MCPHUB_TOKEN` | what callers have to show behind `Bearer`; everybody may call where it is not set |
//! | `MCPHUB_ALLOWED_HOSTS` | names in `Host`, between commas; any where it is not set |
//! | `MCPHUB_ALLOW_PRIVATE_UPSTREAMS` | `true`: calls may go to private addresses |
//! | `MCPHUB_DISCOVERY` | `list`, or `search` for four tools that lead to all of them |
//! | `MCPHUB_CALL_SECONDS` | seconds that a call may take; 60 |
//! | `UPSTREAM_URL` | base URL of the API instead of what the blueprint says |
//! | `UPSTREAM_URL_PETS` | the same for the API `pets` of several |
//! | `AUTH_API_KEY` | the secret of the scheme `api_key` |
//!
//! A hub that runs the container itself says two things more, and none of the others but where to listen:
//!
//! | variable | says |
//! |---|---|
//! | `MCPHUB_TOLD` | the file that the token, the secrets and all settings are in |
//! | `MCPHUB_PASSAGE` | the file that all connections go through, where the container has no network |
//!
//! What is secret may be a file instead: `/run/secrets/AUTH_API_KEY`, or in the folder that `MCPHUB_SECRETS_DIR` names.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use hub_model::Blueprint;
use hub_runtime::{
    discovery::Discovery,
    egress::Policy,
    http::Hosts,
    secrets::Secrets,
    settings::{Limits, Settings},
    socket::Address,
};
use secrecy::SecretString;

/// Where container engines mount secrets.
const SECRETS: &str = "/run/secrets";
const LISTEN: Address = Address::Tcp(SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 8080));

/// How the blueprint is to be served.
pub(crate) struct Environment {
    pub(crate) listen: Address,
    pub(crate) token: Option<SecretString>,
    pub(crate) hosts: Hosts,
    pub(crate) secrets: Secrets,
    pub(crate) settings: Settings,
}

/// What a hub says to a container that it runs.
pub(crate) struct Told {
    pub(crate) listen: Address,
    pub(crate) file: PathBuf,
    pub(crate) passage: Option<PathBuf>,
}

impl Told {
    /// What a hub says, where one runs this.
    ///
    /// # Errors
    /// When it does not say where to listen.
    pub(crate) fn read() -> Result<Option<Self>, String> {
        #[expect(clippy::disallowed_methods, reason = "a container's settings are its environment, read once, here")]
        let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let Some(file) = said("MCPHUB_TOLD") else { return Ok(None) };
        let listen = parsed(&said, "MCPHUB_LISTEN", "an address")?.unwrap_or(LISTEN);
        Ok(Some(Self { listen, file: file.into(), passage: said("MCPHUB_PASSAGE").map(PathBuf::from) }))
    }
}

impl Environment {
    /// Reads what concerns this blueprint.
    ///
    /// # Errors
    /// Which variable cannot be followed, and why. Secrets are not repeated.
    pub(crate) fn read(blueprint: &Blueprint) -> Result<Self, String> {
        #[expect(clippy::disallowed_methods, reason = "a container's settings are its environment, read once, here")]
        Self::from(blueprint, &|name| std::env::var(name).ok())
    }

    fn from(blueprint: &Blueprint, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let said = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let folder = said("MCPHUB_SECRETS_DIR").map_or_else(|| PathBuf::from(SECRETS), PathBuf::from);
        let secret = |name: &str| match said(name) {
            Some(value) => Ok(Some(value)),
            None => of_file(&folder.join(name)),
        };
        let hosts = match said("MCPHUB_ALLOWED_HOSTS") {
            Some(names) => Hosts::Listed(names.split(',').map(|name| name.trim().to_owned()).collect()),
            None => Hosts::Any,
        };
        let (upstream, upstreams) = upstreams(blueprint, &said)?;
        let seconds = parsed(&said, "MCPHUB_CALL_SECONDS", "a number of seconds")?;
        let limits = Limits::default();
        let settings = Settings {
            upstream,
            upstreams,
            egress: Policy {
                allow_private: parsed(&said, "MCPHUB_ALLOW_PRIVATE_UPSTREAMS", "`true` or `false`")?.unwrap_or(false),
                allow: Vec::new(),
            },
            discovery: discovery(said("MCPHUB_DISCOVERY").as_deref())?,
            limits: Limits { call_timeout: seconds.map_or(limits.call_timeout, Duration::from_secs), ..limits },
            ..Settings::default()
        };
        Ok(Self {
            listen: parsed(
                &said,
                "MCPHUB_LISTEN",
                "an address and a port, as in 0.0.0.0:8080, or a file, as in unix:/run/server.sock",
            )?
            .unwrap_or(LISTEN),
            token: secret("MCPHUB_TOKEN")?.map(SecretString::from),
            hosts,
            secrets: secrets(blueprint, &secret)?,
            settings,
        })
    }
}

/// A variable that is read as something, where it is set.
fn parsed<T: std::str::FromStr>(
    said: &dyn Fn(&str) -> Option<String>,
    name: &str,
    what: &str,
) -> Result<Option<T>, String> {
    said(name).map(|text| text.parse().map_err(|_| format!("{name} has to be {what}, and is `{text}`"))).transpose()
}

fn discovery(text: Option<&str>) -> Result<Discovery, String> {
    match text {
        None | Some("list") => Ok(Discovery::List),
        Some("search") => Ok(Discovery::Search),
        Some(other) => Err(format!("MCPHUB_DISCOVERY has to be `list` or `search`, and is `{other}`")),
    }
}

type Upstreams = (Option<String>, BTreeMap<String, String>);

fn upstreams(blueprint: &Blueprint, said: &dyn Fn(&str) -> Option<String>) -> Result<Upstreams, String> {
    let address = |name: &str| match said(name) {
        Some(text) => url::Url::parse(&text).map(|url| Some(url.to_string())).map_err(|why| format!("{name}: {why}")),
        None => Ok(None),
    };
    let mut single = BTreeMap::new();
    let spaces: BTreeSet<&str> =
        blueprint.upstreams.keys().filter_map(|key| key.split_once('/')).map(|(space, _)| space).collect();
    for space in &spaces {
        if let Some(url) = address(&variable_of("UPSTREAM_URL", space))? {
            single.insert((*space).to_owned(), url);
        }
    }
    let all = address("UPSTREAM_URL")?;
    if all.is_some() && !spaces.is_empty() {
        let known = spaces.iter().map(|space| variable_of("UPSTREAM_URL", space)).collect::<Vec<_>>().join(", ");
        return Err(format!("UPSTREAM_URL does not say whose upstream it is: set {known}"));
    }
    Ok((all, single))
}

fn secrets(blueprint: &Blueprint, secret: &dyn Fn(&str) -> Result<Option<String>, String>) -> Result<Secrets, String> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    let mut secrets = Secrets::new();
    for scheme in blueprint.schemes.keys() {
        let name = variable_of("AUTH", scheme);
        // One secret for two schemes would be sent where it does not belong.
        if let Some(other) = taken.insert(name.clone(), scheme) {
            return Err(format!("the schemes `{other}` and `{scheme}` both want {name}: rename one in the document"));
        }
        if let Some(value) = secret(&name)? {
            secrets.insert(scheme, &value);
        }
    }
    Ok(secrets)
}

/// `AUTH_API_KEY` for `AUTH` and `api-key`.
fn variable_of(prefix: &str, name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("{prefix}_{}", plain.collect::<String>())
}

fn of_file(path: &std::path::Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned())),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blueprint(schemes: &[&str], upstreams: &[&str]) -> Blueprint {
        let scheme = |name: &&str| ((*name).to_owned(), serde_json::json!({ "type": "bearer" }));
        let upstream = |name: &&str| ((*name).to_owned(), serde_json::json!({ "url": "http://a.example" }));
        serde_json::from_value(serde_json::json!({
            "format": "mcphub-blueprint/1", "digest": "", "name": "pets", "title": "Pets", "version": "1", "instructions": "", "profile": "standard", "tools": [],
            "schemes": schemes.iter().map(scheme).collect::<serde_json::Map<_, _>>(),
            "upstreams": upstreams.iter().map(upstream).collect::<serde_json::Map<_, _>>(),
        }))
        .unwrap()
    }

    fn read(blueprint: &Blueprint, told: &[(&str, &str)]) -> Result<Environment, String> {
        let told: BTreeMap<_, _> = told.iter().copied().collect();
        Environment::from(blueprint, &|name| told.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn secrets_come_from_variables_and_files() {
        let folder = std::env::temp_dir().join(format!("mcphub-runtime-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("AUTH_PETS_KEY"), "of a file\n").unwrap();
        let dir = folder.to_string_lossy().into_owned();
        let read = read(
            &blueprint(&["api_key", "pets/key", "unset"], &[]),
            &[("AUTH_API_KEY", "of a variable"), ("MCPHUB_SECRETS_DIR", &dir), ("MCPHUB_TOKEN", "t")],
        );
        std::fs::remove_dir_all(&folder).unwrap();
        let read = read.unwrap();
        assert_eq!(read.secrets.names().collect::<Vec<_>>(), ["api_key", "pets/key"]);
        assert!(read.token.is_some());
        assert_eq!(read.listen, LISTEN);
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let refused = |schemes: &[&str], upstreams: &[&str], told: &[(&str, &str)]| {
            read(&blueprint(schemes, upstreams), told).err().unwrap()
        };
        assert!(refused(&["a-b", "a_b"], &[], &[]).contains("both want AUTH_A_B"));
        assert!(refused(&[], &["pets/default"], &[("UPSTREAM_URL", "http://a")]).contains("UPSTREAM_URL_PETS"));
        assert!(refused(&[], &[], &[("MCPHUB_LISTEN", "here")]).contains("MCPHUB_LISTEN"));
        assert!(refused(&[], &[], &[("UPSTREAM_URL", "no url")]).contains("UPSTREAM_URL"));
        assert!(refused(&[], &[], &[("MCPHUB_DISCOVERY", "code")]).contains("MCPHUB_DISCOVERY"));
    }
}

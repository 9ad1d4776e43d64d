//! Images of servers: what they are called, and registries as far as the egress rules let them be reached.

use std::{sync::Arc, time::Duration};

use hub_deploy::image::{
    Error, Name,
    registry::{Access, Login, Registry},
};
use hub_model::id::{OrganisationId, RegistryId};
use hub_store::registries;

use crate::{app::App, calls};

/// Without a word of a registry's.
const IDLE: Duration = Duration::from_secs(20);

/// What to do where images cannot be made.
pub(crate) const NO_RUNTIME: &str = "there is no mcphub-runtime to put into an image; `make runtime` builds it, and the setting `images.runtimes` names it";
/// What to do where images are not looked through.
pub(crate) const UNSCANNED: &str =
    "it was not looked through for vulnerabilities: the setting `images.scanner` names a program of Trivy or of Grype";

/// Characters of a repository, below the registry's own path.
const LONGEST: usize = 200;

/// What an image is called: below the address of a registry, or by itself. Nothing of it leads out of where it should be.
pub(crate) fn name(address: Option<&str>, repository: &str, tag: &str) -> Result<Name, Error> {
    let whole = match address {
        Some(address) => format!("{address}/{repository}:{tag}"),
        None => format!("{repository}:{tag}"),
    };
    if repository.chars().count() > LONGEST {
        return Err(Error::too_long(LONGEST));
    }
    let name: Name = whole.parse()?;
    // A colon or an @ in one of the parts would move the border between them.
    let is_as_said = name.tag() == tag && format!("/{}", name.repository()).ends_with(&format!("/{repository}"));
    if is_as_said { Ok(name) } else { Err(Error::unreadable(&whole)) }
}

/// Host and port of a registry by its address, which may have a path: `registry.example:5000/team`. Nothing where it is no such address.
pub(crate) fn host(address: &str) -> Option<String> {
    let first = address.split('/').next().unwrap_or_default();
    // Anything else would be read as a part of a name at Docker's own registry.
    let is_host = first == "localhost" || first.contains(['.', ':']);
    let named = name(Some(address), "x", "x").ok().filter(|_| is_host)?;
    Some(named.registry().to_owned())
}

/// A registry that is kept, reached with the login that is kept for it.
pub(crate) async fn open(app: &App, organisation: OrganisationId, id: RegistryId) -> hub_store::Result<Option<Kept>> {
    let found = registries::open(app.store(), organisation, id).await?;
    Ok(found.map(|(registry, login)| Kept { registry, login }))
}

/// A registry with the login that is kept for it.
pub(crate) struct Kept {
    pub(crate) registry: registries::Registry,
    login: Option<registries::Login>,
}

impl Kept {
    /// Reaches it.
    pub(crate) async fn connect(self, app: &App) -> Result<Registry, Error> {
        let host = host(&self.registry.address).ok_or_else(|| Error::unreadable(&self.registry.address))?;
        let access = Access {
            login: self.login.map(|login| Login { name: login.user, secret: login.password }),
            insecure: self.registry.is_insecure,
            authorities: self.registry.authorities,
            egress: calls::policy(app),
            idle: Some(IDLE),
        };
        Registry::connect(&host, &access, Arc::clone(app.clock())).await
    }
}

#[cfg(test)]
mod tests {
    use super::{host, name};

    #[test]
    fn names_stay_where_they_should() {
        let whole = |address, repository: &str, tag: &str| name(address, repository, tag).map(|name| name.to_string());
        assert_eq!(whole(Some("r.example:5000/team"), "pets", "1.0").unwrap(), "r.example:5000/team/pets:1.0");
        assert_eq!(whole(None, "pets", "3").unwrap(), "pets:3");
        for (repository, tag) in [
            ("../other", "1"),
            ("..", "1"),
            ("a//b", "1"),
            ("/a", "1"),
            ("a", "1/../2"),
            ("a", "1?x=y"),
            ("a:1", "2"),
            ("a@sha256:00", "1"),
            ("a", ""),
            ("", "1"),
            ("A", "1"),
            ("a", &"x".repeat(129)),
            ("a%2fb", "1"),
            (&"a".repeat(201), "1"),
        ] {
            assert!(whole(Some("r.example/team"), repository, tag).is_err(), "{repository}:{tag}");
        }
    }

    #[test]
    fn addresses_of_registries_have_a_host() {
        assert_eq!(host("r.example/team/a").as_deref(), Some("r.example"));
        assert_eq!(host("localhost").as_deref(), Some("localhost"));
        assert_eq!(host("docker.io/somebody").as_deref(), Some("index.docker.io"));
        for wrong in
            ["", "team", "team/a", "https://r.example", "user@r.example", "r.example/", "r.example?a", "r.example/a:1"]
        {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }
}

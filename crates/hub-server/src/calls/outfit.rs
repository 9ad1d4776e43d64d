//! How the calls of a hosted server are made: where to, with which secrets, within which limits.

use hub_model::{
    Blueprint,
    api::Api,
    id::{ApiId, OrganisationId, UserId},
    server::{FrozenSource, ServerSettings},
};
use hub_runtime::replica::Outfit;
use hub_store::{
    Result, Store, apis,
    apis::credentials::{self, Opened},
    servers::serving,
};
use secrecy::ExposeSecret as _;

use super::{destinations, policy};
use crate::app::App;

/// An API that servers are made of, with its secrets.
pub(crate) struct Held {
    pub(crate) api: Api,
    pub(crate) secrets: Vec<(Option<UserId>, Opened)>,
}

/// An API with its secrets; nothing where it is gone. One that is deleted is served on, without secrets, until its servers are changed.
pub(crate) async fn held(store: &Store, organisation: OrganisationId, id: ApiId) -> Result<Option<Held>> {
    let Some(api) = apis::find(store, organisation, id).await? else { return Ok(None) };
    let secrets = if api.deleted_at.is_none() { serving::secrets(store, organisation, id).await? } else { Vec::new() };
    Ok(Some(Held { api, secrets }))
}

/// The outfit of a version for a user, who may have secrets of their own, or for everybody.
pub(crate) fn outfit<'h>(
    app: &App,
    blueprint: &Blueprint,
    sources: &[FrozenSource],
    held: impl Fn(ApiId) -> Option<&'h Held>,
    settings: &ServerSettings,
    user: Option<UserId>,
) -> Outfit {
    let egress = policy(app);
    let mut outfit = Outfit {
        allow_private: egress.allow_private,
        allow: egress.allow,
        call_seconds: u64::from(settings.call_seconds),
        answer_chars: usize::try_from(settings.answer_chars).unwrap_or(usize::MAX),
        ..Outfit::default()
    };
    for source in sources {
        let Some(held) = held(source.api) else { continue };
        match &held.api.settings.upstream {
            Some(url) if source.space.is_empty() => outfit.upstream = Some(url.clone()),
            Some(url) => drop(outfit.upstreams.insert(source.space.clone(), url.clone())),
            None => {}
        }
        for opened in credentials::of_user(held.secrets.clone(), user) {
            match destinations::may_go(&opened, blueprint, &source.space, &held.api) {
                Ok(Some(scheme)) => drop(outfit.secrets.insert(scheme, opened.value.expose_secret().to_owned())),
                Ok(None) => {}
                Err(why) => tracing::warn!(api = %source.api, why, "a credential is not used"),
            }
        }
    }
    outfit
}

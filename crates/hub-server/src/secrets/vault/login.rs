//! How the hub gets a token of Vault's, and when it gets another.

use std::{path::Path, sync::Arc, time::Duration};

use tokio::time::Instant;
use vaultrs::{api::AuthInfo, auth, client::VaultClient, error::ClientError};
use zeroize::Zeroizing;

use super::{Asked, Vault};
use crate::settings::{AppRole, KubernetesRole};

/// A client with a token.
pub(super) struct Session {
    client: Arc<VaultClient>,
    /// When another token is due; never for one that does not end.
    until: Option<Instant>,
}

impl Vault {
    /// A client with a token that is taken, as far as is known. `refused` is one whose token is not taken any more.
    pub(super) async fn client(&self, refused: Option<&Arc<VaultClient>>) -> Result<Arc<VaultClient>, Asked> {
        let mut session = self.session.lock().await;
        if let Some(Session { client, until }) = session.as_ref() {
            let is_refused = refused.is_some_and(|refused| Arc::ptr_eq(refused, client));
            if !is_refused && until.is_none_or(|until| Instant::now() < until) {
                return Ok(Arc::clone(client));
            }
        }
        let (token, lasts) = self.token().await?;
        let client = Arc::new(self.client_with(&token)?);
        // A lease of 0 never ends; others are followed by another well before.
        let until = (!lasts.is_zero()).then(|| Instant::now() + lasts.mul_f64(0.7));
        *session = Some(Session { client: Arc::clone(&client), until });
        Ok(client)
    }

    /// A token, and how long it lasts.
    async fn token(&self) -> Result<(Zeroizing<String>, Duration), Asked> {
        let settings = &self.settings;
        if let Some(token) = &settings.token {
            return Ok((Zeroizing::new(token.clone()), Duration::ZERO));
        }
        if let Some(path) = &settings.token_file {
            return Ok((from_file(path, "vault.token_file").await?, Duration::ZERO));
        }
        let nobody = self.client_with("")?;
        let logged_in = if let Some(role) = &settings.app_role {
            let AppRole { mount, role_id, .. } = role;
            let secret = match (&role.secret_id, &role.secret_id_file) {
                (Some(secret), _) => Zeroizing::new(secret.clone()),
                (None, Some(path)) => from_file(path, "vault.app_role.secret_id_file").await?,
                (None, None) => Zeroizing::default(),
            };
            auth::approle::login(&nobody, mount, role_id, &secret).await.map_err(|error| self.not_let_in(mount, error))
        } else if let Some(KubernetesRole { mount, role, token_file }) = &settings.kubernetes {
            let token = from_file(token_file, "vault.kubernetes.token_file").await?;
            auth::kubernetes::login(&nobody, mount, role, &token).await.map_err(|error| self.not_let_in(mount, error))
        } else {
            return Err(Asked::Failed("the settings name no way to log in to Vault".to_owned()));
        };
        let AuthInfo { client_token, lease_duration, .. } = logged_in?;
        Ok((Zeroizing::new(client_token), Duration::from_secs(lease_duration)))
    }

    fn not_let_in(&self, mount: &str, error: ClientError) -> Asked {
        match self.said(error) {
            answered @ Asked::Answered { code: 400..=499, .. } => {
                Asked::Failed(format!("Vault does not let the hub log in at auth/{mount}: {answered}"))
            }
            other => other,
        }
    }
}

async fn from_file(path: &Path, setting: &str) -> Result<Zeroizing<String>, Asked> {
    let unreadable = |error| Asked::Failed(format!("{setting}: {} cannot be read: {error}", path.display()));
    let text = Zeroizing::new(tokio::fs::read_to_string(path).await.map_err(unreadable)?);
    let text = text.trim();
    if text.is_empty() {
        return Err(Asked::Failed(format!("{setting}: {} is empty", path.display())));
    }
    Ok(Zeroizing::new(text.to_owned()))
}

//! Where the master key comes from: the settings, a file, Vault, or a new one beside the database.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use hub_access::entropy::SystemEntropy;
use hub_server::{secrets::Vault, settings::Settings};
use hub_store::{MasterKey, MasterKeys};
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use crate::{failure::Failure, report};

/// What Vault's transit engine encrypted begins so.
const ENCRYPTED: &str = "vault:";

/// The master key in use, and those from before a rotation.
pub(super) async fn keys(settings: &Settings) -> Result<MasterKeys, Failure> {
    let secrets = &settings.secrets;
    let vault = Vault::new(&settings.vault).ok();
    let keys = Keys { settings, vault };
    let current = match (&secrets.master_key, &secrets.master_key_file, &secrets.master_key_vault) {
        (Some(key), ..) => keys.opened(key, "secrets.master_key").await?,
        (None, Some(path), _) => keys.opened(&read(path)?, "secrets.master_key_file").await?,
        (None, None, Some(place)) => keys.in_vault(place).await?,
        (None, None, None) => keys.beside_database().await?,
    };
    let mut older = Vec::new();
    for key in &secrets.older_master_keys {
        older.push(keys.opened(key, "secrets.older_master_keys").await?);
    }
    Ok(MasterKeys { current, older })
}

struct Keys<'s> {
    settings: &'s Settings,
    vault: Option<Vault>,
}

impl Keys<'_> {
    /// A key as it is given: itself, or encrypted by Vault.
    async fn opened(&self, text: &str, setting: &str) -> Result<MasterKey, Failure> {
        let wrong = |why: &str| Failure::usage(format!("{setting}: {why}"));
        let text = text.trim();
        if !text.starts_with(ENCRYPTED) {
            return MasterKey::parse(text).map_err(wrong);
        }
        let vault = self.vault.as_ref().ok_or_else(|| wrong("it is encrypted, and `vault.address` is not set"))?;
        let plain = vault.decrypted(text).await.map_err(|why| self.unreachable(setting, &why))?;
        MasterKey::parse(&plain).map_err(wrong)
    }

    /// A key in KV: `secret/mcphub#master_key`.
    async fn in_vault(&self, place: &str) -> Result<MasterKey, Failure> {
        let setting = "secrets.master_key_vault";
        let wrong = |why: &str| Failure::usage(format!("{setting}: {why}"));
        let vault = self.vault.as_ref().ok_or_else(|| wrong("`vault.address` is not set"))?;
        let parts = place.split_once('#').filter(|(path, key)| path.contains('/') && !key.is_empty());
        let (path, key) = parts.ok_or_else(|| wrong("write it as `secret/mcphub#master_key`: engine, path and key"))?;
        let value = vault.read(path, key).await.map_err(|why| self.unreachable(setting, &why))?;
        MasterKey::parse(value.expose_secret()).map_err(wrong)
    }

    fn unreachable(&self, setting: &str, why: &str) -> Failure {
        let address = self.settings.vault.address.as_deref().unwrap_or_default();
        Failure::environment(format!("{setting}: {why}"))
            .help(format!("Vault is asked at {address}; check `vault.*`, and what its policy lets the hub do"))
    }

    /// The key beside a SQLite database, made when there is none. Other databases have no place beside them.
    async fn beside_database(&self) -> Result<MasterKey, Failure> {
        let Some(folder) = folder(&self.settings.database.url) else {
            return Err(Failure::usage("a master key is needed where the database is not SQLite")
                .help("set MCPHUB__SECRETS__MASTER_KEY to what `openssl rand -base64 32` prints, and keep it safe"));
        };
        let path = folder.join("master.key");
        if path.exists() {
            return self.opened(&read(&path)?, &path.display().to_string()).await;
        }
        let (key, plain) = MasterKey::generate(&SystemEntropy);
        let (text, what) = match self.vault.as_ref().filter(|_| self.settings.vault.transit.is_some()) {
            Some(vault) => {
                let encrypted = vault.encrypted(&plain).await;
                let encrypted = encrypted.map_err(|why| self.unreachable("vault.transit", &why))?;
                (Zeroizing::new(encrypted), "Vault encrypted it: without Vault's key, all secrets are lost")
            }
            None => (
                plain,
                "Whoever has it and the database has all secrets, and without it they are lost: keep a copy elsewhere",
            ),
        };
        write(&path, &text).map_err(|error| {
            Failure::environment(format!("the master key cannot be written to {}: {error}", path.display()))
        })?;
        report::say(&format!("a master key was made: {}. {what}", path.display()));
        Ok(key)
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = std::fs::read_to_string(path);
    text.map(Zeroizing::new).map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))
}

/// Writes a file that only its owner reads.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The folder of a SQLite database.
fn folder(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    Some(Path::new(path).parent().map(Path::to_path_buf).unwrap_or_default())
}

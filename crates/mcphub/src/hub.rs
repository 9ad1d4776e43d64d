//! Opening a hub as the settings say: its keys, its store, its rules.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hub_access::{
    entropy::SystemEntropy,
    password::{CommonPasswords, HashFile, Rules},
};
use hub_model::clock::SystemClock;
use hub_server::{app::Passwords, settings::Settings};
use hub_store::{Connections, MasterKey, MasterKeys, Store};

use crate::{failure::Failure, report};

/// Opens the store.
pub(crate) async fn store(settings: &Settings) -> Result<Store, Failure> {
    let opened = Store::open(
        hub_store::Settings {
            database: Connections {
                url: settings.database.url.clone(),
                replica_url: settings.database.replica_url.clone(),
                most: settings.database.connections,
                wait: Duration::from_secs(settings.database.wait_seconds),
            },
            redis: settings.redis.url.clone(),
            master_keys: master_keys(settings)?,
            quotas: settings.quotas.quotas(),
        },
        Arc::new(SystemClock),
        Arc::new(SystemEntropy),
    )
    .await;
    opened.map_err(|error| {
        Failure::environment(format!("the hub's store cannot be opened: {error}"))
            .help("check `database.url` and `redis.url`; `mcphub doctor` tells more")
    })
}

/// What is asked of passwords.
pub(crate) fn passwords(settings: &Settings) -> Result<Passwords, Failure> {
    let rules = Rules { min_length: settings.accounts.password_length, ..Rules::default() };
    let Some(path) = &settings.accounts.breached_passwords else {
        return Ok(Passwords::new(rules, Box::new(CommonPasswords)));
    };
    let unusable = |error: std::io::Error| {
        Failure::usage(format!("accounts.breached_passwords: {} cannot be read: {error}", path.display()))
    };
    let file = HashFile::new(File::open(path).map_err(unusable)?).map_err(unusable)?;
    Ok(Passwords::new(rules, Box::new(file)))
}

/// The master key of the settings, of its file, or a new one beside the database.
fn master_keys(settings: &Settings) -> Result<MasterKeys, Failure> {
    let parsed =
        |text: &str, setting: &str| MasterKey::parse(text).map_err(|why| Failure::usage(format!("{setting}: {why}")));
    let secrets = &settings.secrets;
    let current = match (&secrets.master_key, &secrets.master_key_file) {
        (Some(key), _) => parsed(key, "secrets.master_key")?,
        (None, Some(path)) => parsed(&read(path)?, "secrets.master_key_file")?,
        (None, None) => generated(settings)?,
    };
    let older = secrets.older_master_keys.iter().map(|key| parsed(key, "secrets.older_master_keys"));
    Ok(MasterKeys { current, older: older.collect::<Result<_, _>>()? })
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))
}

/// The key beside a SQLite database, made when there is none. Other databases have no place beside them.
fn generated(settings: &Settings) -> Result<MasterKey, Failure> {
    let Some(folder) = folder(&settings.database.url) else {
        return Err(Failure::usage("a master key is needed where the database is not SQLite")
            .help("set MCPHUB__SECRETS__MASTER_KEY to what `openssl rand -base64 32` prints, and keep it safe"));
    };
    let path = folder.join("master.key");
    if path.exists() {
        return MasterKey::parse(&read(&path)?).map_err(|why| Failure::usage(format!("{}: {why}", path.display())));
    }
    let unwritten = |error: std::io::Error| {
        Failure::environment(format!("the master key cannot be written to {}: {error}", path.display()))
    };
    std::fs::create_dir_all(&folder).map_err(unwritten)?;
    let (key, text) = MasterKey::generate(&SystemEntropy);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(unwritten)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(unwritten)?;
    report::say(&format!(
        "a master key was made: {}. Whoever has it and the database has all secrets, and without it they are lost: keep a copy elsewhere",
        path.display()
    ));
    Ok(key)
}

/// The folder of a SQLite database.
fn folder(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    Some(Path::new(path).parent().map(Path::to_path_buf).unwrap_or_default())
}

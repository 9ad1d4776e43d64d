//! Opening a hub as the settings say: its keys, its store, its rules.

mod master_key;

use std::{fs::File, sync::Arc, time::Duration};

use hub_access::{
    entropy::SystemEntropy,
    password::{CommonPasswords, HashFile, Rules},
};
use hub_model::clock::SystemClock;
use hub_server::{app::Passwords, settings::Settings};
use hub_store::{Connections, Store};

use crate::failure::Failure;

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
            master_keys: master_key::keys(settings).await?,
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

//! A replica in a container: what it serves is in its image, and its secrets are in a file, which whoever runs it writes, and may write anew.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hub_model::Blueprint;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{
    Outfit,
    serve::{Broken, Replica, complain},
};
use crate::{
    http::{self, Access, Endpoint, Hosts, Options},
    socket::Address,
};

/// How often the file is looked at. Volumes of secrets are changed by others, who tell nobody.
const LOOK: Duration = Duration::from_millis(250);
/// For the file to be there after the start.
const WAIT: Duration = Duration::from_secs(60);
/// Bytes of the file.
const MOST: u64 = 4 << 20;
/// In the name of each part of a blueprint.
const PART: &str = "blueprint.json.gz.";
/// Bytes of a blueprint.
const BLUEPRINT: u64 = 256 << 20;

/// What the file says.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// What callers have to show. It does not change.
    pub token: String,
    /// How calls are made.
    pub outfit: Outfit,
}

/// Serves `blueprint` at `listen` as `file` says, from when it is there until `end` is ready; what is in flight then is answered. Whether all
/// of it was. `passage` is the way out, where there is no network.
///
/// # Errors
/// When it cannot serve.
pub async fn serve_told(
    blueprint: Blueprint,
    listen: &Address,
    file: PathBuf,
    passage: Option<PathBuf>,
    end: impl Future<Output = ()>,
) -> Result<bool, Broken> {
    let mut seen = None;
    let waiting = async {
        loop {
            match news(&file, &mut seen) {
                Some(told) => return told,
                None => tokio::time::sleep(LOOK / 10).await,
            }
        }
    };
    let late = || Broken::Input(format!("{} is not there", file.display()));
    let Told { token, outfit } = tokio::time::timeout(WAIT, waiting).await.map_err(|_| late())??;
    let replica = Arc::new(Replica::new(blueprint, &outfit, passage)?);
    drop(outfit);
    let access = Access { hosts: Hosts::Any, bearer: Some(SecretString::from(token)), ..Access::default() };
    let endpoint = Arc::new(Endpoint::new(Arc::clone(&replica), Options { access, ..Options::default() }));
    let listener = listen.listen().await?;
    let watching = async {
        loop {
            tokio::time::sleep(LOOK).await;
            let Some(told) = news(&file, &mut seen) else { continue };
            if let Err(error) = told.and_then(|told| replica.wear(&told.outfit)) {
                complain(&format!("other credentials or settings cannot be used, the old ones are kept: {error}"));
            }
        }
    };
    let serving = http::serve(listener, endpoint, http::Listening::default(), end);
    tokio::select! {
        served = serving => Ok(served?),
        () = watching => Ok(false),
    }
}

/// What the file says, if it is another one than before.
fn news(file: &Path, seen: &mut Option<(u64, i64, i64)>) -> Option<Result<Told, Broken>> {
    let found = fs::metadata(file).ok()?;
    let mark = (found.ino(), found.mtime(), found.mtime_nsec());
    if *seen == Some(mark) {
        return None;
    }
    *seen = Some(mark);
    if found.len() > MOST {
        return Some(Err(Broken::Input(format!("{} is too large", file.display()))));
    }
    Some(fs::read(file).map_err(Broken::from).and_then(|bytes| {
        // Nothing of what is in it is repeated: it is secret.
        serde_json::from_slice(&bytes).map_err(|error| {
            Broken::Input(format!(
                "{} cannot be read at line {}, column {}",
                file.display(),
                error.line(),
                error.column()
            ))
        })
    }))
}

/// The blueprint of a file, or of a folder with its parts: compressed (gzip), in the order of their names.
///
/// # Errors
/// When it cannot be read, or is none.
pub fn read_blueprint(path: &Path) -> Result<Blueprint, String> {
    let unread = |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", path.display());
    let no_blueprint =
        |error: &dyn std::fmt::Display| format!("{} is no blueprint of this version: {error}", path.display());
    if !path.is_dir() {
        let bytes = fs::read(path).map_err(|error| unread(&error))?;
        return serde_json::from_slice(&bytes).map_err(|error| no_blueprint(&error));
    }
    let entries = fs::read_dir(path).map_err(|error| unread(&error))?;
    let parts = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut parts: Vec<PathBuf> = parts.filter(|part| part.to_string_lossy().contains(PART)).collect();
    parts.sort();
    let mut packed = Vec::new();
    for part in &parts {
        packed.extend(fs::read(part).map_err(|error| unread(&error))?);
    }
    let unpacked = flate2::bufread::MultiGzDecoder::new(packed.as_slice()).take(BLUEPRINT);
    serde_json::from_reader(io::BufReader::new(unpacked)).map_err(|error| no_blueprint(&error))
}

/// Writes such a file in the place of the one before, whole or not at all, for nobody but this user.
///
/// # Errors
/// When it cannot be written.
pub fn write_told(file: &Path, mut from: impl io::Read) -> io::Result<()> {
    let beside = file.with_extension("new");
    let mut new = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    io::copy(&mut from.by_ref().take(MOST), &mut new)?;
    new.flush()?;
    fs::rename(&beside, file)
}

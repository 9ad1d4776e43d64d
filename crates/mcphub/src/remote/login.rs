//! Who is signed in where: one file that only its owner reads. Tokens are renewed by one process at a time, because a refresh token
//! that is used twice ends the sign-in.

use std::{
    fs::{File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A sign-in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Login {
    /// The hub, without a slash at its end.
    pub(crate) url: String,
    /// The organisation that commands are about: its slug.
    pub(crate) organisation: String,
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
}

impl Login {
    /// The present sign-in, where there is one. Nothing is made for it: a program with a key may have no folder that it may write to.
    pub(crate) fn load() -> Result<Option<Self>, Failure> {
        let Some(path) = place() else { return Ok(None) };
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let login = serde_json::from_str(&text);
        login.map(Some).map_err(|error| unreadable(&path, &error).help("`mcphub login` makes it anew"))
    }

    /// Keeps it, instead of any other.
    pub(crate) fn save(&self) -> Result<(), Failure> {
        let path = made()?;
        let failed = |error: std::io::Error| {
            Failure::environment(format!("the sign-in cannot be kept in {}: {error}", path.display()))
        };
        // Beside it first: who reads meanwhile never sees half of it.
        let beside = path.with_extension(format!("{}.part", std::process::id()));
        let written = private(&beside).and_then(|mut file| {
            file.write_all(serde_json::to_string_pretty(self).unwrap_or_default().as_bytes())?;
            file.sync_all()
        });
        written.and_then(|()| std::fs::rename(&beside, &path)).map_err(|error| {
            let _ = std::fs::remove_file(&beside);
            failed(error)
        })
    }

    /// Forgets it.
    pub(crate) fn forget() -> Result<(), Failure> {
        let Some(path) = place() else { return Ok(()) };
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(unreadable(&path, &error)),
            _ => Ok(()),
        }
    }

    /// Waits until no other process renews the tokens. The lock ends with what is returned.
    pub(crate) fn lock() -> Result<File, Failure> {
        let path = made()?.with_extension("lock");
        let locked = private(&path).and_then(|file| file.lock().map(|()| file));
        locked.map_err(|error| Failure::environment(format!("{} cannot be locked: {error}", path.display())))
    }
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("url", &self.url).finish_non_exhaustive()
    }
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::environment(format!("the sign-in in {} cannot be read: {error}", path.display()))
}

fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The file, whose folder need not be there.
fn place() -> Option<PathBuf> {
    folder().map(|folder| folder.join("login.json"))
}

/// The file, in a folder that is there.
fn made() -> Result<PathBuf, Failure> {
    let folder = folder().ok_or_else(|| {
        Failure::environment("there is no place to keep a sign-in").help("set HOME, or XDG_CONFIG_HOME to a folder")
    })?;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(&folder)
        .map_err(|error| Failure::environment(format!("{} cannot be made: {error}", folder.display())))?;
    Ok(folder.join("login.json"))
}

/// By the XDG base directory specification.
#[expect(
    clippy::disallowed_methods,
    reason = "where a user keeps settings is told by the environment, which is read here"
)]
fn folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var(name).ok().map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || absolute("HOME").map(|home| home.join(".config"));
    absolute("XDG_CONFIG_HOME").or_else(home).map(|folder| folder.join("mcphub"))
}

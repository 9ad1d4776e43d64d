//! The folder that containers share with the hub: one in it for each, with the two sockets.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use bollard::{Docker, query_parameters::InspectContainerOptionsBuilder};
use sha2::{Digest as _, Sha256};

use super::shape::{NOBODY, PASSAGE, SERVER};

/// Bytes that the path of a socket may have (`sun_path` in `sockaddr_un`), less its last zero.
const LONGEST: usize = 107;
/// Characters of a replica's identifier, and more.
const IDENTIFIER: usize = 40;

/// The folder of one hub.
#[derive(Debug)]
pub(super) struct Folder {
    /// As this process sees it.
    here: PathBuf,
    /// As the engine's machine sees it: it is another one where the hub is in a container itself.
    there: PathBuf,
    /// Tells hubs that share an engine apart.
    pub(super) name: String,
}

impl Folder {
    /// Makes it, where it is not there.
    pub(super) async fn open(path: &Path, docker: &Docker) -> Result<Self, String> {
        let said = |error: io::Error| format!("the folder {} cannot be used for containers: {error}", path.display());
        fs::create_dir_all(path).map_err(said)?;
        // Others on this machine have no business with what is in it.
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(said)?;
        let here = fs::canonicalize(path).map_err(said)?;
        if here.as_os_str().len() + IDENTIFIER + SERVER.len() + 2 > LONGEST {
            return Err(format!(
                "the path of {} is too long for sockets in it; set `docker.folder` to a shorter one",
                here.display()
            ));
        }
        let there = outside(&here, docker).await.unwrap_or_else(|| here.clone());
        let digest = Sha256::digest(there.as_os_str().as_encoded_bytes());
        let name = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { here, there, name })
    }

    /// The folder of a replica: made where it is not there.
    pub(super) fn of(&self, replica: &str) -> io::Result<Place> {
        let here = self.here.join(replica);
        fs::create_dir_all(&here)?;
        // The container makes its socket in it, as a user that only it has. Nobody else gets as far as here.
        if std::os::unix::fs::chown(&here, Some(NOBODY), Some(NOBODY)).is_err() {
            fs::set_permissions(&here, fs::Permissions::from_mode(0o777))?;
        }
        Ok(Place { there: self.there.join(replica), here })
    }

    pub(super) fn remove(&self, replica: &str) {
        if !replica.is_empty() && !replica.contains(['/', '.']) {
            let _ = fs::remove_dir_all(self.here.join(replica));
        }
    }

    pub(super) fn sweep(&self, keep: &dyn Fn(&str) -> bool) {
        let Ok(entries) = fs::read_dir(&self.here) else { return };
        for name in entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
            if !keep(&name) {
                self.remove(&name);
            }
        }
    }
}

/// The folder of one replica.
pub(super) struct Place {
    here: PathBuf,
    /// As the engine's machine sees it.
    pub(super) there: PathBuf,
}

impl Place {
    /// Where the replica listens.
    pub(super) fn server(&self) -> PathBuf {
        self.here.join(SERVER)
    }

    /// Its way out.
    pub(super) fn passage(&self) -> PathBuf {
        self.here.join(PASSAGE)
    }
}

/// Where the engine's machine has a folder of this container, where this process is in one.
async fn outside(folder: &Path, docker: &Docker) -> Option<PathBuf> {
    if !Path::new("/.dockerenv").exists() {
        return None;
    }
    let hostname = fs::read_to_string("/etc/hostname").ok()?;
    let options = InspectContainerOptionsBuilder::default().build();
    let own = docker.inspect_container(hostname.trim(), Some(options)).await.ok()?;
    // The innermost of the mounts that it is in.
    let mounts = own.mounts?.into_iter().filter_map(|mount| Some((mount.destination?, mount.source?)));
    let (inside, source) =
        mounts.filter(|(inside, _)| folder.starts_with(inside)).max_by_key(|(inside, _)| inside.len())?;
    Some(Path::new(&source).join(folder.strip_prefix(inside).ok()?))
}

//! Who lives on this machine: a file for each process that holds deployments, locked as long as it lives. Where the lock can be had, its process is
//! dead, however it ended, and what it held need not wait for its lease to run out.
//!
//! A lock says something of processes under the same kernel only: names begin with the boot's identifier, and nothing follows
//! from files of others. So a folder that machines share is safe, and one that is lost costs no more than the wait.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

/// The folder of these files, within another one; its name is none that a replica could have.
const FOLDER: &str = ".holders";
/// Before it is locked, a file has another name.
const UNLOCKED: &str = ".new";
/// Where Linux says which boot this is.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// This process, as others see it. Dropping it says that it holds nothing any more.
#[derive(Debug)]
pub struct Holder {
    folder: PathBuf,
    boot: String,
    /// The lock.
    _file: File,
}

/// A process of this machine that is dead.
#[derive(Debug)]
pub struct Dead {
    /// What it called itself.
    pub name: String,
    path: PathBuf,
    /// Nobody else finds it meanwhile.
    _file: File,
}

impl Holder {
    /// Says that this process lives, by a name that no other one ever has.
    ///
    /// # Errors
    /// When the folder cannot be used, or the system does not say which boot this is: then nobody knows, and leases run out by themselves.
    pub fn enter(within: &Path, name: &str) -> io::Result<Self> {
        let boot = fs::read_to_string(BOOT)?.trim().to_owned();
        Self::of(within, name, boot)
    }

    fn of(within: &Path, name: &str, boot: String) -> io::Result<Self> {
        let folder = within.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{boot}.{name}"));
        let unlocked = folder.join(format!("{boot}.{name}{UNLOCKED}"));
        let file = File::create(&unlocked)?;
        file.try_lock()?;
        // Nobody ever sees it unlocked under its name while this process lives.
        fs::rename(&unlocked, &path)?;
        Ok(Self { folder, boot, _file: file })
    }

    /// Those who died on this machine, and were not forgotten yet.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn dead(&self) -> io::Result<Vec<Dead>> {
        let mut dead = Vec::new();
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let file_name = entry.file_name();
            let Some((boot, name)) = file_name.to_str().and_then(|name| name.split_once('.')) else { continue };
            // Whoever is about to lock it must not find it locked.
            if name.ends_with(UNLOCKED) {
                continue;
            }
            let Ok(file) = File::open(entry.path()) else { continue };
            match file.try_lock() {
                Ok(()) if boot == self.boot => {
                    dead.push(Dead { name: name.to_owned(), path: entry.path(), _file: file });
                }
                // Of before this machine was started, or of another one that shares the folder and not its locks: who knows.
                Ok(()) => _ = fs::remove_file(entry.path()),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        Ok(dead)
    }
}

impl Dead {
    /// Nothing is held by it any more.
    pub fn forget(self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(holder: &Holder) -> Vec<String> {
        let mut names: Vec<String> = holder.dead().unwrap().into_iter().map(|dead| dead.name).collect();
        names.sort();
        names
    }

    #[test]
    fn who_lives_is_not_dead_and_who_died_is_until_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let enter = |name: &str| Holder::enter(folder.path(), name).unwrap();
        let (one, two) = (enter("deployment-1"), enter("deployment-2"));
        assert_eq!((names(&one), names(&two)), (Vec::new(), Vec::new()));
        drop(one);
        assert_eq!(names(&two), ["deployment-1"]);
        // Until somebody has done what follows from it, and then not any more.
        let found = two.dead().unwrap();
        let three = enter("deployment-3");
        assert_eq!(names(&three), [""; 0], "two that look at the same time do not both find it");
        drop(found);
        assert_eq!(names(&three), ["deployment-1"]);
        three.dead().unwrap().into_iter().for_each(Dead::forget);
        assert_eq!(names(&two), [""; 0]);
    }

    #[test]
    fn nothing_is_known_of_other_machines_and_other_boots() {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str, boot: &str| Holder::of(folder.path(), name, boot.to_owned()).unwrap();
        let there = of("deployment-1", "there");
        let here = of("deployment-2", "here");
        assert_eq!(names(&here), [""; 0]);
        assert_eq!(names(&there), [""; 0]);
        drop(there);
        // Its lock can be had, and it may still live: its file is of no use.
        assert_eq!(names(&here), [""; 0]);
        assert!(!folder.path().join(".holders/there.deployment-1").exists());
    }

    #[test]
    fn a_file_that_is_not_locked_yet_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let holder = Holder::of(folder.path(), "deployment-1", "here".to_owned()).unwrap();
        let begun = folder.path().join(".holders/here.deployment-2.new");
        File::create(&begun).unwrap();
        File::create(folder.path().join(".holders/what-is-this")).unwrap();
        assert_eq!(names(&holder), [""; 0]);
        assert!(begun.exists());
    }
}

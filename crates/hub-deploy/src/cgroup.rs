//! Control groups of Linux, in which replicas share processors and memory: what one of them wants too much, no other one lacks.
//!
//! Both versions are known (cgroups(7)); of each, those controllers are used which the hub may use where it runs: as root, or where a part
//! of the tree was delegated to it, as systemd does with `Delegate=yes`. What nothing limits here, the replica itself still does
//! ([`crate::process::confine`]).

mod place;

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use self::place::{Place, Version};

/// The folder of all groups of replicas, within the hub's own group.
const FOLDER: &str = "mcphub-replicas";
/// Where the hub itself moves in version 2, which wants processes only at the ends of the tree.
const OWN: &str = "mcphub";
/// The period of a processor's share, in microseconds; the kernel's own default.
const PERIOD: u64 = 100_000;
/// What a replica's program needs beside its own memory, in MiB: the kernel counts its code and its sockets, too.
const BESIDE: u64 = 64;
/// Processes and threads of a replica; it runs a dozen.
const TASKS: u64 = 64;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Controller {
    Cpu,
    Memory,
    Pids,
}

impl Controller {
    const ALL: [Self; 3] = [Self::Cpu, Self::Memory, Self::Pids];

    fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Pids => "pids",
        }
    }
}

/// What one replica may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Percent of one processor; any amount where it is 0.
    pub processor_percent: u64,
    /// MiB of memory of its own.
    pub memory_mib: u64,
}

/// Where groups for replicas can be made.
#[derive(Debug)]
pub struct Groups {
    trees: Vec<Tree>,
    share: Share,
    made: AtomicU64,
}

/// One hierarchy of groups, and what of it can be used.
#[derive(Debug)]
struct Tree {
    folder: PathBuf,
    version: Version,
    controllers: Vec<Controller>,
}

/// The group of one replica, in each hierarchy. Dropping it removes it, for which its process must have ended.
#[derive(Debug)]
pub struct Group {
    folders: Vec<PathBuf>,
}

impl Groups {
    /// Finds where this process may make groups.
    ///
    /// # Errors
    /// When there is nothing that could be limited, with the reason.
    pub fn open(share: Share) -> io::Result<Self> {
        let mut trees: Vec<Tree> = Vec::new();
        let mut reason = io::Error::new(io::ErrorKind::Unsupported, "this system has no control groups");
        for place in place::all()? {
            match Tree::open(&place) {
                Ok(tree) => trees.push(tree),
                Err(error) => reason = error,
            }
        }
        if trees.is_empty() { Err(reason) } else { Ok(Self { trees, share, made: AtomicU64::new(0) }) }
    }

    /// What is limited here: some of `cpu`, `memory` and `pids`.
    #[must_use]
    pub fn limits(&self) -> Vec<&'static str> {
        let all = Controller::ALL.into_iter();
        let has = |one: &Controller| self.trees.iter().any(|tree| tree.controllers.contains(one));
        all.filter(has).map(Controller::name).collect()
    }

    /// Makes a group with its limits, for a process that will [`enter`] it.
    ///
    /// # Errors
    /// When the operating system does not allow it.
    pub fn make(&self) -> io::Result<Group> {
        let name = format!("{}-{}", std::process::id(), self.made.fetch_add(1, Ordering::Relaxed));
        let mut group = Group { folders: Vec::new() };
        for tree in &self.trees {
            tree.sweep()?;
            let folder = tree.folder.join(&name);
            fs::create_dir(&folder)?;
            group.folders.push(folder.clone());
            for (file, value) in tree.settings(self.share) {
                fs::write(folder.join(file), value)?;
            }
        }
        Ok(group)
    }
}

impl Tree {
    fn open(place: &Place) -> io::Result<Self> {
        let folder = place.folder.join(FOLDER);
        if place.version == Version::Two {
            delegate(&place.folder, &place.controllers)?;
        }
        match fs::create_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if place.version == Version::Two {
            fs::write(folder.join("cgroup.subtree_control"), enabled(&place.controllers))?;
        }
        Ok(Self { folder, version: place.version, controllers: place.controllers.clone() })
    }

    /// Removes the groups of hubs that were killed. Those of replicas that are still ending stay until the next time.
    fn sweep(&self) -> io::Result<()> {
        for left in fs::read_dir(&self.folder)?.flatten() {
            let name = left.file_name();
            let hub = name.to_str().and_then(|name| name.split_once('-')).map(|(hub, _)| Path::new("/proc").join(hub));
            if hub.is_some_and(|hub| !hub.exists()) {
                let _ = fs::remove_dir(left.path());
            }
        }
        Ok(())
    }

    /// Files of a group, and what has to be in them.
    fn settings(&self, share: Share) -> Vec<(&'static str, String)> {
        let quota = share.processor_percent.saturating_mul(PERIOD) / 100;
        let memory = share.memory_mib.saturating_add(BESIDE).saturating_mul(1 << 20);
        let mut settings = Vec::new();
        for controller in &self.controllers {
            match (controller, self.version) {
                (Controller::Cpu, _) if quota == 0 => {}
                (Controller::Cpu, Version::One) => {
                    settings.push(("cpu.cfs_period_us", PERIOD.to_string()));
                    settings.push(("cpu.cfs_quota_us", quota.to_string()));
                }
                (Controller::Cpu, Version::Two) => settings.push(("cpu.max", format!("{quota} {PERIOD}"))),
                (Controller::Memory, Version::One) => settings.push(("memory.limit_in_bytes", memory.to_string())),
                (Controller::Memory, Version::Two) => settings.push(("memory.max", memory.to_string())),
                (Controller::Pids, _) => settings.push(("pids.max", TASKS.to_string())),
            }
        }
        settings
    }
}

impl Group {
    /// Its folders, one in each hierarchy.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for folder in &self.folders {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Puts this very process into a group. It takes a while, so that the replica does it, and not the hub for it.
///
/// # Errors
/// When the operating system does not allow it.
pub fn enter(folder: &Path) -> io::Result<()> {
    fs::write(folder.join("cgroup.procs"), std::process::id().to_string())
}

fn enabled(controllers: &[Controller]) -> String {
    let controllers: Vec<String> = controllers.iter().map(|one| format!("+{}", one.name())).collect();
    controllers.join(" ")
}

/// Lets a group of version 2 limit what is below it, for which there must be no process in it: this one steps aside.
fn delegate(folder: &Path, controllers: &[Controller]) -> io::Result<()> {
    let members = fs::read_to_string(folder.join("cgroup.procs"))?;
    let own = std::process::id().to_string();
    // Only the root, which has no type, may have both.
    if folder.join("cgroup.type").exists() && members.lines().any(|member| member == own) {
        if members.lines().any(|member| member != own) {
            let why = format!("other processes are in the hub's own control group, {}", folder.display());
            return Err(io::Error::new(io::ErrorKind::ResourceBusy, why));
        }
        let aside = folder.join(OWN);
        match fs::create_dir(&aside) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        enter(&aside)?;
    }
    fs::write(folder.join("cgroup.subtree_control"), enabled(controllers))
}

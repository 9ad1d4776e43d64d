//! Where in the hierarchies of control groups this process is, and which controllers it finds there (cgroups(7), proc(5)).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::Controller;

/// The two kinds of hierarchies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// One for each controller, or for a few of them.
    One,
    /// One for all.
    Two,
}

/// This process's own group in a hierarchy that has controllers of use.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) folder: PathBuf,
    pub(super) version: Version,
    pub(super) controllers: Vec<Controller>,
}

/// All of them; none on a system without control groups.
pub(super) fn all() -> io::Result<Vec<Place>> {
    let read = |path: &str| match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    };
    let mut places = places(&read("/proc/self/mountinfo")?, &read("/proc/self/cgroup")?);
    for place in &mut places {
        if place.version == Version::Two {
            let there = fs::read_to_string(place.folder.join("cgroup.controllers")).unwrap_or_default();
            place.controllers.retain(|one| there.split_whitespace().any(|name| name == one.name()));
        }
    }
    places.retain(|place| !place.controllers.is_empty());
    Ok(places)
}

/// Places by the two files' texts. What version 2 has for controllers, its folder says.
fn places(mounts: &str, groups: &str) -> Vec<Place> {
    let mut places = Vec::new();
    for group in groups.lines() {
        let mut parts = group.splitn(3, ':').skip(1);
        let (Some(names), Some(path)) = (parts.next(), parts.next()) else { continue };
        let version = if names.is_empty() { Version::Two } else { Version::One };
        let names: Vec<&str> = names.split(',').collect();
        let of_use = |one: &Controller| version == Version::Two || names.contains(&one.name());
        let controllers: Vec<Controller> = Controller::ALL.into_iter().filter(of_use).collect();
        let Some(first) = controllers.first() else { continue };
        let folder = mounts.lines().filter_map(Mount::read).find_map(|mount| {
            let is_it = match version {
                Version::One => mount.kind == "cgroup" && mount.options.split(',').any(|one| one == first.name()),
                Version::Two => mount.kind == "cgroup2",
            };
            // A mount may show a part of a hierarchy only, as in a container.
            let below = Path::new(path).strip_prefix(mount.root).ok().filter(|_| is_it)?;
            Some(Path::new(mount.point).join(below))
        });
        places.extend(folder.map(|folder| Place { folder, version, controllers }));
    }
    places
}

/// A line of `mountinfo`.
struct Mount<'a> {
    root: &'a str,
    point: &'a str,
    kind: &'a str,
    options: &'a str,
}

impl<'a> Mount<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (mount, system) = line.split_once(" - ")?;
        let mut mount = mount.split(' ').skip(3);
        let mut system = system.split(' ');
        let (root, point) = (mount.next()?, mount.next()?);
        Some(Self { root, point, kind: system.next()?, options: system.nth(1)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Controller; 3] = Controller::ALL;

    fn place(folder: &str, version: Version, controllers: &[Controller]) -> Place {
        Place { folder: folder.into(), version, controllers: controllers.to_vec() }
    }

    #[test]
    fn a_hierarchy_for_all() {
        let mounts = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
        let found = places(mounts, "0::/system.slice/mcphub.service\n");
        assert_eq!(found, [place("/sys/fs/cgroup/system.slice/mcphub.service", Version::Two, &ALL)]);
    }

    #[test]
    fn one_for_each_some_of_them_shared() {
        let mounts = "33 29 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n\
                      34 29 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
                      35 29 0:32 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n";
        let found = places(mounts, "4:memory:/user\n3:cpuset:/\n2:cpu,cpuacct:/\n1:name=systemd:/\n");
        let memory = place("/sys/fs/cgroup/memory/user", Version::One, &[Controller::Memory]);
        assert_eq!(found, [memory, place("/sys/fs/cgroup/cpu,cpuacct", Version::One, &[Controller::Cpu])]);
    }

    #[test]
    fn a_container_sees_its_own_part() {
        let mounts = "40 29 0:31 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";
        let found = places(mounts, "4:memory:/docker/abc\n");
        assert_eq!(found, [place("/sys/fs/cgroup/memory", Version::One, &[Controller::Memory])]);
    }

    #[test]
    fn what_cannot_be_read_is_nowhere() {
        assert_eq!(places("garbage\n1 2 3\n - \n", "also\n::\n0::\n"), []);
    }
}

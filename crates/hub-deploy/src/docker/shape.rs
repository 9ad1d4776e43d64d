//! What a container of ours is: pure, so that it can be read, and compared, without an engine.

use std::{collections::HashMap, path::Path};

use bollard::models::{
    ContainerCreateBody, HostConfig, HostConfigLogConfig, Mount, MountType, RestartPolicy, RestartPolicyNameEnum,
};

use super::{container::Order, label};

/// The user that images run as.
pub(super) const NOBODY: u32 = 65_532;
/// The replica's socket, in the folder that it shares with the hub.
pub(super) const SERVER: &str = "mcp.sock";
/// The way out, in the same folder.
pub(super) const PASSAGE: &str = "out.sock";
/// Where the container has that folder.
const SHARED: &str = "/run/hub";
/// A folder in memory, for what is secret.
const SECRET: &str = "/run/mcphub";
/// What the server is told, in it.
pub(super) const TOLD: &str = "/run/mcphub/told.json";
/// Bytes of memory that the folder in memory may take.
const SECRET_BYTES: usize = 8 << 20;

/// What a container may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// MiB of memory; there is no swap beside it.
    pub memory_mib: u64,
    /// Percent of one processor; as much as there is where it is 0.
    pub processor_percent: u64,
    /// Processes and threads.
    pub pids: u64,
}

/// What the engine is asked for.
pub(super) fn shape(hub: &str, order: &Order, image: String, shared: &Path, limits: Limits) -> ContainerCreateBody {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let memory = whole(limits.memory_mib.saturating_mul(1 << 20));
    let share = whole(limits.processor_percent.saturating_mul(10_000_000));
    let own = [
        (label::HUB, hub),
        (label::ORGANISATION, &order.organisation),
        (label::SERVER, &order.server),
        (label::VERSION, &order.version),
        (label::REPLICA, &order.replica),
    ];
    let labels = own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    ContainerCreateBody {
        image: Some(image),
        user: Some(format!("{NOBODY}:{NOBODY}")),
        env: Some(vec![
            format!("MCPHUB_LISTEN=unix:{SHARED}/{SERVER}"),
            format!("MCPHUB_TOLD={TOLD}"),
            format!("MCPHUB_PASSAGE={SHARED}/{PASSAGE}"),
        ]),
        labels: Some(labels.collect()),
        network_disabled: Some(true),
        host_config: Some(HostConfig {
            network_mode: Some("none".to_owned()),
            mounts: Some(vec![Mount {
                typ: Some(MountType::BIND),
                source: Some(shared.display().to_string()),
                target: Some(SHARED.to_owned()),
                ..Mount::default()
            }]),
            tmpfs: Some(HashMap::from([(
                SECRET.to_owned(),
                format!("rw,noexec,nosuid,nodev,size={SECRET_BYTES},mode=0700,uid={NOBODY},gid={NOBODY}"),
            )])),
            readonly_rootfs: Some(true),
            cap_drop: Some(vec!["ALL".to_owned()]),
            security_opt: Some(vec!["no-new-privileges".to_owned()]),
            memory: Some(memory),
            // The same: none beside it.
            memory_swap: Some(memory),
            nano_cpus: (share > 0).then_some(share),
            pids_limit: Some(whole(limits.pids)),
            // The hub starts another one itself, later each time.
            restart_policy: Some(RestartPolicy { name: Some(RestartPolicyNameEnum::NO), maximum_retry_count: None }),
            log_config: Some(HostConfigLogConfig {
                typ: Some("json-file".to_owned()),
                config: Some(HashMap::from([
                    ("max-size".to_owned(), "1m".to_owned()),
                    ("max-file".to_owned(), "2".to_owned()),
                ])),
            }),
            ..HostConfig::default()
        }),
        ..ContainerCreateBody::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_has_no_network_no_rights_and_no_secret() {
        let order = Order {
            organisation: "org_1".to_owned(),
            server: "srv_1".to_owned(),
            version: "ver_1".to_owned(),
            replica: "rep_1".to_owned(),
        };
        let limits = Limits { memory_mib: 64, processor_percent: 50, pids: 32 };
        let shape = shape("abc", &order, "mcphub-abc/srv_1:1".to_owned(), Path::new("/data/rep_1"), limits);
        let host = shape.host_config.unwrap();
        assert_eq!(host.network_mode.as_deref(), Some("none"));
        assert_eq!((host.memory, host.memory_swap), (Some(64 << 20), Some(64 << 20)));
        assert_eq!((host.nano_cpus, host.pids_limit), (Some(500_000_000), Some(32)));
        assert_eq!(host.readonly_rootfs, Some(true));
        assert_eq!(host.cap_drop, Some(vec!["ALL".to_owned()]));
        assert_eq!(shape.labels.unwrap().get("mcphub.replica").map(String::as_str), Some("rep_1"));
        // What the server is told comes later, by another way.
        assert_eq!(shape.env.unwrap().len(), 3);
    }
}

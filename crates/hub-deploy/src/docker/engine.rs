//! What an engine says of itself: whether it answers, and whether it can hold containers to what they may have.

use bollard::models::SystemInfo;

use super::{Limits, dial};

/// What was found of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Its version, and that of its API.
    pub version: String,
    /// How it limits containers: the version of control groups, and who makes them.
    pub cgroups: String,
    /// What of the limits it cannot hold containers to.
    pub lacks: Vec<&'static str>,
}

/// Asks an engine about itself; the one that the environment names, or this machine's own, where no address is given.
///
/// # Errors
/// When none answers; in words for an operator.
pub async fn sight(host: Option<&str>, limits: Limits) -> Result<Sight, String> {
    let docker = dial(host).await?;
    let unclear = |error: bollard::errors::Error| format!("the Docker engine does not say what it is: {error}");
    let (version, info) = (docker.version().await.map_err(unclear)?, docker.info().await.map_err(unclear)?);
    let said = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| "unknown".to_owned());
    Ok(Sight {
        version: format!("{}, API {}", said(version.version), said(version.api_version)),
        cgroups: format!(
            "version {} by {}",
            said(info.cgroup_version.as_ref().map(ToString::to_string)),
            said(info.cgroup_driver.as_ref().map(ToString::to_string))
        ),
        lacks: lacks(&info, limits),
    })
}

/// What is wanted, and is not to be had.
fn lacks(info: &SystemInfo, limits: Limits) -> Vec<&'static str> {
    let all = [
        ("memory", true, info.memory_limit),
        ("processes and threads", true, info.pids_limit),
        ("processor time", limits.processor_percent > 0, info.cpu_cfs_quota),
    ];
    all.into_iter().filter(|(_, is_wanted, has)| *is_wanted && *has != Some(true)).map(|(what, ..)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_limited_is_told_where_it_is_wanted() {
        let info = SystemInfo { memory_limit: Some(true), pids_limit: Some(false), ..SystemInfo::default() };
        let limits = |processor_percent| Limits { memory_mib: 64, processor_percent, pids: 64 };
        assert_eq!(lacks(&info, limits(0)), ["processes and threads"]);
        assert_eq!(lacks(&info, limits(50)), ["processes and threads", "processor time"]);
        let all = SystemInfo { pids_limit: Some(true), cpu_cfs_quota: Some(true), ..info };
        assert_eq!(lacks(&all, limits(50)), [""; 0]);
    }
}

//! What a pod of ours is, as far as gateways and people need to know.

use k8s_openapi::api::core::v1::Pod as Found;

use super::label;

/// A pod that there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pod {
    /// Its identifier in the cluster (`metadata.uid`).
    pub uid: String,
    /// Its name.
    pub name: String,
    /// The server that it is of.
    pub server: String,
    /// The version.
    pub version: String,
    /// How far it is.
    pub phase: Phase,
    /// Its address, once it has one.
    pub address: Option<String>,
    /// The node that it is on.
    pub node: String,
    /// What the cluster says of it, where it is not well.
    pub message: String,
    /// Its containers were started again so often.
    pub restarts: i64,
    /// How its container ended the last time, where it did.
    pub ended: Option<String>,
}

/// How far a pod is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is not ready yet.
    Starting,
    /// It answers.
    Ready,
    /// It was told to end.
    Ending,
    /// It does not run, or not for long.
    Failed,
}

/// Reasons that do not go by themselves.
const STUCK: [&str; 7] = [
    "CrashLoopBackOff",
    "ImagePullBackOff",
    "ErrImagePull",
    "ErrImageNeverPull",
    "InvalidImageName",
    "CreateContainerConfigError",
    "CreateContainerError",
];

impl Pod {
    /// A pod of ours; nothing where its labels do not say whose it is.
    pub(super) fn of(found: &Found) -> Option<Self> {
        let labels = found.metadata.labels.as_ref()?;
        let status = found.status.as_ref();
        let container = status.and_then(|status| status.container_statuses.as_ref()?.first());
        let waiting = container.and_then(|container| container.state.as_ref()?.waiting.as_ref());
        let is_stuck = waiting.and_then(|waiting| waiting.reason.as_deref()).is_some_and(|why| STUCK.contains(&why));
        let of = |kind: &str| {
            let mut conditions = status.and_then(|status| status.conditions.as_ref()).into_iter().flatten();
            conditions.rfind(|condition| condition.type_ == kind)
        };
        let is_ready = of("Ready").is_some_and(|ready| ready.status == "True");
        let phase = match status.and_then(|status| status.phase.as_deref()) {
            _ if found.metadata.deletion_timestamp.is_some() => Phase::Ending,
            Some("Failed" | "Succeeded") => Phase::Failed,
            _ if is_ready => Phase::Ready,
            _ if is_stuck => Phase::Failed,
            _ => Phase::Starting,
        };
        let ended = container
            .and_then(|container| container.last_state.as_ref()?.terminated.as_ref())
            .map(|ended| format!("{} (status {})", ended.reason.as_deref().unwrap_or("ended"), ended.exit_code));
        let said = [
            waiting.map(|waiting| words(waiting.reason.as_deref(), waiting.message.as_deref())),
            ended.as_ref().map(|ended| format!("it ended before: {ended}")),
            of("PodScheduled")
                .filter(|scheduled| scheduled.status == "False")
                .map(|scheduled| words(scheduled.reason.as_deref(), scheduled.message.as_deref())),
            status.and_then(|status| status.message.clone()),
        ];
        let said: Vec<String> = said.into_iter().flatten().filter(|text| !text.is_empty()).collect();
        Some(Self {
            uid: found.metadata.uid.clone()?,
            name: found.metadata.name.clone()?,
            server: labels.get(label::SERVER)?.clone(),
            version: labels.get(label::VERSION)?.clone(),
            phase,
            address: status.and_then(|status| status.pod_ip.clone()).filter(|address| !address.is_empty()),
            node: found.spec.as_ref().and_then(|spec| spec.node_name.clone()).unwrap_or_default(),
            message: if phase == Phase::Ready { String::new() } else { said.join("; ") },
            restarts: container.map_or(0, |container| i64::from(container.restart_count)),
            ended,
        })
    }
}

fn words(reason: Option<&str>, message: Option<&str>) -> String {
    match (reason, message) {
        (Some(reason), Some(message)) => format!("{reason}: {message}"),
        (one, other) => one.or(other).unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pod(status: &serde_json::Value) -> Pod {
        let found = json!({
            "metadata": { "uid": "1", "name": "p", "labels": { label::SERVER: "srv_1", label::VERSION: "ver_1" } },
            "spec": { "containers": [] },
            "status": status,
        });
        Pod::of(&serde_json::from_value(found).unwrap()).unwrap()
    }

    #[test]
    fn a_pod_is_ready_when_the_cluster_says_so() {
        let ready = pod(
            &json!({ "phase": "Running", "podIP": "10.1.2.3", "conditions": [{ "type": "Ready", "status": "True" }] }),
        );
        assert_eq!((ready.phase, ready.address.as_deref()), (Phase::Ready, Some("10.1.2.3")));
    }

    #[test]
    fn one_that_is_stuck_says_why() {
        let waiting = json!({ "reason": "ErrImageNeverPull", "message": "no such image" });
        let status = json!({ "name": "server", "image": "x", "imageID": "", "ready": false, "restartCount": 3, "state": { "waiting": waiting } });
        let stuck = pod(&json!({ "phase": "Pending", "containerStatuses": [status] }));
        assert_eq!(stuck.phase, Phase::Failed);
        assert_eq!(stuck.message, "ErrImageNeverPull: no such image");
        assert_eq!(stuck.restarts, 3);
    }

    #[test]
    fn one_that_was_started_again_says_how_it_had_ended() {
        let ended = json!({ "terminated": { "reason": "OOMKilled", "exitCode": 137 } });
        let status = json!({ "name": "server", "image": "x", "imageID": "", "ready": true, "restartCount": 1, "lastState": ended });
        let ready = [json!({ "type": "Ready", "status": "True" })];
        let well = pod(&json!({ "phase": "Running", "containerStatuses": [status], "conditions": ready }));
        assert_eq!((well.phase, well.message.as_str()), (Phase::Ready, ""));
        assert_eq!((well.restarts, well.ended.as_deref()), (1, Some("OOMKilled (status 137)")));
    }
}

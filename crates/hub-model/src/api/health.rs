//! How an upstream does, as probes find it.

use serde::{Deserialize, Serialize};

use crate::{closed::closed, timestamp::Timestamp};

closed! {
    /// What the last probes say.
    HealthState {
        /// It was not probed yet, or is not to be.
        Unknown = "unknown",
        /// The last probe was answered.
        Healthy = "healthy",
        /// The last probe failed; one failure may be chance.
        Degraded = "degraded",
        /// Several probes in a row failed.
        Unhealthy = "unhealthy",
    }
}

/// The present health of an API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// What the last probes say.
    pub state: HealthState,
    /// Since when it is so.
    pub since: Option<Timestamp>,
    /// Last probe.
    pub checked_at: Option<Timestamp>,
    /// How long the last probe took, in milliseconds.
    pub latency_ms: Option<i64>,
    /// What the last probe found, in a sentence.
    pub message: String,
    /// Probes in a row that failed.
    pub failures: i64,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            state: HealthState::Unknown,
            since: None,
            checked_at: None,
            latency_ms: None,
            message: String::new(),
            failures: 0,
        }
    }
}

/// Failures in a row after which an API counts as unhealthy.
const UNHEALTHY_AFTER: i64 = 3;

impl Health {
    /// The health after one more probe.
    #[must_use]
    pub fn after(&self, probe: &Probe) -> Self {
        let failures = if probe.ok { 0 } else { self.failures + 1 };
        let state = match failures {
            0 => HealthState::Healthy,
            few if few < UNHEALTHY_AFTER => HealthState::Degraded,
            _ => HealthState::Unhealthy,
        };
        Self {
            state,
            since: if state == self.state { self.since } else { Some(probe.at) },
            checked_at: Some(probe.at),
            latency_ms: Some(probe.latency_ms),
            message: probe.message.clone(),
            failures,
        }
    }
}

/// One look at an upstream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Probe {
    /// When.
    pub at: Timestamp,
    /// It was answered, and not with a failure of the server's.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub latency_ms: i64,
    /// What was found, in a sentence: `GET / answered 200`.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::{Health, HealthState, Probe};
    use crate::timestamp::Timestamp;

    #[test]
    fn one_failure_degrades_and_three_in_a_row_are_unhealthy() {
        let mut health = Health::default();
        let mut seen = Vec::new();
        for (second, ok) in [true, false, true, false, false, false, false, true].into_iter().enumerate() {
            let at = Timestamp(i64::try_from(second).unwrap() * 1000);
            health = health.after(&Probe { at, ok, latency_ms: 5, message: String::new() });
            seen.push((health.state, health.since.unwrap().0 / 1000));
        }
        use HealthState::{Degraded, Healthy, Unhealthy};
        assert_eq!(
            seen,
            [
                (Healthy, 0),
                (Degraded, 1),
                (Healthy, 2),
                (Degraded, 3),
                (Degraded, 3),
                (Unhealthy, 5),
                (Unhealthy, 5),
                (Healthy, 7)
            ]
        );
    }
}

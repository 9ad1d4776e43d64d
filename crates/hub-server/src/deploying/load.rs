//! What gateways say of the calls of one server, how busy its replicas are, and how many replicas follow from it.

use std::{collections::HashMap, time::Instant};

use hub_deploy::scale::{Demand, FRESH, Scaler};
use hub_model::server::Scaling;

/// The load of a server.
#[derive(Default)]
pub(super) struct Load {
    /// What each gateway said last, and when.
    said: HashMap<u64, (u64, Instant)>,
    /// None where the number of replicas is fixed.
    scaler: Option<Scaler>,
    wanted: usize,
}

impl Load {
    pub(super) fn hear(&mut self, gateway: u64, millicalls: u64, now: Instant) {
        self.said.insert(gateway, (millicalls, now));
    }

    /// How many replicas there are to be.
    pub(super) fn wanted(&self) -> usize {
        self.wanted
    }

    /// Decides anew. Where nothing was decided yet, those that are there stay; one is tried where there is none, so that it is known whether
    /// it can be started at all. `cpu_percent` is what all of them use together of the processor time of one, where that is measured.
    pub(super) fn decide(&mut self, scaling: Option<Scaling>, there: usize, cpu_percent: Option<f64>, now: Instant) {
        let Some(scaling) = scaling else {
            self.scaler = None;
            return;
        };
        self.said.retain(|_, (_, at)| now.saturating_duration_since(*at) < FRESH);
        let millicalls: u64 = self.said.values().map(|(millicalls, _)| *millicalls).sum();
        #[expect(clippy::cast_precision_loss, reason = "nobody has so many calls")]
        let calls = millicalls as f64 / 1_000.0;
        let scaler = self.scaler.get_or_insert_with(|| Scaler::new(there.max(1), now));
        self.wanted = scaler.decide(scaling, Demand { calls, cpu_percent: cpu_percent.unwrap_or(0.0) }, now);
    }
}

//! What is measured of calls, with handles that are looked up once: a call would otherwise look for each by its name.

use std::time::Duration;

use hub_model::server::CallOutcome;
use metrics::{Counter, Histogram};

pub(super) struct Meters {
    outcomes: Vec<(CallOutcome, Counter)>,
    took: Histogram,
}

impl Default for Meters {
    /// The handles of the recorder that the process has by now.
    fn default() -> Self {
        let counter =
            |outcome: &CallOutcome| (*outcome, metrics::counter!("mcphub_calls_total", "outcome" => outcome.as_str()));
        Self {
            outcomes: CallOutcome::ALL.iter().map(counter).collect(),
            took: metrics::histogram!("mcphub_call_duration_seconds"),
        }
    }
}

impl Meters {
    pub(super) fn count(&self, outcome: CallOutcome, took: Duration) {
        if let Some((_, counter)) = self.outcomes.iter().find(|(known, _)| *known == outcome) {
            counter.increment(1);
        }
        self.took.record(took.as_secs_f64());
    }
}

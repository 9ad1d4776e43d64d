//! Time as a value that is handed in, so that tests can turn it.

use std::time::{Duration, Instant};

/// Where the time comes from: the machine, or a test.
pub trait Clock: Send + Sync {
    /// A monotonic instant, for durations and deadlines.
    fn now(&self) -> Instant;
    /// Time since the Unix epoch, for records that people read and for signatures.
    fn since_epoch(&self) -> Duration;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Instant {
        Instant::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn since_epoch(&self) -> Duration {
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
    }
}

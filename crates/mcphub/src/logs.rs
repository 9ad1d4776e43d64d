//! Log lines on standard error: for people, or as JSON for programs.

use hub_server::settings::{Format, Telemetry};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::failure::Failure;

/// Begins to log.
pub(crate) fn init(telemetry: &Telemetry) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&telemetry.level).map_err(|error| {
        Failure::usage(format!("telemetry.level: {error}")).help("write `info`, or `info,hub_server=debug`")
    })?;
    let layer = fmt::layer().with_writer(std::io::stderr);
    let begun = match telemetry.format {
        Format::Pretty => {
            tracing_subscriber::registry().with(filter).with(layer.with_target(false).compact()).try_init()
        }
        Format::Json => tracing_subscriber::registry().with(filter).with(layer.json().flatten_event(true)).try_init(),
    };
    begun.map_err(|error| Failure::environment(format!("nothing can be logged: {error}")))
}

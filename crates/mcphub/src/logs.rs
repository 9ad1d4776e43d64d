//! What the hub says while it runs: log lines on standard error, for people or as JSON, and traces to a collector where one is named.

use hub_server::settings::{Format, Telemetry};
use opentelemetry::{KeyValue, trace::TracerProvider as _};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::failure::Failure;

/// What has to be ended with the process, or its last spans are lost.
pub(crate) struct Telling(Option<SdkTracerProvider>);

/// Begins to log and to trace. Called within the runtime: spans are sent by it.
pub(crate) fn init(telemetry: &Telemetry) -> Result<Telling, Failure> {
    // Every attempt to reach a cluster or Vault that fails is an error to their clients; what follows from it is said where it is known.
    let level = format!("kube_client=off,rustify=off,vaultrs=off,{}", telemetry.level);
    let filter = EnvFilter::try_new(level).map_err(|error| {
        Failure::usage(format!("telemetry.level: {error}")).help("write `info`, or `info,hub_server=debug`")
    })?;
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match telemetry.format {
        Format::Pretty => lines.with_target(false).compact().with_filter(filter).boxed(),
        Format::Json => lines.json().flatten_event(true).with_span_list(false).with_filter(filter).boxed(),
    };
    let provider = telemetry.otlp_endpoint.as_deref().map(collector).transpose()?;
    // What is told to a collector is told in full: it samples for itself.
    let spans = provider.as_ref().map(|provider| {
        tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("mcphub"))
            .with_filter(EnvFilter::new("hub_server=info,mcphub=info"))
    });
    let begun = tracing_subscriber::registry().with(lines).with(spans).try_init();
    begun.map_err(|error| Failure::environment(format!("nothing can be logged: {error}")))?;
    Ok(Telling(provider))
}

fn collector(endpoint: &str) -> Result<SdkTracerProvider, Failure> {
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build();
    let exporter = exporter.map_err(|error| Failure::usage(format!("telemetry.otlp_endpoint: {error}")))?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let resource = Resource::builder().with_service_name("mcphub").with_attribute(version).build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

impl Telling {
    /// Sends what was not sent yet.
    pub(crate) async fn end(self) {
        let Some(provider) = self.0 else { return };
        // It waits for the runtime that sends, so it must not hold a thread of it.
        let _ = tokio::task::spawn_blocking(move || provider.shutdown()).await;
    }
}

//! Serves the conformance fixture on loopback until it is interrupted: `conformance_fixture PORT` (0 picks one).

use std::{error::Error, sync::Arc};

use hub_model::clock::SystemClock;
use hub_runtime::{
    fixture::Fixture,
    http::{Endpoint, Listening, Options, serve},
};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).unwrap_or_default().parse().unwrap_or(0);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let fixture = Fixture::new(Arc::new(SystemClock), b"no secret: a key for the fixture")?;
    let endpoint = Arc::new(Endpoint::new(Arc::new(fixture), Options::default()));
    announce(&format!("listening on http://{}/mcp", listener.local_addr()?));
    let interrupted = async {
        // Without a signal handler the process ends by itself, which is all that is wanted.
        let _ = tokio::signal::ctrl_c().await;
    };
    serve(listener, endpoint, Listening::default(), interrupted).await?;
    Ok(())
}

#[expect(clippy::print_stderr, reason = "whoever started it waits for this line")]
fn announce(line: &str) {
    eprintln!("{line}");
}

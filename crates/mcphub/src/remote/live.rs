//! The live feed of a hub: what happens, as it happens. A stream that ends is opened anew after what was heard last.

use std::time::Duration;

use hub_runtime::fetch::Opened;
use serde_json::Value;

use super::{Client, escaped};
use crate::failure::Failure;

/// Before a stream is opened anew: shorter than the hub waits until what happens is told.
const PAUSE: Duration = Duration::from_millis(200);

/// What is followed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// Calls of tools.
    Call,
    /// What servers have to say.
    Log,
}

/// A feed that is followed.
pub(crate) struct Live {
    path: String,
    stream: Opened,
    /// What came and is no whole event yet.
    rest: Vec<u8>,
    position: Option<String>,
}

impl Live {
    /// Follows what is new from now on; `server` is an identifier.
    pub(crate) async fn open(client: &mut Client, kind: Kind, server: Option<&str>) -> Result<Self, Failure> {
        let kind = match kind {
            Kind::Call => "call",
            Kind::Log => "log",
        };
        let server = server.map(|server| format!("&server={}", escaped(server))).unwrap_or_default();
        let path = client.within(&format!("/live?kind={kind}{server}")).await?;
        let stream = client.open(&path).await?;
        Ok(Self { path, stream, rest: Vec::new(), position: None })
    }

    /// The next of what happens.
    pub(crate) async fn next(&mut self, client: &mut Client) -> Result<Value, Failure> {
        loop {
            while let Some((event, length)) = whole(&self.rest) {
                self.rest.drain(..length);
                if let Some(item) = self.read(&event) {
                    return Ok(item);
                }
            }
            match self.stream.next().await {
                Ok(Some(bytes)) => self.rest.extend_from_slice(&bytes),
                Ok(None) | Err(_) => self.reopen(client).await?,
            }
        }
    }

    async fn reopen(&mut self, client: &mut Client) -> Result<(), Failure> {
        tokio::time::sleep(PAUSE).await;
        let after = self.position.as_ref().map(|position| format!("&after={}", escaped(position)));
        self.stream = client.open(&format!("{}{}", self.path, after.unwrap_or_default())).await?;
        self.rest.clear();
        Ok(())
    }

    /// What an event tells, in its `data`; nothing for those that only show that somebody is there.
    fn read(&mut self, event: &str) -> Option<Value> {
        let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let item: Value = serde_json::from_str(field("data")?).ok()?;
        self.position = field("id").map(str::to_owned);
        item.get("data").cloned()
    }
}

/// The first whole event, which an empty line ends, and its length with that line.
fn whole(bytes: &[u8]) -> Option<(String, usize)> {
    let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let event = bytes.get(..end).map(|event| String::from_utf8_lossy(event).into_owned())?;
    Some((event, end + 2))
}

//! `mcphub calls hours`: what calls come to.

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{millis, server_id};
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, at, escaped, field},
};

/// Show what the calls of the last hours come to: how many, how they ended, how long they took.
#[derive(Debug, Args)]
pub(super) struct Hours {
    /// Only of this server, by its slug or identifier.
    #[arg(long)]
    server: Option<String>,
    /// So many hours, this one included.
    #[arg(long, default_value_t = 24, value_name = "N")]
    hours: u32,
    /// A row for each of these.
    #[arg(long, default_value = "hour")]
    by: By,
}

/// What there is a row for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Hour,
    Tool,
    Actor,
    Server,
}

impl By {
    fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Tool => "tool",
            Self::Actor => "actor",
            Self::Server => "server",
        }
    }
}

pub(super) async fn execute(command: &Hours, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let by = command.by.word();
    let mut query = format!("/calls/hours?by={by}&hours={}", command.hours);
    if let Some(server) = &command.server {
        let id = server_id(client, server).await?;
        query.push_str(&format!("&server={}", escaped(&id)));
    }
    let path = client.within(&query).await?;
    let rows: Vec<Value> = at(&client.get(&path).await?, "items").as_array().cloned().unwrap_or_default();
    remote::list(
        hub,
        &rows,
        "nothing was called in these hours",
        &[
            (by, &field("of")),
            ("calls", &field("calls")),
            ("failures", &field("failures")),
            ("refused", &field("refused")),
            ("mean", &millis("mean_millis")),
            ("half within", &millis("p50_millis")),
            ("95 % within", &millis("p95_millis")),
            ("99 % within", &millis("p99_millis")),
            ("tokens", &field("tokens")),
        ],
    )
}

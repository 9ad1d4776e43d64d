//! `mcphub calls show`.

use clap::Args;

use super::{caller, millis};
use crate::{
    failure::Failure,
    remote::{self, Client, Hub, escaped, field},
};

/// Show a call, with its arguments and its result where the server keeps them.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Its identifier.
    call: String,
}

pub(super) async fn execute(command: &Show, hub: &Hub, client: &mut Client) -> Result<(), Failure> {
    let path = client.within(&format!("/calls/{}", escaped(&command.call))).await?;
    let call = client.get(&path).await?;
    remote::show(
        hub,
        &call,
        &[
            ("id", &field("id")),
            ("at", &field("at")),
            ("server", &field("server")),
            ("version", &field("version")),
            ("tool", &field("tool")),
            ("outcome", &field("outcome")),
            ("error", &field("error")),
            ("caller", &caller),
            ("client", &field("client")),
            ("took", &millis("millis")),
            ("of these upstream", &millis("upstream_millis")),
            ("upstream status", &field("upstream_status")),
            ("bytes in", &field("request_bytes")),
            ("bytes out", &field("response_bytes")),
            ("tokens", &field("tokens")),
            ("arguments", &field("arguments")),
            ("result", &field("result")),
        ],
    )
}

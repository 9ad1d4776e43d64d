//! `mcphub servers`: the MCP servers of a running hub.

mod bundle;
pub(super) mod call;
mod connect;
mod create;
mod draft;
mod image;
mod list;
mod manifest;
mod project;
mod remove;
mod show;
mod versions;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::{
    failure::Failure,
    remote::{Client, Hub, escaped, field},
    serve,
};

/// Make MCP servers of registered APIs, and use them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub servers create shop --api shop --api billing --out 'delete_*'
  mcphub servers tools shop
  mcphub servers freeze shop --note 'first one'
  mcphub deployments start shop
  mcphub servers call shop list_orders limit=10
  mcphub servers connect shop --client claude-code --new-key
  mcphub servers bundle shop --output shop.mcpb
  mcphub servers project shop --language python --output shop.zip
  mcphub servers image shop --registry ours --tag 1.0")]
pub(crate) struct Servers {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    List(list::List),
    Create(create::Create),
    Show(show::Show),
    Tools(draft::Tools),
    Freeze(versions::Freeze),
    Versions(versions::Versions),
    Diff(versions::Diff),
    Call(call::Call),
    Connect(connect::Connect),
    Bundle(bundle::Bundle),
    Manifest(manifest::Manifest),
    Project(project::Project),
    Image(image::Image),
    Images(image::Images),
    Delete(remove::Delete),
}

/// A server of the hub.
#[derive(Debug, Clone, Args)]
pub(super) struct Which {
    /// The server's slug or identifier.
    #[arg(value_name = "SERVER")]
    pub(super) server: String,
}

impl Which {
    /// The path of something of the server.
    pub(super) async fn path(&self, client: &mut Client, rest: &str) -> Result<String, Failure> {
        client.within(&format!("/servers/{}{rest}", escaped(&self.server))).await
    }

    /// The number of the server's newest version.
    async fn newest(&self, client: &mut Client) -> Result<String, Failure> {
        let path = self.path(client, "/versions").await?;
        let newest = client.all(&path, 1).await?;
        let newest = newest.first().ok_or_else(|| {
            Failure::usage(format!("{} has no version", self.server)).help("`mcphub servers freeze` makes one")
        })?;
        Ok(field("number")(newest))
    }
}

pub(super) fn execute(command: &Servers) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List(what) => list::execute(what, hub, &mut client).await,
            What::Create(what) => create::execute(what, hub, &mut client).await,
            What::Show(what) => show::execute(what, hub, &mut client).await,
            What::Tools(what) => draft::execute(what, hub, &mut client).await,
            What::Freeze(what) => versions::freeze(what, hub, &mut client).await,
            What::Versions(what) => versions::list(what, hub, &mut client).await,
            What::Diff(what) => versions::diff(what, hub, &mut client).await,
            What::Call(what) => return call::execute(what, hub, &mut client).await,
            What::Connect(what) => connect::execute(what, hub, &mut client).await,
            What::Bundle(what) => bundle::execute(what, hub, &mut client).await,
            What::Manifest(what) => manifest::execute(what, &mut client).await,
            What::Project(what) => project::execute(what, hub, &mut client).await,
            What::Image(what) => image::execute(what, hub, &mut client).await,
            What::Images(what) => image::list(what, hub, &mut client).await,
            What::Delete(what) => remove::execute(what, &mut client).await,
        }?;
        Ok(ExitCode::SUCCESS)
    })
}

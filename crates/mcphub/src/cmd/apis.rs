//! `mcphub apis`: the registered APIs of a running hub.

pub(super) mod add;
pub(super) mod call;
mod decide;
mod diff;
mod health;
mod list;
mod refresh;
mod remove;
mod revisions;
mod show;
mod tools;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::{
    failure::Failure,
    remote::{Client, Hub, escaped},
    serve,
};

/// Register APIs at a running hub, and look after them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub apis add https://api.example.com/openapi.json --name Shop
  mcphub apis add openapi.yaml schemas.yaml
  mcphub apis tools shop
  mcphub apis call shop list_orders limit=10
  mcphub apis refresh shop && mcphub apis diff shop && mcphub apis approve shop")]
pub(crate) struct Apis {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    hub: Hub,
}

#[derive(Debug, Subcommand)]
enum What {
    List(list::List),
    Add(add::Add),
    Show(show::Show),
    Tools(tools::Tools),
    Call(call::Call),
    Refresh(refresh::Refresh),
    Revisions(revisions::Revisions),
    Diff(diff::Diff),
    Approve(decide::Approve),
    Reject(decide::Reject),
    Health(health::Health),
    Delete(remove::Delete),
    Restore(remove::Restore),
}

/// An API of the hub.
#[derive(Debug, Clone, Args)]
struct Which {
    /// The API's slug or identifier.
    #[arg(value_name = "API")]
    api: String,
}

impl Which {
    /// The path of something of the API.
    async fn path(&self, client: &mut Client, rest: &str) -> Result<String, Failure> {
        client.within(&format!("/apis/{}{rest}", escaped(&self.api))).await
    }
}

pub(super) fn execute(command: &Apis) -> Result<ExitCode, Failure> {
    let hub = &command.hub;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(hub)?;
        match &command.what {
            What::List(what) => list::execute(what, hub, &mut client).await,
            What::Add(what) => add::execute(what, hub, &mut client).await,
            What::Show(what) => show::execute(what, hub, &mut client).await,
            What::Tools(what) => tools::execute(what, hub, &mut client).await,
            What::Call(what) => return call::execute(what, hub, &mut client).await,
            What::Refresh(what) => refresh::execute(what, hub, &mut client).await,
            What::Revisions(what) => revisions::execute(what, hub, &mut client).await,
            What::Diff(what) => diff::execute(what, hub, &mut client).await,
            What::Approve(what) => decide::approve(what, hub, &mut client).await,
            What::Reject(what) => decide::reject(what, hub, &mut client).await,
            What::Health(what) => health::execute(what, hub, &mut client).await,
            What::Delete(what) => remove::delete(what, &mut client).await,
            What::Restore(what) => remove::restore(what, &mut client).await,
        }?;
        Ok(ExitCode::SUCCESS)
    })
}

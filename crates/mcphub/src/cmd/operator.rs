//! `mcphub operator`: custom resources of a Kubernetes cluster, kept in a hub.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use hub_model::resource::ResourceKind;
use hub_server::settings::Telemetry;

use crate::{
    failure::Failure,
    logs, operator,
    remote::{Client, Hub},
    report, serve,
};

/// Make a hub's APIs and servers as objects of a Kubernetes cluster say them.
///
/// Watches `McpApi` and `McpServer` objects (`mcphub.dev/v1`), whose specifications are those of the files that `mcphub apply` reads, and
/// the secrets that they name; makes the hub as they say; and says in their status what came of it. What an object made goes when the
/// object is deleted.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub operator --print-crds | kubectl apply --server-side -f -   the kinds, once
  mcphub operator --hub https://hub.example.com --organisation acme with its key in MCPHUB_KEY
  kubectl get mcphub -A                                             what there is, and how far it is")]
pub(crate) struct OperatorCommand {
    /// Only objects of this namespace.
    #[arg(long, value_name = "NAMESPACE")]
    namespace: Option<String>,
    /// The cluster, as kubectl knows it; where kubectl looks, or the pod's own account, when it is not given.
    #[arg(long, value_name = "FILE")]
    kubeconfig: Option<PathBuf>,
    /// The mark on what is made. Where several clusters are applied to an organisation, each needs one of its own.
    #[arg(long, value_name = "NAME", default_value = "operator")]
    manager: String,
    /// Put the mark on what others made, too, so that it goes with its object.
    #[arg(long)]
    adopt: bool,
    /// Print the definitions of the kinds, and end.
    #[arg(long)]
    print_crds: bool,
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &OperatorCommand) -> Result<ExitCode, Failure> {
    if command.print_crds {
        let all = ResourceKind::ALL.iter().map(|kind| operator::crds(*kind));
        report::print(&all.collect::<Result<Vec<_>, _>>()?.join("---\n"));
        return Ok(ExitCode::SUCCESS);
    }
    serve::runtime()?.block_on(async {
        let telling = logs::init(&Telemetry::default())?;
        let url = Client::new(&command.hub)?.url().to_owned();
        let kube = operator::connect(command.kubeconfig.as_deref()).await?;
        let end = serve::end()?;
        report::say(&format!("looking after {url} as the cluster says"));
        let marks = (command.manager.clone(), command.adopt);
        operator::run(kube, command.namespace.as_deref(), command.hub.clone(), marks, end).await;
        telling.end().await;
        Ok(ExitCode::SUCCESS)
    })
}

//! The subcommands: the table of contents of `mcphub`.

mod apis;
mod apply;
mod audit;
mod backup;
mod calls;
mod compile;
mod completions;
mod config;
mod credentials;
mod deployments;
mod diff;
mod doctor;
mod events;
mod export;
mod export_config;
mod image;
mod jobs;
mod keys;
mod lint;
mod login;
mod logout;
mod logs;
mod migrate;
mod operator;
mod organisations;
mod quick;
mod registries;
mod replica;
mod restore;
mod run;
mod serve;
mod servers;
mod whoami;

use std::process::ExitCode;

use clap::Subcommand;

use crate::failure::Failure;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Compile(compile::Compile),
    Run(Box<run::Run>),
    Export(Box<export::Export>),
    Image(Box<image::ImageCommand>),
    Serve(serve::Serve),
    Quick(Box<quick::Quick>),
    Login(login::SignIn),
    Logout(logout::SignOut),
    Whoami(whoami::Whoami),
    Organisations(organisations::Organisations),
    Apply(Box<apply::Apply>),
    ExportConfig(Box<export_config::ExportConfig>),
    Operator(Box<operator::OperatorCommand>),
    Apis(Box<apis::Apis>),
    Credentials(credentials::Credentials),
    Servers(servers::Servers),
    Deployments(deployments::Deployments),
    Calls(calls::Calls),
    Logs(logs::Logs),
    Registries(registries::Registries),
    Keys(keys::Keys),
    Jobs(jobs::Jobs),
    Events(events::Events),
    Migrate(migrate::Migrate),
    Config(config::Configure),
    Doctor(doctor::Doctor),
    Audit(audit::Audit),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Lint(lint::Lint),
    Diff(diff::Diff),
    Completions(completions::Completions),
    #[command(hide = true)]
    Replica(replica::Replica),
}

impl Command {
    /// Does it.
    pub(crate) fn execute(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Compile(command) => compile::execute(&command),
            Self::Run(command) => run::execute(&command),
            Self::Export(command) => export::execute(&command),
            Self::Image(command) => image::execute(&command),
            Self::Serve(command) => serve::execute(&command),
            Self::Quick(command) => quick::execute(&command),
            Self::Login(command) => login::execute(&command),
            Self::Logout(command) => logout::execute(&command),
            Self::Whoami(command) => whoami::execute(&command),
            Self::Organisations(command) => organisations::execute(&command),
            Self::Apply(command) => apply::execute(&command),
            Self::ExportConfig(command) => export_config::execute(&command),
            Self::Operator(command) => operator::execute(&command),
            Self::Apis(command) => apis::execute(&command),
            Self::Credentials(command) => credentials::execute(&command),
            Self::Servers(command) => servers::execute(&command),
            Self::Deployments(command) => deployments::execute(&command),
            Self::Calls(command) => calls::execute(&command),
            Self::Logs(command) => logs::execute(&command),
            Self::Registries(command) => registries::execute(&command),
            Self::Keys(command) => keys::execute(&command),
            Self::Jobs(command) => jobs::execute(&command),
            Self::Events(command) => events::execute(&command),
            Self::Migrate(command) => migrate::execute(&command),
            Self::Config(command) => config::execute(&command),
            Self::Doctor(command) => doctor::execute(&command),
            Self::Audit(command) => audit::execute(&command),
            Self::Backup(command) => backup::execute(&command),
            Self::Restore(command) => restore::execute(&command),
            Self::Lint(command) => lint::execute(&command),
            Self::Diff(command) => diff::execute(&command),
            Self::Completions(command) => Ok(completions::execute(&command)),
            Self::Replica(command) => replica::execute(&command),
        }
    }
}

//! `mcphub apply`: makes a running hub as files say it.

mod groups;

use std::{collections::BTreeMap, process::ExitCode};

use clap::Args;
use secrecy::SecretString;
use serde_json::json;

use self::groups::Group;
use crate::{
    failure::Failure,
    remote::{self, Client, Hub},
    report,
    resources::{self, Complaint, Credentials, Depth, Done, Means, Options, Organisation, Outcome, Plan, Secret, Work},
    secret, serve,
};

/// With `--dry-run`: something would change.
const WOULD_CHANGE: u8 = 4;

/// Make a hub's APIs and servers as files say them.
///
/// Reads resources (`McpApi` and `McpServer`, YAML or JSON, several in a file), compares them with the hub, shows what would change,
/// and does it. Applying the same files again does nothing. A resource is complete: what a file leaves out is at its default; only a
/// server's deployment and credentials stay as they are where nothing is said of them. A secret never stands in a file: files say
/// which environment variable or which other file it is in.
///
/// What is registered or made bears the manager's mark. With --prune, what bears it and is in the files no more is deleted; nothing
/// that was made otherwise ever is, unless it was taken over with --adopt.
///
/// Exits with 0 when everything is as the files say; with 1 when the hub said no to something, which is told, and cost nothing else;
/// with 3 when the files cannot be followed, and nothing was changed; and with --dry-run with 4 when something would change.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mcphub apply -f hub/ --dry-run            what would change
  mcphub apply -f hub/ --prune --yes        and delete what was applied before, and is there no more
  mcphub export-config -o hub/              what there is, as such files
  mcphub apply -f hub/ --credentials always set secrets anew, after some were changed")]
pub(crate) struct Apply {
    /// A file, a folder with all that is in it, or `-` for standard input.
    #[arg(short = 'f', long = "file", required = true, value_name = "FILE|FOLDER|-")]
    files: Vec<String>,
    /// Only show what would change.
    #[arg(long)]
    dry_run: bool,
    /// Do not ask.
    #[arg(short, long)]
    yes: bool,
    /// Delete what was applied by the same manager before, and is in the files no more.
    #[arg(long)]
    prune: bool,
    /// Whose files these are. Where several repositories are applied to an organisation, each needs a name of its own.
    #[arg(long, value_name = "NAME", default_value = "apply")]
    manager: String,
    /// Put the manager's mark on what others made, too, so that --prune knows it from then on.
    #[arg(long)]
    adopt: bool,
    /// Which credentials are set: those that the hub does not have, all that files name, or none.
    #[arg(long, value_name = "WHICH", default_value = "missing")]
    credentials: Credentials,
    #[command(flatten)]
    hub: Hub,
}

pub(super) fn execute(command: &Apply) -> Result<ExitCode, Failure> {
    let found = resources::files(&command.files).map_err(|complaints| refused(&complaints))?;
    serve::runtime()?.block_on(async {
        let mut client = Client::new(&command.hub)?;
        let groups = groups::of(&mut client, found).await?;
        let options = Options {
            manager: command.manager.clone(),
            prune: command.prune,
            adopt: command.adopt,
            credentials: command.credentials,
        };
        let mut planned = Vec::new();
        let mut complaints = Vec::new();
        for group in groups {
            let depth = Depth::These {
                apis: group.desired.apis.keys().map(String::as_str).collect(),
                servers: group.desired.servers.keys().map(String::as_str).collect(),
            };
            let there = resources::observe(&mut client, &group.base, &depth).await?;
            complaints.extend(resources::check(&group.desired, &there, &options));
            let plan = resources::plan(&group.desired, &there, &options);
            planned.push((group, there, plan));
        }
        if !complaints.is_empty() {
            return Err(refused(&complaints));
        }
        follow(command, &mut client, planned).await
    })
}

/// Nothing is done.
fn refused(complaints: &[Complaint]) -> Failure {
    Failure::unusable(resources::explained(complaints))
}

/// Shows the plans, asks, and follows them.
async fn follow(
    command: &Apply,
    client: &mut Client,
    planned: Vec<(Group, Organisation, Plan)>,
) -> Result<ExitCode, Failure> {
    let are_several = planned.len() > 1;
    let plans: Vec<(Option<&str>, &Plan)> =
        planned.iter().map(|(group, _, plan)| (are_several.then_some(group.name.as_str()), plan)).collect();
    let is_json = command.hub.json;
    let as_json = |done: &[Done]| {
        let steps = plans.iter().flat_map(|(_, plan)| &plan.steps);
        remote::json(&json!({ "plan": steps.collect::<Vec<_>>(), "done": done }))
    };
    if plans.iter().all(|(_, plan)| plan.is_empty()) {
        report::say(&format!("nothing to do: {}", resources::counts(&plans)));
        if is_json {
            as_json(&[])?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if !is_json {
        resources::shown(&plans);
    }
    report::say(&resources::counts(&plans));
    if command.dry_run {
        if is_json {
            as_json(&[])?;
        }
        return Ok(ExitCode::from(WOULD_CHANGE));
    }
    let mut secrets = Vec::new();
    for (group, _, plan) in &planned {
        secrets.push(values(group, plan)?);
    }
    if !command.yes && !remote::confirmed("Do this?")? {
        return Err(Failure::usage("nothing was changed"));
    }
    let mut all = Vec::new();
    for ((group, there, plan), secrets) in planned.iter().zip(&secrets) {
        let ids = there.apis.iter().map(|(name, api)| (name.clone(), api.id.clone())).collect();
        let Group { base, desired, sources, .. } = group;
        let mut means = Means { base, desired, sources, secrets, ids };
        all.extend(resources::execute(client, &mut means, plan, resources::told).await);
    }
    let failed = all.iter().filter(|done| done.outcome == Outcome::Failed).count();
    report::say(&format!("{} done, {failed} failed", all.len() - failed));
    if is_json {
        as_json(&all)?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The secrets that a plan sets, by API and scheme. Read before anything is changed, as one of them may be missing.
fn values(group: &Group, plan: &Plan) -> Result<BTreeMap<(String, String), Secret>, Failure> {
    let mut found = BTreeMap::new();
    for step in &plan.steps {
        let (Work::Api(work), Some((_, name))) = (&step.work, step.resource.split_once('/')) else { continue };
        let credentials = group.desired.apis.get(name).map(|(spec, _)| spec.credentials.as_slice()).unwrap_or_default();
        for credential in credentials.iter().filter(|one| work.credentials.contains(&one.scheme)) {
            let (scheme, from) = (&credential.scheme, &credential.value_from);
            let named = match (&from.env, &from.file) {
                (Some(variable), _) => secret::Named::in_environment(scheme, variable),
                (None, Some(path)) => {
                    let folder = group.folders.get(name).cloned().unwrap_or_default();
                    secret::Named::in_file(scheme, &folder.join(path))
                }
                (None, None) => {
                    if let Some(source) = from.source() {
                        found.insert((name.to_owned(), scheme.clone()), Secret::Elsewhere(source));
                    }
                    continue;
                }
            };
            let value = named.value().map_err(|failure| Failure::usage(format!("{}: {failure}", step.resource)))?;
            found.insert((name.to_owned(), scheme.clone()), Secret::Value(SecretString::from(value)));
        }
    }
    Ok(found)
}

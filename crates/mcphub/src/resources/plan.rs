//! From what is wanted and what there is to the steps between. Nothing here asks anybody.

mod api;
mod check;
mod server;

use std::collections::{BTreeMap, BTreeSet};

use hub_model::resource::{McpApiSpec, McpServerSpec};
use serde::Serialize;
use serde_json::Value;

use super::{documents::State, fields::Difference, observe::Organisation};

pub(crate) use check::check;
use {api::api, server::server};

/// A resource as it is wanted, with what its documents come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Desired {
    pub(crate) apis: BTreeMap<String, (McpApiSpec, State)>,
    pub(crate) servers: BTreeMap<String, McpServerSpec>,
    /// Where each stands, by `api/pets`.
    pub(crate) places: BTreeMap<String, String>,
}

/// Which credentials are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Credentials {
    /// Those that the hub does not have, and those of APIs that move.
    Missing,
    /// All that files name: after their values were changed.
    Always,
    /// None.
    Never,
}

/// How a plan is made.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What is made bears this mark.
    pub(crate) manager: String,
    /// What bears the mark and is in no file is deleted.
    pub(crate) prune: bool,
    /// What others made gets the mark.
    pub(crate) adopt: bool,
    pub(crate) credentials: Credentials,
}

/// What is done with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    Create,
    Update,
    Unchanged,
    Delete,
}

/// One resource's part of the plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Step {
    /// `api/pets`
    pub(crate) resource: String,
    pub(crate) action: Action,
    pub(crate) changes: Vec<Difference>,
    #[serde(skip)]
    pub(crate) work: Work,
}

/// What has to be done for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Work {
    Nothing,
    Api(ApiWork),
    Server(ServerWork),
    DeleteServer { id: String, is_served: bool },
    DeleteApi { id: String },
}

/// What has to be done for an API.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ApiWork {
    /// The API that is there; one is registered otherwise.
    pub(crate) id: Option<String>,
    /// Members of a request that differ: `name`, `settings`, …; the source apart.
    pub(crate) body: serde_json::Map<String, Value>,
    /// Its documents are sent, or its address is.
    pub(crate) has_new_source: bool,
    /// Its documents are compiled anew.
    pub(crate) compiles: bool,
    /// A revision that waits is approved.
    pub(crate) approves: bool,
    /// Schemes whose credentials are set.
    pub(crate) credentials: Vec<String>,
}

/// What has to be done for a server.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ServerWork {
    /// The server that is there; one is made otherwise.
    pub(crate) id: Option<String>,
    /// Members of a request that differ, the design apart.
    pub(crate) body: serde_json::Map<String, Value>,
    pub(crate) has_new_design: bool,
    /// Something about how it is served changes, besides its version.
    pub(crate) deploys: bool,
    /// It is served and is not to be.
    pub(crate) stops: bool,
}

/// What is done, in this order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
}

impl Plan {
    /// Whether anything is to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.steps.iter().all(|step| step.action == Action::Unchanged)
    }

    /// How many resources this is done with.
    pub(crate) fn count(&self, action: Action) -> usize {
        self.steps.iter().filter(|step| step.action == action).count()
    }
}

/// The steps from what there is to what is wanted: APIs before the servers that are made of them, what is deleted last.
pub(crate) fn plan(desired: &Desired, there: &Organisation, options: &Options) -> Plan {
    let mut steps = Vec::new();
    // APIs whose revision will be another one, and at once.
    let mut moving = BTreeSet::new();
    for (name, (spec, source)) in &desired.apis {
        let step = api(name, spec, source, there.apis.get(name), options);
        let Step { work: Work::Api(work), .. } = &step else {
            steps.push(step);
            continue;
        };
        // The first revision that can be used needs nobody's approval.
        let is_first = there.apis.get(name).is_none_or(|there| !there.is_usable);
        if work.approves || (work.compiles && (spec.settings.auto_approve || is_first)) {
            moving.insert(name.as_str());
        }
        steps.push(step);
    }
    for (name, spec) in &desired.servers {
        let moves =
            spec.design.sources.iter().any(|part| part.revision.is_none() && moving.contains(part.api.as_str()));
        steps.push(server(name, spec, there.servers.get(name), moves, options));
    }
    if options.prune {
        prune(desired, there, options, &mut steps);
    }
    Plan { steps }
}

fn prune(desired: &Desired, there: &Organisation, options: &Options, steps: &mut Vec<Step>) {
    let is_ours = |managed_by: &Option<String>| managed_by.as_deref() == Some(options.manager.as_str());
    let delete = |resource: String, work| Step { resource, action: Action::Delete, changes: Vec::new(), work };
    for (name, server) in there.servers.iter().filter(|(_, server)| is_ours(&server.managed_by)) {
        if !desired.servers.contains_key(name) {
            let work = Work::DeleteServer { id: server.id.clone(), is_served: server.served.is_some() };
            steps.push(delete(format!("server/{name}"), work));
        }
    }
    for (name, api) in there.apis.iter().filter(|(_, api)| is_ours(&api.managed_by)) {
        if !desired.apis.contains_key(name) {
            steps.push(delete(format!("api/{name}"), Work::DeleteApi { id: api.id.clone() }));
        }
    }
}

/// The mark that something gets; nothing where it keeps the one that it has, or has none.
fn mark(there: Option<&Option<String>>, options: &Options) -> Option<Difference> {
    let from = match there {
        None => None,
        Some(managed_by) if options.adopt && managed_by.as_deref() != Some(options.manager.as_str()) => {
            managed_by.clone()
        }
        Some(_) => return None,
    };
    Some(Difference::new("managedBy", from, Some(options.manager.clone())))
}

/// A step that does something only where something differs.
fn step(resource: String, is_new: bool, changes: Vec<Difference>, work: Work) -> Step {
    let action = match (is_new, changes.is_empty()) {
        (true, _) => Action::Create,
        (false, false) => Action::Update,
        (false, true) => return Step { resource, action: Action::Unchanged, changes, work: Work::Nothing },
    };
    Step { resource, action, changes, work }
}

#[cfg(test)]
mod tests;

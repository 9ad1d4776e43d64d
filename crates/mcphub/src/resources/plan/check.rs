//! What keeps files from being followed, before anything is changed.

use hub_model::resource::SourceSpec;

use super::{Desired, Options};
use crate::resources::{observe::Organisation, read::Complaint};

/// Everything that is wrong between what is wanted and what there is.
pub(crate) fn check(desired: &Desired, there: &Organisation, options: &Options) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for name in desired.apis.keys() {
        let managed_by = there.apis.get(name).and_then(|api| api.managed_by.as_deref());
        complaints.extend(taken(desired, &format!("api/{name}"), managed_by, options));
    }
    for (name, spec) in &desired.servers {
        let resource = format!("server/{name}");
        let managed_by = there.servers.get(name).and_then(|server| server.managed_by.as_deref());
        complaints.extend(taken(desired, &resource, managed_by, options));
        for (number, source) in spec.design.sources.iter().enumerate() {
            let wrong = unknown(desired, there, source).or_else(|| pruned(desired, there, &source.api, options));
            if let Some(message) = wrong {
                let message = format!("{resource}: spec.design.sources[{number}].api: {message}");
                complaints.push(Complaint::new(place(desired, &resource), message));
            }
        }
    }
    // Others may have made servers of what would be deleted.
    for (name, server) in there.servers.iter().filter(|(name, _)| !desired.servers.contains_key(*name)) {
        let stays = !(options.prune && server.managed_by.as_deref() == Some(options.manager.as_str()));
        for api in server.apis.iter().filter(|api| stays && pruned(desired, there, api, options).is_some()) {
            let message = format!(
                "api/{api} would be deleted, and server/{name}, which is in no file, is made of it; keep the API's file, or delete the server first"
            );
            complaints.push(Complaint::new("--prune", message));
        }
    }
    complaints
}

fn place(desired: &Desired, resource: &str) -> String {
    desired.places.get(resource).cloned().unwrap_or_default()
}

/// Whether something else looks after a resource.
fn taken(desired: &Desired, resource: &str, managed_by: Option<&str>, options: &Options) -> Option<Complaint> {
    let other = managed_by.filter(|other| *other != options.manager && !options.adopt)?;
    let message = format!(
        "{resource}: it is managed by `{other}`, which would change it back; leave it to that, or take it over with --adopt"
    );
    Some(Complaint::new(place(desired, resource), message))
}

fn unknown(desired: &Desired, there: &Organisation, source: &SourceSpec) -> Option<String> {
    let api = &source.api;
    if desired.apis.contains_key(api) || there.apis.contains_key(api) {
        return None;
    }
    Some(format!(
        "the API `{api}` is neither in these files nor in the hub; add an McpApi of that name, or correct the name"
    ))
}

/// Whether an API would be deleted.
fn pruned(desired: &Desired, there: &Organisation, api: &str, options: &Options) -> Option<String> {
    let is_ours = there.apis.get(api)?.managed_by.as_deref() == Some(options.manager.as_str());
    let is_deleted = options.prune && is_ours && !desired.apis.contains_key(api);
    is_deleted.then(|| {
        format!("the API `{api}` would be deleted by --prune, as it is in no file any more; add its McpApi again")
    })
}

//! Resources by the organisation that they belong to, each of them once, with their documents.

use std::{collections::BTreeMap, path::PathBuf};

use super::refused;
use crate::{
    failure::Failure,
    remote::{Client, escaped, token},
    resources::{self, Complaint, Desired, Resource, Source, Spec},
};

/// What is wanted in an organisation.
pub(super) struct Group {
    /// The organisation, as it is told.
    pub(super) name: String,
    /// Its path.
    pub(super) base: String,
    pub(super) desired: Desired,
    /// Documents by the names of the APIs.
    pub(super) sources: BTreeMap<String, Source>,
    /// Where the files are that an API names.
    pub(super) folders: BTreeMap<String, PathBuf>,
}

/// Parts resources by their organisations, and reads their documents.
pub(super) async fn of(client: &mut Client, found: Vec<Resource>) -> Result<Vec<Group>, Failure> {
    let mut bases: BTreeMap<Option<String>, String> = BTreeMap::new();
    for resource in &found {
        let organisation = &resource.metadata.organisation;
        if !bases.contains_key(organisation) {
            let base = match organisation {
                Some(named) => format!("/organisations/{}", escaped(named)),
                None => client.within("").await?,
            };
            bases.insert(organisation.clone(), base);
        }
    }
    // One organisation may be named in two ways.
    if bases.len() > 1 {
        for base in bases.values_mut() {
            let slug = token(&client.get(base).await?, "slug");
            *base = format!("/organisations/{}", escaped(&slug));
        }
    }
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut complaints = Vec::new();
    for resource in found {
        let Some(base) = bases.get(&resource.metadata.organisation) else { continue };
        let group = groups.entry(base.clone()).or_insert_with(|| Group {
            name: base.rsplit('/').next().unwrap_or_default().to_owned(),
            base: base.clone(),
            desired: Desired::default(),
            sources: BTreeMap::new(),
            folders: BTreeMap::new(),
        });
        complaints.extend(add(group, resource));
    }
    if complaints.is_empty() { Ok(groups.into_values().collect()) } else { Err(refused(&complaints)) }
}

/// Adds a resource; what is wrong with it otherwise.
fn add(group: &mut Group, resource: Resource) -> Option<Complaint> {
    let name = resource.metadata.name;
    let kind = if matches!(resource.spec, Spec::Api(_)) { "api" } else { "server" };
    let named = format!("{kind}/{name}");
    if let Some(before) = group.desired.places.get(&named) {
        let message = format!("{named} is in {before} already; take one of the two out, or give it another name");
        return Some(Complaint::new(resource.place, message));
    }
    match resource.spec {
        Spec::Api(spec) => {
            let source = match resources::load(&spec.source, &resource.folder) {
                Ok(source) => source,
                Err(why) => return Some(Complaint::new(resource.place, format!("{named}: {why}"))),
            };
            group.desired.apis.insert(name.clone(), (spec, source.state()));
            group.sources.insert(name.clone(), source);
            group.folders.insert(name, resource.folder);
        }
        Spec::Server(spec) => {
            group.desired.servers.insert(name, spec);
        }
    }
    group.desired.places.insert(named, resource.place);
    None
}

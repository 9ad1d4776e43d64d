//! Takes out of the hub what an object made there, when somebody deletes it.

use hub_model::resource::ResourceKind;
use kube::{ResourceExt as _, api::DynamicObject};

use super::{Operator, api, judged::Stop};
use crate::resources::removed;

/// Once it is gone, the object may go, too.
pub(super) async fn remove(operator: &Operator, kind: ResourceKind, object: &DynamicObject) -> Result<(), Stop> {
    let name = object.name_any();
    // The one that has the name in the hub goes on having it, or takes it over.
    if operator.has_heir(kind, object) {
        return Ok(());
    }
    let (mut client, base, there) = operator.observe(kind, &name).await?;
    let managed_by = match kind {
        ResourceKind::McpApi => there.apis.get(&name).map(|api| &api.managed_by),
        ResourceKind::McpServer => there.servers.get(&name).map(|server| &server.managed_by),
    };
    // What others made stays.
    if managed_by.is_none_or(|managed_by| managed_by.as_deref() != Some(operator.manager.as_str())) {
        return Ok(());
    }
    let users = api::users(&there, &name);
    if kind == ResourceKind::McpApi && !users.is_empty() {
        let message = format!("it is kept until no server is made of it; there are {}", users.join(", "));
        return Err(Stop::waits("InUse", message));
    }
    match kind {
        ResourceKind::McpApi => removed::api(&mut client, &base, &there, &name).await?,
        ResourceKind::McpServer => removed::server(&mut client, &base, &there, &name).await?,
    }
    Ok(())
}

//! Makes a server of the hub as its object says, once its APIs are there.

use hub_model::resource::{McpServerSpec, ResourceKind};
use kube::{ResourceExt as _, api::DynamicObject};

use super::{
    Operator, api,
    judged::{Again, Judged, Stop},
    status::{Found, ServerDetails, Truth, Verdict},
    work::{Wanted, applied, specified},
};
use crate::{
    failure::Failure,
    remote::{Client, at, escaped, token},
    resources::{Credentials, Organisation},
};

const KIND: ResourceKind = ResourceKind::McpServer;

pub(super) async fn judge(operator: &Operator, object: &DynamicObject) -> Result<Judged<ServerDetails>, Stop> {
    let name = object.name_any();
    let spec: McpServerSpec = specified(operator, KIND, object)?;
    spec.check().map_err(|wrong| Stop::invalid(format!("{}: {}", wrong.place, wrong.message)))?;
    let spec = spec.tidy(&name);
    let (mut client, base, there) = operator.observe(KIND, &name).await?;
    for source in &spec.design.sources {
        missing(operator, object, &there, &source.api)?;
    }
    let is_wanted = spec.deployment.as_ref().is_some_and(|deployment| deployment.wanted);
    let mut wanted = Wanted::default();
    wanted.desired.servers.insert(name.clone(), spec);
    let options = operator.options(Credentials::Never);
    let synced = applied(&mut client, &base, &wanted, &there, &options).await?;
    let (details, message) = match details(&mut client, &base, &name).await {
        Ok(found) => found,
        // It was not even made.
        Err(failure) if failure.is("not_found") => (ServerDetails::default(), String::new()),
        Err(failure) => return Err(failure.into()),
    };
    let ready = ready(&details, is_wanted, &message, &synced);
    let again = match (synced.truth, ready.truth) {
        (Truth::True, Truth::True) => Again::Resync,
        (Truth::True, _) => Again::Wait,
        _ => Again::BackOff,
    };
    Ok((Found { synced, ready: Some(ready), details: Some(details) }, again))
}

/// Whether one of its APIs is not there yet, or is being changed.
fn missing(operator: &Operator, object: &DynamicObject, there: &Organisation, name: &str) -> Result<(), Stop> {
    let own = operator.apis.state();
    let own = own.iter().find(|api| api.name_any() == name && api.namespace() == object.namespace());
    let is_usable = there.apis.get(name).is_some_and(|api| api.is_usable);
    match own {
        Some(api) if !api::is_settled(api) => {
            Err(Stop::waits("WaitsForApi", format!("the McpApi {name} is being applied")))
        }
        Some(_) if !is_usable => {
            Err(Stop::waits("WaitsForApi", format!("the McpApi {name} is not ready, and says why")))
        }
        None if !is_usable => {
            let message =
                format!("the hub has no API {name} with a revision; apply an McpApi of that name, or correct the name");
            Err(Stop::waits("WaitsForApi", message))
        }
        _ => Ok(()),
    }
}

/// What there is of it, and what its deployment has to say.
async fn details(client: &mut Client, base: &str, name: &str) -> Result<(ServerDetails, String), Failure> {
    let path = format!("{base}/servers/{}", escaped(name));
    let seen = client.get(&path).await?;
    let newest = client.all(&format!("{path}/versions"), 1).await?;
    let details = ServerDetails {
        id: Some(token(&seen, "id")),
        version: newest.first().and_then(|version| at(version, "number").as_i64()),
        state: at(&seen, "deployment.state").as_str().map(str::to_owned),
        url: at(&seen, "url").as_str().map(str::to_owned),
    };
    Ok((details, token(at(&seen, "deployment"), "message")))
}

/// A server is ready when it is served, or when nobody wants it to be and it could be.
fn ready(details: &ServerDetails, is_wanted: bool, message: &str, synced: &Verdict) -> Verdict {
    match (details.state.as_deref(), details.version) {
        (Some("running"), Some(version)) => {
            Verdict::new(Truth::True, "Running", format!("version {version} is the newest"))
        }
        (_, Some(version)) if !is_wanted => {
            Verdict::new(Truth::True, "NotDeployed", format!("version {version} is made, and not served"))
        }
        (Some(state), _) => Verdict::new(Truth::False, "NotRunning", format!("its deployment is {state}: {message}")),
        (None, _) if synced.truth == Truth::True => Verdict::new(Truth::False, "NotRunning", "it is not deployed yet"),
        (None, _) => Verdict { truth: Truth::False, ..synced.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::{ServerDetails, Truth, Verdict, ready};

    #[test]
    fn a_server_is_ready_when_it_is_as_it_is_wanted() {
        let synced = Verdict::new(Truth::True, "Applied", "");
        let failed = Verdict::new(Truth::False, "Failed", "no");
        let of = |state: Option<&str>, version| ServerDetails {
            state: state.map(str::to_owned),
            version,
            ..ServerDetails::default()
        };
        let said = |details, is_wanted, synced| {
            let ready = ready(&details, is_wanted, "why", synced);
            (ready.truth, ready.reason)
        };
        assert_eq!(said(of(Some("running"), Some(1)), true, &synced), (Truth::True, "Running"));
        assert_eq!(said(of(Some("running"), Some(1)), true, &failed), (Truth::True, "Running"));
        assert_eq!(said(of(Some("starting"), Some(1)), true, &synced), (Truth::False, "NotRunning"));
        assert_eq!(said(of(None, Some(1)), false, &synced), (Truth::True, "NotDeployed"));
        assert_eq!(said(of(Some("stopped"), Some(2)), false, &synced), (Truth::True, "NotDeployed"));
        assert_eq!(said(of(None, None), true, &failed), (Truth::False, "Failed"));
    }
}

//! Plans: from what is wanted and what there is to what is done.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::resource::{CredentialSpec, DeploymentSpec, McpApiSpec, McpServerSpec, ScalingSpec, ValueFrom};
use serde_json::json;

use super::{Action, Credentials, Desired, Options, Plan, Step, Work, check, plan};
use crate::resources::{
    documents::State,
    observe::{Api, Organisation, Server, Version},
};

fn options() -> Options {
    Options { manager: "apply".to_owned(), prune: false, adopt: false, credentials: Credentials::Missing }
}

fn api_spec(spec: serde_json::Value) -> McpApiSpec {
    serde_json::from_value::<McpApiSpec>(spec).unwrap().tidy("pets")
}

fn server_spec(spec: serde_json::Value) -> McpServerSpec {
    serde_json::from_value::<McpServerSpec>(spec).unwrap().tidy("shop")
}

fn files(digest: &str) -> State {
    State::of(None, &BTreeMap::from([("pets.yaml".to_owned(), digest.to_owned())]))
}

/// `pets` of a file, and `shop` that is made of it and served.
fn desired() -> Desired {
    let pets = api_spec(json!({ "source": { "file": "pets.yaml" }, "settings": { "autoApprove": true } }));
    let shop = server_spec(json!({ "design": { "sources": [{ "api": "pets" }] }, "deployment": {} }));
    Desired {
        apis: BTreeMap::from([("pets".to_owned(), (pets, files("1")))]),
        servers: BTreeMap::from([("shop".to_owned(), shop)]),
        places: BTreeMap::from([("server/shop".to_owned(), "hub.yaml, document 2 (line 9)".to_owned())]),
    }
}

/// The hub once that was applied.
fn applied(desired: &Desired) -> Organisation {
    let api = |(spec, source): &(McpApiSpec, State)| Api {
        id: "api_1".to_owned(),
        managed_by: Some("apply".to_owned()),
        spec: spec.clone(),
        source: source.clone(),
        upload: None,
        is_usable: true,
        is_compiled: true,
        is_pending: false,
    };
    let server = |spec: &McpServerSpec| Server {
        id: "srv_1".to_owned(),
        managed_by: Some("apply".to_owned()),
        spec: spec.clone(),
        apis: BTreeSet::from(["pets".to_owned()]),
        latest: Some(Version { id: "ver_1".to_owned(), number: 1, digest: "d1".to_owned() }),
        draft: Some("d1".to_owned()),
        served: Some("ver_1".to_owned()),
        has_canary: false,
    };
    Organisation {
        apis: desired.apis.iter().map(|(name, one)| (name.clone(), api(one))).collect(),
        servers: desired.servers.iter().map(|(name, one)| (name.clone(), server(one))).collect(),
    }
}

/// A plan in lines: `update server/shop: settings.ask never > destructive`.
fn told(plan: &Plan) -> Vec<String> {
    let line = |step: &Step| {
        let change = |one: &super::Difference| {
            let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} {} > {}", one.field, cell(&one.from), cell(&one.to))
        };
        let changes: Vec<String> = step.changes.iter().map(change).collect();
        format!("{:?} {}: {}", step.action, step.resource, changes.join(", "))
    };
    plan.steps.iter().map(line).collect()
}

fn unchanged() -> Vec<&'static str> {
    vec!["Unchanged api/pets: ", "Unchanged server/shop: "]
}

#[test]
fn what_is_not_there_is_made_and_what_is_there_is_left() {
    let desired = desired();
    let first = plan(&desired, &Organisation::default(), &options());
    assert_eq!(first.count(Action::Create), 2);
    let lines = told(&first);
    assert!(lines[0].starts_with("Create api/pets: ") && lines[0].contains("managedBy - > apply"), "{lines:?}");
    assert!(lines[1].contains("design.sources[0].api") || lines[1].contains("design.sources"), "{lines:?}");
    let Work::Api(work) = &first.steps[0].work else { panic!() };
    assert!(work.has_new_source && work.compiles && work.id.is_none() && work.body["managed_by"] == "apply");
    let again = plan(&desired, &applied(&desired), &options());
    assert!(again.is_empty(), "{:?}", told(&again));
    assert_eq!(told(&again), unchanged());
}

#[test]
fn only_what_differs_is_sent() {
    let was = desired();
    let mut now = desired();
    let pets = api_spec(
        json!({ "source": { "file": "pets.yaml" }, "description": "Pets", "settings": { "autoApprove": true } }),
    );
    now.apis.insert("pets".to_owned(), (pets, files("1")));
    let mut shop = now.servers["shop"].clone();
    shop.settings.call_seconds = Some(5);
    now.servers.insert("shop".to_owned(), shop);
    let plan = plan(&now, &applied(&was), &options());
    assert_eq!(
        told(&plan),
        ["Update api/pets: description - > Pets", "Update server/shop: settings.callSeconds - > 5"]
    );
    let (Work::Api(api), Work::Server(server)) = (&plan.steps[0].work, &plan.steps[1].work) else { panic!() };
    assert_eq!(api.body.keys().collect::<Vec<_>>(), ["description"]);
    assert!(!api.compiles && !api.has_new_source);
    assert_eq!(server.body.keys().collect::<Vec<_>>(), ["settings"]);
    assert!(!server.has_new_design && !server.deploys && !server.stops);
}

#[test]
fn a_changed_document_moves_the_servers_made_of_it_as_far_as_that_is_approved() {
    let was = desired();
    let mut now = desired();
    let (mut pets, _) = now.apis["pets"].clone();
    now.apis.insert("pets".to_owned(), (pets.clone(), files("2")));
    let lines = told(&plan(&now, &applied(&was), &options()));
    assert_eq!(
        lines,
        [
            "Update api/pets: source.files.document sha256 1 > sha256 2",
            "Update server/shop: version 1 > 2, if the new revision changes its tools",
        ]
    );
    pets.settings.auto_approve = false;
    now.apis.insert("pets".to_owned(), (pets.clone(), files("2")));
    let mut there = applied(&was);
    there.apis.get_mut("pets").unwrap().spec.settings.auto_approve = false;
    assert_eq!(told(&plan(&now, &there, &options()))[1], "Unchanged server/shop: ", "the revision waits");
    let mut pinned = now.servers["shop"].clone();
    pinned.design.sources[0].revision = Some(1);
    now.servers.insert("shop".to_owned(), pinned.clone());
    there.servers.get_mut("shop").unwrap().spec = pinned;
    pets.settings.auto_approve = true;
    now.apis.insert("pets".to_owned(), (pets, files("2")));
    assert_eq!(told(&plan(&now, &there, &options()))[1], "Unchanged server/shop: ", "it keeps to a revision");
}

#[test]
fn what_was_left_half_done_is_done() {
    let desired = desired();
    let mut there = applied(&desired);
    there.apis.get_mut("pets").unwrap().is_compiled = false;
    assert_eq!(told(&plan(&desired, &there, &options()))[0], "Update api/pets: revision - > compiled anew");
    let mut there = applied(&desired);
    there.apis.get_mut("pets").unwrap().is_pending = true;
    let plan_of = plan(&desired, &there, &options());
    assert_eq!(told(&plan_of)[0], "Update api/pets: revision waits for approval > approved");
    let mut there = applied(&desired);
    there.servers.get_mut("shop").unwrap().draft = Some("d2".to_owned());
    assert_eq!(told(&plan(&desired, &there, &options()))[1], "Update server/shop: version 1 > 2");
    let mut there = applied(&desired);
    let shop = there.servers.get_mut("shop").unwrap();
    shop.latest = Some(Version { id: "ver_2".to_owned(), number: 2, digest: "d1".to_owned() });
    let lags = plan(&desired, &there, &options());
    assert_eq!(told(&lags)[1], "Update server/shop: deployment.version an older one > the newest");
    there.servers.get_mut("shop").unwrap().has_canary = true;
    assert!(plan(&desired, &there, &options()).is_empty(), "somebody tries the newest one out");
}

#[test]
fn a_deployment_is_changed_only_where_a_file_speaks_of_it() {
    let mut desired = desired();
    let there = applied(&desired);
    let mut with = |deployment: Option<DeploymentSpec>| {
        desired.servers.get_mut("shop").unwrap().deployment = deployment;
        let step = plan(&desired, &there, &options()).steps.remove(1);
        let work = match &step.work {
            Work::Server(work) => (work.deploys, work.stops),
            _ => (false, false),
        };
        let fields: Vec<String> = step.changes.iter().map(|one| one.field.clone()).collect();
        (fields.join(","), work)
    };
    assert_eq!(with(None), (String::new(), (false, false)));
    assert_eq!(
        with(Some(DeploymentSpec { replicas: 2, ..Default::default() })),
        ("deployment.replicas".to_owned(), (true, false))
    );
    let scaling = Some(ScalingSpec { min: 0, max: 3, calls: None, cpu_percent: None, quiet_seconds: None });
    assert_eq!(
        with(Some(DeploymentSpec { scaling, ..Default::default() })),
        ("deployment.scaling.max,deployment.scaling.min".to_owned(), (true, false))
    );
    assert_eq!(
        with(Some(DeploymentSpec { wanted: false, ..Default::default() })),
        ("deployment.wanted".to_owned(), (false, true))
    );
}

#[test]
fn credentials_are_set_where_they_are_missing_or_the_api_moves() {
    let from = |scheme: &str| CredentialSpec {
        scheme: scheme.to_owned(),
        value_from: ValueFrom { env: Some("KEY".to_owned()), ..ValueFrom::default() },
    };
    let mut desired = desired();
    desired.apis.get_mut("pets").unwrap().0.credentials = vec![from("a"), from("b")];
    let mut there = applied(&desired);
    there.apis.get_mut("pets").unwrap().spec.credentials = vec![from("a")];
    let set = |desired: &Desired, which: Credentials| match plan(
        desired,
        &there,
        &Options { credentials: which, ..options() },
    )
    .steps
    .remove(0)
    .work
    {
        Work::Api(work) => work.credentials,
        _ => Vec::new(),
    };
    assert_eq!(set(&desired, Credentials::Missing), ["b"]);
    assert_eq!(set(&desired, Credentials::Always), ["a", "b"]);
    assert!(set(&desired, Credentials::Never).is_empty());
    desired.apis.get_mut("pets").unwrap().0.settings.upstream = Some("https://other.example".to_owned());
    assert_eq!(set(&desired, Credentials::Missing), ["a", "b"], "what was set is sent to the old address only");
}

#[test]
fn only_what_bears_the_mark_is_pruned_and_servers_go_first() {
    let was = desired();
    let mut there = applied(&was);
    let mut other = there.apis["pets"].clone();
    other.managed_by = None;
    there.apis.insert("by-hand".to_owned(), other.clone());
    other.managed_by = Some("operator".to_owned());
    there.apis.insert("of-others".to_owned(), other);
    let nothing = Desired::default();
    assert!(plan(&nothing, &there, &options()).steps.is_empty(), "nothing is deleted unasked");
    let pruning = Options { prune: true, ..options() };
    assert_eq!(told(&plan(&nothing, &there, &pruning)), ["Delete server/shop: ", "Delete api/pets: "]);
    assert!(plan(&nothing, &there, &Options { manager: "other".to_owned(), ..pruning }).steps.is_empty());
}

#[test]
fn what_others_made_is_marked_only_when_that_is_asked_for() {
    let desired = desired();
    let mut there = applied(&desired);
    there.apis.get_mut("pets").unwrap().managed_by = None;
    assert!(plan(&desired, &there, &options()).is_empty());
    assert!(check(&desired, &there, &options()).is_empty());
    let adopting = Options { adopt: true, ..options() };
    assert_eq!(told(&plan(&desired, &there, &adopting))[0], "Update api/pets: managedBy - > apply");
    there.apis.get_mut("pets").unwrap().managed_by = Some("operator".to_owned());
    assert!(check(&desired, &there, &options())[0].message.contains("managed by `operator`"));
    assert!(check(&desired, &there, &adopting).is_empty());
    assert_eq!(told(&plan(&desired, &there, &adopting))[0], "Update api/pets: managedBy operator > apply");
}

#[test]
fn what_refers_to_nothing_is_told_with_its_place() {
    let mut desired = desired();
    let said = |desired: &Desired, there: &Organisation, options: &Options| -> Vec<String> {
        check(desired, there, options).iter().map(ToString::to_string).collect()
    };
    let there = applied(&desired);
    desired.apis.clear();
    assert!(said(&desired, &there, &options()).is_empty(), "it is in the hub");
    let lost = said(&desired, &Organisation::default(), &options());
    assert!(
        lost[0].starts_with(
            "hub.yaml, document 2 (line 9): server/shop: spec.design.sources[0].api: the API `pets` is neither"
        ),
        "{lost:?}"
    );
    let pruning = Options { prune: true, ..options() };
    assert!(said(&desired, &there, &pruning)[0].contains("would be deleted by --prune"));
    let mut by_hand = there;
    by_hand.servers.get_mut("shop").unwrap().managed_by = None;
    let lost = said(&Desired::default(), &by_hand, &pruning);
    assert!(lost[0].contains("server/shop, which is in no file, is made of it"), "{lost:?}");
}

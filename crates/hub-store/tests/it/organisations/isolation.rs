//! No function finds or changes what belongs to another organisation. A new function that takes one needs a line here.

use std::{collections::BTreeSet, sync::Arc};

use hub_model::{
    Timestamp,
    account::{ApiKey, CustomRole, Invitation, KeyOwner, Permissions, Role, ServiceAccount},
    api::{Credential, Probe, Revision, Source, Tested},
    id::{CallId, ImageId, JobId, OrganisationId, RegistryId, ServerId, UploadId, VersionId},
    server::{Deployment, Replica, ReplicaState, Server, Version},
};
use hub_store::{
    AuditFilter, Error, EventFilter, Page, Result,
    apis::{
        self,
        blobs::Blob,
        credentials, probes,
        revisions::{self, Part},
        schedule, uploads,
    },
    jobs,
    organisations::{invitations, keys, members, roles, service_accounts},
    registries::{self, LoginChange, Registry},
    servers::{self, calls, deployments, images, logs, published, replicas, serving, versions},
    webhooks::{self, Webhook, Words},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{
    apis::{credential, revision},
    hub::{self, Hub, Tenant, first},
    records::registries as registry,
    servers as server,
};

suite![nothing_is_found_or_changed_from_another_organisation];

/// An organisation with one of everything.
struct Mine {
    tenant: Tenant,
    role: CustomRole,
    service: ServiceAccount,
    key: ApiKey,
    invitation: Invitation,
    webhook: Webhook,
    registry: RegistryId,
    image: ImageId,
    credential: Credential,
    upload: UploadId,
    revisions: [Revision; 2],
    deleted: hub_model::id::ApiId,
    job: JobId,
    digest: String,
    server: ServerId,
    version: VersionId,
    replica: Replica,
    call: CallId,
}

fn words() -> Words {
    Words { name: "w".to_owned(), url: "https://w.example.com".to_owned(), kinds: Vec::new(), is_enabled: true }
}

fn invited(tenant: &Tenant, role: Role) -> invitations::New<'static> {
    let expires_at = Timestamp(i64::MAX);
    invitations::New { email: "eve@example.com", role, invited_by: tenant.owner, hash: "invitation", expires_at }
}

fn key(owner: KeyOwner) -> keys::New<'static> {
    keys::New {
        name: "k",
        hint: "mcph_",
        hash: "key",
        owner,
        scopes: Permissions::all(),
        expires_at: None,
        reach: None,
    }
}

async fn everything(hub: &Hub) -> Mine {
    let tenant = hub.tenant("mine").await;
    let (organisation, api, owner) = (tenant.organisation, tenant.api.id, tenant.owner);
    let deleted = hub.api(organisation, owner, "deleted").await.id;
    let tx = hub.by(owner).await;
    let role = roles::create(&tx, organisation, "r", "", Permissions::all()).await.unwrap();
    let service = service_accounts::create(&tx, organisation, "s", "", Role::Custom(role.id)).await.unwrap();
    let key = keys::create(&tx, organisation, key(KeyOwner::User(owner))).await.unwrap();
    let invitation = invitations::create(&tx, organisation, invited(&tenant, Role::Viewer)).await.unwrap();
    let webhook = webhooks::create(&tx, organisation, &words(), &SecretString::from("s")).await.unwrap();
    let credential = credentials::set(&tx, organisation, credential(api, None, owner, &"v".into())).await.unwrap();
    let blob = Blob::of(b"openapi").unwrap();
    let files = [("openapi.json".to_owned(), blob.clone())];
    let upload = uploads::create(&tx, organisation, &files, tx.at()).await.unwrap();
    let first = revisions::create(&tx, organisation, revision(api, "1")).await.unwrap();
    let second = revisions::create(&tx, organisation, revision(api, "2")).await.unwrap();
    let probe = Probe { at: tx.at(), ok: true, latency_ms: 1, message: String::new() };
    probes::record(&tx, organisation, api, &probe).await.unwrap();
    apis::delete(&tx, organisation, deleted, None).await.unwrap();
    let job = schedule::compile(&tx, organisation, api, None).await.unwrap();
    let (server, version, replica, call) = server::hosted(&tx, organisation, api).await;
    let registry =
        registries::create(&tx, organisation, &registry::words("r"), Some(&registry::login("p"))).await.unwrap().id;
    let pushed = server::images::pushed(server, version, registry, "1");
    let image = images::create(&tx, organisation, pushed).await.unwrap().id;
    tx.commit().await.unwrap();
    let digest = blob.digest().to_owned();
    let revisions = [first, second];
    Mine {
        tenant,
        role,
        service,
        key,
        invitation,
        webhook,
        registry,
        image,
        credential,
        upload,
        revisions,
        deleted,
        job,
        digest,
        server,
        version,
        replica,
        call,
    }
}

/// An answer that tells nothing.
trait Nothing {
    fn is_nothing(&self) -> bool;
}

impl<T: Nothing> Nothing for Result<T> {
    fn is_nothing(&self) -> bool {
        match self {
            Ok(answer) => answer.is_nothing(),
            Err(error) => matches!(error, Error::Missing(_)),
        }
    }
}

impl<T> Nothing for Option<T> {
    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T> Nothing for Vec<T> {
    fn is_nothing(&self) -> bool {
        self.is_empty()
    }
}

impl<T, C> Nothing for Page<T, C> {
    fn is_nothing(&self) -> bool {
        self.items.is_empty()
    }
}

/// What would have been made or changed: there should be nothing.
macro_rules! something {
    ($($type:ty),*) => {$(
        impl Nothing for $type {
            fn is_nothing(&self) -> bool {
                false
            }
        }
    )*};
}

something![
    hub_model::api::Api,
    hub_model::job::Job,
    hub_model::account::Member,
    ApiKey,
    Credential,
    CustomRole,
    Deployment,
    Invitation,
    JobId,
    Revision,
    Server,
    ServiceAccount,
    Version,
    Webhook,
    Registry,
    hub_model::server::Image,
    serde_json::Value
];

impl Nothing for () {
    /// Whether something changed is seen in the database.
    fn is_nothing(&self) -> bool {
        true
    }
}

/// What belongs to nobody or may be done by anybody: these make something new, or look at their own organisation as a whole.
const OTHERWISE: [&str; 18] = [
    "servers::serving::tenant",
    "organisations::members::an_owner",
    "apis::blobs::put",
    "organisations::find",
    "organisations::rename",
    "organisations::set_quotas",
    "organisations::delete",
    "organisations::purge",
    "organisations::members::add",
    "organisations::quotas::usage",
    "organisations::roles::create",
    "apis::uploads::create",
    "webhooks::create",
    "registries::create",
    "webhooks::dispatch",
    "platform::reseal::rotate",
    "platform::reseal::ask",
    "audit::verify",
];

macro_rules! calls {
    ($hub:ident, $seen:ident, $before:ident, $tx:ident: $($name:literal => $call:expr,)*) => {$(
        let $tx = $hub.by($seen.1).await;
        let answer = $call.await;
        assert!(answer.is_nothing(), "{} answers something of another organisation", $name);
        if answer.is_ok() {
            $tx.commit().await.unwrap();
        } else {
            drop($tx);
        }
        assert_eq!($hub.raw.everything(&["events", "audit", "chains"]).await, $before, "{} changed something", $name);
        $seen.0.insert($name);
    )*};
}

async fn nothing_is_found_or_changed_from_another_organisation(hub: Arc<Hub>) {
    let mine = everything(&hub).await;
    let eve = hub.user("eve").await.id;
    let other = hub.organisation("other", eve).await.id;
    let mallory = hub.user("mallory").await.id;
    let tx = hub.begin().await;
    members::add(&tx, other, mallory, Role::Viewer).await.unwrap();
    tx.commit().await.unwrap();
    let before = hub.raw.everything(&["events", "audit", "chains"]).await;
    let mut seen = (BTreeSet::from(OTHERWISE), eve, mallory);
    tenants(&hub, &mine, other, &before, &mut seen).await;
    documents(&hub, &mine, other, &before, &mut seen).await;
    hosting(&hub, &mine, other, &before, &mut seen).await;
    records(&hub, &mine, other, &before, &mut seen).await;
    let missing: Vec<_> = functions().into_iter().filter(|name| !seen.0.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "these take an organisation and are not tried with another one: {missing:?}");
}

type Before = Vec<(String, Vec<String>)>;
type Seen = (BTreeSet<&'static str>, hub_model::id::UserId, hub_model::id::UserId);

async fn tenants(hub: &Hub, mine: &Mine, other: OrganisationId, before: &Before, seen: &mut Seen) {
    let (tenant, before) = (&mine.tenant, before.clone());
    let foreign = Role::Custom(mine.role.id);
    let renamed = ServiceAccount { role: Role::Viewer, ..mine.service.clone() };
    calls![hub, seen, before, tx:
        "organisations::members::find" => members::find(&tx, other, tenant.owner),
        "organisations::members::standing" => members::standing(&tx, other, tenant.owner),
        "organisations::members::list" => async { members::list(&tx, other, first(9)).await.map(|page| page.items.into_iter().find(|member| member.user == tenant.owner)) },
        "organisations::members::set_role" => members::set_role(&tx, other, tenant.owner, None, Role::Viewer),
        "organisations::members::set_role" => members::set_role(&tx, other, seen.2, None, foreign),
        "organisations::members::add" => members::add(&tx, other, tenant.owner, foreign),
        "organisations::members::remove" => members::remove(&tx, other, tenant.owner),
        "organisations::roles::find" => roles::find(&tx, other, mine.role.id),
        "organisations::roles::list" => roles::list(&tx, other),
        "organisations::roles::update" => roles::update(&tx, other, None, &mine.role),
        "organisations::roles::delete" => roles::delete(&tx, other, mine.role.id),
        "organisations::service_accounts::create" => service_accounts::create(&tx, other, "x", "", foreign),
        "organisations::service_accounts::find" => service_accounts::find(&tx, other, mine.service.id),
        "organisations::service_accounts::standing" => service_accounts::standing(&tx, other, mine.service.id),
        "organisations::service_accounts::list" => service_accounts::list(&tx, other),
        "organisations::service_accounts::update" => service_accounts::update(&tx, other, None, &renamed),
        "organisations::service_accounts::delete" => service_accounts::delete(&tx, other, mine.service.id),
        "organisations::keys::create" => keys::create(&tx, other, key(KeyOwner::User(tenant.owner))),
        "organisations::keys::create" => keys::create(&tx, other, key(KeyOwner::Service(mine.service.id))),
        "organisations::keys::find" => keys::find(&tx, other, mine.key.id),
        "organisations::keys::list" => keys::list(&tx, other, keys::Filter::default(), first(9)),
        "organisations::keys::rotate" => keys::rotate(&tx, other, mine.key.id, "h", "h"),
        "organisations::keys::revoke" => keys::revoke(&tx, other, mine.key.id),
        "organisations::invitations::create" => invitations::create(&tx, other, invited(tenant, foreign)),
        "organisations::invitations::list" => invitations::list(&tx, other, first(9)),
        "organisations::invitations::revoke" => invitations::revoke(&tx, other, mine.invitation.id),
    ];
}

fn eve(seen: &Seen) -> hub_model::id::UserId {
    seen.1
}

async fn documents(hub: &Hub, mine: &Mine, other: OrganisationId, before: &Before, seen: &mut Seen) {
    let (tenant, before) = (&mine.tenant, before.clone());
    let (api, [current, pending]) = (tenant.api.id, &mine.revisions);
    let stolen = Source::Upload { upload: mine.upload, root: None };
    calls![hub, seen, before, tx:
        "apis::create" => apis::create(&tx, other, apis::New { source: stolen.clone(), ..hub::api(eve(seen), "x") }),
        "apis::find" => apis::find(&tx, other, api),
        "apis::by_slug" => apis::by_slug(&tx, other, "billing"),
        "apis::free_slug" => async { apis::free_slug(&tx, other, "billing").await.map(|slug| (slug != "billing").then_some(slug)) },
        "apis::list" => apis::list(&tx, other, &apis::Filter::default(), first(9)),
        "apis::list" => apis::list(&tx, other, &apis::Filter { is_deleted: true, ..apis::Filter::default() }, first(9)),
        "apis::update" => apis::update(&tx, other, api, None, apis::Change { name: Some("x".to_owned()), ..apis::Change::default() }),
        "apis::delete" => apis::delete(&tx, other, api, None),
        "apis::restore" => apis::restore(&tx, other, mine.deleted),
        "apis::blobs::get" => apis::blobs::get(&tx, other, &mine.digest),
        "apis::uploads::files" => uploads::files(&tx, other, mine.upload),
        "apis::schedule::compile" => schedule::compile(&tx, other, api, None),
        "apis::revisions::create" => revisions::create(&tx, other, revision(api, "3")),
        "apis::revisions::approve" => revisions::approve(&tx, other, api, pending.id, None),
        "apis::revisions::reject" => revisions::reject(&tx, other, api, pending.id, None),
        "apis::revisions::find" => revisions::find(&tx, other, api, current.id),
        "apis::revisions::by_number" => revisions::by_number(&tx, other, api, 1),
        "apis::revisions::last" => revisions::last(&tx, other, api),
        "apis::revisions::list" => revisions::list(&tx, other, api, first(9)),
        "apis::revisions::documents" => revisions::documents(&tx, other, current.id),
        "apis::revisions::content" => revisions::content(&tx, other, current.id, Part::Blueprint),
    ];
}

async fn hosting(hub: &Hub, mine: &Mine, other: OrganisationId, before: &Before, seen: &mut Seen) {
    let before = before.clone();
    let (server, version, api) = (mine.server, mine.version, mine.tenant.api.id);
    let change = || servers::Change { name: Some("x".to_owned()), ..servers::Change::default() };
    let token = "token".into();
    let stolen = Replica { organisation: other, state: ReplicaState::Failed, ..mine.replica.clone() };
    let owner = mine.tenant.owner;
    calls![hub, seen, before, tx:
        "servers::create" => servers::create(&tx, other, server::new(api, "stolen")),
        "servers::find" => servers::find(&tx, other, server),
        "servers::by_slug" => servers::by_slug(&tx, other, "pets"),
        "servers::free_slug" => async { servers::free_slug(&tx, other, "pets").await.map(|slug| (slug != "pets").then_some(slug)) },
        "servers::list" => servers::list(&tx, other, &servers::Filter::default(), first(9)),
        "servers::update" => servers::update(&tx, other, server, None, change()),
        "servers::delete" => servers::delete(&tx, other, server, None),
        "servers::versions::create" => versions::create(&tx, other, Some(version), server::frozen(server, api, "x")),
        "servers::versions::find" => versions::find(&tx, other, server, version),
        "servers::versions::by_number" => versions::by_number(&tx, other, server, 1),
        "servers::versions::list" => versions::list(&tx, other, server, first(9)),
        "servers::versions::content" => versions::content(&tx, other, version, versions::Part::Blueprint),
        "servers::deployments::want" => deployments::want(&tx, other, server, server::wanted(version)),
        "servers::deployments::unwant" => deployments::unwant(&tx, other, server),
        "servers::deployments::find" => deployments::find(&tx, other, server),
        "servers::deployments::of" => deployments::of(&tx, other, &[server]),
        "servers::deployments::list" => deployments::list(&tx, other, first(9)),
        "servers::replicas::put" => replicas::put(&tx, other, &stolen, &token),
        "servers::replicas::remove" => replicas::remove(&tx, other, server, mine.replica.id),
        "servers::replicas::remove_all" => replicas::remove_all(&tx, other, server),
        "servers::replicas::list" => replicas::list(&tx, other, server),
        "servers::replicas::servers_with_any" => replicas::servers_with_any(&tx, other, &[server]),
        "servers::calls::list" => calls::list(&tx, other, &calls::Filter::default(), first(9)),
        "servers::calls::find" => calls::find(&tx, other, mine.call),
        "servers::calls::hours::hours" => calls::hours(&tx, other, Some(server), Timestamp(0), Timestamp(i64::MAX)),
        "servers::calls::hours::since" => async { calls::since(&tx, other, Timestamp(0)).await.map(|calls| (calls > 0).then_some(calls)) },
        "servers::images::create" => images::create(&tx, other, server::images::pushed(server, version, mine.registry, "2")),
        "servers::images::list" => images::list(&tx, other, server, None, first(9)),
        "servers::images::find" => images::find(&tx, other, server, mine.image),
        "servers::images::findings" => images::findings(&tx, other, server, mine.image),
        "servers::images::archive" => async { images::archive(&tx, other, server, mine.image).await.map(|archive| archive.map(|bytes| bytes.len())) },
        "servers::images::pushed" => images::pushed(&tx, other, mine.registry, None),
        "servers::images::untag" => images::untag(&tx, other, mine.registry, "pets", &["1".to_owned()]),
        "servers::images::delete" => images::delete(&tx, other, server, mine.image),
        "servers::logs::add" => logs::add(&tx, other, server, &server::line()),
        "servers::logs::list" => logs::list(&tx, other, server, &logs::Filter::default(), first(9)),
        "servers::logs::between" => logs::between(&tx, other, Some(server), (CallId(0), CallId(u128::MAX)), 9),
        "servers::calls::between" => calls::between(&tx, other, Some(server), (CallId(0), CallId(u128::MAX)), 9),
        "servers::published::of" => published::of(&tx, other, &[server], &published::Filter::default(), &published::After::default(), 9),
        "servers::serving::keys" => serving::keys(&tx, other),
        "servers::serving::members" => async { serving::members(&tx, other).await.map(|all| all.into_iter().find(|(user, _)| *user == owner)) },
        "servers::serving::deployed" => serving::deployed(&tx, other, Some(server)),
        "servers::serving::blueprint" => serving::blueprint(&tx, other, version),
        "servers::serving::currents" => serving::currents(&tx, other),
        "servers::serving::blueprints" => serving::blueprints(&tx, other),
        "servers::serving::secrets" => serving::secrets(&hub.store, other, api),
        "servers::replicas::ready" => replicas::ready(&hub.store, other, server),
    ];
}

async fn records(hub: &Hub, mine: &Mine, other: OrganisationId, before: &Before, seen: &mut Seen) {
    let before = before.clone();
    let (api, id, owner) = (mine.tenant.api.id, mine.credential.id, mine.tenant.owner);
    let subject = || Some(api.to_string());
    let tested = Tested { at: Timestamp(1), accepted: true, message: String::new() };
    let probe = Probe { at: Timestamp(1), ok: false, latency_ms: 1, message: String::new() };
    let events = EventFilter { subject: subject(), kind: None };
    let audited = AuditFilter { subject: subject(), ..AuditFilter::default() };
    calls![hub, seen, before, tx:
        "apis::credentials::set" => credentials::set(&tx, other, credential(api, None, owner, &"x".into())),
        "apis::credentials::of_scheme" => credentials::of_scheme(&tx, other, api, "bearer", None),
        "apis::credentials::list" => credentials::list(&tx, other, api, None),
        "apis::credentials::find" => credentials::find(&tx, other, api, id),
        "apis::credentials::open" => credentials::open(&hub.store, other, api, None),
        "apis::credentials::set_tested" => credentials::set_tested(&tx, other, id, &tested),
        "apis::credentials::delete" => credentials::delete(&tx, other, api, id),
        "apis::probes::record" => probes::record(&tx, other, api, &probe),
        "apis::probes::list" => probes::list(&tx, other, api, None, 9),
        "apis::probes::history" => probes::history(&tx, other, api, Timestamp(0), 1000),
        "audit::entries" => hub_store::audit_entries(&tx, Some(other), &audited, first(9)),
        "events::list" => hub_store::list_events(&tx, Some(other), &events, first(9)),
        "events::after" => hub_store::events_after(&tx, Some(other), 5, 9),
        "events::one" => hub_store::event(&tx, Some(other), 6),
        "jobs::find" => jobs::find(&tx, Some(other), mine.job),
        "jobs::find" => jobs::find(&tx, None, mine.job),
        "jobs::list" => jobs::list(&tx, other, &jobs::Filter::default(), first(9)),
        "jobs::cancel" => jobs::cancel(&tx, other, mine.job),
        "jobs::again" => jobs::again(&tx, other, mine.job, None),
        "webhooks::list" => webhooks::list(&tx, other),
        "webhooks::find" => webhooks::find(&tx, other, mine.webhook.id),
        "webhooks::secret" => async { webhooks::secret(&hub.store, other, mine.webhook.id).await.map(|secret| secret.map(|secret| secret.expose_secret().len())) },
        "webhooks::update" => webhooks::update(&tx, other, mine.webhook.id, None, &words()),
        "webhooks::delete" => webhooks::delete(&tx, other, mine.webhook.id),
        "registries::list" => registries::list(&tx, other),
        "registries::find" => registries::find(&tx, other, mine.registry),
        "registries::open" => async { registries::open(&hub.store, other, mine.registry).await.map(|found| found.map(|(registry, _)| registry)) },
        "registries::update" => registries::update(&tx, other, mine.registry, None, &registry::words("x"), LoginChange::Remove),
        "registries::set_tested" => registries::set_tested(&tx, other, mine.registry, &tested),
        "registries::delete" => registries::delete(&tx, other, mine.registry),
        "webhooks::delivered" => webhooks::delivered(&tx, other, mine.webhook.id, Some("x")),
    ];
}

/// Every public function that takes an organisation, as it stands in the sources.
fn functions() -> Vec<String> {
    let mut found = Vec::new();
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let module = path.strip_prefix(root).unwrap().with_extension("").to_str().unwrap().replace('/', "::");
            let text = std::fs::read_to_string(&path).unwrap();
            for function in text.split("\npub async fn ").skip(1) {
                let head = function.split(") -> ").next().unwrap();
                let marks = ["organisation: O", "scope: Option<OrganisationId>", "id: OrganisationId"];
                if marks.iter().any(|mark| head.contains(mark)) {
                    found.push(format!("{module}::{}", head.split(['(', '<']).next().unwrap()));
                }
            }
        }
    }
    assert!(found.len() > 60, "the sources are read as they are written: {found:?}");
    found
}

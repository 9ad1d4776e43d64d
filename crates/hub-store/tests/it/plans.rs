//! Lists and look-ups do not read whole tables: PostgreSQL counts the rows that it read.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use hub_model::{
    id::ServerId,
    server::{Call as Kept, CallOutcome},
};
use hub_store::{
    AuditFilter, EventFilter, Result, Store,
    accounts::{sessions, users},
    apis::{self, credentials, probes, revisions, schedule},
    audit_entries, events_after,
    jobs::{self, worker},
    list_events,
    organisations::{self, invitations, keys, members},
    servers::{
        self,
        calls::{self as kept, New},
        deployments, images, logs, published, serving, versions,
    },
};

use crate::{
    hub::{Hub, Tenant, first},
    servers::calls::{add, call},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_look_ups_use_indexes() {
    crate::hub::on_postgres(lists).await;
}

/// Times that each is called: a plan for all arguments comes after five for the given ones.
const TIMES: i64 = 8;
/// Rows of one table that a call may read, one after the other or by an index: a page of fifty, and what small tables hold.
const FEW: i64 = 160;

type Call = for<'s> fn(&'s Store, Tenant) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 's>>;

macro_rules! call {
    (|$store:ident, $tenant:ident| $call:expr) => {{
        fn run(store: &Store, tenant: Tenant) -> Pin<Box<dyn Future<Output = Result<()>> + Send + '_>> {
            Box::pin(async move {
                let ($store, $tenant) = (store, &tenant);
                let _ = $tenant;
                $call.await.map(drop)
            })
        }
        (stringify!($call), run as Call)
    }};
}

macro_rules! within {
    (|$tx:ident, $tenant:ident| $call:expr) => {{
        fn run(store: &Store, tenant: Tenant) -> Pin<Box<dyn Future<Output = Result<()>> + Send + '_>> {
            Box::pin(async move {
                let ($tx, $tenant) = (store.begin(hub_store::Origin::system()).await?, &tenant);
                let _ = $tenant;
                $call.await.map(drop)
            })
        }
        (stringify!($call), run as Call)
    }};
}

fn calls() -> Vec<(&'static str, Call)> {
    vec![
        call!(|s, t| apis::list(s, t.organisation, &apis::Filter::default(), first(50))),
        call!(|s, t| apis::by_slug(s, t.organisation, "slug7")),
        call!(|s, t| revisions::list(s, t.organisation, t.api.id, first(50))),
        call!(|s, t| revisions::last(s, t.organisation, t.api.id)),
        call!(|s, t| revisions::by_number(s, t.organisation, t.api.id, 3)),
        call!(|s, t| probes::list(s, t.organisation, t.api.id, None, 50)),
        call!(|s, t| probes::history(s, t.organisation, t.api.id, hub_model::Timestamp(4990), 1000)),
        call!(|s, t| credentials::open(s, t.organisation, t.api.id, Some(t.owner))),
        call!(|s, t| jobs::list(s, t.organisation, &jobs::Filter::default(), first(50))),
        call!(|s, t| jobs::list(s, t.organisation, &by_subject("job7"), first(50))),
        call!(|s, _t| jobs::all(s, &jobs::Filter::default(), first(50))),
        call!(|s, _t| worker::claim(s, "worker", &["compile-api"])),
        call!(|s, t| list_events(s, Some(t.organisation), &EventFilter::default(), first(50))),
        call!(|s, t| list_events(s, Some(t.organisation), &event("subject7"), first(50))),
        call!(|s, t| events_after(s, Some(t.organisation), 4990, 50)),
        call!(|s, t| audit_entries(s, Some(t.organisation), &AuditFilter::default(), first(50))),
        call!(|s, t| audit_entries(s, Some(t.organisation), &audited("subject7"), first(50))),
        call!(|s, _t| users::by_email(s, "user7@example.com")),
        call!(|s, _t| users::list(s, &users::Filter::default(), first(50))),
        call!(|s, t| members::list(s, t.organisation, first(50))),
        call!(|s, t| members::standing(s, t.organisation, t.owner)),
        call!(|s, t| organisations::of_user(s, t.owner, first(50))),
        call!(|s, _t| keys::by_hash(s, "hash7")),
        call!(|s, t| keys::list(s, t.organisation, keys::Filter::default(), first(50))),
        call!(|s, _t| invitations::by_hash(s, "hash7", hub_model::Timestamp(0))),
        call!(|s, t| sessions::list(s, t.owner)),
        call!(|s, t| servers::list(s, t.organisation, &servers::Filter::default(), first(50))),
        call!(|s, t| servers::by_slug(s, t.organisation, "server7")),
        call!(|s, t| versions::list(s, t.organisation, ServerId(7), first(50))),
        call!(|s, t| images::list(s, t.organisation, ServerId(7), None, first(50))),
        call!(|s, t| deployments::list(s, t.organisation, first(50))),
        call!(|s, t| deployments::of(s, t.organisation, &[ServerId(7), ServerId(8)])),
        call!(|s, _t| deployments::claim(s, "holder", Duration::from_secs(30))),
        call!(|s, t| kept::list(s, t.organisation, &kept::Filter::default(), first(50))),
        call!(|s, t| kept::list(s, t.organisation, &of_server(7), first(50))),
        call!(|s, t| kept::since(s, t.organisation, hub_model::Timestamp(4950))),
        call!(|s, t| kept::hours(
            s,
            t.organisation,
            Some(ServerId(7)),
            hub_model::Timestamp(4950),
            hub_model::Timestamp(6000)
        )),
        call!(|s, t| logs::list(s, t.organisation, ServerId(7), &logs::Filter::default(), first(50))),
        call!(|s, t| serving::deployed(s, t.organisation, Some(ServerId(7)))),
        call!(|s, _t| serving::number(s, "acme")),
        within!(|tx, _t| kept::sweep(&tx, hub_model::Timestamp(0))),
        within!(|tx, _t| logs::sweep(&tx, hub_model::Timestamp(0))),
        within!(|tx, _t| sessions::refresh(&tx, "hash7", "next", tx.at(), std::time::Duration::ZERO)),
        within!(|tx, _t| schedule::due_probes(&tx, 50)),
        within!(|tx, t| schedule::compile(&tx, t.organisation, t.api.id, None)),
        within!(|tx, _t| jobs::forget(&tx, hub_model::Timestamp(0))),
    ]
}

/// What registries ask for.
fn registry() -> Vec<(&'static str, Call)> {
    vec![
        call!(|s, t| published::of(
            s,
            t.organisation,
            &[],
            &published::Filter::default(),
            &published::After::default(),
            51
        )),
        call!(|s, _t| published::open(s, &published::Filter::default(), &published::After::default(), 51)),
        call!(|s, t| members::standings(s, t.owner)),
    ]
}

fn by_subject(subject: &str) -> jobs::Filter {
    jobs::Filter { subject: Some(subject.to_owned()), ..jobs::Filter::default() }
}

fn of_server(number: u128) -> kept::Filter {
    kept::Filter { server: Some(ServerId(number)), ..kept::Filter::default() }
}

fn event(subject: &str) -> EventFilter {
    EventFilter { subject: Some(subject.to_owned()), kind: None }
}

fn audited(subject: &str) -> AuditFilter {
    AuditFilter { subject: Some(subject.to_owned()), ..AuditFilter::default() }
}

/// Five thousand of everything.
async fn fill(hub: &Hub, tenant: &Tenant) {
    let (organisation, owner, api) =
        (hub.raw.id(tenant.organisation.0), hub.raw.id(tenant.owner.0), hub.raw.id(tenant.api.id.0));
    let many = "FROM generate_series(1, 5000) n";
    for sql in [
        format!(
            "INSERT INTO users SELECT gen_random_uuid(), 'user' || n || '@example.com', 'n', 's', NULL, FALSE, FALSE, NULL, FALSE,
             NULL, 0, NULL, 1 {many}"
        ),
        format!("INSERT INTO members SELECT {organisation}, id, 'viewer', 0, 1 FROM users WHERE name = 'n' LIMIT 4000"),
        format!(
            "INSERT INTO organisations SELECT gen_random_uuid(), 'o' || n, 'o', 's', NULL, '{{}}', 0, NULL, 1 {many}"
        ),
        format!(
            "INSERT INTO apis (id, organisation_id, slug, name, description, tags, search, owner_id, source, settings, health,
             health_state, probe_at, created_at, updated_at, version) SELECT gen_random_uuid(), {organisation}, 'slug' || n, 'n', '',
             '[]', 's', {owner}, source, settings, health, 'unknown', 9000000000000000, 0, 0, 1 FROM apis, generate_series(1, 5000) n"
        ),
        format!(
            "INSERT INTO revisions SELECT gen_random_uuid(), {organisation}, id, 1, 'approved', 'openapi', '', '', '', '', 0, 0, 0, 0, 0,
             gen_random_uuid(), 0, NULL, NULL FROM apis"
        ),
        format!("INSERT INTO probes SELECT {api}, n, TRUE, 1, '' {many}"),
        format!("INSERT INTO probes SELECT id, 1, TRUE, 1, '' FROM apis WHERE id <> {api}"),
        format!(
            "INSERT INTO jobs SELECT gen_random_uuid(), {organisation}, 'compile-api', '{{\"kind\":\"compile-api\",\"api\":\"' || '{}' || '\"}}',
             'job' || n, NULL, 'key' || n, 'succeeded', '{{\"message\":\"\",\"done\":0,\"total\":0}}', 1, 1, NULL, NULL, FALSE, NULL, NULL, NULL,
             0, n, NULL, 9000000000000000 {many}",
            tenant.api.id
        ),
        format!(
            "INSERT INTO events SELECT {organisation}, 100 + n, 0, 'api.updated', 'subject' || n, '{{\"type\":\"system\"}}', '{{}}' {many}"
        ),
        format!(
            "INSERT INTO audit SELECT {organisation}, 100 + n, 0, '{{\"type\":\"system\"}}', 'system', 'api.updated', 'subject' || n, '',
             '', '', 'done', '{{}}', '' {many}"
        ),
        format!(
            "INSERT INTO api_keys SELECT gen_random_uuid(), {organisation}, 'n', 'h', 'hash' || n, {owner}, NULL, '[]', 0, NULL, NULL,
             NULL, 1 {many}"
        ),
        format!(
            "INSERT INTO invitations SELECT gen_random_uuid(), {organisation}, 'e' || n, 'viewer', 'hash' || n, {owner}, 0, 1 {many}"
        ),
        "INSERT INTO sessions SELECT gen_random_uuid(), id, '', '', 0, 0, 1, NULL FROM users WHERE name = 'n'".to_owned(),
        "INSERT INTO refresh_tokens SELECT 'hash' || row_number() OVER (), id, 0, NULL FROM sessions".to_owned(),
        format!(
            "INSERT INTO credentials SELECT gen_random_uuid(), {organisation}, id, 'bearer', NULL, '\\x00', '[]', {owner}, 0, 0, NULL, 1
             FROM apis WHERE id <> {api}"
        ),
        "ANALYZE".to_owned(),
    ] {
        hub.raw.run(&sql).await;
    }
}

/// Five thousand servers, calls, hours and lines.
async fn fill_hosting(hub: &Hub, tenant: &Tenant) {
    let (organisation, server) = (hub.raw.id(tenant.organisation.0), hub.raw.id(7));
    let many = "FROM generate_series(1, 5000) n";
    for sql in [
        format!("INSERT INTO servers SELECT gen_random_uuid(), {organisation}, 'server' || n, 'n', '', 's', '{{}}', '{{}}', NULL, 0, 0, 1 {many}"),
        format!(
            "INSERT INTO servers SELECT {server}, {organisation}, 'seventh', 'n', '', 's', '{{}}', '{{}}', NULL, 0, 0, 1"
        ),
        format!("INSERT INTO versions SELECT gen_random_uuid(), {organisation}, id, 1, '', 0, 0, 0, '[]', '', NULL, 0 FROM servers"),
        format!("INSERT INTO versions SELECT gen_random_uuid(), {organisation}, {server}, 1 + n, '', 0, 0, 0, '[]', '', NULL, 0 {many}"),
        format!(
            "INSERT INTO images SELECT gen_random_uuid(), {organisation}, server_id, id, number, NULL, 'r', 't', 'n', 'removed', 'd', 0, '[]',
             FALSE, NULL, '{{}}', '[]', NULL, NULL, 0 FROM versions"
        ),
        format!(
            "INSERT INTO deployments SELECT server_id, {organisation}, TRUE, 'embedded', id, NULL, 1, 1, 'running', 0, '', 1, 0,
             9000000000000000, NULL, NULL, 0, 0 FROM versions WHERE number = 1"
        ),
        format!(
            "INSERT INTO call_hours SELECT {organisation}, {server}, n, 'tool', 'system', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
             0, 0, 0 {many}"
        ),
        format!("INSERT INTO logs SELECT gen_random_uuid(), {organisation}, {server}, n, 'info', 'gateway', 'm', '{{}}' {many}"),
    ] {
        hub.raw.run(&sql).await;
    }
}

/// Five thousand packs of the seventh server, and as many of others: so far apart that each call is a pack of its own.
async fn fill_calls(hub: &Hub, tenant: &Tenant) {
    let calls = (0..5_000_u128).flat_map(|n| [(n, ServerId(7)), (n, ServerId(1_000 + n))]);
    let calls = calls.map(|(n, server)| {
        let new = call(tenant, ((n * 20_000) << 80) | server.0, CallOutcome::Ok, 5, hub_model::Timestamp(0));
        New { call: Kept { server, ..new.call }, keep: Duration::from_millis(9_000_000_000_000), ..new }
    });
    add(hub, &calls.collect::<Vec<New>>()).await;
    hub.raw.run("DELETE FROM call_hours").await;
}

async fn rows_read(hub: &Hub) -> Vec<(String, i64)> {
    let sql = "SELECT relname::text, (seq_tup_read + COALESCE(idx_tup_fetch, 0))::text FROM pg_stat_user_tables ORDER BY relname";
    hub.raw.rows(sql).await.into_iter().map(|row| (row[0].clone(), row[1].parse().unwrap())).collect()
}

async fn lists(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    fill_calls(&hub, &tenant).await;
    fill_hosting(&hub, &tenant).await;
    fill(&hub, &tenant).await;
    hub.raw.run("SELECT pg_stat_force_next_flush()").await;
    let mut findings = Vec::new();
    for (name, call) in calls().into_iter().chain(registry()) {
        let before = rows_read(&hub).await;
        // What is counted is told when the connection ends.
        let store = hub.with(|settings| settings.database.most = 1).await;
        for _ in 0..TIMES {
            call(&store, tenant.clone()).await.unwrap();
        }
        store.close().await;
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        for ((table, before), (_, after)) in before.into_iter().zip(rows_read(&hub).await) {
            if after - before > FEW * TIMES {
                findings.push(format!("{name} reads {} rows of {table}", (after - before) / TIMES));
            }
        }
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

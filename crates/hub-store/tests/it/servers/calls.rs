//! Records of calls: kept once, added up by the hour, and removed when their time has come.

use std::{sync::Arc, time::Duration};

use hub_model::{
    Timestamp,
    event::Actor,
    id::{CallId, ServerId},
    server::{Call, CallOutcome},
};
use hub_store::servers::calls::{self, Content, Filter, HOUR, New};
use serde_json::json;

use crate::hub::{Hub, Tenant, first};

suite![
    calls_are_kept_once_and_added_up,
    processes_add_to_the_same_hours,
    contents_are_kept_where_they_are_wanted,
    calls_of_organisations_that_are_gone_are_left_out,
    calls_end_when_their_time_has_come,
    packs_of_servers_and_processes_overlap,
    what_is_rare_is_looked_for_page_by_page,
    a_damaged_pack_is_told,
];

pub fn call(tenant: &Tenant, number: u128, outcome: CallOutcome, micros: i64, at: Timestamp) -> New {
    let call = Call {
        id: CallId(number),
        server: ServerId(5),
        version: None,
        at,
        tool: "list_pets".to_owned(),
        actor: Actor::User { id: tenant.owner },
        outcome,
        request_bytes: 10,
        response_bytes: 400,
        tokens: 100,
        micros,
        upstream_micros: Some(micros / 2),
        upstream_status: Some(200),
        client: "test/1".to_owned(),
        error: None,
    };
    New { organisation: tenant.organisation, call, content: None, keep: Duration::from_secs(86_400) }
}

pub async fn add(hub: &Hub, batch: &[New]) {
    let tx = hub.begin().await;
    calls::add(&tx, batch).await.unwrap();
    tx.commit().await.unwrap();
}

async fn calls_are_kept_once_and_added_up(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let at = Timestamp(HOUR * 500_000);
    let mut batch: Vec<New> = (1..=170).map(|n| call(&tenant, n, CallOutcome::Ok, 1_500, at)).collect();
    batch.push(call(&tenant, 171, CallOutcome::ToolError, 40_000_000, at));
    batch.push(call(&tenant, 172, CallOutcome::Limited, 5, at));
    batch[171].call.error = Some("The quota of Ünits is used up".to_owned());
    add(&hub, &batch).await;
    // A batch of which it is not known whether it was written is written again.
    add(&hub, &batch).await;
    let listed = calls::list(&hub.store, tenant.organisation, &Filter::default(), first(500)).await.unwrap().items;
    assert_eq!((listed.len(), listed[0].id), (172, CallId(172)), "newest first");
    assert_eq!(listed[171], batch[0].call);
    let failed = Filter { outcome: Some(CallOutcome::ToolError), ..Filter::default() };
    assert_eq!(calls::list(&hub.store, tenant.organisation, &failed, first(9)).await.unwrap().items.len(), 1);
    let actor = Filter { actor: Some(tenant.owner.to_string()), ..Filter::default() };
    assert_eq!(calls::list(&hub.store, tenant.organisation, &actor, first(500)).await.unwrap().items.len(), 172);
    for (text, found) in [("of ünits", 1), ("test/1", 172), ("list_p", 172), ("nowhere", 0)] {
        let said = Filter { text: Some(text.to_owned()), ..Filter::default() };
        let found_now = calls::list(&hub.store, tenant.organisation, &said, first(500)).await.unwrap().items.len();
        assert_eq!(found_now, found, "{text}");
    }
    let hours =
        calls::hours(&hub.store, tenant.organisation, Some(ServerId(5)), at, Timestamp(at.0 + 1)).await.unwrap();
    let hour = &hours[0];
    assert_eq!((hours.len(), hour.calls, hour.refused, hour.failures, hour.tokens), (1, 171, 1, 1, 17_100));
    assert_eq!(hour.took, [0, 170, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(calls::since(&hub.store, tenant.organisation, at).await.unwrap(), 171);
    assert_eq!(calls::since(&hub.store, tenant.organisation, Timestamp(at.0 + 1)).await.unwrap(), 0);
}

async fn processes_add_to_the_same_hours(hub: Arc<Hub>) {
    let tenant = Arc::new(hub.tenant("acme").await);
    let at = Timestamp(HOUR * 500_000);
    let writers = (0..4_u128).map(|writer| {
        let (hub, tenant) = (Arc::clone(&hub), Arc::clone(&tenant));
        tokio::spawn(async move {
            for round in 0..5_u128 {
                let numbers = (0..10).map(|n| writer * 1_000 + round * 10 + n);
                let batch: Vec<New> = numbers.map(|n| call(&tenant, n, CallOutcome::Ok, 900, at)).collect();
                add(&hub, &batch).await;
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(calls::since(&hub.store, tenant.organisation, at).await.unwrap(), 200);
}

async fn contents_are_kept_where_they_are_wanted(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let content = Content { arguments: json!({ "id": 7 }), result: json!("Rex") };
    let with = New { content: Some(content.clone()), ..call(&tenant, 1, CallOutcome::Ok, 1, Timestamp(5)) };
    add(&hub, &[with.clone(), call(&tenant, 2, CallOutcome::Ok, 1, Timestamp(5))]).await;
    let found = |id| calls::find(&hub.store, tenant.organisation, CallId(id));
    assert_eq!(found(1).await.unwrap(), Some((with.call, Some(content))));
    assert_eq!(found(2).await.unwrap().unwrap().1, None);
    assert_eq!(found(3).await.unwrap(), None);
}

async fn calls_of_organisations_that_are_gone_are_left_out(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut gone = call(&tenant, 1, CallOutcome::Ok, 1, Timestamp(5));
    gone.organisation = hub_model::id::OrganisationId(99);
    add(&hub, &[gone, call(&tenant, 2, CallOutcome::Ok, 1, Timestamp(5))]).await;
    let listed = calls::list(&hub.store, tenant.organisation, &Filter::default(), first(9)).await.unwrap().items;
    assert_eq!(listed.len(), 1, "one that cannot be kept does not keep the others out");
}

async fn calls_end_when_their_time_has_come(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let now = hub.store.now();
    let old = Timestamp(now.0 - 2 * 86_400_000);
    let content = Some(Content { arguments: json!(1), result: json!(2) });
    let number = |moment: Timestamp| at(u128::try_from(moment.0).unwrap(), 1);
    let ended = New { content, ..call(&tenant, number(old), CallOutcome::Ok, 1, old) };
    let there = call(&tenant, number(now), CallOutcome::Ok, 1, now);
    add(&hub, &[ended, there.clone()]).await;
    let tx = hub.begin().await;
    assert_eq!(calls::sweep(&tx, Timestamp(old.0 + HOUR)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let listed = calls::list(&hub.store, tenant.organisation, &Filter::default(), first(9)).await.unwrap().items;
    assert_eq!(listed.iter().map(|call| call.id).collect::<Vec<_>>(), [there.call.id]);
    assert_eq!(calls::since(&hub.store, tenant.organisation, Timestamp(0)).await.unwrap(), 1, "the old hour is gone");
}

/// The identifier of a call so many milliseconds after the epoch.
fn at(millis: u128, chance: u128) -> u128 {
    millis << 80 | chance
}

/// Two processes write batches whose packs overlap; each list is in the order of the calls all the same, page by page.
async fn packs_of_servers_and_processes_overlap(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let made = |n: u128, process: u128, server: u128| {
        let new = call(&tenant, at(n * 37, process), CallOutcome::Ok, 5, Timestamp(0));
        New { call: Call { server: ServerId(server), ..new.call }, ..new }
    };
    // Four batches of each process, each a minute long; every third call is of another server.
    for (batch, process) in (0..4_u128).flat_map(|batch| [(batch, 1), (batch, 2)]) {
        let calls = (batch * 1_600..(batch + 1) * 1_600).map(|n| made(n, process, 5 + u128::from(n % 3 == 0)));
        add(&hub, &calls.collect::<Vec<_>>()).await;
    }
    for server in [None, Some(ServerId(6))] {
        let filter = Filter { server, ..Filter::default() };
        let (mut seen, mut page) = (Vec::new(), first(301));
        loop {
            let got = calls::list(&hub.store, tenant.organisation, &filter, page).await.unwrap();
            seen.extend(got.items.iter().map(|call| call.id.0));
            match got.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        let wanted = (0..6_400_u128).filter(|n| server.is_none() || n % 3 == 0);
        let mut wanted: Vec<u128> = wanted.flat_map(|n| [at(n * 37, 1), at(n * 37, 2)]).collect();
        let (mut followed, mut after) = (Vec::new(), CallId(0));
        loop {
            let some = calls::between(&hub.store, tenant.organisation, server, (after, CallId(u128::MAX)), 333);
            let some = some.await.unwrap();
            let Some(last) = some.last() else { break };
            after = last.id;
            followed.extend(some.iter().map(|call| call.id.0));
        }
        assert!(followed == wanted[usize::from(wanted[0] == 0)..], "in order, each once");
        wanted.reverse();
        assert!(seen == wanted, "newest first, each once");
    }
    for id in [at(37, 1), at(37 * 6_399, 2)].map(CallId) {
        let found = calls::find(&hub.store, tenant.organisation, id).await.unwrap();
        assert_eq!(found.map(|(call, _)| call.id), Some(id));
    }
    assert_eq!(calls::find(&hub.store, tenant.organisation, CallId(at(38, 1))).await.unwrap(), None);
}

/// One call among thousands of packs is found, in pages that may be empty.
async fn what_is_rare_is_looked_for_page_by_page(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let packs = (0..9_000_u128).map(|n| call(&tenant, at(n * 20_000, 1), CallOutcome::Ok, 5, Timestamp(0)));
    let mut packs: Vec<New> = packs.collect();
    packs[3].call.tool = "rare".to_owned();
    add(&hub, &packs).await;
    let filter = Filter { tool: Some("rare".to_owned()), ..Filter::default() };
    let (mut found, mut page, mut pages) = (Vec::new(), first(10), 0);
    loop {
        let got = calls::list(&hub.store, tenant.organisation, &filter, page).await.unwrap();
        found.extend(got.items);
        pages += 1;
        match got.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    assert_eq!(found, [packs[3].call.clone()]);
    assert!(pages > 1, "not everything is looked through for one page");
}

async fn a_damaged_pack_is_told(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    add(&hub, &[call(&tenant, 1, CallOutcome::Ok, 1, Timestamp(5))]).await;
    let empty = if hub.is_postgres() { "'\\x00'" } else { "x'00'" };
    hub.raw.run(&format!("UPDATE call_packs SET content = {empty}")).await;
    let listed = calls::list(&hub.store, tenant.organisation, &Filter::default(), first(9)).await;
    assert!(matches!(&listed, Err(hub_store::Error::Corrupt(why)) if why.contains("pack of calls")), "{listed:?}");
}

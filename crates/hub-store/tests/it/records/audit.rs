//! What was written to the log cannot be changed unnoticed.

use std::sync::Arc;

use hub_model::event::Actor;
use hub_store::{AuditFilter, Checked, audit_entries, organisations::roles, verify_audit};
use serde_json::json;

use crate::hub::{Hub, Tenant, first};

suite![
    a_log_that_nobody_touched_is_whole,
    a_log_with_any_number_is_whole,
    whatever_is_changed_is_found_at_its_number,
    what_is_missing_or_added_is_found,
    lines_are_found_by_who_and_what_and_when,
    what_the_hub_does_by_itself_is_no_line,
];

/// Twelve lines in the log of an organisation.
async fn written(hub: &Hub) -> Tenant {
    let tenant = hub.tenant("acme").await;
    for number in 0..9 {
        let tx = hub.by(tenant.owner).await;
        let detail = json!({ "z": number, "a": [1.5, -0.1, 1e300, "ü\u{1}\"", null], "nested": { "b": 1, "a": 2 } });
        tx.audit(Some(tenant.organisation), "call", number, "forbidden", detail);
        tx.commit().await.unwrap();
    }
    tenant
}

async fn checked(hub: &Hub, tenant: &Tenant) -> Checked {
    verify_audit(&hub.store, Some(tenant.organisation)).await.unwrap()
}

async fn a_log_that_nobody_touched_is_whole(hub: Arc<Hub>) {
    let tenant = written(&hub).await;
    assert_eq!(checked(&hub, &tenant).await, Checked { lines: 12, broken_at: None });
    let nobody = verify_audit(&hub.store, Some(hub_model::id::OrganisationId(5))).await.unwrap();
    assert_eq!(nobody, Checked { lines: 0, broken_at: None });
    // More than are read at a time.
    for number in 0..3 {
        let tx = hub.by(tenant.owner).await;
        for part in 0..400 {
            tx.audit(None, "call", format!("{number}/{part}"), "done", json!({}));
        }
        tx.commit().await.unwrap();
    }
    assert_eq!(verify_audit(&hub.store, None).await.unwrap(), Checked { lines: 1200, broken_at: None });
}

/// Numbers that are not written as they are read would look as if somebody had changed them.
async fn a_log_with_any_number_is_whole(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let mut bits = vec![0; 8 * 20_000];
    aws_lc_rs::rand::fill(&mut bits).unwrap();
    let tx = hub.by(tenant.owner).await;
    for some in bits.chunks(8 * 1000) {
        let numbers: Vec<f64> = some
            .chunks(8)
            .map(|eight| f64::from_le_bytes(eight.try_into().unwrap()))
            .filter(|number| number.is_finite())
            .collect();
        tx.audit(Some(tenant.organisation), "call", "", "done", json!({ "numbers": numbers, "long": u64::MAX }));
    }
    tx.commit().await.unwrap();
    assert_eq!(checked(&hub, &tenant).await.broken_at, None);
}

async fn whatever_is_changed_is_found_at_its_number(hub: Arc<Hub>) {
    let tenant = written(&hub).await;
    let scope = hub.raw.is("scope", tenant.organisation.0);
    for (column, value) in [
        ("at", "at + 1"),
        ("actor", "'{\"type\":\"system\"}'"),
        ("action", "'other'"),
        ("subject", "'other'"),
        ("address", "''"),
        ("user_agent", "'curl'"),
        ("request", "''"),
        ("outcome", "'done'"),
        ("detail", "'{}'"),
        ("hash", "'00'"),
    ] {
        hub.raw.run(&format!("UPDATE audit SET subject = subject || '' WHERE {scope}")).await;
        let sql = format!("SELECT {column} FROM audit WHERE {scope} AND number = 7");
        let before = hub.raw.one(&sql).await;
        hub.raw.run(&format!("UPDATE audit SET {column} = {value} WHERE {scope} AND number = 7")).await;
        assert_eq!(checked(&hub, &tenant).await.broken_at, Some(7), "{column}");
        let back = before.replace('\'', "''");
        hub.raw.run(&format!("UPDATE audit SET {column} = '{back}' WHERE {scope} AND number = 7")).await;
        assert_eq!(checked(&hub, &tenant).await.broken_at, None, "{column} is as it was");
    }
}

async fn what_is_missing_or_added_is_found(hub: Arc<Hub>) {
    let tenant = written(&hub).await;
    let scope = hub.raw.is("scope", tenant.organisation.0);
    let columns = hub.raw.columns("audit").await.join(", ");
    hub.raw.run("CREATE TABLE kept AS SELECT * FROM audit").await;
    let swap = format!(
        "UPDATE audit SET number = CASE number WHEN 4 THEN 104 ELSE 105 END WHERE {scope} AND number IN (4, 5)"
    );
    let swapped = format!(
        "UPDATE audit SET number = CASE number WHEN 104 THEN 5 ELSE 4 END WHERE {scope} AND number IN (104, 105)"
    );
    let forged = format!(
        "INSERT INTO audit ({columns}) SELECT {} FROM kept WHERE {scope} AND number = 12",
        columns.replace("number", "13")
    );
    for (done, broken_at) in [
        (vec![format!("DELETE FROM audit WHERE {scope} AND number = 4")], 4),
        (vec![format!("DELETE FROM audit WHERE {scope} AND number = 1")], 1),
        (vec![format!("DELETE FROM audit WHERE {scope} AND number > 10")], 11),
        (vec![format!("DELETE FROM audit WHERE {scope}")], 1),
        (vec![swap, swapped], 4),
        (vec![forged], 13),
        // The end is cut off, and the numbering with it: what the chain remembers of its end still tells.
        (
            vec![
                format!("DELETE FROM audit WHERE {scope} AND number > 9"),
                format!("UPDATE chains SET audited = 9 WHERE {scope}"),
            ],
            9,
        ),
    ] {
        for sql in &done {
            hub.raw.run(sql).await;
        }
        assert_eq!(checked(&hub, &tenant).await.broken_at, Some(broken_at), "{done:?}");
        hub.raw.run("DELETE FROM audit").await;
        hub.raw.run(&format!("INSERT INTO audit ({columns}) SELECT {columns} FROM kept")).await;
        hub.raw.run(&format!("UPDATE chains SET audited = 12 WHERE {scope}")).await;
        assert_eq!(checked(&hub, &tenant).await.broken_at, None);
    }
}

async fn lines_are_found_by_who_and_what_and_when(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.by(bob).await;
    let begin = tx.at();
    tx.audit(Some(tenant.organisation), "api.call", tenant.api.id, "forbidden", json!({ "tool": "pay" }));
    tx.commit().await.unwrap();
    let found = async |filter: AuditFilter| {
        let page = audit_entries(&hub.store, Some(tenant.organisation), &filter, first(99)).await.unwrap();
        page.items.into_iter().map(|line| line.action).collect::<Vec<_>>()
    };
    let any = AuditFilter::default;
    assert_eq!(found(any()).await, ["api.call", "api.registered", "member.added", "organisation.created"]);
    assert_eq!(found(AuditFilter { actor: Some(bob.to_string()), ..any() }).await, ["api.call"]);
    assert_eq!(found(AuditFilter { action: Some("api.".to_owned()), ..any() }).await, ["api.call", "api.registered"]);
    assert_eq!(found(AuditFilter { action: Some("api.call".to_owned()), ..any() }).await, ["api.call"]);
    assert_eq!(found(AuditFilter { subject: Some(tenant.api.id.to_string()), ..any() }).await.len(), 2);
    assert_eq!(found(AuditFilter { since: Some(begin), ..any() }).await, ["api.call"]);
    assert_eq!(found(AuditFilter { until: Some(begin), ..any() }).await.len(), 3);
    let line = audit_entries(&hub.store, Some(tenant.organisation), &any(), first(1)).await.unwrap().items.remove(0);
    assert_eq!((line.actor, line.address.as_str()), (Actor::User { id: bob }, "192.0.2.7"));
    assert_eq!((line.user_agent.as_str(), line.request.as_str()), ("test/1", "req_1"));
    assert_eq!((line.outcome.as_str(), &line.detail["tool"]), ("forbidden", &json!("pay")));
}

async fn what_the_hub_does_by_itself_is_no_line(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.begin().await;
    roles::create(&tx, tenant.organisation, "r", "", Default::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(checked(&hub, &tenant).await.lines, 3);
}

//! Accounts.

use std::sync::Arc;

use hub_store::{
    Error, PageRequest,
    accounts::users::{self, Change, Filter, New},
};

use crate::hub::{Hub, first};

suite![
    an_address_belongs_to_one_account_however_it_is_written,
    changes_need_the_version_that_was_read,
    the_last_administrator_stays,
    two_administrators_cannot_resign_at_once,
    are_found_by_any_part_of_their_name,
    pages_are_stable_while_accounts_are_made,
];

fn new(email: &str) -> New {
    New { email: email.to_owned(), name: "Ada".to_owned(), password: Some("$hash".to_owned()), is_admin: false }
}

async fn an_address_belongs_to_one_account_however_it_is_written(hub: Arc<Hub>) {
    let tx = hub.begin().await;
    let ada = users::create(&tx, new("Ada@Example.com")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ada.email, "ada@example.com");
    for email in ["ada@example.com", "ADA@example.COM"] {
        let tx = hub.begin().await;
        let refused = users::create(&tx, new(email)).await;
        assert!(matches!(refused, Err(Error::Taken("email"))), "{refused:?}");
        // PostgreSQL takes nothing more in a transaction that had a failure: nothing may be half done.
        drop(tx);
        assert_eq!(users::by_email(&hub.store, email).await.unwrap().unwrap().id, ada.id);
    }
    assert_eq!(users::count(&hub.store).await.unwrap(), 1);
    assert_eq!(users::password(&hub.store, ada.id).await.unwrap().as_deref(), Some("$hash"));
    assert!(users::by_email(&hub.store, "a%").await.unwrap().is_none());
}

async fn changes_need_the_version_that_was_read(hub: Arc<Hub>) {
    let ada = hub.user("ada").await;
    let change = |name: &str| Change { name: Some(name.to_owned()), ..Change::default() };
    let tx = hub.begin().await;
    let changed = users::update(&tx, ada.id, Some(ada.version), change("Countess")).await.unwrap();
    assert_eq!((changed.name.as_str(), changed.version), ("Countess", ada.version + 1));
    let stale = users::update(&tx, ada.id, Some(ada.version), change("Late")).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    tx.commit().await.unwrap();
    assert_eq!(users::find(&hub.store, ada.id).await.unwrap(), Some(changed));
    let tx = hub.begin().await;
    let nobody = users::update(&tx, hub_model::id::UserId(7), None, change("x")).await;
    assert!(matches!(nobody, Err(Error::Missing(_))), "{nobody:?}");
}

async fn the_last_administrator_stays(hub: Arc<Hub>) {
    let (ada, bob) = (hub.admin("ada").await, hub.admin("bob").await);
    let resign = Change { is_admin: Some(false), ..Change::default() };
    let disable = Change { is_disabled: Some(true), ..Change::default() };
    let tx = hub.begin().await;
    users::update(&tx, bob.id, None, disable.clone()).await.unwrap();
    // One who is disabled cannot act and does not count.
    for change in [resign.clone(), disable] {
        let refused = users::update(&tx, ada.id, None, change).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    }
    users::update(&tx, bob.id, None, Change { is_disabled: Some(false), ..Change::default() }).await.unwrap();
    users::update(&tx, ada.id, None, resign).await.unwrap();
    tx.commit().await.unwrap();
}

async fn two_administrators_cannot_resign_at_once(hub: Arc<Hub>) {
    for round in 0..5 {
        let (ada, bob) = (hub.admin(&format!("ada{round}")).await, hub.admin(&format!("bob{round}")).await);
        let resign = |id| {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move {
                let tx = hub.begin().await;
                let change = Change { is_admin: Some(false), ..Change::default() };
                let outcome = users::update(&tx, id, None, change).await;
                if outcome.is_ok() {
                    tx.commit().await.unwrap();
                }
                outcome
            })
        };
        let outcomes = [resign(ada.id), resign(bob.id)];
        let mut refused = 0;
        for outcome in outcomes {
            match outcome.await.unwrap() {
                Ok(_) => (),
                Err(Error::Refused(_)) => refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(refused, 1, "one of the two stays");
        for id in [ada.id, bob.id] {
            let tx = hub.begin().await;
            users::create(&tx, New { is_admin: true, ..new(&format!("spare{}@example.com", id.0)) }).await.unwrap();
            users::update(&tx, id, None, Change { is_admin: Some(false), ..Change::default() }).await.unwrap();
            tx.commit().await.unwrap();
        }
        hub.raw.run("UPDATE users SET is_admin = FALSE").await;
    }
}

async fn are_found_by_any_part_of_their_name(hub: Arc<Hub>) {
    for name in ["zoë", "100%", "under_score", "back\\slash", "ÅSE"] {
        hub.user(name).await;
    }
    let found = |part: &str| {
        let filter = Filter { search: Some(part.to_owned()) };
        let hub = Arc::clone(&hub);
        async move {
            let page = users::list(&hub.store, &filter, first(10)).await.unwrap();
            page.items.into_iter().map(|user| user.name).collect::<Vec<_>>()
        }
    };
    assert_eq!(found("ZOË").await, ["zoë"]);
    assert_eq!(found("åse").await, ["ÅSE"]);
    assert_eq!(found("%").await, ["100%"]);
    assert_eq!(found("r_s").await, ["under_score"]);
    assert_eq!(found("\\").await, ["back\\slash"]);
    assert_eq!(found("EXAMPLE").await.len(), 5);
    assert!(found("nobody").await.is_empty());
}

async fn pages_are_stable_while_accounts_are_made(hub: Arc<Hub>) {
    for number in 0..7 {
        hub.user(&format!("early{number}")).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = users::list(&hub.store, &Filter::default(), PageRequest { after, limit: 3 }).await.unwrap();
        assert!(page.items.len() <= 3);
        seen.extend(page.items.into_iter().map(|user| user.name));
        after = page.next;
        hub.user(&format!("late{}", seen.len())).await;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["early6", "early5", "early4", "early3", "early2", "early1", "early0"]);
}

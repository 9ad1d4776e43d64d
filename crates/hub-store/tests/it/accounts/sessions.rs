//! Sign-ins.

use std::{sync::Arc, time::Duration};

use hub_model::{account::Session, id::UserId};
use hub_store::accounts::sessions::{self, New, Refreshed};

use crate::hub::{Hub, origin};

suite![
    a_refresh_token_works_once,
    a_used_token_ends_the_session,
    of_two_at_once_one_is_a_thief,
    within_its_leeway_a_used_token_renews,
    ends_when_it_is_not_used,
    all_but_one_are_ended,
    ended_ones_are_forgotten,
];

const DAY: Duration = Duration::from_secs(86_400);

async fn begin(hub: &Hub, user: UserId, token: &str) -> Session {
    let tx = hub.by(user).await;
    let expires_at = tx.at().after(DAY);
    let session = sessions::begin(&tx, New { user, token, expires_at }).await.unwrap();
    tx.commit().await.unwrap();
    session
}

async fn refresh(hub: &Hub, token: &str, next: &str) -> Refreshed {
    refresh_within(hub, token, next, Duration::ZERO).await
}

async fn refresh_within(hub: &Hub, token: &str, next: &str, leeway: Duration) -> Refreshed {
    let tx = hub.store.begin(origin(UserId(0))).await.unwrap();
    let outcome = sessions::refresh(&tx, token, next, tx.at().after(DAY), leeway).await.unwrap();
    tx.commit().await.unwrap();
    outcome
}

async fn a_refresh_token_works_once(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let session = begin(&hub, ada, "first").await;
    assert_eq!((session.address.as_str(), session.user_agent.as_str()), ("192.0.2.7", "test/1"));
    for step in 0..3 {
        hub.clock.by(DAY / 2);
        let (token, next) = (format!("first{}", "+".repeat(step)), format!("first{}", "+".repeat(step + 1)));
        let Refreshed::Renewed(renewed) = refresh(&hub, &token, &next).await else { panic!("{token} is not taken") };
        assert_eq!(renewed.id, session.id);
        assert!(renewed.last_used_at > session.last_used_at && renewed.expires_at > session.expires_at);
    }
    assert_eq!(refresh(&hub, "never given", "x").await, Refreshed::Unknown);
    let seen = hub_store::accounts::users::find(&hub.store, ada).await.unwrap().unwrap().last_seen_at;
    assert_eq!(seen, Some(session.created_at));
}

async fn a_used_token_ends_the_session(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let session = begin(&hub, ada, "first").await;
    refresh(&hub, "first", "second").await;
    let mut heard = hub.store.bus().subscribe();
    assert!(matches!(refresh(&hub, "first", "third").await, Refreshed::Reused(reused) if reused.id == session.id));
    assert_eq!(heard.recv().await.unwrap(), hub_store::bus::Notice::SessionEnded { id: session.id });
    assert_eq!(refresh(&hub, "second", "fourth").await, Refreshed::Unknown, "neither of the two goes on");
    assert!(sessions::list(&hub.store, ada).await.unwrap().is_empty());
    assert!(sessions::find(&hub.store, session.id).await.unwrap().unwrap().revoked_at.is_some());
}

async fn within_its_leeway_a_used_token_renews(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let session = begin(&hub, ada, "first").await;
    let leeway = Duration::from_secs(20);
    for next in ["second", "another"] {
        assert!(matches!(refresh_within(&hub, "first", next, leeway).await, Refreshed::Renewed(_)), "{next}");
        hub.clock.by(Duration::from_secs(15));
    }
    // It counts from the first use, and both that were given hold.
    assert!(matches!(refresh_within(&hub, "another", "third", leeway).await, Refreshed::Renewed(_)));
    assert!(matches!(refresh_within(&hub, "second", "fourth", leeway).await, Refreshed::Renewed(_)));
    assert!(
        matches!(refresh_within(&hub, "first", "fifth", leeway).await, Refreshed::Reused(it) if it.id == session.id)
    );
}

async fn of_two_at_once_one_is_a_thief(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    begin(&hub, ada, "first").await;
    let attempts: Vec<_> = (0..4)
        .map(|number| {
            let hub = Arc::clone(&hub);
            tokio::spawn(async move { refresh(&hub, "first", &format!("next{number}")).await })
        })
        .collect();
    let (mut renewed, mut reused) = (0, 0);
    for attempt in attempts {
        match attempt.await.unwrap() {
            Refreshed::Renewed(_) => renewed += 1,
            Refreshed::Reused(_) => reused += 1,
            Refreshed::Unknown => (),
        }
    }
    assert_eq!((renewed, reused), (1, 1), "the session is ended once");
}

async fn ends_when_it_is_not_used(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let session = begin(&hub, ada, "first").await;
    hub.clock.by(DAY);
    assert!(sessions::list(&hub.store, ada).await.unwrap().is_empty());
    assert_eq!(refresh(&hub, "first", "second").await, Refreshed::Unknown);
    // Nobody else ends it.
    let other = hub.user("bob").await.id;
    let tx = hub.begin().await;
    assert!(!sessions::end(&tx, other, session.id, "signed-out").await.unwrap());
    assert!(sessions::end(&tx, ada, session.id, "signed-out").await.unwrap());
    assert!(!sessions::end(&tx, ada, session.id, "signed-out").await.unwrap());
    tx.commit().await.unwrap();
}

async fn all_but_one_are_ended(hub: Arc<Hub>) {
    let (ada, bob) = (hub.user("ada").await.id, hub.user("bob").await.id);
    let mut mine = Vec::new();
    for number in 0..3 {
        mine.push(begin(&hub, ada, &format!("ada{number}")).await);
    }
    begin(&hub, bob, "bob").await;
    let listed = sessions::list(&hub.store, ada).await.unwrap();
    assert_eq!(listed.iter().map(|session| session.id).collect::<Vec<_>>(), [mine[2].id, mine[1].id, mine[0].id]);
    let tx = hub.begin().await;
    assert_eq!(sessions::end_all(&tx, ada, Some(mine[1].id), "password").await.unwrap(), 2);
    assert_eq!(sessions::list(&tx, ada).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
    assert_eq!(sessions::list(&hub.store, bob).await.unwrap().len(), 1);
    let tx = hub.begin().await;
    assert_eq!(sessions::end_all(&tx, ada, None, "password").await.unwrap(), 1);
}

async fn ended_ones_are_forgotten(hub: Arc<Hub>) {
    let ada = hub.user("ada").await.id;
    let old = begin(&hub, ada, "old").await;
    let revoked = begin(&hub, ada, "revoked").await;
    let tx = hub.begin().await;
    sessions::end(&tx, ada, revoked.id, "signed-out").await.unwrap();
    tx.commit().await.unwrap();
    hub.clock.by(DAY * 2);
    let open = begin(&hub, ada, "open").await;
    let tx = hub.begin().await;
    assert_eq!(sessions::forget(&tx, tx.at().before(DAY / 2)).await.unwrap(), 2);
    tx.commit().await.unwrap();
    for (id, is_there) in [(old.id, false), (revoked.id, false), (open.id, true)] {
        assert_eq!(sessions::find(&hub.store, id).await.unwrap().is_some(), is_there);
    }
    assert_eq!(hub.raw.one("SELECT COUNT(*) FROM refresh_tokens").await, "1");
}

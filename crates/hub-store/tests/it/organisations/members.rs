//! Who is in an organisation, and with which role.

use std::sync::Arc;

use hub_model::account::{KeyOwner, Permission, Permissions, Role};
use hub_store::{
    Error, PageRequest,
    apis::credentials,
    organisations::{self, New, keys, members, roles, service_accounts},
};

use crate::{
    apis::credential,
    hub::{Hub, first},
};

suite![
    the_last_owner_stays,
    two_owners_cannot_leave_at_once,
    a_personal_organisation_has_one_member,
    a_member_is_added_once_and_changed_with_a_version,
    what_somebody_is_is_known_of_every_organisation,
    who_leaves_takes_keys_and_secrets_along,
    own_roles_are_in_force_and_stay_while_somebody_has_them,
    a_page_goes_on_where_the_last_one_ended,
];

async fn the_last_owner_stays(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.by(tenant.owner).await;
    members::add(&tx, tenant.organisation, bob, Role::Admin).await.unwrap();
    let leaves = members::remove(&tx, tenant.organisation, tenant.owner).await;
    assert!(matches!(leaves, Err(Error::Refused(_))), "{leaves:?}");
    let steps_down = members::set_role(&tx, tenant.organisation, tenant.owner, None, Role::Admin).await;
    assert!(matches!(steps_down, Err(Error::Refused(_))), "{steps_down:?}");
    members::set_role(&tx, tenant.organisation, tenant.owner, None, Role::Owner).await.unwrap();
    members::set_role(&tx, tenant.organisation, bob, None, Role::Owner).await.unwrap();
    members::remove(&tx, tenant.organisation, tenant.owner).await.unwrap();
    tx.commit().await.unwrap();
    assert!(members::standing(&hub.store, tenant.organisation, tenant.owner).await.unwrap().is_none());
}

async fn two_owners_cannot_leave_at_once(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.begin().await;
    members::add(&tx, tenant.organisation, bob, Role::Owner).await.unwrap();
    tx.commit().await.unwrap();
    let leave = |user| {
        let (hub, organisation) = (Arc::clone(&hub), tenant.organisation);
        tokio::spawn(async move {
            let tx = hub.by(user).await;
            members::remove(&tx, organisation, user).await?;
            tx.commit().await
        })
    };
    let (one, two) = (leave(tenant.owner), leave(bob));
    let outcomes = [one.await.unwrap(), two.await.unwrap()];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Refused(_)))), "{outcomes:?}");
}

async fn a_personal_organisation_has_one_member(hub: Arc<Hub>) {
    let (ada, bob) = (hub.user("ada").await.id, hub.user("bob").await.id);
    let tx = hub.by(ada).await;
    let new = |slug: &str| New { slug: slug.to_owned(), name: "Ada".to_owned(), personal_of: Some(ada) };
    let own = organisations::create(&tx, new("ada"), ada).await.unwrap();
    assert_eq!(own.personal_of, Some(ada));
    tx.commit().await.unwrap();
    let tx = hub.by(ada).await;
    assert!(matches!(members::add(&tx, own.id, bob, Role::Viewer).await, Err(Error::Refused(_))));
    assert!(matches!(organisations::delete(&tx, own.id, None).await, Err(Error::Refused(_))));
    let second = organisations::create(&tx, new("ada2"), ada).await;
    assert!(matches!(second, Err(Error::Taken("personal organisation"))), "{second:?}");
}

async fn a_member_is_added_once_and_changed_with_a_version(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.begin().await;
    members::add(&tx, tenant.organisation, bob, Role::Viewer).await.unwrap();
    let changed = members::set_role(&tx, tenant.organisation, bob, Some(1), Role::Developer).await.unwrap();
    assert_eq!(members::find(&tx, tenant.organisation, bob).await.unwrap(), Some(changed));
    let stale = members::set_role(&tx, tenant.organisation, bob, Some(1), Role::Admin).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    tx.commit().await.unwrap();
    let tx = hub.begin().await;
    let again = members::add(&tx, tenant.organisation, bob, Role::Viewer).await;
    assert!(matches!(again, Err(Error::Taken("member"))), "{again:?}");
    drop(tx);
    let tx = hub.begin().await;
    let nobody = members::add(&tx, tenant.organisation, hub_model::id::UserId(5), Role::Viewer).await;
    assert!(matches!(nobody, Err(Error::Missing(_))), "{nobody:?}");
}

async fn who_leaves_takes_keys_and_secrets_along(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.begin().await;
    members::add(&tx, tenant.organisation, bob, Role::Developer).await.unwrap();
    let scopes = Permissions::all();
    let new = |hash| keys::New {
        name: "k",
        hint: "h",
        hash,
        owner: KeyOwner::User(bob),
        scopes,
        expires_at: None,
        reach: None,
    };
    keys::create(&tx, tenant.organisation, new("bob's")).await.unwrap();
    let (own, shared) = ("own".into(), "shared".into());
    let (api, owner) = (tenant.api.id, tenant.owner);
    credentials::set(&tx, tenant.organisation, credential(api, Some(bob), bob, &own)).await.unwrap();
    credentials::set(&tx, tenant.organisation, credential(api, None, owner, &shared)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "bob's").await.unwrap().is_some());
    let tx = hub.begin().await;
    members::remove(&tx, tenant.organisation, bob).await.unwrap();
    tx.commit().await.unwrap();
    assert!(keys::by_hash(&hub.store, "bob's").await.unwrap().is_none());
    let left = credentials::list(&hub.store, tenant.organisation, api, Some(bob)).await.unwrap();
    assert_eq!(left.iter().map(|credential| credential.user).collect::<Vec<_>>(), [None]);
}

async fn own_roles_are_in_force_and_stay_while_somebody_has_them(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let bob = hub.user("bob").await.id;
    let tx = hub.begin().await;
    let reads: Permissions = [Permission::ApisRead].into_iter().collect();
    let role = roles::create(&tx, tenant.organisation, "Reader", "Reads", reads).await.unwrap();
    members::add(&tx, tenant.organisation, bob, Role::Custom(role.id)).await.unwrap();
    let standing = members::standing(&tx, tenant.organisation, bob).await.unwrap().unwrap();
    assert_eq!((standing.role, standing.custom), (Role::Custom(role.id), Some(reads)));
    let held = roles::delete(&tx, tenant.organisation, role.id).await;
    assert!(matches!(held, Err(Error::Refused(_))), "{held:?}");
    members::set_role(&tx, tenant.organisation, bob, None, Role::Viewer).await.unwrap();
    let service = service_accounts::create(&tx, tenant.organisation, "ci", "", Role::Custom(role.id)).await.unwrap();
    assert!(matches!(roles::delete(&tx, tenant.organisation, role.id).await, Err(Error::Refused(_))));
    service_accounts::delete(&tx, tenant.organisation, service.id).await.unwrap();
    let wider = hub_model::account::CustomRole { permissions: Permissions::all(), ..role.clone() };
    let wider = roles::update(&tx, tenant.organisation, Some(role.version), &wider).await.unwrap();
    assert_eq!((wider.permissions, wider.version), (Permissions::all(), 2));
    let stale = roles::update(&tx, tenant.organisation, Some(role.version), &role).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    roles::delete(&tx, tenant.organisation, role.id).await.unwrap();
    let gone = members::set_role(&tx, tenant.organisation, bob, None, Role::Custom(role.id)).await;
    assert!(matches!(gone, Err(Error::Missing("the role"))), "{gone:?}");
    roles::create(&tx, tenant.organisation, "Reader", "", reads).await.unwrap();
    let taken = roles::create(&tx, tenant.organisation, "Reader", "", reads).await;
    assert!(matches!(taken, Err(Error::Taken("name"))), "{taken:?}");
}

async fn a_page_goes_on_where_the_last_one_ended(hub: Arc<Hub>) {
    let tenant = hub.tenant("acme").await;
    let tx = hub.begin().await;
    tx.commit().await.unwrap();
    for number in 0..5 {
        let user = hub.user(&format!("member{number}")).await.id;
        let tx = hub.begin().await;
        members::add(&tx, tenant.organisation, user, Role::Viewer).await.unwrap();
        tx.commit().await.unwrap();
    }
    let (mut names, mut page) = (Vec::new(), first(4));
    loop {
        let read = members::list(&hub.store, tenant.organisation, page).await.unwrap();
        names.extend(read.items.into_iter().map(|member| member.name));
        let Some(next) = read.next else { break };
        page = PageRequest { after: Some(next), limit: 4 };
    }
    assert_eq!(names, ["member4", "member3", "member2", "member1", "member0", "owner-of-acme"]);
}

async fn what_somebody_is_is_known_of_every_organisation(hub: Arc<Hub>) {
    let (acme, other) = (hub.tenant("acme").await, hub.tenant("other").await);
    let ended = hub.organisation("ended", acme.owner).await;
    let tx = hub.by(other.owner).await;
    members::add(&tx, other.organisation, acme.owner, Role::Viewer).await.unwrap();
    organisations::delete(&tx, ended.id, None).await.unwrap();
    tx.commit().await.unwrap();
    let standings = members::standings(&hub.store, acme.owner).await.unwrap();
    let mut roles: Vec<Role> = standings.into_iter().map(|(_, standing)| standing.role).collect();
    roles.sort_by_key(ToString::to_string);
    assert_eq!(roles, [Role::Owner, Role::Viewer]);
    assert_eq!(members::standings(&hub.store, other.owner).await.unwrap().len(), 1);
}

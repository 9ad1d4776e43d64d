//! Credentials that the hub is to read elsewhere: what leads out of the organisation's own place, and what an error tells. What is read of a
//! real Vault is judged beside these tests (`make hub-vault`).

use serde_json::{Value, json};

use crate::hub::Hub;

/// An API of an organisation, and where its credential is set.
async fn api(hub: &Hub) -> (crate::client::Rest, String, String) {
    let owner = hub.person("ada").await;
    let at = hub.organisation(&owner, "acme").await;
    let source = json!({ "type": "url", "url": hub.upstream.url("/stable/pets.json") });
    let (api, _) = hub.register(&owner.rest, &at, source).await;
    let credentials = format!("{at}/apis/{api}/credentials");
    (owner.rest, at, credentials)
}

fn vault(path: &str) -> Value {
    json!({ "source": { "vault": { "path": path, "key": "token" } } })
}

#[tokio::test]
async fn no_path_leads_out_of_the_organisations_folder() {
    // Nobody listens there: whatever was asked for would be told of as unanswered.
    let hub = Hub::with(|settings| {
        settings.vault.address = Some("http://127.0.0.1:1".to_owned());
        settings.vault.token = Some("planted".to_owned());
        settings.vault.credentials = Some("secret/hub/{organisation}".to_owned());
    })
    .await;
    let (owner, at, credentials) = api(&hub).await;
    let own = at.trim_start_matches("/organisations/");
    assert_eq!(owner.get(&credentials).await.is(200)["sources"]["vault"], format!("secret/hub/{own}"));
    for path in ["../other", "a/../../other", "/secret/hub/other", "a//b", "a%2F..%2Fb", "a?version=1", ""] {
        let refused = owner.put(&format!("{credentials}/key"), vault(path)).await.problem(422, "invalid");
        assert!(refused.to_string().contains("source.vault.path"), "{path}: {refused}");
    }
    let refused = owner.put(&format!("{credentials}/key"), vault("a/b")).await.problem(422, "invalid").to_string();
    assert!(refused.contains("Vault does not answer"), "{refused}");
    assert!(
        !refused.contains("127.0.0.1") && !refused.contains("planted"),
        "where Vault is is the operator's: {refused}"
    );
    let both = json!({ "value": "given", "source": vault("a")["source"] });
    owner.put(&format!("{credentials}/key"), both).await.problem(422, "invalid");
    owner.put(&format!("{credentials}/key"), json!({})).await.problem(422, "invalid");
    assert_eq!(owner.get(&credentials).await.is(200)["items"], json!([]), "nothing is kept that was refused");
}

#[tokio::test]
async fn what_is_not_set_up_is_said_to_be_so() {
    let hub = Hub::start().await;
    let (owner, _, credentials) = api(&hub).await;
    let sources = &owner.get(&credentials).await.is(200)["sources"];
    assert_eq!(*sources, json!({ "vault": null, "kubernetes": null }));
    let refused = owner.put(&format!("{credentials}/key"), vault("a")).await.problem(422, "invalid").to_string();
    assert!(refused.contains("`vault.credentials` is not set"), "{refused}");
    let source = json!({ "source": { "kubernetes": { "name": "a", "key": "token" } } });
    let refused = owner.put(&format!("{credentials}/key"), source).await.problem(422, "invalid").to_string();
    assert!(refused.contains("`kubernetes.credentials_namespace` is not set"), "{refused}");
}

//! Who asks: one caller of each kind, around one organisation.

use serde_json::json;

use crate::{
    client::{Answer, Rest},
    hub::{Hub, Person, sign_in},
};

/// Kinds of callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Anonymous,
    Viewer,
    Developer,
    Admin,
    Owner,
    Root,
    Key,
    Other,
}

impl Kind {
    /// In the order of the table's columns.
    pub const ALL: [Self; 8] =
        [Self::Anonymous, Self::Viewer, Self::Developer, Self::Admin, Self::Owner, Self::Root, Self::Key, Self::Other];

    fn is_person(self) -> bool {
        !matches!(self, Self::Anonymous | Self::Key)
    }
}

/// A hub with an organisation, and callers.
pub struct World {
    pub hub: Hub,
    pub owner: Person,
    /// `/organisations/{id}`
    pub organisation: String,
    /// An API with an approved revision.
    pub api: String,
    /// What images are made of.
    _folder: tempfile::TempDir,
    callers: Vec<(Kind, Rest, String)>,
    count: usize,
}

impl World {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hub = Hub::with(|settings| {
            settings.images.runtimes = vec![crate::images::runtime(folder.path())];
            settings.images.folder = folder.path().display().to_string();
            settings.accounts.access_minutes = 60;
            settings.quotas.organisations_per_user = None;
        })
        .await;
        let owner = hub.person("owner").await;
        let organisation = hub.organisation(&owner, "acme").await;
        let mut callers = vec![
            (Kind::Anonymous, hub.rest.clone(), String::new()),
            (Kind::Owner, owner.rest.clone(), owner.email.clone()),
            (Kind::Root, hub.root.clone(), "root@example.com".to_owned()),
        ];
        for (kind, role) in [(Kind::Viewer, "viewer"), (Kind::Developer, "developer"), (Kind::Admin, "admin")] {
            let person = hub.person(role).await;
            hub.join(&owner.rest, &organisation, &person, role).await;
            callers.push((kind, person.rest, person.email));
        }
        let other = hub.person("other").await;
        hub.organisation(&other, "elsewhere").await;
        callers.push((Kind::Other, other.rest, other.email));
        let key = json!({ "name": "no scopes", "scopes": [] });
        let key = owner.rest.post(&format!("{organisation}/api-keys"), key).await.is(201);
        callers.push((Kind::Key, hub.rest.with(key["key"].as_str().unwrap()), String::new()));
        let source = json!({ "type": "url", "url": hub.upstream.url("/stable/pets.json") });
        let (api, ended) = hub.register(&owner.rest, &organisation, source).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
        Self { hub, owner, organisation, api, _folder: folder, callers, count: 0 }
    }

    /// A word that nothing was called before.
    pub fn fresh(&mut self, word: &str) -> String {
        self.count += 1;
        format!("{word}-{}", self.count)
    }

    /// How one of a kind sends requests.
    pub fn caller(&self, kind: Kind) -> Rest {
        self.known(kind).1.clone()
    }

    pub fn email(&self, kind: Kind) -> String {
        self.known(kind).2.clone()
    }

    fn known(&self, kind: Kind) -> &(Kind, Rest, String) {
        self.callers.iter().find(|(known, ..)| *known == kind).unwrap()
    }

    /// Makes what a request needs, sends it, and brings in order what it left behind.
    pub async fn ask(&mut self, endpoint: &str, kind: Kind) -> Answer {
        let request = self.request(endpoint, kind).await;
        let caller = self.caller(kind);
        let answer = match request.file {
            Some(file) => caller.upload(&request.path, "pets.graphql", &file).await,
            None => caller.send(request.method, &request.path, request.body, &[]).await,
        };
        if endpoint == "PUT /me/second-factor" && answer.status == 200 {
            caller.post("/me/second-factor/removal", json!({ "password": crate::hub::PASSWORD })).await.is(204);
        }
        let may_have_ended = endpoint.contains(" /me") || endpoint.contains("/sessions/current");
        if kind.is_person() && may_have_ended {
            let email = self.email(kind);
            let again = sign_in(&self.hub.rest, &email).await;
            match kind {
                Kind::Owner => self.owner.rest = again.clone(),
                Kind::Root => self.hub.root = again.clone(),
                _ => {}
            }
            self.callers.iter_mut().find(|(known, ..)| *known == kind).unwrap().1 = again;
        }
        answer
    }
}

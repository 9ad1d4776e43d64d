//! What is sent to each endpoint: a request that succeeds when its caller may do it, with whatever it needs made for it.

use reqwest::Method;
use serde_json::{Value, json};

use super::world::{Kind, World};
use crate::{hub::PASSWORD, mcp::Mcp, totp};

pub struct Request {
    pub method: Method,
    pub path: String,
    pub body: Option<Value>,
    /// Sent as a form.
    pub file: Option<Vec<u8>>,
}

/// What stands in a path's braces, and the body.
type Parts = (Vec<(&'static str, String)>, Option<Value>);

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

impl World {
    pub async fn request(&mut self, endpoint: &str, kind: Kind) -> Request {
        let (method, pattern) = endpoint.split_once(' ').unwrap();
        let file = (pattern.ends_with("/uploads")).then(|| b"type Query { pets: [String] }".to_vec());
        let (filled, body) = match pattern.strip_prefix("/organisations/{organisation}") {
            Some(rest) if !rest.is_empty() => self.within(method, rest).await,
            None if pattern.starts_with("/v0.1/") => self.published().await,
            _ => self.without(endpoint, kind).await,
        };
        let mut path = pattern.to_owned();
        for (name, value) in filled {
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        let organisation = self.organisation.rsplit('/').next().unwrap();
        let path = path.replace("{organisation}", organisation).replace("{api}", &self.api);
        let path = path.replace("{revision}", "current").replace("{tool}", "get_pet1").replace("{scheme}", "key");
        assert!(!path.contains('{'), "nothing is made for {endpoint}: {path}");
        let path = if path.contains("/tags") { format!("{path}?repository=pets") } else { path };
        let path = if path.ends_with("/project") { format!("{path}?language=python") } else { path };
        Request { method: method.parse().unwrap(), path, body, file }
    }

    /// Endpoints that belong to no organisation, and those of organisations themselves.
    async fn without(&mut self, endpoint: &str, kind: Kind) -> Parts {
        let root = self.hub.root.clone();
        let name = self.fresh("somebody");
        let email = format!("{name}@example.com");
        match endpoint {
            "POST /setup" => {
                let token = &self.hub.setup_token;
                (vec![], Some(json!({ "token": token, "email": email, "name": name, "password": PASSWORD })))
            }
            "POST /accounts" => (vec![], Some(json!({ "email": email, "name": name, "password": PASSWORD }))),
            "POST /admin/users" => (vec![], Some(json!({ "email": email, "name": name }))),
            "POST /password-resets" => {
                let user = self.hub.person(&name).await.id;
                let made = root.post(&format!("/admin/users/{user}/password-resets"), json!({})).await.is(201);
                (vec![], Some(json!({ "token": made["token"], "password": "another-Tundra-83?walnut" })))
            }
            "POST /sessions" => (vec![], Some(json!({ "email": "owner@example.com", "password": PASSWORD }))),
            "POST /sessions/refresh" => {
                let body = json!({ "email": "owner@example.com", "password": PASSWORD });
                let made = self.hub.rest.post("/sessions", body).await.is(200);
                (vec![], Some(json!({ "refresh_token": made["refresh_token"] })))
            }
            "POST /invitations/look" => (vec![], Some(json!({ "token": self.invitation(&email).await["token"] }))),
            "POST /invitations/accept" => {
                let host = self.hub.person(&name).await;
                let slug = self.fresh("party");
                let elsewhere = self.hub.organisation(&host, &slug).await;
                let invited = if matches!(kind, Kind::Anonymous | Kind::Key) { email } else { self.email(kind) };
                let body = json!({ "email": invited, "role": "viewer" });
                let made = host.rest.post(&format!("{elsewhere}/invitations"), body).await.is(201);
                (vec![], Some(json!({ "token": made["token"] })))
            }
            "POST /organisations" => (vec![], Some(json!({ "name": name, "slug": name }))),
            "DELETE /organisations/{organisation}" => {
                if !matches!(kind, Kind::Owner | Kind::Root) {
                    return (vec![], None);
                }
                let made = self.hub.organisation(&self.owner.clone(), &name).await;
                (vec![("organisation", made.rsplit('/').next().unwrap().to_owned())], None)
            }
            "PATCH /organisations/{organisation}" | "PATCH /me" => (vec![], Some(json!({ "name": "Acme" }))),
            "PUT /admin/organisations/{organisation}/quotas" => (vec![], Some(json!({ "apis": 500 }))),
            "GET /admin/users/{user}" | "POST /admin/users/{user}/password-resets" => {
                (vec![("user", self.hub.person(&name).await.id)], None)
            }
            "PATCH /admin/users/{user}" => {
                (vec![("user", self.hub.person(&name).await.id)], Some(json!({ "is_disabled": true })))
            }
            "DELETE /me/sessions/{session}" => (vec![("session", self.session(kind).await)], None),
            "PUT /me/password" => (vec![], Some(json!({ "password": PASSWORD, "new_password": PASSWORD }))),
            "POST /me/second-factor" => (vec![], Some(json!({ "password": PASSWORD }))),
            "PUT /me/second-factor" => (vec![], Some(json!({ "code": self.code(kind).await }))),
            "POST /me/second-factor/removal" => {
                let code = self.code(kind).await;
                self.caller(kind).put("/me/second-factor", json!({ "code": code })).await;
                (vec![], Some(json!({ "password": PASSWORD })))
            }
            _ => (vec![], None),
        }
    }

    /// Endpoints of what is in an organisation.
    async fn within(&mut self, method: &str, rest: &str) -> Parts {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let name = self.fresh("thing");
        let noun = rest.split('/').nth(1).unwrap();
        match (method, rest) {
            (_, "/members/{user}") => {
                let person = self.hub.person(&name).await;
                self.hub.join(&owner, &at, &person, "viewer").await;
                (vec![("user", person.id)], (method == "PATCH").then(|| json!({ "role": "developer" })))
            }
            ("POST", "/invitations") => {
                (vec![], Some(json!({ "email": format!("{name}@example.com"), "role": "viewer" })))
            }
            (_, "/invitations/{invitation}") => {
                let made = self.invitation(&format!("{name}@example.com")).await;
                (vec![("invitation", text(&made["id"]))], None)
            }
            ("POST", "/roles") => (vec![], Some(json!({ "name": name, "permissions": ["apis:read"] }))),
            (_, "/roles/{role}") => {
                let body = json!({ "name": name, "permissions": ["apis:read"] });
                let made = owner.post(&format!("{at}/roles"), body).await.is(201);
                (vec![("role", text(&made["id"]))], (method == "PATCH").then(|| json!({ "description": "mine" })))
            }
            ("POST", "/service-accounts") => (vec![], Some(json!({ "name": name, "role": "viewer" }))),
            (_, "/service-accounts/{account}") => {
                let made =
                    owner.post(&format!("{at}/service-accounts"), json!({ "name": name, "role": "viewer" })).await;
                let id = text(&made.is(201)["id"]);
                (vec![("account", id)], (method == "PATCH").then(|| json!({ "description": "mine" })))
            }
            ("POST", "/api-keys") => (vec![], Some(json!({ "name": name, "scopes": ["organisation:read"] }))),
            (_, "/api-keys/{key}" | "/api-keys/{key}/rotations") => {
                // Of a service account: one's own keys are everybody's own business.
                let account =
                    owner.post(&format!("{at}/service-accounts"), json!({ "name": name, "role": "viewer" })).await;
                let body = json!({ "name": name, "scopes": ["apis:read"], "service_account": account.is(201)["id"] });
                (vec![("key", text(&owner.post(&format!("{at}/api-keys"), body).await.is(201)["id"]))], None)
            }
            ("POST", "/webhooks") => (vec![], Some(json!({ "name": name, "url": self.hub.upstream.url("/hooks") }))),
            (_, "/webhooks/{webhook}" | "/webhooks/{webhook}/tests") => {
                let body = json!({ "name": name, "url": self.hub.upstream.url("/hooks"), "kinds": ["webhook."] });
                let made = owner.post(&format!("{at}/webhooks"), body).await.is(201);
                (vec![("webhook", text(&made["id"]))], (method == "PATCH").then(|| json!({ "name": "hook" })))
            }
            ("POST", "/registries") => (vec![], Some(json!({ "name": name, "address": "registry.example" }))),
            _ if noun == "registries" && rest != "/registries" => {
                let body =
                    json!({ "name": name, "address": self.hub.upstream.address.to_string(), "is_insecure": true });
                let made = owner.post(&format!("{at}/registries"), body).await.is(201);
                (
                    vec![("registry", text(&made["id"])), ("tag", "1".to_owned())],
                    (method == "PATCH").then(|| json!({ "keep": 2 })),
                )
            }
            _ if noun == "apis" || rest.starts_with("/uploads/{upload}") => self.of_api(method, rest, &name).await,
            _ if noun == "servers" => self.of_server(method, rest, &name).await,
            (_, "/calls/{call}") => (vec![("call", self.call(&name).await)], None),
            _ if noun == "jobs" => self.of_job(rest).await,
            _ => (vec![], None),
        }
    }

    async fn of_api(&mut self, method: &str, rest: &str, name: &str) -> Parts {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let graphql = json!({ "type": "text", "text": "type Query { pets: [String] }" });
        match (method, rest) {
            (_, "/uploads/{upload}" | "/uploads/{upload}/files/{digest}") => self.of_upload().await,
            ("POST", "/apis") => (vec![], Some(json!({ "source": graphql, "name": name }))),
            ("PATCH", "/apis/{api}") => (vec![], Some(json!({ "description": "pets" }))),
            ("DELETE", "/apis/{api}") | (_, "/apis/{api}/restoration") => {
                let (api, _) = self.hub.register(&owner, &at, graphql).await;
                if method == "POST" {
                    owner.delete(&format!("{at}/apis/{api}")).await.is(204);
                }
                (vec![("api", api)], None)
            }
            ("PUT", "/apis/{api}/credentials/{scheme}") => (vec![], Some(json!({ "value": "secret" }))),
            ("DELETE", "/apis/{api}/credentials/{scheme}") => {
                let path = format!("{at}/apis/{}/credentials/key", self.api);
                owner.put(&path, json!({ "value": "secret" })).await.is(200);
                (vec![], None)
            }
            (_, "/apis/{api}/credentials/{scheme}/tests") => (vec![], Some(json!({ "value": "secret" }))),
            (_, "/apis/{api}/revisions/{revision}/approval" | "/apis/{api}/revisions/{revision}/rejection") => {
                (vec![("api", self.with_pending().await), ("revision", "pending".to_owned())], None)
            }
            (_, "/apis/{api}/revisions/{revision}/changes") => {
                (vec![("api", self.with_pending().await), ("revision", "pending".to_owned())], None)
            }
            (_, "/apis/{api}/revisions/{revision}/documents/{digest}") => {
                let revision = owner.get(&format!("{at}/apis/{}/revisions/current", self.api)).await.is(200);
                (vec![("digest", text(&revision["documents"][0]["digest"]))], None)
            }
            (_, "/apis/{api}/revisions/{revision}/tools/{tool}/calls") => {
                (vec![], Some(json!({ "arguments": {}, "preview": true })))
            }
            _ => (vec![], None),
        }
    }

    /// An upload that an API uses, with one of its files.
    async fn of_upload(&mut self) -> Parts {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let graphql = json!({ "type": "text", "text": "type Query { pets: [String] }" });
        let (api, _) = self.hub.register(&owner, &at, graphql).await;
        let upload = text(&owner.get(&format!("{at}/apis/{api}")).await.is(200)["source"]["upload"]);
        let files = owner.get(&format!("{at}/uploads/{upload}")).await.is(200);
        (vec![("upload", upload), ("digest", text(&files["files"][0]["digest"]))], None)
    }

    async fn of_server(&mut self, method: &str, rest: &str, name: &str) -> Parts {
        let body = json!({ "name": name, "design": { "sources": [{ "api": self.api }] } });
        if rest == "/servers" {
            return (vec![], (method == "POST").then_some(body));
        }
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let server = text(&owner.post(&format!("{at}/servers"), body).await.is(201)["id"]);
        let path = format!("{at}/servers/{server}");
        for _ in 0..2 {
            owner.post(&format!("{path}/versions"), json!({})).await.is(201);
        }
        let deployment = format!("{path}/deployment");
        let is_deployed = (rest.contains("/deployment") && method != "PUT") || rest.contains('.');
        if is_deployed {
            let canary = json!({ "version": "2", "percent": 10 });
            let wanted = match rest.ends_with("/promotion") {
                true => json!({ "version": "1", "canary": canary }),
                false => json!({}),
            };
            owner.put(&deployment, wanted).await.is(202);
        }
        let image = if rest.contains("{image}") { self.image(&path).await } else { String::new() };
        let body = match (method, rest) {
            ("POST", "/servers/{server}/versions/{version}/images") => Some(json!({})),
            ("PATCH", _) => Some(json!({ "description": "pets" })),
            ("PUT", _) | ("POST", "/servers/{server}/versions") => Some(json!({})),
            ("POST", "/servers/{server}/connection-guides") => Some(json!({ "name": "a client" })),
            _ => None,
        };
        let filled =
            vec![("server", server), ("version", "1".to_owned()), ("part", "blueprint".to_owned()), ("image", image)];
        (filled, body)
    }

    /// An image of a server's first version, kept for download.
    async fn image(&mut self, server: &str) -> String {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let made = owner.post(&format!("{server}/versions/1/images"), json!({})).await.is(202);
        text(&self.hub.ended(&owner, &at, &made["job"]).await["result"]["image"])
    }

    /// A server as registries know it.
    async fn published(&mut self) -> Parts {
        let (owner, at, slug) = (self.owner.rest.clone(), self.organisation.clone(), self.fresh("listed"));
        let body = json!({ "name": slug, "slug": slug, "design": { "sources": [{ "api": self.api }] } });
        owner.post(&format!("{at}/servers"), body).await.is(201);
        owner.post(&format!("{at}/servers/{slug}/versions"), json!({})).await.is(201);
        owner.put(&format!("{at}/servers/{slug}/deployment"), json!({})).await.is(202);
        let name = format!("arpa.in-addr.127.0.0.1%2Facme.{slug}");
        (vec![("serverName", name), ("version", "latest".to_owned())], None)
    }

    /// A call through the gateway, as it was recorded.
    async fn call(&mut self, name: &str) -> String {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let calls = format!("{at}/calls?limit=1");
        if let Some(call) = owner.get(&calls).await.is(200)["items"][0]["id"].as_str() {
            return call.to_owned();
        }
        let body = json!({ "name": name, "slug": name, "design": { "sources": [{ "api": self.api }] } });
        let server = text(&owner.post(&format!("{at}/servers"), body).await.is(201)["id"]);
        let path = format!("{at}/servers/{server}");
        owner.post(&format!("{path}/versions"), json!({})).await.is(201);
        owner.put(&format!("{path}/deployment"), json!({})).await.is(202);
        owner.get(&format!("{path}/deployment?wait=30")).await.is(200);
        let mcp = Mcp::new(self.hub.address, &format!("/mcp/acme/{name}"), owner.token.as_deref());
        // A gateway hears of a deployment a moment after it is made.
        for _ in 0..100 {
            let called = mcp.call("get_pet1", json!({})).await;
            if called.status == 200 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        for _ in 0..100 {
            if let Some(call) = owner.get(&calls).await.is(200)["items"][0]["id"].as_str() {
                return call.to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no call is recorded")
    }

    /// A job that does not end by itself; one that has ended, to be followed.
    async fn of_job(&mut self, rest: &str) -> Parts {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        if rest == "/jobs" {
            return (vec![], None);
        }
        if rest.ends_with("/cancellation") {
            let running = owner.get(&format!("{at}/jobs?state=running")).await.is(200);
            let mut running = running["items"].as_array().unwrap().iter();
            // One that is being cancelled already would be a conflict sooner or later.
            if let Some(job) = running.find(|job| job["is_cancelling"] == false) {
                return (vec![("job", text(&job["id"]))], None);
            }
            let source = json!({ "source": { "type": "url", "url": self.hub.upstream.url("/never") } });
            let made = owner.post(&format!("{at}/apis"), source).await.is(202);
            return (vec![("job", text(&made["job"]))], None);
        }
        let last = owner.get(&format!("{at}/jobs?state=succeeded&limit=1")).await.is(200);
        (vec![("job", text(&last["items"][0]["id"]))], None)
    }

    /// An API whose document has changed since it was registered.
    async fn with_pending(&mut self) -> String {
        let (owner, at) = (self.owner.rest.clone(), self.organisation.clone());
        let source = json!({ "type": "url", "url": self.hub.upstream.url("/document") });
        let (api, _) = self.hub.register(&owner, &at, source).await;
        let made = owner.post(&format!("{at}/apis/{api}/refreshes"), json!({})).await.is(202);
        let ended = self.hub.ended(&owner, &at, &made["job"]).await;
        assert_eq!(ended["result"]["state"], "pending", "{ended}");
        api
    }

    async fn invitation(&self, email: &str) -> Value {
        let body = json!({ "email": email, "role": "viewer" });
        self.owner.rest.post(&format!("{}/invitations", self.organisation), body).await.is(201)
    }

    /// Another sign-in of the caller's own.
    async fn session(&self, kind: Kind) -> String {
        if matches!(kind, Kind::Anonymous | Kind::Key) {
            return "ses_00000000000000000000000000".to_owned();
        }
        crate::hub::sign_in(&self.hub.rest, &self.email(kind)).await;
        let all = self.caller(kind).get("/me/sessions").await.is(200);
        let other = all["items"].as_array().unwrap().iter().find(|session| session["is_current"] == false);
        text(&other.unwrap()["id"])
    }

    /// What the caller's authenticator shows, after they have begun to use one.
    async fn code(&self, kind: Kind) -> String {
        let begun = self.caller(kind).post("/me/second-factor", json!({ "password": PASSWORD })).await;
        match begun.body["secret"].as_str() {
            Some(secret) => totp::code(secret, hub_model::clock::Clock::since_epoch(self.hub.clock.as_ref())),
            None => "000000".to_owned(),
        }
    }
}

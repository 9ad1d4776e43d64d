//! `mcphub registries add` and `set`.

use http::Method;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::{Given, Which};
use crate::{
    failure::Failure,
    remote::{Body, Client, Hub, json as print_json, secret, token},
    report,
};

impl Given {
    /// What is given, in a request's words; the password is asked for.
    fn words(&self, mut words: Value) -> Result<Value, Failure> {
        let Some(members) = words.as_object_mut() else { return Ok(words) };
        if let Some(user) = &self.user {
            let password = secret(&format!("Password of {user}"))?;
            let login = json!({ "user": user, "password": password.expose_secret() });
            members.insert("login".to_owned(), login);
        }
        if let Some(insecure) = self.insecure {
            members.insert("is_insecure".to_owned(), insecure.into());
        }
        if let Some(path) = &self.ca {
            let pem = std::fs::read_to_string(path)
                .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", path.display())))?;
            members.insert("authorities".to_owned(), pem.into());
        }
        if let Some(keep) = self.keep {
            members.insert("keep".to_owned(), keep.into());
        }
        members.retain(|_, value| !value.is_null());
        Ok(words)
    }
}

pub(super) async fn add(
    hub: &Hub,
    client: &mut Client,
    name: &str,
    address: &str,
    given: &Given,
) -> Result<(), Failure> {
    let words = given.words(json!({ "name": name, "address": address }))?;
    let path = client.within("/registries").await?;
    let made = client.post(&path, words).await?;
    if hub.json {
        return print_json(&made);
    }
    report::say(&format!("{name} is made; `mcphub registries test {}` reaches it", token(&made, "id")));
    Ok(())
}

pub(super) async fn set(
    hub: &Hub,
    client: &mut Client,
    which: &Which,
    words: Value,
    given: &Given,
) -> Result<(), Failure> {
    let words = given.words(words)?;
    let path = which.path(client, "").await?;
    let changed = client.send(Method::PATCH, &path, Body::json(&words)).await?;
    if hub.json {
        return print_json(&changed);
    }
    report::say(&format!("{} is changed", which.registry));
    Ok(())
}

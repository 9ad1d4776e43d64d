//! Settings as they are shown: each with its words, its default and what holds, and no secret.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::Settings;

/// In the place of a secret.
const MASK: &str = "********";

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Setting {
    /// `listen.public_url`; in the environment `MCPHUB__LISTEN__PUBLIC_URL`.
    pub name: String,
    /// What it does.
    pub words: String,
    /// What holds, secrets masked; null where nothing is set.
    #[schema(value_type = Value)]
    pub value: Value,
    /// What holds where nothing is set.
    #[schema(value_type = Value)]
    pub default: Value,
}

impl Settings {
    /// Without what nobody should read over a shoulder.
    #[must_use]
    pub fn masked(mut self) -> Self {
        let hide = |secret: &mut Option<String>| {
            if secret.is_some() {
                *secret = Some(MASK.to_owned());
            }
        };
        hide(&mut self.secrets.master_key);
        hide(&mut self.telemetry.metrics_token);
        self.vault.mask(hide);
        self.secrets.older_master_keys.fill(MASK.to_owned());
        self.database.url = without_password(&self.database.url);
        for url in [&mut self.database.replica_url, &mut self.redis.url].into_iter().flatten() {
            *url = without_password(url);
        }
        self
    }

    /// Every setting in the order of the schema, as it holds.
    #[must_use]
    pub fn listed(self) -> Vec<Setting> {
        let schema = schemars::schema_for!(Self).to_value();
        let defaults = serde_json::to_value(Self::default()).unwrap_or_default();
        let held = serde_json::to_value(self.masked()).unwrap_or_default();
        let mut all = Vec::new();
        for (section, property) in properties(&schema) {
            for (name, setting) in properties(resolved(&schema, property)) {
                let of = |values: &Value| {
                    values.get(section).and_then(|values| values.get(name)).cloned().unwrap_or_default()
                };
                let words = setting.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ");
                all.push(Setting {
                    name: format!("{section}.{name}"),
                    words,
                    value: of(&held),
                    default: of(&defaults),
                });
            }
        }
        all
    }
}

/// The properties of an object's schema.
pub fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// What a reference leads to.
#[must_use]
pub fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// A URL without its password.
fn without_password(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return text.to_owned() };
    if url.password().is_some() && url.set_password(Some(MASK)).is_err() {
        return MASK.to_owned();
    }
    // `sqlite://relative/path` is no URL that may be written anew.
    if url.password().is_some() { url.into() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_listed_and_no_secret() {
        let mut settings = Settings::default();
        settings.secrets.master_key = Some("planted-1".to_owned());
        settings.secrets.older_master_keys = vec!["planted-2".to_owned()];
        settings.telemetry.metrics_token = Some("planted-3".to_owned());
        settings.database.url = "postgres://hub:planted-4@db/hub".to_owned();
        settings.database.replica_url = Some("postgres://hub:planted-5@replica/hub".to_owned());
        settings.redis.url = Some("redis://:planted-6@cache".to_owned());
        settings.vault.token = Some("planted-7".to_owned());
        settings.vault.app_role = Some(crate::settings::AppRole {
            mount: "approle".to_owned(),
            role_id: "hub".to_owned(),
            secret_id: Some("planted-8".to_owned()),
            secret_id_file: None,
        });
        let listed = settings.listed();
        let text = serde_json::to_string(&listed).unwrap();
        assert!(!text.contains("planted") && text.contains("postgres://hub:********@db/hub"), "{text}");
        let sections = serde_json::to_value(Settings::default()).unwrap();
        let held = sections.as_object().unwrap().values().map(|section| section.as_object().unwrap().len());
        assert_eq!(listed.len(), held.sum::<usize>());
        assert!(listed.iter().all(|setting| !setting.words.is_empty()));
    }
}

//! How MCP clients are told about a server: for each that we know, in its own way, to be copied as it stands.

mod apps;
mod editors;
mod programs;
mod terminals;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// What stands where a key has to be put.
const PLACEHOLDER: &str = "YOUR_KEY";
/// What JavaScript's `encodeURIComponent` leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// A server as clients are told of it. Its slug is of lower-case letters, digits and hyphens; everything else is anybody's text.
pub(crate) struct Told {
    /// What clients call it.
    pub(crate) slug: String,
    /// For people.
    pub(crate) name: String,
    /// What it is for.
    pub(crate) description: String,
    /// Where it is.
    pub(crate) url: String,
    /// Whose it is, in URLs.
    pub(crate) organisation: String,
    /// Where its bundle is, for clients that install those.
    pub(crate) bundle: String,
    /// It wants a key.
    pub(crate) is_closed: bool,
    /// The key, where one was made to be told.
    pub(crate) key: Option<String>,
}

/// How one client is told.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionGuide)]
pub(crate) struct Guide {
    /// Stable, kebab-case.
    id: &'static str,
    /// What the client is called.
    title: &'static str,
    steps: Vec<Step>,
}

/// One step: each way that a client has is a step of its own.
#[derive(Serialize, ToSchema)]
#[schema(as = ConnectionStep)]
pub(crate) struct Step {
    kind: Kind,
    /// For a file: where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'static str>,
    /// The words, the command, the link, or what belongs into the file.
    text: String,
}

/// What is done in a step.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ConnectionStepKind)]
enum Kind {
    /// Something to do by hand.
    Words,
    /// A command line for a POSIX shell.
    Command,
    /// A part of a file.
    File,
    /// An address that opens the client.
    Link,
}

/// Every client that we know.
pub(crate) fn all(told: &Told) -> Vec<Guide> {
    let groups = [terminals::guides(told), editors::guides(told), apps::guides(told), programs::guides(told)];
    groups.into_iter().flatten().collect()
}

impl Told {
    /// The value of the header that shows the key; nothing where the server is open.
    fn bearer(&self) -> Option<String> {
        self.bearer_of(self.key.as_deref().unwrap_or(PLACEHOLDER))
    }

    /// The same, with another word for the key: a variable of the client's.
    fn bearer_of(&self, key: &str) -> Option<String> {
        self.is_closed.then(|| format!("Bearer {key}"))
    }

    /// An entry of a client's JSON: these members, and the headers where there have to be some.
    fn entry(&self, members: Value, bearer: Option<String>) -> Value {
        let mut entry = members;
        if let (Some(bearer), Some(members)) = (bearer, entry.as_object_mut()) {
            members.insert("headers".to_owned(), json!({ "Authorization": bearer }));
        }
        entry
    }
}

fn words(text: impl Into<String>) -> Step {
    Step { kind: Kind::Words, path: None, text: text.into() }
}

fn command(words: &[&str]) -> Step {
    let text = words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    Step { kind: Kind::Command, path: None, text }
}

fn file(path: &'static str, text: impl Into<String>) -> Step {
    Step { kind: Kind::File, path: Some(path), text: text.into() }
}

/// A JSON file in which servers stand by their names under a key.
fn json_file(path: &'static str, key: &str, name: &str, entry: Value) -> Step {
    let servers = Map::from_iter([(name.to_owned(), entry)]);
    file(path, pretty(&Map::from_iter([(key.to_owned(), servers.into())]).into()))
}

fn link(text: String) -> Step {
    Step { kind: Kind::Link, path: None, text }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// As JavaScript's `encodeURIComponent` writes it.
fn component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// A word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=@,+".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The name of an environment variable for the key of a server: `PETS_KEY`.
fn variable(slug: &str) -> String {
    slug.to_ascii_uppercase().replace('-', "_") + "_KEY"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(key: Option<&str>) -> Told {
        Told {
            slug: "pet-shop".to_owned(),
            name: "Pets' \"shop\"; rm -rf $(HOME)".to_owned(),
            description: "first\nsecond: 'quoted' #no comment".to_owned(),
            url: "https://hub.example.com/mcp/acme/pet-shop".to_owned(),
            organisation: "acme".to_owned(),
            bundle: "https://hub.example.com/api/v1/organisations/acme/servers/pet-shop/bundle.mcpb".to_owned(),
            is_closed: true,
            key: key.map(str::to_owned),
        }
    }

    fn text(told: &Told, id: &str, path: Option<&str>) -> String {
        let guide = all(told).into_iter().find(|guide| guide.id == id).unwrap();
        let step = guide.steps.into_iter().find(|step| path.is_none_or(|path| step.path == Some(path))).unwrap();
        step.text
    }

    #[test]
    fn every_client_is_told_the_address_and_how_to_show_a_key() {
        let guides = all(&told(Some("mcphub_key_1")));
        assert!(guides.len() >= 18, "{}", guides.len());
        for guide in &guides {
            let all: String = guide.steps.iter().map(|step| step.text.as_str()).collect();
            // Links hold it in base64 or percent-encoded; there is a plain one beside them.
            assert!(all.contains("https://hub.example.com/mcp/acme/pet-shop"), "{}: {all}", guide.id);
            let has_key = all.contains("mcphub_key_1") || all.contains("PET_SHOP_KEY") || all.contains("${input:");
            assert!(has_key, "{}: {all}", guide.id);
        }
    }

    #[test]
    fn open_servers_are_told_without_a_key() {
        let open = Told { is_closed: false, ..told(None) };
        for guide in all(&open) {
            let all: String = guide.steps.iter().map(|step| step.text.as_str()).collect();
            assert!(!all.contains(PLACEHOLDER) && !all.contains("Bearer"), "{}: {all}", guide.id);
        }
    }

    #[test]
    fn what_is_json_toml_or_a_shells_stays_it_whatever_the_server_is_called() {
        let told = told(None);
        for guide in all(&told) {
            for step in guide.steps {
                match step.path {
                    Some(path) if path.ends_with(".json") => {
                        serde_json::from_str::<Value>(&step.text).unwrap_or_else(|error| panic!("{path}: {error}"));
                    }
                    Some(path) if path.ends_with(".toml") => {
                        toml::from_str::<toml::Table>(&step.text).unwrap_or_else(|error| panic!("{path}: {error}"));
                    }
                    _ => {}
                }
            }
        }
        let expected = "claude mcp add --transport http pet-shop https://hub.example.com/mcp/acme/pet-shop --header 'Authorization: Bearer YOUR_KEY'";
        assert_eq!(text(&told, "claude-code", None), expected);
        let claude = all(&told).into_iter().find(|guide| guide.id == "claude").unwrap();
        let expected = "mcphub servers bundle pet-shop --organisation acme --output pet-shop.mcpb";
        assert!(claude.steps.iter().any(|step| step.text == expected && matches!(step.kind, Kind::Command)));
    }
}

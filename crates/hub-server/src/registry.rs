//! How registries of MCP servers are told about a server of the hub: its name and `server.json`, of the schema of 2025-12-11.

mod name;

use hub_store::servers::published::Published;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) use self::name::{Name, namespace, number, version};
use crate::app::App;

const SCHEMA: &str = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
/// Characters of a description.
const LONGEST: usize = 100;

/// A server, as registries write it: a `server.json`.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerJson)]
pub(crate) struct ServerJson {
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// The hub's host, reversed, then `/`, the organisation, `.`, and the server.
    #[schema(min_length = 3, max_length = 200, pattern = "^[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+$")]
    name: String,
    /// For people.
    #[schema(min_length = 1, max_length = 100)]
    title: String,
    /// What it is for, in short.
    #[schema(min_length = 1, max_length = 100)]
    description: String,
    /// The number of the version, `.0.0`.
    #[schema(max_length = 255)]
    version: String,
    /// Where it is.
    remotes: [Remote; 1],
}

/// Where a server is.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerRemote)]
struct Remote {
    /// `streamable-http`.
    r#type: &'static str,
    url: String,
    /// What has to be sent with each request; none where the server is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headers: Vec<Header>,
}

/// A header that has to be sent.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerRemoteHeader)]
#[serde(rename_all = "camelCase")]
struct Header {
    name: &'static str,
    description: &'static str,
    /// With variables in braces.
    value: &'static str,
    is_required: bool,
    is_secret: bool,
    variables: Variables,
}

/// Variables of a header.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerRemoteVariables)]
struct Variables {
    api_key: Variable,
}

/// A variable that a client asks for.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerRemoteVariable)]
#[serde(rename_all = "camelCase")]
struct Variable {
    description: &'static str,
    is_required: bool,
    is_secret: bool,
}

impl ServerJson {
    pub(crate) fn of(app: &App, published: &Published) -> Self {
        let Published { organisation_slug, slug, name, number, .. } = published;
        let public_url = app.public_url();
        Self {
            schema: SCHEMA,
            name: Name { organisation: organisation_slug, server: slug }.within(&namespace(&public_url)),
            title: name.clone(),
            description: short(published),
            version: version(*number),
            remotes: [Remote {
                r#type: "streamable-http",
                url: url(app, published),
                headers: if is_closed(app, published) { vec![authorization()] } else { Vec::new() },
            }],
        }
    }
}

/// Where clients find a server.
pub(crate) fn url(app: &App, published: &Published) -> String {
    format!("{}/mcp/{}/{}", app.public_url(), published.organisation_slug, published.slug)
}

/// Whether it wants a key.
pub(crate) fn is_closed(app: &App, published: &Published) -> bool {
    !(published.is_open && app.settings().gateway.allow_open)
}

fn authorization() -> Header {
    Header {
        name: "Authorization",
        description: "An API key of the organisation that may call this server",
        value: "Bearer {api_key}",
        is_required: true,
        is_secret: true,
        variables: Variables { api_key: Variable { description: "The API key", is_required: true, is_secret: true } },
    }
}

/// What a server is for, in one line that is short enough; its name where nothing is said.
pub(crate) fn short(published: &Published) -> String {
    let text = one_line(&published.description, LONGEST);
    if text.is_empty() { published.name.clone() } else { text }
}

/// A text in one line of so many characters at most.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty())
    {
        if line.chars().count() + word.chars().count() + 3 > most {
            // A first word that is too long says nothing in part.
            line.push_str(if line.is_empty() { "" } else { " …" });
            break;
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, one_line};

    #[test]
    fn descriptions_are_one_line_of_a_hundred_characters_at_most() {
        assert_eq!(one_line(" Pets,\n and \t their\u{0} owners. ", LONGEST), "Pets, and their owners.");
        assert_eq!(one_line(&"x".repeat(300), LONGEST), "");
        let long = one_line(&"wörd ".repeat(40), LONGEST);
        assert!(long.ends_with("wörd …") && (93..=100).contains(&long.chars().count()), "{long}");
    }
}

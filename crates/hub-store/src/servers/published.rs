//! What registries are told: the servers that are wanted to serve, with the versions that they served up to now.

use hub_model::{
    Timestamp,
    id::{OrganisationId, ServerId, VersionId},
};

use crate::{
    database::{Argument, FromRow, Read, Row, arguments},
    error::Result,
    page,
};

/// A version of a server that is wanted to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The server.
    pub server: ServerId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The organisation in URLs.
    pub organisation_slug: String,
    /// The organisation for people.
    pub organisation_name: String,
    /// The server in URLs.
    pub slug: String,
    /// The server for people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Anybody may use it, where the hub allows such servers.
    pub is_open: bool,
    /// The version.
    pub version: VersionId,
    /// Its number.
    pub number: i64,
    /// The number of the version that is served.
    pub served: i64,
    /// When the version was made.
    pub made_at: Timestamp,
    /// When it was decided last which version is served.
    pub deployed_at: Timestamp,
    /// When something about it changed last.
    pub updated_at: Timestamp,
}

/// Which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only the server of this organisation and slug.
    pub named: Option<(String, String)>,
    /// Only those with this in their name, slug or description, or in `{namespace}/{organisation}.{slug}`.
    pub search: Option<String>,
    /// What the names of servers begin with, for the search.
    pub namespace: String,
    /// Only changes from then on.
    pub since: Option<Timestamp>,
    /// Which versions.
    pub versions: Versions,
}

/// Versions of a server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Versions {
    /// The one that is served, and those before it.
    #[default]
    All,
    /// The one that is served.
    Served,
    /// The one of this number.
    Number(i64),
}

/// Where a page begins: after this organisation, slug and number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// Whose server.
    pub organisation: Option<OrganisationId>,
    /// Which server.
    pub slug: String,
    /// Which version of it.
    pub number: i64,
}

impl FromRow for Published {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let (deployed_at, changed_at) = (row.time("deployed_at")?, row.time("changed_at")?);
        Ok(Self {
            server: row.id("server_id")?,
            organisation: row.id("organisation_id")?,
            organisation_slug: row.get("organisation_slug")?,
            organisation_name: row.get("organisation_name")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            description: row.get("description")?,
            is_open: row.get("is_open")?,
            version: row.id("version_id")?,
            number: row.get("number")?,
            served: row.get("served")?,
            made_at: row.time("made_at")?,
            deployed_at,
            updated_at: deployed_at.max(changed_at),
        })
    }
}

/// `$1` to `$9` are the filter, the page and its size; the scope is what comes after.
const SELECT: &str =
    "SELECT s.id AS server_id, s.organisation_id, o.slug AS organisation_slug, o.name AS organisation_name, s.slug, s.name, s.description,
     s.is_open, s.updated_at AS changed_at, d.updated_at AS deployed_at, c.number AS served, v.id AS version_id, v.number,
     v.created_at AS made_at
     FROM servers s JOIN deployments d ON d.server_id = s.id AND d.is_wanted = TRUE
     JOIN organisations o ON o.id = s.organisation_id AND o.deleted_at IS NULL
     JOIN versions c ON c.id = d.current_id JOIN versions v ON v.server_id = s.id AND v.number <= c.number
     WHERE ($1 IS NULL OR o.slug = $1) AND ($2 IS NULL OR s.slug = $2)
     AND ($3 IS NULL OR s.search LIKE $3 ESCAPE '\\' OR $4 || '/' || o.slug || '.' || s.slug LIKE $3 ESCAPE '\\')
     AND ($5 IS NULL OR s.updated_at >= $5 OR d.updated_at >= $5)
     AND ($6 = FALSE OR v.id = d.current_id) AND ($7 IS NULL OR v.number = $7)";

impl Filter {
    fn values(&self) -> Vec<sea_orm::Value> {
        let (organisation, slug) = self.named.as_ref().map(|(organisation, slug)| (organisation, slug)).unzip();
        let number = match self.versions {
            Versions::Number(number) => Some(number),
            Versions::All | Versions::Served => None,
        };
        arguments![
            organisation.map(String::as_str),
            slug.map(String::as_str),
            self.search.as_deref().map(page::pattern),
            self.namespace.to_lowercase(),
            self.since,
            self.versions == Versions::Served,
            number,
        ]
    }
}

/// Those of an organisation in the order of their slugs, at most `limit`; `only` these servers, where that is said.
///
/// # Errors
/// When the database does not answer.
pub async fn of(
    from: &impl Read,
    organisation: OrganisationId,
    only: &[ServerId],
    filter: &Filter,
    after: &After,
    limit: i64,
) -> Result<Vec<Published>> {
    let mut values = filter.values();
    values.extend(arguments![after.slug, after.number, limit, organisation]);
    let mut sql = format!("{SELECT} AND s.slug >= $8 AND (s.slug > $8 OR v.number > $9) AND s.organisation_id = $11");
    if !only.is_empty() {
        let places: Vec<String> = (12..only.len() + 12).map(|place| format!("${place}")).collect();
        sql.push_str(&format!(" AND s.id IN ({})", places.join(", ")));
        values.extend(only.iter().map(Argument::value));
    }
    sql.push_str(" ORDER BY s.slug, v.number LIMIT $10");
    from.executor().all(&sql, values).await
}

/// Those of all organisations that are open to anybody, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn open(from: &impl Read, filter: &Filter, after: &After, limit: i64) -> Result<Vec<Published>> {
    let mut values = filter.values();
    values.extend(arguments![after.slug, after.number, limit, after.organisation.unwrap_or(OrganisationId(0))]);
    let sql = format!(
        "{SELECT} AND s.is_open = TRUE AND s.organisation_id >= $11
         AND (s.organisation_id > $11 OR s.slug > $8 OR (s.slug = $8 AND v.number > $9))
         ORDER BY s.organisation_id, s.slug, v.number LIMIT $10"
    );
    from.executor().all(&sql, values).await
}

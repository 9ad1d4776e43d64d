//! The tables and columns that there are, as the database itself says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    database::{Executor, FromRow, Kind, Row, arguments},
    error::{Error, Result},
};

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    #[serde(rename = "table")]
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) form: Form,
}

/// What a column holds, whatever the databases call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Form {
    Id,
    Bytes,
    Text,
    Integer,
    Boolean,
}

struct Found {
    table: String,
    column: String,
    form: String,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { table: row.get("owner")?, column: row.get("name")?, form: row.get("form")? })
    }
}

struct Reference {
    from: String,
    to: String,
}

impl FromRow for Reference {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { from: row.get("owner")?, to: row.get("referred")? })
    }
}

/// All tables of the store, each after those that it refers to.
pub(crate) async fn tables(executor: Executor<'_>, kind: Kind) -> Result<Vec<Table>> {
    let (columns, references) = match kind {
        Kind::Sqlite => (
            "SELECT m.name AS owner, c.name AS name, c.type AS form FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'seaql_migrations' ORDER BY m.name, c.cid",
            "SELECT m.name AS owner, f.\"table\" AS referred FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table'",
        ),
        Kind::Postgres => (
            "SELECT table_name::text AS owner, column_name::text AS name, upper(data_type)::text AS form
             FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> 'seaql_migrations'
             ORDER BY table_name COLLATE \"C\", ordinal_position",
            "SELECT o.relname::text AS owner, r.relname::text AS referred FROM pg_constraint c
             JOIN pg_class o ON o.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
             WHERE c.contype = 'f' AND o.relnamespace = current_schema()::regnamespace",
        ),
    };
    let mut found: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for Found { table, column, form } in executor.all(columns, arguments![]).await? {
        let form = Form::of(&form).ok_or_else(|| Error::Corrupt(format!("{table}.{column} is of the type {form}")))?;
        found.entry(table).or_default().push(Column { name: column, form });
    }
    Ok(sorted(found, &executor.all(references, arguments![]).await?))
}

fn sorted(mut left: BTreeMap<String, Vec<Column>>, references: &[Reference]) -> Vec<Table> {
    let mut sorted = Vec::new();
    while !left.is_empty() {
        let waits = |name: &String| {
            references
                .iter()
                .any(|reference| reference.from == *name && reference.to != *name && left.contains_key(&reference.to))
        };
        // Tables that refer to each other in a ring would have no order; any is as good as another then.
        let next = left.keys().find(|name| !waits(name)).or_else(|| left.keys().next()).cloned();
        let Some((name, columns)) = next.and_then(|name| left.remove_entry(&name)) else { break };
        sorted.push(Table { name, columns });
    }
    sorted
}

impl Form {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "UUID" | "BLOB(16)" => Self::Id,
            "BYTEA" | "BLOB" => Self::Bytes,
            "TEXT" => Self::Text,
            "BIGINT" => Self::Integer,
            "BOOLEAN" => Self::Boolean,
            _ => return None,
        })
    }
}

//! Both databases have the same schema, as each of them tells it.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    hub::{Beside, Hub},
    raw::Raw,
};

suite![the_schemas_of_both_databases_are_the_same, what_is_referred_to_is_found_by_an_index];

/// What each table is made of, a line for each fact.
pub async fn facts(raw: &Raw) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for table in raw.tables().await {
        let mut facts = columns(raw, &table).await;
        facts.extend(indexes(raw, &table).await);
        facts.extend(references(raw, &table).await);
        facts.sort();
        all.insert(table, facts);
    }
    all
}

async fn columns(raw: &Raw, table: &str) -> Vec<String> {
    let sql = match raw {
        Raw::Sqlite(_) => format!("SELECT name, upper(type), \"notnull\", pk FROM pragma_table_info('{table}')"),
        Raw::Postgres(_) => format!(
            "SELECT c.column_name::text, upper(c.data_type), CASE c.is_nullable WHEN 'NO' THEN 1 ELSE 0 END,
             COALESCE((SELECT k.ordinal_position FROM information_schema.table_constraints t
                JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name)
                WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = 'public' AND t.table_name = c.table_name
                AND k.column_name = c.column_name), 0)
             FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = '{table}'"
        ),
    };
    let described = raw.rows(&sql).await.into_iter().map(|row| {
        let form = match row[1].as_str() {
            "UUID" | "BLOB(16)" => "id",
            "BYTEA" | "BLOB" => "bytes",
            "TEXT" => "text",
            "BIGINT" => "integer",
            "BOOLEAN" => "boolean",
            other => other,
        };
        let null = if row[2] == "1" { "not null" } else { "or null" };
        let key = if row[3] == "0" { String::new() } else { format!(", part {} of the primary key", row[3]) };
        format!("column {}: {form} {null}{key}", row[0])
    });
    described.collect()
}

async fn indexes(raw: &Raw, table: &str) -> Vec<String> {
    let mut facts = Vec::new();
    if let Raw::Sqlite(_) = raw {
        let sql = format!("SELECT name, \"unique\" FROM pragma_index_list('{table}') WHERE origin <> 'pk'");
        for row in raw.rows(&sql).await {
            let columns = raw.rows(&format!("SELECT name FROM pragma_index_info('{}') ORDER BY seqno", row[0])).await;
            let columns: Vec<_> = columns.iter().map(|column| column[0].as_str()).collect();
            let made = raw.one(&format!("SELECT sql FROM sqlite_master WHERE name = '{}'", row[0])).await;
            let only = made.split_once(" WHERE ").map_or("", |(_, only)| only).to_uppercase();
            facts.push(format!("index {} unique: {} on ({}) where {only}", row[0], row[1] == "1", columns.join(", ")));
        }
        return facts;
    }
    let sql = format!(
        "SELECT i.relname::text, x.indisunique::text,
         (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY k(number, place)
            JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number),
         COALESCE(pg_get_expr(x.indpred, x.indrelid), '')
         FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
         WHERE x.indrelid = '{table}'::regclass AND NOT x.indisprimary"
    );
    for row in raw.rows(&sql).await {
        let only = row[3].trim_matches(['(', ')']).to_uppercase();
        facts.push(format!("index {} unique: {} on ({}) where {only}", row[0], row[1] == "true", row[2]));
    }
    facts
}

async fn references(raw: &Raw, table: &str) -> Vec<String> {
    let sql = match raw {
        Raw::Sqlite(_) => format!(
            "SELECT id, \"from\", \"table\", \"to\", on_delete FROM pragma_foreign_key_list('{table}') ORDER BY id, seq"
        ),
        Raw::Postgres(_) => format!(
            "SELECT c.oid::text, a.attname::text, r.relname::text, b.attname::text,
             CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'a' THEN 'NO ACTION' ELSE c.confdeltype::text END
             FROM pg_constraint c JOIN pg_class r ON r.oid = c.confrelid,
             unnest(c.conkey, c.confkey) WITH ORDINALITY k(one, other, place)
             JOIN pg_attribute a ON a.attnum = k.one JOIN pg_attribute b ON b.attnum = k.other
             WHERE c.contype = 'f' AND c.conrelid = '{table}'::regclass AND a.attrelid = c.conrelid
             AND b.attrelid = c.confrelid ORDER BY c.oid, k.place"
        ),
    };
    let mut by_id: BTreeMap<String, (Vec<String>, String, Vec<String>, String)> = BTreeMap::new();
    for row in raw.rows(&sql).await {
        let entry = by_id.entry(row[0].clone()).or_default();
        entry.0.push(row[1].clone());
        entry.1.clone_from(&row[2]);
        entry.2.push(row[3].clone());
        entry.3.clone_from(&row[4]);
    }
    let described = by_id.into_values().map(|(from, to, columns, on_delete)| {
        format!("({}) refers to {to} ({}) on delete {on_delete}", from.join(", "), columns.join(", "))
    });
    described.collect()
}

async fn the_schemas_of_both_databases_are_the_same(hub: Arc<Hub>) {
    let Some(beside) = Beside::open(!hub.is_postgres()).await else { return };
    let (here, there) = (facts(&hub.raw).await, facts(&beside.raw).await);
    beside.end().await;
    let mut differences = Vec::new();
    let (mut count, nothing) = (0, Vec::new());
    for table in here.keys().chain(there.keys()) {
        let (one, other) = (here.get(table).unwrap_or(&nothing), there.get(table).unwrap_or(&nothing));
        count += one.len();
        differences.extend(one.iter().filter(|fact| !other.contains(fact)).map(|fact| format!("here {table}: {fact}")));
        differences
            .extend(other.iter().filter(|fact| !one.contains(fact)).map(|fact| format!("there {table}: {fact}")));
    }
    assert!(count > 400, "only {count} facts are known");
    assert!(differences.is_empty(), "the schemas differ:\n{}", differences.join("\n"));
}

/// Where a row is removed, the rows that refer to it are looked for: without an index that reads the whole table.
async fn what_is_referred_to_is_found_by_an_index(hub: Arc<Hub>) {
    // Users are never removed.
    const NEVER: [&str; 8] = ["personal_of", "invited_by", "owner_id", "decided_by", "set_by", "created_by", "x", "y"];
    for (table, facts) in facts(&hub.raw).await {
        let begins: Vec<String> = facts
            .iter()
            .filter_map(|fact| fact.strip_prefix("index ")?.split_once(" on (").map(|(_, rest)| rest.to_owned()))
            .collect();
        let keys: Vec<&String> = facts.iter().filter(|fact| fact.contains("part 1 of the primary key")).collect();
        for fact in facts.iter().filter(|fact| fact.contains(" refers to ")) {
            let column = fact.trim_start_matches('(').split([',', ')']).next().unwrap();
            let is_found = NEVER.contains(&column)
                || begins.iter().any(|columns| {
                    columns.starts_with(&format!("{column},")) || columns.starts_with(&format!("{column})"))
                })
                || keys.iter().any(|key| key.starts_with(&format!("column {column}:")));
            assert!(is_found, "{table}: {fact}, without an index");
        }
    }
}

//! The schema's history: each step forward and back, in SQL that both databases understand.

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use crate::{
    database::Kind,
    error::{Error, Result},
    store::Store,
};

macro_rules! steps {
    ($($name:literal),* $(,)?) => {
        [$(Step {
            name: $name,
            up: include_str!(concat!("../migrations/", $name, ".up.sql")),
            down: include_str!(concat!("../migrations/", $name, ".down.sql")),
        }),*]
    };
}

/// In the order of their application. Steps that were released are never changed.
const STEPS: [Step; 10] = steps![
    "0001_accounts",
    "0002_apis",
    "0003_work",
    "0004_servers",
    "0005_call_packs",
    "0006_open_servers",
    "0007_images",
    "0008_scaling",
    "0009_managed",
    "0010_secret_sources"
];

/// One process at a time migrates; the number is PostgreSQL's name for that.
pub(crate) const LOCK: &str = "SELECT pg_advisory_xact_lock(4726081142)";

#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

/// A step and whether it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `0001_accounts`
    pub name: String,
    /// It was taken.
    pub is_applied: bool,
}

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.into_iter().map(|step| Box::new(step) as Box<dyn MigrationTrait>).collect()
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.down).await
    }
}

async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    // SQLite keeps a clustered table in the order of its primary key, instead of beside an index of it.
    let (id, bytes, clustered) = match manager.get_database_backend() {
        DbBackend::Postgres => ("UUID", "BYTEA", ""),
        _ => ("BLOB(16)", "BLOB", " WITHOUT ROWID"),
    };
    let sql = sql.replace("{id}", id).replace("{bytes}", bytes).replace("{clustered}", clustered);
    manager.get_connection().execute_unprepared(&sql).await.map(drop)
}

impl Store {
    /// Takes all steps that were not taken yet.
    ///
    /// # Errors
    /// When one of them fails; then none was taken.
    pub async fn migrate(&self) -> Result<()> {
        let open = self.migrating().await?;
        Migrator::up(&open, None).await.map_err(|error| unknown(&error))?;
        Ok(open.commit().await?)
    }

    /// Takes the last `steps` steps back. What is kept in what they made is lost.
    ///
    /// # Errors
    /// When one of them fails; then none was taken back.
    pub async fn migrate_back(&self, steps: u32) -> Result<()> {
        let open = self.migrating().await?;
        Migrator::down(&open, Some(steps)).await.map_err(|error| unknown(&error))?;
        Ok(open.commit().await?)
    }

    /// Every step, and whether it was taken.
    ///
    /// # Errors
    /// When the database does not answer, or was migrated by a newer version.
    pub async fn migrations(&self) -> Result<Vec<Status>> {
        let open = self.migrating().await?;
        let steps = Migrator::get_migration_with_status(&open).await.map_err(|error| unknown(&error))?;
        let taken = |status: sea_orm_migration::MigrationStatus| status == sea_orm_migration::MigrationStatus::Applied;
        Ok(steps.iter().map(|step| Status { name: step.name().to_owned(), is_applied: taken(step.status()) }).collect())
    }

    async fn migrating(&self) -> Result<DatabaseTransaction> {
        let open = self.pools().begin().await?;
        if self.pools().kind == Kind::Postgres {
            open.execute_unprepared(LOCK).await?;
        }
        Ok(open)
    }
}

fn unknown(error: &DbErr) -> Error {
    Error::Unavailable(format!("{error}; a newer version of mcphub may have migrated it"))
}

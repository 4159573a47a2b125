//! Where the schema of a database stands.

use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr, Statement};

use crate::history::HISTORY;
use crate::presence::tables;

/// The table that `sea-orm-migration` keeps its record in.
pub(crate) const RECORD: &str = "seaql_migrations";

/// Where the schema of a database stands against this program's migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaStatus {
    /// No migration has run; the database may hold tables of others.
    Empty,
    /// Some migrations have not run yet.
    Behind {
        /// Their names, oldest first.
        pending: Vec<String>,
    },
    /// Every migration has run.
    Current,
    /// A newer program has run migrations that this one does not have.
    Ahead {
        /// Their names, in order.
        unknown: Vec<String>,
    },
}

/// Looks where the schema stands. It only reads, so an account with nothing but SELECT may ask.
pub async fn status<C: ConnectionTrait>(db: &C) -> Result<SchemaStatus, DbErr> {
    let recorded = recorded(db).await?;
    let unknown: Vec<_> =
        recorded.iter().filter(|name| !HISTORY.iter().any(|migration| migration.name == *name)).cloned().collect();
    let pending: Vec<_> = HISTORY
        .iter()
        .map(|migration| migration.name)
        .filter(|name| !recorded.iter().any(|done| done == name))
        .map(str::to_owned)
        .collect();
    Ok(if !unknown.is_empty() {
        SchemaStatus::Ahead { unknown }
    } else if pending.is_empty() {
        SchemaStatus::Current
    } else if recorded.is_empty() {
        SchemaStatus::Empty
    } else {
        SchemaStatus::Behind { pending }
    })
}

/// The names of the migrations that have run, in order.
pub(crate) async fn recorded<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, DbErr> {
    if !tables(db).await?.iter().any(|table| table.name == RECORD) {
        return Ok(Vec::new());
    }
    let statement =
        Statement::from_string(db.get_database_backend(), format!("SELECT version FROM {RECORD} ORDER BY version"));
    db.query_all_raw(statement).await?.iter().map(|row| row.try_get("", "version")).collect()
}

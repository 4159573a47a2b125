//! Up and down.

use sea_orm_migration::prelude::MigratorTrait;
use sea_orm_migration::sea_orm::{DatabaseConnection, DatabaseTransaction};

use crate::adopt::original::ORIGINAL;
use crate::error::MigrateError;
use crate::history::Migrator;
use crate::presence::tables;
use crate::session::Session;
use crate::status::{RECORD, SchemaStatus, recorded, status};
use crate::tracking::repair;

/// What a run of migrations did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Names of the migrations that ran, in the order they ran in; empty when there was nothing to do.
    pub names: Vec<String>,
}

/// Brings the schema up to this program. Of two migrators at once, one works and the other waits, at most a minute;
/// it then finds nothing left to do. In a schema that is current, triggers that are missing are made, if the account may.
pub async fn migrate(db: &DatabaseConnection) -> Result<Applied, MigrateError> {
    match status(db).await? {
        SchemaStatus::Current => {
            repair(db).await?;
            return Ok(Applied::default());
        }
        SchemaStatus::Ahead { unknown } => return Err(MigrateError::Ahead { unknown }),
        SchemaStatus::Empty | SchemaStatus::Behind { .. } => {}
    }
    let session = Session::begin(db).await?;
    let outcome = Box::pin(up(&session.connection)).await;
    session.end(outcome).await
}

/// Takes the newest `steps` migrations back, with all that is in their tables.
pub async fn down(db: &DatabaseConnection, steps: u32) -> Result<Applied, MigrateError> {
    let session = Session::begin(db).await?;
    let outcome = Box::pin(back(&session.connection, steps)).await;
    session.end(outcome).await
}

/// Runs the pending migrations on a connection that holds the lock.
pub(crate) async fn up(connection: &DatabaseTransaction) -> Result<Applied, MigrateError> {
    // Asked again: another migrator may have held the lock since.
    match status(connection).await? {
        SchemaStatus::Current => return Ok(Applied::default()),
        SchemaStatus::Ahead { unknown } => return Err(MigrateError::Ahead { unknown }),
        SchemaStatus::Empty => refuse_occupied(connection).await?,
        SchemaStatus::Behind { .. } => {}
    }
    let before = recorded(connection).await?;
    Migrator::up(connection, None).await?;
    let mut names = recorded(connection).await?;
    names.retain(|name| !before.contains(name));
    Ok(Applied { names })
}

async fn back(connection: &DatabaseTransaction, steps: u32) -> Result<Applied, MigrateError> {
    if let SchemaStatus::Ahead { unknown } = status(connection).await? {
        return Err(MigrateError::Ahead { unknown });
    }
    let mut names = recorded(connection).await?;
    Migrator::down(connection, Some(steps)).await?;
    let after = recorded(connection).await?;
    names.retain(|name| !after.contains(name));
    names.reverse();
    Ok(Applied { names })
}

/// A database that no migration has touched must not hold tables that could be taken for ours: one of the original
/// model would otherwise get nine empty tables beside its own.
async fn refuse_occupied(connection: &DatabaseTransaction) -> Result<(), MigrateError> {
    let mut occupied: Vec<_> = tables(connection)
        .await?
        .into_iter()
        .filter(|present| !present.is_remnant && present.name != RECORD)
        .map(|present| present.name)
        .filter(|name| ORIGINAL.iter().any(|original| original.is_named(name)))
        .collect();
    if occupied.is_empty() {
        return Ok(());
    }
    occupied.sort_unstable();
    Err(MigrateError::Occupied { tables: occupied })
}

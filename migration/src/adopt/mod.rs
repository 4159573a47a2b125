//! Taking over a database of the original model, with all its rows.

mod column;
mod inspect;
pub(crate) mod original;
mod plan;

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr};
use thiserror::Error;

use crate::dialect::Dialect;
use crate::error::MigrateError;
use crate::history::{BANK_TABLES, HISTORY};
use crate::migrate::{Applied, up};
use crate::session::Session;
use crate::status::{SchemaStatus, recorded, status};
use inspect::{Found, count_orphans, count_zero_dates, inspect};
use plan::Plan;

/// How to adopt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AdoptOptions {
    /// Find out what would be done, and change nothing.
    pub dry_run: bool,
    /// Leave views under the original names that differ from ours even without regard to case.
    pub views: bool,
}

/// What an adoption did, or in a dry run would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// The statements in their order; empty when the database was adopted before.
    pub statements: Vec<String>,
    /// The migrations that ran after the nine tables were taken over; empty in a dry run.
    pub applied: Applied,
}

/// Why a database could not be adopted. No message shows a row.
#[derive(Debug, Error)]
pub enum AdoptError {
    /// The original model is a `MySQL` schema.
    #[error("only a MySQL or MariaDB database can be adopted; for an empty database run `tellergraph migrate`")]
    NotMySql,
    /// The database is not of the original model, or something in it would be lost. Nothing was changed.
    #[error("nothing was changed, because the database is not as the original model has it: {}", obstacles.join("; "))]
    Obstacles {
        /// What stands in the way, each in a sentence with the names of its table and column.
        obstacles: Vec<String>,
    },
    /// What stops a migration stops an adoption.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

impl From<DbErr> for AdoptError {
    fn from(error: DbErr) -> Self {
        Self::Migrate(error.into())
    }
}

/// Takes a `MySQL` or `MariaDB` database of the original model over: our names, 64-bit keys, collations, foreign keys and
/// indexes, and then the migrations that follow. Every row and every column of the bank's own stays. A second run
/// changes nothing, and a run that was broken off goes on where it was.
pub async fn adopt(db: &DatabaseConnection, options: AdoptOptions) -> Result<Adopted, AdoptError> {
    if !Dialect::of(db).await?.is_mysql() {
        return Err(AdoptError::NotMySql);
    }
    let session = Session::begin(db).await?;
    let outcome = Box::pin(take_over(&session.connection, session.dialect, options)).await;
    session.end(outcome).await
}

async fn take_over(
    connection: &DatabaseTransaction,
    dialect: Dialect,
    options: AdoptOptions,
) -> Result<Adopted, AdoptError> {
    if let SchemaStatus::Ahead { unknown } = status(connection).await? {
        return Err(MigrateError::Ahead { unknown }.into());
    }
    let found = inspect(connection).await?;
    let recorded = recorded(connection).await?;
    let mut statements = statements(connection, &found, dialect, options, &recorded).await?;
    if options.dry_run {
        statements.extend(later_statements(dialect, &recorded));
        return Ok(Adopted { statements, applied: Applied::default() });
    }
    if !statements.is_empty() {
        // No value may be bent to fit.
        let strict = "SET @tellergraph_mode = @@SESSION.sql_mode, \
                      SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";
        connection.execute_unprepared(strict).await?;
        let outcome = execute(connection, &statements).await;
        connection.execute_unprepared("SET SESSION sql_mode = @tellergraph_mode").await?;
        outcome?;
    }
    let applied = up(connection).await?;
    Ok(Adopted { statements, applied })
}

async fn statements(
    connection: &DatabaseTransaction,
    found: &Found,
    dialect: Dialect,
    options: AdoptOptions,
    recorded: &[String],
) -> Result<Vec<String>, AdoptError> {
    let plan = Plan::new(found, dialect).map_err(|obstacles| AdoptError::Obstacles { obstacles })?;
    let mut obstacles = plan.obstacles();
    if obstacles.is_empty() {
        for (table, key, parent) in plan.missing_foreign_keys() {
            let orphans = count_orphans(connection, (table, key.column), (parent, key.parent_key)).await?;
            if orphans > 0 {
                obstacles
                    .push(format!("{orphans} rows of {table} have a {} that is in no row of {parent}", key.column));
            }
        }
        for (table, column) in plan.dates() {
            let zeros = count_zero_dates(connection, table, column).await?;
            if zeros > 0 {
                obstacles.push(format!(
                    "{zeros} rows of {table} have a {column} that is no day of the calendar, such as 0000-00-00: set it \
                     to NULL where the day is unknown"
                ));
            }
        }
    }
    if obstacles.is_empty() { Ok(plan.statements(options, recorded)) } else { Err(AdoptError::Obstacles { obstacles }) }
}

async fn execute(connection: &DatabaseTransaction, statements: &[String]) -> Result<(), DbErr> {
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// What the migrations after the nine tables will do.
fn later_statements(dialect: Dialect, recorded: &[String]) -> Vec<String> {
    HISTORY
        .iter()
        .filter(|migration| !BANK_TABLES.contains(&migration.name))
        .filter(|migration| !recorded.iter().any(|done| done == migration.name))
        .flat_map(|migration| (migration.up)())
        .filter_map(|step| step.statement(dialect))
        .collect()
}

//! The one connection on which a migration works, with the lock that keeps a second migrator waiting.
//!
//! On `SQLite` and `PostgreSQL` it is one transaction: all of a run's migrations take place or none. `MySQL` ends a
//! transaction at every statement that changes the schema, so there the steps can be run again instead.

use std::time::{Duration, Instant};

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use crate::dialect::Dialect;
use crate::error::{MigrateError, Refusal};

/// How long a migrator waits for another.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long `SQLite`, which has no queue for its lock, is left alone between two attempts.
const PAUSE: Duration = Duration::from_millis(50);
/// The key of the lock among the advisory locks of a `PostgreSQL` database: "tellergr" in ASCII.
const ADVISORY_KEY: i64 = 0x7465_6c6c_6572_6772;
/// Locks of `MySQL` are the server's, so the name says which database is meant.
const MYSQL_LOCK: &str = "CONCAT('tellergraph.', SHA1(DATABASE()))";

/// A connection that holds the lock.
pub(crate) struct Session {
    pub(crate) connection: DatabaseTransaction,
    pub(crate) dialect: Dialect,
}

impl Session {
    /// Waits for the lock, at most [`PATIENCE`].
    pub(crate) async fn begin(db: &DatabaseConnection) -> Result<Self, MigrateError> {
        let dialect = Dialect::of(db).await?;
        let connection = match dialect {
            Dialect::Sqlite => begin_immediate(db).await?,
            Dialect::Postgres => lock_postgres(db.begin().await?).await?,
            Dialect::MySql | Dialect::MariaDb => lock_mysql(db.begin().await?).await?,
        };
        Ok(Self { connection, dialect })
    }

    /// Keeps what was done when it was done well, and lets go of the lock either way.
    pub(crate) async fn end<T, E: From<DbErr>>(self, outcome: Result<T, E>) -> Result<T, E> {
        if self.dialect.is_mysql() {
            // The connection goes back to its pool, so it must be left as it was.
            let restore = "SET SESSION lock_wait_timeout = @tellergraph_lock_wait";
            self.connection.execute_unprepared(restore).await?;
            self.connection.execute_unprepared(&format!("DO RELEASE_LOCK({MYSQL_LOCK})")).await?;
        }
        if outcome.is_ok() {
            self.connection.commit().await?;
        } else {
            self.connection.rollback().await?;
        }
        outcome
    }
}

async fn begin_immediate(db: &DatabaseConnection) -> Result<DatabaseTransaction, MigrateError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let start = Instant::now();
    loop {
        match db.begin_with_options(options).await {
            Err(error) if Refusal::of(&error) == Some(Refusal::Locked) => {
                if start.elapsed() > PATIENCE {
                    return Err(MigrateError::Busy);
                }
                tokio::time::sleep(PAUSE).await;
            }
            other => return Ok(other?),
        }
    }
}

async fn lock_postgres(connection: DatabaseTransaction) -> Result<DatabaseTransaction, MigrateError> {
    // The server's connections may carry a deadline for statements, which is not meant for the building of an index.
    let patience = format!("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '{}s'", PATIENCE.as_secs());
    connection.execute_unprepared(&patience).await?;
    let lock = format!("SELECT pg_advisory_xact_lock({ADVISORY_KEY})");
    match connection.execute_unprepared(&lock).await {
        Ok(_) => Ok(connection),
        Err(error) if Refusal::of(&error) == Some(Refusal::Locked) => Err(MigrateError::Busy),
        Err(error) => Err(error.into()),
    }
}

async fn lock_mysql(connection: DatabaseTransaction) -> Result<DatabaseTransaction, MigrateError> {
    let lock = Statement::from_string(
        connection.get_database_backend(),
        format!("SELECT GET_LOCK({MYSQL_LOCK}, {}) AS held", PATIENCE.as_secs()),
    );
    let held: Option<i64> = match connection.query_one_raw(lock).await? {
        Some(row) => row.try_get("", "held").map_err(MigrateError::from)?,
        None => None,
    };
    if held != Some(1) {
        return Err(MigrateError::Busy);
    }
    // A table that somebody reads in an open transaction would otherwise be waited for a whole day.
    let patience = format!(
        "SET @tellergraph_lock_wait = @@SESSION.lock_wait_timeout, SESSION lock_wait_timeout = {}",
        PATIENCE.as_secs()
    );
    connection.execute_unprepared(&patience).await?;
    Ok(connection)
}

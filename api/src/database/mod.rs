//! Connections to the database, whichever engine it is, and where its schema stands.

mod connections;
mod lanes;
mod transaction;

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr,
    sqlx::{
        self,
        sqlite::{SqliteJournalMode, SqliteSynchronous},
    },
};
use tellergraph_migration::SchemaStatus;

use crate::{
    config::{Database, Engine},
    graphql::error::{describe, driver_error},
    store::seeding::is_running,
};

pub use connections::Connections;
pub use lanes::Lanes;
pub(crate) use transaction::{begin_snapshot, begin_unbroken};

/// How long the question whether the database is ready may take.
const READINESS_PATIENCE: Duration = Duration::from_secs(1);

/// How long connections may take to be closed. The pool waits for those that it is still trying to open, for minutes
/// when the database is away, and nothing is lost that way.
const CLOSING_PATIENCE: Duration = Duration::from_secs(3);

/// How many rows of an `SQLite` statement may wait for whoever reads them. They come from a thread of their own, which
/// is put to sleep and woken each time that so many wait: with the driver's 50, that takes longer than reading them.
const ROWS_WAITING: usize = 2_000;

/// Why a database cannot be worked with. Each message is one line that says what to do; none holds a statement or a
/// password.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// No server answers at the address.
    #[error("no {engine} answers at {url}: start it, or correct DATABASE_URL")]
    Unreachable {
        /// The engine that was expected.
        engine: Engine,
        /// Its address, without the password.
        url: String,
    },
    /// The server refuses the user.
    #[error("{engine} refuses the user or the password of DATABASE_URL ({url}): correct them")]
    Refused {
        /// The engine.
        engine: Engine,
        /// Its address, without the password.
        url: String,
    },
    /// The server has no such database.
    #[error("{engine} has no database of that name ({url}): create it, or correct DATABASE_URL")]
    Missing {
        /// The engine.
        engine: Engine,
        /// Its address, without the password.
        url: String,
    },
    /// The file cannot be opened, or is no database.
    #[error("cannot open the database {url}: {reason}")]
    File {
        /// The address of the file.
        url: String,
        /// What is wrong with it and what to do.
        reason: &'static str,
    },
    /// Anything else that the driver says about the address or the connection.
    #[error("cannot use the database {url}: check DATABASE_URL and its options ({kind})")]
    Unusable {
        /// Its address, without the password.
        url: String,
        /// Which part failed.
        kind: &'static str,
    },
    /// The schema is not the one this program works with.
    #[error("{0}")]
    Schema(String),
}

/// Opens the database. An SQLite file that is missing is created.
pub async fn connect(config: &Database) -> Result<DatabaseConnection, DatabaseError> {
    sea_orm::Database::connect(options(config)).await.map_err(|error| sort(config, &error))
}

/// Opens connections for requests, whose statements end with their requests. `aside` is another way to the same
/// database, and `deadline` the longest that a request may take.
pub async fn lanes(config: &Database, deadline: Duration, aside: DatabaseConnection) -> Result<Lanes, DatabaseError> {
    Lanes::new(config, deadline, aside).await.map_err(|error| sort(config, &error))
}

fn options(config: &Database) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url.expose());
    let busy_timeout = Duration::from_millis(config.busy_timeout_ms);
    options
        .max_connections(config.max_connections)
        .min_connections(config.min_connections)
        .acquire_timeout(Duration::from_millis(config.acquire_timeout_ms))
        // A connection that sat idle may have been cut by the server: ask before it is given to a request.
        .test_before_acquire(false)
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        // Statements and what is bound to them are about people.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .set_application_name("tellergraph")
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(busy_timeout)
                .row_buffer_size(ROWS_WAITING)
                // Readers go on while one writes.
                .journal_mode(SqliteJournalMode::Wal)
                // What is acknowledged survives a power cut.
                .synchronous(SqliteSynchronous::Full)
        });
    options
}

/// Closes the connections. An SQLite file is complete by itself then: what was written last is in no file beside it.
pub(crate) async fn close(database: DatabaseConnection) {
    match tokio::time::timeout(CLOSING_PATIENCE, database.close()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(cause = describe(&error), "the database did not close cleanly"),
        Err(_) => tracing::warn!("the connections to the database were not closed in time"),
    }
}

/// Where the schema stands.
pub async fn schema_status(config: &Database, database: &DatabaseConnection) -> Result<SchemaStatus, DatabaseError> {
    tellergraph_migration::status(database).await.map_err(|error| sort(config, &error))
}

/// Whether the database answers and has the schema of this program; the reason if not. It takes a second at most.
pub(crate) async fn readiness(database: &DatabaseConnection) -> Result<(), &'static str> {
    let asked = tokio::time::timeout(READINESS_PATIENCE, async {
        database.execute_unprepared("SELECT 1").await?;
        let schema = tellergraph_migration::status(database).await?;
        Ok::<_, DbErr>((
            schema == SchemaStatus::Current,
            schema == SchemaStatus::Current && is_running(database).await?,
        ))
    });
    match asked.await {
        Ok(Ok((true, false))) => Ok(()),
        Ok(Ok((true, true))) => Err("the database is still being filled"),
        Ok(Ok((false, _))) => Err("the schema is not the one this program works with"),
        Ok(Err(_)) => Err("the database does not answer"),
        Err(_) => Err("the database does not answer in time"),
    }
}

/// Says what an error at the start means to the person who reads it.
pub(crate) fn sort(config: &Database, error: &DbErr) -> DatabaseError {
    let url = config.url.to_string();
    let engine = config.url.engine();
    match driver_error(error) {
        Some(sqlx::Error::Database(reported)) => {
            let code = reported.code().unwrap_or_default();
            match (engine, code.as_ref()) {
                (Engine::Sqlite, code) => {
                    // The low byte of SQLite's codes is the kind.
                    let kind = code.parse::<u32>().map_or(0, |code| code & 0xff);
                    DatabaseError::File { url, reason: sqlite_reason(kind) }
                }
                // SQLSTATE: class 28 is authorisation, 3D and 42000 with these numbers a missing database.
                (_, code) if code.starts_with("28") => DatabaseError::Refused { engine, url },
                (Engine::Postgres, code) if code.starts_with("3D") => DatabaseError::Missing { engine, url },
                (Engine::Mysql, "42000") => DatabaseError::Missing { engine, url },
                _ => DatabaseError::Unusable { url, kind: "the server refused" },
            }
        }
        Some(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => DatabaseError::Unreachable { engine, url },
        Some(sqlx::Error::Tls(_)) => DatabaseError::Unusable { url, kind: "TLS" },
        Some(sqlx::Error::Configuration(_)) => DatabaseError::Unusable { url, kind: "the address" },
        _ => match error {
            DbErr::ConnectionAcquire(_) => DatabaseError::Unreachable { engine, url },
            _ => DatabaseError::Unusable { url, kind: "the connection" },
        },
    }
}

const fn sqlite_reason(kind: u32) -> &'static str {
    match kind {
        5 | 6 => "another program holds it locked; end that program",
        8 => "it cannot be written; make the file and its folder writable, or name another in DATABASE_URL",
        10 => "the disk reports errors; check it",
        11 | 26 => "the file is not a database, or is damaged; name another in DATABASE_URL",
        13 => "the disk is full; make room",
        14 => "the folder does not exist or cannot be written; create it, or name another in DATABASE_URL",
        _ => "SQLite refuses it; name another file in DATABASE_URL",
    }
}

#[cfg(test)]
mod tests;

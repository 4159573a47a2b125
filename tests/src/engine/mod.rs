//! The engines, and a database of its own for each test.

pub mod mariadb;
pub mod postgres;
mod server;
mod sqlite;

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};
use tellergraph_migration::{MigrateError, migrate};
use tempfile::TempDir;

use crate::require::Tool;
pub use server::StartError;
pub(crate) use server::{Account, account};

/// An engine that the product runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// One server for the test process.
    Postgres,
    /// One server for the test process; it stands for `MySQL` too.
    MariaDb,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::MariaDb];

    /// What must be installed for it.
    pub fn tool(self) -> Tool {
        match self {
            Self::Sqlite => Tool::Sqlite,
            Self::Postgres => Tool::Postgres,
            Self::MariaDb => Tool::MariaDb,
        }
    }

    /// Its name, as in the names of snapshots.
    pub fn name(self) -> &'static str {
        self.tool().name()
    }
}

/// Why there is no database to test on.
#[derive(Debug)]
pub enum DatabaseError {
    /// The server did not start.
    Start(StartError),
    /// The server did not make the database.
    Create(DbErr),
    /// The schema did not get into the database.
    Migrate(MigrateError),
    /// A file could not be made.
    File(std::io::Error),
}

impl std::fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Start(error) => write!(f, "the server did not start: {error}"),
            Self::Create(error) => write!(f, "the database was not made: {error}"),
            Self::Migrate(error) => write!(f, "the schema was not made: {error} ({error:?})"),
            Self::File(error) => write!(f, "the file was not made: {error}"),
        }
    }
}

impl std::error::Error for DatabaseError {}

impl From<StartError> for DatabaseError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<DbErr> for DatabaseError {
    fn from(error: DbErr) -> Self {
        Self::Create(error)
    }
}

impl From<MigrateError> for DatabaseError {
    fn from(error: MigrateError) -> Self {
        Self::Migrate(error)
    }
}

impl From<std::io::Error> for DatabaseError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

/// A database that one test has for itself; it goes when this is dropped.
#[derive(Debug)]
pub struct Database {
    /// The engine it is on.
    pub engine: Engine,
    /// Where it is, in the form that `DATABASE_URL` takes.
    pub url: String,
    left: Left,
}

/// What is left to clean up.
#[derive(Debug)]
enum Left {
    /// The folder of a file; it removes itself.
    Folder(#[expect(dead_code, reason = "held for its Drop")] TempDir),
    /// A statement for the server, with the address to give it at.
    Statement { admin: String, statement: String },
}

impl Database {
    /// A database without a table. On `SQLite` not even the file is there.
    pub async fn empty(engine: Engine) -> Result<Self, DatabaseError> {
        match engine {
            Engine::Sqlite => sqlite::empty(),
            Engine::Postgres => Box::pin(postgres::empty()).await,
            Engine::MariaDb => Box::pin(mariadb::shared()).await?.empty().await,
        }
    }

    /// A database with the current schema and no row.
    pub async fn create(engine: Engine) -> Result<Self, DatabaseError> {
        match engine {
            Engine::Sqlite => Box::pin(sqlite::migrated()).await,
            Engine::Postgres => Box::pin(postgres::migrated()).await,
            Engine::MariaDb => {
                let database = Self::empty(engine).await?;
                Box::pin(migrate(&database.connect().await?)).await?;
                Ok(database)
            }
        }
    }

    /// A small pool on the database.
    pub async fn connect(&self) -> Result<DatabaseConnection, DbErr> {
        // The product makes a missing file itself; the driver must be told to.
        let mode = if self.engine == Engine::Sqlite { "?mode=rwc" } else { "" };
        connect(&format!("{}{mode}", self.url), 4).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Left::Statement { admin, statement } = &self.left else { return };
        let (admin, statement) = (admin.clone(), statement.clone());
        // Not waited for: what it frees is disk and memory during the run, and the whole server goes at its end.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(execute(&admin, &statement)).ok()
        });
    }
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).sqlx_logging(false);
    sea_orm::Database::connect(options).await
}

/// Gives one statement to a server, on a connection of its own.
async fn execute(url: &str, statement: &str) -> Result<(), DbErr> {
    let connection = connect(url, 1).await?;
    connection.execute_unprepared(statement).await?;
    connection.close().await
}

/// A name that no other database of this process has.
fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(1);
    format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

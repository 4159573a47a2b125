//! From rows to a database: in one transaction, or chunk by chunk so that a filling that ends early can be resumed.

mod advance;
pub(crate) mod chunk;
mod ledger;
mod mysql;
mod postgres;
mod pour;
mod sqlite;
pub(crate) mod text;

use std::num::NonZeroU64;
use std::sync::Arc;

use sea_orm::sqlx;
use sea_orm::{DatabaseConnection, DbBackend, DbErr, RuntimeErr};

use crate::bank::Bank;
use crate::counts::Counts;
use crate::fingerprint::Fingerprint;
use crate::plan::Plan;
use crate::record::Table;
use chunk::Encoder;

/// Up to so many customers a bank is written in one transaction unless it is told otherwise: about three million rows,
/// which engines take back in a minute.
pub const ATOMIC_CUSTOMERS: u64 = 10_000;

/// Rows of a chunk, about: enough that a commit does not count, few enough that some chunks at once fit into memory.
const CHUNK_ROWS: NonZeroU64 = NonZeroU64::new(100_000).expect("not zero");

/// What becomes of rows that were written when a filling ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One transaction: all rows or none.
    Atomic,
    /// Chunks are committed one by one, and noted in `gen_chunk`. The same plan goes on where the filling ended; until
    /// it is complete, `gen_run` says that it is running.
    Resumable,
}

/// How a database is filled.
#[derive(Clone, Copy, Debug)]
pub struct FillOptions {
    /// What is committed together.
    pub mode: Mode,
    /// Leave out what protects the rows from a machine that goes down: the file may be damaged then. It is noted in
    /// `gen_run`.
    pub unsafe_fast: bool,
    /// How many rows a chunk has, about. A filling that is resumed keeps its own.
    pub chunk_rows: NonZeroU64,
}

impl FillOptions {
    /// What suits so many customers: one transaction up to [`ATOMIC_CUSTOMERS`].
    pub const fn for_customers(customers: u64) -> Self {
        let mode = if customers <= ATOMIC_CUSTOMERS { Mode::Atomic } else { Mode::Resumable };
        Self { mode, unsafe_fast: false, chunk_rows: CHUNK_ROWS }
    }
}

/// How far a filling has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers written so far, those of chunks that were there before included.
    pub customers: u64,
    /// Customers of the whole plan.
    pub of: u64,
    /// Rows of all tables written so far, in the same sense.
    pub rows: u64,
}

/// A database that holds the whole plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Rows of the plan.
    pub counts: Counts,
    /// What they come to.
    pub fingerprint: Fingerprint,
    /// How many of the rows were there already, from a filling that ended early or that was complete.
    pub found: u64,
}

/// Why a database was not filled. The messages carry neither statements nor personal data; the database's own words
/// are in the source.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The database holds a bank already.
    #[error("the table {table} is not empty: only an empty database can be filled")]
    NotEmpty {
        /// The first table that has a row.
        table: &'static str,
    },
    /// The filling of another plan was begun and is not complete.
    #[error(
        "the filling with another bank ({dataset}…) ended early: give the numbers of that one again to complete it, or \
         take an empty database"
    )]
    OtherPlan {
        /// The first digits of the other plan's dataset id.
        dataset: String,
    },
    /// Another process is writing to the database, most likely filling it too.
    #[error("another process is filling this database")]
    Busy,
    /// The file beside an `SQLite` database that says who fills it cannot be made.
    #[error("no file can be made beside the database: make its folder writable")]
    Lock(#[source] std::io::Error),
    /// A table could not be read, most likely because it is not there.
    #[error("the table {table} cannot be read: are the tables made?")]
    Unreadable {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// Rows could not be written.
    #[error("the rows of the table {table} cannot be written{}", reason(source))]
    Write {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// The transaction could not be begun or committed.
    #[error("the database does not take the transaction{}", reason(.0))]
    Transaction(#[source] DbErr),
    /// Indexes, foreign keys or triggers could not be taken away for the time of the filling, or not be made again.
    #[error("the indexes of the tables cannot be made{}", reason(.0))]
    Schema(#[source] DbErr),
    /// The rows could not be made.
    #[error("the generator ended early")]
    Generator,
    /// The plan has rows that point nowhere, which no foreign key lets in.
    #[error("rows that point nowhere can be written to files only")]
    PointsNowhere,
    /// Not one of the three engines.
    #[error("this kind of database cannot be filled")]
    Engine,
}

impl FillError {
    /// What the database said, if it said something.
    pub fn database_error(&self) -> Option<&DbErr> {
        match self {
            Self::Unreadable { source, .. }
            | Self::Write { source, .. }
            | Self::Transaction(source)
            | Self::Schema(source) => Some(source),
            _ => None,
        }
    }
}

/// What a person can do something about, after a colon; nothing otherwise.
fn reason(error: &DbErr) -> &'static str {
    let (DbErr::Exec(RuntimeErr::SqlxError(driver)) | DbErr::Conn(RuntimeErr::SqlxError(driver))) = error else {
        return "";
    };
    match &**driver {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => ": the connection was lost",
        sqlx::Error::Database(told) => {
            let code = told.code().unwrap_or_default();
            // SQLite's codes are numbers of which the low byte is the kind; the servers' are SQLSTATEs of five signs.
            let kind = if code.len() < 5 { code.parse::<u32>().ok().map(|code| code & 0xFF) } else { None };
            match (&*code, kind) {
                (_, Some(13)) | ("53100", _) => ": the disk is full",
                (_, Some(10)) => ": the disk is full or reports errors",
                (_, Some(8)) => ": the file cannot be written",
                ("57P01" | "57P02" | "08006" | "08S01" | "70100", _) => ": the connection was lost",
                _ => "",
            }
        }
        _ => "",
    }
}

/// Fills a database whose nine tables are there and empty with the plan, in one transaction. Memory does not grow with
/// the number of customers. `progress` is called after every few hundred of them.
///
/// When this future is dropped before it ends, the database takes everything back.
pub async fn fill(db: &DatabaseConnection, plan: &Plan, progress: impl FnMut(Progress)) -> Result<Counts, FillError> {
    let options = FillOptions { mode: Mode::Atomic, ..FillOptions::for_customers(plan.customers()) };
    Ok(fill_with(db, &Arc::new(Bank::of(plan.clone())), options, progress).await?.counts)
}

/// [`fill`], as the options say.
///
/// A filling of the same plan that ended early is resumed in any mode. When this future is dropped, what is not
/// committed is taken back.
pub async fn fill_with(
    db: &DatabaseConnection,
    bank: &Arc<Bank>,
    options: FillOptions,
    progress: impl FnMut(Progress),
) -> Result<Filled, FillError> {
    if bank.plan().options().dirty_fk {
        return Err(FillError::PointsNowhere);
    }
    let fast = options.unsafe_fast;
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            let sink = sqlite::Sink::open(db.get_sqlite_connection_pool(), fast).await?;
            pour::pour(sink, bank, options, progress).await
        }
        DbBackend::Postgres => {
            let sink = postgres::Sink::open(db.get_postgres_connection_pool(), fast).await?;
            pour::pour(sink, bank, options, progress).await
        }
        DbBackend::MySql => {
            let sink = mysql::Sink::open(db.get_mysql_connection_pool(), fast).await?;
            pour::pour(sink, bank, options, progress).await
        }
        _ => Err(FillError::Engine),
    }
}

/// Why a bank was not advanced.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// There is nothing that could go on: the database is empty, still being filled, or holds a bank's own rows.
    #[error("the database holds no bank that `tellergraph seed` has completed")]
    NoBank,
    /// The database holds another bank than the one that is to go on.
    #[error("the database holds another bank ({dataset}…): give the numbers that it was filled with")]
    OtherBank {
        /// The first digits of its dataset id.
        dataset: String,
    },
    /// The rows could not be written.
    #[error(transparent)]
    Write(#[from] FillError),
}

/// What a bank that was advanced has more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Advanced {
    /// Rows that were added.
    pub added: u64,
    /// Rows that were there and changed: balances, standings, credit files.
    pub changed: u64,
    /// What all rows come to now.
    pub fingerprint: Fingerprint,
}

/// Turns a database that holds `before` into one that holds `after`, the same bank [later](Plan::advanced), in one
/// transaction. Rows that others added or changed meanwhile are neither looked for nor spared.
pub async fn advance(
    db: &DatabaseConnection,
    before: &Arc<Bank>,
    after: &Arc<Bank>,
    progress: impl FnMut(Progress),
) -> Result<Advanced, AdvanceError> {
    match db.get_database_backend() {
        DbBackend::Sqlite => {
            let sink = sqlite::Sink::open(db.get_sqlite_connection_pool(), false).await?;
            advance::advance(sink, before, after, progress).await
        }
        DbBackend::Postgres => {
            let sink = postgres::Sink::open(db.get_postgres_connection_pool(), false).await?;
            advance::advance(sink, before, after, progress).await
        }
        DbBackend::MySql => {
            let sink = mysql::Sink::open(db.get_mysql_connection_pool(), false).await?;
            advance::advance(sink, before, after, progress).await
        }
        _ => Err(FillError::Engine.into()),
    }
}

/// A connection that no other filling can have at the same time. When it is dropped, an open transaction is taken back.
trait Sink: Sized {
    /// Gives rows the form that is written.
    type Encoder: Encoder;

    /// The kind of statements it takes.
    const BACKEND: DbBackend;

    fn encoder(&self) -> Self::Encoder;

    /// Begins a transaction.
    async fn begin(&mut self) -> Result<(), FillError>;

    /// Takes away what is quicker made after the rows than kept up with each of them, as far as the engine takes changes
    /// of the schema back and readers need not wait; gives the statements that make it again.
    async fn defer(&mut self, _: Mode) -> Result<Vec<String>, sqlx::Error> {
        Ok(Vec::new())
    }

    /// Runs a statement in the transaction.
    async fn execute(&mut self, sql: String) -> Result<(), sqlx::Error>;

    /// Reads a few rows in the transaction.
    async fn read(&mut self, sql: String) -> Result<Vec<(i64, String, String)>, sqlx::Error>;

    /// Adds rows of a table.
    async fn write(
        &mut self,
        table: &'static Table,
        portion: <Self::Encoder as Encoder>::Portion,
    ) -> Result<(), sqlx::Error>;

    /// Ends the transaction and keeps what was done.
    async fn commit(&mut self) -> Result<(), sqlx::Error>;

    /// Takes an open transaction back, and lets others fill.
    async fn close(self) -> Result<(), sqlx::Error>;
}

fn caused_by(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

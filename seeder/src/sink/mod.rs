//! From rows to a database: all of a plan in one transaction, or nothing.

mod mysql;
mod postgres;
mod record;
mod sqlite;

use sea_orm::sqlx;
use sea_orm::{DatabaseConnection, DbBackend, DbErr, RuntimeErr};

use crate::counts::Counts;
use crate::plan::Plan;
use record::{Record, TABLES, Table};

/// How far a filling has come. What is counted here is not committed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Customers written so far.
    pub customers: u64,
    /// Customers of the whole plan.
    pub of: u64,
    /// Rows of all tables written so far.
    pub rows: u64,
}

/// Why a database was not filled. Nothing of the plan is in it then. The messages carry neither statements nor
/// personal data; the database's own words are in the source.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The database holds a bank already.
    #[error("the table {table} is not empty: only an empty database can be filled")]
    NotEmpty {
        /// The first table that has a row.
        table: &'static str,
    },
    /// Another process is writing to the database, most likely filling it too.
    #[error("another process is filling this database")]
    Busy,
    /// A table could not be read, most likely because it is not there.
    #[error("the table {table} cannot be read: are the tables made?")]
    Unreadable {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// Rows could not be written.
    #[error("the rows of the table {table} cannot be written")]
    Write {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// The transaction could not be begun or committed.
    #[error("the database does not take the transaction")]
    Transaction(#[source] DbErr),
    /// Not one of the three engines.
    #[error("this kind of database cannot be filled")]
    Engine,
}

/// Generates the plan into a database whose nine tables are there and empty, in one transaction. Memory does not grow
/// with the number of customers. `progress` is called after every few hundred of them.
///
/// When this future is dropped before it ends, the database takes everything back.
pub async fn fill(db: &DatabaseConnection, plan: &Plan, progress: impl FnMut(Progress)) -> Result<Counts, FillError> {
    match db.get_database_backend() {
        DbBackend::Sqlite => pour(sqlite::Sink::begin(db.get_sqlite_connection_pool()).await?, plan, progress).await,
        DbBackend::Postgres => {
            pour(postgres::Sink::begin(db.get_postgres_connection_pool()).await?, plan, progress).await
        }
        DbBackend::MySql => pour(mysql::Sink::begin(db.get_mysql_connection_pool()).await?, plan, progress).await,
        _ => Err(FillError::Engine),
    }
}

/// An open transaction that no other filling can have at the same time.
trait Sink: Sized {
    /// Whether the table has any row.
    async fn has_rows(&mut self, table: &Table) -> Result<bool, sqlx::Error>;

    /// Adds rows.
    async fn store<R: Record + Sync>(&mut self, rows: &[R]) -> Result<(), sqlx::Error>;

    /// Keeps everything.
    async fn commit(self) -> Result<(), sqlx::Error>;

    /// Takes everything back.
    async fn roll_back(self) -> Result<(), sqlx::Error>;
}

async fn pour<S: Sink>(mut sink: S, plan: &Plan, progress: impl FnMut(Progress)) -> Result<Counts, FillError> {
    match pour_rows(&mut sink, plan, progress).await {
        Ok(counts) => {
            sink.commit().await.map_err(|error| FillError::Transaction(caused_by(error)))?;
            Ok(counts)
        }
        Err(error) => {
            // When even this fails the connection is gone, and the database takes the rows back by itself.
            let _ = sink.roll_back().await;
            Err(error)
        }
    }
}

async fn pour_rows<S: Sink>(
    sink: &mut S,
    plan: &Plan,
    mut progress: impl FnMut(Progress),
) -> Result<Counts, FillError> {
    for table in TABLES {
        match sink.has_rows(table).await {
            Ok(false) => {}
            Ok(true) => return Err(FillError::NotEmpty { table: table.name }),
            Err(error) => return Err(FillError::Unreadable { table: table.name, source: caused_by(error) }),
        }
    }
    let mut counts = Counts::default();
    for block in plan.blocks() {
        store(sink, &block.customers).await?;
        store(sink, &block.accounts).await?;
        store(sink, &block.transactions).await?;
        store(sink, &block.payments).await?;
        store(sink, &block.credit_histories).await?;
        store(sink, &block.securities).await?;
        store(sink, &block.relationships).await?;
        store(sink, &block.communications).await?;
        store(sink, &block.compliances).await?;
        counts.add(&block);
        progress(Progress { customers: counts.customers, of: plan.customers(), rows: counts.total() });
    }
    Ok(counts)
}

async fn store<S: Sink, R: Record + Sync>(sink: &mut S, rows: &[R]) -> Result<(), FillError> {
    sink.store(rows).await.map_err(|error| FillError::Write { table: R::TABLE.name, source: caused_by(error) })
}

fn caused_by(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

/// Says in the log of changes that anything may have changed, once for all rows: logging the owner of each would take
/// about as long as writing it. On `SQLite` the triggers look whether anybody needs the log, and nobody does before the
/// first refresh.
const NOTE_EVERYBODY: &str = "INSERT INTO customer_change (everybody) VALUES (TRUE)";

fn note(outcome: Result<(), sqlx::Error>) -> Result<(), FillError> {
    outcome.map_err(|error| FillError::Write { table: "customer_change", source: caused_by(error) })
}

/// Sizes of the multi-row statements: few shapes, so that each is prepared once and kept.
const BATCHES: [usize; 4] = [512, 64, 8, 1];

/// Cuts rows into pieces of those sizes.
fn batches<R>(mut rows: &[R]) -> impl Iterator<Item = &[R]> {
    std::iter::from_fn(move || {
        let size = BATCHES.into_iter().find(|size| *size <= rows.len())?;
        let (batch, rest) = rows.split_at(size);
        rows = rest;
        Some(batch)
    })
}

/// `INSERT` for so many rows; `quote` encloses names.
fn insert_statement(table: &Table, rows: usize, quote: char) -> String {
    let columns: Vec<_> = table.columns.iter().map(|column| format!("{quote}{column}{quote}")).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let name = table.name;
    format!("INSERT INTO {quote}{name}{quote} ({}) VALUES {}", columns.join(", "), vec![row; rows].join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_keep_every_row_in_order() {
        let rows: Vec<_> = (0..1_234).collect();
        assert_eq!(batches(&rows).flatten().copied().collect::<Vec<_>>(), rows);
        assert!(batches(&rows).all(|batch| BATCHES.contains(&batch.len())));
        assert_eq!(batches::<u8>(&[]).count(), 0);
    }
}

//! Into SQLite: prepared statements of many rows, amounts as whole cents.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sea_orm::DbBackend;
use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{SqliteArguments, SqliteSynchronous};
use sea_orm::sqlx::{self, Arguments, AssertSqlSafe, Sqlite, SqlitePool, Transaction};

use super::chunk::Encoder;
use super::{FillError, Mode, caused_by};
use crate::record::{Cell, Record, TABLES, Table};

/// Memory for pages of the file, in KiB: what is sorted into the keys and indexes of earlier rows is found there.
const CACHE_KIB: &str = "-262144";

/// Sizes of the multi-row statements: few shapes, so that each is prepared once and kept.
const BATCHES: [usize; 4] = [512, 64, 8, 1];

/// A connection, and the transaction on it.
pub(super) struct Sink {
    pool: SqlitePool,
    /// Whether the pool is this sink's own, and to be closed.
    is_own: bool,
    transaction: Option<Transaction<'static, Sqlite>>,
    statements: HashMap<(&'static str, usize), Arc<str>>,
    /// Last: it is let go when the rest is closed.
    _lock: Option<Lock>,
}

/// Keeps other fillings out between two transactions as well, with a file beside the database that ends with the process,
/// however it does. The database's own file would not do: closing it gives up all locks that this process has on it.
struct Lock {
    path: PathBuf,
    /// Locked, until it is closed.
    _file: File,
}

impl Lock {
    fn take(database: &Path) -> Result<Self, FillError> {
        let mut name = database.as_os_str().to_owned();
        name.push("-seeding");
        let path = PathBuf::from(name);
        let file = File::create(&path).map_err(FillError::Lock)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _file: file }),
            Err(TryLockError::WouldBlock) => Err(FillError::Busy),
            Err(TryLockError::Error(error)) => Err(FillError::Lock(error)),
        }
    }
}

impl Drop for Lock {
    /// Whoever has opened the file meanwhile finds the database complete, or meets the others in the ledger.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Sink {
    /// On a connection of its own where the database is a file; one in memory may be gone with its only connection.
    pub(super) async fn open(pool: &SqlitePool, unsafe_fast: bool) -> Result<Self, FillError> {
        let failed = |error| FillError::Transaction(caused_by(error));
        let file: Option<String> = sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'")
            .fetch_optional(pool)
            .await
            .map_err(failed)?;
        let file = file.filter(|file| !file.is_empty()).map(PathBuf::from);
        let lock = file.as_deref().map(Lock::take).transpose()?;
        let (pool, is_own) = if file.is_some() {
            let mut options = (*pool.connect_options()).clone().pragma("cache_size", CACHE_KIB);
            if unsafe_fast {
                options = options.synchronous(SqliteSynchronous::Off);
            }
            let own = PoolOptions::new().max_connections(1).connect_with(options).await.map_err(failed)?;
            (own, true)
        } else {
            (pool.clone(), false)
        };
        Ok(Self { pool, is_own, transaction: None, statements: HashMap::new(), _lock: lock })
    }

    fn transaction(&mut self) -> Result<&mut Transaction<'static, Sqlite>, sqlx::Error> {
        self.transaction.as_mut().ok_or(sqlx::Error::BeginFailed)
    }
}

/// `SQLITE_BUSY`, of which the low byte of the extended code tells.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xFF == 5)
}

impl super::Sink for Sink {
    type Encoder = Parameters;

    const BACKEND: DbBackend = DbBackend::Sqlite;

    fn encoder(&self) -> Parameters {
        Parameters
    }

    async fn begin(&mut self) -> Result<(), FillError> {
        // Other writers are kept out from its first moment.
        match self.pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(transaction) => {
                self.transaction = Some(transaction);
                Ok(())
            }
            Err(error) if is_busy(&error) => Err(FillError::Busy),
            Err(error) => Err(FillError::Transaction(caused_by(error))),
        }
    }

    /// Indexes and the triggers of the log of changes: readers see the tables as they were until the transaction ends.
    async fn defer(&mut self, _: Mode) -> Result<Vec<String>, sqlx::Error> {
        let tables: Vec<_> = TABLES.iter().map(|table| format!("'{}'", table.name)).collect();
        let found = format!(
            "SELECT rootpage, type || ' \"' || name || '\"', sql FROM sqlite_master WHERE tbl_name IN ({}) \
             AND (type = 'index' OR type = 'trigger' AND name GLOB 'tellergraph_*') AND sql IS NOT NULL ORDER BY type, name",
            tables.join(", ")
        );
        let mut deferred = Vec::new();
        for (_, what, create) in self.read(found).await? {
            // Whoever migrates meanwhile makes a trigger that is missing.
            let drop = format!("DROP {}", what.replacen(' ', " IF EXISTS ", 1));
            deferred.push(format!("{drop}; {create}"));
            self.execute(drop).await?;
        }
        Ok(deferred)
    }

    async fn execute(&mut self, sql: String) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut **self.transaction()?).await.map(|_| ())
    }

    async fn read(&mut self, sql: String) -> Result<Vec<(i64, String, String)>, sqlx::Error> {
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut **self.transaction()?).await
    }

    async fn write(
        &mut self,
        table: &'static Table,
        portion: Vec<(usize, SqliteArguments)>,
    ) -> Result<(), sqlx::Error> {
        for (rows, arguments) in portion {
            let statement = self.statements.entry((table.name, rows));
            let sql = Arc::clone(statement.or_insert_with(|| insert_statement(table, rows)));
            let transaction = self.transaction.as_mut().ok_or(sqlx::Error::BeginFailed)?;
            sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut **transaction).await?;
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.transaction.take().ok_or(sqlx::Error::BeginFailed)?.commit().await
    }

    async fn close(mut self) -> Result<(), sqlx::Error> {
        if let Some(transaction) = self.transaction.take() {
            transaction.rollback().await?;
        }
        if self.is_own {
            self.pool.close().await;
        }
        Ok(())
    }
}

/// Parameters of multi-row statements, with the number of rows of each.
#[derive(Clone)]
pub(super) struct Parameters;

impl Encoder for Parameters {
    type Portion = Vec<(usize, SqliteArguments)>;

    fn encode<R: Record>(&self, rows: &[R]) -> Self::Portion {
        batches(rows).map(|batch| (batch.len(), bound(batch))).collect()
    }
}

fn bound<R: Record>(rows: &[R]) -> SqliteArguments {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(rows.len() * R::TABLE.columns.len(), 0);
    for row in rows {
        row.cells(&mut |cell| {
            // Values of these types are only put down; there is nothing that could fail.
            let _ = match cell {
                Cell::Integer(number) | Cell::Hundredths(number) => arguments.add(number),
                Cell::Text(text) => arguments.add(text),
                Cell::Date(date) => arguments.add(date),
                Cell::Moment(moment) => arguments.add(moment),
                Cell::Flag(flag) => arguments.add(flag),
                Cell::Null => arguments.add(None::<i64>),
            };
        });
    }
    arguments
}

/// Cuts rows into pieces of those sizes.
fn batches<R>(mut rows: &[R]) -> impl Iterator<Item = &[R]> {
    std::iter::from_fn(move || {
        let size = BATCHES.into_iter().find(|size| *size <= rows.len())?;
        let (batch, rest) = rows.split_at(size);
        rows = rest;
        Some(batch)
    })
}

/// `INSERT` for so many rows.
fn insert_statement(table: &Table, rows: usize) -> Arc<str> {
    let columns: Vec<_> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let name = table.name;
    format!("INSERT INTO \"{name}\" ({}) VALUES {}", columns.join(", "), vec![row; rows].join(", ")).into()
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

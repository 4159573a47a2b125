//! A transaction that writes to the tables of our own alone, and sees the bank as it was at one moment.
//!
//! What keeps others out ends with the transaction on every engine, so that a program that is killed leaves nothing to
//! clean up. It is taken before the snapshot is: whoever waited sees what the other one wrote.

use std::time::{Duration, Instant};

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel, SqliteTransactionMode,
    TransactionOptions,
};

use super::error::{StoreError, is_locked};
use crate::database::begin_unbroken;

/// How long one waits for another. On MySQL and MariaDB it is what `innodb_lock_wait_timeout` says, 50 s by default.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long `SQLite`, which has no queue for its lock, is left alone between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// Waits until nobody else writes, and begins.
pub(super) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    match db.get_database_backend() {
        DbBackend::Sqlite => begin_sqlite(db).await,
        DbBackend::Postgres => {
            let patience = PATIENCE.as_secs();
            // None of these takes the snapshot. The mode lets readers read. The deadline of requests is not meant for
            // statements that read a few thousand customers; the memory is for the places of their rows, which 4 MB
            // would only hold page by page.
            let lock = format!(
                "SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '32MB'; SET LOCAL lock_timeout = '{patience}s'; \
                 LOCK TABLE customer_segment, segment_refresh, code_text IN SHARE ROW EXCLUSIVE MODE; \
                 SET LOCAL lock_timeout = 0"
            );
            begin_server(db, &lock).await
        }
        // A row that is always there, since every migration leaves one. Named locks end with a connection, not with a
        // transaction, and connections go back to their pool. A locking read takes no snapshot.
        _ => begin_server(db, "SELECT version FROM seaql_migrations ORDER BY version LIMIT 1 FOR UPDATE").await,
    }
}

/// Keeps what was done when it was done well, and takes it back otherwise.
pub(super) async fn end<T>(transaction: DatabaseTransaction, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
    if outcome.is_ok() {
        transaction.commit().await.map_err(StoreError::transaction)?;
    } else {
        // When even this fails the connection is gone, and the database takes the rows back by itself.
        let _ = transaction.rollback().await;
    }
    outcome
}

async fn begin_server(db: &DatabaseConnection, lock: &str) -> Result<DatabaseTransaction, StoreError> {
    let options =
        TransactionOptions { isolation_level: Some(IsolationLevel::RepeatableRead), ..TransactionOptions::default() };
    let transaction = begin_unbroken(db, options).await.map_err(StoreError::transaction)?;
    let locked = transaction.execute_unprepared(lock).await.map_err(StoreError::transaction);
    match locked {
        Ok(_) => Ok(transaction),
        Err(error) => end(transaction, Err(error)).await,
    }
}

/// A transaction that reads first and writes later is refused when somebody wrote in between: it has to say at once
/// that it will write.
async fn begin_sqlite(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let start = Instant::now();
    loop {
        match begin_unbroken(db, options).await {
            Err(error) if is_locked(&error) && start.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
            outcome => return outcome.map_err(StoreError::transaction),
        }
    }
}

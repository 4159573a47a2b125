//! The begin of a transaction.

use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, TransactionOptions,
    TransactionTrait as _,
};

/// Begins a transaction that only reads, and sees the database as it is at one moment.
pub(crate) async fn begin_snapshot(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = match db.get_database_backend() {
        // A read transaction of SQLite is a snapshot by itself.
        DbBackend::Sqlite => TransactionOptions::default(),
        _ => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
    };
    begin_unbroken(db, options).await
}

/// Begins in a task of its own, which goes on when the caller is dropped. The drivers of the servers take a transaction
/// back only once it has begun: one that is left in the middle would go back to the pool open.
pub(crate) async fn begin_unbroken(
    db: &DatabaseConnection,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, DbErr> {
    let db = db.clone();
    let begun = tokio::spawn(async move { db.begin_with_options(options).await });
    begun.await.unwrap_or_else(|ended| Err(DbErr::Custom(ended.to_string())))
}

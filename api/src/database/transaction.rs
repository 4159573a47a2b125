//! The begin of a transaction.

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionOptions, TransactionTrait as _};

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

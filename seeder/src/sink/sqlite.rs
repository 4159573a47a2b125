//! Into SQLite: multi-row statements, amounts as whole cents.

use sea_orm::sqlx::sqlite::SqliteArguments;
use sea_orm::sqlx::{self, Arguments, AssertSqlSafe, Sqlite, SqlitePool, Transaction};

use super::record::{Cell, Record, Table};
use super::{FillError, batches, caused_by, insert_statement};

/// A transaction that keeps other writers out from its first moment.
pub(super) struct Sink(Transaction<'static, Sqlite>);

impl Sink {
    pub(super) async fn begin(pool: &SqlitePool) -> Result<Self, FillError> {
        match pool.begin_with("BEGIN IMMEDIATE").await {
            Ok(transaction) => Ok(Self(transaction)),
            Err(error) if is_busy(&error) => Err(FillError::Busy),
            Err(error) => Err(FillError::Transaction(caused_by(error))),
        }
    }
}

/// `SQLITE_BUSY`, of which the low byte of the extended code tells.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xFF == 5)
}

impl super::Sink for Sink {
    async fn has_rows(&mut self, table: &Table) -> Result<bool, sqlx::Error> {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        Ok(sqlx::query(AssertSqlSafe(sql)).fetch_optional(&mut *self.0).await?.is_some())
    }

    async fn store<R: Record + Sync>(&mut self, rows: &[R]) -> Result<(), sqlx::Error> {
        for batch in batches(rows) {
            let arguments = bound(batch).map_err(sqlx::Error::Encode)?;
            let sql = insert_statement(R::TABLE, batch.len(), '"');
            sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *self.0).await?;
        }
        Ok(())
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        self.0.commit().await
    }

    async fn roll_back(self) -> Result<(), sqlx::Error> {
        self.0.rollback().await
    }
}

fn bound<R: Record>(rows: &[R]) -> Result<SqliteArguments, sqlx::error::BoxDynError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(rows.len() * R::TABLE.columns.len(), 0);
    let mut outcome = Ok(());
    for row in rows {
        row.cells(&mut |cell| {
            let added = match cell {
                Cell::Integer(number) | Cell::Hundredths(number) => arguments.add(number),
                Cell::Text(text) => arguments.add(text),
                Cell::Date(date) => arguments.add(date),
                Cell::Moment(moment) => arguments.add(moment),
                Cell::Flag(flag) => arguments.add(flag),
                Cell::Null => arguments.add(None::<i64>),
            };
            if added.is_err() {
                outcome = added;
            }
        });
    }
    outcome.map(|()| arguments)
}

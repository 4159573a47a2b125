//! Into MySQL and MariaDB: multi-row statements, amounts as decimals.

use sea_orm::prelude::Decimal;
use sea_orm::sqlx::mysql::{MySqlArguments, MySqlConnection};
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, Arguments, AssertSqlSafe, MySql, MySqlPool};

use super::record::{Cell, Record, Table};
use super::{FillError, NOTE_EVERYBODY, batches, caused_by, insert_statement, note};

/// Locks are named for the whole server, so the name carries the database's.
const TAKE_LOCK: &str = "SELECT GET_LOCK(CONCAT('tellergraph-seed-', MD5(DATABASE())), 0)";

/// A connection inside a transaction. It is closed afterwards, not given back: the lock belongs to the connection, and
/// so it ends with it however this ends.
pub(super) struct Sink(PoolConnection<MySql>);

impl Sink {
    pub(super) async fn begin(pool: &MySqlPool) -> Result<Self, FillError> {
        let failed = |error| FillError::Transaction(caused_by(error));
        let mut connection = pool.acquire().await.map_err(failed)?;
        connection.close_on_drop();
        let taken: Option<i64> = sqlx::query_scalar(TAKE_LOCK).fetch_one(&mut *connection).await.map_err(failed)?;
        if taken != Some(1) {
            return Err(FillError::Busy);
        }
        run(&mut connection, "START TRANSACTION").await.map_err(failed)?;
        run(&mut connection, "SET @tellergraph_untracked = 1").await.map_err(failed)?;
        note(run(&mut connection, NOTE_EVERYBODY).await)?;
        Ok(Self(connection))
    }
}

/// Statements about the transaction itself, which cannot be prepared.
async fn run(connection: &mut MySqlConnection, statement: &'static str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(statement).execute(connection).await.map(|_| ())
}

impl super::Sink for Sink {
    async fn has_rows(&mut self, table: &Table) -> Result<bool, sqlx::Error> {
        let sql = format!("SELECT 1 FROM `{}` LIMIT 1", table.name);
        Ok(sqlx::query(AssertSqlSafe(sql)).fetch_optional(&mut *self.0).await?.is_some())
    }

    async fn store<R: Record + Sync>(&mut self, rows: &[R]) -> Result<(), sqlx::Error> {
        for batch in batches(rows) {
            let arguments = bound(batch).map_err(sqlx::Error::Encode)?;
            let sql = insert_statement(R::TABLE, batch.len(), '`');
            sqlx::query_with(AssertSqlSafe(sql), arguments).execute(&mut *self.0).await?;
        }
        Ok(())
    }

    async fn commit(mut self) -> Result<(), sqlx::Error> {
        run(&mut self.0, "COMMIT").await?;
        // The rows are kept, whatever becomes of the connection.
        let _ = self.0.close().await;
        Ok(())
    }

    async fn roll_back(mut self) -> Result<(), sqlx::Error> {
        run(&mut self.0, "ROLLBACK").await?;
        self.0.close().await
    }
}

fn bound<R: Record>(rows: &[R]) -> Result<MySqlArguments, sqlx::error::BoxDynError> {
    let mut arguments = MySqlArguments::default();
    arguments.reserve(rows.len() * R::TABLE.columns.len(), 0);
    let mut outcome = Ok(());
    for row in rows {
        row.cells(&mut |cell| {
            let added = match cell {
                Cell::Integer(number) => arguments.add(number),
                Cell::Hundredths(number) => arguments.add(Decimal::new(number, 2)),
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

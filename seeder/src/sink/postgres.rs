//! Into PostgreSQL: `COPY` in its text format.

use sea_orm::DbBackend;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, Postgres};

use super::chunk::Encoder;
use super::text::{write_date, write_hundredths, write_integer, write_moment};
use super::{FillError, Mode, caused_by};
use crate::record::{Cell, Record, Table};

/// Held by the connection, until it is closed; locks with a number belong to one database.
const TAKE_LOCK: &str = "SELECT pg_try_advisory_lock(7382116025489)";

/// The indexes of the nine tables that no constraint needs: what takes each away, and what makes it again.
const INDEXES: &str = "SELECT 1::bigint, format('DROP INDEX IF EXISTS %I', i.relname), pg_get_indexdef(x.indexrelid) \
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
    WHERE t.relnamespace = current_schema()::regnamespace AND pg_has_role(t.relowner, 'USAGE') \
    AND t.relname IN ('customer', 'accounts', 'transactions', 'payments', 'credit_history', 'security', \
    'relationships', 'communication_log', 'compliance') \
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)";

/// The same of their foreign keys.
const FOREIGN_KEYS: &str = "SELECT 2::bigint, \
    format('ALTER TABLE %I DROP CONSTRAINT IF EXISTS %I', t.relname, c.conname), \
    format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)) \
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
    WHERE c.contype = 'f' AND t.relnamespace = current_schema()::regnamespace \
    AND pg_has_role(t.relowner, 'USAGE') \
    AND t.relname IN ('customer', 'accounts', 'transactions', 'payments', 'credit_history', 'security', \
    'relationships', 'communication_log', 'compliance')";

/// How much is sent in one message, in bytes. They need not end with a row.
const MESSAGE_BYTES: usize = 128 * 1024;

/// A connection that holds the lock. It is closed afterwards, not given back: with it the lock ends, and a transaction
/// that was left in the middle.
pub(super) struct Sink(PoolConnection<Postgres>);

impl Sink {
    pub(super) async fn open(pool: &PgPool, unsafe_fast: bool) -> Result<Self, FillError> {
        let failed = |error| FillError::Transaction(caused_by(error));
        let mut connection = pool.acquire().await.map_err(failed)?;
        connection.close_on_drop();
        let taken: bool = sqlx::query_scalar(TAKE_LOCK).fetch_one(&mut *connection).await.map_err(failed)?;
        if !taken {
            return Err(FillError::Busy);
        }
        // The deadline of requests is not meant for the building of an index.
        let settings = "SET tellergraph.untracked = 'on'; SET statement_timeout = 0";
        sqlx::raw_sql(settings).execute(&mut *connection).await.map_err(failed)?;
        if unsafe_fast {
            let at_once = "SET synchronous_commit = off";
            sqlx::raw_sql(at_once).execute(&mut *connection).await.map_err(failed)?;
        }
        Ok(Self(connection))
    }
}

impl super::Sink for Sink {
    type Encoder = CopyText;

    const BACKEND: DbBackend = DbBackend::Postgres;

    fn encoder(&self) -> CopyText {
        CopyText
    }

    async fn begin(&mut self) -> Result<(), FillError> {
        let begun = sqlx::raw_sql("BEGIN").execute(&mut *self.0).await;
        begun.map(|_| ()).map_err(|error| FillError::Transaction(caused_by(error)))
    }

    /// Indexes and foreign keys, where the account owns the tables. Whoever reads a table waits while it loses one: for
    /// the length of a transaction that has all rows that would be too long.
    async fn defer(&mut self, mode: Mode) -> Result<Vec<String>, sqlx::Error> {
        if mode == Mode::Atomic {
            return Ok(Vec::new());
        }
        let found = self.read(format!("{INDEXES} UNION ALL {FOREIGN_KEYS} ORDER BY 1")).await?;
        let mut deferred = Vec::new();
        // Foreign keys are made last, on their indexes, and taken away first.
        for (_, drop, create) in found.iter().rev() {
            self.execute(drop.clone()).await?;
            deferred.push(format!("{drop}; {create}"));
        }
        deferred.reverse();
        Ok(deferred)
    }

    async fn execute(&mut self, sql: String) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *self.0).await.map(|_| ())
    }

    async fn read(&mut self, sql: String) -> Result<Vec<(i64, String, String)>, sqlx::Error> {
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *self.0).await
    }

    async fn write(&mut self, table: &'static Table, portion: Vec<u8>) -> Result<(), sqlx::Error> {
        let columns: Vec<_> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        let statement = format!("COPY \"{}\" ({}) FROM STDIN", table.name, columns.join(", "));
        let mut copy = self.0.copy_in_raw(&statement).await?;
        for message in portion.chunks(MESSAGE_BYTES) {
            copy.send(message).await?;
        }
        copy.finish().await.map(|_| ())
    }

    async fn commit(&mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("COMMIT").execute(&mut *self.0).await.map(|_| ())
    }

    async fn close(self) -> Result<(), sqlx::Error> {
        self.0.close().await
    }
}

/// Lines of values parted by tabs, NULL as `\N`.
#[derive(Clone)]
pub(super) struct CopyText;

impl Encoder for CopyText {
    type Portion = Vec<u8>;

    fn encode<R: Record>(&self, rows: &[R]) -> Vec<u8> {
        // About the length of a transaction.
        let mut text = Vec::with_capacity(rows.len() * 100);
        for row in rows {
            write_row(row, &mut text);
        }
        text
    }
}

fn write_row<R: Record>(row: &R, text: &mut Vec<u8>) {
    row.cells(&mut |cell| {
        match cell {
            Cell::Integer(number) => write_integer(text, number),
            Cell::Hundredths(number) => write_hundredths(text, number),
            Cell::Text(value) => escape(value, text),
            Cell::Date(date) => write_date(text, date),
            Cell::Moment(moment) => write_moment(text, moment),
            Cell::Flag(flag) => text.push(if flag { b't' } else { b'f' }),
            Cell::Null => text.extend_from_slice(b"\\N"),
        }
        text.push(b'\t');
    });
    // The last value's tab ends the line instead.
    if let Some(end) = text.last_mut() {
        *end = b'\n';
    }
}

fn escape(value: &str, text: &mut Vec<u8>) {
    let is_special = |byte: &u8| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r');
    if !value.as_bytes().iter().any(is_special) {
        text.extend_from_slice(value.as_bytes());
        return;
    }
    for byte in value.bytes() {
        match byte {
            b'\\' => text.extend_from_slice(b"\\\\"),
            b'\t' => text.extend_from_slice(b"\\t"),
            b'\n' => text.extend_from_slice(b"\\n"),
            b'\r' => text.extend_from_slice(b"\\r"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::TransactionRow;

    #[test]
    fn a_line_says_what_the_row_says() {
        let row = TransactionRow {
            transaction_id: 5,
            account_id: 2,
            transaction_type: "reversal",
            amount: -105,
            transaction_date: "2026-01-02T03:04:05".parse().expect("a moment"),
            notes: Some("tab\there \\ and\nthere".to_owned()),
        };
        let line = |row| String::from_utf8(CopyText.encode(&[row])).expect("UTF-8");
        let told = line(row.clone());
        assert_eq!(told, "5\t2\treversal\t-1.05\t2026-01-02 03:04:05\ttab\\there \\\\ and\\nthere\n");
        let told = line(TransactionRow { notes: None, amount: 7, ..row });
        assert_eq!(told, "5\t2\treversal\t0.07\t2026-01-02 03:04:05\t\\N\n");
    }
}

//! Into PostgreSQL: `COPY` in its text format.

use std::fmt::Write;

use sea_orm::sqlx::{self, AssertSqlSafe, PgPool, Postgres, Transaction};

use super::record::{Cell, Record, Table};
use super::{FillError, NOTE_EVERYBODY, caused_by, note};

/// Held until the transaction ends; locks with a number belong to one database.
const TAKE_LOCK: &str = "SELECT pg_try_advisory_xact_lock(7382116025489)";

/// A transaction that holds the lock.
pub(super) struct Sink(Transaction<'static, Postgres>);

impl Sink {
    pub(super) async fn begin(pool: &PgPool) -> Result<Self, FillError> {
        let failed = |error| FillError::Transaction(caused_by(error));
        let mut transaction = pool.begin().await.map_err(failed)?;
        let taken: bool = sqlx::query_scalar(TAKE_LOCK).fetch_one(&mut *transaction).await.map_err(failed)?;
        if !taken {
            return Err(FillError::Busy);
        }
        sqlx::raw_sql("SET LOCAL tellergraph.untracked = 'on'").execute(&mut *transaction).await.map_err(failed)?;
        note(sqlx::raw_sql(NOTE_EVERYBODY).execute(&mut *transaction).await.map(|_| ()))?;
        Ok(Self(transaction))
    }
}

impl super::Sink for Sink {
    async fn has_rows(&mut self, table: &Table) -> Result<bool, sqlx::Error> {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        Ok(sqlx::query(AssertSqlSafe(sql)).fetch_optional(&mut *self.0).await?.is_some())
    }

    async fn store<R: Record + Sync>(&mut self, rows: &[R]) -> Result<(), sqlx::Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let columns: Vec<_> = R::TABLE.columns.iter().map(|column| format!("\"{column}\"")).collect();
        let statement = format!("COPY \"{}\" ({}) FROM STDIN", R::TABLE.name, columns.join(", "));
        let text = rows.iter().fold(String::new(), |mut text, row| {
            write_row(row, &mut text);
            text
        });
        let mut copy = self.0.copy_in_raw(&statement).await?;
        copy.send(text.as_bytes()).await?;
        copy.finish().await.map(|_| ())
    }

    async fn commit(self) -> Result<(), sqlx::Error> {
        self.0.commit().await
    }

    async fn roll_back(self) -> Result<(), sqlx::Error> {
        self.0.rollback().await
    }
}

/// One line: values parted by tabs, NULL as `\N`.
fn write_row<R: Record>(row: &R, text: &mut String) {
    let mut first = true;
    row.cells(&mut |cell| {
        if !first {
            text.push('\t');
        }
        first = false;
        // Writing into a string does not fail.
        let _ = match cell {
            Cell::Integer(number) => write!(text, "{number}"),
            Cell::Hundredths(number) => {
                let sign = if number < 0 { "-" } else { "" };
                let number = number.unsigned_abs();
                write!(text, "{sign}{}.{:02}", number / 100, number % 100)
            }
            Cell::Text(value) => {
                escape(value, text);
                Ok(())
            }
            Cell::Date(date) => write!(text, "{date}"),
            Cell::Moment(moment) => write!(text, "{moment}"),
            Cell::Flag(flag) => text.write_char(if flag { 't' } else { 'f' }),
            Cell::Null => text.write_str("\\N"),
        };
    });
    text.push('\n');
}

fn escape(value: &str, text: &mut String) {
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
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
        let mut text = String::new();
        write_row(&row, &mut text);
        assert_eq!(text, "5\t2\treversal\t-1.05\t2026-01-02 03:04:05\ttab\\there \\\\ and\\nthere\n");
        text.clear();
        write_row(&TransactionRow { notes: None, amount: 7, ..row }, &mut text);
        assert_eq!(text, "5\t2\treversal\t0.07\t2026-01-02 03:04:05\t\\N\n");
    }
}

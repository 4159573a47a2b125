//! Into MySQL and MariaDB: multi-row statements with the values written out.
//!
//! The driver cannot feed `LOAD DATA LOCAL` (docs/decisions/0018). Values are written out, so that rows are encoded on
//! other threads and a statement is as long as the server takes, whatever the number of its values.

use sea_orm::DbBackend;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, MySql, MySqlPool};

use super::chunk::Encoder;
use super::text::{write_date, write_hundredths, write_integer, write_moment};
use super::{FillError, caused_by};
use crate::record::{Cell, Record, Table};

/// Locks are named for the whole server, so the name carries the database's.
const TAKE_LOCK: &str = "SELECT GET_LOCK(CONCAT('tellergraph-seed-', MD5(DATABASE())), 0)";

/// How values are read here, whatever the server's habit: strictly, and backslashes escape.
const READ_STRICTLY: &str =
    "SET @tellergraph_untracked = 1, SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'";

/// Rows of a statement at most. More do not make it faster.
const STATEMENT_ROWS: usize = 1_000;

/// Bytes of a statement at most, where the server takes more.
const STATEMENT_BYTES: usize = 512 * 1024;

/// A connection that holds the lock. It is closed afterwards, not given back: the lock belongs to the connection, and
/// so it ends with it however this ends, and a transaction with it.
pub(super) struct Sink {
    connection: PoolConnection<MySql>,
    statement_bytes: usize,
}

impl Sink {
    pub(super) async fn open(pool: &MySqlPool, unsafe_fast: bool) -> Result<Self, FillError> {
        let failed = |error| FillError::Transaction(caused_by(error));
        let mut connection = pool.acquire().await.map_err(failed)?;
        connection.close_on_drop();
        let taken: Option<i64> = sqlx::query_scalar(TAKE_LOCK).fetch_one(&mut *connection).await.map_err(failed)?;
        if taken != Some(1) {
            return Err(FillError::Busy);
        }
        run(&mut connection, READ_STRICTLY).await.map_err(failed)?;
        if unsafe_fast {
            // What a session may leave out by itself; how often the log is written is the server's setting.
            let at_once = "SET SESSION unique_checks = 0, SESSION foreign_key_checks = 0";
            run(&mut connection, at_once).await.map_err(failed)?;
        }
        let packet = "SELECT CAST(@@max_allowed_packet AS SIGNED)";
        let packet: i64 = sqlx::query_scalar(packet).fetch_one(&mut *connection).await.map_err(failed)?;
        let statement_bytes = usize::try_from(packet / 2).unwrap_or(usize::MAX).min(STATEMENT_BYTES);
        Ok(Self { connection, statement_bytes })
    }
}

/// Statements about the connection itself, which cannot be prepared.
async fn run(connection: &mut PoolConnection<MySql>, statement: &'static str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(statement).execute(&mut **connection).await.map(|_| ())
}

impl super::Sink for Sink {
    type Encoder = Statements;

    const BACKEND: DbBackend = DbBackend::MySql;

    fn encoder(&self) -> Statements {
        Statements { bytes: self.statement_bytes }
    }

    async fn begin(&mut self) -> Result<(), FillError> {
        let begun = run(&mut self.connection, "START TRANSACTION").await;
        begun.map_err(|error| FillError::Transaction(caused_by(error)))
    }

    async fn execute(&mut self, sql: String) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *self.connection).await.map(|_| ())
    }

    async fn read(&mut self, sql: String) -> Result<Vec<(i64, String, String)>, sqlx::Error> {
        sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *self.connection).await
    }

    async fn write(&mut self, _: &'static Table, portion: Vec<String>) -> Result<(), sqlx::Error> {
        for statement in portion {
            self.execute(statement).await?;
        }
        Ok(())
    }

    async fn commit(&mut self) -> Result<(), sqlx::Error> {
        run(&mut self.connection, "COMMIT").await
    }

    async fn close(self) -> Result<(), sqlx::Error> {
        self.connection.close().await
    }
}

/// `INSERT` statements of many rows each.
#[derive(Clone)]
pub(super) struct Statements {
    bytes: usize,
}

impl Encoder for Statements {
    type Portion = Vec<String>;

    fn encode<R: Record>(&self, rows: &[R]) -> Vec<String> {
        let columns: Vec<_> = R::TABLE.columns.iter().map(|column| format!("`{}`", column.name)).collect();
        let head = format!("INSERT INTO `{}` ({}) VALUES ", R::TABLE.name, columns.join(","));
        let mut statements = Vec::new();
        let (mut statement, mut in_it) = (Vec::from(head.as_bytes()), 0);
        for row in rows {
            if in_it == STATEMENT_ROWS || (in_it > 0 && statement.len() > self.bytes) {
                statements.push(finished(std::mem::replace(&mut statement, Vec::from(head.as_bytes()))));
                in_it = 0;
            }
            write_row(row, &mut statement);
            in_it += 1;
        }
        if in_it > 0 {
            statements.push(finished(statement));
        }
        statements
    }
}

/// Without the last row's comma. Names and texts are UTF-8, and so is all that lies between them.
fn finished(mut statement: Vec<u8>) -> String {
    statement.pop();
    String::from_utf8(statement).unwrap_or_default()
}

fn write_row<R: Record>(row: &R, text: &mut Vec<u8>) {
    text.push(b'(');
    row.cells(&mut |cell| {
        match cell {
            Cell::Integer(number) => write_integer(text, number),
            Cell::Hundredths(number) => write_hundredths(text, number),
            Cell::Text(value) => write_quoted(text, |text| escape(value, text)),
            Cell::Date(date) => write_quoted(text, |text| write_date(text, date)),
            Cell::Moment(moment) => write_quoted(text, |text| write_moment(text, moment)),
            Cell::Flag(flag) => text.push(if flag { b'1' } else { b'0' }),
            Cell::Null => text.extend_from_slice(b"NULL"),
        }
        text.push(b',');
    });
    text.pop();
    text.extend_from_slice(b"),");
}

fn write_quoted(text: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    text.push(b'\'');
    write(text);
    text.push(b'\'');
}

/// A quote and a backslash are the only bytes that mean something within quotes, in UTF-8.
fn escape(value: &str, text: &mut Vec<u8>) {
    for byte in value.bytes() {
        if matches!(byte, b'\'' | b'\\') {
            text.push(b'\\');
        }
        text.push(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::TransactionRow;

    fn row(transaction_id: i64, notes: Option<&str>) -> TransactionRow {
        TransactionRow {
            transaction_id,
            account_id: 2,
            transaction_type: "reversal",
            amount: -105,
            transaction_date: "2026-01-02T03:04:05".parse().expect("a moment"),
            notes: notes.map(str::to_owned),
        }
    }

    const HEAD: &str = "INSERT INTO `transactions` (`transaction_id`,`account_id`,`transaction_type`,`amount`,\
                        `transaction_date`,`notes`) VALUES ";

    #[test]
    fn a_statement_says_what_the_rows_say() {
        let statements = Statements { bytes: 1_000 }.encode(&[row(5, Some(r"it's C:\ \'")), row(6, None)]);
        let values = r"(5,2,'reversal',-1.05,'2026-01-02 03:04:05','it\'s C:\\ \\\''),(6,2,'reversal',-1.05,'2026-01-02 03:04:05',NULL)";
        assert_eq!(statements, [format!("{HEAD}{values}")]);
    }

    #[test]
    fn statements_stay_within_what_the_server_takes() {
        let rows: Vec<_> = (0..2_500).map(|key| row(key, None)).collect();
        let sizes = |bytes| -> Vec<usize> {
            let statements = Statements { bytes }.encode(&rows);
            statements.iter().map(|statement| statement.matches("reversal").count()).collect()
        };
        assert_eq!(sizes(usize::MAX), [1_000, 1_000, 500]);
        assert_eq!(sizes(1), vec![1; 2_500]);
        assert_eq!(sizes(4_096).iter().sum::<usize>(), 2_500);
        assert!(Statements { bytes: 1 }.encode::<TransactionRow>(&[]).is_empty());
    }
}

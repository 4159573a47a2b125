//! Rows out of a database, page by page in the order of a key.

use sea_orm::prelude::Decimal;
use sea_orm::sea_query::{Expr, ExprTrait, Order, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

/// A table that could not be read, or holds a value that is none of its column's type.
#[derive(Debug, thiserror::Error)]
#[error("the table {table} cannot be read")]
pub struct ReadError {
    /// Which table.
    pub table: &'static str,
    /// What the database said.
    pub source: DbErr,
}

impl ReadError {
    /// An error of this table.
    pub(crate) const fn of(table: &'static str) -> impl Fn(DbErr) -> Self {
        move |source| Self { table, source }
    }
}

/// How many rows are in memory at a time.
const PAGE: u64 = 10_000;

/// The column that a reading goes by: its table's name in the statement, and its own.
pub(crate) type Key = (&'static str, &'static str);

/// The rows of a statement.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    table: &'static str,
    select: &SelectStatement,
) -> Result<Vec<QueryResult>, ReadError> {
    connection.query_all(select).await.map_err(ReadError::of(table))
}

/// All rows of a statement in the order of a key, which is the first column it selects.
pub(crate) async fn each(
    connection: &impl ConnectionTrait,
    key: Key,
    select: &SelectStatement,
    mut see: impl FnMut(i64, &QueryResult) -> Result<(), DbErr>,
) -> Result<(), ReadError> {
    let table = key.0;
    let failed = ReadError::of(table);
    let mut after: Option<i64> = None;
    loop {
        let mut page = select.clone();
        page.order_by(key, Order::Asc).limit(PAGE);
        if let Some(after) = after {
            page.and_where(Expr::col(key).gt(after));
        }
        let found = rows(connection, table, &page).await?;
        for row in &found {
            let key = row.try_get_by_index(0).map_err(&failed)?;
            see(key, row).map_err(&failed)?;
            after = Some(key);
        }
        if (found.len() as u64) < PAGE {
            return Ok(());
        }
    }
}

/// A number of a statement of one row.
pub(crate) async fn number(
    connection: &impl ConnectionTrait,
    table: &'static str,
    select: &SelectStatement,
) -> Result<u64, ReadError> {
    let number: i64 = match rows(connection, table, select).await?.first() {
        Some(row) => row.try_get_by_index(0).map_err(ReadError::of(table))?,
        None => 0,
    };
    Ok(number.unsigned_abs())
}

/// A number with two places after the point, in hundredths: `SQLite` keeps whole ones, the servers decimals.
pub(crate) fn hundredths(row: &QueryResult, index: usize) -> Result<Option<i64>, DbErr> {
    if row.try_as_sqlite_row().is_some() {
        return row.try_get_by_index(index);
    }
    let Some(mut number) = row.try_get_by_index::<Option<Decimal>>(index)? else { return Ok(None) };
    number.rescale(2);
    let within = i64::try_from(number.mantissa());
    within.map(Some).map_err(|_| DbErr::Type("an amount is beyond all bounds".to_owned()))
}

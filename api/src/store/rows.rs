//! Rows of tables, read and written.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::{FutureExt as _, TryStreamExt as _};
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, OnConflict, Order, Query, SelectStatement};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, RuntimeErr, StreamTrait as _, Value,
};

use super::error::StoreError;
use crate::graphql::run::{in_keys, join_to_keys, key_column};

/// How many rows a page of [`read_all`] has.
const PAGE: usize = 10_000;

/// The alias of the table that is read by keys.
const ROWS: &str = "r";

/// Most keys that are given to one statement.
pub(super) const MOST_KEYS: usize = 10_000;

/// Sizes of the multi-row statements: few shapes, so that each is prepared once and kept.
const BATCHES: [usize; 4] = [FEW_KEYS, 64, 8, 1];

/// Rows of the largest multi-row statement.
pub(super) const FEW_KEYS: usize = 512;

/// The rows of a statement on a table.
pub(super) async fn read<T>(
    connection: &impl ConnectionTrait,
    table: &'static str,
    select: &SelectStatement,
    mut each: impl FnMut(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    let found = connection.query_all(select).await.map_err(|error| StoreError::read(table, error))?;
    let rows: Result<Vec<T>, DbErr> = found.into_iter().map(|row| each(&row)).collect();
    rows.map_err(|error| StoreError::read(table, error))
}

/// How long the rows of an `SQLite` statement are left to gather when those that came are taken in. They come from
/// another thread, and whoever waits for the next one is put to sleep and woken for each, which takes longer than
/// reading it.
const GATHERING: Duration = Duration::from_millis(1);

/// What takes in a row.
pub(crate) type Each<'e> = &'e mut (dyn FnMut(&QueryResult) -> Result<(), DbErr> + Send);

/// What reads the rows of a statement one after the other.
#[async_trait]
pub(crate) trait Rows: Sync {
    fn backend(&self) -> DbBackend;

    /// Has each row taken in.
    async fn each(&self, select: &SelectStatement, each: Each<'_>) -> Result<(), DbErr>;
}

/// Each row is taken in when it comes, so that they are never all in memory.
#[async_trait]
impl Rows for DatabaseTransaction {
    fn backend(&self) -> DbBackend {
        ConnectionTrait::get_database_backend(self)
    }

    async fn each(&self, select: &SelectStatement, each: Each<'_>) -> Result<(), DbErr> {
        let mut stream = self.stream(select).await?;
        if self.backend() != DbBackend::Sqlite {
            while let Some(row) = stream.try_next().await? {
                each(&row)?;
            }
            return Ok(());
        }
        loop {
            match stream.try_next().now_or_never() {
                Some(Ok(Some(row))) => each(&row)?,
                Some(Ok(None)) => return Ok(()),
                Some(Err(error)) => return Err(error),
                None => tokio::time::sleep(GATHERING).await,
            }
        }
    }
}

/// A connection whose rows are taken in when the last has come: what is asked for in a request is little.
pub(crate) struct Gathered<'c, C>(pub(super) &'c C);

#[async_trait]
impl<C: ConnectionTrait> Rows for Gathered<'_, C> {
    fn backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    async fn each(&self, select: &SelectStatement, each: Each<'_>) -> Result<(), DbErr> {
        self.0.query_all(select).await?.iter().try_for_each(each)
    }
}

/// All rows of a table in the order of their key, which is the first of the columns, page by page.
pub(super) async fn read_all<T>(
    connection: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    mut each: impl FnMut(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    let Some(key) = columns.first().copied() else { return Ok(all) };
    let mut after: Option<i64> = None;
    loop {
        let mut select = Query::select();
        select.columns(columns.iter().copied()).from(table).order_by(key, Order::Asc).limit(PAGE as u64);
        if let Some(after) = after {
            select.and_where(Expr::col(key).gt(after));
        }
        let page = read(connection, table, &select, |row| {
            after = Some(row.try_get_by_index::<i64>(0)?);
            each(row)
        })
        .await?;
        let is_last = page.len() < PAGE;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

/// Adds rows to a table; each has a value for each of the columns.
pub(super) async fn insert(
    connection: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    write(connection, table, columns, rows, None).await
}

/// Adds rows to a table, or puts them in the place of those with the same key, which is the first of the columns.
pub(super) async fn put(
    connection: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    let there = columns
        .split_first()
        .map(|(key, others)| OnConflict::column(*key).update_columns(others.iter().copied()).to_owned());
    write(connection, table, columns, rows, there).await
}

async fn write(
    connection: &impl ConnectionTrait,
    table: &'static str,
    columns: &[&'static str],
    rows: Vec<Vec<Value>>,
    there: Option<OnConflict>,
) -> Result<(), StoreError> {
    let mut rows = rows.into_iter();
    while let Some(size) = BATCHES.into_iter().find(|size| *size <= rows.len()) {
        let mut insert = Query::insert();
        insert.into_table(table).columns(columns.iter().copied());
        if let Some(there) = &there {
            insert.on_conflict(there.clone());
        }
        for row in rows.by_ref().take(size) {
            insert
                .values(row.into_iter().map(Expr::val))
                .map_err(|error| StoreError::write(table, DbErr::Query(RuntimeErr::Internal(error.to_string()))))?;
        }
        connection.execute(&insert).await.map_err(|error| StoreError::write(table, error))?;
    }
    Ok(())
}

/// The rows of a table whose column holds one of the keys, in any order.
pub(super) async fn of_keys<T>(
    connection: &impl ConnectionTrait,
    table: &'static str,
    column: &'static str,
    keys: &[i64],
    columns: &[&'static str],
    each: impl FnMut(&QueryResult) -> Result<T, DbErr>,
) -> Result<Vec<T>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let select = select_of_keys(connection.get_database_backend(), table, column, keys, columns);
    read(connection, table, &select, each).await
}

/// Selects the rows of a table whose column holds one of the keys, which are one parameter.
pub(super) fn select_of_keys(
    backend: DbBackend,
    table: &'static str,
    column: &'static str,
    keys: &[i64],
    columns: &[&'static str],
) -> SelectStatement {
    let mut select = Query::select();
    select.columns(columns.iter().map(|column| (ROWS, *column)));
    let column = Expr::col((ROWS, column));
    if backend == DbBackend::Postgres {
        // All keys are looked up in the index before the first row is fetched, and each page of the table is visited
        // once, in their order. A join would visit them anew for each key.
        return select.from_as(table, ROWS).and_where(in_keys(backend, column, keys)).take();
    }
    join_to_keys(backend, &mut select, keys, (table, Alias::new(ROWS)), column.eq(key_column()));
    select
}

/// Removes the rows of a table whose column holds one of the keys, and tells how many there were.
///
/// The keys are written as so many parameters: given in one, `MariaDB` would look through the whole table.
pub(super) async fn remove(
    connection: &impl ConnectionTrait,
    table: &'static str,
    column: &'static str,
    keys: &[i64],
) -> Result<u64, StoreError> {
    let mut removed = 0;
    let mut keys = keys.iter();
    while let Some(size) = BATCHES.into_iter().find(|size| *size <= keys.len()) {
        let some = keys.by_ref().take(size).map(|key| Expr::val(*key));
        let delete = Query::delete().from_table(table).and_where(Expr::col(column).is_in(some)).to_owned();
        let done = connection.execute(&delete).await.map_err(|error| StoreError::write(table, error))?;
        removed += done.rows_affected();
    }
    Ok(removed)
}

/// Removes all rows of a table.
pub(super) async fn clear(connection: &impl ConnectionTrait, table: &'static str) -> Result<(), StoreError> {
    let delete = Query::delete().from_table(table).to_owned();
    connection.execute(&delete).await.map_err(|error| StoreError::write(table, error))?;
    Ok(())
}

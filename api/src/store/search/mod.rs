//! The words that customers are found by, kept in a table of their own: no engine could fold names by itself, let alone
//! all of them in the same way.
//!
//! Whoever keeps the words compares what is there with what ought to be, and writes only what differs.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, EntityName as _, IdenStatic as _, QueryResult};
use tellergraph_entity::customer;
use tellergraph_entity::customer_search::{Column, Entity};

pub(crate) use words::searched;

use super::error::StoreError;
use super::{rows, session};
use crate::graphql::run::{join_to_keys, key_column};
use words::words_of;

/// Customers that are compared at once.
const PAGE: u64 = 10_000;
/// The alias of the table that is read.
const ROWS: &str = "r";

/// The words of each of some customers.
type Words = BTreeMap<i64, BTreeSet<String>>;

/// Keeps exactly the words of the customers that the bank has. It waits while a refresh or another one is at work.
pub async fn index(db: &DatabaseConnection) -> Result<(), StoreError> {
    let transaction = session::begin(db).await?;
    let outcome = index_in(&transaction).await;
    session::end(transaction, outcome).await
}

/// [`index`], in a transaction that writes alone. Memory holds the words of a page of customers.
pub(crate) async fn index_in(connection: &impl ConnectionTrait) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let wanted = wanted(connection, page_of_customers(after)).await?;
        let is_last = (wanted.len() as u64) < PAGE;
        let last = if is_last { None } else { wanted.keys().next_back().copied() };
        let kept = kept(connection, words_between(after, last)).await?;
        replace(connection, &wanted, &kept).await?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

/// Keeps exactly the words of these customers, whether the bank still has them or not; in a transaction that writes
/// alone.
pub async fn index_some(connection: &impl ConnectionTrait, customers: &[i64]) -> Result<(), StoreError> {
    if customers.is_empty() {
        return Ok(());
    }
    let at = |name: &'static str| Expr::col((ROWS, name));
    let of_keys = |table: &'static str, key: &'static str, columns: &[&'static str]| {
        let mut select = Query::select();
        select.columns(columns.iter().map(|column| (ROWS, *column)));
        let backend = connection.get_database_backend();
        join_to_keys(backend, &mut select, customers, (table, Alias::new(ROWS)), at(key).eq(key_column()));
        select
    };
    let key = customer::Column::CustomerId.as_str();
    let wanted = wanted(connection, of_keys(customer::Entity.table_name(), key, &CUSTOMER)).await?;
    let kept = kept(connection, of_keys(Entity.table_name(), Column::CustomerId.as_str(), &KEPT)).await?;
    replace(connection, &wanted, &kept).await
}

const CUSTOMER: [&str; 3] = ["customer_id", "name", "email"];
const KEPT: [&str; 2] = ["customer_id", "word"];

fn page_of_customers(after: Option<i64>) -> SelectStatement {
    let key = customer::Column::CustomerId.as_str();
    let mut select = Query::select();
    select.columns(CUSTOMER).from(customer::Entity.table_name()).order_by(key, Order::Asc).limit(PAGE);
    if let Some(after) = after {
        select.and_where(Expr::col(key).gt(after));
    }
    select
}

/// The words kept of customers after one and up to another, whether they are still there or not.
fn words_between(after: Option<i64>, last: Option<i64>) -> SelectStatement {
    let mut select = Query::select();
    select.columns(KEPT).from(Entity.table_name());
    if let Some(after) = after {
        select.and_where(Expr::col(Column::CustomerId.as_str()).gt(after));
    }
    if let Some(last) = last {
        select.and_where(Expr::col(Column::CustomerId.as_str()).lte(last));
    }
    select
}

/// What the words of some customers ought to be.
async fn wanted(connection: &impl ConnectionTrait, select: SelectStatement) -> Result<Words, StoreError> {
    let each = |row: &QueryResult| {
        let (name, email): (Option<String>, Option<String>) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        Ok::<_, DbErr>((row.try_get_by_index(0)?, words_of(name.as_deref(), email.as_deref())))
    };
    Ok(rows::read(connection, customer::Entity.table_name(), &select, each).await?.into_iter().collect())
}

/// What the words of some customers are.
async fn kept(connection: &impl ConnectionTrait, select: SelectStatement) -> Result<Words, StoreError> {
    let mut kept = Words::new();
    rows::read(connection, Entity.table_name(), &select, |row| {
        kept.entry(row.try_get_by_index(0)?).or_default().insert(row.try_get_by_index(1)?);
        Ok(())
    })
    .await?;
    Ok(kept)
}

/// Puts the wanted words in the place of those that are kept.
async fn replace(connection: &impl ConnectionTrait, wanted: &Words, kept: &Words) -> Result<(), StoreError> {
    let nothing = BTreeSet::new();
    let old: Vec<i64> = kept
        .iter()
        .filter(|(customer, words)| wanted.get(customer).unwrap_or(&nothing) != *words)
        .map(|(customer, _)| *customer)
        .collect();
    rows::remove(connection, Entity.table_name(), Column::CustomerId.as_str(), &old).await?;
    let new = wanted.iter().filter(|(customer, words)| kept.get(customer).unwrap_or(&nothing) != *words);
    let new = new.flat_map(|(customer, words)| words.iter().map(|word| vec![word.as_str().into(), (*customer).into()]));
    let columns = [Column::Word, Column::CustomerId].map(|column| column.as_str());
    rows::insert(connection, Entity.table_name(), &columns, new.collect()).await
}

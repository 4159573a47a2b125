//! The texts that the bank's code columns hold, and the code of each.
//!
//! They are kept in a table of their own, so that a filter on a code can become a filter on the texts that stand for it
//! without a look at millions of rows.

mod follow;
mod unmapped;

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, CommonTableExpression, Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityName as _, IdenStatic as _};
use tellergraph_entity::code_text::{Column, Entity};
use tellergraph_segmentation::Rules;

pub use follow::{Follower, follow};

use super::error::StoreError;
use super::{rows, session};
use crate::graphql::catalog::{CATALOG, Kind, Vocabulary};
use crate::graphql::plan::Codes;

/// Texts of a column that are asked for one by one, where no statement walks. A column with more of them holds no codes.
const MOST_STEPS: usize = 500;

/// A column of the bank that holds codes as free text.
struct CodeColumn {
    table: &'static str,
    column: &'static str,
    vocabulary: &'static Vocabulary,
}

fn code_columns() -> impl Iterator<Item = CodeColumn> {
    let concepts = CATALOG.concepts().iter();
    concepts.flat_map(|concept| {
        concept.fields.iter().filter_map(|field| match field.kind {
            Kind::Code { column, vocabulary } => Some(CodeColumn { table: concept.table, column, vocabulary }),
            _ => None,
        })
    })
}

/// Reads which texts the bank's code columns hold, and keeps exactly these with the codes that the rules read from
/// them. It waits while a refresh or another learner is at work.
///
/// A refresh learns too, so under rules with other aliases the codes are other ones after it.
pub async fn learn(db: &DatabaseConnection, rules: &Rules) -> Result<(), StoreError> {
    let transaction = session::begin(db).await?;
    let outcome = learn_in(&transaction, rules).await;
    session::end(transaction, outcome).await
}

/// [`learn`], in a transaction that writes alone.
pub(super) async fn learn_in(connection: &impl ConnectionTrait, rules: &Rules) -> Result<(), StoreError> {
    let mut found = Texts::new();
    for code in code_columns() {
        found.extend(texts(connection, code.table, code.column).await?.into_iter().map(|text| {
            let known = code.vocabulary.codes.get((code.vocabulary.read)(rules, &text)).copied().unwrap_or("unknown");
            ((code.vocabulary.key.to_owned(), text), known.to_owned())
        }));
    }
    unmapped::keep(connection, &found).await?;
    if found == stored(connection).await? {
        return Ok(());
    }
    let table = Entity.table_name();
    rows::clear(connection, table).await?;
    let columns = [Column::Vocabulary, Column::Text, Column::Code].map(|column| column.as_str());
    let new = found.into_iter().map(|((vocabulary, text), code)| vec![vocabulary.into(), text.into(), code.into()]);
    rows::insert(connection, table, &columns, new.collect()).await
}

/// The texts in a column, each once.
///
/// They are few in columns of millions, so an index is asked for the next greater one again and again: by a statement
/// that walks, or on `MySQL` and `MariaDB`, which look at every row for each step of such a walk, step by step.
/// `DISTINCT` looks at every row on each engine, on these two whenever the optimizer thinks so.
async fn texts(
    connection: &impl ConnectionTrait,
    table: &'static str,
    column: &'static str,
) -> Result<Vec<String>, StoreError> {
    if connection.get_database_backend() != DbBackend::MySql {
        return rows::read(connection, table, &walk(table, column), |row| row.try_get_by_index(0)).await;
    }
    let mut texts: Vec<String> = Vec::new();
    while texts.len() < MOST_STEPS {
        let step = beyond(Query::select().expr(Expr::col(column).min()).from(table), column, texts.last());
        let next = rows::read(connection, table, &step, |row| row.try_get_by_index::<Option<String>>(0)).await?;
        match next.into_iter().flatten().next() {
            Some(text) => texts.push(text),
            None => return Ok(texts),
        }
    }
    let rest = beyond(Query::select().distinct().column(column).from(table), column, texts.last());
    texts.extend(rows::read(connection, table, &rest, |row| row.try_get_by_index::<String>(0)).await?);
    Ok(texts)
}

/// Of the rows those whose text is greater than another one. The least text is asked for of all rows: that there is a
/// text may not be asked, or each row is looked at.
fn beyond(select: &mut SelectStatement, column: &'static str, text: Option<&String>) -> SelectStatement {
    let greater = text.map(|text| Expr::col(column).gt(text.as_str()));
    select.and_where_option(greater).take()
}

/// Selects the texts in a column, each once and by alphabet, in one walk along its index.
fn walk(table: &'static str, column: &'static str) -> SelectStatement {
    let mut select = Query::select();
    let (texts, text) = (Alias::new("texts"), Alias::new("text"));
    let current = || Expr::col((texts.clone(), text.clone()));
    let mut next = Query::select();
    next.expr(Expr::col((table, column)).min()).from(table).and_where(Expr::col((table, column)).gt(current()));
    let mut step = Query::select();
    step.expr(next).from(texts.clone()).and_where(current().is_not_null());
    let mut walk = Query::select();
    walk.expr(Expr::col((table, column)).min()).from(table).union(UnionType::All, step);
    let walk = CommonTableExpression::new().query(walk).column(text.clone()).table_name(texts.clone()).to_owned();
    select.with_cte(Query::with().recursive(true).cte(walk).to_owned());
    select.column((texts.clone(), text.clone())).from(texts.clone()).and_where(current().is_not_null()).take()
}

/// The codes that the bank's texts stand for, as the last refresh or seeding found them.
///
/// A text whose code this program does not know is unknown.
pub async fn load(db: &impl ConnectionTrait) -> Result<Codes, StoreError> {
    let vocabularies: BTreeMap<_, _> = code_columns().map(|code| (code.vocabulary.key, code.vocabulary)).collect();
    let mut codes = Codes::default();
    for ((vocabulary, text), code) in stored(db).await? {
        let Some(vocabulary) = vocabularies.get(vocabulary.as_str()) else { continue };
        let position = vocabulary.codes.iter().position(|known| *known == code).unwrap_or(vocabulary.unknown);
        codes.add(vocabulary, text, position);
    }
    Ok(codes)
}

/// By vocabulary and text: the code.
type Texts = BTreeMap<(String, String), String>;

async fn stored(connection: &impl ConnectionTrait) -> Result<Texts, StoreError> {
    let table = Entity.table_name();
    let mut select = Query::select();
    select.columns([Column::Vocabulary, Column::Text, Column::Code]).from(table);
    let texts = rows::read(connection, table, &select, |row| {
        Ok(((row.try_get_by_index(0)?, row.try_get_by_index(1)?), row.try_get_by_index(2)?))
    });
    Ok(texts.await?.into_iter().collect())
}

//! What differs between the engines.

mod dates;
pub(super) mod sums;

use sea_orm::sea_query::{
    Alias, Condition, Expr, ExprTrait as _, Func, JoinType, NullOrdering, Order, PgFunc, Query, SelectStatement,
};
use sea_orm::{DbBackend, Value};
use tellergraph_entity::money::Money;

use super::Cell;
use super::statement::{KEY, KEYS};
use crate::graphql::error::GraphError;
use crate::graphql::page::OrderKey;

pub(super) use dates::{begin_of, readable};

/// The value to bind for a cell.
pub(super) fn bind(backend: DbBackend, cell: &Cell) -> Result<Value, GraphError> {
    Ok(match cell {
        Cell::Null | Cell::Unreadable => return Err(GraphError::bug("only values are bound")),
        Cell::Int(value) => Value::BigInt(Some(*value)),
        Cell::Text(text) => Value::String(Some(text.clone())),
        Cell::Decimal(value) => Money::try_from_minor_units(*value)
            .map_err(|_| GraphError::bad_input("An amount is larger than any amount can be."))?
            .to_value(backend),
        Cell::Date(date) => Value::ChronoDate(Some(*date)),
        Cell::DateTime(time) => Value::ChronoDateTime(Some(*time)),
        Cell::Boolean(value) => Value::Bool(Some(*value)),
    })
}

/// A table of one column with these keys, in one parameter: the statement's text does not depend on their number.
pub(super) fn keys_table(backend: DbBackend, keys: &[i64]) -> SelectStatement {
    let mut select = Query::select();
    match backend {
        DbBackend::Postgres => {
            select.expr_as(Func::cust("unnest").arg(Expr::val(keys.to_vec())), KEY);
        }
        DbBackend::MySql => {
            let columns = Expr::cust(format!("'$[*]' COLUMNS (`{KEY}` BIGINT PATH '$')"));
            let table = Func::cust("JSON_TABLE").arg(Expr::val(json(keys))).arg(columns);
            select.column(KEY).from_function(table, "j");
        }
        _ => {
            let table = Func::cust("json_each").arg(Expr::val(json(keys)));
            select.expr_as(Expr::col("value"), KEY).from_function(table, "j");
        }
    }
    select
}

fn json(keys: &[i64]) -> String {
    let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
    format!("[{}]", keys.join(","))
}

/// The column is one of these keys, in one parameter.
pub(crate) fn in_keys(backend: DbBackend, column: Expr, keys: &[i64]) -> Expr {
    match backend {
        DbBackend::Postgres => column.eq(PgFunc::any(keys.to_vec())),
        _ => column.in_subquery(keys_table(backend, keys)),
    }
}

/// Joins a table to the keys so that the engine starts from the keys, which are few.
pub(crate) fn join_to_keys(
    backend: DbBackend,
    select: &mut SelectStatement,
    keys: &[i64],
    table: (&'static str, Alias),
    on: Expr,
) {
    select.from_subquery(keys_table(backend, keys), KEYS);
    match backend {
        DbBackend::MySql => select.join_as(JoinType::StraightJoin, table.0, table.1, Condition::all().add(on)),
        // SQLite keeps the order of a cross join, which takes no ON.
        DbBackend::Sqlite => select.join_as(JoinType::CrossJoin, table.0, table.1, Condition::all()).and_where(on),
        _ => select.join_as(JoinType::InnerJoin, table.0, table.1, Condition::all().add(on)),
    };
}

/// Whether the engine can cut the page of each parent by itself (`LATERAL`), rather than number all rows first.
pub(super) fn has_lateral(backend: DbBackend) -> bool {
    backend == DbBackend::Postgres
}

/// Orders by a key, naming the place of NULLs only where it is not the engine's own: that keeps indexes usable.
pub(super) fn order_by(backend: DbBackend, key: &OrderKey) -> (Order, Option<NullOrdering>) {
    let order = if key.descending { Order::Desc } else { Order::Asc };
    let own_nulls_first = match backend {
        DbBackend::Postgres => key.descending,
        _ => !key.descending,
    };
    if !key.nullable || key.nulls_first == own_nulls_first {
        return (order, None);
    }
    (order, Some(if key.nulls_first { NullOrdering::First } else { NullOrdering::Last }))
}

/// The text column has `needle`, which is not empty, in it, compared by code point.
pub(super) fn contains(backend: DbBackend, column: Expr, needle: &str) -> Expr {
    let needle = Expr::val(needle);
    let found = match backend {
        DbBackend::Postgres => Func::cust("strpos").arg(column).arg(needle),
        DbBackend::MySql => Func::cust("LOCATE").arg(needle).arg(column),
        _ => Func::cust("instr").arg(column).arg(needle),
    };
    Expr::from(found).gt(Expr::cust("0"))
}

/// The text column ends with `needle`, which is not empty, compared by code point.
pub(super) fn ends_with(backend: DbBackend, column: Expr, needle: &str) -> Expr {
    let characters = i64::try_from(needle.chars().count()).unwrap_or(i64::MAX);
    let end = match backend {
        DbBackend::Sqlite => Func::cust("substr").arg(column).arg(Expr::val(-characters)),
        DbBackend::Postgres => {
            // PostgreSQL's `right` takes a 32-bit count.
            Func::cust("right").arg(column).arg(Expr::val(i32::try_from(characters).unwrap_or(i32::MAX)))
        }
        _ => Func::cust("RIGHT").arg(column).arg(Expr::val(characters)),
    };
    Expr::from(end).eq(Expr::val(needle))
}

//! Totals of all rows out of the cells that a refresh has kept, where they say the same as the rows do.

use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, Func, JoinType, Order, Query, SelectStatement};
use sea_orm::{DbErr, EntityName as _, IdenStatic as _, QueryResult};
use tellergraph_entity::{customer_change, segment_cell, segment_refresh};

use super::super::Cell;
use super::rows::{Group, Measured, Totalled, small_number};
use crate::graphql::catalog::ColumnType;
use crate::graphql::plan::{Kept, Totals};

/// The cells of the dimensions, and with each how many rows the cells do not know of: those that came since, and those
/// that went. No cells come when the newest refresh has made none, or when what changed since is not known.
pub(in crate::graphql::run) fn statement(kept: &Kept) -> SelectStatement {
    use segment_cell::Column;
    let mut select = Query::select();
    select.columns([Column::FirstClass, Column::SecondClass, Column::Customers].map(|column| column.as_str()));
    select.columns(kept.measures.iter().map(|(column, _)| *column));
    let (rows, beside) = (kept.rows, kept.beside);
    select.expr_as(Expr::SubQuery(None, Box::new(changed(rows, beside).into())), "newer");
    select.expr_as(Expr::SubQuery(None, Box::new(changed(beside, rows).into())), "gone");
    select.from(segment_cell::Entity.table_name());
    for (column, dimension) in [Column::FirstDimension, Column::SecondDimension].into_iter().zip(kept.dimensions) {
        select.and_where(Expr::col(column.as_str()).eq(dimension.unwrap_or_default()));
    }
    let newest = |column: segment_refresh::Column| {
        let refresh = Query::select()
            .column(column.as_str())
            .from(segment_refresh::Entity.table_name())
            .order_by(segment_refresh::Column::RefreshId.as_str(), Order::Desc)
            .limit(1)
            .take();
        Expr::SubQuery(None, Box::new(refresh.into()))
    };
    select.and_where(Expr::col(Column::RefreshId.as_str()).eq(newest(segment_refresh::Column::RefreshId)));
    select.and_where(newest(segment_refresh::Column::Tracking).is_not_null());
    let everybody = Query::select()
        .expr(Expr::cust("1"))
        .from(customer_change::Entity.table_name())
        .and_where(Expr::col(customer_change::Column::Everybody.as_str()).eq(Expr::cust("TRUE")))
        .take();
    select.and_where(Expr::exists(everybody).not());
    select
}

/// How many of those that the log names are in one table and not in another; each by its name and key.
fn changed(one: (&'static str, &'static str), other: (&'static str, &'static str)) -> SelectStatement {
    let (log, here, there) = (Alias::new("c"), Alias::new("h"), Alias::new("t"));
    let customer = || Expr::col((log.clone(), customer_change::Column::CustomerId.as_str()));
    let key = |alias: &Alias, key: &'static str| Expr::col((alias.clone(), key));
    let on = |alias: &Alias, name: &'static str| Condition::all().add(key(alias, name).eq(customer()));
    Query::select()
        .expr(Func::count_distinct(customer()))
        .from_as(customer_change::Entity.table_name(), log.clone())
        .join_as(JoinType::InnerJoin, one.0, here.clone(), on(&here, one.1))
        .join_as(JoinType::LeftJoin, other.0, there.clone(), on(&there, other.1))
        .and_where(key(&there, other.1).is_null())
        .take()
}

/// What the cells come to; `None` when the rows themselves have to be asked.
pub(in crate::graphql::run) fn totalled(
    results: &[QueryResult],
    kept: &Kept,
    totals: &Totals,
) -> Result<Option<Totalled>, DbErr> {
    let Some(first) = results.first() else { return Ok(None) };
    let newer_at = 3 + kept.measures.len();
    let newer: i64 = first.try_get_by_index(newer_at)?;
    let gone: i64 = first.try_get_by_index(newer_at + 1)?;
    if gone > 0 {
        // What they had cannot be taken out of a median.
        return Ok(None);
    }
    let mut groups = Vec::new();
    for row in results {
        let mut group = Group { count: row.try_get_by_index(2)?, ..Group::default() };
        for place in kept.keys.iter().copied() {
            group.keys.push(small_number(row, place)?.filter(|class| *class >= 0));
        }
        for (at, (_, ty)) in kept.measures.iter().enumerate() {
            let Some(measured) = measured(&row.try_get_by_index::<String>(3 + at)?, *ty) else { return Ok(None) };
            group.measured.push(measured);
        }
        groups.push(group);
    }
    if newer > 0 {
        let is_null = |group: &Group| group.keys.iter().all(Option::is_none);
        if let Some(group) = groups.iter_mut().find(|group| is_null(group)) {
            group.count += newer;
        } else {
            let keys = kept.keys.iter().map(|_| None).collect();
            let measured = totals.measures.iter().map(|_| Measured::default()).collect();
            groups.push(Group { keys, count: newer, measured });
        }
    }
    Ok(Some(Totalled::from([(0, groups)])))
}

/// What is told of a number: how many there are, the sum, the least, the greatest, and the one or two in the middle.
fn measured(told: &str, ty: ColumnType) -> Option<Measured> {
    if told == "0" {
        return Some(Measured::default());
    }
    let mut parts = told.split(',');
    let (count, sum) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let mut cell = || {
        let number = parts.next()?.parse().ok()?;
        Some(if ty == ColumnType::Decimal { Cell::Decimal(number) } else { Cell::Int(number) })
    };
    Some(Measured { count, sum: Some(sum), ends: Some((cell()?, cell()?)), middle: Some((cell()?, cell()?)) })
}

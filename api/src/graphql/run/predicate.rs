//! Predicates as SQL of two truth values: no part is ever NULL where it would matter.

use sea_orm::DbBackend;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query};

use super::dialect;
use super::statement::{column, from_children, from_related, join_all};
use crate::graphql::catalog::Link;
use crate::graphql::error::GraphError;
use crate::graphql::filter::{Comparison, Predicate, Related};
use crate::graphql::plan::ColumnAt;

/// The condition for a predicate; `None` when it is true of every row.
pub(super) fn condition(backend: DbBackend, predicate: &Predicate) -> Result<Option<Expr>, GraphError> {
    condition_at(Place { backend, is_looked_up: false }, predicate)
}

/// Where a predicate stands.
#[derive(Clone, Copy)]
struct Place {
    backend: DbBackend,
    /// Whether it is about rows that are looked up for each row of another table. To gather keys for them would be to go
    /// through all keys once for each row.
    is_looked_up: bool,
}

fn condition_at(place: Place, predicate: &Predicate) -> Result<Option<Expr>, GraphError> {
    Ok(match build(place, predicate, false)? {
        Truth::Always => None,
        Truth::Never => Some(Expr::cust("1 = 0")),
        Truth::If(expression) => Some(expression),
    })
}

/// What is known of a predicate before any row is looked at.
enum Truth {
    Always,
    Never,
    If(Expr),
}

fn build(place: Place, predicate: &Predicate, negated: bool) -> Result<Truth, GraphError> {
    let backend = place.backend;
    let when = |positive: Expr, column: &ColumnAt, negative: Expr| {
        // A comparison with NULL is false, so its complement holds of NULL.
        Truth::If(if negated { self::column(column).is_null().or(negative) } else { positive })
    };
    Ok(match predicate {
        Predicate::Not(inner) => build(place, inner, !negated)?,
        Predicate::All(parts) => combine(place, parts, negated, negated)?,
        Predicate::Any(parts) => combine(place, parts, !negated, negated)?,
        Predicate::IsNull(column) => {
            let column = self::column(column);
            Truth::If(if negated { column.is_not_null() } else { column.is_null() })
        }
        Predicate::Compare(column, comparison, value) => {
            let value = dialect::bind(backend, value)?;
            let compare = |comparison| compare(self::column(column), comparison, value.clone());
            when(compare(*comparison), column, compare(complement(*comparison)))
        }
        Predicate::OneOf(_, values) if values.is_empty() => {
            if negated {
                Truth::Always
            } else {
                Truth::Never
            }
        }
        Predicate::OneOf(column, values) => {
            let values = values.iter().map(|value| dialect::bind(backend, value)).collect::<Result<Vec<_>, _>>()?;
            let column_expression = self::column(column);
            when(column_expression.clone().is_in(values.clone()), column, column_expression.is_not_in(values))
        }
        Predicate::Contains(column, needle) | Predicate::EndsWith(column, needle) if needle.is_empty() => {
            let column = self::column(column);
            Truth::If(if negated { column.is_null() } else { column.is_not_null() })
        }
        Predicate::Contains(column, needle) => {
            let found = dialect::contains(backend, self::column(column), needle);
            when(found.clone(), column, found.not())
        }
        Predicate::EndsWith(column, needle) => {
            let found = dialect::ends_with(backend, self::column(column), needle);
            when(found.clone(), column, found.not())
        }
        Predicate::AnyBit(_, 0) => {
            if negated {
                Truth::Always
            } else {
                Truth::Never
            }
        }
        Predicate::AnyBit(column, bits) => {
            let found = || self::column(column).bit_and(*bits);
            when(found().ne(Expr::cust("0")), column, found().eq(Expr::cust("0")))
        }
        Predicate::Exists(related) if !negated && !place.is_looked_up && is_gathered(related) => {
            Truth::If(gathered(backend, related)?)
        }
        Predicate::Exists(related) => {
            let exists = exists(backend, related)?;
            Truth::If(if negated { exists.not() } else { exists })
        }
    })
}

/// All or any of the parts, each negated if the whole is.
fn combine(place: Place, parts: &[Predicate], any: bool, negated: bool) -> Result<Truth, GraphError> {
    let mut condition = if any { Condition::any() } else { Condition::all() };
    let mut count = 0;
    for part in parts {
        match build(place, part, negated)? {
            Truth::Always if any => return Ok(Truth::Always),
            Truth::Never if !any => return Ok(Truth::Never),
            Truth::Always | Truth::Never => {}
            Truth::If(expression) => {
                condition = condition.add(expression);
                count += 1;
            }
        }
    }
    Ok(match count {
        0 if any => Truth::Never,
        0 => Truth::Always,
        _ => Truth::If(condition.into()),
    })
}

fn compare(column: Expr, comparison: Comparison, value: sea_orm::Value) -> Expr {
    match comparison {
        Comparison::Equal => column.eq(value),
        Comparison::NotEqual => column.ne(value),
        Comparison::Less => column.lt(value),
        Comparison::LessOrEqual => column.lte(value),
        Comparison::Greater => column.gt(value),
        Comparison::GreaterOrEqual => column.gte(value),
    }
}

fn complement(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}

/// Whether the keys of the related rows are gathered: what holds of them says so, or rests on keys that are gathered.
fn is_gathered(related: &Related) -> bool {
    !matches!(related.link, Link::Pair(_)) && (related.gathered || rests_on_gathered(&related.predicate))
}

fn rests_on_gathered(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::All(parts) => parts.iter().any(rests_on_gathered),
        Predicate::Exists(related) => is_gathered(related),
        _ => false,
    }
}

/// The row's key is among those of the related rows, which the engine gathers before it looks at any row. Where none is
/// it may be NULL instead of false, which is the same where it is not negated.
fn gathered(backend: DbBackend, related: &Related) -> Result<Expr, GraphError> {
    let mut select = Query::select();
    let foreign = from_related(&mut select, &related.frame, &related.link)?;
    select.expr(foreign);
    join_all(&mut select, &related.frame, |join| join.inside);
    if let Some(condition) = condition(backend, &related.predicate)? {
        select.and_where(condition);
    }
    Ok(column(&related.parent).in_subquery(select.take()))
}

fn exists(backend: DbBackend, related: &Related) -> Result<Expr, GraphError> {
    let mut select = Query::select();
    select.expr(Expr::cust("1"));
    from_children(&mut select, &related.frame, &related.link, &column(&related.parent))?;
    join_all(&mut select, &related.frame, |join| join.inside);
    if let Some(condition) = condition_at(Place { backend, is_looked_up: true }, &related.predicate)? {
        select.and_where(condition);
    }
    Ok(Expr::exists(select.take()))
}

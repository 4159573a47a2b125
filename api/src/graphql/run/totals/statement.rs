//! The statement of totals: keys and values of the rows, put together by the engine.

use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Alias, Asterisk, CaseStatement, Expr, ExprTrait as _, Func, NullOrdering, Order, OverStatement as _, Query,
    SelectStatement, WindowStatement,
};

use super::super::dialect::{self, sums};
use super::super::statement::{PARENT, column, counted};
use super::MOST_GROUPS;
use crate::graphql::catalog::NullClass;
use crate::graphql::error::GraphError;
use crate::graphql::plan::{GroupsOf, KeyAt, Totals};

/// The alias of the table of keys and values.
const ROWS: &str = "r";

/// A column of the table of keys and values, by what it is and the index of its key or measure.
fn name(kind: &str, index: usize) -> Alias {
    Alias::new(format!("{kind}{index}"))
}

fn of_rows(kind: &str, index: usize) -> Expr {
    Expr::col((ROWS, name(kind, index)))
}

/// One row for each parent and combination of keys: the parent's key if there are parents, the keys, the number of rows,
/// and for each measure how many values there are, and what is asked of them.
pub(in crate::graphql::run) fn statement(
    backend: DbBackend,
    totals: &Totals,
    parents: &[i64],
) -> Result<SelectStatement, GraphError> {
    let mut inner = Query::select();
    let parent = counted(backend, &mut inner, &totals.rows, parents)?;
    let mut groups = Vec::new();
    if let Some(parent) = parent {
        inner.expr_as(parent, PARENT);
        groups.push(Expr::col((ROWS, PARENT)));
    }
    for (index, key) in totals.keys.iter().enumerate() {
        inner.expr_as(group(backend, key), name("k", index));
        groups.push(of_rows("k", index));
    }
    for (index, measure) in totals.measures.iter().enumerate() {
        let value = dialect::readable(backend, column(&measure.column), measure.column.ty);
        inner.expr_as(value, name("v", index));
    }
    if totals.keys.is_empty() && totals.measures.is_empty() && groups.is_empty() {
        inner.expr(Expr::cust("1"));
    }
    let mut outer = Query::select();
    outer.from_subquery(placed(totals, &groups, inner), ROWS);
    for group in &groups {
        outer.expr(group.clone());
    }
    outer.expr(Expr::cust("COUNT(*)"));
    for (index, measure) in totals.measures.iter().enumerate() {
        let value = of_rows("v", index);
        outer.expr(Func::count(value.clone()));
        if measure.sum {
            sums::select(backend, &mut outer, &value);
        }
        if measure.ends {
            outer.expr(Func::min(value.clone())).expr(Func::max(value.clone()));
        }
        if measure.median {
            // The one or two places in the middle of n: those whose double lies from n to n + 2.
            let double = Expr::cust_with_exprs(two_times(backend), [of_rows("p", index)]);
            let number = of_rows("n", index);
            let middle = double.clone().gte(number.clone()).and(double.lte(number.add(Expr::cust("2"))));
            let value: Expr = CaseStatement::new().case(middle, value).into();
            outer.expr(Func::min(value.clone())).expr(Func::max(value));
        }
    }
    if !groups.is_empty() {
        outer.add_group_by(groups);
    }
    // Without keys, there are as many as parents.
    if !totals.keys.is_empty() {
        outer.limit(MOST_GROUPS as u64 + 1);
    }
    Ok(outer)
}

fn two_times(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { "2 * $1" } else { "2 * ?" }
}

/// The rows with the place of each value among those of its group, where the middle is asked for.
fn placed(totals: &Totals, groups: &[Expr], rows: SelectStatement) -> SelectStatement {
    if !totals.measures.iter().any(|measure| measure.median) {
        return rows;
    }
    let mut select = Query::select();
    select.column((ROWS, Asterisk)).from_subquery(rows, ROWS);
    for (index, _) in totals.measures.iter().enumerate().filter(|(_, measure)| measure.median) {
        let of_group = || {
            let mut window = WindowStatement::new();
            for group in groups {
                window.add_partition_by(group.clone());
            }
            window
        };
        let mut places = of_group();
        places.order_by_expr_with_nulls(of_rows("v", index), Order::Asc, NullOrdering::Last);
        select.expr_window_as(Func::cust("ROW_NUMBER"), places, name("p", index));
        select.expr_window_as(Func::count(of_rows("v", index)), of_group(), name("n", index));
    }
    select
}

/// The group that a row belongs to: the position of a class or a code, 1 or 0, or a day.
fn group(backend: DbBackend, key: &KeyAt) -> Expr {
    let value = column(&key.column);
    let mut case = CaseStatement::new();
    if let Some(row) = &key.row {
        case = case.case(column(row).is_null(), Expr::cust("NULL"));
    }
    match &key.groups {
        GroupsOf::Classes(classes, null) => {
            let last = Expr::cust(classes.values.len().saturating_sub(1).to_string());
            case = case.case(value.clone().between(Expr::cust("0"), last.clone()), value);
            // What a newer server stored shows as NULL does.
            if *null != NullClass::Null {
                case = case.finally(last);
            }
        }
        GroupsOf::Codes(vocabulary, known) => {
            if known.is_empty() && key.row.is_none() {
                return Expr::cust(vocabulary.unknown.to_string());
            }
            for (position, texts) in known {
                case = case.case(value.clone().is_in(texts.clone()), Expr::cust(position.to_string()));
            }
            case = case.finally(Expr::cust(vocabulary.unknown.to_string()));
        }
        GroupsOf::Booleans => {
            // Where a boolean is a number, any but 0 is true.
            let is = |yes: &'static str| value.clone().ne(Expr::cust(yes));
            case = case.case(is("FALSE"), Expr::cust("1")).case(value.is_not_null(), Expr::cust("0"));
        }
        // Of a row that is missing, it is NULL.
        GroupsOf::Numbers => return dialect::readable(backend, value, key.column.ty),
        GroupsOf::Dates(unit, shift) => {
            let begin = dialect::begin_of(backend, &value, key.column.ty, *unit, shift);
            if key.row.is_none() {
                return begin;
            }
            case = case.finally(begin);
        }
    }
    case.into()
}

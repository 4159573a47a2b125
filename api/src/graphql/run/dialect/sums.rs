//! Sums that no engine rounds or overflows.

use sea_orm::prelude::Decimal;
use sea_orm::sea_query::{Expr, Func, SelectStatement};
use sea_orm::{DbBackend, DbErr, QueryResult};

use crate::graphql::catalog::ColumnType;

/// `SQLite` adds whole numbers of 64 bits, and fails beyond. Amounts have 60 bits, so a few are enough: they are added
/// in two parts, this much being one of the upper.
const PART: i64 = 1_000_000_000;

/// Selects the sum of a column of a number type, in the columns that [`read`] takes.
pub(in crate::graphql::run) fn select(backend: DbBackend, select: &mut SelectStatement, column: &Expr) {
    match backend {
        DbBackend::Sqlite => {
            for operator in ["/", "%"] {
                let part = Expr::cust_with_exprs(format!("? {operator} {PART}"), [column.clone()]);
                select.expr(Func::sum(part));
            }
        }
        DbBackend::Postgres => {
            select.expr(Expr::cust_with_exprs("CAST(SUM($1) AS numeric)", [column.clone()]));
        }
        _ => {
            select.expr(Func::sum(column.clone()));
        }
    }
}

/// The sum at an index of a row, amounts in hundredths, and how many columns it has taken; `None` of no values.
pub(in crate::graphql::run) fn read(
    row: &QueryResult,
    at: usize,
    ty: ColumnType,
) -> Result<(Option<i128>, usize), DbErr> {
    if row.try_as_sqlite_row().is_some() {
        let (upper, lower) = (row.try_get_by_index::<Option<i64>>(at)?, row.try_get_by_index::<Option<i64>>(at + 1)?);
        let sum = upper.zip(lower).map(|(upper, lower)| i128::from(upper) * i128::from(PART) + i128::from(lower));
        return Ok((sum, 2));
    }
    let decimals = if ty == ColumnType::Decimal { 2 } else { 0 };
    let sum = row.try_get_by_index::<Option<Decimal>>(at)?;
    let sum = sum.map(|mut sum| {
        sum.rescale(decimals);
        sum.mantissa()
    });
    Ok((sum, 1))
}

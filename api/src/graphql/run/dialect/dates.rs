//! Days on which weeks, months and years begin, and what of a column is no value of its type.

use sea_orm::DbBackend;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};

use crate::graphql::catalog::ColumnType;
use crate::graphql::plan::{DateUnit, Shift};

/// The value of a column, or NULL where another program stored something that is no value of its type: such a value is
/// not summed up, and belongs to the group of null.
pub(in crate::graphql::run) fn readable(backend: DbBackend, column: Expr, ty: ColumnType) -> Expr {
    match (backend, ty) {
        (DbBackend::Sqlite, ColumnType::Small) => integer_within(column, i64::from(i16::MAX)),
        (DbBackend::Sqlite, ColumnType::Int) => integer_within(column, i64::from(i32::MAX)),
        (DbBackend::Sqlite, ColumnType::Decimal) => integer_within(column, 999_999_999_999_999_999),
        (DbBackend::Postgres, ColumnType::Decimal) => Expr::cust_with_exprs("NULLIF($1, 'NaN')", [column]),
        (_, ColumnType::Date | ColumnType::DateTime) => {
            let is_one = is_date(backend, &column, ty, &Shift::NONE);
            CaseStatement::new().case(is_one, column).into()
        }
        _ => column,
    }
}

/// `SQLite` keeps in a column of integers whatever it is given.
fn integer_within(column: Expr, greatest: i64) -> Expr {
    let is_integer = Expr::cust_with_exprs("typeof(?) = 'integer'", [column.clone()]);
    let within = column.clone().between(Expr::cust(format!("-{greatest}")), Expr::cust(greatest.to_string()));
    CaseStatement::new().case(is_integer.and(within), column).into()
}

/// Whether a date or a time is in a calendar, in the years 1 to 9999; shifted ones stay a day within.
fn is_date(backend: DbBackend, column: &Expr, ty: ColumnType, shift: &Shift) -> Expr {
    let stays = *shift == Shift::NONE;
    let (first, last) = if stays { ("0001-01-01", "9999-12-31") } else { ("0001-01-02", "9999-12-30") };
    let (from, to) = match (backend, ty) {
        (DbBackend::Postgres, ColumnType::Date) => (format!("DATE '{first}'"), format!("DATE '{last}'")),
        (DbBackend::Postgres, _) => (format!("TIMESTAMP '{first}'"), format!("TIMESTAMP '{last} 23:59:59.999999'")),
        // A text that begins with the last day sorts after it.
        (DbBackend::Sqlite, ColumnType::DateTime) => (format!("'{first}'"), format!("'{last} 24'")),
        (_, ColumnType::DateTime) => (format!("'{first}'"), format!("'{last} 23:59:59.999999'")),
        _ => (format!("'{first}'"), format!("'{last}'")),
    };
    let within = column.clone().between(Expr::cust(from), Expr::cust(to));
    let twice = || [column.clone(), column.clone()];
    match (backend, ty) {
        (DbBackend::Postgres, _) => within,
        (DbBackend::Sqlite, ColumnType::Date) => within.and(Expr::cust_with_exprs("date(?) = ?", twice())),
        (DbBackend::Sqlite, _) => {
            within.and(Expr::cust_with_exprs("datetime(substr(?, 1, 19)) = substr(?, 1, 19)", twice()))
        }
        // Days such as the 30th of February, or of no month, are counted as other days, or not at all.
        _ => within.and(Expr::cust_with_exprs("FROM_DAYS(TO_DAYS(?)) = CAST(? AS DATE)", twice())),
    }
}

/// The day on which the unit of time begins that a date or a time lies in; NULL where it is in no calendar.
pub(in crate::graphql::run) fn begin_of(
    backend: DbBackend,
    column: &Expr,
    ty: ColumnType,
    unit: DateUnit,
    shift: &Shift,
) -> Expr {
    let day = day(backend, column.clone(), shift);
    let begin = match backend {
        DbBackend::Sqlite => match unit {
            DateUnit::Day => day,
            DateUnit::Week => Expr::cust_with_exprs("date(?, '-6 days', 'weekday 1')", [day]),
            DateUnit::Month => Expr::cust_with_exprs("date(?, 'start of month')", [day]),
            DateUnit::Quarter => Expr::cust_with_exprs(
                "date(?, 'start of month', '-' || ((strftime('%m', ?) - 1) % 3) || ' months')",
                [day.clone(), day],
            ),
            DateUnit::Year => Expr::cust_with_exprs("date(?, 'start of year')", [day]),
        },
        DbBackend::Postgres => {
            let unit = unit.name().to_lowercase();
            Expr::cust_with_exprs(format!("CAST(date_trunc('{unit}', CAST($1 AS timestamp)) AS date)"), [day])
        }
        _ => match unit {
            DateUnit::Day => day,
            // The first day of the year 1 was a Monday, and has the number 366.
            DateUnit::Week => Expr::cust_with_exprs("FROM_DAYS((TO_DAYS(?) - 2) DIV 7 * 7 + 2)", [day]),
            DateUnit::Month => months(day, 1),
            DateUnit::Quarter => months(day, 3),
            DateUnit::Year => months(day, 12),
        },
    };
    CaseStatement::new().case(is_date(backend, column, ty, shift), begin).into()
}

/// The first day of so many months, counted from the year 1.
fn months(day: Expr, months: u8) -> Expr {
    let template = format!(
        "CAST(TIMESTAMPADD(MONTH, TIMESTAMPDIFF(MONTH, '0001-01-01', ?) DIV {months} * {months}, '0001-01-01') AS DATE)"
    );
    Expr::cust_with_exprs(template, [day])
}

/// The day of a date or a time, shifted to the wall clock of another zone.
fn day(backend: DbBackend, column: Expr, shift: &Shift) -> Expr {
    if *shift == Shift::NONE {
        return match backend {
            DbBackend::Sqlite => Expr::cust_with_exprs("date(substr(?, 1, 19))", [column]),
            DbBackend::Postgres => Expr::cust_with_exprs("CAST($1 AS date)", [column]),
            _ => Expr::cust_with_exprs("CAST(? AS DATE)", [column]),
        };
    }
    let seconds = seconds(backend, &column, shift.first, &shift.pieces);
    let template = match backend {
        DbBackend::Sqlite => "date(substr(?, 1, 19), ? || ' seconds')",
        DbBackend::Postgres => "CAST($1 + $2 * INTERVAL '1 second' AS date)",
        _ => "CAST(TIMESTAMPADD(SECOND, ?, ?) AS DATE)",
    };
    let arguments = if backend == DbBackend::MySql { [seconds, column] } else { [column, seconds] };
    Expr::cust_with_exprs(template, arguments)
}

/// Which of the pieces holds a time, found by halves: a zone has some hundred.
fn seconds(backend: DbBackend, column: &Expr, first: i32, pieces: &[(chrono::NaiveDateTime, i32)]) -> Expr {
    let half = pieces.len() / 2;
    let Some((turn, begun)) = pieces.get(half) else { return Expr::cust(first.to_string()) };
    let literal = if backend == DbBackend::Postgres { "TIMESTAMP " } else { "" };
    let before = column.clone().lt(Expr::cust(format!("{literal}'{}'", turn.format("%F %T"))));
    CaseStatement::new()
        .case(before, seconds(backend, column, first, &pieces[..half]))
        .finally(seconds(backend, column, *begun, &pieces[half + 1..]))
        .into()
}

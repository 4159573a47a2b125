//! What an error of the database means, and what the log may know of it.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, mysql::MySqlDatabaseError},
};

/// What the log may know of a database error. Statements and values are left out.
#[derive(Debug, thiserror::Error)]
#[error("{kind} (code {code}): {text}")]
pub(crate) struct DatabaseFailure {
    kind: &'static str,
    code: String,
    text: String,
}

impl DatabaseFailure {
    pub(crate) fn of(error: &DbErr) -> Self {
        let kind = match error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => "no connection",
            DbErr::Exec(_) | DbErr::Query(_) => "a statement failed",
            DbErr::Type(_) | DbErr::TryIntoErr { .. } | DbErr::Json(_) => "a column could not be read",
            _ => "the database layer failed",
        };
        let unknown = || "none".to_owned();
        match driver_error(error) {
            Some(sqlx::Error::Database(reported)) => {
                let code = reported.code().map_or_else(unknown, std::borrow::Cow::into_owned);
                // Classes 22 (data) and 23 (constraints) quote the values that offend.
                let quotes_values = code.starts_with("22") || code.starts_with("23");
                let text = if quotes_values { "text withheld" } else { reported.message() };
                Self { kind, text: text.to_owned(), code }
            }
            Some(sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. }) => {
                Self { kind: "a column could not be read", code: unknown(), text: "text withheld".to_owned() }
            }
            Some(other) => Self { kind, code: unknown(), text: other.to_string() },
            None => match error {
                DbErr::ConnectionAcquire(reason) => Self { kind, code: unknown(), text: reason.to_string() },
                DbErr::Conn(RuntimeErr::Internal(text)) => Self { kind, code: unknown(), text: text.clone() },
                _ => Self { kind, code: unknown(), text: "text withheld".to_owned() },
            },
        }
    }
}

/// The driver's own error behind an error of the database layer.
pub(crate) fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(driver))
        | DbErr::Exec(RuntimeErr::SqlxError(driver))
        | DbErr::Query(RuntimeErr::SqlxError(driver)) => Some(driver),
        _ => None,
    }
}

/// Whether the database could not be reached or refused to work, as opposed to a statement that is wrong.
pub(crate) fn is_unavailable(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match driver_error(error) {
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed,
        ) => true,
        Some(sqlx::Error::Database(reported)) => reported.code().is_some_and(|code| {
            // SQLSTATE: 08 connection, 53 resources, 57P0x shutdown, 58 system; HY000 is everything else of MySQL.
            // SQLite: primary code (low byte) 5 busy, 6 locked, 10 I/O, 13 full, 14 cannot open.
            let sqlite = code.parse::<u32>().ok().filter(|_| code.len() <= 4).map(|number| number & 0xff);
            code.starts_with("08")
                || code.starts_with("53")
                || code.starts_with("57P0")
                || code.starts_with("58")
                || matches!(sqlite, Some(5 | 6 | 10 | 13 | 14))
        }),
        _ => false,
    }
}

/// Whether the statement was ended before its time: it took too long, or nobody waited for it any more.
pub(crate) fn is_ended(error: &DbErr) -> bool {
    match driver_error(error) {
        Some(sqlx::Error::Database(reported)) => {
            // MySQL has no SQLSTATE of its own for a statement that took too long.
            let of_mysql = reported.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
            // SQLSTATE: 57014 ended on request (PostgreSQL), 70100 (MariaDB, MySQL). SQLite: 9 is interrupted.
            of_mysql == Some(3_024)
                || reported.code().is_some_and(|code| matches!(code.as_ref(), "57014" | "70100" | "9"))
        }
        _ => false,
    }
}

/// What the log may know of `error`, in a line.
pub(crate) fn describe(error: &DbErr) -> String {
    DatabaseFailure::of(error).to_string()
}

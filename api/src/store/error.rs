//! Why the tables of our own could not be read or kept.

use chrono::NaiveDate;
use sea_orm::sqlx::{self, mysql::MySqlDatabaseError};
use sea_orm::{ConnAcquireErr, DbErr};

use crate::graphql::error::{DatabaseFailure, driver_error, is_unavailable};

/// Why the tables of our own could not be read or kept; nothing was changed then. The messages are for people and carry
/// neither statements nor personal data; what the database said is the [source](std::error::Error::source).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else is writing to the same tables and did not end in time.
    #[error(
        "another refresh has been at work on this database for about a minute; wait until it ends (or end it), then \
         try again"
    )]
    Busy(#[source] DbErr),
    /// The database does not answer, or cannot work.
    #[error("the database does not answer; check that it runs and that its disk is not full")]
    Unavailable(#[source] DbErr),
    /// A table could not be read.
    #[error("the table {table} cannot be read; run `tellergraph migrate` if the tables are not current")]
    Read {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// A table was emptied or altered while it was read.
    #[error("the table {table} was emptied or altered while it was read; nothing was kept, so run the command again")]
    Changed {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// Rows could not be written.
    #[error("the table {table} cannot be written; check that the database account may write to it")]
    Write {
        /// Which table.
        table: &'static str,
        /// What the database said.
        source: DbErr,
    },
    /// More would have to be read at once than may be.
    #[error(
        "this takes more than {most} {what} around the customers that are asked for; ask for fewer customers at a time"
    )]
    TooMuch {
        /// What there is too much of.
        what: &'static str,
        /// How much of it may be read.
        most: usize,
    },
    /// A computation of ours came to no end.
    #[error("computing the answers failed")]
    Ended(String),
    /// Some of the answers in force are missing, because another version of the program gave them.
    #[error("the segments were kept by another version of this program: run `tellergraph segment refresh`")]
    OlderAnswers,
    /// The transaction could not be begun or committed.
    #[error("the database does not take the transaction; run `tellergraph migrate` if the tables are not current")]
    Transaction(#[source] DbErr),
    /// The history has answers by other rules, which must not stand in one series with new ones.
    #[error(
        "the history of {as_of} was written by other rules; write all its dates anew with `tellergraph segment refresh \
         --from MONTH --to MONTH --full`"
    )]
    OtherRules {
        /// The first such date.
        as_of: NaiveDate,
    },
}

impl StoreError {
    /// What the database said, without statements and values: fit for a log. Empty when it said nothing.
    pub fn cause(&self) -> String {
        self.database_error().map(|error| DatabaseFailure::of(error).to_string()).unwrap_or_default()
    }

    /// Whether the pool of connections was closed, as it is when a program ends.
    pub(super) fn is_closed(&self) -> bool {
        let Some(error) = self.database_error() else { return false };
        matches!(error, DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
            || matches!(driver_error(error), Some(sqlx::Error::PoolClosed))
    }

    pub(super) fn read(table: &'static str, source: DbErr) -> Self {
        match Self::general(source) {
            Ok(general) => general,
            Err(source) if is_changed(&source) => Self::Changed { table, source },
            Err(source) => Self::Read { table, source },
        }
    }

    pub(super) fn write(table: &'static str, source: DbErr) -> Self {
        Self::general(source).unwrap_or_else(|source| Self::Write { table, source })
    }

    pub(super) fn transaction(source: DbErr) -> Self {
        Self::general(source).unwrap_or_else(Self::Transaction)
    }

    /// What an error means whatever was being done; else the error again.
    fn general(error: DbErr) -> Result<Self, DbErr> {
        if is_locked(&error) {
            Ok(Self::Busy(error))
        } else if is_unavailable(&error) {
            Ok(Self::Unavailable(error))
        } else {
            Err(error)
        }
    }

    pub(crate) fn database_error(&self) -> Option<&DbErr> {
        match self {
            Self::Busy(source)
            | Self::Unavailable(source)
            | Self::Transaction(source)
            | Self::Read { source, .. }
            | Self::Changed { source, .. }
            | Self::Write { source, .. } => Some(source),
            Self::TooMuch { .. } | Self::Ended(_) | Self::OlderAnswers | Self::OtherRules { .. } => None,
        }
    }
}

/// Whether the database waited for somebody else's lock in vain.
pub(super) fn is_locked(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(reported)) = driver_error(error) else { return false };
    if let Some(mysql) = reported.try_downcast_ref::<MySqlDatabaseError>() {
        return mysql.number() == 1205;
    }
    reported.code().is_some_and(|code| {
        // SQLite's codes are numbers whose low byte is the kind, 5 busy and 6 locked; five characters are a SQLSTATE.
        let sqlite = code.parse::<u32>().ok().filter(|_| code.len() < 5).map(|number| number & 0xff);
        code == "55P03" || matches!(sqlite, Some(5 | 6))
    })
}

/// Whether a table is another one than the transaction began with. Only `MySQL` and `MariaDB` tell; elsewhere whoever
/// alters a table waits for its readers, or they for him.
fn is_changed(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(reported)) = driver_error(error) else { return false };
    // ER_TABLE_DEF_CHANGED
    reported.try_downcast_ref::<MySqlDatabaseError>().is_some_and(|mysql| mysql.number() == 1412)
}

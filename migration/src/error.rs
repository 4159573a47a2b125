//! Why a migration did not take place, and what to do about it.

use sea_orm_migration::sea_orm::sqlx::{self, mysql::MySqlDatabaseError};
use sea_orm_migration::sea_orm::{DbErr, RuntimeErr};
use thiserror::Error;

/// Why the schema could not be migrated. The message is for the person who runs the command; what the database
/// said is the [source](std::error::Error::source).
#[derive(Debug, Error)]
pub enum MigrateError {
    /// Another migration did not end in time.
    #[error(
        "another migration has been at work on this database for a minute; wait until it ends (or end it), then run \
         the command again"
    )]
    Busy,
    /// The record names migrations that this program does not have.
    #[error(
        "the database was migrated by a newer tellergraph (it knows {}, which this one does not); use that version",
        unknown.join(", ")
    )]
    Ahead {
        /// Names of the migrations that this program does not know.
        unknown: Vec<String>,
    },
    /// Tables with the names of ours (or of the original model) are there, and no migration made them.
    #[error(
        "the database has tables that no migration of tellergraph made ({}); give it an empty database, or take a \
         MySQL or MariaDB database of the original model over with `tellergraph migrate --adopt`",
        tables.join(", ")
    )]
    Occupied {
        /// Names of those tables.
        tables: Vec<String>,
    },
    /// The database account may not change the schema.
    #[error(
        "the database account may not change the schema; use an account that may, or give the output of \
         `tellergraph migrate --print-sql` to the database administrator"
    )]
    Forbidden(#[source] DbErr),
    /// The file, its folder or the server refuses to be written.
    #[error("the database cannot be written; check that the disk, the folder and the file are not read-only or full")]
    ReadOnly(#[source] DbErr),
    /// Somebody holds a lock on a table that must change.
    #[error(
        "the database is in use by somebody who does not let go; end the other programs, then run the command again"
    )]
    Locked(#[source] DbErr),
    /// Anything else that the database refused.
    #[error(
        "the database did not carry the migration out; the cause is in the log, and running the command again goes on from there"
    )]
    Database(#[source] DbErr),
}

impl From<DbErr> for MigrateError {
    fn from(error: DbErr) -> Self {
        match Refusal::of(&error) {
            Some(Refusal::Forbidden) => Self::Forbidden(error),
            Some(Refusal::ReadOnly) => Self::ReadOnly(error),
            Some(Refusal::Locked) => Self::Locked(error),
            None => Self::Database(error),
        }
    }
}

/// What an engine's error code means to the person at the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Forbidden,
    ReadOnly,
    Locked,
}

impl Refusal {
    pub(crate) fn of(error: &DbErr) -> Option<Self> {
        let (DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
        else {
            return None;
        };
        let sqlx::Error::Database(cause) = cause.as_ref() else {
            return None;
        };
        if let Some(mysql) = cause.try_downcast_ref::<MySqlDatabaseError>() {
            return match mysql.number() {
                1044 | 1142 | 1143 | 1227 | 1370 | 1419 => Some(Self::Forbidden),
                1021 | 1036 | 1114 | 1290 | 1792 | 1836 => Some(Self::ReadOnly),
                1205 => Some(Self::Locked),
                _ => None,
            };
        }
        let code = cause.code()?;
        match code.as_ref() {
            "42501" => Some(Self::Forbidden),
            "25006" | "53100" => Some(Self::ReadOnly),
            "55P03" => Some(Self::Locked),
            // SQLite's codes are numbers whose low byte is the kind: busy, locked, read-only, full, cannot open.
            sqlite => match sqlite.parse::<u32>().ok().filter(|_| sqlite.len() < 5)? & 0xff {
                5 | 6 => Some(Self::Locked),
                8 | 13 | 14 => Some(Self::ReadOnly),
                _ => None,
            },
        }
    }
}

//! Whether changes of the bank's rows are logged, and the repair where they are not.

use std::collections::BTreeSet;

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement};

use crate::dialect::Dialect;
use crate::error::{MigrateError, Refusal};
use crate::m20261120_000006_log_changed_customers::TRACKED;
use crate::session::Session;
use crate::table::trigger::{Event, note_everybody};

/// How the log of changed customers is filled at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// Names of the triggers that are not there, or that the account may not see; nothing is missed when there are none.
    pub missing: Vec<String>,
    /// What tells the triggers from others of the same names that were made in their place. It also changes whenever a
    /// migration runs.
    pub identity: String,
}

/// Looks how the log is filled. It only reads. That a table is emptied by `TRUNCATE` on `MySQL` and `MariaDB`, where no
/// trigger fires for it, cannot be seen here. On `MySQL` and `MariaDB` an account sees triggers only with the right
/// TRIGGER on their tables.
pub async fn tracking<C: ConnectionTrait>(db: &C) -> Result<Tracking, DbErr> {
    let dialect = Dialect::of(db).await?;
    let sql = match dialect {
        Dialect::Sqlite => "SELECT name, COALESCE(sql, '') AS identity FROM sqlite_master WHERE type = 'trigger'",
        Dialect::Postgres => {
            "SELECT t.tgname::text AS name, t.oid::text || ' ' || t.tgrelid::text AS identity \
             FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid \
             WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal"
        }
        Dialect::MySql | Dialect::MariaDb => {
            "SELECT CAST(trigger_name AS CHAR) AS name, CONCAT_WS(' ', event_object_table, created) AS identity \
             FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
        }
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let expected: BTreeSet<String> = TRACKED.iter().flat_map(|tracked| tracked.triggers(dialect)).collect();
    let mut found = BTreeSet::new();
    for row in &rows {
        let (name, identity): (String, String) = (row.try_get("", "name")?, row.try_get("", "identity")?);
        if expected.contains(&name) {
            found.insert((name, identity));
        }
    }
    let is_found = |name: &String| found.iter().any(|(present, _)| present == name);
    let missing = expected.iter().filter(|name| !is_found(name)).cloned().collect();
    let mut identity: Vec<String> = found.iter().map(|(name, identity)| format!("{name} {identity}")).collect();
    identity.extend(crate::status::recorded(db).await?);
    Ok(Tracking { missing, identity: identity.join("\n") })
}

/// Makes the triggers that are missing, in a schema that is current otherwise. An account that may not is no failure:
/// whoever asks [`tracking`] afterwards learns what is missing still.
pub(crate) async fn repair(db: &DatabaseConnection) -> Result<(), MigrateError> {
    if tracking(db).await?.missing.is_empty() {
        return Ok(());
    }
    let session = Session::begin(db).await?;
    let outcome = Box::pin(make_missing(&session.connection, session.dialect)).await;
    match session.end(outcome).await {
        Err(MigrateError::Forbidden(_) | MigrateError::ReadOnly(_)) => Ok(()),
        outcome => outcome,
    }
}

async fn make_missing(connection: &DatabaseTransaction, dialect: Dialect) -> Result<(), MigrateError> {
    // Asked again: another migrator may have held the lock since.
    let missing = tracking(connection).await?.missing;
    let mut made = 0;
    for (tracked, event) in TRACKED.iter().flat_map(|tracked| Event::ALL.map(|event| (tracked, event))) {
        let (Some(create), Some(drop)) = (tracked.create(event, dialect), tracked.drop(event, dialect)) else {
            continue;
        };
        if !missing.contains(&tracked.trigger(event)) {
            continue;
        }
        // One that was switched off is in the way of a new one.
        connection.execute_unprepared(&drop).await?;
        connection.execute_unprepared(&create).await?;
        made += 1;
    }
    if made > 0 {
        // What changed while they were missing is in no log.
        connection.execute_unprepared(&note_everybody(dialect)).await?;
    }
    Ok(())
}

/// Whether a refusal leaves a trigger out rather than failing the migration: `MySQL` asks for rights that a bank may not
/// want to give, such as SUPER where a binary log is kept.
pub(crate) fn is_left_out(dialect: Dialect, error: &DbErr) -> bool {
    dialect.is_mysql() && Refusal::of(error) == Some(Refusal::Forbidden)
}

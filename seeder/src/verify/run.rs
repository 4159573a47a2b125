//! V16 and V17: the rows against the record of the run that made them.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, StreamTrait};

use super::VerifyError;
use super::check::Check;
use super::keys::count;
use super::report::{Findings, Place};
use crate::fingerprint::{self, Fingerprint};
use crate::read::{ReadError, rows};

const RUN: &str = "gen_run";

/// What is recorded of the newest run that came to its end.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The last day that has rows.
    pub as_of: NaiveDate,
    /// The names of the log-ins with passwords that somebody knows.
    pub demo_logins: Vec<String>,
    fingerprint: Option<Fingerprint>,
}

/// The record of a database; `None` where no run is recorded, or the newest has not come to its end.
pub async fn recorded(connection: &impl ConnectionTrait) -> Result<Option<Recorded>, ReadError> {
    let mut select = Query::select();
    select.columns(["as_of", "fingerprint", "demo_logins"]).from(RUN).and_where(Expr::col("status").eq("complete"));
    select.order_by("run_id", Order::Desc).limit(1);
    let found = rows(connection, RUN, &select).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let as_of = row.try_get_by_index(0).map_err(ReadError::of(RUN))?;
    let text: Option<String> = row.try_get_by_index(1).map_err(ReadError::of(RUN))?;
    let logins: Option<String> = row.try_get_by_index(2).map_err(ReadError::of(RUN))?;
    let demo_logins = logins.iter().flat_map(|names| names.split(',')).map(str::to_owned).collect();
    Ok(Some(Recorded { as_of, demo_logins, fingerprint: text.and_then(|text| text.parse().ok()) }))
}

/// Counts and hashes the rows again. The place of a violation is a table, with the number of its rows.
pub(super) async fn check(
    connection: &(impl ConnectionTrait + StreamTrait),
    leave_out: &[Check],
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let Some(expected) = recorded(connection).await?.and_then(|recorded| recorded.fingerprint) else {
        for check in [Check::PlannedCounts, Check::Fingerprint] {
            findings.skip(check, "the database has no record of a run that came to its end");
        }
        return Ok(());
    };
    if !leave_out.contains(&Check::PlannedCounts) {
        for (table, expected) in expected.tables() {
            let rows = count(connection, table).await?;
            findings.looked(Check::PlannedCounts, rows);
            if rows != expected.rows {
                findings.violated(Check::PlannedCounts, place(table, rows));
            }
        }
    }
    if !leave_out.contains(&Check::Fingerprint) {
        let found = fingerprint::read(connection).await.map_err(VerifyError::Fingerprint)?;
        for ((table, expected), (_, found)) in expected.tables().zip(found.tables()) {
            findings.looked(Check::Fingerprint, found.rows);
            if found != expected {
                findings.violated(Check::Fingerprint, place(table, found.rows));
            }
        }
    }
    Ok(())
}

fn place(table: &'static str, rows: u64) -> Place {
    Place { table, key: i64::try_from(rows).unwrap_or(i64::MAX) }
}

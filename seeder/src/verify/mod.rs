//! Whether a database holds what the generator promises: twenty checks, V1 to V20.
//!
//! Nothing is believed of the generator here. Rows are read as they lie in the database, by sets or page by page in the
//! order of a key, so that memory stays the same at any size.

mod check;
pub(crate) mod codes;
mod dictionary;
mod fiction;
mod holdings;
mod keys;
mod kin;
mod ledger;
mod password;
mod report;
mod run;
mod scan;
mod told;
mod transfers;

use std::time::Duration;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbErr, StreamTrait};

pub use check::{Check, UnknownCheck};
pub use report::{Finding, Outcome, Place, Report};
pub use run::{Recorded, recorded};

pub(crate) use keys::count;

use crate::read::ReadError;
use crate::truth::{TruthError, TruthReader};
use report::Findings;
use scan::Scan;

/// What a database is held against.
#[derive(Debug)]
pub struct Expectation {
    /// The last day that has rows.
    pub as_of: NaiveDate,
    /// The truth file; V19 is skipped without one.
    pub truth: Option<TruthReader>,
    /// How long passwords are tried for V15; it is skipped when there is no time.
    pub password_time: Duration,
    /// Checks that are not to be made.
    pub leave_out: Vec<Check>,
}

/// Why a verification came to no end.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// A table could not be read, or holds a value that is none of its column's type.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The rows could not be read to the end for their fingerprint.
    #[error("the rows cannot be read for their fingerprint")]
    Fingerprint(#[source] DbErr),
    /// The truth file could not be read.
    #[error(transparent)]
    Truth(#[from] TruthError),
}

/// Makes the checks.
///
/// Give it a snapshot of the database (a transaction), or what is written meanwhile counts as wrong.
pub async fn verify(
    connection: &(impl ConnectionTrait + StreamTrait),
    expectation: Expectation,
) -> Result<Report, VerifyError> {
    let Expectation { as_of, truth, password_time, leave_out } = expectation;
    let wanted = |checks: &[Check]| checks.iter().any(|check| !leave_out.contains(check));
    let mut findings = Findings::default();
    if wanted(&[Check::UniqueKeys]) {
        keys::unique(connection, &mut findings).await?;
    }
    if wanted(&[Check::References]) {
        keys::references(connection, &mut findings).await?;
    }
    if wanted(&[Check::Balances, Check::MirroredPayments, Check::EventOrder]) {
        ledger::check(connection, &mut findings).await?;
    }
    if wanted(&[Check::Spouses, Check::ParentAges]) {
        kin::check(connection, as_of, &mut findings).await?;
    }
    if wanted(&[Check::MinorsAccounts, Check::Utilization]) {
        holdings::check(connection, as_of, &mut findings).await?;
    }
    let passwords = Scan { connection, as_of, findings: &mut findings }.run().await?;
    if wanted(&[Check::PasswordStrength]) {
        let demo_logins = recorded(connection).await?.map(|run| run.demo_logins).unwrap_or_default();
        passwords.attempt(password_time, &demo_logins, &mut findings);
    }
    if wanted(&[Check::PlannedCounts, Check::Fingerprint]) {
        run::check(connection, &leave_out, &mut findings).await?;
    }
    match truth {
        Some(truth) if wanted(&[Check::Truth]) => told::check(connection, truth, &mut findings).await?,
        _ => findings.skip(Check::Truth, "no truth file was given"),
    }
    Ok(findings.report(&leave_out))
}

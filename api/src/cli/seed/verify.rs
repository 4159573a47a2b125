//! `tellergraph seed verify`

use std::{path::PathBuf, time::Duration};

use chrono::NaiveDate;
use tellergraph_seeder::{
    truth::TruthReader,
    verify::{Check, Expectation, Finding, Outcome, Report, recorded, verify},
};

use super::super::{Failure, console};
use super::snapshot;
use crate::{config::Config, database};

/// Nothing is wrong, but not everything could be looked at.
const INCOMPLETE: u8 = 3;

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Truth file that was written with the bank; without one V19 is skipped.
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// The last day that the bank may have rows of, as YYYY-MM-DD; when it is left out, that of the run that is
    /// recorded in the database, else that of the truth file, else that of the demo bank.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// How many seconds common passwords are tried (V15); 0 skips it.
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    password_seconds: u32,
    /// Checks that are not wanted, such as V16,V17: they do not count.
    #[arg(long, value_name = "CHECKS", value_delimiter = ',')]
    leave_out: Vec<Check>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

/// Holds the database against everything that the generator promises, and prints what came of it. Nothing is written.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let truth = arguments.truth.as_deref().map(TruthReader::open).transpose()?;
    let told = truth.as_ref().map(|truth| truth.header().as_of);
    let database = database::connect(&config.database).await?;
    let snapshot = snapshot(config, &database).await?;
    let recorded = recorded(&snapshot).await?.map(|run| run.as_of);
    let expectation = Expectation {
        as_of: arguments.as_of.or(recorded).or(told).unwrap_or(config.demo.as_of),
        truth,
        password_time: Duration::from_secs(arguments.password_seconds.into()),
        leave_out: arguments.leave_out.clone(),
    };
    let report = verify(&snapshot, expectation).await?;
    drop(snapshot);
    database::close(database).await;
    let page = if arguments.json { console::json(&report)? } else { table(&report) };
    console::print(&page)?;
    judge(&report)
}

/// The exit code: all checks hold, or some are violated, or some could not be made.
fn judge(report: &Report) -> Result<(), Failure> {
    let named = |outcome| {
        let findings = report.findings.iter().filter(|finding| finding.outcome == outcome);
        findings.map(|finding| finding.check.code()).collect::<Vec<_>>().join(", ")
    };
    if report.count(Outcome::Violated) > 0 {
        return Err(Failure::new(format!("the bank is not as promised: {}", named(Outcome::Violated))));
    }
    if report.count(Outcome::Skipped) > 0 {
        let message = format!("nothing is wrong, but not every check could be made: {}", named(Outcome::Skipped));
        return Err(Failure::with_exit(message, INCOMPLETE));
    }
    Ok(())
}

/// A line a check.
fn table(report: &Report) -> String {
    let heading = ["check", "outcome", "rows", "violations", "asserts", "first, or why not"].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(heading).chain(report.findings.iter().map(cells)).collect();
    console::aligned(&lines, &[2, 3])
}

fn cells(finding: &Finding) -> [String; 6] {
    let mut told: Vec<String> = finding.first.iter().map(ToString::to_string).collect();
    if finding.violations > told.len() as u64 {
        told.push("…".to_owned());
    }
    let mut told = told.join(", ");
    if let Some(note) = &finding.note {
        told = if told.is_empty() { note.clone() } else { format!("{told}; {note}") };
    }
    [
        finding.check.to_string(),
        finding.outcome.word().to_owned(),
        finding.rows.to_string(),
        finding.violations.to_string(),
        finding.asserts.to_owned(),
        told,
    ]
}

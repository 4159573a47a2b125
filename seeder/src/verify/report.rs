//! What a verification found.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::check::Check;

/// How many places of violation a finding names.
const NAMED_PLACES: usize = 5;

/// All twenty findings, in the order of their checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// One a check.
    pub findings: Vec<Finding>,
}

impl Report {
    /// How many checks came out so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.findings.iter().filter(|finding| finding.outcome == outcome).count()
    }

    /// What was found of one check.
    pub fn finding(&self, check: Check) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.check == check)
    }
}

/// What came of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// What it asserts.
    pub asserts: &'static str,
    /// What came of it.
    pub outcome: Outcome,
    /// How many rows were looked at.
    pub rows: u64,
    /// In how many places it does not hold.
    pub violations: u64,
    /// The first few of these places.
    pub first: Vec<Place>,
    /// Why it was skipped, or how far it went; `None` where there is nothing to add.
    pub note: Option<String>,
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It was made, and holds everywhere.
    Held,
    /// It does not hold somewhere.
    Violated,
    /// It could not be made: it says nothing.
    Skipped,
    /// It was not wanted.
    LeftOut,
}

impl Outcome {
    /// One word for a table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Violated => "VIOLATED",
            Self::Skipped => "skipped",
            Self::LeftOut => "left out",
        }
    }
}

/// A row: its table and its key. Of the truth, its line; of V16 and V17, a table and how many rows it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// Its key there.
    pub key: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.table, self.key)
    }
}

/// What is known of the checks while rows are read.
#[derive(Debug, Default)]
pub(super) struct Findings(BTreeMap<Check, Tally>);

#[derive(Debug, Default)]
struct Tally {
    rows: u64,
    violations: u64,
    first: Vec<Place>,
    skipped: bool,
    note: Option<String>,
}

impl Findings {
    /// Looks at a row, at which the check holds or does not.
    pub(super) fn expect(&mut self, check: Check, holds: bool, place: Place) {
        self.looked(check, 1);
        if !holds {
            self.violated(check, place);
        }
    }

    /// So many rows were looked at.
    pub(super) fn looked(&mut self, check: Check, rows: u64) {
        self.0.entry(check).or_default().rows += rows;
    }

    /// The check does not hold there.
    pub(super) fn violated(&mut self, check: Check, place: Place) {
        let tally = self.0.entry(check).or_default();
        tally.violations += 1;
        if tally.first.len() < NAMED_PLACES {
            tally.first.push(place);
        }
    }

    /// The check cannot be made.
    pub(super) fn skip(&mut self, check: Check, reason: impl Into<String>) {
        let tally = self.0.entry(check).or_default();
        tally.skipped = true;
        tally.note = Some(reason.into());
    }

    /// Says more of a check.
    pub(super) fn note(&mut self, check: Check, note: impl Into<String>) {
        self.0.entry(check).or_default().note = Some(note.into());
    }

    /// How many rows a check has looked at.
    pub(super) fn rows(&self, check: Check) -> u64 {
        self.0.get(&check).map_or(0, |tally| tally.rows)
    }

    /// The report, without a word on what was left out.
    pub(super) fn report(mut self, left_out: &[Check]) -> Report {
        let findings = Check::ALL.into_iter().map(|check| {
            let left_out = left_out.contains(&check);
            let tally = self.0.remove(&check).filter(|_| !left_out).unwrap_or_default();
            let outcome = match tally {
                _ if left_out => Outcome::LeftOut,
                Tally { violations: 1.., .. } => Outcome::Violated,
                Tally { skipped: true, .. } => Outcome::Skipped,
                _ => Outcome::Held,
            };
            Finding {
                check,
                asserts: check.asserts(),
                outcome,
                rows: tally.rows,
                violations: tally.violations,
                first: tally.first,
                note: tally.note,
            }
        });
        Report { findings: findings.collect() }
    }
}

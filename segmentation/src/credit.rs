//! What the credit history says: the band of the score, the use of the limit, and the risk. Information only, never a
//! decision.

use crate::answer::{CreditBand, CreditRisk, CreditUse};
use crate::dossier::CreditReport;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Dimension, Limit, Rule, Table};
use crate::preparation::Facts;

/// Scores that bureaus give.
const SCORES: std::ops::RangeInclusive<i32> = 300..=850;
/// Most use of a limit that is advised, in hundredths of a percent.
const ADVISED_USE: i64 = 3_000;
/// Use of a limit from which it is heavy, in hundredths of a percent.
const HEAVY_USE: i64 = 7_500;
/// Months of the payment history that are looked at, the newest first.
const HISTORY_MONTHS: usize = 12;

/// What the credit history says of one customer. It carries no date: the row with the greatest key counts, at any date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditFinding {
    /// The band of the score.
    pub band: CreditBand,
    /// The risk.
    pub risk: CreditRisk,
    /// The score as stored; `None` when there is none.
    pub score: Option<i32>,
    /// How much of the limit is used.
    pub limit_use: CreditUse,
    /// Whether a month of the last twelve was at least 60 days late; `None` when there is no history, or what stands in
    /// its place is something else.
    pub was_late: Option<bool>,
}

pub(crate) fn finding<W: Witness>(facts: &Facts<'_>, witness: &W) -> CreditFinding {
    let tell = Tell::new(witness, &[Dimension::CreditBand, Dimension::CreditRisk]);
    let tell_of_risk = Tell::new(witness, &[Dimension::CreditRisk]);
    let report = facts.credit_report;
    tell.limit(Limit::StatusNotHistorised);
    tell.limit(Limit::InformationOnly);
    tell.looked(Rule::CreditScore, Table::CreditHistory, None, None);
    if let Some(report) = report {
        tell.row(Rule::CreditScore, report.seen());
        if let Some(score) = report.score.and_then(|score| u32::try_from(score).ok()) {
            tell.points(Rule::CreditScore, score);
        }
    }
    let score = report.and_then(|report| report.score);
    let band = score.map_or(CreditBand::Unknown, band);
    let limit_use = report.and_then(|report| report.utilization).map_or(CreditUse::Unknown, limit_use);
    let was_late = report.and_then(was_late);
    for report in report.iter().filter(|_| limit_use == CreditUse::Heavy) {
        tell_of_risk.row(Rule::HeavyUse, report.seen());
    }
    for report in report.iter().filter(|_| was_late == Some(true)) {
        tell_of_risk.row(Rule::LatePayment, report.seen());
    }
    let found = CreditFinding { band, risk: CreditRisk::Unknown, score, limit_use, was_late };
    CreditFinding { risk: risk(band, found.is_worse()), ..found }
}

impl CreditFinding {
    /// Whether use of the limit or late payments make the risk worse than the score alone.
    pub fn is_worse(&self) -> bool {
        self.limit_use == CreditUse::Heavy || self.was_late == Some(true)
    }
}

impl CreditReport {
    /// The row as evidence.
    fn seen(&self) -> Seen {
        Seen::new(Table::CreditHistory, self.credit_id, None)
    }
}

fn band(score: i32) -> CreditBand {
    if !SCORES.contains(&score) {
        return CreditBand::Unknown;
    }
    match score {
        ..580 => CreditBand::Poor,
        580..670 => CreditBand::Fair,
        670..740 => CreditBand::Good,
        740..800 => CreditBand::VeryGood,
        800.. => CreditBand::Exceptional,
    }
}

fn risk(band: CreditBand, is_worse: bool) -> CreditRisk {
    match (band, is_worse) {
        (CreditBand::VeryGood | CreditBand::Exceptional, false) => CreditRisk::Low,
        (CreditBand::VeryGood | CreditBand::Exceptional, true) | (CreditBand::Good, false) => CreditRisk::Medium,
        (CreditBand::Good, true) | (CreditBand::Fair, false) => CreditRisk::Elevated,
        (CreditBand::Fair, true) | (CreditBand::Poor, _) => CreditRisk::High,
        (CreditBand::Unknown, _) => CreditRisk::Unknown,
    }
}

fn limit_use(utilization: i64) -> CreditUse {
    match utilization {
        ..0 => CreditUse::Unknown,
        0..=ADVISED_USE => CreditUse::Advised,
        HEAVY_USE.. => CreditUse::Heavy,
        _ => CreditUse::AboveAdvice,
    }
}

/// Reads a history of letters: C in time, 1, 2 and 3 for 30, 60 and 90 days late, D in default, X for nothing due.
/// Letters of both cases count, what separates them does not; any other text is no history.
fn was_late(report: &CreditReport) -> Option<bool> {
    let text = report.payment_history.as_deref()?;
    let mut months = 0;
    let mut was_late = false;
    for letter in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '-' | '/' | '|')) {
        let is_late = match letter.to_ascii_uppercase() {
            'C' | '1' | 'X' => false,
            '2' | '3' | 'D' => true,
            _ => return None,
        };
        was_late |= is_late && months < HISTORY_MONTHS;
        months += 1;
    }
    (months > 0).then_some(was_late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_band_begins_where_the_bureaus_say() {
        for (score, expected) in [
            (i32::MIN, CreditBand::Unknown),
            (0, CreditBand::Unknown),
            (299, CreditBand::Unknown),
            (300, CreditBand::Poor),
            (579, CreditBand::Poor),
            (580, CreditBand::Fair),
            (669, CreditBand::Fair),
            (670, CreditBand::Good),
            (739, CreditBand::Good),
            (740, CreditBand::VeryGood),
            (799, CreditBand::VeryGood),
            (800, CreditBand::Exceptional),
            (850, CreditBand::Exceptional),
            (851, CreditBand::Unknown),
            (999, CreditBand::Unknown),
        ] {
            assert_eq!(band(score), expected, "{score}");
        }
    }

    #[test]
    fn use_of_the_limit_is_told_to_the_hundredth_of_a_percent() {
        for (utilization, expected) in [
            (-1, CreditUse::Unknown),
            (0, CreditUse::Advised),
            (3_000, CreditUse::Advised),
            (3_001, CreditUse::AboveAdvice),
            (7_499, CreditUse::AboveAdvice),
            (7_500, CreditUse::Heavy),
            (13_000, CreditUse::Heavy),
            (i64::MAX, CreditUse::Heavy),
        ] {
            assert_eq!(limit_use(utilization), expected, "{utilization}");
        }
    }

    #[test]
    fn a_history_is_read_from_the_newest_month_and_other_text_is_none() {
        let read = |text: &str| {
            was_late(&CreditReport {
                credit_id: 1,
                customer_id: 1,
                score: None,
                utilization: None,
                payment_history: Some(text.to_owned()),
            })
        };
        assert_eq!(read("CCCCCCCCCCC2"), Some(true), "the twelfth month");
        assert_eq!(read("CCCCCCCCCCCC2"), Some(false), "the thirteenth");
        assert_eq!(read("c c-1/x,C|C"), Some(false), "30 days late is not enough");
        for late in ["3", "d", "CC2"] {
            assert_eq!(read(late), Some(true), "{late}");
        }
        for other in ["", " ", "Good", "paid 3 times late", "🏦", "CCZ"] {
            assert_eq!(read(other), None, "{other:?}");
        }
    }
}

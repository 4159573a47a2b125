//! Signs that a customer is about to leave, each worth points.
//!
//! The points are a stand-in for a model that is fitted to customers who did leave.

use chrono::NaiveDate;

use crate::answer::{ChurnRisk, ChurnSign};
use crate::explanation::witness::{Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::preparation::Facts;
use crate::rules::Rules;
use crate::value_tier::Assets;
use crate::window::{days_ago, first_of_days, in_days};

/// Days since the last activity beyond which a customer is quiet.
const QUIET_DAYS: i64 = 60;
/// Days since the last activity beyond which a customer is silent.
const SILENT_DAYS: i64 = 180;
/// Days that are compared with as many before them.
const COMPARED_DAYS: u16 = 90;
/// Activities of the days before from which a drop means something.
const DROP_MIN: usize = 6;
/// Assets before, in cents, from which an outflow means something.
const OUTFLOW_MIN: i128 = 50_000;
/// Days for which a complaint counts.
const COMPLAINT_DAYS: u16 = 180;

/// The churn risk of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChurnFinding {
    /// The band of the points.
    pub risk: ChurnRisk,
    /// The points of all signs; `None` when the risk does not apply.
    pub points: Option<u32>,
    /// The signs with their points, in the order of the rules.
    pub signs: Vec<ChurnSignal>,
}

/// A sign that a customer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChurnSignal {
    /// The sign.
    pub sign: ChurnSign,
    /// What it counts.
    pub points: u16,
}

/// The risk of a customer to whom it applies: of age as far as the bank knows, and with an account in use.
pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    inactive_days: Option<i64>,
    has_salary_stopped: bool,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> ChurnFinding {
    let points = &rules.churn.points;
    let silent = inactive_days.is_none_or(|days| days > SILENT_DAYS);
    let quiet = !silent && inactive_days.is_some_and(|days| days > QUIET_DAYS);
    tell.limit(Limit::StatusNotHistorised);
    let signs = [
        (silent, ChurnSign::Silent, points.recency_180),
        (quiet, ChurnSign::Quiet, points.recency_60),
        (has_activity_dropped(facts, as_of, tell), ChurnSign::ActivityDrop, points.drop),
        (has_salary_stopped, ChurnSign::SalaryStopped, points.salary),
        (have_assets_left(facts, as_of, tell), ChurnSign::Outflow, points.outflow),
        (has_complained(facts, as_of, tell), ChurnSign::Complaint, points.complaint),
    ];
    let shown = signs.into_iter().filter(|(is_shown, _, _)| *is_shown);
    let signs: Vec<ChurnSignal> = shown.map(|(_, sign, points)| ChurnSignal { sign, points }).collect();
    for signal in &signs {
        tell.points(seen_in(signal.sign), signal.points);
    }
    let sum = signs.iter().map(|signal| u32::from(signal.points)).sum();
    ChurnFinding { risk: risk(sum, rules), points: Some(sum), signs }
}

/// The rule whose rows show a sign.
fn seen_in(sign: ChurnSign) -> Rule {
    match sign {
        ChurnSign::Quiet | ChurnSign::Silent => Rule::LastActivity,
        ChurnSign::ActivityDrop => Rule::ActivityNow,
        ChurnSign::SalaryStopped => Rule::SalaryBeforeStop,
        ChurnSign::Outflow => Rule::Assets,
        ChurnSign::Complaint => Rule::Complaint,
    }
}

/// What is said of a customer to whom the risk does not apply.
pub(crate) fn not_applicable() -> ChurnFinding {
    ChurnFinding { risk: ChurnRisk::NotApplicable, points: None, signs: Vec::new() }
}

fn risk(points: u32, rules: &Rules) -> ChurnRisk {
    let [medium, high] = rules.churn.levels.map(u32::from);
    if points >= high {
        ChurnRisk::High
    } else if points >= medium {
        ChurnRisk::Medium
    } else {
        ChurnRisk::Low
    }
}

fn has_activity_dropped<W: Witness>(facts: &Facts<'_>, as_of: NaiveDate, tell: Tell<'_, W>) -> bool {
    let then = as_of.checked_sub_days(chrono::Days::new(COMPARED_DAYS.into()));
    let first_of = |last: Option<NaiveDate>| last.and_then(|last| first_of_days(last, COMPARED_DAYS));
    tell.looked(Rule::ActivityNow, Table::Transactions, first_of(Some(as_of)), Some(as_of));
    tell.looked(Rule::ActivityBefore, Table::Transactions, first_of(then), then);
    let (mut now, mut before) = (0, 0);
    for row in facts.activities() {
        match days_ago(row.date(), as_of) / i64::from(COMPARED_DAYS) {
            0 => {
                now += 1;
                tell.row(Rule::ActivityNow, row.seen());
            }
            1 => {
                before += 1;
                tell.row(Rule::ActivityBefore, row.seen());
            }
            _ => continue,
        }
        if row.has_unmapped_code() {
            tell.flag(Flag::UnmappedCode);
        }
    }
    before >= DROP_MIN && 2 * now <= before
}

fn have_assets_left<W: Witness>(facts: &Facts<'_>, as_of: NaiveDate, tell: Tell<'_, W>) -> bool {
    let Some(then) = as_of.checked_sub_days(chrono::Days::new(COMPARED_DAYS.into())) else {
        return false;
    };
    let before = Assets::at(facts, then, Rule::AssetsBefore, tell).cents;
    before >= OUTFLOW_MIN && 2 * Assets::at(facts, as_of, Rule::Assets, tell).cents <= before
}

fn has_complained<W: Witness>(facts: &Facts<'_>, as_of: NaiveDate, tell: Tell<'_, W>) -> bool {
    tell.looked(Rule::Complaint, Table::CommunicationLog, first_of_days(as_of, COMPLAINT_DAYS), Some(as_of));
    let mut has_complained = false;
    for complaint in facts.complaints.iter().filter(|row| in_days(row.date, as_of, COMPLAINT_DAYS)) {
        has_complained = true;
        tell.row(Rule::Complaint, *complaint);
    }
    has_complained
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_begins_where_the_rules_say() {
        for (points, expected) in [
            (0, ChurnRisk::Low),
            (29, ChurnRisk::Low),
            (30, ChurnRisk::Medium),
            (59, ChurnRisk::Medium),
            (60, ChurnRisk::High),
            (115, ChurnRisk::High),
        ] {
            assert_eq!(risk(points, &Rules::default()), expected, "{points}");
        }
    }
}

//! What was measured, for a person at a terminal.

use std::fmt::Write as _;

use super::Measured;
use crate::accuracy::{ClassScore, HitRate, HouseholdScore, Scores, Share, TOLERANCE_DAYS, Target, TriggerScore};

/// Tables, a dimension each.
pub(super) fn page(measured: &Measured) -> String {
    let Measured { bank, rules_hash, report, targets } = measured;
    let mut page = format!(
        "{} customers as of {}, made up by {}, dataset {}\nsegments by the rules {rules_hash}\n\
         of {} no row shows what they live on: their age group, income and life stage are not scored\n\
         {} hardly deal with the bank, or not for half a year yet: how digital they are and which way they prefer is not scored\n",
        report.customers, bank.as_of, bank.generator_version, bank.dataset_id, report.unobservable, report.absent
    );
    for (name, scores) in [
        ("AGE_GROUP", &report.age_group),
        ("INCOME_LEVEL", &report.income_level),
        ("DIGITAL_ADOPTION", &report.digital_adoption),
        ("CHANNEL_PREFERENCE", &report.channel_preference),
        ("LIFE_STAGE", &report.life_stage),
        ("CHURN", &report.churn),
    ] {
        add_dimension(&mut page, name, scores);
        if name == "INCOME_LEVEL" {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(
                page,
                "  within one band {}; the middle of {} estimates is off by {}",
                told(report.income.within_one_band),
                report.income.estimates,
                told(report.income.median_error)
            );
        }
    }
    add_households(&mut page, &report.households);
    add_triggers(&mut page, &report.triggers);
    add_targets(&mut page, targets);
    page.push_str("\nThis measures agreement with our own simulation, not truth about real customers.\n");
    page
}

fn add_dimension(page: &mut String, name: &str, scores: &Scores) {
    let interval = scores
        .interval_of_covered
        .map_or_else(|| "-".to_owned(), |interval| format!("{} to {}", interval.low, interval.high));
    let baseline = scores.baseline.map_or_else(
        || "-".to_owned(),
        |baseline| format!("{} (macro-F1 {}) with {} for all", baseline.accuracy, baseline.macro_f1, baseline.class),
    );
    let _ = writeln!(
        page,
        "\n{name} of {} customers\n  accuracy {}; of the covered {} (95 %: {interval}); coverage {}; macro-F1 {}\n  \
         baseline {baseline}",
        scores.scored,
        told(scores.accuracy),
        told(scores.accuracy_of_covered),
        told(scores.coverage),
        told(scores.macro_f1)
    );
    let heading = ["class", "truth", "answered", "right", "precision", "recall", "F1", "taken for"].map(str::to_owned);
    add_table(page, &std::iter::once(heading).chain(scores.classes.iter().map(class_line)).collect::<Vec<_>>());
}

fn class_line(class: &ClassScore) -> [String; 8] {
    let taken: Vec<String> =
        class.taken_for.iter().map(|taken| format!("{} {}", taken.class, taken.customers)).collect();
    let [precision, recall, f1] = rates(class.rate);
    [
        class.class.to_owned(),
        class.truth.to_string(),
        class.answered.to_string(),
        class.right.to_string(),
        precision,
        recall,
        f1,
        taken.join(", "),
    ]
}

fn add_households(page: &mut String, households: &HouseholdScore) {
    let _ = writeln!(page, "\nHOUSEHOLDS by pairs of customers who live together");
    let heading = ["truth", "answered", "right", "precision", "recall", "F1"].map(str::to_owned);
    let HouseholdScore { truth, answered, right, rate } = households;
    let [precision, recall, f1] = rates(*rate);
    let line = [truth.to_string(), answered.to_string(), right.to_string(), precision, recall, f1];
    add_table(page, &[heading, line]);
}

fn add_triggers(page: &mut String, triggers: &[TriggerScore]) {
    let _ = writeln!(page, "\nTRIGGERS, right within {TOLERANCE_DAYS} days");
    let heading = ["trigger", "happened", "noticed", "told", "right", "precision", "recall", "F1"].map(str::to_owned);
    let line = |score: &TriggerScore| {
        let [precision, recall, f1] = rates(score.rate);
        [
            score.trigger.to_owned(),
            score.happened.to_string(),
            score.noticed.to_string(),
            score.told.to_string(),
            score.right.to_string(),
            precision,
            recall,
            f1,
        ]
    };
    add_table(page, &std::iter::once(heading).chain(triggers.iter().map(line)).collect::<Vec<_>>());
}

fn add_targets(page: &mut String, targets: &[Target]) {
    let _ = writeln!(page, "\nTARGETS");
    let heading = ["measure", "bound", "target", "reached", ""].map(str::to_owned);
    let line = |target: &Target| {
        let verdict = if target.reached.is_none() {
            "nobody to measure it on"
        } else if target.is_met {
            "met"
        } else {
            "missed"
        };
        [
            target.measure.clone(),
            if target.is_most { "at most" } else { "at least" }.to_owned(),
            target.target.to_string(),
            told(target.reached),
            verdict.to_owned(),
        ]
    };
    add_table(page, &std::iter::once(heading).chain(targets.iter().map(line)).collect::<Vec<_>>());
}

fn rates(rate: HitRate) -> [String; 3] {
    [rate.precision, rate.recall, rate.f1].map(told)
}

fn told(share: Option<Share>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| share.to_string())
}

/// Aligned columns: words by their beginnings, numbers by their ends.
fn add_table<const N: usize>(page: &mut String, lines: &[[String; N]]) {
    let mut widths = [0; N];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let is_number =
        |cell: &String| cell == "-" || cell.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let numbers: [bool; N] =
        std::array::from_fn(|column| lines.iter().skip(1).filter_map(|line| line.get(column)).all(is_number));
    for line in lines {
        let cells = line.iter().zip(widths).zip(numbers).map(|((cell, width), is_number)| {
            if is_number { format!("{cell:>width$}") } else { format!("{cell:width$}") }
        });
        let _ = writeln!(page, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

//! Whether what happened was noticed.

use chrono::NaiveDate;
use serde::Serialize;
use tellergraph_segmentation::answer::Trigger;
use tellergraph_segmentation::trigger::days;

use super::hit_rate::HitRate;

/// Days by which the day of a trigger may differ from the day on which it happened.
pub const TOLERANCE_DAYS: u64 = 31;

/// Counts of what happened and what was noticed, by kind.
#[derive(Clone, Debug)]
pub(super) struct Noticed {
    as_of: NaiveDate,
    kinds: Vec<Counts>,
}

#[derive(Clone, Copy, Debug)]
struct Counts {
    kind: Trigger,
    happened: u64,
    noticed: u64,
    told: u64,
    right: u64,
}

impl Noticed {
    /// Of these kinds.
    pub(super) fn new(kinds: &[Trigger], as_of: NaiveDate) -> Self {
        let none = |kind: &Trigger| Counts { kind: *kind, happened: 0, noticed: 0, told: 0, right: 0 };
        Self { as_of, kinds: kinds.iter().map(none).collect() }
    }

    /// Counts what happened to a customer and what was told of them.
    ///
    /// Something counts as having happened in the days in which the rules promise to notice it. What is told is right when
    /// it happened within [`TOLERANCE_DAYS`] of the day that is told, also at the edge of these days.
    pub(super) fn add(&mut self, truth: &[(Trigger, NaiveDate)], told: &[(Trigger, NaiveDate)]) {
        let is_near = |one: NaiveDate, other: NaiveDate| {
            one.signed_duration_since(other).num_days().unsigned_abs() <= TOLERANCE_DAYS
        };
        for counts in &mut self.kinds {
            let of_kind = |all: &[(Trigger, NaiveDate)]| -> Vec<NaiveDate> {
                all.iter().filter(|(kind, _)| *kind == counts.kind).map(|(_, date)| *date).collect()
            };
            let (truth, told) = (of_kind(truth), of_kind(told));
            let promised = days(counts.kind, self.as_of);
            let happened: Vec<NaiveDate> = truth
                .iter()
                .copied()
                .filter(|date| promised.is_some_and(|(first, last)| (first..=last).contains(date)))
                .collect();
            let are_near = |dates: &[NaiveDate], date: NaiveDate| dates.iter().any(|other| is_near(*other, date));
            // Told once a kind: of twins, or two children, one day is told.
            if !happened.is_empty() {
                counts.happened += 1;
                counts.noticed += u64::from(happened.iter().any(|date| are_near(&told, *date)));
            }
            counts.told += told.len() as u64;
            counts.right += told.iter().filter(|date| are_near(&truth, **date)).count() as u64;
        }
    }

    /// What the counts come to.
    pub(super) fn scores(&self) -> Vec<TriggerScore> {
        let score = |counts: &Counts| {
            let Counts { kind, happened, noticed, told, right } = *counts;
            TriggerScore {
                trigger: kind.name(),
                happened,
                noticed,
                told,
                right,
                rate: HitRate::of_both((right, told), (noticed, happened)),
            }
        };
        self.kinds.iter().map(score).collect()
    }
}

/// How well one kind of trigger was noticed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TriggerScore {
    /// The kind.
    pub trigger: &'static str,
    /// Customers to whom it happened in the days in which the rules promise to notice.
    pub happened: u64,
    /// Of how many of them it was told.
    pub noticed: u64,
    /// Of how many customers it was told.
    pub told: u64,
    /// Of how many of them rightly.
    pub right: u64,
    /// How often it was told of those to whom it happened, and only of them.
    #[serde(flatten)]
    pub rate: HitRate,
}

#[cfg(test)]
mod tests {
    use super::*;

    const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn score(cases: &[(&[&str], &[&str])]) -> [String; 7] {
        let mut noticed = Noticed::new(&[Trigger::NewChild], AS_OF);
        let births = |days: &[&str]| -> Vec<(Trigger, NaiveDate)> {
            days.iter().map(|text| (Trigger::NewChild, day(text))).collect()
        };
        for (truth, told) in cases {
            noticed.add(&births(truth), &births(told));
        }
        let score = noticed.scores()[0];
        let [precision, recall, f1] = [score.rate.precision, score.rate.recall, score.rate.f1]
            .map(|share| share.map_or("-".to_owned(), |s| s.to_string()));
        let [happened, seen, told, right] =
            [score.happened, score.noticed, score.told, score.right].map(|n| n.to_string());
        [happened, seen, told, right, precision, recall, f1]
    }

    #[test]
    fn what_is_told_must_have_happened_about_then() {
        let cases: &[(&[&str], &[&str])] = &[
            (&["2026-02-01"], &["2026-02-01"]),
            (&["2026-02-01"], &["2026-03-04"]),
            (&["2026-02-01"], &["2026-03-05"]),
            (&["2026-02-01"], &[]),
            (&[], &["2026-02-01"]),
            (&[], &[]),
        ];
        assert_eq!(score(cases), ["4", "2", "4", "2", "0.500", "0.500", "0.500"]);
    }

    #[test]
    fn what_lies_outside_the_promised_days_is_no_miss() {
        // The days begin on 2025-07-01.
        assert_eq!(score(&[(&["2025-06-30"], &[])]), ["0", "0", "0", "0", "-", "-", "-"]);
        assert_eq!(score(&[(&["2025-06-30"], &["2025-07-02"])]), ["0", "0", "1", "1", "1.000", "-", "-"]);
        assert_eq!(score(&[(&["2025-07-01"], &[])]), ["1", "0", "0", "0", "-", "0.000", "0.000"]);
    }

    #[test]
    fn two_of_a_kind_are_one_piece_of_news() {
        let twins: &[(&[&str], &[&str])] = &[(&["2026-01-10", "2026-06-10"], &["2026-06-10"])];
        assert_eq!(score(twins), ["1", "1", "1", "1", "1.000", "1.000", "1.000"]);
    }

    #[test]
    fn recall_and_precision_are_meant_harmonically() {
        // Recall 1/2, precision 1/3: 2 / (2 + 3).
        let cases: &[(&[&str], &[&str])] = &[
            (&["2026-02-01"], &["2026-02-01"]),
            (&["2026-02-01"], &[]),
            (&[], &["2026-02-01"]),
            (&[], &["2026-02-01"]),
        ];
        assert_eq!(score(cases), ["2", "1", "3", "1", "0.333", "0.500", "0.400"]);
    }
}

//! Recency, frequency and monetary value: scores from 1 to 5, and what they say together.
//!
//! The cut-offs are fixed, so that a customer's scores do not depend on the other customers.

use chrono::NaiveDate;

use crate::answer::RfmSegment;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::money::{Cents, to_cents};
use crate::preparation::Facts;
use crate::rules::Rules;
use crate::window::{first_of_days, in_days};

/// Days in which activities and spending are counted.
const YEAR_DAYS: u16 = 365;

/// The scores of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RfmFinding {
    /// What the scores say together.
    pub segment: RfmSegment,
    /// From 1 to 5 each; all zero without any activity.
    pub scores: RfmScores,
    /// Days since the last activity; `None` when there was none.
    pub recency_days: Option<i64>,
    /// Activities within 365 days.
    pub frequency: u32,
    /// Cents spent within 365 days: debits that are activities, not moved inside the household, in the reporting
    /// currency.
    pub monetary: Cents,
}

/// Three scores from 1 to 5, or all zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RfmScores {
    /// How lately.
    pub recency: u8,
    /// How often.
    pub frequency: u8,
    /// How much.
    pub monetary: u8,
}

impl RfmScores {
    /// The scores as one number of three digits: 545 is lately, often and much; 0 is no activity.
    pub fn code(self) -> u16 {
        u16::from(self.recency) * 100 + u16::from(self.frequency) * 10 + u16::from(self.monetary)
    }
}

/// The scores of a customer. `recency_days` are the days since the last activity, which is told of with them.
pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    recency_days: Option<i64>,
    tenure_days: Option<i64>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> RfmFinding {
    let year = first_of_days(as_of, YEAR_DAYS);
    tell.looked(Rule::YearActivity, Table::Transactions, year, Some(as_of));
    tell.looked(Rule::YearSpending, Table::Transactions, year, Some(as_of));
    let (mut frequency, mut spent) = (0_u32, 0_i128);
    for row in facts.activities().filter(|row| in_days(row.date(), as_of, YEAR_DAYS)) {
        frequency = frequency.saturating_add(1);
        tell.row(Rule::YearActivity, row.seen());
        if row.has_unmapped_code() {
            tell.flag(Flag::UnmappedCode);
        }
        if !row.is_debit() || !row.counts() {
            continue;
        }
        if row.is_foreign {
            tell.flag(Flag::ForeignCcy);
        } else if let Some(cents) = row.signed() {
            spent -= cents;
            tell.row(Rule::YearSpending, Seen::from(row.seen()).worth(-cents));
        }
    }
    let monetary = to_cents(spent);
    let scores = recency_days.map_or(RfmScores { recency: 0, frequency: 0, monetary: 0 }, |days| RfmScores {
        recency: score(rules.rfm.recency.iter().map(|most| days <= i64::from(*most))),
        frequency: score(rules.rfm.frequency.iter().map(|fewest| frequency >= *fewest)),
        monetary: score(rules.rfm.monetary.iter().map(|smallest| monetary >= smallest.0)),
    });
    tell.points(Rule::LastActivity, scores.recency);
    tell.points(Rule::YearActivity, scores.frequency);
    tell.points(Rule::YearSpending, scores.monetary);
    tell.limit(Limit::OtherBanksNotSeen);
    let is_new = tenure_days.is_some_and(|days| days < i64::from(rules.rfm.new_days));
    if let Some(first) = facts.first_row.filter(|_| is_new) {
        tell.row(Rule::FirstRow, first);
        tell.limit(Limit::HistoryTruncated);
    }
    RfmFinding { segment: segment(scores, is_new), scores, recency_days, frequency, monetary }
}

/// 5 when the first and hardest mark is reached, one less for each that is not.
fn score(reached: impl Iterator<Item = bool>) -> u8 {
    reached.fold(1, |score, is_reached| score + u8::from(is_reached))
}

fn segment(scores: RfmScores, is_new: bool) -> RfmSegment {
    let RfmScores { recency, frequency, monetary } = scores;
    let segments = [
        (recency == 0, RfmSegment::NoActivity),
        (is_new && recency >= 4, RfmSegment::New),
        (recency >= 4 && frequency >= 4 && monetary >= 4, RfmSegment::Champions),
        (recency >= 3 && frequency >= 4, RfmSegment::Loyal),
        (recency >= 3 && monetary >= 4, RfmSegment::BigSpenders),
        (recency >= 4, RfmSegment::Promising),
        (recency == 3, RfmSegment::NeedsAttention),
        (frequency >= 4 && monetary >= 4, RfmSegment::CantLose),
        (frequency >= 3 || monetary >= 3, RfmSegment::AtRisk),
    ];
    let first = segments.into_iter().find(|(applies, _)| *applies);
    first.map_or(RfmSegment::Hibernating, |(_, segment)| segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_that_fits_is_taken() {
        let of = |recency, frequency, monetary| segment(RfmScores { recency, frequency, monetary }, false);
        for (scores, expected) in [
            ((0, 0, 0), RfmSegment::NoActivity),
            ((4, 4, 4), RfmSegment::Champions),
            ((3, 5, 5), RfmSegment::Loyal),
            ((5, 4, 3), RfmSegment::Loyal),
            ((3, 3, 4), RfmSegment::BigSpenders),
            ((4, 3, 3), RfmSegment::Promising),
            ((3, 3, 3), RfmSegment::NeedsAttention),
            ((2, 4, 4), RfmSegment::CantLose),
            ((2, 4, 3), RfmSegment::AtRisk),
            ((1, 1, 3), RfmSegment::AtRisk),
            ((1, 3, 1), RfmSegment::AtRisk),
            ((2, 2, 2), RfmSegment::Hibernating),
        ] {
            assert_eq!(of(scores.0, scores.1, scores.2), expected, "{scores:?}");
        }
        assert_eq!(segment(RfmScores { recency: 4, frequency: 5, monetary: 5 }, true), RfmSegment::New);
        assert_eq!(segment(RfmScores { recency: 3, frequency: 1, monetary: 1 }, true), RfmSegment::NeedsAttention);
    }

    #[test]
    fn every_combination_of_scores_has_a_segment_and_a_code_of_its_own() {
        let mut codes = std::collections::BTreeSet::new();
        for (recency, frequency, monetary) in
            (1..=5).flat_map(|r| (1..=5).flat_map(move |f| (1..=5).map(move |m| (r, f, m))))
        {
            let scores = RfmScores { recency, frequency, monetary };
            assert_ne!(segment(scores, false), RfmSegment::NoActivity);
            assert!(codes.insert(scores.code()));
        }
        assert_eq!(codes.len(), 125);
    }
}

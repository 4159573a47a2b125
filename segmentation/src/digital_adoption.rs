//! How far a customer banks digitally: a score over the last 90 days.

use chrono::NaiveDate;

use crate::answer::DigitalAdoption;
use crate::confidence::Confidence;
use crate::explanation::witness::{DatedRow, Seen, Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::money::divide_rounded;
use crate::preparation::Facts;
use crate::rules::Rules;
use crate::vocabulary::{Channel, ChannelClass, ContactClass};
use crate::window::{days_ago, first_of_days, in_days};

/// Days in a bucket of the regularity part.
const BUCKET_DAYS: i64 = 30;
/// Buckets of the regularity part; the last reaches to the end of the window.
const BUCKETS: i64 = 3;
/// Kinds of digital use that fill the breadth part.
const KINDS: i128 = 3;

/// The digital score of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigitalFinding {
    /// The band of the score.
    pub adoption: DigitalAdoption,
    /// 0 to 100; `None` when there were too few events.
    pub score: Option<u8>,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// What the days show.
#[derive(Default)]
struct Use {
    events: usize,
    digital_events: usize,
    contacts: usize,
    digital_contacts: usize,
    sessions: usize,
    /// Whether each bucket has digital use.
    buckets: [bool; 3],
    channels: Vec<Channel>,
}

/// A part of the score: what it counts, and how much of it is reached.
struct Part {
    weight: u16,
    reached: i128,
    of: i128,
}

/// The score of a customer and its band.
pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> DigitalFinding {
    let seen = Use::of(facts, rules, as_of, tell);
    let evidence = seen.events + seen.contacts + seen.sessions;
    if evidence < usize::from(rules.digital.min_events) {
        return DigitalFinding { adoption: DigitalAdoption::Unknown, score: None, confidence: Confidence::NONE };
    }
    tell.looked(Rule::Enrolled, Table::Security, None, None);
    if let Some(security_id) = facts.enrolled_by {
        tell.row(Rule::Enrolled, Seen::new(Table::Security, security_id, None));
        tell.limit(Limit::StatusNotHistorised);
    }
    let weights = &rules.digital.weights;
    tell.points(Rule::Enrolled, weights.enrolled);
    tell.points(Rule::DigitalEvent, weights.transactions);
    tell.points(Rule::DigitalContact, weights.contacts);
    tell.points(Rule::UsePeriod, weights.regularity);
    for kind in [
        Rule::UsedMobile,
        Rule::UsedOnline,
        Rule::UsedWallet,
        Rule::UsedCardOnline,
        Rule::UsedContact,
        Rule::UsedSession,
    ] {
        tell.points(kind, weights.breadth);
    }
    let score = score(&seen.parts(facts.enrolled_by.is_some(), rules));
    DigitalFinding {
        adoption: adoption(score, rules),
        score: Some(score),
        confidence: Confidence::of(evidence, rules.digital.full_confidence_events, &[], None),
    }
}

impl Use {
    fn of<W: Witness>(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate, tell: Tell<'_, W>) -> Self {
        let mut seen = Self::default();
        let is_recent = |date| in_days(date, as_of, rules.digital.days);
        let first = first_of_days(as_of, rules.digital.days);
        tell.looked(Rule::ChannelEvent, Table::Transactions, first, Some(as_of));
        tell.looked(Rule::Contact, Table::CommunicationLog, first, Some(as_of));
        for event in facts.channel_events.iter().filter(|event| is_recent(event.row.date)) {
            seen.events += 1;
            tell.row(Rule::ChannelEvent, event.row);
            if event.is_unmirrored_payment() {
                tell.flag(Flag::PaymentUnmirrored);
            }
            if event.channel.class() == ChannelClass::Digital {
                seen.digital_events += 1;
                seen.channels.push(event.channel);
                tell.row(Rule::DigitalEvent, event.row);
                if let Some(kind) = kind_of_use(event.channel) {
                    tell.row(kind, event.row);
                }
                seen.mark(event.row, as_of, tell);
            }
        }
        for contact in facts.contacts.iter().filter(|contact| is_recent(contact.row.date)) {
            match contact.class {
                ContactClass::Session => {
                    seen.sessions += 1;
                    tell.row(Rule::Session, contact.row);
                    tell.row(Rule::UsedSession, contact.row);
                }
                ContactClass::Digital => {
                    seen.contacts += 1;
                    seen.digital_contacts += 1;
                    tell.row(Rule::Contact, contact.row);
                    tell.row(Rule::DigitalContact, contact.row);
                    tell.row(Rule::UsedContact, contact.row);
                }
                ContactClass::InPerson | ContactClass::Remote => {
                    seen.contacts += 1;
                    tell.row(Rule::Contact, contact.row);
                    continue;
                }
            }
            seen.mark(contact.row, as_of, tell);
        }
        if facts.unmapped_days.iter().any(|date| is_recent(*date)) {
            tell.flag(Flag::UnmappedCode);
        }
        seen.channels.sort_unstable();
        seen.channels.dedup();
        seen
    }

    fn mark<W: Witness>(&mut self, row: DatedRow, as_of: NaiveDate, tell: Tell<'_, W>) {
        let bucket = (days_ago(row.date, as_of) / BUCKET_DAYS).min(BUCKETS - 1);
        tell.row_in(Rule::UsePeriod, bucket, row);
        if let Some(is_used) = usize::try_from(bucket).ok().and_then(|bucket| self.buckets.get_mut(bucket)) {
            *is_used = true;
        }
    }

    /// The parts of the score that this customer's rows say something of.
    fn parts(&self, is_enrolled: bool, rules: &Rules) -> Vec<Part> {
        let weights = &rules.digital.weights;
        let count = |n: usize| i128::try_from(n).unwrap_or(0);
        let kinds = self.channels.len() + usize::from(self.digital_contacts > 0) + usize::from(self.sessions > 0);
        let buckets = self.buckets.iter().filter(|is_used| **is_used).count();
        let share = |weight, part, whole| Part { weight, reached: count(part), of: count(whole) };
        let parts = [
            share(weights.enrolled, usize::from(is_enrolled), 1),
            share(weights.transactions, self.digital_events, self.events),
            share(weights.contacts, self.digital_contacts, self.contacts),
            Part { weight: weights.regularity, reached: count(buckets), of: i128::from(BUCKETS) },
            Part { weight: weights.breadth, reached: count(kinds).min(KINDS), of: KINDS },
        ];
        parts.into_iter().filter(|part| part.of > 0).collect()
    }
}

/// What a digital channel is counted as among the kinds of use.
fn kind_of_use(channel: Channel) -> Option<Rule> {
    match channel {
        Channel::Mobile => Some(Rule::UsedMobile),
        Channel::Online => Some(Rule::UsedOnline),
        Channel::Wallet => Some(Rule::UsedWallet),
        Channel::CardOnline => Some(Rule::UsedCardOnline),
        _ => None,
    }
}

/// `100 * sum(weight * reached / of) / sum(weight)`, rounded once.
fn score(parts: &[Part]) -> u8 {
    let common: i128 = parts.iter().map(|part| part.of).product();
    let reached: i128 =
        parts.iter().map(|part| i128::from(part.weight) * part.reached * (common / part.of.max(1))).sum();
    let weights: i128 = parts.iter().map(|part| i128::from(part.weight)).sum();
    u8::try_from(divide_rounded(100 * reached, common * weights).clamp(0, 100)).unwrap_or(0)
}

fn adoption(score: u8, rules: &Rules) -> DigitalAdoption {
    let [low, medium, high] = rules.digital.levels;
    let score = u16::from(score);
    if score >= high {
        DigitalAdoption::High
    } else if score >= medium {
        DigitalAdoption::Medium
    } else if score >= low {
        DigitalAdoption::Low
    } else {
        DigitalAdoption::NonUser
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_begins_where_the_rules_say() {
        for (score, expected) in [
            (0, DigitalAdoption::NonUser),
            (1, DigitalAdoption::Low),
            (39, DigitalAdoption::Low),
            (40, DigitalAdoption::Medium),
            (69, DigitalAdoption::Medium),
            (70, DigitalAdoption::High),
            (100, DigitalAdoption::High),
        ] {
            assert_eq!(adoption(score, &Rules::default()), expected, "{score}");
        }
    }

    #[test]
    fn a_score_is_rounded_once() {
        let part = |weight, reached, of| Part { weight, reached, of };
        assert_eq!(score(&[part(1, 1, 3), part(1, 1, 3)]), 33);
        assert_eq!(score(&[part(1, 1, 200)]), 1, "a half goes up");
        assert_eq!(score(&[part(10, 1, 1), part(50, 3, 4), part(15, 1, 3), part(10, 1, 3)]), 66);
    }
}

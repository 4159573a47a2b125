//! Salaries that come every week or every other week.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::credit::{Class, Credit};
use crate::explanation::witness::{Tell, Witness};
use crate::explanation::{Rule, Table};
use crate::money::{divide_rounded, median_doubled};
use crate::window::{Months, days_ago};

/// Fewest credits that show a rhythm.
const MIN_CREDITS: usize = 4;

/// A rhythm of pay.
struct Rhythm {
    days: i64,
    /// The median gap in days that fits, doubled so that a half is whole.
    doubled_gap: std::ops::RangeInclusive<i128>,
    pays_a_year: i128,
}

const RHYTHMS: [Rhythm; 2] = [
    Rhythm { days: 14, doubled_gap: 26..=30, pays_a_year: 26 },
    Rhythm { days: 7, doubled_gap: 12..=16, pays_a_year: 52 },
];

/// The monthly income of the salaries that come in a rhythm, and the rest of the credits.
pub(super) struct Streams<'a> {
    /// The sum over the streams in cents a month; `None` when there is no stream.
    pub(super) monthly: Option<i128>,
    /// The credits that belong to no stream.
    pub(super) rest: Vec<Credit<'a>>,
}

/// Takes the streams out of the credits of the months.
///
/// `labelled` are the credits up to the date: a stream goes on when its last pay, which may lie after the last complete
/// month, is at most two periods old.
pub(super) fn take_out<'a, W: Witness>(
    included: Vec<Credit<'a>>,
    labelled: &[Credit<'a>],
    months: Months,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Streams<'a> {
    let is_pay = |credit: &Credit<'_>| credit.class == Class::Salary && credit.cents > 0;
    let mut groups: BTreeMap<Cow<'a, str>, (Vec<Credit<'a>>, Option<NaiveDate>)> = BTreeMap::new();
    for credit in labelled.iter().filter(|credit| is_pay(credit)) {
        let (pays, last) = groups.entry(credit.counterparty()).or_default();
        if months.contain(credit.date()) {
            pays.push(*credit);
        }
        *last = Some(credit.date());
    }
    groups.retain(|_, (pays, last)| last.is_some_and(|last| monthly(pays, last, as_of).is_some()));
    let mut sum = 0;
    for (slot, (pays, last)) in (0..).zip(groups.values()) {
        let Some(cents) = last.and_then(|last| monthly(pays, last, as_of)) else { continue };
        tell.if_heard(|tell| {
            for pay in pays {
                tell.row_in(Rule::PayStream, slot, pay.seen());
            }
        });
        tell.amount_in(Rule::PayStreamMonthly, slot, Table::Transactions, cents);
        sum += cents;
    }
    let rest = included
        .into_iter()
        .filter(|credit| !(is_pay(credit) && groups.contains_key(&credit.counterparty())))
        .collect();
    Streams { monthly: (!groups.is_empty()).then_some(sum), rest }
}

/// Cents a month when the pays, by time, come in a rhythm that still goes on.
fn monthly(pays: &[Credit<'_>], last: NaiveDate, as_of: NaiveDate) -> Option<i128> {
    if pays.len() < MIN_CREDITS {
        return None;
    }
    let mut on_weekday = [0_usize; 7];
    for pay in pays {
        let weekday = usize::try_from(pay.date().weekday().num_days_from_monday()).ok()?;
        *on_weekday.get_mut(weekday)? += 1;
    }
    let most = on_weekday.into_iter().max()?;
    if most * 4 < pays.len() * 3 {
        return None;
    }
    let mut gaps: Vec<i128> = pays
        .windows(2)
        .filter_map(|pair| match pair {
            [one, next] => Some(i128::from(days_ago(one.date(), next.date()))),
            _ => None,
        })
        .collect();
    let gap = median_doubled(&mut gaps)?;
    let rhythm = RHYTHMS.iter().find(|rhythm| rhythm.doubled_gap.contains(&gap))?;
    if days_ago(last, as_of) > 2 * rhythm.days {
        return None;
    }
    let mut amounts: Vec<i128> = pays.iter().map(|pay| pay.cents).collect();
    Some(divide_rounded(median_doubled(&mut amounts)? * rhythm.pays_a_year, 2 * 12))
}

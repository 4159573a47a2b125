//! What just happened in a customer's life, or is about to.

use chrono::{Months as CalendarMonths, NaiveDate, TimeDelta};

use crate::age::{birthday, completed_years};
use crate::answer::{AgeGroup, Trigger};
use crate::confidence::Confidence;
use crate::explanation::witness::{Tell, Witness};
use crate::explanation::{Dimension, Limit, Rule};
use crate::finding::Basis;
use crate::household::Child;
use crate::income::{Credit, IncomeMethod};
use crate::life_stage::tell_of_child;
use crate::lifecycle;
use crate::marriage;
use crate::money::median_doubled;
use crate::preparation::Facts;
use crate::rules::{Ratio, Rules};
use crate::window::{Months, days_ago, in_days};

/// Days for which a first salary is news.
const SALARY_DAYS: u16 = 90;
/// Days for which a marriage is news.
const MARRIAGE_DAYS: u16 = 180;
/// Days for which a birth is news.
const BIRTH_DAYS: u16 = 365;
/// Days ahead in which a child's coming of age is looked for.
const ADULT_DAYS: i64 = 180;
/// Years before the retirement age from which a customer is told to reach it.
const RETIREMENT_YEARS: u16 = 5;
/// Days without a salary after which it has stopped.
const STOPPED_DAYS: i64 = 45;
/// Days in which salaries are looked for that have stopped since; the days without one are the last of them.
const STOPPED_WINDOW_DAYS: i64 = 225;
/// Salaries that show that one was paid.
const STOPPED_SALARIES: usize = 3;
/// Days between two salaries that come once a month, at most.
const LONGEST_MONTH: i64 = 31;
/// Complete months in which a rise is looked for: the second half against the first.
const RISE_MONTHS: u16 = 6;
/// Median pay of the second half over that of the first from which it rose.
const RISE: Ratio = Ratio::new(23, 20);

/// A trigger that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerMatch {
    /// What happened.
    pub trigger: Trigger,
    /// The day it happened or will happen: the first salary, the day the bank learnt of the marriage, the birth, the
    /// birthday, the last salary before they stopped, the first salary of the three months that are above the others.
    pub date: NaiveDate,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The days on which something must have happened, or will, so that the rules cannot miss it at `as_of` when all of it is
/// in the rows: the first and the last of them. `None` beyond the calendar.
///
/// * A salary stopped counts with the day of the last one, when one a month came before it.
/// * A rise counts with the first pay that is higher: two of the last three months have it, and one of the three before
///   at most.
/// * Reaching the retirement age counts with the birthday.
pub fn days(trigger: Trigger, as_of: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let back = |days: i64| as_of.checked_sub_signed(TimeDelta::try_days(days)?);
    let ago = |oldest: i64, latest: i64| Some((back(oldest)?, back(latest)?));
    match trigger {
        Trigger::FirstSalary | Trigger::PayrollStarted => ago(i64::from(SALARY_DAYS) - 1, 0),
        Trigger::JustMarried => ago(i64::from(MARRIAGE_DAYS) - 1, 0),
        Trigger::NewChild => ago(i64::from(BIRTH_DAYS) - 1, 0),
        Trigger::ChildTurns18 => ago(0, -ADULT_DAYS),
        Trigger::RetirementWithin5y => {
            Some((as_of, as_of.checked_add_months(CalendarMonths::new(12 * u32::from(RETIREMENT_YEARS)))?))
        }
        Trigger::SalaryStopped => {
            let before = i64::try_from(STOPPED_SALARIES - 1).ok()? * LONGEST_MONTH;
            ago(STOPPED_WINDOW_DAYS - 1 - before, STOPPED_DAYS)
        }
        Trigger::SalaryRise => {
            let months: Vec<Months> = Months::before(as_of, RISE_MONTHS).each().collect();
            let half = months.len() / 2;
            Some((months.get(half.checked_sub(1)?)?.days().0?, months.get(half + 1)?.days().1?))
        }
    }
}

/// The triggers of a customer, in the order of the rules; none of who has died or closed every account.
///
/// Their evidence stands with the life stage, that of a stopped salary with the churn risk too.
pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    everybody: &[Facts<'_>],
    basis: &Basis<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    witness: &W,
) -> Vec<TriggerMatch> {
    let tell = Tell::new(witness, &[Dimension::LifeStage]);
    if lifecycle::has_left(facts, tell) {
        return Vec::new();
    }
    let of_stop: &[Dimension] =
        if basis.may_churn() { &[Dimension::LifeStage, Dimension::ChurnRisk] } else { &[Dimension::LifeStage] };
    let tell_of_stop = Tell::new(witness, of_stop);
    let on_days = [
        (Trigger::JustMarried, marriage::learnt(facts, everybody, MARRIAGE_DAYS, rules, as_of, tell)),
        (Trigger::NewChild, new_child(facts, rules, as_of, tell)),
        (Trigger::ChildTurns18, child_comes_of_age(facts, rules, as_of, tell)),
        (Trigger::RetirementWithin5y, retirement(facts, basis, rules)),
        (Trigger::SalaryStopped, tell_of_stop.when_found(|tell| salary_stopped(basis, as_of, tell))),
        (Trigger::SalaryRise, tell.when_found(|tell| salary_rise(facts, basis, as_of, tell))),
    ];
    let on_day = |(trigger, date): (Trigger, Option<NaiveDate>)| {
        Some(TriggerMatch { trigger, date: date?, confidence: Confidence::FULL })
    };
    let first_salary = tell.when_found(|tell| first_salary(facts, basis, rules, as_of, tell));
    first_salary.into_iter().chain(on_days.into_iter().filter_map(on_day)).collect()
}

/// A salary that came for the first time: a first job, or a salary that was moved here.
fn first_salary<W: Witness>(
    facts: &Facts<'_>,
    basis: &Basis<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Option<TriggerMatch> {
    let first = basis.salaries().next().filter(|first| in_days(first.date(), as_of, SALARY_DAYS))?;
    let (date, first_row) = (first.date(), facts.first_row?);
    tell.row(Rule::FirstSalary, first.seen());
    tell.row(Rule::FirstRow, first_row);
    tell.limit(Limit::HistoryTruncated);
    let comes_late = days_ago(first_row.date, date) >= i64::from(rules.stage.career_gap_days);
    let is_aged_to = |oldest: u16| basis.age.is_some_and(|age| age <= oldest);
    let (trigger, confidence) = match (is_aged_to(rules.stage.career_max_age), comes_late) {
        (true, true) => (Trigger::FirstSalary, Confidence::FULL),
        (true, false) if is_aged_to(rules.stage.career_no_gap_max_age) => {
            (Trigger::FirstSalary, Confidence::hundredths(70))
        }
        (false, true) => (Trigger::PayrollStarted, Confidence::FULL),
        (_, false) => return None,
    };
    Some(TriggerMatch { trigger, date, confidence })
}

/// The latest birth.
fn new_child<W: Witness>(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate, tell: Tell<'_, W>) -> Option<NaiveDate> {
    let new = births(facts, rules, as_of).filter(|(_, birth)| in_days(*birth, as_of, BIRTH_DAYS));
    new.map(|(child, birth)| {
        tell_of_child(Rule::NewChild, child, tell);
        birth
    })
    .max()
}

/// The next day on which a child comes of age.
fn child_comes_of_age<W: Witness>(
    facts: &Facts<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Option<NaiveDate> {
    let days = births(facts, rules, as_of).filter_map(|(child, birth)| {
        let day = birthday(birth, rules.age.adult())?;
        if !(0..=ADULT_DAYS).contains(&days_ago(as_of, day)) {
            return None;
        }
        tell_of_child(Rule::ComingOfAge, child, tell);
        Some(day)
    });
    days.min()
}

/// The children whose dates of birth are believed.
fn births<'f>(facts: &'f Facts<'_>, rules: &Rules, as_of: NaiveDate) -> impl Iterator<Item = (&'f Child, NaiveDate)> {
    let births = facts.member.family.children.iter().filter_map(|child| Some((child, child.date_of_birth?)));
    births.filter(move |(_, birth)| completed_years(*birth, as_of, rules).is_some())
}

fn retirement(facts: &Facts<'_>, basis: &Basis<'_>, rules: &Rules) -> Option<NaiveDate> {
    let retire_age = rules.age.retire_age;
    let ages = retire_age.saturating_sub(RETIREMENT_YEARS)..retire_age;
    let is_near = basis.age.is_some_and(|age| ages.contains(&age)) && basis.age_group.group != AgeGroup::Retiree;
    facts.member.date_of_birth.filter(|_| is_near).and_then(|birth| birthday(birth, retire_age))
}

/// The last salary before they stopped.
fn salary_stopped<W: Witness>(basis: &Basis<'_>, as_of: NaiveDate, tell: Tell<'_, W>) -> Option<NaiveDate> {
    let window = STOPPED_DAYS..STOPPED_WINDOW_DAYS;
    let (mut came, mut last) = (0, None);
    for salary in basis.salaries() {
        last = Some(salary.date());
        if window.contains(&days_ago(salary.date(), as_of)) {
            came += 1;
            tell.row(Rule::SalaryBeforeStop, salary.seen());
        }
    }
    let last = last?;
    (came >= STOPPED_SALARIES && days_ago(last, as_of) >= STOPPED_DAYS).then_some(last)
}

/// The first of the salaries that are above those before.
fn salary_rise<W: Witness>(
    facts: &Facts<'_>,
    basis: &Basis<'_>,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> Option<NaiveDate> {
    let months = Months::before(as_of, RISE_MONTHS);
    let is_observed = months.since(facts.first_day()?).len() == months.len();
    if !is_observed || basis.income_finding.method == IncomeMethod::Periodic || basis.is_minor() {
        return None;
    }
    let mut sums = basis.income.salaries_by_month(months, tell);
    if sums.iter().any(|sum| *sum <= 0) {
        return None;
    }
    let half = sums.len() / 2;
    let (before, since) = sums.split_at_mut(half);
    let (before, since) = (median_doubled(before)?, median_doubled(since)?);
    let in_second_half = |day: &NaiveDate| months.place(*day).is_some_and(|place| place >= half);
    if RISE.compare_share(since, before).is_lt() {
        return None;
    }
    basis.salaries().map(Credit::date).find(in_second_half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trigger_has_its_days() {
        let as_of = NaiveDate::from_ymd_opt(2026, 6, 30).expect("a date");
        let of = |trigger| {
            let (first, last) = days(trigger, as_of).expect("days");
            format!("{first} {last}")
        };
        assert_eq!(of(Trigger::FirstSalary), "2026-04-02 2026-06-30");
        assert_eq!(of(Trigger::JustMarried), "2026-01-02 2026-06-30");
        assert_eq!(of(Trigger::NewChild), "2025-07-01 2026-06-30");
        assert_eq!(of(Trigger::ChildTurns18), "2026-06-30 2026-12-27");
        assert_eq!(of(Trigger::RetirementWithin5y), "2026-06-30 2031-06-30");
        assert_eq!(of(Trigger::SalaryStopped), "2026-01-19 2026-05-16");
        assert_eq!(of(Trigger::SalaryRise), "2026-03-01 2026-05-31");
        assert!(Trigger::ALL.iter().filter_map(|trigger| days(*trigger, NaiveDate::MIN)).count() < Trigger::ALL.len());
    }
}

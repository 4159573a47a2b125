//! What a customer earns, as far as it is paid in here.

mod credit;
mod stream;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::answer::IncomeLevel;
use crate::closed_enum::closed_enum;
use crate::confidence::Confidence;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::money::{Cents, divide_rounded, median_doubled, to_cents};
use crate::preparation::Facts;
use crate::rules::{Ratio, Rules};
use crate::window::Months;
use credit::Class;
pub(crate) use credit::Credit;

/// Complete months in which a salary shows that the customer works.
const SALARY_MONTHS: u16 = 3;

closed_enum! {
    /// How the monthly income was found.
    pub enum IncomeMethod {
        /// Not looked for: the customer is a minor.
        NotApplicable = "not_applicable" / "NOT_APPLICABLE",
        /// Too few months were seen.
        Unknown = "unknown" / "UNKNOWN",
        /// Enough months were seen, none with income.
        None = "none" / "NONE",
        /// A weekly or fortnightly salary times its pays a year, plus the median of the rest.
        Periodic = "periodic" / "PERIODIC",
        /// There was income, but none in the last three months.
        Stopped = "stopped" / "STOPPED",
        /// Income began within the months: the median since then.
        Started = "started" / "STARTED",
        /// The median over the months.
        Median = "median" / "MEDIAN",
        /// More than half of the months are empty: the mean.
        Irregular = "irregular" / "IRREGULAR",
    }
}

/// The income estimate of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncomeFinding {
    /// The band.
    pub level: IncomeLevel,
    /// Cents a month, never negative; `None` when there is no estimate.
    pub monthly: Option<Cents>,
    /// How it was found.
    pub method: IncomeMethod,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The credits of one customer that the rules take for income.
pub(crate) struct Income<'a> {
    /// Labelled credits up to the date, by time.
    labelled: Vec<Credit<'a>>,
    /// All income of the months: labelled and inferred.
    included: Vec<Credit<'a>>,
    months: Months,
}

/// What the months say.
struct Estimate {
    cents: i128,
    method: IncomeMethod,
    /// The months it rests on.
    months: usize,
}

impl<'a> Income<'a> {
    /// The credits of a customer; only what is odd about them is told.
    pub(crate) fn of<W: Witness>(facts: &Facts<'a>, rules: &Rules, as_of: NaiveDate, tell: Tell<'_, W>) -> Self {
        let months = Months::before(as_of, rules.income.months);
        let labelled = credit::labelled(facts, months, tell);
        let mut included: Vec<Credit<'a>> =
            labelled.iter().copied().filter(|credit| months.contain(credit.date())).collect();
        included.extend(credit::inferred(facts, months, rules));
        Self { labelled, included, months }
    }

    /// The salaries, by time.
    pub(crate) fn salaries(&self) -> impl DoubleEndedIterator<Item = &Credit<'a>> {
        self.labelled.iter().filter(|credit| credit.class == Class::Salary && credit.cents > 0)
    }

    /// The salaries of each of the months in cents; corrections take from their month.
    pub(crate) fn salaries_by_month<W: Witness>(&self, months: Months, tell: Tell<'_, W>) -> Vec<i128> {
        let salaries = self.labelled.iter().filter(|credit| credit.class == Class::Salary);
        by_month(salaries, months, Rule::SalaryMonth, tell)
    }

    /// Whether a salary came in the last three complete months.
    pub(crate) fn has_salary<W: Witness>(&self, as_of: NaiveDate, tell: Tell<'_, W>) -> bool {
        let months = Months::before(as_of, SALARY_MONTHS);
        let (from, to) = months.days();
        tell.looked(Rule::RecentSalary, Table::Transactions, from, to);
        tell.limit(Limit::OtherBanksNotSeen);
        let mut has_salary = false;
        // The latest come last.
        for salary in self.salaries().rev().take_while(|salary| months.reach_back_to(salary.date())) {
            if months.contain(salary.date()) {
                has_salary = true;
                tell.row(Rule::RecentSalary, salary.seen());
            }
        }
        has_salary
    }

    /// Whether pensions are at least half of the income of the months.
    pub(crate) fn is_mostly_pension<W: Witness>(&self, tell: Tell<'_, W>) -> bool {
        let found = tell.when_found(|tell| {
            let (mut pension, mut all) = (0, 0);
            for credit in &self.included {
                all += credit.cents;
                tell.row(Rule::AllIncome, credit.seen());
                if credit.class == Class::Pension {
                    pension += credit.cents;
                    tell.row(Rule::PensionIncome, credit.seen());
                }
            }
            tell.limit(Limit::OtherBanksNotSeen);
            (pension > 0 && 2 * pension >= all).then_some(())
        });
        found.is_some()
    }

    fn sum(&self, of: impl Fn(Class) -> bool) -> i128 {
        self.included.iter().filter(|credit| of(credit.class)).map(|credit| credit.cents).sum()
    }

    /// The estimate and its band.
    pub(crate) fn finding<W: Witness>(
        &self,
        facts: &Facts<'_>,
        is_minor: bool,
        rules: &Rules,
        as_of: NaiveDate,
        tell: Tell<'_, W>,
    ) -> IncomeFinding {
        if is_minor {
            return IncomeFinding {
                level: IncomeLevel::NotApplicable,
                monthly: None,
                method: IncomeMethod::NotApplicable,
                confidence: Confidence::FULL,
            };
        }
        tell.limit(Limit::OtherBanksNotSeen);
        let Some(estimate) = self.estimate(facts, rules, as_of, tell) else {
            return IncomeFinding {
                level: IncomeLevel::Unknown,
                monthly: None,
                method: IncomeMethod::Unknown,
                confidence: Confidence::NONE,
            };
        };
        let monthly = to_cents(estimate.cents.max(0));
        tell.amount(Rule::MonthlyIncome, Table::Transactions, i128::from(monthly));
        IncomeFinding {
            level: level(monthly, rules),
            monthly: Some(monthly),
            method: estimate.method,
            confidence: self.confidence(&estimate, facts, rules, tell),
        }
    }

    fn estimate<W: Witness>(
        &self,
        facts: &Facts<'_>,
        rules: &Rules,
        as_of: NaiveDate,
        tell: Tell<'_, W>,
    ) -> Option<Estimate> {
        let first = facts.first_row?;
        tell.row(Rule::FirstRow, first);
        let observed = self.months.since(first.date);
        let n = observed.len();
        if n < self.months.len() {
            tell.limit(Limit::HistoryTruncated);
        }
        let min_months = usize::from(rules.income.min_months);
        if n == 0 {
            return None;
        }
        if self.included.is_empty() {
            let (from, to) = observed.days();
            tell.looked(Rule::AllIncome, Table::Transactions, from, to);
            return (n >= min_months).then_some(Estimate { cents: 0, method: IncomeMethod::None, months: n });
        }
        let streams = stream::take_out(self.included.clone(), &self.labelled, self.months, as_of, tell);
        let sums = by_month(streams.rest.iter(), observed, Rule::IncomeMonth, tell);
        if let Some(cents) = streams.monthly {
            let rest = median(&sums);
            return Some(Estimate { cents: cents + rest, method: IncomeMethod::Periodic, months: n });
        }
        Some(by_months(&sums, min_months))
    }

    fn confidence<W: Witness>(
        &self,
        estimate: &Estimate,
        facts: &Facts<'_>,
        rules: &Rules,
        tell: Tell<'_, W>,
    ) -> Confidence {
        tell.if_heard(|tell| {
            for credit in &self.included {
                tell.row(credit.class.rule(), credit.seen());
            }
        });
        if matches!(estimate.method, IncomeMethod::None | IncomeMethod::Stopped) {
            return Confidence::of(estimate.months, rules.income.months, &[], None);
        }
        let stated = self.sum(|class| matches!(class, Class::Salary | Class::Pension | Class::Benefit));
        let mut factors: Vec<Ratio> = Vec::new();
        if 2 * stated < self.sum(|_| true) {
            factors.push(rules.income.inferred_factor);
        }
        if estimate.method == IncomeMethod::Irregular {
            factors.push(rules.income.irregular_factor);
        }
        let penalty = self.is_joint_ambiguous(facts, tell).then_some(rules.income.joint_penalty);
        Confidence::of(estimate.months, rules.income.months, &factors, penalty)
    }

    /// Whether two employers pay a customer who holds an account with somebody: one of them may pay the other holder.
    fn is_joint_ambiguous<W: Witness>(&self, facts: &Facts<'_>, tell: Tell<'_, W>) -> bool {
        let mut employers: Vec<Cow<'_, str>> =
            self.included.iter().filter(|credit| credit.class == Class::Salary).map(Credit::counterparty).collect();
        employers.sort_unstable();
        employers.dedup();
        if facts.member.joint_holders.is_empty() || employers.len() < 2 {
            return false;
        }
        for holder in &facts.member.joint_holders {
            tell.row(Rule::JointHolder, Seen::new(Table::Customer, *holder, None));
        }
        tell.flag(Flag::JointAmbiguous);
        true
    }
}

/// The sum of the credits in each of the months; every month is told of.
fn by_month<'c, 'a: 'c, W: Witness>(
    credits: impl Iterator<Item = &'c Credit<'a>>,
    months: Months,
    rule: Rule,
    tell: Tell<'_, W>,
) -> Vec<i128> {
    let mut sums = vec![0_i128; months.len()];
    for credit in credits {
        let Some(place) = months.place(credit.date()) else { continue };
        if let Some(sum) = sums.get_mut(place) {
            *sum += credit.cents;
            tell.row_in(rule, slot(place), credit.seen());
        }
    }
    tell.if_heard(|tell| {
        for ((place, month), sum) in months.each().enumerate().zip(&sums) {
            let (from, to) = month.days();
            tell.looked_in(rule, slot(place), Table::Transactions, from, to);
            tell.amount_in(rule, slot(place), Table::Transactions, *sum);
        }
    });
    sums
}

fn slot(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// The estimate from the sums of the observed months, of which there is at least one.
fn by_months(sums: &[i128], min_months: usize) -> Estimate {
    let n = sums.len();
    let last_are_empty = sums.iter().rev().take(min_months).all(|sum| *sum == 0);
    if n > min_months && last_are_empty {
        return Estimate { cents: 0, method: IncomeMethod::Stopped, months: n };
    }
    let zeros = sums.iter().take_while(|sum| **sum == 0).count();
    let since = sums.get(zeros..).unwrap_or_default();
    if zeros > 0 && !since.is_empty() && since.iter().all(|sum| *sum > 0) {
        return Estimate { cents: median(since), method: IncomeMethod::Started, months: since.len() };
    }
    let middle = median_doubled(&mut sums.to_vec()).unwrap_or(0);
    if middle > 0 {
        return Estimate { cents: divide_rounded(middle, 2), method: IncomeMethod::Median, months: n };
    }
    let mean = divide_rounded(sums.iter().sum(), i128::try_from(n).unwrap_or(1));
    Estimate { cents: mean, method: IncomeMethod::Irregular, months: n }
}

fn median(sums: &[i128]) -> i128 {
    divide_rounded(median_doubled(&mut sums.to_vec()).unwrap_or(0), 2)
}

/// The band of an income in cents a month: nothing is [`IncomeLevel::NoneObserved`].
pub fn level(monthly: Cents, rules: &Rules) -> IncomeLevel {
    if monthly == 0 {
        return IncomeLevel::NoneObserved;
    }
    let share = |cut: Ratio| cut.compare_share(i128::from(monthly), i128::from(rules.income.reference_net.0));
    let [low, lower_middle, middle, upper_middle] = rules.income.cuts;
    if share(low).is_lt() {
        IncomeLevel::Low
    } else if share(lower_middle).is_lt() {
        IncomeLevel::LowerMiddle
    } else if share(middle).is_lt() {
        IncomeLevel::Middle
    } else if share(upper_middle).is_le() {
        IncomeLevel::UpperMiddle
    } else {
        IncomeLevel::High
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level_of(cents: Cents) -> IncomeLevel {
        level(cents, &Rules::default())
    }

    #[test]
    fn methods_are_well_formed() {
        crate::closed_enum::tests::assert_well_formed::<IncomeMethod>();
    }

    #[test]
    fn each_band_ends_where_the_rules_say() {
        for (cents, expected) in [
            (0, IncomeLevel::NoneObserved),
            (1, IncomeLevel::Low),
            (299_999, IncomeLevel::Low),
            (300_000, IncomeLevel::LowerMiddle),
            (449_999, IncomeLevel::LowerMiddle),
            (450_000, IncomeLevel::Middle),
            (674_999, IncomeLevel::Middle),
            (675_000, IncomeLevel::UpperMiddle),
            (900_000, IncomeLevel::UpperMiddle),
            (900_001, IncomeLevel::High),
        ] {
            assert_eq!(level_of(cents), expected, "{cents}");
        }
    }

    #[test]
    fn the_method_follows_the_shape_of_the_months() {
        let of = |sums: &[i128]| {
            let estimate = by_months(sums, 3);
            (estimate.method, estimate.cents, estimate.months)
        };
        assert_eq!(of(&[300, 300, 900, 300, 300, 300]), (IncomeMethod::Median, 300, 6));
        assert_eq!(of(&[300, 400, 300, 401, 300, 401]), (IncomeMethod::Median, 350, 6));
        assert_eq!(of(&[300, 300, 300, 0, 0, 0]), (IncomeMethod::Stopped, 0, 6));
        assert_eq!(of(&[0, 0, 0]), (IncomeMethod::Irregular, 0, 3));
        assert_eq!(of(&[0, 0, 0, 0, 280, 300]), (IncomeMethod::Started, 290, 2));
        assert_eq!(of(&[0, 0, 0, 280, 0, 300]), (IncomeMethod::Irregular, 97, 6));
        assert_eq!(of(&[0, 0, 900, 0, 0, 300]), (IncomeMethod::Irregular, 200, 6));
        assert_eq!(of(&[-500, -500, -500, 0, 1, 0]), (IncomeMethod::Irregular, -250, 6));
    }
}

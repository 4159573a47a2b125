//! Which credits are income, and of what kind.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::money::median_doubled;
use crate::preparation::{Facts, Movement};
use crate::rules::Rules;
use crate::vocabulary::{Category, ChannelClass, TransactionType};
use crate::window::{Month, Months};

/// What kind of income a credit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Salary,
    Pension,
    Benefit,
    Dividend,
    /// Not labelled, but as regular as income is.
    Inferred,
}

/// A row that counts as income; a negative one takes from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credit<'a> {
    pub(crate) class: Class,
    pub(crate) cents: i128,
    pub(crate) movement: &'a Movement<'a>,
}

impl Credit<'_> {
    pub(crate) fn date(&self) -> NaiveDate {
        self.movement.date()
    }

    pub(crate) fn counterparty(&self) -> &str {
        &self.movement.notes.counterparty
    }
}

/// The labelled income of a customer up to the date, by time.
pub(crate) fn labelled<'a>(facts: &Facts<'a>) -> Vec<Credit<'a>> {
    let credits = facts.owned.iter().filter_map(|movement| {
        let cents = eligible(movement)?;
        Some(Credit { class: label(movement, cents)?, cents, movement })
    });
    credits.collect()
}

/// The income in the months that is not labelled but regular: credits of one counterparty in enough months, each near
/// to their median.
pub(crate) fn inferred<'a>(facts: &Facts<'a>, months: Months, rules: &Rules) -> Vec<Credit<'a>> {
    let mut groups: BTreeMap<&str, Vec<Credit<'a>>> = BTreeMap::new();
    for movement in facts.owned.iter().filter(|movement| months.contain(movement.date())) {
        let Some(cents) = eligible(movement) else { continue };
        if label(movement, cents).is_none() && may_be_inferred(movement) {
            let credit = Credit { class: Class::Inferred, cents, movement };
            groups.entry(&movement.notes.counterparty).or_default().push(credit);
        }
    }
    let mut regular: Vec<Credit<'a>> =
        groups.into_values().filter(|group| is_regular(group, rules)).flatten().collect();
    regular.sort_by_key(|credit| credit.movement.order());
    regular
}

/// The signed amount of a row that may be income at all.
fn eligible(movement: &Movement<'_>) -> Option<i128> {
    let is_money_back = matches!(
        movement.row.kind,
        TransactionType::Refund
            | TransactionType::Interest
            | TransactionType::LoanDisbursement
            | TransactionType::RepaymentReceived
    );
    let fits = movement.on_income_account && movement.counts() && !movement.is_foreign && !is_money_back;
    movement.signed.filter(|_| fits)
}

fn label(movement: &Movement<'_>, cents: i128) -> Option<Class> {
    let is = |kind, categories: &[Category]| movement.row.kind == kind || (cents > 0 && movement.is_for(categories));
    if is(TransactionType::Salary, &[Category::Salary]) {
        return Some(Class::Salary);
    }
    if is(TransactionType::Pension, &[Category::Pension]) {
        return Some(Class::Pension);
    }
    if is(TransactionType::Benefit, &[Category::BenefitChild, Category::BenefitOther]) {
        return Some(Class::Benefit);
    }
    is(TransactionType::Dividend, &[]).then_some(Class::Dividend)
}

fn may_be_inferred(movement: &Movement<'_>) -> bool {
    let is_own_act = matches!(movement.channel().class(), ChannelClass::InPerson | ChannelClass::SelfService);
    let is_something_else = movement.is_for(&[Category::Salary, Category::Pension, Category::Cash, Category::Opening]);
    matches!(movement.row.kind, TransactionType::Deposit | TransactionType::TransferIn)
        && !is_own_act
        && !is_something_else
}

fn is_regular(group: &[Credit<'_>], rules: &Rules) -> bool {
    let mut months: Vec<Month> = group.iter().map(|credit| Month::of(credit.date())).collect();
    months.dedup();
    if months.len() < usize::from(rules.income.inferred_months) {
        return false;
    }
    let mut amounts: Vec<i128> = group.iter().map(|credit| credit.cents).collect();
    let Some(doubled) = median_doubled(&mut amounts).filter(|doubled| *doubled > 0) else {
        return false;
    };
    amounts
        .iter()
        .all(|cents| rules.income.inferred_tolerance.compare_share((2 * cents - doubled).abs(), doubled).is_le())
}

//! Which credits are income, and of what kind.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Rule};
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

impl<'a> Credit<'a> {
    pub(crate) fn date(&self) -> NaiveDate {
        self.movement.date()
    }

    /// The row as evidence.
    pub(crate) fn seen(&self) -> Seen {
        Seen::from(self.movement.seen()).worth(self.cents)
    }

    pub(crate) fn counterparty(&self) -> Cow<'a, str> {
        self.movement.notes.counterparty()
    }
}

impl Class {
    /// What credits of the class are told of as.
    pub(crate) fn rule(self) -> Rule {
        match self {
            Self::Salary => Rule::SalaryIncome,
            Self::Pension => Rule::PensionIncome,
            Self::Benefit => Rule::BenefitIncome,
            Self::Dividend => Rule::DividendIncome,
            Self::Inferred => Rule::InferredIncome,
        }
    }
}

/// The labelled income of a customer up to the date, by time. What is odd in the months is told.
pub(crate) fn labelled<'a, W: Witness>(facts: &Facts<'a>, months: Months, tell: Tell<'_, W>) -> Vec<Credit<'a>> {
    let credits = facts.owned.iter().filter_map(|movement| {
        if !may_be_income(movement) {
            return None;
        }
        if movement.is_foreign {
            if months.contain(movement.date()) {
                tell.flag(Flag::ForeignCcy);
            }
            return None;
        }
        let cents = movement.signed()?;
        if movement.has_unmapped_code() && months.contain(movement.date()) {
            tell.flag(Flag::UnmappedCode);
        }
        Some(Credit { class: label(movement, cents)?, cents, movement })
    });
    credits.collect()
}

/// The income in the months that is not labelled but regular: credits of one counterparty in enough months, each near
/// to their median.
pub(crate) fn inferred<'a>(facts: &Facts<'a>, months: Months, rules: &Rules) -> Vec<Credit<'a>> {
    let mut groups: BTreeMap<Cow<'a, str>, Vec<Credit<'a>>> = BTreeMap::new();
    for movement in facts.owned.iter().filter(|movement| months.contain(movement.date())) {
        let Some(cents) = movement.signed().filter(|_| may_be_income(movement) && !movement.is_foreign) else {
            continue;
        };
        if label(movement, cents).is_none() && may_be_inferred(movement) {
            let credit = Credit { class: Class::Inferred, cents, movement };
            groups.entry(credit.counterparty()).or_default().push(credit);
        }
    }
    let mut regular: Vec<Credit<'a>> =
        groups.into_values().filter(|group| is_regular(group, rules)).flatten().collect();
    regular.sort_by_key(|credit| credit.movement.order());
    regular
}

/// Whether a row in the reporting currency may be income at all.
fn may_be_income(movement: &Movement<'_>) -> bool {
    let is_money_back = matches!(
        movement.row.kind,
        TransactionType::Refund
            | TransactionType::Interest
            | TransactionType::LoanDisbursement
            | TransactionType::RepaymentReceived
    );
    movement.on_income_account && movement.counts() && !is_money_back
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

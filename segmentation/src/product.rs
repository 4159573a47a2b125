//! What a customer holds, and what to speak of next.
//!
//! Deposits and investments follow the stage of life: customers buy the products of a bank in a fairly regular order.
//! Credit never does: what it is told from is the argument of one function, and no stage, age, marital or family data
//! is among it.

use chrono::NaiveDate;

use crate::answer::{CreditRisk, Dormancy, LifeStage, Lifecycle};
use crate::money::Cents;
use crate::preparation::Facts;
use crate::vocabulary::{AccountType, Category};
use crate::window::Months;

/// Total assets in cents from which investments are spoken of.
const INVESTMENT_MIN: Cents = 500_000;
/// Complete months that must all have rent for a mortgage to be spoken of.
const RENT_MONTHS: u16 = 6;
/// Income a month in cents from which a credit card is spoken of.
const CARD_INCOME_MIN: Cents = 150_000;

/// What a customer holds, and what to speak of next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFinding {
    /// The kinds of the customer's open accounts, each once, in the order of the vocabulary.
    pub holdings: Vec<AccountType>,
    /// The next deposit or investment; `None` when there is none to speak of.
    pub next_deposit: Option<AccountType>,
    /// The credit to speak of, in the order of the rules.
    pub next_credit: Vec<AccountType>,
}

/// What the next deposit or investment is told from.
pub(crate) struct Saver {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) stage: LifeStage,
    pub(crate) total_assets: Option<Cents>,
    /// Whether anybody in the household has an open youth account.
    pub(crate) has_youth_account_at_home: bool,
}

/// What credit is told from: nothing of stage, age, marriage or family. That minors cannot borrow is the law of
/// contracts and not a rule of taste.
#[derive(Clone, Copy)]
pub(crate) struct Borrower {
    pub(crate) is_minor: bool,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) dormancy: Dormancy,
    pub(crate) has_salary_stopped: bool,
    /// `None` and zero are no known income.
    pub(crate) monthly_income: Option<Cents>,
    pub(crate) risk: CreditRisk,
}

pub(crate) fn finding(facts: &Facts<'_>, saver: &Saver, borrower: Borrower, as_of: NaiveDate) -> ProductFinding {
    let holdings = holdings(facts);
    ProductFinding {
        next_deposit: next_deposit(saver, &holdings),
        next_credit: next_credit(borrower, pays_rent(facts, as_of), &holdings),
        holdings,
    }
}

/// The kinds of the open accounts, each once, in the order of the vocabulary.
pub(crate) fn holdings(facts: &Facts<'_>) -> Vec<AccountType> {
    let open = facts.opened_accounts.iter().filter(|opened| opened.is_open());
    let mut kinds: Vec<AccountType> = open.map(|opened| opened.account.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The products of a stage in the order in which they are spoken of.
fn products(stage: LifeStage) -> &'static [AccountType] {
    use AccountType::{Investment, Retirement, Savings, TermDeposit, Youth};
    match stage {
        LifeStage::Student | LifeStage::Unknown => &[Savings],
        LifeStage::StartingCareer | LifeStage::EstablishedCouple | LifeStage::EstablishedSingle => {
            &[Savings, Retirement, Investment]
        }
        LifeStage::NewlyMarried => &[Savings, Investment, Retirement],
        LifeStage::YoungFamily => &[Savings, Youth, Investment],
        LifeStage::EstablishedFamily => &[Youth, Investment, Retirement],
        LifeStage::EmptyNester => &[Retirement, Investment, TermDeposit],
        LifeStage::NearingRetirement => &[Retirement, TermDeposit, Investment],
        LifeStage::Retired => &[TermDeposit, Savings, Investment],
        LifeStage::Minor | LifeStage::NotApplicable => &[],
    }
}

fn next_deposit(saver: &Saver, holdings: &[AccountType]) -> Option<AccountType> {
    if saver.lifecycle != Lifecycle::Open {
        return None;
    }
    let fits = |product: &&AccountType| match product {
        AccountType::Youth => !saver.has_youth_account_at_home,
        AccountType::Investment => saver.total_assets.is_some_and(|assets| assets >= INVESTMENT_MIN),
        _ => true,
    };
    products(saver.stage).iter().filter(fits).find(|product| !holdings.contains(product)).copied()
}

fn next_credit(borrower: Borrower, pays_rent: bool, holdings: &[AccountType]) -> Vec<AccountType> {
    let income = borrower.monthly_income.unwrap_or(0);
    let may_borrow = borrower.lifecycle == Lifecycle::Open
        && borrower.dormancy == Dormancy::Active
        && !borrower.is_minor
        && !borrower.has_salary_stopped
        && income > 0;
    if !may_borrow {
        return Vec::new();
    }
    let is_low = borrower.risk == CreditRisk::Low;
    let offers = [
        (AccountType::Mortgage, pays_rent && is_low),
        (AccountType::CreditCard, (is_low || borrower.risk == CreditRisk::Medium) && income >= CARD_INCOME_MIN),
    ];
    let fits = offers.into_iter().filter(|(product, fits)| *fits && !holdings.contains(product));
    fits.map(|(product, _)| product).collect()
}

fn pays_rent(facts: &Facts<'_>, as_of: NaiveDate) -> bool {
    let months = Months::before(as_of, RENT_MONTHS);
    let rents = facts.movements.iter().filter(|row| row.is_spent_on(&[Category::Rent]));
    months.holding(rents.map(|row| row.date())) == months.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_its_products_in_order() {
        let all = |stage| {
            let mut holdings = Vec::new();
            let saver = Saver {
                lifecycle: Lifecycle::Open,
                stage,
                total_assets: Some(INVESTMENT_MIN),
                has_youth_account_at_home: false,
            };
            while let Some(next) = next_deposit(&saver, &holdings) {
                holdings.push(next);
            }
            holdings.iter().map(|product| product.code()).collect::<Vec<_>>().join(" ")
        };
        for (stage, expected) in [
            (LifeStage::Minor, ""),
            (LifeStage::Student, "savings"),
            (LifeStage::StartingCareer, "savings retirement investment"),
            (LifeStage::NewlyMarried, "savings investment retirement"),
            (LifeStage::YoungFamily, "savings youth investment"),
            (LifeStage::EstablishedFamily, "youth investment retirement"),
            (LifeStage::EmptyNester, "retirement investment term_deposit"),
            (LifeStage::NearingRetirement, "retirement term_deposit investment"),
            (LifeStage::Retired, "term_deposit savings investment"),
            (LifeStage::EstablishedCouple, "savings retirement investment"),
            (LifeStage::EstablishedSingle, "savings retirement investment"),
            (LifeStage::NotApplicable, ""),
            (LifeStage::Unknown, "savings"),
        ] {
            assert_eq!(all(stage), expected, "{stage:?}");
        }
    }

    #[test]
    fn credit_takes_every_condition() {
        let good = Borrower {
            is_minor: false,
            lifecycle: Lifecycle::Open,
            dormancy: Dormancy::Active,
            has_salary_stopped: false,
            monthly_income: Some(CARD_INCOME_MIN),
            risk: CreditRisk::Low,
        };
        let (mortgage, card) = (AccountType::Mortgage, AccountType::CreditCard);
        assert_eq!(next_credit(good, true, &[]), [mortgage, card]);
        assert_eq!(next_credit(good, false, &[]), [card]);
        assert_eq!(next_credit(good, true, &[card]), [mortgage]);
        assert_eq!(next_credit(good, true, &[mortgage]), [card]);
        assert_eq!(next_credit(Borrower { monthly_income: Some(CARD_INCOME_MIN - 1), ..good }, true, &[]), [mortgage]);
        assert_eq!(next_credit(Borrower { risk: CreditRisk::Medium, ..good }, true, &[]), [card]);
        for bad in [
            Borrower { is_minor: true, ..good },
            Borrower { lifecycle: Lifecycle::Closed, ..good },
            Borrower { dormancy: Dormancy::Slowing, ..good },
            Borrower { has_salary_stopped: true, ..good },
            Borrower { monthly_income: None, ..good },
            Borrower { monthly_income: Some(0), ..good },
            Borrower { risk: CreditRisk::Elevated, ..good },
            Borrower { risk: CreditRisk::Unknown, ..good },
        ] {
            assert_eq!(next_credit(bad, true, &[]), []);
        }
    }
}

//! What a customer owns at this bank.

use chrono::NaiveDate;

use crate::answer::ValueTier;
use crate::confidence::Confidence;
use crate::money::{Cents, to_cents};
use crate::preparation::{Facts, OpenedAccount};
use crate::rules::Rules;

/// What a customer owns at this bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueFinding {
    /// The tier of the assets.
    pub tier: ValueTier,
    /// Cents on the open accounts that hold the customer's own money, overdrawn ones taken for empty; `None` when no
    /// account is open or no balance of one is known.
    pub total_assets: Option<Cents>,
    /// The part of those accounts whose balance is known.
    pub confidence: Confidence,
}

/// Assets on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assets {
    pub(crate) cents: i128,
    accounts: usize,
    /// Accounts whose balance is known.
    known: usize,
}

impl Assets {
    /// The assets at `date`, which is the date of the answers or an earlier one: rows after it are taken back out of
    /// the balances. Which accounts are open is known for today only.
    pub(crate) fn at(facts: &Facts<'_>, date: NaiveDate) -> Self {
        let opened = facts
            .opened_accounts
            .iter()
            .filter(|opened| opened.account.kind.is_asset() && opened.is_open() && opened.is_opened(date));
        // By account, as the opened ones are.
        let mut balances: Vec<(i64, Option<i128>)> =
            opened.map(|opened| (opened.account.account_id, opened.balance)).collect();
        for row in facts.movements.iter().filter(|row| row.date() > date) {
            let place = balances.binary_search_by_key(&row.row.account_id, |(account_id, _)| *account_id);
            if let Some((_, Some(balance))) = place.ok().and_then(|place| balances.get_mut(place)) {
                *balance -= row.signed.unwrap_or(0);
            }
        }
        let known = balances.iter().filter_map(|(_, balance)| *balance);
        Self {
            cents: known.clone().map(|balance| balance.max(0)).sum(),
            accounts: balances.len(),
            known: known.count(),
        }
    }
}

pub(crate) fn finding(facts: &Facts<'_>, rules: &Rules, as_of: NaiveDate) -> ValueFinding {
    let assets = Assets::at(facts, as_of);
    let is_anything_open = facts.opened_accounts.iter().any(OpenedAccount::is_open);
    let is_any_balance_known = assets.known > 0 || assets.accounts == 0;
    if !is_anything_open || !is_any_balance_known {
        return ValueFinding { tier: ValueTier::Unknown, total_assets: None, confidence: Confidence::NONE };
    }
    let total = to_cents(assets.cents);
    let accounts = u16::try_from(assets.accounts).unwrap_or(u16::MAX);
    let confidence =
        if assets.accounts == 0 { Confidence::FULL } else { Confidence::of(assets.known, accounts, &[], None) };
    ValueFinding { tier: tier(total, rules), total_assets: Some(total), confidence }
}

fn tier(total: Cents, rules: &Rules) -> ValueTier {
    let begun = rules.value.cuts.iter().filter(|first| total >= first.0).count();
    ValueTier::ALL.get(begun).copied().unwrap_or(ValueTier::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_begins_where_the_rules_say() {
        for (cents, expected) in [
            (0, ValueTier::Basic),
            (499_999, ValueTier::Basic),
            (500_000, ValueTier::Core),
            (2_499_999, ValueTier::Core),
            (2_500_000, ValueTier::Preferred),
            (9_999_999, ValueTier::Preferred),
            (10_000_000, ValueTier::Affluent),
            (99_999_999, ValueTier::Affluent),
            (100_000_000, ValueTier::Private),
        ] {
            assert_eq!(tier(cents, &Rules::default()), expected, "{cents}");
        }
    }
}

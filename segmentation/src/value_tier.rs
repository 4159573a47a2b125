//! What a customer owns at this bank.

use chrono::NaiveDate;

use crate::answer::ValueTier;
use crate::confidence::Confidence;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::money::{Cents, to_cents};
use crate::preparation::{Facts, OpenedAccount};
use crate::rules::Rules;
use crate::vocabulary::AccountType;

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
    ///
    /// Each account is told of as `rule`.
    pub(crate) fn at<W: Witness>(facts: &Facts<'_>, date: NaiveDate, rule: Rule, tell: Tell<'_, W>) -> Self {
        tell.looked(rule, Table::Accounts, None, None);
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
                *balance -= row.signed().unwrap_or(0);
            }
        }
        let mut assets = Self { cents: 0, accounts: balances.len(), known: 0 };
        for (account_id, balance) in balances {
            let account = Seen::new(Table::Accounts, account_id, None);
            if let Some(balance) = balance {
                let owned = balance.max(0);
                assets.cents += owned;
                assets.known += 1;
                tell.row(rule, account.worth(owned));
            } else {
                tell.row(Rule::BalanceUnknown, account);
            }
        }
        tell.amount(rule, Table::Accounts, assets.cents);
        assets
    }
}

pub(crate) fn finding<W: Witness>(
    facts: &Facts<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> ValueFinding {
    tell.limit(Limit::StatusNotHistorised);
    tell.limit(Limit::OtherBanksNotSeen);
    for opened in facts.opened_accounts.iter().filter(|opened| opened.account.kind.is_asset() && opened.is_open()) {
        if opened.account.kind == AccountType::Unknown {
            tell.flag(Flag::UnmappedCode);
        }
        if let Some(today) = opened.account.balance.map(i128::from).filter(|today| Some(*today) != opened.balance) {
            tell.row(Rule::AssetsToday, opened.seen().worth(today));
        }
    }
    let assets = Assets::at(facts, as_of, Rule::Assets, tell);
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

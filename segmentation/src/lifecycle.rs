//! Where a customer stands with the bank, and since when.

use chrono::NaiveDate;

use crate::answer::Lifecycle;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Flag, Limit, Rule, Table};
use crate::preparation::Facts;
use crate::vocabulary::AccountStatus;
use crate::window::days_ago;

/// Where a customer stands with the bank, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LifecycleFinding {
    /// Where the customer stands. The state of an account carries no date, so it is used as it is now.
    pub lifecycle: Lifecycle,
    /// Days since the first row on the customer's accounts, or of the customer's income on another's; `None` without
    /// one. The bank keeps no date of opening.
    pub tenure_days: Option<i64>,
}

pub(crate) fn finding<W: Witness>(facts: &Facts<'_>, as_of: NaiveDate, tell: Tell<'_, W>) -> LifecycleFinding {
    if let Some(first) = facts.first_row {
        tell.row(Rule::FirstRow, first);
        tell.limit(Limit::HistoryTruncated);
    }
    LifecycleFinding {
        lifecycle: lifecycle(facts, tell),
        tenure_days: facts.first_day().map(|first| days_ago(first, as_of)),
    }
}

/// Whether the customer has died or has closed every account.
pub(crate) fn has_left<W: Witness>(facts: &Facts<'_>, tell: Tell<'_, W>) -> bool {
    let left = tell.when_found(|tell| {
        let lifecycle = lifecycle(facts, tell);
        matches!(lifecycle, Lifecycle::Deceased | Lifecycle::Closed).then_some(())
    });
    left.is_some()
}

/// Where the customer stands with the bank.
pub(crate) fn lifecycle<W: Witness>(facts: &Facts<'_>, tell: Tell<'_, W>) -> Lifecycle {
    tell.limit(Limit::StatusNotHistorised);
    if let Some(account_id) = facts.deceased_account {
        tell.row(Rule::DeceasedAccount, Seen::new(Table::Accounts, account_id, None));
        return Lifecycle::Deceased;
    }
    let mut lifecycle = if facts.opened_accounts.is_empty() {
        tell.looked(Rule::OpenAccount, Table::Accounts, None, None);
        Lifecycle::Prospect
    } else {
        Lifecycle::Closed
    };
    for opened in &facts.opened_accounts {
        let is_closed = opened.account.status == AccountStatus::Closed;
        tell.row(if is_closed { Rule::ClosedAccount } else { Rule::OpenAccount }, opened.seen());
        if opened.account.status == AccountStatus::Unknown {
            tell.flag(Flag::UnmappedCode);
        }
        if !is_closed {
            lifecycle = Lifecycle::Open;
        }
    }
    lifecycle
}

//! Where a customer stands with the bank, and since when.

use chrono::NaiveDate;

use crate::answer::Lifecycle;
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

pub(crate) fn finding(facts: &Facts<'_>, as_of: NaiveDate) -> LifecycleFinding {
    LifecycleFinding { lifecycle: lifecycle(facts), tenure_days: facts.first_row.map(|first| days_ago(first, as_of)) }
}

/// Whether the customer has died or has closed every account.
pub(crate) fn has_left(facts: &Facts<'_>) -> bool {
    matches!(lifecycle(facts), Lifecycle::Deceased | Lifecycle::Closed)
}

fn lifecycle(facts: &Facts<'_>) -> Lifecycle {
    let opened = &facts.opened_accounts;
    if facts.is_deceased {
        Lifecycle::Deceased
    } else if opened.is_empty() {
        Lifecycle::Prospect
    } else if opened.iter().all(|opened| opened.account.status == AccountStatus::Closed) {
        Lifecycle::Closed
    } else {
        Lifecycle::Open
    }
}

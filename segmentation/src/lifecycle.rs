//! Whether somebody is still a customer.

use crate::preparation::Facts;
use crate::vocabulary::AccountStatus;

/// Whether the customer has died or has closed every account. What carries no date is used as it stands.
pub(crate) fn has_left(facts: &Facts<'_>) -> bool {
    let opened = &facts.opened_accounts;
    let has_closed_all = !opened.is_empty() && opened.iter().all(|account| account.status == AccountStatus::Closed);
    facts.is_deceased || has_closed_all
}

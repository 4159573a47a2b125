//! V5: transfers within the bank, found by the reference that both of their bookings carry.

use std::collections::BTreeMap;

use super::check::Check;
use super::report::{Findings, Place};

/// Most bookings that wait for their other half at a time. Both are of one moment, and keys follow the days, so a few
/// days' transfers are the most that a sound bank needs.
const MOST_WAITING: usize = 1_000_000;

/// One booking of a transfer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Half {
    /// Its key.
    pub(super) id: i64,
    pub(super) account_id: Option<i64>,
    /// What it does to the balance, in cents.
    pub(super) effect: Option<i64>,
}

/// Bookings that wait for their other half, by the reference.
#[derive(Debug, Default)]
pub(super) struct Transfers(BTreeMap<i64, Half>);

impl Transfers {
    /// Looks at a booking with the reference of a transfer.
    pub(super) fn look(&mut self, reference: i64, half: Half, findings: &mut Findings) {
        match self.0.remove(&reference) {
            Some(other) => {
                let is_named = [half.id, other.id].contains(&reference);
                let is_even = half.effect.zip(other.effect).is_some_and(|(one, two)| one.checked_add(two) == Some(0));
                let is_between = half.account_id != other.account_id;
                findings.looked(Check::PairedTransfers, 1);
                findings.expect(Check::PairedTransfers, is_named && is_even && is_between, place(other));
            }
            None => {
                self.0.insert(reference, half);
            }
        }
        if self.0.len() > MOST_WAITING
            && let Some((_, alone)) = self.0.pop_first()
        {
            findings.expect(Check::PairedTransfers, false, place(alone));
        }
    }

    /// All bookings were looked at: who waits now, waits in vain.
    pub(super) fn end(self, findings: &mut Findings) {
        for alone in self.0.into_values() {
            findings.expect(Check::PairedTransfers, false, place(alone));
        }
    }
}

const fn place(half: Half) -> Place {
    Place { table: "transactions", key: half.id }
}

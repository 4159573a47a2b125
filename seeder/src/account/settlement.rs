//! Settling a ledger: entries in the order of time, each amount by what is there, balances as their sums.

use crate::account::ledger::{Amount, Entry, Ledger, Link};
use crate::account::note::Reference;
use crate::keys::{Keys, Table};
use crate::plan::Plan;
use crate::row::{AccountRow, Block, PaymentRow, TransactionRow};
use crate::vocabulary::{AccountType, TransactionType};

/// How far a checking account may be overdrawn, in cents.
pub(crate) const OVERDRAFT: i64 = 100_000;

/// What an overdraft and the limit of a card keep back, so that a row that finds nothing can still move one cent.
const RESERVE: i64 = 1_000;

/// An account after everything is booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owned {
    pub(crate) member: usize,
    pub(crate) kind: AccountType,
    pub(crate) balance: i64,
    pub(crate) limit: i64,
}

impl Ledger {
    /// Settles everything and writes it into the block. `owners` are the customers' ids by member.
    pub(crate) fn settle(self, plan: &Plan, owners: &[i64], keys: &mut Keys, block: &mut Block) -> Vec<Owned> {
        let account_ids: Vec<i64> =
            self.accounts.iter().map(|account| keys.next(Table::Account, plan.day_index(account.opened))).collect();
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_unstable_by_key(|index| (self.entries[*index].at, *index));
        // Of each entry its key and its cents, once it is settled.
        let mut settled = vec![(0, 0); self.entries.len()];
        let mut balances = vec![0; self.accounts.len()];
        for index in order {
            let entry = &self.entries[index];
            let day = plan.day_index(entry.at.date());
            let key = keys.next(Table::Transaction, day);
            let (kind, cents) = match (entry.link, entry.amount) {
                (Link::Transfer { payer }, _) if payer != index => (entry.kind, settled[payer].1),
                (Link::Reversal { of }, _) => (entry.kind, -self.entries[of].kind.signed(settled[of].1)),
                // Nothing to take out: what is missing is made good.
                (_, Amount::Rest) if balances[entry.account] <= 0 => {
                    (TransactionType::Adjustment, -balances[entry.account])
                }
                _ => (entry.kind, self.cents(entry, &balances)),
            };
            settled[index] = (key, cents);
            balances[entry.account] += kind.signed(cents);
            let account_id = account_ids[entry.account];
            let reference = match entry.link {
                Link::None => Reference::None,
                Link::Payment { recipient, method } => {
                    let payment_id = keys.next(Table::Payment, day);
                    block.payments.push(PaymentRow {
                        payment_id,
                        account_id,
                        recipient,
                        amount: cents,
                        payment_date: entry.at.date(),
                        payment_method: method,
                    });
                    Reference::Payment(payment_id)
                }
                Link::Transfer { payer } => Reference::Transfer(settled[payer].0),
                Link::Reversal { of } => Reference::Reversal(settled[of].0),
            };
            let on_behalf_of = entry.note.on_behalf_of.and_then(|member| owners.get(member).copied());
            block.transactions.push(TransactionRow {
                transaction_id: key,
                account_id,
                transaction_type: kind.code(),
                amount: cents,
                transaction_date: entry.at,
                notes: entry.note.render(plan.options().tags, on_behalf_of, reference),
            });
        }
        let owned = self.accounts.iter().zip(account_ids).zip(balances).map(|((account, account_id), balance)| {
            block.accounts.push(AccountRow {
                account_id,
                customer_id: owners[account.member],
                account_type: account.kind.code(),
                balance,
                status: account.status,
            });
            Owned { member: account.member, kind: account.kind, balance, limit: account.limit }
        });
        owned.collect()
    }

    /// How much the entry moves, with the balances as they are: at least a cent, never more than there is.
    fn cents(&self, entry: &Entry, balances: &[i64]) -> i64 {
        let balance = balances[entry.account];
        let account = &self.accounts[entry.account];
        let room = match account.kind {
            AccountType::CreditCard => balance + account.limit - RESERVE,
            _ => balance,
        };
        let overdraft = if account.kind == AccountType::Checking { OVERDRAFT - RESERVE } else { 0 };
        let most = match entry.amount {
            Amount::Exact(cents) => return cents,
            Amount::Rest => return balance,
            Amount::Due(cents) => cents.min(room + overdraft),
            Amount::Wanted(cents) => cents.min(room * 4 / 5),
            // Little, where there is nothing to spare.
            Amount::Spare { per_mille, floor } => ((balance - floor) / 1_000 * per_mille).max(balance / 50),
            Amount::Owed { account, per_mille } => (-balances[account] * per_mille / 1_000).min(room + overdraft),
            Amount::Share(parts) => balance / 1_000 * parts / 100,
        };
        most.max(1)
    }
}

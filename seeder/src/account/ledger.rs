//! What is booked on a household's accounts. Rows may be added in any order; [`Ledger::settle`] puts them in time
//! order, gives them their keys, sees to opening and closing rows, and reckons the balances.

use chrono::{NaiveDate, NaiveDateTime};

use crate::account::Account;
use crate::account::note::Note;
use crate::calendar::moment;
use crate::plan::{Ids, Plan, next};
use crate::row::{AccountRow, Block, PaymentRow, TransactionRow};
use crate::stream::Aspect;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// A row to be.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) account: usize,
    pub(crate) kind: TransactionType,
    /// As stored: positive but for reversals and adjustments.
    pub(crate) cents: i64,
    pub(crate) at: NaiveDateTime,
    note: Note,
    link: Link,
}

impl Entry {
    /// What it does to the balance, in cents.
    pub(crate) const fn effect(&self) -> i64 {
        self.kind.signed(self.cents)
    }
}

/// The row that a row belongs to.
#[derive(Clone, Copy, Debug)]
enum Link {
    None,
    /// Mirrors a row of `payments`.
    Payment {
        recipient: &'static str,
        method: &'static str,
    },
    /// One of two legs; the entry is the leg that pays.
    Transfer {
        payer: usize,
    },
    Reversal {
        of: usize,
    },
}

/// An account after everything is booked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owned {
    pub(crate) member: usize,
    pub(crate) kind: AccountType,
    pub(crate) balance: i64,
    pub(crate) limit: i64,
}

/// A way for money to go between two accounts of the household: the paying leg and the receiving leg.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer {
    pub(crate) from: (usize, TransactionType, Note),
    pub(crate) to: (usize, TransactionType, Note),
}

/// The accounts of a household and what is booked on them.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) accounts: Vec<Account>,
    entries: Vec<Entry>,
}

impl Ledger {
    /// The member's account of this kind.
    pub(crate) fn held(&self, member: usize, kind: AccountType) -> Option<usize> {
        self.accounts.iter().position(|account| account.member == member && account.kind == kind)
    }

    /// The account that the member lives on.
    pub(crate) fn main(&self, member: usize) -> Option<usize> {
        self.held(member, AccountType::Checking).or_else(|| self.held(member, AccountType::Savings))
    }

    /// What is booked on an account so far, in no order.
    pub(crate) fn entries_of(&self, account: usize) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.account == account)
    }

    /// True on days after the opening and until the last day of the account.
    pub(crate) fn takes(&self, account: usize, day: NaiveDate) -> bool {
        let account = &self.accounts[account];
        account.opened < day && day <= account.last
    }

    /// Books a row, unless the account is not open on that day; says which entry it is.
    pub(crate) fn book(
        &mut self,
        account: usize,
        kind: TransactionType,
        cents: i64,
        at: NaiveDateTime,
        note: Note,
    ) -> Option<usize> {
        self.takes(account, at.date()).then(|| self.push(Entry { account, kind, cents, at, note, link: Link::None }))
    }

    /// Pays a bill: a payment and the debit that mirrors it.
    pub(crate) fn pay(&mut self, account: usize, method: &'static str, cents: i64, at: NaiveDateTime, bill: Bill) {
        if self.takes(account, at.date()) {
            let link = Link::Payment { recipient: bill.recipient, method };
            let note = Note::new("Bill payment").category(bill.category).with(bill.recipient);
            self.push(Entry { account, kind: TransactionType::BillPayment, cents, at, note, link });
        }
    }

    /// Moves money between two accounts of the household, unless one of them is not open on that day.
    pub(crate) fn transfer(&mut self, cents: i64, at: NaiveDateTime, transfer: Transfer) {
        let Transfer { from, to } = transfer;
        if self.takes(from.0, at.date()) && self.takes(to.0, at.date()) {
            let payer = self.entries.len();
            for (account, kind, note) in [from, to] {
                self.push(Entry { account, kind, cents, at, note, link: Link::Transfer { payer } });
            }
        }
    }

    /// Takes a booked row back.
    pub(crate) fn reverse(&mut self, of: usize, at: NaiveDateTime) {
        let (account, cents) = (self.entries[of].account, -self.entries[of].effect());
        if self.takes(account, at.date()) && at > self.entries[of].at {
            let note = Note::new("Booking reversed").by(Channel::System);
            self.push(Entry { account, kind: TransactionType::Reversal, cents, at, note, link: Link::Reversal { of } });
        }
    }

    fn push(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Adds the opening and closing rows, then writes everything into the block.
    pub(crate) fn settle(mut self, plan: &Plan, ids: &mut Ids, block: &mut Block) -> Vec<Owned> {
        for account in 0..self.accounts.len() {
            self.open_and_close(plan, account);
        }
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|index| (self.entries[*index].at, *index));
        let mut keys = vec![0; self.entries.len()];
        for index in &order {
            keys[*index] = next(&mut ids.transaction);
        }
        let mut balances = vec![0; self.accounts.len()];
        for index in order {
            let entry = &self.entries[index];
            let account_id = self.accounts[entry.account].id;
            balances[entry.account] += entry.effect();
            let reference = match entry.link {
                Link::None => None,
                Link::Payment { recipient, method } => {
                    let payment_id = next(&mut ids.payment);
                    block.payments.push(PaymentRow {
                        payment_id,
                        account_id,
                        recipient,
                        amount: entry.cents,
                        payment_date: entry.at.date(),
                        payment_method: method,
                    });
                    Some(format!("pay:{payment_id}"))
                }
                Link::Transfer { payer } => Some(format!("xfer:{}", keys[payer])),
                Link::Reversal { of } => Some(format!("rev:{}", keys[of])),
            };
            block.transactions.push(TransactionRow {
                transaction_id: keys[index],
                account_id,
                transaction_type: entry.kind.code(),
                amount: entry.cents,
                transaction_date: entry.at,
                notes: entry.note.render(reference.as_deref()),
            });
        }
        let owned = self.accounts.iter().zip(balances).map(|(account, balance)| {
            block.accounts.push(AccountRow {
                account_id: account.id,
                customer_id: account.owner,
                account_type: account.kind.code(),
                balance,
                status: account.status,
            });
            Owned { member: account.member, kind: account.kind, balance, limit: account.limit }
        });
        owned.collect()
    }

    /// The first row of an account brings enough for all that follows; the last one of a closed account empties it.
    fn open_and_close(&mut self, plan: &Plan, index: usize) {
        let account = self.accounts[index].clone();
        let mut draw = plan.key().draw(Aspect::AccountOpening, account.id);
        let mut moves: Vec<_> = self.entries_of(index).map(|entry| (entry.at, entry.effect())).collect();
        moves.sort_by_key(|(at, _)| *at);
        let running = moves.iter().scan(0, |sum, (_, effect)| {
            *sum += effect;
            Some(*sum)
        });
        let shortfall = -running.min().unwrap_or(0).min(0);
        let (low, high) = match account.kind {
            // A card starts with nothing owed.
            AccountType::CreditCard => return,
            AccountType::Checking => (20_000, 320_000),
            AccountType::Savings => (50_000, 2_400_000),
            AccountType::Business => (100_000, 2_500_000),
            AccountType::TermDeposit => (300_000, 8_000_000),
            AccountType::Investment | AccountType::Retirement => (200_000, 18_000_000),
            AccountType::Youth => (2_000, 60_000),
            AccountType::StudentLoan => (400_000, 3_500_000),
            AccountType::AutoLoan => (900_000, 3_800_000),
            AccountType::PersonalLoan => (300_000, 1_500_000),
            AccountType::Mortgage => (12_000_000, 52_000_000),
        };
        // Small sums are common, large ones rare.
        let base = draw.between(low, high).min(draw.between(low, high)).min(draw.between(low, high));
        let at = moment(account.opened, 8..10, &mut draw);
        let note = Note::new("Account opened").category("opening");
        if account.kind.is_loan() {
            // However small the loan is drawn, what was repaid lately is but a part of it.
            let base = base.max(moves.iter().map(|(_, effect)| effect * 3).sum());
            self.push(Entry {
                account: index,
                kind: TransactionType::LoanDrawdown,
                cents: base,
                at,
                note,
                link: Link::None,
            });
            self.disburse(&account, base, at);
            return;
        }
        let cents = base + (shortfall + 4_999) / 5_000 * 5_000;
        self.push(Entry { account: index, kind: TransactionType::Deposit, cents, at, note, link: Link::None });
        if let Some(closed) = account.closed {
            let left = cents + moves.iter().map(|(_, effect)| effect).sum::<i64>();
            if left > 0 {
                let note = Note::new("Account closed").category("cash").by(Channel::Branch);
                let at = moment(closed, 10..17, &mut draw);
                let kind = TransactionType::Withdrawal;
                self.push(Entry { account: index, kind, cents: left, at, note, link: Link::None });
            }
        }
    }

    /// A personal loan is paid out to the borrower; other loans go to the seller, the college, the car dealer.
    fn disburse(&mut self, loan: &Account, cents: i64, at: NaiveDateTime) {
        let Some(main) = self.main(loan.member).filter(|main| self.takes(*main, at.date())) else { return };
        if loan.kind == AccountType::PersonalLoan {
            let payer = self.entries.len() - 1;
            self.entries[payer].link = Link::Transfer { payer };
            let note = Note::new("Loan paid out").by(Channel::System);
            let kind = TransactionType::LoanDisbursement;
            self.push(Entry { account: main, kind, cents, at, note, link: Link::Transfer { payer } });
        }
    }
}

/// Who is paid, for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bill {
    pub(crate) recipient: &'static str,
    pub(crate) category: &'static str,
}

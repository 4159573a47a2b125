//! What is booked on a household's accounts, in no order. How much a row moves may depend on what is there when its
//! time comes, but never whether there is a row: so rows can be counted, and their keys given, before any is settled.

use chrono::{NaiveDate, NaiveDateTime};

use crate::account::Account;
use crate::account::note::Note;
use crate::vocabulary::{AccountType, Channel, TransactionType};

/// How much a row moves, in cents.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Amount {
    /// So much, come what may.
    Exact(i64),
    /// So much, or what the overdraft leaves.
    Due(i64),
    /// So much, or most of what is there.
    Wanted(i64),
    /// So many of a thousand parts of what is there beyond the floor.
    Spare { per_mille: i64, floor: i64 },
    /// So many of a thousand parts of what is owed on that account.
    Owed { account: usize, per_mille: i64 },
    /// So many of a hundred thousand parts of the balance.
    Share(i64),
    /// All that is left.
    Rest,
}

impl Amount {
    /// The cents of an amount that depends on nothing; 0 of others.
    pub(crate) const fn exact(self) -> i64 {
        match self {
            Self::Exact(cents) => cents,
            _ => 0,
        }
    }
}

/// A row to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) account: usize,
    pub(crate) kind: TransactionType,
    pub(crate) amount: Amount,
    pub(crate) at: NaiveDateTime,
    pub(crate) note: Note,
    pub(crate) link: Link,
}

/// The row that a row belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Link {
    None,
    /// Mirrors a row of `payments`.
    Payment {
        recipient: &'static str,
        method: &'static str,
    },
    /// One of two legs; the entry is the leg that pays, and comes first.
    Transfer {
        payer: usize,
    },
    Reversal {
        of: usize,
    },
}

/// A way for money to go between two accounts of the household: the paying leg and the receiving leg.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transfer {
    pub(crate) from: (usize, TransactionType, Note),
    pub(crate) to: (usize, TransactionType, Note),
}

/// Who is paid, for what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bill {
    pub(crate) recipient: &'static str,
    pub(crate) category: &'static str,
}

/// The accounts of a household and what is booked on them.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) accounts: Vec<Account>,
    pub(crate) entries: Vec<Entry>,
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
        amount: Amount,
        at: NaiveDateTime,
        note: Note,
    ) -> Option<usize> {
        self.takes(account, at.date()).then(|| self.push(Entry { account, kind, amount, at, note, link: Link::None }))
    }

    /// Pays a bill: a payment and the debit that mirrors it.
    pub(crate) fn pay(&mut self, account: usize, method: &'static str, cents: i64, at: NaiveDateTime, bill: Bill) {
        if self.takes(account, at.date()) {
            let link = Link::Payment { recipient: bill.recipient, method };
            let note = Note::new("Bill payment").category(bill.category).with(bill.recipient);
            let amount = Amount::Due(cents);
            self.push(Entry { account, kind: TransactionType::BillPayment, amount, at, note, link });
        }
    }

    /// Moves money between two accounts of the household, unless one of them is not open on that day.
    pub(crate) fn transfer(&mut self, amount: Amount, at: NaiveDateTime, transfer: Transfer) {
        let Transfer { from, to } = transfer;
        if self.takes(from.0, at.date()) && self.takes(to.0, at.date()) {
            let payer = self.entries.len();
            for (account, kind, note) in [from, to] {
                self.push(Entry { account, kind, amount, at, note, link: Link::Transfer { payer } });
            }
        }
    }

    /// Takes a booked row back, later.
    pub(crate) fn reverse(&mut self, of: usize, at: NaiveDateTime) {
        let account = self.entries[of].account;
        if self.takes(account, at.date()) && at > self.entries[of].at {
            let note = Note::new("Booking reversed").by(Channel::System);
            let (kind, amount) = (TransactionType::Reversal, Amount::Exact(0));
            self.push(Entry { account, kind, amount, at, note, link: Link::Reversal { of } });
        }
    }

    /// Takes away what is booked after that day. Rows that others refer to are never later than those.
    pub(crate) fn cut(&mut self, last: NaiveDate) {
        let mut kept = 0;
        let places: Vec<usize> = self
            .entries
            .iter()
            .map(|entry| {
                let place = kept;
                kept += usize::from(entry.at.date() <= last);
                place
            })
            .collect();
        self.entries.retain_mut(|entry| {
            match &mut entry.link {
                Link::Transfer { payer: other } | Link::Reversal { of: other } => *other = places[*other],
                Link::None | Link::Payment { .. } => {}
            }
            entry.at.date() <= last
        });
    }

    /// Adds a row as it is; says which entry it is.
    pub(crate) fn push(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }
}

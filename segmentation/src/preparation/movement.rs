//! Transactions and payments that can be seen at the date, with their tags read.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};

use crate::dossier::{Account, Dossier, Member, Payment, Transaction};
use crate::explanation::Table;
use crate::explanation::witness::{DatedRow, Seen};
use crate::money::Cents;
use crate::notes::{NoteWords, Notes};
use crate::rules::Rules;
use crate::vocabulary::transaction_type::Sign;
use crate::vocabulary::{Category, Channel, PaymentMethod, TransactionType};

/// An account with what its rows say of its opening.
pub(super) struct Ledger<'a> {
    pub(super) account: &'a Account,
    household_id: i64,
    /// The place of the household among those of the dossier.
    home: usize,
    /// The day of the first row; `None` without dated rows.
    pub(super) first_row: Option<NaiveDate>,
    /// What the rows after the date changed the balance by, in cents.
    later: i128,
}

/// What matching found of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It stands for itself.
    Plain,
    /// It was taken back, or takes one back.
    TakenBack,
    /// It is a leg of a transfer inside the household.
    Internal,
}

/// A transaction that can be seen at the date.
#[derive(Debug)]
pub(crate) struct Movement<'a> {
    pub(crate) row: &'a Transaction,
    pub(crate) at: NaiveDateTime,
    pub(crate) notes: Notes<'a>,
    /// The holder of the account.
    pub(crate) holder: i64,
    pub(super) household_id: i64,
    /// Whom the row belongs to where it is income.
    pub(crate) owner: i64,
    /// Whether credits to the account may be income.
    pub(crate) on_income_account: bool,
    /// Whether the row is in another currency than the reporting one.
    pub(crate) is_foreign: bool,
    /// What the account's balance changed by; `None` without an amount.
    signed: Option<Cents>,
    pub(super) standing: Standing,
    /// The method of the payment that this row carries out.
    pub(super) payment_method: Option<PaymentMethod>,
}

/// A payment that can be seen at the date.
#[derive(Debug)]
pub(crate) struct Bill {
    pub(super) payment_id: i64,
    pub(super) account_id: i64,
    pub(super) household_id: i64,
    pub(super) holder: i64,
    pub(crate) date: NaiveDate,
    /// The size of the amount in cents.
    pub(super) size: Option<u64>,
    pub(super) method: Option<PaymentMethod>,
    /// Whether a transaction carries it out.
    pub(super) is_mirrored: bool,
}

impl Ledger<'_> {
    /// The balance at the date: what it is now, less what came after; `None` when the bank recorded none.
    pub(super) fn balance(&self) -> Option<i128> {
        self.account.balance.map(|now| i128::from(now) - self.later)
    }

    fn see_row(&mut self, date: NaiveDate) {
        self.first_row = Some(self.first_row.map_or(date, |first| first.min(date)));
    }
}

impl Movement<'_> {
    pub(crate) fn date(&self) -> NaiveDate {
        self.at.date()
    }

    /// What the account's balance changed by, in cents; `None` without an amount.
    pub(crate) fn signed(&self) -> Option<i128> {
        self.signed.map(i128::from)
    }

    /// The size of the amount in cents.
    pub(super) fn size(&self) -> Option<u64> {
        self.signed.map(i64::unsigned_abs)
    }

    /// Rows are taken by time, equal times by id.
    pub(crate) fn order(&self) -> (NaiveDateTime, i64) {
        (self.at, self.row.transaction_id)
    }

    /// Whether money left the account, other than by a correction.
    pub(crate) fn is_debit(&self) -> bool {
        match self.row.kind.sign() {
            Sign::Debit => true,
            Sign::Credit => false,
            Sign::AsWritten => self.row.kind == TransactionType::Unknown && self.signed.is_some_and(|cents| cents < 0),
        }
    }

    /// Whether the row stands for something that happened to the customer's money: not taken back, and not moved from
    /// one pocket to the other.
    pub(crate) fn counts(&self) -> bool {
        self.standing == Standing::Plain
    }

    /// Whether money was spent on something of one of the categories.
    pub(crate) fn is_spent_on(&self, categories: &[Category]) -> bool {
        self.counts() && self.is_debit() && self.is_for(categories)
    }

    /// Whether the row stands for something the customer did.
    pub(crate) fn is_activity(&self) -> bool {
        let counts = match self.standing {
            Standing::Plain => true,
            Standing::TakenBack => false,
            Standing::Internal => self.row.kind != TransactionType::TransferIn,
        };
        counts && self.row.kind.is_activity()
    }

    /// The row as evidence.
    pub(crate) fn seen(&self) -> DatedRow {
        DatedRow { date: self.date(), table: Table::Transactions, id: self.row.transaction_id }
    }

    /// The row as evidence, with what was spent, or came in.
    pub(crate) fn seen_with_amount(&self) -> Seen {
        let signed = self.signed();
        let cents = if self.is_debit() { signed.map(|cents| -cents) } else { signed };
        Seen { cents, ..self.seen().into() }
    }

    /// Whether a code of the row or its tags is missing or maps to nothing known.
    pub(crate) fn has_unmapped_code(&self) -> bool {
        self.row.kind == TransactionType::Unknown
            || self.notes.category == Some(Category::Unknown)
            || self.notes.channel == Some(Channel::Unknown)
    }

    /// The channel by the tag, else by the mirrored payment, else the usual one of the type.
    pub(crate) fn channel(&self) -> Channel {
        let of_payment = self.payment_method.map(PaymentMethod::channel);
        self.notes.channel.or(of_payment).unwrap_or(self.row.kind.usual_channel())
    }

    pub(crate) fn is_for(&self, categories: &[Category]) -> bool {
        self.notes.category.is_some_and(|category| categories.contains(&category))
    }
}

impl Bill {
    /// The row as evidence.
    pub(super) fn seen(&self) -> DatedRow {
        DatedRow { date: self.date, table: Table::Payments, id: self.payment_id }
    }

    pub(super) fn channel(&self) -> Channel {
        self.method.map_or(Channel::Unknown, PaymentMethod::channel)
    }
}

/// Finds the ledgers of rows. The rows of an account mostly come one after the other.
#[derive(Default)]
struct Finder {
    last: usize,
}

impl Finder {
    /// The place of an account among ledgers by account.
    fn place(&mut self, ledgers: &[Ledger<'_>], account_id: i64) -> Option<usize> {
        if ledgers.get(self.last).is_none_or(|ledger| ledger.account.account_id != account_id) {
            self.last = ledgers.binary_search_by_key(&account_id, |ledger| ledger.account.account_id).ok()?;
        }
        Some(self.last)
    }

    fn find<'l, 'a>(&mut self, ledgers: &'l [Ledger<'a>], account_id: i64) -> Option<&'l Ledger<'a>> {
        ledgers.get(self.place(ledgers, account_id)?)
    }
}

/// The accounts of the dossier's members, by id.
pub(super) fn ledgers<'a>(dossier: &'a Dossier, members: &HashMap<i64, &Member>, as_of: NaiveDate) -> Vec<Ledger<'a>> {
    let mut homes: Vec<i64> = dossier.members.iter().map(|member| member.household_id).collect();
    homes.sort_unstable();
    homes.dedup();
    let mut ledgers: Vec<Ledger<'a>> = dossier
        .accounts
        .iter()
        .filter_map(|account| {
            let household_id = members.get(&account.customer_id)?.household_id;
            let home = homes.binary_search(&household_id).ok()?;
            Some(Ledger { account, household_id, home, first_row: None, later: 0 })
        })
        .collect();
    ledgers.sort_by_key(|ledger| ledger.account.account_id);
    ledgers.dedup_by_key(|ledger| ledger.account.account_id);
    let mut finder = Finder::default();
    for row in &dossier.transactions {
        let Some(date) = row.at.map(|at| at.date()) else { continue };
        let place = finder.place(&ledgers, row.account_id);
        let Some(ledger) = place.and_then(|place| ledgers.get_mut(place)) else { continue };
        ledger.see_row(date);
        if date > as_of {
            ledger.later += signed(row).map_or(0, i128::from);
        }
    }
    for row in &dossier.payments {
        let Some(date) = row.date else { continue };
        let place = finder.place(&ledgers, row.account_id);
        if let Some(ledger) = place.and_then(|place| ledgers.get_mut(place)) {
            ledger.see_row(date);
        }
    }
    ledgers
}

/// Rows with their places of households, household by household, and each household's in the order of a key.
fn by_home<T, K: Ord>(rows: impl Iterator<Item = (usize, T)>, key: impl Fn(&T) -> K) -> impl Iterator<Item = T> {
    let mut homes: Vec<Vec<T>> = Vec::new();
    for (home, row) in rows {
        if home >= homes.len() {
            homes.resize_with(home + 1, Vec::new);
        }
        if let Some(rows) = homes.get_mut(home) {
            rows.push(row);
        }
    }
    homes.into_iter().flat_map(move |mut rows| {
        rows.sort_by_key(&key);
        rows
    })
}

/// The visible transactions by household, then by time and id.
pub(super) fn movements<'a>(
    dossier: &'a Dossier,
    ledgers: &[Ledger<'a>],
    members: &HashMap<i64, &Member>,
    rules: &Rules,
    as_of: NaiveDate,
) -> Vec<Movement<'a>> {
    let words = NoteWords::of(rules);
    let mut finder = Finder::default();
    let visible = dossier.transactions.iter().filter_map(|row| {
        let at = row.at.filter(|at| at.date() <= as_of)?;
        let ledger = finder.find(ledgers, row.account_id)?;
        Some((ledger.home, (at, row, ledger)))
    });
    let movement = |(at, row, ledger): (NaiveDateTime, &'a Transaction, &Ledger<'a>)| {
        let notes = row.notes.as_deref().map(|text| Notes::read(text, &words)).unwrap_or_default();
        let holder = ledger.account.customer_id;
        Movement {
            row,
            at,
            holder,
            household_id: ledger.household_id,
            owner: owner(holder, notes.for_customer, members),
            on_income_account: ledger.account.kind.takes_income(),
            is_foreign: notes.is_foreign(&rules.currency),
            signed: signed(row),
            standing: Standing::Plain,
            payment_method: None,
            notes,
        }
    };
    by_home(visible, |(at, row, _)| (*at, row.transaction_id)).map(movement).collect()
}

/// The visible payments by household, then by date and id.
pub(super) fn bills(dossier: &Dossier, ledgers: &[Ledger<'_>], as_of: NaiveDate) -> Vec<Bill> {
    let mut finder = Finder::default();
    let visible = dossier.payments.iter().filter_map(|row: &Payment| {
        let date = row.date.filter(|date| *date <= as_of)?;
        let ledger = finder.find(ledgers, row.account_id)?;
        let bill = Bill {
            payment_id: row.payment_id,
            account_id: row.account_id,
            household_id: ledger.household_id,
            holder: ledger.account.customer_id,
            date,
            size: row.amount.map(i64::unsigned_abs),
            method: row.method,
            is_mirrored: false,
        };
        Some((ledger.home, bill))
    });
    by_home(visible, |bill| (bill.date, bill.payment_id)).collect()
}

/// The customer tagged as owner when that is believable, else the holder of the account.
fn owner(holder: i64, tagged: Option<i64>, members: &HashMap<i64, &Member>) -> i64 {
    let Some(tagged) = tagged else { return holder };
    let Some(member) = members.get(&holder) else { return holder };
    let lives_together = members.get(&tagged).is_some_and(|other| other.household_id == member.household_id);
    if lives_together || member.joint_holders.contains(&tagged) { tagged } else { holder }
}

/// What the balance changed by. The size of a debit is taken away, and no size taken away is out of range.
fn signed(row: &Transaction) -> Option<Cents> {
    let cents = row.amount?;
    Some(match row.kind.sign() {
        Sign::Debit if cents > 0 => -cents,
        Sign::Credit | Sign::AsWritten | Sign::Debit => cents,
    })
}

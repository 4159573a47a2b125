//! What every dimension starts from: the visible rows, read, matched with one another and sorted by customer.

mod matching;
mod movement;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};

pub(crate) use movement::{Bill, Movement};

use crate::dossier::{Account, CreditReport, Dossier, Member};
use crate::explanation::Table;
use crate::explanation::witness::{DatedRow, Seen};
use crate::notes::Summary;
use crate::rules::Rules;
use crate::vocabulary::{AccountStatus, Channel, ChannelClass, CommunicationType, ContactClass};
use movement::Ledger;

/// The visible rows of a dossier, read and matched.
pub(crate) struct Prepared<'a> {
    /// By household, then by time and id.
    movements: Vec<Movement<'a>>,
    /// By household, then by date and id.
    bills: Vec<Bill>,
    ledgers: Vec<Ledger<'a>>,
}

/// Something a customer did by a channel of their choice: a transaction, or a payment that no transaction carries out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChannelEvent {
    pub(crate) row: DatedRow,
    pub(crate) channel: Channel,
}

impl ChannelEvent {
    /// Whether it is a payment that no transaction carries out.
    pub(crate) fn is_unmirrored_payment(&self) -> bool {
        self.row.table == Table::Payments
    }
}

/// A communication that the customer started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InboundContact {
    pub(crate) row: DatedRow,
    pub(crate) class: ContactClass,
}

/// A preference the customer stated; the latest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Statement {
    pub(crate) at: NaiveDateTime,
    pub(crate) log_id: i64,
    pub(crate) preferred: ChannelClass,
}

/// An account that was open to rows at the date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OpenedAccount<'a> {
    pub(crate) account: &'a Account,
    first_row: Option<NaiveDate>,
    /// The balance at the date in cents; `None` when the bank recorded none.
    pub(crate) balance: Option<i128>,
}

impl OpenedAccount<'_> {
    /// The row as evidence.
    pub(crate) fn seen(&self) -> Seen {
        Seen::new(Table::Accounts, self.account.account_id, None)
    }

    /// Whether the account was open to rows at a date: it has a row by then, or none at all.
    pub(crate) fn is_opened(&self, at: NaiveDate) -> bool {
        self.first_row.is_none_or(|first| first <= at)
    }

    /// Whether the account is still in use, as far as its state says, which carries no date.
    pub(crate) fn is_open(&self) -> bool {
        !self.account.status.is_ended()
    }
}

/// What the rules know of one customer.
pub(crate) struct Facts<'a> {
    pub(crate) member: &'a Member,
    /// The accounts that were open to rows at the date, by id.
    pub(crate) opened_accounts: Vec<OpenedAccount<'a>>,
    /// The first account whose holder has died; the state carries no date.
    pub(crate) deceased_account: Option<i64>,
    /// The first security row that gives access.
    pub(crate) enrolled_by: Option<i64>,
    /// Transactions on the customer's accounts by time and id.
    pub(crate) movements: Vec<&'a Movement<'a>>,
    /// Transactions whose income belongs to the customer, on whoever's account, by time and id.
    pub(crate) owned: Vec<&'a Movement<'a>>,
    /// The first row on the customer's accounts or owned by the customer.
    pub(crate) first_row: Option<DatedRow>,
    pub(crate) channel_events: Vec<ChannelEvent>,
    pub(crate) contacts: Vec<InboundContact>,
    /// By time and row.
    pub(crate) statements: Vec<Statement>,
    /// The communications that told of a marriage.
    pub(crate) marriages: Vec<DatedRow>,
    /// The communications with a complaint.
    pub(crate) complaints: Vec<DatedRow>,
    /// The days of the activities, payments and communications with a code that is missing or maps to nothing known.
    pub(crate) unmapped_days: Vec<NaiveDate>,
    /// The credit history row that counts.
    pub(crate) credit_report: Option<&'a CreditReport>,
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(dossier: &'a Dossier, rules: &Rules, as_of: NaiveDate) -> Self {
        let members: HashMap<i64, &Member> = dossier.members.iter().map(|m| (m.customer_id, m)).collect();
        let ledgers = movement::ledgers(dossier, &members, as_of);
        let mut movements = movement::movements(dossier, &ledgers, &members, rules, as_of);
        let mut bills = movement::bills(dossier, &ledgers, as_of);
        matching::take_out_reversals(&mut movements);
        matching::find_internal_transfers(&mut movements, rules);
        matching::mirror_payments(&mut movements, &mut bills, rules);
        Self { movements, bills, ledgers }
    }

    /// The facts of each member, by ascending customer.
    pub(crate) fn facts(&'a self, dossier: &'a Dossier, as_of: NaiveDate) -> Vec<Facts<'a>> {
        let mut facts: Vec<Facts<'a>> = dossier.members.iter().map(Facts::nothing).collect();
        facts.sort_by_key(|f| f.member.customer_id);
        facts.dedup_by_key(|f| f.member.customer_id);
        for ledger in &self.ledgers {
            let Some(of) = find_mut(&mut facts, ledger.account.customer_id) else { continue };
            if ledger.account.status == AccountStatus::Deceased {
                // Ledgers come by account.
                of.deceased_account = of.deceased_account.or(Some(ledger.account.account_id));
            }
            let opened =
                OpenedAccount { account: ledger.account, first_row: ledger.first_row, balance: ledger.balance() };
            if opened.is_opened(as_of) {
                of.opened_accounts.push(opened);
            }
        }
        for movement in &self.movements {
            if let Some(of) = find_mut(&mut facts, movement.holder) {
                of.take_movement(movement);
                if movement.owner == movement.holder {
                    of.owned.push(movement);
                    continue;
                }
            }
            if let Some(of) = find_mut(&mut facts, movement.owner) {
                of.owned.push(movement);
                of.see_row(movement.seen());
            }
        }
        for bill in &self.bills {
            if let Some(of) = find_mut(&mut facts, bill.holder) {
                of.take_bill(bill);
            }
        }
        for row in &dossier.credentials {
            if let Some(of) = find_mut(&mut facts, row.customer_id) {
                let is_first = of.enrolled_by.is_none_or(|first| row.security_id < first);
                if is_first && row.are_enrolled() {
                    of.enrolled_by = Some(row.security_id);
                }
            }
        }
        for row in &dossier.credit_reports {
            if let Some(of) = find_mut(&mut facts, row.customer_id) {
                // Rows with one key are none of a database's, but must not depend on their order either.
                of.credit_report = of.credit_report.max(Some(row));
            }
        }
        for row in &dossier.contacts {
            let Some(at) = row.at.filter(|at| at.date() <= as_of) else { continue };
            if let Some(of) = find_mut(&mut facts, row.customer_id) {
                of.take_contact(row, at);
            }
        }
        for of in &mut facts {
            // Rows on accounts of several households come household by household.
            of.owned.sort_by_key(|movement| movement.order());
            of.statements.sort_unstable();
        }
        facts
    }
}

/// The facts of a customer among facts by ascending customer.
pub(crate) fn find<'f, 'a>(facts: &'f [Facts<'a>], customer_id: i64) -> Option<&'f Facts<'a>> {
    let place = facts.binary_search_by_key(&customer_id, |f| f.member.customer_id).ok()?;
    facts.get(place)
}

fn find_mut<'f, 'a>(facts: &'f mut [Facts<'a>], customer_id: i64) -> Option<&'f mut Facts<'a>> {
    let place = facts.binary_search_by_key(&customer_id, |f| f.member.customer_id).ok()?;
    facts.get_mut(place)
}

impl<'a> Facts<'a> {
    fn nothing(member: &'a Member) -> Self {
        Self {
            member,
            opened_accounts: Vec::new(),
            deceased_account: None,
            enrolled_by: None,
            movements: Vec::new(),
            owned: Vec::new(),
            first_row: None,
            channel_events: Vec::new(),
            contacts: Vec::new(),
            statements: Vec::new(),
            marriages: Vec::new(),
            complaints: Vec::new(),
            unmapped_days: Vec::new(),
            credit_report: None,
        }
    }

    /// What the customer did, by time.
    pub(crate) fn activities(&self) -> impl DoubleEndedIterator<Item = &'a Movement<'a>> {
        self.movements.iter().copied().filter(|movement| movement.is_activity())
    }

    /// The day of the first row.
    pub(crate) fn first_day(&self) -> Option<NaiveDate> {
        self.first_row.map(|row| row.date)
    }

    pub(crate) fn is_deceased(&self) -> bool {
        self.deceased_account.is_some()
    }

    fn see_row(&mut self, row: DatedRow) {
        self.first_row = Some(self.first_row.map_or(row, |first| first.min(row)));
    }

    fn take_movement(&mut self, movement: &'a Movement<'a>) {
        self.movements.push(movement);
        self.see_row(movement.seen());
        if movement.is_activity() {
            self.take_channel(movement.seen(), movement.channel());
            if movement.has_unmapped_code() {
                self.unmapped_days.push(movement.date());
            }
        }
    }

    fn take_bill(&mut self, bill: &Bill) {
        self.see_row(bill.seen());
        if !bill.is_mirrored {
            self.take_channel(bill.seen(), bill.channel());
            if bill.channel() == Channel::Unknown {
                self.unmapped_days.push(bill.date);
            }
        }
    }

    fn take_channel(&mut self, row: DatedRow, channel: Channel) {
        if channel.class() != ChannelClass::Neutral {
            self.channel_events.push(ChannelEvent { row, channel });
        }
    }

    fn take_contact(&mut self, row: &'a crate::dossier::Contact, at: NaiveDateTime) {
        let summary = row.summary.as_deref().map(Summary::read).unwrap_or_default();
        let seen = DatedRow { date: at.date(), table: Table::CommunicationLog, id: row.log_id };
        let is_inbound = summary.is_inbound.unwrap_or(row.kind.is_usually_inbound());
        if let Some(class) = row.kind.class().filter(|_| is_inbound) {
            self.contacts.push(InboundContact { row: seen, class });
        }
        if row.kind == CommunicationType::Unknown {
            self.unmapped_days.push(at.date());
        }
        if summary.tells_of_marriage {
            self.marriages.push(seen);
        }
        if summary.is_complaint {
            self.complaints.push(seen);
        }
        let preferred = match summary.preference.as_deref() {
            Some("digital") => ChannelClass::Digital,
            Some("branch") => ChannelClass::InPerson,
            Some("phone") => ChannelClass::Remote,
            _ => return,
        };
        self.statements.push(Statement { at, log_id: row.log_id, preferred });
    }
}

//! What every dimension starts from: the visible rows, read, matched with one another and sorted by customer.

mod matching;
mod movement;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};

pub(crate) use movement::{Bill, Movement};

use crate::dossier::{Account, CreditReport, Dossier, Member};
use crate::notes::Summary;
use crate::rules::Rules;
use crate::vocabulary::{Channel, ChannelClass, ContactClass};
use movement::Ledger;

/// The visible rows of a dossier, read and matched.
pub(crate) struct Prepared<'a> {
    /// By household, then by time and id.
    movements: Vec<Movement<'a>>,
    /// By household, then by date and id.
    bills: Vec<Bill>,
    ledgers: Vec<Ledger<'a>>,
}

/// Something a customer did by a channel of their choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChannelEvent {
    pub(crate) date: NaiveDate,
    pub(crate) channel: Channel,
}

/// A communication that the customer started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InboundContact {
    pub(crate) date: NaiveDate,
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
    /// Whether any account's holder has died; the state carries no date.
    pub(crate) is_deceased: bool,
    pub(crate) is_enrolled: bool,
    /// Transactions on the customer's accounts by time and id.
    pub(crate) movements: Vec<&'a Movement<'a>>,
    /// Transactions whose income belongs to the customer, on whoever's account, by time and id.
    pub(crate) owned: Vec<&'a Movement<'a>>,
    /// The day of the first row on the customer's accounts or owned by the customer.
    pub(crate) first_row: Option<NaiveDate>,
    pub(crate) channel_events: Vec<ChannelEvent>,
    pub(crate) contacts: Vec<InboundContact>,
    /// By time and row.
    pub(crate) statements: Vec<Statement>,
    /// The days on which the bank was told of a marriage.
    pub(crate) marriages: Vec<NaiveDate>,
    /// The days on which a complaint was made.
    pub(crate) complaints: Vec<NaiveDate>,
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
            of.is_deceased |= ledger.account.status == crate::vocabulary::AccountStatus::Deceased;
            let opened =
                OpenedAccount { account: ledger.account, first_row: ledger.first_row, balance: ledger.balance() };
            if opened.is_opened(as_of) {
                of.opened_accounts.push(opened);
            }
        }
        for movement in &self.movements {
            if let Some(of) = find_mut(&mut facts, movement.holder) {
                of.take_movement(movement);
            }
            if let Some(of) = find_mut(&mut facts, movement.owner) {
                of.owned.push(movement);
                of.see_row(movement.date());
            }
        }
        for bill in &self.bills {
            if let Some(of) = find_mut(&mut facts, bill.holder) {
                of.take_bill(bill);
            }
        }
        for row in &dossier.credentials {
            if let Some(of) = find_mut(&mut facts, row.customer_id) {
                of.is_enrolled |= row.are_enrolled();
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
            is_deceased: false,
            is_enrolled: false,
            movements: Vec::new(),
            owned: Vec::new(),
            first_row: None,
            channel_events: Vec::new(),
            contacts: Vec::new(),
            statements: Vec::new(),
            marriages: Vec::new(),
            complaints: Vec::new(),
            credit_report: None,
        }
    }

    /// The days on which the customer did something, one for each row, by time.
    pub(crate) fn activity_days(&self) -> impl Iterator<Item = NaiveDate> {
        self.movements.iter().filter(|movement| movement.is_activity()).map(|movement| movement.date())
    }

    fn see_row(&mut self, date: NaiveDate) {
        self.first_row = Some(self.first_row.map_or(date, |first| first.min(date)));
    }

    fn take_movement(&mut self, movement: &'a Movement<'a>) {
        self.movements.push(movement);
        self.see_row(movement.date());
        if movement.is_activity() {
            self.take_channel(movement.date(), movement.channel());
        }
    }

    fn take_bill(&mut self, bill: &Bill) {
        self.see_row(bill.date);
        if !bill.is_mirrored {
            self.take_channel(bill.date, bill.channel());
        }
    }

    fn take_channel(&mut self, date: NaiveDate, channel: Channel) {
        if channel.class() != ChannelClass::Neutral {
            self.channel_events.push(ChannelEvent { date, channel });
        }
    }

    fn take_contact(&mut self, row: &'a crate::dossier::Contact, at: NaiveDateTime) {
        let summary = row.summary.as_deref().map(Summary::read).unwrap_or_default();
        let is_inbound = summary.is_inbound.unwrap_or(row.kind.is_usually_inbound());
        if let Some(class) = row.kind.class().filter(|_| is_inbound) {
            self.contacts.push(InboundContact { date: at.date(), class });
        }
        if summary.tells_of_marriage {
            self.marriages.push(at.date());
        }
        if summary.is_complaint {
            self.complaints.push(at.date());
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

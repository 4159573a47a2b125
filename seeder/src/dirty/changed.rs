//! Values that are changed in rows that stay.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use super::word::{legacy, spoilt};
use super::{Defect, DefectKind as Kind};
use crate::calendar::shifted;
use crate::plan::Plan;
use crate::record::Record;
use crate::row::{
    AccountRow, Block, CommunicationRow, ComplianceRow, CreditHistoryRow, CustomerRow, PaymentRow, RelationshipRow,
    TransactionRow,
};
use crate::stream::{Aspect, Draw};
use crate::verify::codes::effect;

/// Characters of a name.
const NAME: usize = 100;
/// Characters of a note that is spoilt: any column holds as many.
const NOTE: usize = 1_000;
/// Bytes of a long note; MySQL's `TEXT` holds 65,535.
const LONG_NOTE: usize = 65_000;
/// Rows after the as-of date lie up to so many days after it.
const FUTURE_DAYS: i64 = 700;

/// Rows that point nowhere point so far beyond the row that they would point at: no key is as large.
const NOWHERE: i64 = 1 << 40;
/// Of a thousand spoilt rows so many point nowhere, if any may.
const NOWHERE_PER_MILLE: u32 = 100;

/// What is done to a row: its kind, the column, and the clean value.
type Change = (Kind, &'static str, Value);

/// A row that can be spoilt.
trait Spoil: Record {
    /// What its chance is drawn from.
    const ASPECT: Aspect;

    /// The column that says whose the row is, and the key in it; `None` of a row that is nobody's.
    fn owner(&mut self) -> Option<(&'static str, &mut i64)>;

    /// Spoils it; `None` when it has nothing that could be spoilt so.
    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change>;
}

/// Draws for each row of the block whether it is spoilt, and spoils it.
pub(super) fn change(plan: &Plan, block: &mut Block, defects: &mut Vec<Defect>) {
    each(plan, &mut block.customers, defects);
    each(plan, &mut block.accounts, defects);
    each(plan, &mut block.transactions, defects);
    each(plan, &mut block.payments, defects);
    each(plan, &mut block.credit_histories, defects);
    each(plan, &mut block.relationships, defects);
    each(plan, &mut block.communications, defects);
    each(plan, &mut block.compliances, defects);
}

fn each<R: Spoil>(plan: &Plan, rows: &mut [R], defects: &mut Vec<Defect>) {
    let options = plan.options();
    for row in rows {
        let key = row.key();
        let mut draw = plan.key().draw(R::ASPECT, key);
        if !draw.chance(options.dirty) {
            continue;
        }
        let pointed = if options.dirty_fk && draw.chance(NOWHERE_PER_MILLE) { pointed_nowhere(row) } else { None };
        if let Some((kind, column, clean)) = pointed.or_else(|| row.spoil(plan.as_of(), &mut draw)) {
            defects.push(Defect { table: R::TABLE.name, key, kind, column: Some(column), clean });
        }
    }
}

fn pointed_nowhere<R: Spoil>(row: &mut R) -> Option<Change> {
    let (column, owner) = row.owner()?;
    let clean = *owner;
    *owner += NOWHERE;
    Some((Kind::PointsNowhere, column, json!(clean)))
}

impl Spoil for CustomerRow {
    const ASPECT: Aspect = Aspect::DirtCustomer;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        None
    }

    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
        let births = [
            (Kind::BirthMissing, None),
            (Kind::BirthInFuture, Some(shifted(as_of, draw.between(1, FUTURE_DAYS)))),
            (Kind::BirthIn1900, NaiveDate::from_ymd_opt(1900, 1, 1)),
        ];
        if draw.chance(500) {
            let (kind, birth) = draw.pick(&births);
            // Who has no day of birth loses none.
            return replaced(&mut self.date_of_birth, birth).map(|clean| (kind, "date_of_birth", json!(clean)));
        }
        let (kind, name) = spoilt(&self.name, NAME, draw);
        Some((kind, "name", json!(std::mem::replace(&mut self.name, name))))
    }
}

impl Spoil for AccountRow {
    const ASPECT: Aspect = Aspect::DirtAccount;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("customer_id", &mut self.customer_id))
    }

    fn spoil(&mut self, _: NaiveDate, draw: &mut Draw) -> Option<Change> {
        match draw.below(3) {
            0 if self.status != "closed" && self.balance != 0 => {
                Some((Kind::ClosedWithBalance, "status", json!(std::mem::replace(&mut self.status, "closed"))))
            }
            1 => word(&mut self.status).map(|clean| (Kind::LegacyWord, "status", clean)),
            _ => word(&mut self.account_type).map(|clean| (Kind::LegacyWord, "account_type", clean)),
        }
    }
}

impl Spoil for TransactionRow {
    const ASPECT: Aspect = Aspect::DirtTransaction;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("account_id", &mut self.account_id))
    }

    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
        match draw.below(1_000) {
            0..200 => word(&mut self.transaction_type).map(|clean| (Kind::LegacyWord, "transaction_type", clean)),
            200..400 => {
                let is_debit = self.amount > 0 && effect(self.transaction_type, self.amount) < Some(0);
                let negative = -self.amount;
                is_debit.then(|| (Kind::NegativeDebit, "amount", json!(std::mem::replace(&mut self.amount, negative))))
            }
            400..500 => {
                later(&mut self.transaction_date, as_of, draw).map(|clean| (Kind::InFuture, "transaction_date", clean))
            }
            500..700 => self.notes.take().map(|clean| (Kind::TagsMissing, "notes", json!(clean))),
            // Rare: a few of them are as much text as all others together.
            700..702 => {
                let note = "carried over from the old system ".repeat(LONG_NOTE / 33);
                Some((Kind::LongNote, "notes", json!(self.notes.replace(note))))
            }
            _ => {
                let (kind, note) = spoilt(self.notes.as_deref()?, NOTE, draw);
                Some((kind, "notes", json!(self.notes.replace(note))))
            }
        }
    }
}

impl Spoil for PaymentRow {
    const ASPECT: Aspect = Aspect::DirtPayment;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("account_id", &mut self.account_id))
    }

    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
        match draw.below(3) {
            0 => {
                let amount = self.amount + draw.between(1, 5_000);
                Some((Kind::Unmirrored, "amount", json!(std::mem::replace(&mut self.amount, amount))))
            }
            1 => {
                let day = shifted(as_of, draw.between(1, FUTURE_DAYS));
                Some((Kind::InFuture, "payment_date", json!(std::mem::replace(&mut self.payment_date, day))))
            }
            _ => word(&mut self.payment_method).map(|clean| (Kind::LegacyWord, "payment_method", clean)),
        }
    }
}

impl Spoil for CreditHistoryRow {
    const ASPECT: Aspect = Aspect::DirtCredit;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("customer_id", &mut self.customer_id))
    }

    fn spoil(&mut self, _: NaiveDate, draw: &mut Draw) -> Option<Change> {
        if draw.chance(500) {
            let score = draw.pick(&[0, 999]);
            let clean = std::mem::replace(&mut self.credit_score, score);
            return Some((Kind::ScoreOutOfRange, "credit_score", json!(clean)));
        }
        let clean = std::mem::replace(&mut self.credit_utilization, 13_000);
        Some((Kind::UtilizationOverWhole, "credit_utilization", json!(clean)))
    }
}

impl Spoil for RelationshipRow {
    const ASPECT: Aspect = Aspect::DirtRelationship;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("customer2_id", &mut self.customer2_id))
    }

    fn spoil(&mut self, _: NaiveDate, _: &mut Draw) -> Option<Change> {
        let clean = self.customer1_id;
        std::mem::swap(&mut self.customer1_id, &mut self.customer2_id);
        Some((Kind::Reversed, "customer1_id", json!(clean)))
    }
}

impl Spoil for CommunicationRow {
    const ASPECT: Aspect = Aspect::DirtContact;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("customer_id", &mut self.customer_id))
    }

    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
        match draw.below(3) {
            0 => later(&mut self.timestamp, as_of, draw).map(|clean| (Kind::InFuture, "timestamp", clean)),
            1 => word(&mut self.communication_type).map(|clean| (Kind::LegacyWord, "communication_type", clean)),
            _ => {
                let (kind, summary) = spoilt(&self.summary, NOTE, draw);
                Some((kind, "summary", json!(std::mem::replace(&mut self.summary, summary))))
            }
        }
    }
}

impl Spoil for ComplianceRow {
    const ASPECT: Aspect = Aspect::DirtConsent;

    fn owner(&mut self) -> Option<(&'static str, &mut i64)> {
        Some(("customer_id", &mut self.customer_id))
    }

    fn spoil(&mut self, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
        let day = shifted(as_of, draw.between(1, FUTURE_DAYS));
        let rest = self.disclosures.split_once(';').map(|(_, rest)| format!(";{rest}")).unwrap_or_default();
        let disclosures = format!("at={day}{rest}");
        Some((Kind::InFuture, "disclosures", json!(std::mem::replace(&mut self.disclosures, disclosures))))
    }
}

/// Puts another value in place; the old one, or `None` when it is the same.
fn replaced<T: PartialEq>(place: &mut T, value: T) -> Option<T> {
    (*place != value).then(|| std::mem::replace(place, value))
}

/// Puts the word of an older system in place of a code.
fn word(code: &mut &'static str) -> Option<Value> {
    let word = legacy(code)?;
    Some(json!(std::mem::replace(code, word)))
}

/// Moves a moment to a day after the as-of date.
fn later(at: &mut NaiveDateTime, as_of: NaiveDate, draw: &mut Draw) -> Option<Value> {
    let days = (as_of - at.date()).num_days() + draw.between(1, FUTURE_DAYS);
    let moved = at.checked_add_signed(TimeDelta::days(days))?;
    Some(json!(std::mem::replace(at, moved)))
}

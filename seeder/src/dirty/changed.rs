//! Values that are changed in rows that stay.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use super::word::{legacy, spoilt};
use super::{Defect, DefectKind as Kind};
use crate::calendar::shifted;
use crate::plan::Plan;
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

/// What is done to a row: its kind, the column, and the clean value.
type Change = (Kind, &'static str, Value);

/// Draws for each row of the block whether it is spoilt, and spoils it.
pub(super) fn change(plan: &Plan, block: &mut Block, defects: &mut Vec<Defect>) {
    let mut each = Spoiler { plan, defects };
    each.all("customer", Aspect::DirtCustomer, &mut block.customers, |row| row.customer_id, customer);
    each.all("accounts", Aspect::DirtAccount, &mut block.accounts, |row| row.account_id, account);
    each.all("transactions", Aspect::DirtTransaction, &mut block.transactions, |row| row.transaction_id, transaction);
    each.all("payments", Aspect::DirtPayment, &mut block.payments, |row| row.payment_id, payment);
    each.all(
        "credit_history",
        Aspect::DirtCredit,
        &mut block.credit_histories,
        |row| row.credit_id,
        |row, _, draw| Some(credit(row, draw)),
    );
    let relationships = &mut block.relationships;
    each.all(
        "relationships",
        Aspect::DirtRelationship,
        relationships,
        |row| row.relationship_id,
        |row, _, _| Some(relationship(row)),
    );
    each.all("communication_log", Aspect::DirtContact, &mut block.communications, |row| row.log_id, contact);
    each.all(
        "compliance",
        Aspect::DirtConsent,
        &mut block.compliances,
        |row| row.compliance_id,
        |row, as_of, draw| Some(consent(row, as_of, draw)),
    );
}

struct Spoiler<'a> {
    plan: &'a Plan,
    defects: &'a mut Vec<Defect>,
}

impl Spoiler<'_> {
    fn all<R>(
        &mut self,
        table: &'static str,
        aspect: Aspect,
        rows: &mut [R],
        key: impl Fn(&R) -> i64,
        spoil: impl Fn(&mut R, NaiveDate, &mut Draw) -> Option<Change>,
    ) {
        for row in rows {
            let key = key(row);
            let mut draw = self.plan.key().draw(aspect, key);
            if !draw.chance(self.plan.options().dirty) {
                continue;
            }
            if let Some((kind, column, clean)) = spoil(row, self.plan.as_of(), &mut draw) {
                self.defects.push(Defect { table, key, kind, column: Some(column), clean });
            }
        }
    }
}

fn customer(row: &mut CustomerRow, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
    let births = [
        (Kind::BirthMissing, None),
        (Kind::BirthInFuture, Some(shifted(as_of, draw.between(1, FUTURE_DAYS)))),
        (Kind::BirthIn1900, NaiveDate::from_ymd_opt(1900, 1, 1)),
    ];
    if draw.chance(500) {
        let (kind, birth) = draw.pick(&births);
        // Who has no day of birth loses none.
        return replaced(&mut row.date_of_birth, birth).map(|clean| (kind, "date_of_birth", json!(clean)));
    }
    let (kind, name) = spoilt(&row.name, NAME, draw);
    Some((kind, "name", json!(std::mem::replace(&mut row.name, name))))
}

fn account(row: &mut AccountRow, _: NaiveDate, draw: &mut Draw) -> Option<Change> {
    match draw.below(3) {
        0 if row.status != "closed" && row.balance != 0 => {
            Some((Kind::ClosedWithBalance, "status", json!(std::mem::replace(&mut row.status, "closed"))))
        }
        1 => word(&mut row.status).map(|clean| (Kind::LegacyWord, "status", clean)),
        _ => word(&mut row.account_type).map(|clean| (Kind::LegacyWord, "account_type", clean)),
    }
}

fn transaction(row: &mut TransactionRow, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
    match draw.below(1_000) {
        0..200 => word(&mut row.transaction_type).map(|clean| (Kind::LegacyWord, "transaction_type", clean)),
        200..400 => {
            let is_debit = row.amount > 0 && effect(row.transaction_type, row.amount) < Some(0);
            let negative = -row.amount;
            is_debit.then(|| (Kind::NegativeDebit, "amount", json!(std::mem::replace(&mut row.amount, negative))))
        }
        400..500 => {
            later(&mut row.transaction_date, as_of, draw).map(|clean| (Kind::InFuture, "transaction_date", clean))
        }
        500..700 => row.notes.take().map(|clean| (Kind::TagsMissing, "notes", json!(clean))),
        // Rare: a few of them are as much text as all others together.
        700..702 => {
            let note = "carried over from the old system ".repeat(LONG_NOTE / 33);
            Some((Kind::LongNote, "notes", json!(row.notes.replace(note))))
        }
        _ => {
            let (kind, note) = spoilt(row.notes.as_deref()?, NOTE, draw);
            Some((kind, "notes", json!(row.notes.replace(note))))
        }
    }
}

fn payment(row: &mut PaymentRow, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
    match draw.below(3) {
        0 => {
            let amount = row.amount + draw.between(1, 5_000);
            Some((Kind::Unmirrored, "amount", json!(std::mem::replace(&mut row.amount, amount))))
        }
        1 => {
            let day = shifted(as_of, draw.between(1, FUTURE_DAYS));
            Some((Kind::InFuture, "payment_date", json!(std::mem::replace(&mut row.payment_date, day))))
        }
        _ => word(&mut row.payment_method).map(|clean| (Kind::LegacyWord, "payment_method", clean)),
    }
}

fn credit(row: &mut CreditHistoryRow, draw: &mut Draw) -> Change {
    if draw.chance(500) {
        let score = draw.pick(&[0, 999]);
        return (Kind::ScoreOutOfRange, "credit_score", json!(std::mem::replace(&mut row.credit_score, score)));
    }
    let clean = std::mem::replace(&mut row.credit_utilization, 13_000);
    (Kind::UtilizationOverWhole, "credit_utilization", json!(clean))
}

fn relationship(row: &mut RelationshipRow) -> Change {
    let clean = row.customer1_id;
    std::mem::swap(&mut row.customer1_id, &mut row.customer2_id);
    (Kind::Reversed, "customer1_id", json!(clean))
}

fn contact(row: &mut CommunicationRow, as_of: NaiveDate, draw: &mut Draw) -> Option<Change> {
    match draw.below(3) {
        0 => later(&mut row.timestamp, as_of, draw).map(|clean| (Kind::InFuture, "timestamp", clean)),
        1 => word(&mut row.communication_type).map(|clean| (Kind::LegacyWord, "communication_type", clean)),
        _ => {
            let (kind, summary) = spoilt(&row.summary, NOTE, draw);
            Some((kind, "summary", json!(std::mem::replace(&mut row.summary, summary))))
        }
    }
}

fn consent(row: &mut ComplianceRow, as_of: NaiveDate, draw: &mut Draw) -> Change {
    let day = shifted(as_of, draw.between(1, FUTURE_DAYS));
    let rest = row.disclosures.split_once(';').map(|(_, rest)| format!(";{rest}")).unwrap_or_default();
    let disclosures = format!("at={day}{rest}");
    (Kind::InFuture, "disclosures", json!(std::mem::replace(&mut row.disclosures, disclosures)))
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

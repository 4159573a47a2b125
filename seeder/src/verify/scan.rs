//! V5, V11 to V14, V18 and V20: what can be said of a row by itself. Each table is read once, in the order of its key.

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use unicode_normalization::is_nfc;

use super::check::Check;
use super::codes::{self, effect, reference, tag};
use super::fiction;
use super::password::{Sample, is_phc};
use super::report::{Findings, Place};
use super::transfers::{Half, Transfers};
use crate::read::{ReadError, each, hundredths};

/// Characters that the text columns hold.
const NAME: usize = 100;
const PHONE: usize = 20;
const ADDRESS: usize = 255;
const SHORT: usize = 50;
/// The smallest of the long text columns: MySQL's `TEXT`, in bytes.
const LONG_BYTES: usize = 65_535;

/// Credit scores.
const SCORES: std::ops::RangeInclusive<i32> = 300..=850;

/// Reads all tables but those that say only who belongs to whom.
pub(super) struct Scan<'a, C> {
    pub(super) connection: &'a C,
    pub(super) as_of: NaiveDate,
    pub(super) findings: &'a mut Findings,
}

fn select(table: &'static str, columns: &[&'static str]) -> SelectStatement {
    let mut select = Query::select();
    select.columns(columns.iter().map(|column| (table, *column))).from(table);
    select
}

fn text(row: &QueryResult, index: usize) -> Result<Option<String>, DbErr> {
    row.try_get_by_index(index)
}

impl<C: ConnectionTrait> Scan<'_, C> {
    /// All rows; says which passwords to try.
    pub(super) async fn run(mut self) -> Result<Sample, ReadError> {
        self.customers().await?;
        self.accounts().await?;
        self.transactions().await?;
        self.payments().await?;
        self.credit_histories().await?;
        let passwords = self.securities().await?;
        self.relationships().await?;
        self.contacts().await?;
        self.consents().await?;
        Ok(passwords)
    }

    async fn customers(&mut self) -> Result<(), ReadError> {
        let columns = ["customer_id", "name", "email", "phone", "address", "date_of_birth", "identification_number"];
        let (as_of, findings) = (self.as_of, &mut *self.findings);
        each(self.connection, ("customer", "customer_id"), &select("customer", &columns), |key, row| {
            let place = Place { table: "customer", key };
            let [name, email, phone, address] = [text(row, 1)?, text(row, 2)?, text(row, 3)?, text(row, 4)?];
            let identification = text(row, 6)?;
            let is_fiction = email.as_deref().is_none_or(fiction::is_email)
                && phone.as_deref().is_none_or(fiction::is_phone)
                && identification.as_deref().is_some_and(fiction::is_identification);
            findings.expect(Check::Fiction, is_fiction, place);
            let fit = name.is_some()
                && fits(name.as_deref(), NAME)
                && fits(email.as_deref(), NAME)
                && fits(phone.as_deref(), PHONE)
                && fits(address.as_deref(), ADDRESS)
                && fits(identification.as_deref(), SHORT);
            findings.expect(Check::Texts, fit, place);
            let birth: Option<NaiveDate> = row.try_get_by_index(5)?;
            findings.expect(Check::EndDate, birth.is_none_or(|birth| birth <= as_of), place);
            Ok(())
        })
        .await
    }

    async fn accounts(&mut self) -> Result<(), ReadError> {
        let columns = ["account_id", "account_type", "status"];
        let findings = &mut *self.findings;
        each(self.connection, ("accounts", "account_id"), &select("accounts", &columns), |key, row| {
            let is_known =
                is_one_of(text(row, 1)?, codes::ACCOUNT_TYPES) && is_one_of(text(row, 2)?, codes::ACCOUNT_STATUSES);
            findings.expect(Check::Codes, is_known, Place { table: "accounts", key });
            Ok(())
        })
        .await
    }

    async fn transactions(&mut self) -> Result<(), ReadError> {
        let columns = ["transaction_id", "account_id", "transaction_type", "amount", "transaction_date", "notes"];
        let (as_of, findings) = (self.as_of, &mut *self.findings);
        let mut transfers = Transfers::default();
        each(self.connection, ("transactions", "transaction_id"), &select("transactions", &columns), |key, row| {
            let place = Place { table: "transactions", key };
            let kind = text(row, 2)?.unwrap_or_default();
            let notes = text(row, 5)?;
            let tags_are_known = notes.as_deref().is_none_or(|it| codes::tags_are_known(it, codes::BOOKING_TAGS));
            findings.expect(Check::Codes, codes::is_transaction_type(&kind) && tags_are_known, place);
            findings.expect(Check::Texts, is_long_text(notes.as_deref()), place);
            let at: Option<NaiveDateTime> = row.try_get_by_index(4)?;
            findings.expect(Check::EndDate, at.is_some_and(|at| at.date() <= as_of), place);
            if let Some(transfer) = reference(notes.as_deref(), "xfer") {
                let effect = hundredths(row, 3)?.and_then(|cents| effect(&kind, cents));
                transfers.look(transfer, Half { id: key, account_id: row.try_get_by_index(1)?, effect }, findings);
            }
            Ok(())
        })
        .await?;
        transfers.end(findings);
        if findings.rows(Check::PairedTransfers) == 0 {
            findings.skip(Check::PairedTransfers, "no booking carries the reference of a transfer");
        }
        Ok(())
    }

    async fn payments(&mut self) -> Result<(), ReadError> {
        let columns = ["payment_id", "recipient", "payment_date", "payment_method"];
        let (as_of, findings) = (self.as_of, &mut *self.findings);
        each(self.connection, ("payments", "payment_id"), &select("payments", &columns), |key, row| {
            let place = Place { table: "payments", key };
            findings.expect(Check::Texts, fits(text(row, 1)?.as_deref(), NAME), place);
            let day: Option<NaiveDate> = row.try_get_by_index(2)?;
            findings.expect(Check::EndDate, day.is_some_and(|day| day <= as_of), place);
            findings.expect(Check::Codes, is_one_of(text(row, 3)?, codes::PAYMENT_METHODS), place);
            Ok(())
        })
        .await
    }

    async fn credit_histories(&mut self) -> Result<(), ReadError> {
        let columns = ["credit_id", "credit_score", "payment_history"];
        let findings = &mut *self.findings;
        each(self.connection, ("credit_history", "credit_id"), &select("credit_history", &columns), |key, row| {
            let place = Place { table: "credit_history", key };
            let score: Option<i32> = row.try_get_by_index(1)?;
            findings.expect(Check::ScoreRange, score.is_some_and(|score| SCORES.contains(&score)), place);
            let letters = text(row, 2)?;
            let are_known = |letters: &str| letters.chars().all(|letter| codes::PAYMENT_HISTORY.contains(letter));
            findings.expect(Check::Codes, letters.as_deref().is_some_and(are_known), place);
            Ok(())
        })
        .await
    }

    async fn securities(&mut self) -> Result<Sample, ReadError> {
        let columns = ["security_id", "username", "password", "access_level"];
        let findings = &mut *self.findings;
        let mut sample = Sample::default();
        each(self.connection, ("security", "security_id"), &select("security", &columns), |key, row| {
            let place = Place { table: "security", key };
            findings.expect(Check::Texts, fits(text(row, 1)?.as_deref(), SHORT), place);
            findings.expect(Check::Codes, is_one_of(text(row, 3)?, codes::ACCESS_LEVELS), place);
            let password = text(row, 2)?;
            findings.expect(Check::PasswordFormat, password.as_deref().is_some_and(is_phc), place);
            sample.offer(key, password);
            Ok(())
        })
        .await?;
        Ok(sample)
    }

    async fn relationships(&mut self) -> Result<(), ReadError> {
        let columns = ["relationship_id", "relationship_type"];
        let findings = &mut *self.findings;
        each(self.connection, ("relationships", "relationship_id"), &select("relationships", &columns), |key, row| {
            let is_known = is_one_of(text(row, 1)?, codes::RELATIONSHIP_TYPES);
            findings.expect(Check::Codes, is_known, Place { table: "relationships", key });
            Ok(())
        })
        .await
    }

    async fn contacts(&mut self) -> Result<(), ReadError> {
        let columns = ["log_id", "communication_type", "timestamp", "summary"];
        let (as_of, findings) = (self.as_of, &mut *self.findings);
        let mut select = select("communication_log", &columns);
        select.column(("customer", "date_of_birth"));
        let is_theirs = Expr::col(("customer", "customer_id")).equals(("communication_log", "customer_id"));
        select.join(JoinType::LeftJoin, "customer", is_theirs);
        each(self.connection, ("communication_log", "log_id"), &select, |key, row| {
            let place = Place { table: "communication_log", key };
            let summary = text(row, 3)?;
            let tags_are_known = summary.as_deref().is_some_and(|it| codes::tags_are_known(it, codes::CONTACT_TAGS));
            let is_known = is_one_of(text(row, 1)?, codes::COMMUNICATION_TYPES) && tags_are_known;
            findings.expect(Check::Codes, is_known, place);
            findings.expect(Check::Texts, is_long_text(summary.as_deref()), place);
            let day = row.try_get_by_index::<Option<NaiveDateTime>>(2)?.map(|at| at.date());
            findings.expect(Check::EndDate, day.is_some_and(|day| day <= as_of), place);
            let birth: Option<NaiveDate> = row.try_get_by_index(4)?;
            findings.expect(Check::EventOrder, birth.zip(day).is_none_or(|(birth, day)| birth <= day), place);
            Ok(())
        })
        .await
    }

    async fn consents(&mut self) -> Result<(), ReadError> {
        let columns = ["compliance_id", "consent_given", "disclosures"];
        let (as_of, findings) = (self.as_of, &mut *self.findings);
        each(self.connection, ("compliance", "compliance_id"), &select("compliance", &columns), |key, row| {
            let place = Place { table: "compliance", key };
            let given: Option<bool> = row.try_get_by_index(1)?;
            findings.expect(Check::Codes, given.is_some(), place);
            let disclosures = text(row, 2)?;
            findings.expect(Check::Texts, is_long_text(disclosures.as_deref()), place);
            let at: Option<NaiveDate> = disclosures.as_deref().and_then(|it| tag(it, "at")?.parse().ok());
            findings.expect(Check::EndDate, at.is_some_and(|day| day <= as_of), place);
            Ok(())
        })
        .await
    }
}

fn is_one_of(text: Option<String>, codes: &[&str]) -> bool {
    text.is_some_and(|text| codes.contains(&text.as_str()))
}

/// Whether a text is in normal form C, not empty, and of no more characters.
fn fits(text: Option<&str>, most: usize) -> bool {
    text.is_none_or(|text| !text.is_empty() && is_nfc(text) && text.chars().count() <= most)
}

fn is_long_text(text: Option<&str>) -> bool {
    text.is_none_or(|text| !text.is_empty() && is_nfc(text) && text.len() <= LONG_BYTES)
}

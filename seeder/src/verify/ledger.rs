//! V3, V4 and V6: what is booked on each account, in the order of time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Expr, ExprTrait, JoinType, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::check::Check;
use super::codes::{effect, reference, tag};
use super::report::{Findings, Place};
use crate::read::{ReadError, hundredths, rows};

/// How many accounts are looked at together: their bookings are in memory at a time.
const ACCOUNTS: u64 = 200;

/// An account and what is known of it.
struct Account {
    id: i64,
    balance: Option<i64>,
    status: Option<String>,
    /// When its owner was born.
    birth: Option<NaiveDate>,
    sum: i128,
    /// When its first row was booked.
    begin: Option<NaiveDateTime>,
    /// The bookings so far.
    seen: BTreeSet<i64>,
}

struct Booking {
    id: i64,
    account_id: i64,
    kind: String,
    cents: Option<i64>,
    at: Option<NaiveDateTime>,
    notes: Option<String>,
}

/// What a payment and its mirror have in common.
type Paid = (i64, Option<i64>, Option<NaiveDate>);

/// Looks at all accounts, a few at a time.
pub(super) async fn check(connection: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), ReadError> {
    let mut after = None;
    loop {
        let mut accounts = accounts(connection, after).await?;
        let (Some(first), Some(last)) = (accounts.keys().next().copied(), accounts.keys().last().copied()) else {
            return Ok(());
        };
        let mut payments = payments(connection, first, last).await?;
        let bookings = bookings(connection, first, last).await?;
        look(&bookings, &mut accounts, &mut payments, findings);
        let is_last = (accounts.len() as u64) < ACCOUNTS;
        after = Some(last);
        settle(accounts, findings);
        if is_last {
            return Ok(());
        }
    }
}

async fn accounts(connection: &impl ConnectionTrait, after: Option<i64>) -> Result<BTreeMap<i64, Account>, ReadError> {
    let mut select = Query::select();
    select.columns([("accounts", "account_id"), ("accounts", "balance"), ("accounts", "status")]);
    select.column(("customer", "date_of_birth")).from("accounts");
    let is_owner = Expr::col(("customer", "customer_id")).equals(("accounts", "customer_id"));
    select.join(JoinType::LeftJoin, "customer", is_owner);
    select.order_by(("accounts", "account_id"), Order::Asc).limit(ACCOUNTS);
    if let Some(after) = after {
        select.and_where(Expr::col(("accounts", "account_id")).gt(after));
    }
    let read = |row: &QueryResult| {
        let id = row.try_get_by_index(0)?;
        let account = Account {
            id,
            balance: hundredths(row, 1)?,
            status: row.try_get_by_index(2)?,
            birth: row.try_get_by_index(3)?,
            sum: 0,
            begin: None,
            seen: BTreeSet::new(),
        };
        Ok((id, account))
    };
    let found = rows(connection, "accounts", &select).await?;
    found.iter().map(read).collect::<Result<_, DbErr>>().map_err(ReadError::of("accounts"))
}

async fn payments(connection: &impl ConnectionTrait, first: i64, last: i64) -> Result<BTreeMap<i64, Paid>, ReadError> {
    let mut select = Query::select();
    select.columns(["payment_id", "account_id", "amount", "payment_date"]).from("payments");
    select.and_where(Expr::col("account_id").between(first, last));
    let read = |row: &QueryResult| {
        Ok((row.try_get_by_index(0)?, (row.try_get_by_index(1)?, hundredths(row, 2)?, row.try_get_by_index(3)?)))
    };
    let found = rows(connection, "payments", &select).await?;
    found.iter().map(read).collect::<Result<_, DbErr>>().map_err(ReadError::of("payments"))
}

async fn bookings(connection: &impl ConnectionTrait, first: i64, last: i64) -> Result<Vec<Booking>, ReadError> {
    let mut select = Query::select();
    select.columns(["transaction_id", "account_id", "transaction_type", "amount", "transaction_date", "notes"]);
    select.from("transactions").and_where(Expr::col("account_id").between(first, last));
    for column in ["account_id", "transaction_date", "transaction_id"] {
        select.order_by(column, Order::Asc);
    }
    let read = |row: &QueryResult| {
        Ok(Booking {
            id: row.try_get_by_index(0)?,
            account_id: row.try_get_by_index(1)?,
            kind: row.try_get_by_index::<Option<String>>(2)?.unwrap_or_default(),
            cents: hundredths(row, 3)?,
            at: row.try_get_by_index(4)?,
            notes: row.try_get_by_index(5)?,
        })
    };
    let found = rows(connection, "transactions", &select).await?;
    found.iter().map(read).collect::<Result<_, DbErr>>().map_err(ReadError::of("transactions"))
}

fn look(
    bookings: &[Booking],
    accounts: &mut BTreeMap<i64, Account>,
    payments: &mut BTreeMap<i64, Paid>,
    findings: &mut Findings,
) {
    findings.looked(Check::MirroredPayments, payments.len() as u64);
    // Of bookings without a tag, whatever they have in common with a payment must do.
    let mut untagged: BTreeMap<Paid, Vec<i64>> = BTreeMap::new();
    for booking in bookings {
        // Rows of accounts that are not there are found as such.
        let Some(account) = accounts.get_mut(&booking.account_id) else { continue };
        let place = Place { table: "transactions", key: booking.id };
        match booking.cents.and_then(|cents| effect(&booking.kind, cents)) {
            Some(effect) => account.sum += i128::from(effect),
            None => findings.violated(Check::Balances, place),
        }
        findings.expect(Check::EventOrder, is_in_order(account, booking), place);
        account.begin = account.begin.or(booking.at);
        account.seen.insert(booking.id);
        if booking.kind == "bill_payment" {
            let paid = (booking.account_id, booking.cents, booking.at.map(|at| at.date()));
            match reference(booking.notes.as_deref(), "pay") {
                Some(payment) if payments.get(&payment) == Some(&paid) => {
                    payments.remove(&payment);
                }
                Some(_) => findings.violated(Check::MirroredPayments, place),
                None => untagged.entry(paid).or_default().push(booking.id),
            }
        }
    }
    for (id, paid) in payments {
        let place = Place { table: "payments", key: *id };
        if untagged.get_mut(paid).and_then(Vec::pop).is_none() {
            findings.violated(Check::MirroredPayments, place);
        }
        let begin = accounts.get(&paid.0).and_then(|account| account.begin);
        let is_in_order = begin.zip(paid.2).is_some_and(|(begin, day)| begin.date() <= day);
        findings.expect(Check::EventOrder, is_in_order, place);
    }
    for key in untagged.into_values().flatten() {
        findings.violated(Check::MirroredPayments, Place { table: "transactions", key });
    }
}

/// Bookings come in the order of time: a booking has a time, which is after the owner's birth; an opening row comes
/// first; and what is undone was booked before.
fn is_in_order(account: &Account, booking: &Booking) -> bool {
    let notes = booking.notes.as_deref();
    let is_born = booking.at.is_some_and(|at| account.birth.is_none_or(|birth| birth <= at.date()));
    let opens_late = !account.seen.is_empty() && notes.and_then(|notes| tag(notes, "cat")) == Some("opening");
    let undoes = reference(notes, "rev");
    is_born && !opens_late && undoes.is_none_or(|undone| account.seen.contains(&undone))
}

fn settle(accounts: BTreeMap<i64, Account>, findings: &mut Findings) {
    for account in accounts.into_values() {
        let place = Place { table: "accounts", key: account.id };
        findings.expect(Check::Balances, account.balance.map(i128::from) == Some(account.sum), place);
        let is_emptied = account.status.as_deref() != Some("closed") || account.balance.is_none_or(|cents| cents == 0);
        findings.expect(Check::EventOrder, is_emptied, place);
    }
}

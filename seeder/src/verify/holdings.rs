//! V9 and V10: what people hold and owe.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};

use super::check::Check;
use super::report::{Findings, Place};
use crate::calendar::age_on;
use crate::read::{ReadError, hundredths, rows};

/// How many customers are looked at together.
const CUSTOMERS: u64 = 1_000;

/// Completed years from which people hold any account.
const ADULT_AGE: i64 = 18;

/// Hundredths of a percent in the whole.
const WHOLE: i128 = 10_000;

/// Looks at all customers, a few at a time.
pub(super) async fn check(
    connection: &impl ConnectionTrait,
    as_of: NaiveDate,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    let mut after = None;
    loop {
        let births = births(connection, after).await?;
        let (Some(first), Some(last)) = (births.keys().next().copied(), births.keys().last().copied()) else {
            return Ok(());
        };
        let range = Expr::col("customer_id").between(first, last);
        let owed = accounts(connection, range.clone(), &births, as_of, findings).await?;
        utilization(connection, range, &owed, findings).await?;
        if (births.len() as u64) < CUSTOMERS {
            return Ok(());
        }
        after = Some(last);
    }
}

async fn births(
    connection: &impl ConnectionTrait,
    after: Option<i64>,
) -> Result<BTreeMap<i64, Option<NaiveDate>>, ReadError> {
    let mut select = Query::select();
    select.columns(["customer_id", "date_of_birth"]).from("customer");
    select.order_by("customer_id", Order::Asc).limit(CUSTOMERS);
    if let Some(after) = after {
        select.and_where(Expr::col("customer_id").gt(after));
    }
    let mut births = BTreeMap::new();
    for row in rows(connection, "customer", &select).await? {
        let (customer, birth) = pair(&row).map_err(ReadError::of("customer"))?;
        births.insert(customer, birth);
    }
    Ok(births)
}

fn pair(row: &QueryResult) -> Result<(i64, Option<NaiveDate>), sea_orm::DbErr> {
    Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
}

/// V9, and what each customer with a card owes on cards, in cents.
async fn accounts(
    connection: &impl ConnectionTrait,
    range: Expr,
    births: &BTreeMap<i64, Option<NaiveDate>>,
    as_of: NaiveDate,
    findings: &mut Findings,
) -> Result<BTreeMap<i64, i128>, ReadError> {
    let mut select = Query::select();
    select.columns(["account_id", "customer_id", "account_type", "balance"]).from("accounts").and_where(range);
    select.order_by("account_id", Order::Asc);
    let mut owed: BTreeMap<i64, i128> = BTreeMap::new();
    for row in rows(connection, "accounts", &select).await? {
        let mut look = || {
            let (key, customer): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let kind: Option<String> = row.try_get_by_index(2)?;
            let balance = hundredths(&row, 3)?.unwrap_or_default();
            let birth = births.get(&customer).copied().flatten();
            if birth.is_some_and(|birth| age_on(birth, as_of) < ADULT_AGE) {
                let is_youth = kind.as_deref() == Some("youth");
                findings.expect(Check::MinorsAccounts, is_youth, Place { table: "accounts", key });
            }
            if kind.as_deref() == Some("credit_card") {
                *owed.entry(customer).or_default() -= i128::from(Ord::min(balance, 0));
            }
            Ok(())
        };
        look().map_err(ReadError::of("accounts"))?;
    }
    Ok(owed)
}

/// V10: of customers with a card, the utilization is what they owe of the limit, rounded to two places; of others it is
/// a percentage.
async fn utilization(
    connection: &impl ConnectionTrait,
    range: Expr,
    owed: &BTreeMap<i64, i128>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    let mut select = Query::select();
    select.columns(["credit_id", "customer_id", "credit_limit", "credit_utilization"]).from("credit_history");
    select.and_where(range).order_by("credit_id", Order::Asc);
    for row in rows(connection, "credit_history", &select).await? {
        let mut look = || {
            let (key, customer): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let is_sound = match (hundredths(&row, 2)?, hundredths(&row, 3)?, owed.get(&customer)) {
                (Some(limit @ 1..), Some(used), Some(owed)) => {
                    let (limit, used) = (i128::from(limit), i128::from(used));
                    (used * limit - owed * WHOLE).abs() * 2 <= limit
                }
                (Some(0..), Some(used), None) => (0..=WHOLE).contains(&i128::from(used)),
                _ => false,
            };
            findings.expect(Check::Utilization, is_sound, Place { table: "credit_history", key });
            Ok(())
        };
        look().map_err(ReadError::of("credit_history"))?;
    }
    Ok(())
}

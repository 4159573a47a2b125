//! V1 and V2: what the database should have seen to itself, found out anew by sets.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, JoinType, Query};

use super::check::Check;
use super::report::{Findings, Place};
use crate::read::{Key, ReadError, each, number, rows};

/// The nine tables and their keys.
pub(super) const TABLES: [Key; 9] = [
    ("customer", "customer_id"),
    ("accounts", "account_id"),
    ("transactions", "transaction_id"),
    ("payments", "payment_id"),
    ("credit_history", "credit_id"),
    ("security", "security_id"),
    ("relationships", "relationship_id"),
    ("communication_log", "log_id"),
    ("compliance", "compliance_id"),
];

/// Columns of which no two rows may have the same text, with the key of their table.
const NAMES: [(Key, &str); 2] =
    [(("customer", "customer_id"), "identification_number"), (("security", "security_id"), "username")];

/// Columns that point at rows of another table.
const REFERENCES: [(Key, &str, Key); 9] = [
    (("accounts", "account_id"), "customer_id", ("customer", "customer_id")),
    (("transactions", "transaction_id"), "account_id", ("accounts", "account_id")),
    (("payments", "payment_id"), "account_id", ("accounts", "account_id")),
    (("credit_history", "credit_id"), "customer_id", ("customer", "customer_id")),
    (("security", "security_id"), "customer_id", ("customer", "customer_id")),
    (("relationships", "relationship_id"), "customer1_id", ("customer", "customer_id")),
    (("relationships", "relationship_id"), "customer2_id", ("customer", "customer_id")),
    (("communication_log", "log_id"), "customer_id", ("customer", "customer_id")),
    (("compliance", "compliance_id"), "customer_id", ("customer", "customer_id")),
];

/// Most texts that are told to occur twice.
const MOST_TEXTS: u64 = 10_000;

/// The name of the table that is pointed at, which may be the same as that which points.
const PARENT: &str = "parent";

/// How many rows a table has.
pub(crate) async fn count(connection: &impl ConnectionTrait, table: &'static str) -> Result<u64, ReadError> {
    let mut select = Query::select();
    select.expr(Func::count(Expr::col(Asterisk))).from(table);
    number(connection, table, &select).await
}

/// V1: no key, and no text that names a row, occurs twice.
pub(super) async fn unique(connection: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), ReadError> {
    for key in TABLES {
        findings.looked(Check::UniqueKeys, count(connection, key.0).await?);
        let mut select = Query::select();
        select.column(key).from(key.0).group_by_col(key);
        select.and_having(Expr::expr(Func::count(Expr::col(Asterisk))).gt(1));
        each(connection, key, &select, |id, _| {
            findings.violated(Check::UniqueKeys, Place { table: key.0, key: id });
            Ok(())
        })
        .await?;
    }
    for (key, text) in NAMES {
        let mut select = Query::select();
        let first = Func::min(Expr::col(key));
        select.expr(first).from(key.0).group_by_col(text).and_where(Expr::col(text).is_not_null());
        select.and_having(Expr::expr(Func::count(Expr::col(Asterisk))).gt(1)).limit(MOST_TEXTS);
        let mut twice = Vec::new();
        for row in rows(connection, key.0, &select).await? {
            twice.push(row.try_get_by_index(0).map_err(ReadError::of(key.0))?);
        }
        twice.sort_unstable();
        for id in twice {
            findings.violated(Check::UniqueKeys, Place { table: key.0, key: id });
        }
    }
    Ok(())
}

/// V2: every row points at a row that is there.
pub(super) async fn references(connection: &impl ConnectionTrait, findings: &mut Findings) -> Result<(), ReadError> {
    for (key, column, parent) in REFERENCES {
        findings.looked(Check::References, count(connection, key.0).await?);
        let mut select = Query::select();
        select.column(key).from(key.0);
        let is_parent = Expr::col((PARENT, parent.1)).equals((key.0, column));
        select.join_as(JoinType::LeftJoin, parent.0, Alias::new(PARENT), is_parent);
        select.and_where(Expr::col((PARENT, parent.1)).is_null());
        each(connection, key, &select, |id, _| {
            findings.violated(Check::References, Place { table: key.0, key: id });
            Ok(())
        })
        .await?;
    }
    Ok(())
}

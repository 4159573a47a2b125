//! Tables that were emptied by `TRUNCATE`, which fires no trigger on `MySQL` and `MariaDB`.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityName as _, IdenStatic as _};
use tellergraph_entity::{
    account, communication_log, credit_history, customer, payment, relationship, security, transaction,
};

use super::changes::Changes;
use crate::store::error::StoreError;
use crate::store::rows;

/// A table that the rules look at.
struct Table {
    name: &'static str,
    /// The column that says whose row it is.
    owner: &'static str,
    /// Whether that is an account.
    is_of_account: bool,
}

fn tables() -> [Table; 8] {
    let of_customer = |name, owner| Table { name, owner, is_of_account: false };
    let of_account = |name, owner| Table { name, owner, is_of_account: true };
    [
        of_customer(customer::Entity.table_name(), customer::Column::CustomerId.as_str()),
        of_customer(account::Entity.table_name(), account::Column::CustomerId.as_str()),
        of_account(transaction::Entity.table_name(), transaction::Column::AccountId.as_str()),
        of_account(payment::Entity.table_name(), payment::Column::AccountId.as_str()),
        of_customer(credit_history::Entity.table_name(), credit_history::Column::CustomerId.as_str()),
        of_customer(security::Entity.table_name(), security::Column::CustomerId.as_str()),
        of_customer(relationship::Entity.table_name(), relationship::Column::Customer1Id.as_str()),
        of_customer(communication_log::Entity.table_name(), communication_log::Column::CustomerId.as_str()),
    ]
}

/// Which tables have no row now, as a text that is another one when that changes. Nothing on engines where a trigger
/// fires for every way of emptying a table.
pub(super) async fn empty_now(transaction: &DatabaseTransaction) -> Result<String, StoreError> {
    let mut empty = String::new();
    if transaction.get_database_backend() == DbBackend::MySql {
        for table in tables() {
            if owners(transaction, &table, 1).await?.is_empty() {
                empty.push_str(table.name);
                empty.push('\n');
            }
        }
    }
    Ok(empty)
}

/// Whether a table that has rows now may have been emptied since the last refresh and filled again.
///
/// Whatever was added since is logged. So a row whose owner is not in the log was there at the last refresh, and one
/// such row shows that its table was not emptied. With more owners than the log has, one of them is such an owner.
pub(super) async fn may_be_refilled(transaction: &DatabaseTransaction, changes: &Changes) -> Result<bool, StoreError> {
    if transaction.get_database_backend() != DbBackend::MySql {
        return Ok(false);
    }
    for table in tables() {
        let logged = if table.is_of_account { &changes.logged_accounts } else { &changes.logged_customers };
        let owners = owners(transaction, &table, logged.len() as u64 + 1).await?;
        if !owners.is_empty() && owners.is_subset(logged) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Some of those who have rows in the table, which an index tells.
async fn owners(transaction: &DatabaseTransaction, table: &Table, most: u64) -> Result<BTreeSet<i64>, StoreError> {
    let mut select = Query::select();
    select.distinct().column(table.owner).from(table.name).and_where(Expr::col(table.owner).is_not_null()).limit(most);
    Ok(rows::read(transaction, table.name, &select, |row| row.try_get_by_index(0)).await?.into_iter().collect())
}

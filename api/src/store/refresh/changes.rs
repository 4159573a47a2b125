//! The log of whose rows changed: read at the beginning of a refresh, and emptied at its end of exactly what was read.

use std::collections::BTreeSet;

use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, EntityName as _, IdenStatic as _, Statement};
use tellergraph_entity::{account, customer_change};

use super::emptied::may_be_refilled;
use crate::store::error::StoreError;
use crate::store::rows;

/// Most accounts and customers that are remembered one by one: some tens of megabytes. Beyond, everybody is answered.
const MOST_REMEMBERED: usize = 500_000;
/// Rows of the log that a statement reads or takes away.
const PAGE: usize = rows::MOST_KEYS;

/// What the log said.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Whether anything may have changed.
    pub(super) is_everybody: bool,
    /// The customers whose rows changed, and the present holders of accounts whose rows changed. They need not exist.
    pub(super) customers: BTreeSet<i64>,
    /// The customers that the log names.
    pub(super) logged_customers: BTreeSet<i64>,
    /// The accounts that the log names.
    pub(super) logged_accounts: BTreeSet<i64>,
    /// The keys of the rows that were read, as first and last of runs without a gap.
    read: Vec<(i64, i64)>,
}

/// One row.
struct Change {
    key: i64,
    customer_id: Option<i64>,
    account_id: Option<i64>,
    is_everybody: bool,
}

/// Reads the whole log, as the transaction sees it.
pub(super) async fn read(transaction: &DatabaseTransaction) -> Result<Changes, StoreError> {
    let mut changes = Changes::default();
    loop {
        let page = page(transaction, changes.read.last().map(|run| run.1)).await?;
        let is_last = page.len() < PAGE;
        for change in page {
            changes.note(change.key);
            changes.is_everybody |= change.is_everybody;
            changes.logged_customers.extend(change.customer_id);
            changes.logged_accounts.extend(change.account_id);
        }
        changes.is_everybody |= changes.logged_customers.len() + changes.logged_accounts.len() > MOST_REMEMBERED;
        if changes.is_everybody {
            changes.logged_customers.clear();
            changes.logged_accounts.clear();
        }
        if is_last {
            break;
        }
    }
    changes.customers.clone_from(&changes.logged_customers);
    let accounts: Vec<i64> = changes.logged_accounts.iter().copied().collect();
    for keys in accounts.chunks(PAGE) {
        changes.customers.extend(holders(transaction, keys).await?);
    }
    changes.is_everybody |= may_be_refilled(transaction, &changes).await?;
    Ok(changes)
}

async fn page(transaction: &DatabaseTransaction, after: Option<i64>) -> Result<Vec<Change>, StoreError> {
    use customer_change::{Column, Entity};
    let mut select = Query::select();
    select
        .columns([Column::ChangeId, Column::CustomerId, Column::AccountId, Column::Everybody])
        .from(Entity)
        .order_by(Column::ChangeId, Order::Asc)
        .limit(PAGE as u64);
    if let Some(after) = after {
        select.and_where(Expr::col(Column::ChangeId).gt(after));
    }
    rows::read(transaction, Entity.table_name(), &select, |row| {
        Ok(Change {
            key: row.try_get_by_index(0)?,
            customer_id: row.try_get_by_index(1)?,
            account_id: row.try_get_by_index(2)?,
            is_everybody: row.try_get_by_index::<Option<bool>>(3)?.unwrap_or_default(),
        })
    })
    .await
}

/// The holders of accounts.
async fn holders(transaction: &DatabaseTransaction, accounts: &[i64]) -> Result<Vec<i64>, StoreError> {
    use account::{Column, Entity};
    let table = Entity.table_name();
    let columns = [Column::CustomerId.as_str()];
    let holders = rows::of_keys(transaction, table, Column::AccountId.as_str(), accounts, &columns, |row| {
        row.try_get_by_index::<Option<i64>>(0)
    });
    Ok(holders.await?.into_iter().flatten().collect())
}

impl Changes {
    /// Keys come in order.
    fn note(&mut self, key: i64) {
        match self.read.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(key) => *last = key,
            _ => self.read.push((key, key)),
        }
    }

    /// Takes what was read out of the log. What others put down since stays, also what has a smaller key: keys are not
    /// committed in their order.
    pub(super) async fn take_away(&self, transaction: &DatabaseTransaction) -> Result<(), StoreError> {
        let table = customer_change::Entity.table_name();
        if transaction.get_database_backend() != DbBackend::MySql {
            // The transaction sees here what it saw then, and nothing else goes.
            return rows::clear(transaction, table).await;
        }
        // There a deletion goes by what is committed by now. Found by their whole keys, rows are locked one by one:
        // neither do writers wait for this, nor this for a row that is not committed yet.
        let mut keys = self.read.iter().flat_map(|(first, last)| *first..=*last);
        loop {
            let some: Vec<String> = keys.by_ref().take(PAGE).map(|key| key.to_string()).collect();
            if some.is_empty() {
                return Ok(());
            }
            let delete = Statement::from_sql_and_values(
                DbBackend::MySql,
                "DELETE c FROM JSON_TABLE(?, '$[*]' COLUMNS (k BIGINT PATH '$')) AS j \
                 STRAIGHT_JOIN customer_change AS c FORCE INDEX (PRIMARY) ON c.change_id = j.k",
                [format!("[{}]", some.join(",")).into()],
            );
            transaction.execute_raw(delete).await.map_err(|error| StoreError::write(table, error))?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_kept_and_gaps_left_out() {
        let mut changes = Changes::default();
        for key in [1, 2, 3, 7, 8, 12, i64::MAX] {
            changes.note(key);
        }
        assert_eq!(changes.read, [(1, 3), (7, 8), (12, 12), (i64::MAX, i64::MAX)]);
    }
}

//! How far the segments are behind the bank's rows.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{EntityName as _, IdenStatic as _};
use tellergraph_entity::{account, communication_log, customer_change, payment, transaction};

use crate::graphql::catalog::{Aside, ColumnType, Computed, Field, Input, Kind};
use crate::graphql::run::Cell;

/// Rows of the log that are looked at.
const MOST_CHANGES: u64 = 100_000;

/// What told the triggers at the last refresh; NULL when some were missing.
const TRACKING: Input = Input::Column("tracking", ColumnType::Text);

const NEWEST: &[Input] =
    &[Input::Aside(&NEWEST_TRANSACTION), Input::Aside(&NEWEST_PAYMENT), Input::Aside(&NEWEST_CONTACT)];

const CHANGES: &[Input] = &[TRACKING, Input::Aside(&CHANGES_OF_EVERYBODY), Input::Aside(&CHANGED_CUSTOMERS)];

pub(super) fn data_as_of() -> Field {
    computed(
        "dataAsOf",
        "The day of the newest transaction, payment or contact of the bank. When it is after `asOf`, the segments do not \
         know the newest rows. Null without any, and before the first refresh.",
        Computed {
            ty: ColumnType::Date,
            inputs: NEWEST,
            compute: |newest, _| {
                let day = |cell: &&Cell| match cell {
                    Cell::Date(date) => Some(*date),
                    Cell::DateTime(time) => Some(time.date()),
                    _ => None,
                };
                newest.iter().filter_map(day).max().map(Cell::Date)
            },
            nullable: true,
        },
    )
}

pub(super) fn changed_customers() -> Field {
    computed(
        "changedCustomers",
        "How many customers had rows of theirs changed since the last refresh, counted in the first 100,000 changes. Null \
         when changes are not logged, when so much changed that nobody can be told from the others, and before the first \
         refresh.",
        Computed {
            ty: ColumnType::BigInt,
            inputs: CHANGES,
            compute: |cells, _| match cells {
                [Cell::Text(_), Cell::Int(0), Cell::Int(count)] => Some(Cell::Int(*count)),
                _ => None,
            },
            nullable: true,
        },
    )
}

pub(super) fn may_miss_updates() -> Field {
    computed(
        "mayMissUpdates",
        "Whether changes of the bank's rows could not be logged when the last refresh looked, because triggers are \
         missing: `changedCustomers` is unknown then, and a change is only seen by a refresh that answers for everybody. \
         True before the first refresh.",
        Computed {
            ty: ColumnType::Boolean,
            inputs: &[TRACKING],
            compute: |cells, _| Some(Cell::Boolean(!matches!(cells, [Cell::Text(_)]))),
            nullable: false,
        },
    )
}

fn computed(name: &'static str, doc: &'static str, computed: Computed) -> Field {
    Field { name, doc, kind: Kind::Computed(computed) }
}

static NEWEST_TRANSACTION: Aside = Aside {
    name: "transaction_date",
    ty: ColumnType::DateTime,
    select: || greatest(transaction::Entity.table_name(), transaction::Column::TransactionDate.as_str()),
};

static NEWEST_PAYMENT: Aside = Aside {
    name: "payment_date",
    ty: ColumnType::Date,
    select: || greatest(payment::Entity.table_name(), payment::Column::PaymentDate.as_str()),
};

static NEWEST_CONTACT: Aside = Aside {
    name: "timestamp",
    ty: ColumnType::DateTime,
    select: || greatest(communication_log::Entity.table_name(), communication_log::Column::Timestamp.as_str()),
};

/// The end of an index.
fn greatest(table: &'static str, column: &'static str) -> SelectStatement {
    Query::select().expr(Expr::col((table, column)).max()).from(table).take()
}

static CHANGES_OF_EVERYBODY: Aside = Aside { name: "everybody", ty: ColumnType::BigInt, select: changes_of_everybody };

static CHANGED_CUSTOMERS: Aside =
    Aside { name: "customer_id", ty: ColumnType::BigInt, select: changed_customers_count };

fn changes_of_everybody() -> SelectStatement {
    let log = Alias::new("l");
    let everybody = Expr::col((log.clone(), customer_change::Column::Everybody.as_str()));
    Query::select().expr(everybody.count()).from_subquery(first_changes(), log).take()
}

/// The customers that the log names, and the holders of the accounts that it names, each once.
fn changed_customers_count() -> SelectStatement {
    use customer_change::Column;
    let (log, held, changed) = (Alias::new("l"), Alias::new("h"), Alias::new("c"));
    let named = Expr::col((log.clone(), Column::CustomerId.as_str()));
    let holder = Expr::col((held.clone(), account::Column::CustomerId.as_str()));
    let on = Expr::col((held.clone(), account::Column::AccountId.as_str()))
        .eq(Expr::col((log.clone(), Column::AccountId.as_str())));
    let holders = Query::select()
        .expr(holder.clone())
        .from_subquery(first_changes(), log.clone())
        .join_as(JoinType::InnerJoin, account::Entity.table_name(), held, on)
        .and_where(holder.is_not_null())
        .take();
    let customers = Query::select()
        .expr_as(named.clone(), Column::CustomerId.as_str())
        .from_subquery(first_changes(), log)
        .and_where(named.is_not_null())
        .union(UnionType::Distinct, holders)
        .take();
    Query::select()
        .expr(Expr::col((changed.clone(), Column::CustomerId.as_str())).count())
        .from_subquery(customers, changed)
        .take()
}

/// Rows of the log, bounded: it grows until somebody refreshes.
fn first_changes() -> SelectStatement {
    use customer_change::{Column, Entity};
    let log = Alias::new("f");
    Query::select()
        .columns(
            [Column::CustomerId, Column::AccountId, Column::Everybody].map(|column| (log.clone(), column.as_str())),
        )
        .from_as(Entity.table_name(), log)
        .limit(MOST_CHANGES)
        .take()
}

#[cfg(test)]
mod tests {
    use tellergraph_entity::segment_refresh;

    use super::*;

    #[test]
    fn the_column_that_is_named_is_the_entitys() {
        assert!(matches!(TRACKING, Input::Column(name, _) if name == segment_refresh::Column::Tracking.as_str()));
    }
}

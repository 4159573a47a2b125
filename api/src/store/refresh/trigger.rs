//! The triggers, kept twice: as rows to be found by, and packed beside the other answers to be shown.

use sea_orm::{DatabaseTransaction, EntityName as _, IdenStatic as _};
use tellergraph_entity::segment_trigger::{Column, Entity};
use tellergraph_segmentation::Findings;

use crate::graphql::run::{Cell, pack};
use crate::store::error::StoreError;
use crate::store::rows;

/// Takes away all triggers so far.
pub(super) async fn clear(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    rows::clear(transaction, Entity.table_name()).await
}

/// Takes away the triggers of some customers.
pub(super) async fn remove(transaction: &DatabaseTransaction, customers: &[i64]) -> Result<(), StoreError> {
    rows::remove(transaction, Entity.table_name(), Column::CustomerId.as_str(), customers).await?;
    Ok(())
}

/// Adds the triggers that were found.
pub(super) async fn insert(transaction: &DatabaseTransaction, findings: &[Findings]) -> Result<(), StoreError> {
    let columns = [Column::CustomerId, Column::Kind, Column::Date, Column::Confidence];
    let of_one = |found: &Findings| {
        let customer_id = found.customer_id;
        let row = move |(kind, date, confidence): (i16, chrono::NaiveDate, i16)| {
            vec![customer_id.into(), kind.into(), date.into(), confidence.into()]
        };
        triggers(found).map(row).collect::<Vec<_>>()
    };
    let new = findings.iter().flat_map(of_one).collect();
    rows::insert(transaction, Entity.table_name(), &columns.map(|column| column.as_str()), new).await
}

/// The triggers of a customer, packed.
pub(super) fn packed(found: &Findings) -> String {
    pack(
        triggers(found)
            .map(|(kind, date, confidence)| [Cell::Int(kind.into()), Cell::Date(date), Cell::Int(confidence.into())]),
    )
}

/// Kind, date and confidence of each, in the order of the rules. A kind applies at most once.
fn triggers(found: &Findings) -> impl Iterator<Item = (i16, chrono::NaiveDate, i16)> {
    let row = |found: &tellergraph_segmentation::trigger::TriggerMatch| {
        (found.trigger.position(), found.date, found.confidence.in_hundredths().into())
    };
    found.triggers.iter().map(row)
}

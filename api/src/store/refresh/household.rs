//! The households, kept.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::customer_segment;
use tellergraph_entity::household::{Column, Entity};
use tellergraph_segmentation::Findings;
use tellergraph_segmentation::household_holdings::{HouseholdHoldings, holdings};

use super::Stamp;
use super::segment::{amount, class_bits};
use crate::store::error::StoreError;
use crate::store::rows;

/// Takes away all households so far.
pub(super) async fn clear(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    rows::clear(transaction, Entity.table_name()).await
}

/// Takes away the households that some customers belonged to at the refresh in force. It asks for the answers about
/// them, which must be there still.
pub(super) async fn remove(transaction: &DatabaseTransaction, customers: &[i64]) -> Result<(), StoreError> {
    let table = customer_segment::Entity.table_name();
    let (key, home) = (customer_segment::Column::CustomerId.as_str(), [customer_segment::Column::HouseholdId.as_str()]);
    let mut homes = BTreeSet::new();
    for some in customers.chunks(rows::MOST_KEYS) {
        let found = rows::of_keys(transaction, table, key, some, &home, |row| row.try_get_by_index::<Option<i64>>(0));
        homes.extend(found.await?.into_iter().flatten());
    }
    let homes: Vec<i64> = homes.into_iter().collect();
    rows::remove(transaction, Entity.table_name(), Column::HouseholdId.as_str(), &homes).await?;
    Ok(())
}

/// Adds the households of those who were found something of; all members of each are among them.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    findings: &[Findings],
) -> Result<(), StoreError> {
    let columns = [
        Column::HouseholdId,
        Column::AsOf,
        Column::Size,
        Column::MonthlyIncome,
        Column::AdjustedIncome,
        Column::Tier,
        Column::Confidence,
        Column::TotalAssets,
        Column::Products,
        Column::ProductCount,
    ];
    let table = Entity.table_name();
    let backend = transaction.get_database_backend();
    let new: Result<Vec<_>, DbErr> = holdings(findings).iter().map(|home| row(backend, stamp, home)).collect();
    let new = new.map_err(|error| StoreError::write(table, error))?;
    rows::insert(transaction, table, &columns.map(|column| column.as_str()), new).await
}

/// The values of a row, in the order of the columns.
fn row(backend: DbBackend, stamp: &Stamp, home: &HouseholdHoldings) -> Result<Vec<Value>, DbErr> {
    let HouseholdHoldings { household, total_assets, products } = home;
    Ok(vec![
        household.household_id.into(),
        stamp.as_of.into(),
        i32::try_from(household.size).unwrap_or(i32::MAX).into(),
        amount(backend, "household's income", household.monthly_income)?,
        amount(backend, "household's adjusted income", household.adjusted_income)?,
        household.tier.position().into(),
        i16::from(household.confidence.in_hundredths()).into(),
        amount(backend, "household's total of assets", *total_assets)?,
        class_bits(products.iter().copied()).into(),
        // There are not that many kinds of accounts.
        i16::try_from(products.len()).unwrap_or(i16::MAX).into(),
    ])
}

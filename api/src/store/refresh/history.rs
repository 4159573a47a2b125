//! The answers of past dates, kept so that drift is a query.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityName as _, IdenStatic as _, RuntimeErr, Value,
};
use tellergraph_entity::{segment_history, segment_snapshot, segment_snapshot_class};
use tellergraph_segmentation::Findings;
use tellergraph_segmentation::explanation::Dimension;

use super::Stamp;
use super::segment::amount;
use crate::graphql::catalog::history_column;
use crate::graphql::run::read_date;
use crate::store::error::StoreError;
use crate::store::rows;

/// Whether a date is one that every refresh keeps: the last day of a month.
pub(super) fn ends_a_month(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

/// The dates that are there, each with the hash of the rules that gave its answers.
pub(super) async fn snapshots(transaction: &DatabaseTransaction) -> Result<BTreeMap<NaiveDate, String>, StoreError> {
    use segment_snapshot::{Column, Entity};
    let mut select = Query::select();
    select.columns([Column::AsOf, Column::RulesHash]).from(Entity);
    let found = rows::read(transaction, Entity.table_name(), &select, |row| {
        Ok((read_date(row, 0)?, row.try_get_by_index::<String>(1)?))
    });
    let dated = found.await?.into_iter().filter_map(|(as_of, hash)| Some((as_of?, hash)));
    Ok(dated.collect())
}

/// Takes a date away, if it is there.
pub(super) async fn clear(transaction: &DatabaseTransaction, as_of: NaiveDate) -> Result<(), StoreError> {
    use segment_history::{Column, Entity};
    let delete = Query::delete().from_table(Entity).and_where(Expr::col(Column::AsOf).eq(as_of)).to_owned();
    transaction.execute(&delete).await.map_err(|error| StoreError::write(Entity.table_name(), error))?;
    clear_snapshot(transaction, as_of).await
}

/// Takes away the word that a date is complete, and its numbers by class.
async fn clear_snapshot(transaction: &DatabaseTransaction, as_of: NaiveDate) -> Result<(), StoreError> {
    let snapshot = Query::delete()
        .from_table(segment_snapshot::Entity)
        .and_where(Expr::col(segment_snapshot::Column::AsOf).eq(as_of))
        .to_owned();
    let classes = Query::delete()
        .from_table(segment_snapshot_class::Entity)
        .and_where(Expr::col(segment_snapshot_class::Column::AsOf).eq(as_of))
        .to_owned();
    for (table, delete) in
        [(segment_snapshot::Entity.table_name(), snapshot), (segment_snapshot_class::Entity.table_name(), classes)]
    {
        transaction.execute(&delete).await.map_err(|error| StoreError::write(table, error))?;
    }
    Ok(())
}

/// Takes away what is kept of some customers at a date, and the word that the date is complete.
pub(super) async fn remove(
    transaction: &DatabaseTransaction,
    as_of: NaiveDate,
    customers: &[i64],
) -> Result<(), StoreError> {
    use segment_history::{Column, Entity};
    for some in customers.chunks(rows::FEW_KEYS) {
        let delete = Query::delete()
            .from_table(Entity)
            .and_where(Expr::col(Column::AsOf).eq(as_of))
            .and_where(Expr::col(Column::CustomerId).is_in(some.iter().copied()))
            .to_owned();
        transaction.execute(&delete).await.map_err(|error| StoreError::write(Entity.table_name(), error))?;
    }
    clear_snapshot(transaction, as_of).await
}

/// Adds the answers that were found to those of the date.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    as_of: NaiveDate,
    findings: &[Findings],
) -> Result<(), StoreError> {
    use segment_history::Column;
    let columns = [
        Column::AsOf,
        Column::CustomerId,
        Column::AgeGroup,
        Column::AgeBand,
        Column::IncomeLevel,
        Column::DigitalAdoption,
        Column::ChannelPreference,
        Column::ChannelStrengthLabel,
        Column::LifeStage,
        Column::ValueTier,
        Column::CreditBand,
        Column::CreditRisk,
        Column::Lifecycle,
        Column::Dormancy,
        Column::ChurnRisk,
        Column::RfmSegment,
        Column::HouseholdTier,
        Column::MonthlyIncome,
        Column::TotalAssets,
        Column::DigitalScore,
    ];
    let table = segment_history::Entity.table_name();
    let backend = transaction.get_database_backend();
    let new: Result<Vec<_>, DbErr> = findings.iter().map(|found| row(backend, as_of, found)).collect();
    let new = new.map_err(|error| StoreError::write(table, error))?;
    rows::insert(transaction, table, &columns.map(|column| column.as_str()), new).await
}

/// The values of a row, in the order of the columns.
fn row(backend: DbBackend, as_of: NaiveDate, found: &Findings) -> Result<Vec<Value>, DbErr> {
    Ok(vec![
        as_of.into(),
        found.customer_id.into(),
        found.age_group.group.position().into(),
        found.age_band.position().into(),
        found.income.level.position().into(),
        found.digital.adoption.position().into(),
        found.channel.preference.position().into(),
        found.channel.label.position().into(),
        found.life_stage.primary.stage.position().into(),
        found.value.tier.position().into(),
        found.credit.band.position().into(),
        found.credit.risk.position().into(),
        found.lifecycle.lifecycle.position().into(),
        found.dormancy.dormancy.position().into(),
        found.churn.risk.position().into(),
        found.rfm.segment.position().into(),
        found.household.tier.position().into(),
        amount(backend, "monthly income", found.income.monthly)?,
        amount(backend, "total of assets", found.value.total_assets)?,
        found.digital.score.map(i16::from).into(),
    ])
}

/// Puts down that the answers of the date are all there.
pub(super) async fn complete(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    as_of: NaiveDate,
    customers: u64,
) -> Result<(), StoreError> {
    use segment_snapshot::{Column, Entity};
    let columns = [Column::AsOf, Column::RulesHash, Column::ComputedAt, Column::Customers];
    let row = vec![
        as_of.into(),
        stamp.rules_hash.as_str().into(),
        stamp.computed_at.into(),
        i64::try_from(customers).unwrap_or(i64::MAX).into(),
    ];
    rows::insert(transaction, Entity.table_name(), &columns.map(|column| column.as_str()), vec![row]).await?;
    for dimension in Dimension::ALL {
        count_classes(transaction, as_of, history_column(*dimension)).await?;
    }
    Ok(())
}

/// Counts who has which class of a dimension at the date.
async fn count_classes(
    transaction: &DatabaseTransaction,
    as_of: NaiveDate,
    of: segment_history::Column,
) -> Result<(), StoreError> {
    use segment_snapshot_class::{Column, Entity};
    let table = Entity.table_name();
    let refused = |error| StoreError::write(table, error);
    let mut counted = Query::select();
    counted
        .expr(Expr::val(of.as_str()))
        .expr(Expr::val(as_of))
        .column(of)
        .expr(Expr::cust("COUNT(*)"))
        .from(segment_history::Entity)
        .and_where(Expr::col(segment_history::Column::AsOf).eq(as_of))
        .group_by_col(of);
    let mut insert = Query::insert();
    insert.into_table(Entity).columns([Column::Dimension, Column::AsOf, Column::Class, Column::Customers]);
    insert.select_from(counted).map_err(|error| refused(DbErr::Query(RuntimeErr::Internal(error.to_string()))))?;
    transaction.execute(&insert).await.map_err(refused)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_when_the_next_day_begins_one() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        for end in ["2026-06-30", "2026-02-28", "2028-02-29", "2026-12-31"] {
            assert!(ends_a_month(date(end)), "{end}");
        }
        for within in ["2026-06-29", "2028-02-28", "2026-07-01"] {
            assert!(!ends_a_month(date(within)), "{within}");
        }
        assert!(ends_a_month(NaiveDate::MAX));
    }
}

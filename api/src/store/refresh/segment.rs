//! The answers, kept.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::money::Money;
use tellergraph_entity::{customer_segment, segment_refresh};
use tellergraph_segmentation::Answers;

use super::{Refreshed, Stamp};
use crate::store::error::StoreError;
use crate::store::rows;

/// Takes away all answers so far.
pub(super) async fn clear(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    rows::clear(transaction, customer_segment::Entity.table_name()).await
}

/// Adds answers.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    answers: &[(i64, Answers)],
) -> Result<(), StoreError> {
    use customer_segment::Column;
    let columns = [
        Column::CustomerId,
        Column::AsOf,
        Column::ComputedAt,
        Column::RulesHash,
        Column::AgeGroup,
        Column::AgeBand,
        Column::IncomeLevel,
        Column::DigitalAdoption,
        Column::ChannelPreference,
        Column::LifeStage,
        Column::MonthlyIncome,
        Column::DigitalScore,
    ];
    let table = customer_segment::Entity.table_name();
    let backend = transaction.get_database_backend();
    let new: Result<Vec<_>, DbErr> = answers.iter().map(|(customer, of)| row(backend, stamp, *customer, of)).collect();
    let new = new.map_err(|error| StoreError::write(table, error))?;
    rows::insert(transaction, table, &columns.map(|column| column.as_str()), new).await
}

/// The values of a row, in the order of the columns.
fn row(backend: DbBackend, stamp: &Stamp, customer_id: i64, answers: &Answers) -> Result<Vec<Value>, DbErr> {
    let income = answers.monthly_income.map(Money::try_from_minor_units).transpose();
    let income = income.map_err(|error| DbErr::Custom(format!("a monthly income is {error}")))?;
    Ok(vec![
        customer_id.into(),
        stamp.as_of.into(),
        stamp.computed_at.into(),
        stamp.rules_hash.as_str().into(),
        answers.age_group.position().into(),
        answers.age_band.position().into(),
        answers.income_level.position().into(),
        answers.digital_adoption.position().into(),
        answers.channel_preference.position().into(),
        answers.life_stage.position().into(),
        Money::to_nullable_value(income, backend),
        answers.digital_score.map(i16::from).into(),
    ])
}

/// Puts down that all answers are there.
pub(super) async fn complete(
    transaction: &DatabaseTransaction,
    stamp: Stamp,
    customers: u64,
) -> Result<Refreshed, StoreError> {
    use segment_refresh::Column;
    let table = segment_refresh::Entity.table_name();
    let select = Query::select().expr(Expr::col(Column::RefreshId).max()).from(table).to_owned();
    let newest = rows::read(transaction, table, &select, |row| row.try_get_by_index::<Option<i64>>(0)).await?;
    let refresh_id = newest.into_iter().flatten().next().unwrap_or_default() + 1;
    let columns = [Column::RefreshId, Column::AsOf, Column::RulesHash, Column::ComputedAt, Column::Customers];
    let row = vec![
        refresh_id.into(),
        stamp.as_of.into(),
        stamp.rules_hash.as_str().into(),
        stamp.computed_at.into(),
        i64::try_from(customers).unwrap_or(i64::MAX).into(),
    ];
    rows::insert(transaction, table, &columns.map(|column| column.as_str()), vec![row]).await?;
    Ok(Refreshed { refresh_id, as_of: stamp.as_of, rules_hash: stamp.rules_hash, customers })
}

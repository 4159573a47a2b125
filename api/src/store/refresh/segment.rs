//! The answers, kept.

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::customer_segment::{self, Column};
use tellergraph_entity::money::Money;
use tellergraph_entity::segment_refresh;
use tellergraph_segmentation::money::Cents;
use tellergraph_segmentation::suggestion::{Suggestion, suggestions};
use tellergraph_segmentation::{ClosedEnum, Findings};

use super::{Stamp, trigger};
use crate::graphql::run::{Cell, pack};
use crate::store::error::StoreError;
use crate::store::rows;

/// The columns of a row of answers, in the order of [`row`].
pub(in crate::store) const COLUMNS: [Column; 29] = [
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
    Column::ChannelStrength,
    Column::ChannelStrengthLabel,
    Column::ValueTier,
    Column::TotalAssets,
    Column::CreditBand,
    Column::CreditRisk,
    Column::Lifecycle,
    Column::TenureDays,
    Column::Dormancy,
    Column::ChurnRisk,
    Column::RfmSegment,
    Column::RfmCode,
    Column::HouseholdId,
    Column::SecondaryLifeStages,
    Column::Products,
    Column::NextProducts,
    Column::Triggers,
];

/// Takes away all answers so far.
pub(super) async fn clear(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    rows::clear(transaction, customer_segment::Entity.table_name()).await
}

/// Adds the answers that were found.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    findings: &[Findings],
) -> Result<(), StoreError> {
    let table = customer_segment::Entity.table_name();
    let backend = transaction.get_database_backend();
    let new: Result<Vec<_>, DbErr> = findings.iter().map(|found| row(backend, stamp, found)).collect();
    let new = new.map_err(|error| StoreError::write(table, error))?;
    rows::insert(transaction, table, &COLUMNS.map(|column| column.as_str()), new).await
}

/// The values of a row, in the order of [`COLUMNS`].
pub(in crate::store) fn row(backend: DbBackend, stamp: &Stamp, found: &Findings) -> Result<Vec<Value>, DbErr> {
    // Centuries of days fit; a date that is further away cannot be right.
    let tenure_days = found.lifecycle.tenure_days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    // Three digits from 1 to 5.
    let rfm_code = i16::try_from(found.rfm.scores.code()).unwrap_or_default();
    Ok(vec![
        found.customer_id.into(),
        stamp.as_of.into(),
        stamp.computed_at.into(),
        stamp.rules_hash.as_str().into(),
        found.age_group.group.position().into(),
        found.age_band.position().into(),
        found.income.level.position().into(),
        found.digital.adoption.position().into(),
        found.channel.preference.position().into(),
        found.life_stage.primary.stage.position().into(),
        amount(backend, "monthly income", found.income.monthly)?,
        found.digital.score.map(i16::from).into(),
        found.channel.strength.map(i16::from).into(),
        found.channel.label.position().into(),
        found.value.tier.position().into(),
        amount(backend, "total of assets", found.value.total_assets)?,
        found.credit.band.position().into(),
        found.credit.risk.position().into(),
        found.lifecycle.lifecycle.position().into(),
        tenure_days.into(),
        found.dormancy.dormancy.position().into(),
        found.churn.risk.position().into(),
        found.rfm.segment.position().into(),
        rfm_code.into(),
        found.household.household_id.into(),
        class_bits(found.life_stage.secondary.iter().map(|matched| matched.stage)).into(),
        class_bits(found.products.holdings.iter().copied()).into(),
        packed_suggestions(found).into(),
        trigger::packed(found).into(),
    ])
}

/// A set of classes: bit n for the class at position n. Enums that are kept so have at most 15 classes.
pub(super) fn class_bits<E: ClosedEnum>(classes: impl Iterator<Item = E>) -> i16 {
    let bit = |class: E| u32::try_from(class.position()).ok().and_then(|position| 1_i16.checked_shl(position));
    classes.filter_map(bit).fold(0, |bits, bit| bits | bit)
}

fn packed_suggestions(found: &Findings) -> String {
    let cells = |told: Suggestion| {
        [told.product.position(), told.kind.position(), told.reason.position(), told.rank]
            .map(|value| Cell::Int(value.into()))
    };
    pack(suggestions(&found.products).into_iter().map(cells))
}

/// An amount in the engine's own form.
pub(super) fn amount(backend: DbBackend, what: &str, cents: Option<Cents>) -> Result<Value, DbErr> {
    let money = cents.map(Money::try_from_minor_units).transpose();
    let money = money.map_err(|error| DbErr::Custom(format!("a {what} is {error}")))?;
    Ok(Money::to_nullable_value(money, backend))
}

/// Puts down that all answers are there, and tells the key of the refresh.
pub(super) async fn complete(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    customers: u64,
) -> Result<i64, StoreError> {
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
    Ok(refresh_id)
}

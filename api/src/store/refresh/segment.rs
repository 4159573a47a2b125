//! The answers, kept.

use chrono::NaiveDate;
use sea_orm::sea_query::{Order, Query};
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend, DbErr, EntityName as _, IdenStatic as _, Value};
use tellergraph_entity::customer_segment::{self, Column};
use tellergraph_entity::money::Money;
use tellergraph_entity::segment_refresh;
use tellergraph_segmentation::money::Cents;
use tellergraph_segmentation::suggestion::{Suggestion, suggestions};
use tellergraph_segmentation::{ClosedEnum, Findings};

use super::{Stamp, trigger};
use crate::graphql::run::{Cell, pack, read_date};
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

/// Makes room for the answers about everybody, who are `customers`, ascending.
///
/// Where a row that is written over touches only the indexes in which its value changed, rows stay to be written over,
/// but for those of whom the bank does not know any more. From one day to the next most of the answers are the same.
pub(super) async fn clear(transaction: &DatabaseTransaction, customers: &[i64]) -> Result<(), StoreError> {
    let table = customer_segment::Entity.table_name();
    if !is_written_over(transaction) {
        return rows::clear(transaction, table).await;
    }
    let key = [Column::CustomerId.as_str()];
    let mut gone = rows::read_all(transaction, table, &key, |row| row.try_get_by_index::<i64>(0)).await?;
    gone.retain(|customer| customers.binary_search(customer).is_err());
    remove(transaction, &gone).await?;
    Ok(())
}

/// Whether answers are written over those of before. `PostgreSQL` and `SQLite` write all indexes of such a row, and
/// take a whole table of rows away more quickly.
fn is_written_over(transaction: &DatabaseTransaction) -> bool {
    transaction.get_database_backend() == DbBackend::MySql
}

/// Takes away the answers about some customers, and tells how many had any.
pub(super) async fn remove(transaction: &DatabaseTransaction, customers: &[i64]) -> Result<u64, StoreError> {
    let table = customer_segment::Entity.table_name();
    rows::remove(transaction, table, customer_segment::Column::CustomerId.as_str(), customers).await
}

/// Adds the answers that were found, or writes them over those that are there.
pub(super) async fn insert(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    findings: &[Findings],
) -> Result<(), StoreError> {
    let table = customer_segment::Entity.table_name();
    let backend = transaction.get_database_backend();
    let new: Result<Vec<_>, DbErr> = findings.iter().map(|found| row(backend, stamp, found)).collect();
    let new = new.map_err(|error| StoreError::write(table, error))?;
    let columns = COLUMNS.map(|column| column.as_str());
    if is_written_over(transaction) {
        rows::put(transaction, table, &columns, new).await
    } else {
        rows::insert(transaction, table, &columns, new).await
    }
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

/// The refresh in force.
#[derive(Clone, Debug)]
pub(super) struct InForce {
    refresh_id: i64,
    /// The date that the answers are about.
    as_of: NaiveDate,
    /// Hash of the rules that gave them.
    rules_hash: String,
    /// How many customers have answers.
    pub(super) customers: u64,
    /// What told the triggers that log changes; `None` when some were missing.
    tracking: Option<String>,
}

impl InForce {
    /// Whether it gave the answers that a refresh would give now if no row had changed, and every change since was
    /// logged: it is about the same date, by the same rules, and the triggers that are there now were there then.
    pub(super) fn is_comparable(&self, stamp: &Stamp, tracking: Option<&str>) -> bool {
        self.as_of == stamp.as_of
            && self.rules_hash == stamp.rules_hash
            && tracking.is_some()
            && self.tracking.as_deref() == tracking
    }
}

/// The refresh in force; `None` before the first.
pub(super) async fn in_force(transaction: &DatabaseTransaction) -> Result<Option<InForce>, StoreError> {
    use segment_refresh::{Column, Entity};
    let mut select = Query::select();
    select
        .columns([Column::RefreshId, Column::AsOf, Column::RulesHash, Column::Customers, Column::Tracking])
        .from(Entity)
        .order_by(Column::RefreshId, Order::Desc)
        .limit(1);
    let newest = rows::read(transaction, Entity.table_name(), &select, |row| {
        let Some(as_of) = read_date(row, 1)? else { return Ok(None) };
        Ok(Some(InForce {
            refresh_id: row.try_get_by_index(0)?,
            as_of,
            rules_hash: row.try_get_by_index(2)?,
            customers: u64::try_from(row.try_get_by_index::<i64>(3)?).unwrap_or_default(),
            tracking: row.try_get_by_index(4)?,
        }))
    });
    Ok(newest.await?.into_iter().flatten().next())
}

/// Puts down that all answers are there, and tells the key of the refresh.
pub(super) async fn complete(
    transaction: &DatabaseTransaction,
    stamp: &Stamp,
    tracking: Option<String>,
    in_force: Option<&InForce>,
    customers: u64,
) -> Result<i64, StoreError> {
    use segment_refresh::{Column, Entity};
    let refresh_id = in_force.map_or(0, |newest| newest.refresh_id) + 1;
    let columns =
        [Column::RefreshId, Column::AsOf, Column::RulesHash, Column::ComputedAt, Column::Customers, Column::Tracking];
    let row = vec![
        refresh_id.into(),
        stamp.as_of.into(),
        stamp.rules_hash.as_str().into(),
        stamp.computed_at.into(),
        i64::try_from(customers).unwrap_or(i64::MAX).into(),
        tracking.into(),
    ];
    rows::insert(transaction, Entity.table_name(), &columns.map(|column| column.as_str()), vec![row]).await?;
    Ok(refresh_id)
}

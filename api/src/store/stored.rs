//! The answers in force, read back in the order of the customers.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, EntityName as _, QueryResult};
use tellergraph_entity::money::Money;
use tellergraph_entity::{customer_segment, gen_run, segment_refresh, segment_trigger};
use tellergraph_segmentation::ClosedEnum;
use tellergraph_segmentation::answer::Trigger;

use super::error::StoreError;
use super::rows;
use crate::accuracy::Answered;
use crate::database::begin_snapshot;
use crate::graphql::run::read_date;

/// How many customers are read at once.
const PAGE: u64 = 5_000;

/// The refresh in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InForce {
    /// The date that the answers are about.
    pub(crate) as_of: NaiveDate,
    /// The hash of the rules that gave them.
    pub(crate) rules_hash: String,
}

/// The answers as they are at one moment.
pub(crate) struct Stored {
    snapshot: DatabaseTransaction,
    page: std::vec::IntoIter<Answered>,
    last: Option<i64>,
}

impl Stored {
    /// Looks at the answers of this moment.
    pub(crate) async fn open(db: &DatabaseConnection) -> Result<Self, StoreError> {
        let snapshot = begin_snapshot(db).await.map_err(StoreError::transaction)?;
        Ok(Self { snapshot, page: Vec::new().into_iter(), last: None })
    }

    /// The refresh in force; `None` before the first.
    pub(crate) async fn in_force(&self) -> Result<Option<InForce>, StoreError> {
        use segment_refresh::{Column, Entity};
        let mut select = Query::select();
        select
            .columns([Column::AsOf, Column::RulesHash])
            .from(Entity)
            .order_by(Column::RefreshId, Order::Desc)
            .limit(1);
        let newest = rows::read(&self.snapshot, Entity.table_name(), &select, |row| {
            let rules_hash = row.try_get_by_index(1)?;
            Ok(read_date(row, 0)?.map(|as_of| InForce { as_of, rules_hash }))
        });
        Ok(newest.await?.into_iter().flatten().next())
    }

    /// What the made-up bank in the database was made from; `None` when nobody filled it with one.
    pub(crate) async fn dataset(&self) -> Result<Option<String>, StoreError> {
        use gen_run::{Column, Entity};
        let mut select = Query::select();
        select.column(Column::DatasetId).from(Entity).order_by(Column::RunId, Order::Desc).limit(1);
        let newest = rows::read(&self.snapshot, Entity.table_name(), &select, |row| row.try_get_by_index(0));
        Ok(newest.await?.into_iter().next())
    }

    /// The answers about the next customer; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Answered>, StoreError> {
        if self.page.as_slice().is_empty() {
            self.page = page(&self.snapshot, self.last).await?.into_iter();
        }
        let next = self.page.next();
        self.last = next.as_ref().map(|answered| answered.customer_id).or(self.last);
        Ok(next)
    }

    /// Looks no longer.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        self.snapshot.commit().await.map_err(StoreError::transaction)
    }
}

/// The answers about the next few customers after one, in the order of their keys; none after the last.
async fn page(connection: &impl ConnectionTrait, after: Option<i64>) -> Result<Vec<Answered>, StoreError> {
    use customer_segment::{Column, Entity};
    let columns = [
        Column::CustomerId,
        Column::AgeGroup,
        Column::IncomeLevel,
        Column::MonthlyIncome,
        Column::DigitalAdoption,
        Column::ChannelPreference,
        Column::LifeStage,
        Column::Lifecycle,
        Column::ChurnRisk,
        Column::HouseholdId,
        Column::Dormancy,
    ];
    let mut select = Query::select();
    select.columns(columns).from(Entity).order_by(Column::CustomerId, Order::Asc).limit(PAGE);
    if let Some(after) = after {
        select.and_where(Expr::col(Column::CustomerId).gt(after));
    }
    let page = rows::read(connection, Entity.table_name(), &select, answered).await?;
    let mut page = page.into_iter().collect::<Option<Vec<Answered>>>().ok_or(StoreError::OlderAnswers)?;
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        let mut triggers = triggers(connection, first.customer_id, last.customer_id).await?;
        for answered in &mut page {
            answered.triggers = triggers.remove(&answered.customer_id).unwrap_or_default();
        }
    }
    Ok(page)
}

/// The answers of a row; `None` when some are missing, as they are before the first refresh since a column came.
fn answered(row: &QueryResult) -> Result<Option<Answered>, DbErr> {
    let customer_id = row.try_get_by_index(0)?;
    let monthly_income = row.try_get_by_index::<Option<Money>>(3)?.map(Money::minor_units);
    let household: Option<i64> = row.try_get_by_index(9)?;
    let (age_group, income_level, digital_adoption) = (class(row, 1)?, class(row, 2)?, class(row, 4)?);
    let (channel_preference, life_stage) = (class(row, 5)?, class(row, 6)?);
    let (lifecycle, churn_risk, dormancy) = (class(row, 7)?, class(row, 8)?, class(row, 10)?);
    let all = || {
        Some(Answered {
            customer_id,
            age_group: age_group?,
            income_level: income_level?,
            monthly_income,
            digital_adoption: digital_adoption?,
            channel_preference: channel_preference?,
            life_stage: life_stage?,
            lifecycle: lifecycle?,
            churn_risk: churn_risk?,
            dormancy: dormancy?,
            household_id: household?,
            triggers: Vec::new(),
        })
    };
    Ok(all())
}

/// What happened lately to the customers with keys from one to another.
async fn triggers(
    connection: &impl ConnectionTrait,
    first: i64,
    last: i64,
) -> Result<HashMap<i64, Vec<(Trigger, NaiveDate)>>, StoreError> {
    use segment_trigger::{Column, Entity};
    let mut select = Query::select();
    select
        .columns([Column::CustomerId, Column::Kind, Column::Date])
        .from(Entity)
        .and_where(Expr::col(Column::CustomerId).between(first, last));
    let found = rows::read(connection, Entity.table_name(), &select, |row| {
        let (kind, date) = (class(row, 1)?, read_date(row, 2)?);
        Ok((row.try_get_by_index(0)?, kind.zip(date)))
    });
    let mut of_customers: HashMap<i64, Vec<_>> = HashMap::new();
    for (customer, trigger) in found.await? {
        of_customers.entry(customer).or_default().push(trigger.ok_or(StoreError::OlderAnswers)?);
    }
    Ok(of_customers)
}

/// The class at the position that a column holds; `None` when it holds none, or one of another version.
fn class<E: ClosedEnum>(row: &QueryResult, at: usize) -> Result<Option<E>, DbErr> {
    Ok(row.try_get_by_index::<Option<i16>>(at)?.and_then(E::from_position))
}

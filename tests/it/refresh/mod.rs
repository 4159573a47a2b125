//! The answers of the segmentation rules and the codes, as the store keeps them.

mod answers;
mod codes;
mod history;
mod households;
mod incremental;
mod together;

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};
use tellergraph_api::store::StoreError;
use tellergraph_api::store::refresh::{Refreshed, refresh};
use tellergraph_entity::customer_segment::{self, Model as Segment};
use tellergraph_entity::{household, segment_trigger};
use tellergraph_seeder::fill;
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::{Database, Engine};

use crate::graph::bank::sparse;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// The last day that has rows.
const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();
/// When every refresh of these tests takes place.
const NOW: NaiveDateTime = AS_OF.and_hms_opt(23, 4, 5).unwrap();

struct Bank {
    db: DatabaseConnection,
    database: Database,
}

/// A bank of so many customers; none at all for 0.
async fn bank(engine: Engine, customers: u64) -> Result<Bank, Box<dyn std::error::Error>> {
    let database = Database::create(engine).await?;
    let db = database.connect().await?;
    if customers > 0 {
        fill(&db, &sparse(customers)?, |_| {}).await?;
    }
    Ok(Bank { db, database })
}

async fn refreshed(db: &DatabaseConnection, as_of: NaiveDate) -> Result<Refreshed, StoreError> {
    refresh(db, &Rules::default(), as_of, NOW, |_| {}).await
}

/// All answers, by customer.
async fn segments(db: &DatabaseConnection) -> Result<Vec<Segment>, sea_orm::DbErr> {
    customer_segment::Entity::find().order_by_asc(customer_segment::Column::CustomerId).all(db).await
}

/// All households, by key.
async fn households(db: &DatabaseConnection) -> Result<Vec<household::Model>, sea_orm::DbErr> {
    household::Entity::find().order_by_asc(household::Column::HouseholdId).all(db).await
}

/// All triggers, by customer and kind.
async fn triggers(db: &DatabaseConnection) -> Result<Vec<segment_trigger::Model>, sea_orm::DbErr> {
    use segment_trigger::{Column, Entity};
    Entity::find().order_by_asc(Column::CustomerId).order_by_asc(Column::Kind).all(db).await
}

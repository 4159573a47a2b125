//! What is kept of past dates.

use chrono::{Days, NaiveDate};
use sea_orm::{ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder};
use tellergraph_api::store::StoreError;
use tellergraph_api::store::refresh::{BackFilled, Options, back_fill, refresh_with};
use tellergraph_entity::customer_segment::Model as Segment;
use tellergraph_entity::{segment_history, segment_snapshot};
use tellergraph_segmentation::Rules;
use tellergraph_tests::require::engines;

use super::{AS_OF, NOW, Outcome, bank, households, refreshed, segments};

/// All of the history, by date and customer.
async fn history(db: &DatabaseConnection) -> Result<Vec<segment_history::Model>, sea_orm::DbErr> {
    use segment_history::{Column, Entity};
    Entity::find().order_by_asc(Column::AsOf).order_by_asc(Column::CustomerId).all(db).await
}

/// The dates that are complete, with the number of customers.
async fn snapshots(db: &DatabaseConnection) -> Result<Vec<(NaiveDate, i64)>, sea_orm::DbErr> {
    let rows = segment_snapshot::Entity::find().order_by_asc(segment_snapshot::Column::AsOf).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.as_of, row.customers)).collect())
}

/// What the history says of the date whose answers these are.
async fn kept(db: &DatabaseConnection) -> Result<Vec<segment_history::Model>, sea_orm::DbErr> {
    let homes = households(db).await?;
    let tier = |segment: &Segment| homes.iter().find(|home| Some(home.household_id) == segment.household_id);
    let row = |segment: Segment| {
        Some(segment_history::Model {
            as_of: segment.as_of,
            customer_id: segment.customer_id,
            age_group: segment.age_group,
            age_band: segment.age_band,
            income_level: segment.income_level,
            digital_adoption: segment.digital_adoption,
            channel_preference: segment.channel_preference,
            channel_strength_label: segment.channel_strength_label?,
            life_stage: segment.life_stage,
            value_tier: segment.value_tier?,
            credit_band: segment.credit_band?,
            credit_risk: segment.credit_risk?,
            lifecycle: segment.lifecycle?,
            dormancy: segment.dormancy?,
            churn_risk: segment.churn_risk?,
            rfm_segment: segment.rfm_segment?,
            household_tier: tier(&segment)?.tier,
            monthly_income: segment.monthly_income,
            total_assets: segment.total_assets,
            digital_score: segment.digital_score,
        })
    };
    Ok(segments(db).await?.into_iter().filter_map(row).collect())
}

fn month_ends() -> Vec<NaiveDate> {
    ["2026-03-31", "2026-04-30", "2026-05-31"].iter().map(|date| date.parse().expect("a date")).collect()
}

async fn filled(db: &DatabaseConnection, rules: &Rules, replace: bool) -> Result<BackFilled, StoreError> {
    back_fill(db, rules, &month_ends(), replace, NOW, |_| {}).await
}

fn other_rules() -> Rules {
    let mut rules = Rules::default();
    rules.age.young_max += 1;
    rules
}

#[tokio::test]
async fn a_refresh_at_the_end_of_a_month_is_kept() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        let within = AS_OF - Days::new(1);
        assert!(!refreshed(&bank.db, within).await?.is_kept);
        assert!(snapshots(&bank.db).await?.is_empty() && history(&bank.db).await?.is_empty());
        for _ in 0..2 {
            assert!(refreshed(&bank.db, AS_OF).await?.is_kept, "{engine:?}");
            assert_eq!(snapshots(&bank.db).await?, [(AS_OF, 60)]);
            assert!(history(&bank.db).await? == kept(&bank.db).await?, "{engine:?}");
        }
        // On demand, and then whenever that date is refreshed.
        let options = Options { snapshot: true, ..Options::default() };
        assert!(refresh_with(&bank.db, &Rules::default(), within, NOW, options, |_| {}).await?.is_kept);
        assert_eq!(snapshots(&bank.db).await?, [(within, 60), (AS_OF, 60)]);
        bank.db.execute_unprepared("UPDATE accounts SET balance = 0").await?;
        assert!(refreshed(&bank.db, within).await?.is_kept, "{engine:?}");
        let of_within: Vec<_> = history(&bank.db).await?.into_iter().filter(|row| row.as_of == within).collect();
        assert!(of_within == kept(&bank.db).await?, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_back_filled_date_says_what_a_refresh_at_it_would() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 200).await?;
        refreshed(&bank.db, AS_OF).await?;
        let in_force = segments(&bank.db).await?;
        let done = filled(&bank.db, &Rules::default(), false).await?;
        assert_eq!((done.written, done.kept.len(), done.customers), (month_ends(), 0, 200), "{engine:?}");
        assert!(segments(&bank.db).await? == in_force, "{engine:?}: the answers in force changed");
        let back_filled = history(&bank.db).await?;
        assert_eq!(snapshots(&bank.db).await?.len(), 4);
        for date in month_ends() {
            refreshed(&bank.db, date).await?;
            let there: Vec<_> = back_filled.iter().filter(|row| row.as_of == date).cloned().collect();
            assert!(there == kept(&bank.db).await?, "{engine:?} at {date}");
        }
        assert!(history(&bank.db).await? == back_filled, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_there_is_kept_and_two_kinds_of_rules_are_refused() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        filled(&bank.db, &Rules::default(), false).await?;
        let before = history(&bank.db).await?;
        bank.db.execute_unprepared("UPDATE accounts SET balance = 0").await?;
        let again = filled(&bank.db, &Rules::default(), false).await?;
        assert_eq!((again.written.len(), again.kept), (0, month_ends()), "{engine:?}");
        assert!(history(&bank.db).await? == before);
        assert_eq!(filled(&bank.db, &Rules::default(), true).await?.written, month_ends());
        assert!(history(&bank.db).await? != before, "{engine:?}: nothing was written anew");

        let refusal = filled(&bank.db, &other_rules(), false).await.expect_err("a refusal");
        assert!(matches!(refusal, StoreError::OtherRules { as_of } if as_of == month_ends()[0]), "{refusal:?}");
        assert!(refusal.to_string().contains("--full") && refusal.cause().is_empty());
        // A part of the series would be of two kinds.
        let part = back_fill(&bank.db, &other_rules(), &month_ends()[..2], true, NOW, |_| {}).await;
        assert!(matches!(part, Err(StoreError::OtherRules { as_of }) if as_of == month_ends()[2]), "{engine:?}");
        // A refresh is not stopped, and says that its date cannot be compared with the others.
        let refreshed = refresh_with(&bank.db, &other_rules(), AS_OF, NOW, Options::default(), |_| {}).await?;
        assert_eq!((refreshed.is_kept, refreshed.other_rules_at), (true, Some(month_ends()[0])));
        assert_eq!(filled(&bank.db, &other_rules(), true).await?.written, month_ends());
        let hash = other_rules().hash();
        let all = segment_snapshot::Entity::find().all(&bank.db).await?;
        assert!(all.len() == 4 && all.iter().all(|row| row.rules_hash == hash), "{engine:?}: {all:?}");
    }
    Ok(())
}

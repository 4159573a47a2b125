//! Everybody gets an answer, and it is the same everywhere.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use sea_orm::{ConnectionTrait, EntityTrait};
use tellergraph_api::store::refresh::{Progress, refresh};
use tellergraph_entity::customer_segment::Model as Segment;
use tellergraph_entity::segment_refresh;
use tellergraph_migration::{down, migrate};
use tellergraph_segmentation::answer::{
    AgeBand, AgeGroup, ChannelPreference, ChannelStrengthLabel, ChurnRisk, CreditBand, CreditRisk, DigitalAdoption,
    Dormancy, IncomeLevel, LifeStage, Lifecycle, RfmSegment, ValueTier,
};
use tellergraph_segmentation::{ClosedEnum, Rules};
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require::engines;

use super::{AS_OF, NOW, Outcome, bank, refreshed, segments};

#[tokio::test]
async fn everybody_has_the_same_answers_on_every_engine() -> Outcome {
    let mut first: Option<Vec<Segment>> = None;
    for engine in engines() {
        let bank = bank(engine, 300).await?;
        let mut heard = Vec::new();
        let done = refresh(&bank.db, &Rules::default(), AS_OF, NOW, |progress| heard.push(progress)).await?;
        assert_eq!((done.refresh_id, done.as_of, done.customers), (1, AS_OF, 300));
        assert_eq!(done.rules_hash, Rules::default().hash());
        assert_eq!(heard.first(), Some(&Progress { done: 0, total: 300 }));
        assert_eq!(heard.last(), Some(&Progress { done: 300, total: 300 }));

        let segments = segments(&bank.db).await?;
        let customers: Vec<i64> = segments.iter().map(|segment| segment.customer_id).collect();
        assert_eq!(customers, (1..=300).collect::<Vec<_>>());
        assert!(segments.iter().all(|segment| segment.as_of == AS_OF
            && segment.computed_at == NOW
            && segment.rules_hash == done.rules_hash));
        assert!(segments.iter().any(|segment| segment.monthly_income.is_some()));
        assert!(segments.iter().any(|segment| segment.digital_score.is_some()));
        assert!(segments.iter().any(|segment| segment.total_assets.is_some() && segment.tenure_days.is_some()));
        match &first {
            None => first = Some(segments),
            Some(first) => assert!(*first == segments, "{engine:?} answers otherwise"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn refreshing_again_changes_nothing_but_the_refresh() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.refresh_id, 1);
        let before = segments(&bank.db).await?;
        assert_eq!(refreshed(&bank.db, AS_OF).await?.refresh_id, 2);
        assert!(segments(&bank.db).await? == before, "{engine:?}");
        let complete = segment_refresh::Entity::find().all(&bank.db).await?;
        assert_eq!(complete.iter().map(|row| (row.refresh_id, row.customers)).collect::<Vec<_>>(), [(1, 60), (2, 60)]);
    }
    Ok(())
}

#[tokio::test]
async fn answers_of_before_the_further_ones_stay_and_the_next_refresh_completes_them() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF).await?;
        let whole = segments(&bank.db).await?;
        while !down(&bank.db, 1).await?.names.iter().any(|name| name.contains("_000004_")) {}
        migrate(&bank.db).await?;
        let five: Vec<Segment> = whole.iter().map(with_the_five_answers_only).collect();
        assert!(segments(&bank.db).await? == five, "{engine:?}");
        refreshed(&bank.db, AS_OF).await?;
        assert!(segments(&bank.db).await? == whole, "{engine:?}");
    }
    Ok(())
}

fn with_the_five_answers_only(segment: &Segment) -> Segment {
    Segment {
        channel_strength: None,
        channel_strength_label: None,
        value_tier: None,
        total_assets: None,
        credit_band: None,
        credit_risk: None,
        lifecycle: None,
        tenure_days: None,
        dormancy: None,
        churn_risk: None,
        rfm_segment: None,
        rfm_code: None,
        household_id: None,
        secondary_life_stages: None,
        products: None,
        next_products: None,
        triggers: None,
        ..segment.clone()
    }
}

#[tokio::test]
async fn the_answers_of_another_date_take_the_place_of_all_others() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF).await?;
        let before = segments(&bank.db).await?;
        let earlier = AS_OF - Days::new(200);
        refreshed(&bank.db, earlier).await?;
        let after = segments(&bank.db).await?;
        assert_eq!(after.len(), 60);
        assert!(after.iter().all(|segment| segment.as_of == earlier));
        let answers = |segment: &Segment| (segment.age_group, segment.income_level, segment.digital_score);
        assert!(before.iter().zip(&after).any(|(one, other)| answers(one) != answers(other)), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn before_the_first_row_little_can_be_said() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, NaiveDate::from_ymd_opt(2001, 2, 3).ok_or("a date")?).await?;
        let segments = segments(&bank.db).await?;
        assert_eq!(segments.len(), 60);
        let unknown = DigitalAdoption::Unknown.position();
        assert!(segments.iter().all(|segment| segment.digital_adoption == unknown && segment.digital_score.is_none()));
        assert!(segments.iter().all(|segment| segment.monthly_income.is_none()));
    }
    Ok(())
}

#[tokio::test]
async fn a_bank_without_customers_is_refreshed_too() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        let done = refreshed(&bank.db, AS_OF).await?;
        assert_eq!((done.refresh_id, done.customers), (1, 0));
        assert!(segments(&bank.db).await?.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn customers_with_odd_rows_or_none_get_an_answer() -> Outcome {
    let rows = [
        "INSERT INTO customer (customer_id) VALUES (-5), (0), (7), (9223372036854775807)",
        "INSERT INTO customer (customer_id, address, date_of_birth) VALUES (8, '', '2026-07-01')",
        "INSERT INTO relationships (relationship_id, customer1_id, customer2_id, relationship_type) VALUES \
         (1, 7, 7, 'spouse'), (2, NULL, 7, 'child'), (3, 7, 8, 'no such type'), (4, 8, -5, NULL)",
        "INSERT INTO accounts (account_id, customer_id, account_type, status) VALUES \
         (1, 7, 'no such type', NULL), (2, NULL, 'checking', 'active'), (3, 8, NULL, '')",
        "INSERT INTO transactions (transaction_id, account_id) VALUES (1, 1), (2, NULL), (3, 2)",
        "INSERT INTO payments (payment_id, account_id, payment_method) VALUES (1, 1, ''), (2, NULL, 'cash')",
        "INSERT INTO communication_log (log_id, customer_id) VALUES (1, 7), (2, NULL)",
        "INSERT INTO security (security_id, customer_id) VALUES (1, 7), (2, NULL)",
    ];
    for engine in engines() {
        let bank = bank(engine, 0).await?;
        for sql in rows {
            bank.db.execute_unprepared(sql).await?;
        }
        assert_eq!(refreshed(&bank.db, AS_OF).await?.customers, 5);
        let segments = segments(&bank.db).await?;
        assert_eq!(segments.iter().map(|segment| segment.customer_id).collect::<Vec<_>>(), [-5, 0, 7, 8, i64::MAX]);
        assert!(segments.iter().all(|segment| segment.age_group == AgeGroup::Unknown.position()), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_is_given_in_a_bank_of_a_thousand() -> Outcome {
    let bank = bank(Engine::Sqlite, 1_000).await?;
    refreshed(&bank.db, AS_OF).await?;
    let segments = segments(&bank.db).await?;
    let of_the_five = [
        missing::<AgeGroup>("age group", segments.iter().map(|segment| segment.age_group)),
        missing::<AgeBand>("age band", segments.iter().map(|segment| segment.age_band)),
        missing::<IncomeLevel>("income", segments.iter().map(|segment| segment.income_level)),
        missing::<DigitalAdoption>("digital", segments.iter().map(|segment| segment.digital_adoption)),
        missing::<ChannelPreference>("channel", segments.iter().map(|segment| segment.channel_preference)),
        missing::<LifeStage>("life stage", segments.iter().map(|segment| segment.life_stage)),
    ];
    assert_eq!(of_the_five.concat(), Vec::<String>::new());
    let of_the_further = [
        missing::<ChannelStrengthLabel>(
            "strength",
            segments.iter().filter_map(|segment| segment.channel_strength_label),
        ),
        missing::<ValueTier>("value", segments.iter().filter_map(|segment| segment.value_tier)),
        missing::<CreditBand>("credit band", segments.iter().filter_map(|segment| segment.credit_band)),
        missing::<CreditRisk>("credit risk", segments.iter().filter_map(|segment| segment.credit_risk)),
        missing::<Lifecycle>("lifecycle", segments.iter().filter_map(|segment| segment.lifecycle)),
        missing::<Dormancy>("dormancy", segments.iter().filter_map(|segment| segment.dormancy)),
        missing::<ChurnRisk>("churn risk", segments.iter().filter_map(|segment| segment.churn_risk)),
        missing::<RfmSegment>("rfm", segments.iter().filter_map(|segment| segment.rfm_segment)),
    ];
    // Two years of rows are too few for a dormant customer, few are rich, and few leave while they do everything here.
    let expected = ["value: PRIVATE", "dormancy: DORMANT", "churn risk: HIGH", "rfm: CANT_LOSE"];
    assert_eq!(of_the_further.concat(), expected);
    Ok(())
}

fn missing<E: ClosedEnum>(dimension: &str, given: impl Iterator<Item = i16>) -> Vec<String> {
    let given: BTreeSet<i16> = given.collect();
    let missing = E::ALL.iter().filter(|class| !given.contains(&class.position()));
    missing.map(|class| format!("{dimension}: {}", class.name())).collect()
}

#[tokio::test]
async fn without_tables_the_message_says_what_to_run() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let error = refreshed(&database.connect().await?, AS_OF).await.expect_err("a refusal");
        let message = error.to_string();
        assert!(message.contains("tellergraph migrate") && !message.contains("SELECT"), "{engine:?}: {message}");
        assert!(std::error::Error::source(&error).is_some());
        assert!(!error.cause().is_empty());
    }
    Ok(())
}

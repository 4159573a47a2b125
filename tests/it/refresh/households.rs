//! Households, triggers and products, as they are kept beside the answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use sea_orm::ConnectionTrait;
use tellergraph_entity::customer_segment::Model as Segment;
use tellergraph_entity::money::Money;
use tellergraph_entity::{household, segment_trigger};
use tellergraph_segmentation::answer::Lifecycle;
use tellergraph_tests::require::engines;

use super::{AS_OF, Outcome, bank, households, refreshed, segments, triggers};

#[tokio::test]
async fn households_and_triggers_are_the_same_on_every_engine() -> Outcome {
    let mut first: Option<(Vec<household::Model>, Vec<segment_trigger::Model>)> = None;
    for engine in engines() {
        let bank = bank(engine, 300).await?;
        refreshed(&bank.db, AS_OF).await?;
        let found = (households(&bank.db).await?, triggers(&bank.db).await?);
        assert!(found.0.len() > 50 && found.0.iter().any(|home| home.size > 2), "{engine:?}");
        assert!(found.0.iter().any(|home| home.adjusted_income.is_some() && home.total_assets.is_some()));
        assert!(found.0.iter().all(|home| home.as_of == AS_OF));
        assert!(found.1.iter().any(|trigger| trigger.confidence == 100), "{engine:?}");
        match &first {
            None => first = Some(found),
            Some(first) => assert!(*first == found, "{engine:?} answers otherwise"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_household_is_the_sum_of_its_living_members() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 300).await?;
        bank.db.execute_unprepared("UPDATE accounts SET status = 'deceased' WHERE customer_id IN (2, 3, 5)").await?;
        refreshed(&bank.db, AS_OF).await?;
        let mut members: BTreeMap<i64, Vec<Segment>> = BTreeMap::new();
        for segment in segments(&bank.db).await? {
            members.entry(segment.household_id.ok_or("a household")?).or_default().push(segment);
        }
        let homes = households(&bank.db).await?;
        assert_eq!(
            homes.iter().map(|home| home.household_id).collect::<Vec<_>>(),
            members.keys().copied().collect::<Vec<_>>()
        );
        for home in homes {
            let all = &members[&home.household_id];
            assert_eq!(all.iter().map(|member| member.customer_id).min(), Some(home.household_id));
            let living: Vec<_> =
                all.iter().filter(|member| member.lifecycle != Some(Lifecycle::Deceased.position())).collect();
            let sum = |amount: fn(&Segment) -> Option<Money>| {
                living
                    .iter()
                    .filter_map(|member| amount(member))
                    .map(Money::minor_units)
                    .reduce(|one, other| one + other)
            };
            assert_eq!(home.size, i32::try_from(living.len())?, "{engine:?} {home:?}");
            assert_eq!(home.monthly_income.map(Money::minor_units), sum(|member| member.monthly_income), "{home:?}");
            assert_eq!(home.total_assets.map(Money::minor_units), sum(|member| member.total_assets), "{home:?}");
            let products = living.iter().filter_map(|member| member.products).fold(0, |all, own| all | own);
            assert_eq!((home.products, home.product_count), (products, i16::try_from(products.count_ones())?));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_trigger_that_is_shown_is_found() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 300).await?;
        refreshed(&bank.db, AS_OF).await?;
        let mut packed: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for segment in segments(&bank.db).await? {
            let told = segment.triggers.ok_or("a text, if an empty one")?;
            if !told.is_empty() {
                packed.insert(segment.customer_id, told.split(';').map(str::to_owned).collect());
            }
        }
        let mut rows: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for segment_trigger::Model { customer_id, kind, date, confidence } in triggers(&bank.db).await? {
            rows.entry(customer_id).or_default().insert(format!("{kind},{date},{confidence}"));
        }
        assert!(!rows.is_empty());
        assert_eq!(packed, rows, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn another_refresh_takes_the_place_of_all_households_and_triggers() -> Outcome {
    for engine in engines() {
        let bank = bank(engine, 60).await?;
        refreshed(&bank.db, AS_OF).await?;
        let (homes, told) = (households(&bank.db).await?, triggers(&bank.db).await?);
        refreshed(&bank.db, AS_OF - Days::new(200)).await?;
        assert!(households(&bank.db).await?.iter().all(|home| home.as_of == AS_OF - Days::new(200)), "{engine:?}");
        refreshed(&bank.db, AS_OF).await?;
        assert!(households(&bank.db).await? == homes && triggers(&bank.db).await? == told, "{engine:?}");
    }
    Ok(())
}

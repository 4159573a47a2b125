//! Drift is what counting the rows of the history says, on every engine.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::refresh::back_fill;
use tellergraph_entity::segment_history::{Column, Entity, Model};
use tellergraph_entity::{segment_snapshot, segment_snapshot_class};
use tellergraph_segmentation::answer::{DigitalAdoption, LifeStage, RfmSegment};
use tellergraph_segmentation::{ClosedEnum, Rules};
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require;

use super::bank::{AS_OF, Bank};
use super::sparse::Rows;

/// A bank with a history that was written long after its dates.
async fn bank(engine: Engine) -> (Bank, Vec<Model>) {
    let bank = Bank::seeded(engine, 60).await.with_history().await;
    let connection = bank.single_connection().await;
    let rows = Entity::find().order_by_asc(Column::AsOf).order_by_asc(Column::CustomerId).all(&connection).await;
    (bank, rows.expect("the history"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn noon(day: NaiveDate) -> NaiveDateTime {
    day.and_hms_opt(12, 0, 0).expect("a time")
}

async fn ask(bank: &Bank, query: &str) -> (Value, usize) {
    let (answer, statements) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
    (serde_json::from_slice(&answer.body).expect("JSON"), statements.len())
}

/// The number of customers in each class, by date and class.
fn counted(rows: &[Model], class: impl Fn(&Model) -> i16) -> BTreeMap<NaiveDate, BTreeMap<i16, i64>> {
    let mut counted: BTreeMap<NaiveDate, BTreeMap<i16, i64>> = BTreeMap::new();
    for row in rows {
        *counted.entry(row.as_of).or_default().entry(class(row)).or_default() += 1;
    }
    counted
}

fn name<E: ClosedEnum>(position: i16) -> &'static str {
    E::from_position(position).expect("a class").name()
}

fn check<E: ClosedEnum>(drift: &Value, rows: &[Model], class: impl Fn(&Model) -> i16) {
    let counted = counted(rows, &class);
    let months = drift["months"].as_array().expect("months");
    assert_eq!(months.len(), counted.len(), "{drift}");
    for (month, (as_of, classes)) in months.iter().zip(&counted) {
        assert_eq!((&month["asOf"], &month["customers"]), (&json!(as_of), &json!(classes.values().sum::<i64>())));
        let told = month["classes"].as_array().expect("classes");
        assert_eq!(told.len(), E::ALL.len());
        for (told, member) in told.iter().zip(E::ALL) {
            let count = classes.get(&member.position()).copied().unwrap_or_default();
            assert_eq!((&told["value"], &told["count"]), (&json!(member.name()), &json!(count)), "{as_of}");
            let share = told["share"].as_f64().expect("a number") * month["customers"].as_f64().expect("a number");
            assert!((share - told["count"].as_f64().expect("a number")).abs() < 1e-9, "{told}");
        }
    }
    let (first, last) = (counted.keys().next().expect("a date"), counted.keys().last().expect("a date"));
    let at = |as_of: &NaiveDate| -> BTreeMap<i64, i16> {
        rows.iter().filter(|row| row.as_of == *as_of).map(|row| (row.customer_id, class(row))).collect()
    };
    let (before, after) = (at(first), at(last));
    let mut moved: BTreeMap<(i16, i16), i64> = BTreeMap::new();
    for (customer, class) in &before {
        if let Some(then) = after.get(customer) {
            *moved.entry((*class, *then)).or_default() += 1;
        }
    }
    let moved: Vec<Value> = moved
        .into_iter()
        .map(|((from, to), count)| json!({ "from": name::<E>(from), "to": name::<E>(to), "count": count }))
        .collect();
    assert_eq!(drift["transitions"], Value::Array(moved));
    let only = |one: &BTreeMap<i64, i16>, other: &BTreeMap<i64, i16>| {
        one.keys().filter(|customer| !other.contains_key(customer)).count()
    };
    assert_eq!(drift["entered"], only(&after, &before));
    assert_eq!(drift["left"], only(&before, &after));
    assert_eq!((&drift["from"], &drift["to"]), (&json!(first), &json!(last)));
}

#[tokio::test]
async fn drift_counts_what_the_history_has() {
    let query = "{
      adoption: segmentDrift(dimension: DIGITAL_ADOPTION, from: \"2026-01-01\", to: \"2026-06-30\") { ...D }
      stage: segmentDrift(dimension: LIFE_STAGE, from: \"2026-04-30\", to: \"2026-05-31\") { ...D }
      rfm: segmentDrift(dimension: RFM, from: \"2026-06-01\", to: \"2026-12-31\") { ...D }
    }
    fragment D on SegmentDrift {
      dimension rulesHash from to entered left limits
      months { asOf computedAt customers classes { value count share } }
      transitions { from to count }
    }";
    for engine in require::engines() {
        let (bank, rows) = bank(engine).await;
        let (answer, statements) = ask(&bank, query).await;
        assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
        assert_eq!(statements, 6, "{engine:?}");
        let data = &answer["data"];
        check::<DigitalAdoption>(&data["adoption"], &rows, |row| row.digital_adoption);
        let spring: Vec<Model> =
            rows.iter().filter(|row| (day("2026-04-30")..=day("2026-05-31")).contains(&row.as_of)).cloned().collect();
        check::<LifeStage>(&data["stage"], &spring, |row| row.life_stage);
        let june: Vec<Model> = rows.iter().filter(|row| row.as_of == AS_OF).cloned().collect();
        check::<RfmSegment>(&data["rfm"], &june, |row| row.rfm_segment);
        // The months before were computed in June, with rows without dates as they stood then.
        assert_eq!(data["stage"]["limits"], json!(["STATUS_NOT_HISTORISED"]), "{engine:?}");
        assert_eq!(data["rfm"]["limits"], json!([]), "{engine:?}");
        assert_eq!(data["stage"]["rulesHash"], Rules::default().hash(), "{engine:?}");
        assert!(data["adoption"]["months"][0]["computedAt"].as_str().is_some_and(|at| at.starts_with("2026-06-30T12")));
    }
}

#[tokio::test]
async fn every_dimension_is_counted_when_a_date_is_complete() {
    let (bank, rows) = bank(Engine::Sqlite).await;
    let counts = segment_snapshot_class::Entity::find().all(&bank.single_connection().await).await.expect("counts");
    let mut customers: BTreeMap<(&str, NaiveDate), i64> = BTreeMap::new();
    for count in &counts {
        *customers.entry((&count.dimension, count.as_of)).or_default() += count.customers;
    }
    assert_eq!(customers.len(), 14 * 4, "every dimension at every date");
    for ((dimension, as_of), counted) in customers {
        let there = rows.iter().filter(|row| row.as_of == as_of).count();
        assert_eq!(usize::try_from(counted), Ok(there), "{dimension} {as_of}");
    }
}

#[tokio::test]
async fn customers_who_come_and_go_are_counted_apart() {
    for engine in require::engines() {
        let (bank, _) = bank(engine).await;
        let connection = bank.single_connection().await;
        // Two customers of March are gone since, three are new in May.
        for (as_of, customers) in [("2026-03-31", [901, 902, 903]), ("2026-05-31", [903, 904, 905])] {
            for customer_id in customers {
                let kept = Entity::find_by_id((day(as_of), 1)).one(&connection).await.expect("rows").expect("a row");
                let rows = Rows { connection: &connection };
                let mut row = vec![("as_of", kept.as_of.into()), ("customer_id", i64::from(customer_id).into())];
                let classes = [
                    "age_group",
                    "age_band",
                    "income_level",
                    "digital_adoption",
                    "channel_preference",
                    "channel_strength_label",
                    "life_stage",
                    "value_tier",
                    "credit_band",
                    "credit_risk",
                    "lifecycle",
                    "dormancy",
                    "churn_risk",
                    "rfm_segment",
                    "household_tier",
                ];
                row.extend(classes.map(|class| (class, 0_i16.into())));
                rows.insert("segment_history", row).await;
            }
            segment_snapshot::Entity::update_many()
                .col_expr(segment_snapshot::Column::Customers, Expr::col(segment_snapshot::Column::Customers).add(3))
                .filter(segment_snapshot::Column::AsOf.eq(day(as_of)))
                .exec(&connection)
                .await
                .expect("an update");
        }
        let query = "{ segmentDrift(dimension: AGE_GROUP, from: \"2026-02-01\", to: \"2026-05-31\") { entered left } }";
        let (answer, statements) = ask(&bank, query).await;
        assert_eq!(answer, json!({ "data": { "segmentDrift": { "entered": 2, "left": 2 } } }), "{engine:?}");
        assert_eq!(statements, 2, "{engine:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_told_has_a_named_outcome() {
    let drift = |from: &str, to: &str| {
        format!("segmentDrift(dimension: LIFE_STAGE, from: \"{from}\", to: \"{to}\") {{ months {{ asOf }} }}")
    };
    for engine in require::engines() {
        let (bank, _) = bank(engine).await;
        let connection = bank.single_connection().await;
        let mut rules = Rules::default();
        rules.age.young_max += 1;
        let january = [day("2026-01-31")];
        let refused = back_fill(&connection, &rules, &january, false, noon(AS_OF), |_| {}).await;
        assert!(refused.is_err(), "a history of two kinds is not written by accident");
        // As a refresh by other rules leaves it, which keeps its own date whatever the others are by.
        let mut other: segment_snapshot::ActiveModel =
            segment_snapshot::Entity::find_by_id(AS_OF).one(&connection).await.expect("rows").expect("a row").into();
        other.rules_hash = sea_orm::ActiveValue::Set("0".repeat(64));
        segment_snapshot::Entity::update(other).exec(&connection).await.expect("an update");
        let query = format!(
            "{{ one: {} nothing: {} mixed: {} turned: {} }}",
            drift("2026-03-31", "2026-05-31"),
            drift("2020-01-01", "2026-02-27"),
            drift("2026-02-01", "2026-06-30"),
            drift("2026-05-31", "2026-03-31"),
        );
        let (answer, statements) = ask(&bank, &query).await;
        assert_eq!(statements, 3, "{engine:?} nobody moves, so nobody is compared");
        assert_eq!(answer["data"]["one"]["months"].as_array().map(Vec::len), Some(3), "{engine:?} {answer}");
        for field in ["nothing", "mixed", "turned"] {
            assert_eq!(answer["data"][field], Value::Null, "{engine:?} {answer}");
        }
        let told: Vec<_> = answer["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| {
                (
                    error["path"][0].as_str().unwrap_or_default(),
                    error["extensions"]["code"].as_str().unwrap_or_default(),
                )
            })
            .collect();
        assert_eq!(told, [("mixed", "BAD_USER_INPUT"), ("turned", "BAD_USER_INPUT")], "{engine:?}");
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains("2026-03-31 and of 2026-06-30"), "{message}");
    }
}

//! What a made-up bank looks like next to what it is meant to look like, on every engine.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::Value;
use tellergraph_seeder::profile::{Profile, profile};
use tellergraph_seeder::{Plan, fill};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::Database;
use tellergraph_tests::program::Program;
use tellergraph_tests::require::engines;

const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

/// Skews a bank, and the measure that must tell of it.
const SKEWS: [(&str, &str); 6] = [
    ("age of customers", "UPDATE customer SET date_of_birth = '1950-01-01'"),
    ("channels of millennials", "UPDATE transactions SET notes = 'ch=branch'"),
    (
        "spending by category, in cents",
        "UPDATE transactions SET notes = 'cat=charity' WHERE transaction_type IN ('purchase', 'bill_payment')",
    ),
    ("purchases by weekday", "UPDATE transactions SET transaction_date = '2026-06-01 09:00:00'"),
    ("rows a customer", "DELETE FROM compliance"),
    (
        "median pay by age, in cents a month",
        "UPDATE transactions SET amount = 3 * amount WHERE transaction_type = 'salary'",
    ),
];

fn value(profile: &Profile, name: &str) -> Result<f64, Failure> {
    let measure = profile.measures.iter().find(|measure| measure.name == name).ok_or(name)?;
    Ok(measure.value.ok_or("nothing to measure")?)
}

#[tokio::test]
async fn a_profile_is_the_same_on_every_engine_and_tells_what_is_skewed() -> Result<(), Failure> {
    let mut first = None;
    for engine in engines() {
        let database = Database::create(engine).await?;
        let db = database.connect().await?;
        fill(&db, &Plan::new(300, 7, AS_OF)?, |_| {}).await?;
        let whole = profile(&db, AS_OF).await?;
        assert_eq!(whole.customers, 300);
        for measure in &whole.measures {
            assert!(measure.counted > 0 && measure.value.is_some_and(f64::is_finite), "{engine:?} {measure:?}");
        }
        let strengths: Vec<f64> = whole.correlations.iter().map(|pair| pair.coefficient.abs()).collect();
        assert_eq!(strengths.len(), 10);
        assert!(strengths.iter().all(|strength| (0.0..=1.0 + 1e-9).contains(strength)), "{strengths:?}");
        assert!(strengths.is_sorted_by(|one, other| one >= other), "{strengths:?}");
        for (name, skew) in SKEWS {
            let before = value(&whole, name)?;
            let changed = db.begin().await?;
            changed.execute_unprepared(skew).await?;
            let after = value(&profile(&changed, AS_OF).await?, name)?;
            changed.rollback().await?;
            assert!(after > before + 0.01, "{engine:?} {name}: {before} {after}");
        }
        assert_eq!(*first.get_or_insert_with(|| whole.clone()), whole, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_profile_of_nobody_measures_nothing() -> Result<(), Failure> {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let empty = profile(&database.connect().await?, AS_OF).await?;
        assert!(empty.measures.iter().all(|measure| measure.value.is_none()), "{engine:?} {empty:?}");
        assert!(empty.correlations.is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn the_command_prints_every_measure() -> Result<(), Failure> {
    let program = Program::in_an_empty_folder()?;
    program.succeed(&["seed", "--customers", "60"]).await?;
    let page = program.succeed(&["seed", "profile"]).await?.stdout;
    assert!(page.starts_with("60 customers as of 2026-06-30\n"), "{page}");
    let json: Value = serde_json::from_str(&program.succeed(&["seed", "profile", "--json"]).await?.stdout)?;
    let measures = json["measures"].as_array().ok_or("measures")?;
    assert_eq!(measures.len(), 11);
    for measure in measures {
        let name = measure["name"].as_str().ok_or("a name")?;
        assert!(page.lines().any(|line| line.starts_with(name)), "{name}\n{page}");
    }
    Ok(())
}

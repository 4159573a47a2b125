//! `tellergraph segment explain`: the reasons, for a person at a terminal.

use std::path::Path;

use sea_orm::ConnectionTrait as _;
use tellergraph_tests::{engine::Database, program::Program, require::engines};

use super::Outcome;
use super::refusal::told;

const DIMENSIONS: [&str; 14] = [
    "AGE_GROUP",
    "AGE_BAND",
    "INCOME_LEVEL",
    "DIGITAL_ADOPTION",
    "CHANNEL_PREFERENCE",
    "LIFE_STAGE",
    "RFM",
    "VALUE_TIER",
    "CREDIT_BAND",
    "CREDIT_RISK",
    "LIFECYCLE",
    "DORMANCY",
    "CHURN_RISK",
    "HOUSEHOLD_TIER",
];

#[tokio::test]
async fn a_customer_is_explained_to_a_person_the_same_on_every_engine() -> Outcome {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md"))?;
    let (_, readme) = readme.split_once("```text\n").ok_or("a block")?;
    let readme = readme.split_once("```").ok_or("its end")?.0.to_owned();
    let mut first: Option<[String; 2]> = None;
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "60"]).await?;
        let at_last = program.succeed(&["segment", "explain", "--customer", "3"]).await?;
        assert_eq!(at_last.stderr, "", "{engine:?}");
        let at_last = at_last.stdout;
        assert!(at_last.starts_with("customer 3 as of 2026-06-30, by the rules "), "{engine:?}\n{at_last}");
        for dimension in DIMENSIONS {
            assert!(at_last.lines().any(|line| line.starts_with(dimension)), "{engine:?}: {dimension}\n{at_last}");
        }
        assert!(at_last.contains(&readme), "{engine:?}: the README shows it otherwise\n{at_last}");
        let before = program.succeed(&["segment", "explain", "--customer", "3", "--as-of", "2001-02-03"]).await?.stdout;
        assert!(before.starts_with("customer 3 as of 2001-02-03, "), "{engine:?}\n{before}");
        assert!(before.lines().any(|line| line.starts_with("LIFECYCLE") && line.contains("PROSPECT")), "{before}");

        let connection = database.connect().await?;
        let person = "SELECT name, email, phone, address, date_of_birth FROM customer WHERE customer_id = 3";
        let person = sea_orm::Statement::from_string(connection.get_database_backend(), person);
        let person = connection.query_one_raw(person).await?.ok_or("a person")?;
        for column in 0..4 {
            let text: Option<String> = person.try_get_by_index(column)?;
            let is_told = text.as_ref().is_some_and(|text| at_last.contains(text));
            assert!(!is_told, "{engine:?}: {text:?} is personal");
        }
        let born: chrono::NaiveDate = person.try_get_by_index(4)?;
        assert!(!at_last.contains(&born.to_string()), "{engine:?}: a day of birth is personal\n{at_last}");
        match &first {
            None => first = Some([at_last, before]),
            Some(first) => assert_eq!(*first, [at_last, before], "{engine:?}"),
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_explained_is_told() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    told(&program.run(&["segment", "explain", "--customer", "1"]).await?, 1, &["not current", "tellergraph migrate"]);
    program.succeed(&["seed", "--customers", "5"]).await?;
    told(&program.run(&["segment", "explain", "--customer", "6"]).await?, 1, &["there is no customer 6"]);
    told(&program.run(&["segment", "explain", "--customer", "-6"]).await?, 1, &["there is no customer -6"]);
    let small = program.with("TELLERGRAPH_LIMITS_SEGMENT_ROWS", "1");
    told(&small.run(&["segment", "explain", "--customer", "1"]).await?, 1, &["more than 1 rows"]);
    Ok(())
}

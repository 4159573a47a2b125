//! A made-up bank that lives on.

use std::time::Instant;

use chrono::NaiveDateTime;
use sea_orm::{DatabaseConnection, EntityTrait as _, QueryOrder as _};
use tellergraph_entity::{customer_segment, gen_run};
use tellergraph_seeder::fingerprint::{self, Fingerprint};
use tellergraph_seeder::{Bank, Plan, PlanOptions};
use tellergraph_tests::Failure;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::program::Program;
use tellergraph_tests::require::{engines, kills};

use super::Outcome;

#[rustfmt::skip]
const NUMBERS: [&str; 10] = [
    "--customers", "700", "--seed", "7", "--as-of", "2026-06-30", "--months", "3", "--intensity", "0.1",
];
/// Kills on each engine, unless the environment asks for another number.
const KILLS: u32 = 3;

/// What the rows come to so many days later.
fn after(days: u32) -> Result<Fingerprint, Failure> {
    let options = PlanOptions { months: 3, intensity: 100, ..PlanOptions::default() };
    Ok(Fingerprint::of_bank(&Bank::of(Plan::with(700, 7, "2026-06-30".parse()?, options)?.advanced(days)?)))
}

fn seed<'text>(more: &[&'text str]) -> Vec<&'text str> {
    [&["seed"], &NUMBERS[..], more].concat()
}

fn advance(days: &str) -> Vec<&str> {
    [&["seed", "advance", "--days", days], &NUMBERS[..]].concat()
}

async fn filled(engine: Engine) -> Result<(Database, Program, DatabaseConnection), Failure> {
    let database = Database::create(engine).await?;
    let program = Program::on(&database)?;
    program.succeed(&seed(&[])).await?;
    let db = database.connect().await?;
    Ok((database, program, db))
}

/// The answers about everybody, without the moment they were found at.
async fn answers(db: &DatabaseConnection) -> Result<Vec<customer_segment::Model>, Failure> {
    let mut answers =
        customer_segment::Entity::find().order_by_asc(customer_segment::Column::CustomerId).all(db).await?;
    for answer in &mut answers {
        answer.computed_at = NaiveDateTime::default();
    }
    Ok(answers)
}

#[tokio::test]
async fn a_bank_that_lives_on_is_the_one_of_a_longer_history() -> Outcome {
    for engine in engines() {
        let (_database, program, db) = filled(engine).await?;
        program.succeed(&advance("5")).await?;
        assert_eq!(fingerprint::read(&db).await?, after(5)?, "{engine:?}");
        let told = program.succeed(&[&advance("40")[..], &["--truth", "truth.jsonl"]].concat()).await?;
        assert!(told.stderr.contains("advanced the bank to 2026-08-14"), "{}", told.stderr);
        assert_eq!(fingerprint::read(&db).await?, after(45)?, "{engine:?}");

        let run = gen_run::Entity::find().order_by_desc(gen_run::Column::RunId).one(&db).await?.ok_or("a run")?;
        assert_eq!((run.as_of.to_string(), run.status.as_str()), ("2026-08-14".to_owned(), gen_run::COMPLETE));
        assert_eq!(run.fingerprint, Some(after(45)?.to_string()));
        // The other way to the same bank finds nothing to do.
        program.succeed(&seed(&["--advanced", "45", "--resumable"])).await?;
        program.succeed(&["seed", "verify", "--truth", "truth.jsonl"]).await?;

        // Whose rows came or changed was told by the triggers: everybody's answers are those of a refresh of all.
        let few = answers(&db).await?;
        assert!(few.iter().all(|answer| answer.as_of.to_string() == "2026-08-14"), "{engine:?}");
        program.succeed(&["segment", "refresh", "--full", "--as-of", "2026-08-14"]).await?;
        assert_eq!(few, answers(&db).await?, "{engine:?}");
        db.close().await?;

        let (_database, program, db) = {
            let database = Database::create(engine).await?;
            let program = Program::on(&database)?;
            program.succeed(&seed(&["--advanced", "45"])).await?;
            let db = database.connect().await?;
            (database, program, db)
        };
        assert_eq!(fingerprint::read(&db).await?, after(45)?, "{engine:?}");
        program.succeed(&advance("1")).await?;
        assert_eq!(fingerprint::read(&db).await?, after(46)?, "{engine:?}");
        db.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_advance_that_is_killed_is_there_or_is_not() -> Outcome {
    let (before, later) = (after(0)?, after(30)?);
    for engine in engines() {
        let (_twin, untouched, db) = filled(engine).await?;
        db.close().await?;
        let begun = Instant::now();
        untouched.succeed(&advance("30")).await?;
        let whole = begun.elapsed();

        let (mut database, mut program, mut db) = filled(engine).await?;
        for moment in super::moments(whole, kills().unwrap_or(KILLS)) {
            program.killed_after(&advance("30"), moment).await?;
            let there = fingerprint::read(&db).await?;
            if there != before {
                assert_eq!(there, later, "{engine:?}: after {moment:?} of {whole:?}");
                db.close().await?;
                (database, program, db) = filled(engine).await?;
            }
        }
        super::succeed_soon(&program, &advance("30")).await?;
        assert_eq!(fingerprint::read(&db).await?, later, "{engine:?}");
        db.close().await?;
        drop(database);
    }
    Ok(())
}

#[tokio::test]
async fn only_the_bank_that_is_there_can_live_on() -> Outcome {
    let program = Program::in_an_empty_folder()?;
    program.succeed(&["migrate"]).await?;
    let refused = async |arguments: &[&str], code: i32, reason: &str| -> Outcome {
        let ended = program.run(arguments).await?;
        assert!(ended.code == Some(code) && ended.stderr.contains(reason), "{arguments:?}: {ended:?}");
        Ok(())
    };
    refused(&advance("5"), 1, "holds no bank").await?;
    program.succeed(&seed(&[])).await?;
    refused(&["seed", "advance", "--days", "5", "--seed", "8", "--as-of", "2026-06-30"], 1, "another bank").await?;
    refused(&[&advance("5")[..], &["--no-tags"]].concat(), 1, "another bank").await?;
    let later = ["seed", "advance", "--days", "5", "--as-of", "2026-07-01"];
    refused(&later, 1, "ends on 2026-06-30: give --as-of").await?;
    refused(&advance("4000"), 78, "at most 120 months").await?;
    refused(&advance("0"), 2, "--days").await?;
    refused(&seed(&["--advanced", "5"]), 1, "not empty").await?;
    Ok(())
}

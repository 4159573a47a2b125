//! A database on a server belongs to somebody: nothing happens to it without a command, and then it answers as `SQLite`
//! does.

use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tellergraph_tests::{
    Failure,
    engine::{Database, Engine},
    program::{Program, Server},
    require::engines,
};

use super::{Outcome, document, refusal::told};

/// What is asked on every engine. Nothing in it depends on when the bank was made.
const DOCUMENTS: [&str; 9] = [
    "customer/young_families_by_income.graphql",
    "customer/page_with_accounts_and_relationships.graphql",
    "customer/all_nested_lists.graphql",
    "customer/filter_by_segment.graphql",
    "customer/filter_by_text.graphql",
    "account/filter_by_code.graphql",
    "relationship/seen_from_both_sides.graphql",
    "transaction/ways_back.graphql",
    "error/operands_fail_their_field.graphql",
];

const SEED: [&str; 7] = ["seed", "--customers", "200", "--seed", "7", "--as-of", "2026-06-30"];

async fn answers(server: &Server) -> Result<Vec<String>, Failure> {
    let mut answers = Vec::new();
    for path in DOCUMENTS {
        let answer = server.ask(&document(path)?, json!({})).await?;
        assert_eq!(answer.status, 200, "{path}");
        answers.push(format!("{path}\n{}", answer.body));
    }
    Ok(answers)
}

fn servers() -> impl Iterator<Item = Engine> {
    engines().into_iter().filter(|engine| *engine != Engine::Sqlite)
}

#[tokio::test]
async fn the_same_seed_gives_the_same_answers_on_every_engine() -> Outcome {
    let embedded = Database::empty(Engine::Sqlite).await?;
    let program = Program::on(&embedded)?;
    program.succeed(&SEED).await?;
    let server = program.serve(&[]).await?;
    let expected = answers(&server).await?;
    server.stop().await?;

    for engine in servers() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        let migrated = program.succeed(&["migrate"]).await?;
        assert!(migrated.stderr.contains("ran m20260630_000001_create_bank_tables"), "{migrated:?}");
        let again = program.succeed(&["migrate"]).await?;
        assert!(again.stderr.contains("nothing to do"), "{again:?}");
        program.succeed(&SEED).await?;
        let server = program.serve(&[]).await?;
        for (answer, expected) in answers(&server).await?.iter().zip(&expected) {
            assert_eq!(answer, expected, "{engine:?}");
        }
        server.stop().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_empty_database_on_a_server_is_left_alone() -> Outcome {
    for engine in servers() {
        let database = Database::empty(engine).await?;
        let refused = Program::on(&database)?.run(&["serve"]).await?;
        let line = told(&refused, 1, &["has no tables", "`tellergraph migrate`", "`tellergraph seed`"]);
        assert_eq!(line.contains("--adopt"), engine == Engine::MariaDb, "{line}");
        let here = if engine == Engine::MariaDb { "DATABASE()" } else { "current_schema()" };
        let tables = format!("SELECT table_name FROM information_schema.tables WHERE table_schema = {here}");
        let connection = database.connect().await?;
        let statement = sea_orm::Statement::from_string(connection.get_database_backend(), tables);
        assert!(connection.query_all_raw(statement).await?.is_empty(), "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn migrated_tables_are_served_empty_and_are_not_filled() -> Outcome {
    for engine in servers() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["migrate"]).await?;
        let server = program.serve(&[]).await?;
        let data = server.data("{ customers { totalCount } serverInfo { asOf } }").await?;
        assert_eq!(data, json!({ "customers": { "totalCount": 0 }, "serverInfo": { "asOf": null } }));
        let said = server.stop().await?;
        assert!(!said.contains("made-up"), "{said}");
    }
    Ok(())
}

#[tokio::test]
async fn a_bank_that_has_customers_is_not_seeded_over() -> Outcome {
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "10"]).await?;
        let refused = program.run(&["seed", "--customers", "10"]).await?;
        told(&refused, 1, &["not filled"]);
        let server = program.serve(&[]).await?;
        let data = server.data("{ customers(first: 0) { totalCount } }").await?;
        assert_eq!(data["customers"]["totalCount"], 10, "{engine:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_refresh_beside_the_server_shows_in_the_next_answer() -> Outcome {
    let question = "{ serverInfo { asOf } customers(first: 100) { nodes { segment { asOf ageGroup monthlyIncome \
                    digitalScore } } } }";
    for engine in engines() {
        let database = Database::empty(engine).await?;
        let program = Program::on(&database)?;
        program.succeed(&["seed", "--customers", "100"]).await?;
        let server = program.serve(&[]).await?;
        let before = server.data(question).await?;
        assert_eq!(before["serverInfo"]["asOf"], "2026-06-30");

        program.succeed(&["segment", "refresh", "--as-of", "2026-03-31"]).await?;
        let after = server.data(question).await?;
        assert_eq!(after["serverInfo"]["asOf"], "2026-03-31", "{engine:?}");
        let (before, after) = (&before["customers"]["nodes"], &after["customers"]["nodes"]);
        let pairs = before.as_array().into_iter().flatten().zip(after.as_array().into_iter().flatten());
        let mut changed = 0;
        for (before, after) in pairs {
            let (before, after) = (&before["segment"], &after["segment"]);
            assert_eq!(after["asOf"], "2026-03-31", "{engine:?}");
            changed += usize::from(before["monthlyIncome"] != after["monthlyIncome"]);
        }
        assert!(changed > 0, "another date, other answers");
    }
    Ok(())
}

#[tokio::test]
async fn a_schema_that_is_behind_or_ahead_is_not_served() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let program = Program::on(&database)?;
        if engine != Engine::Sqlite {
            program.succeed(&["migrate", "--down", "1"]).await?;
            let refused = program.run(&["serve"]).await?;
            told(&refused, 1, &["one migration behind", "run `tellergraph migrate`"]);
            program.succeed(&["migrate"]).await?;
        }
        let connection = database.connect().await?;
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_of_the_future', 1)";
        connection.execute_unprepared(newer).await?;
        connection.close().await?;
        for arguments in [&["serve"][..], &["migrate"], &["segment", "refresh"], &["seed", "--customers", "5"]] {
            let refused = program.run(arguments).await?;
            told(&refused, 1, &["newer tellergraph", "m29990101_000001_of_the_future"]);
        }
    }
    Ok(())
}

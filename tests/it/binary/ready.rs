//! Whether the process lives is one question, whether it can answer another.

use std::time::{Duration, Instant};

use serde_json::json;
use tellergraph_tests::{
    Failure,
    engine::{Database, Engine, mariadb, postgres},
    program::{Program, Server},
    require::engines,
};

use super::Outcome;

#[tokio::test]
async fn a_server_that_has_its_database_is_ready() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let server = Program::on(&database)?.serve(&["--no-demo"]).await?;
        let (health, ready) = (server.get("/healthz").await?, server.get("/readyz").await?);
        assert_eq!((health.status, health.body.as_str()), (200, "alive\n"));
        assert_eq!((ready.status, ready.json()), (200, json!({ "ready": true })), "{engine:?}");
        server.stop().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_server_whose_schema_goes_back_is_not_ready() -> Outcome {
    for engine in engines() {
        let database = Database::create(engine).await?;
        let program = Program::on(&database)?;
        let server = program.serve(&["--no-demo"]).await?;
        program.succeed(&["migrate", "--down", "1"]).await?;
        let ready = server.get("/readyz").await?;
        assert_eq!((ready.status, &ready.json()["ready"]), (503, &json!(false)), "{engine:?}");
        program.succeed(&["migrate"]).await?;
        assert_eq!(server.get("/readyz").await?.status, 200, "{engine:?}");
    }
    Ok(())
}

/// Takes the database server away under the program, and looks at what it says.
async fn without_its_database<S>(database: &Database, database_server: S) -> Outcome {
    // More than the requests below use, so that the pool itself tries to connect all the while.
    let program = Program::on(database)?.with("TELLERGRAPH_DATABASE_MIN_CONNECTIONS", "4");
    program.succeed(&["seed", "--customers", "10"]).await?;
    let server = program.serve(&[]).await?;
    let asked = "{ customers { totalCount } __typename }";
    assert_eq!(server.data(asked).await?["customers"]["totalCount"], 10);
    assert_eq!(server.get("/readyz").await?.status, 200);

    // Its end is waited for.
    drop(database_server);
    let begun = Instant::now();
    let ready = server.get("/readyz").await?;
    assert_eq!((ready.status, &ready.json()["ready"]), (503, &json!(false)), "{ready:?}");
    assert!(begun.elapsed() < Duration::from_secs(5), "the answer does not wait for the database");
    assert_eq!(server.get("/healthz").await?.status, 200, "that is no reason to restart it");
    unavailable(&server, asked).await?;
    let begun = Instant::now();
    let said = server.stop().await?;
    assert!(begun.elapsed() < Duration::from_secs(20), "the end does not wait for the database: {:?}", begun.elapsed());
    assert!(!said.contains("SELECT") && !said.contains("panicked"), "{said}");
    Ok(())
}

async fn unavailable(server: &Server, asked: &str) -> Result<(), Failure> {
    let answer = server.ask(asked, json!({})).await?;
    assert_eq!((answer.status, answer.code().as_str()), (200, "DATABASE_UNAVAILABLE"), "{answer:?}");
    assert_eq!(answer.json()["data"], json!({ "customers": null, "__typename": "Query" }));
    let id = answer.json()["errors"][0]["extensions"]["requestId"].clone();
    assert_eq!(id, answer.header("x-request-id"));
    assert!(server.stderr().contains(answer.header("x-request-id")), "the cause is in the log under its id");
    Ok(())
}

#[tokio::test]
async fn a_server_without_its_database_lives_and_is_not_ready() -> Outcome {
    let engines = engines();
    if engines.contains(&Engine::Postgres) {
        let database_server = postgres::Server::start(None).await?;
        let database = database_server.empty().await?;
        without_its_database(&database, database_server).await?;
    }
    if engines.contains(&Engine::MariaDb) {
        let database_server = mariadb::Server::start(false).await?;
        let database = database_server.empty().await?;
        without_its_database(&database, database_server).await?;
    }
    Ok(())
}

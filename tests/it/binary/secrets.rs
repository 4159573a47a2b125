//! What people are called, what is asked about them and the password of the database are written down nowhere, at the
//! most talkative setting and whatever fails.

use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tellergraph_tests::{
    engine::{Database, Engine},
    program::Program,
    require::engines,
};

use super::{Guarded, Outcome, guarded};

const NAME: &str = "Canary-Of-A-Name";
const VARIABLE: &str = "canary-of-a-variable";
const LITERAL: &str = "canary-of-a-literal";
const PASSWORD: &str = "canary-of-a-password";

fn keeps_silent(said: &str) {
    for secret in [NAME, VARIABLE, LITERAL, PASSWORD] {
        assert!(!said.contains(secret), "{secret} is in the log:\n{said}");
    }
    for statement in ["SELECT ", "select ", "INSERT INTO"] {
        assert!(!said.contains(statement), "a statement is in the log:\n{said}");
    }
}

#[tokio::test]
async fn no_secret_is_logged_whatever_happens() -> Outcome {
    for engine in engines() {
        for format in ["text", "json"] {
            if let Some(Guarded { database, url, server }) = guarded(engine, PASSWORD).await? {
                asked_in_vain(&database, &url, format, move || drop(server)).await?;
            } else {
                let database = Database::empty(engine).await?;
                asked_in_vain(&database, &database.url, format, || ()).await?;
            }
        }
    }
    Ok(())
}

/// Runs every command and asks what can be answered and what cannot, with and without the database.
async fn asked_in_vain(database: &Database, url: &str, format: &str, end: impl FnOnce()) -> Outcome {
    let program = Program::in_an_empty_folder()?
        .with("DATABASE_URL", url)
        .with("TELLERGRAPH_LOG_LEVEL", "trace")
        .with("TELLERGRAPH_LOG_FORMAT", format);
    for command in [&["migrate"][..], &["seed", "--customers", "20"], &["segment", "refresh"], &["config"]] {
        let ended = program.succeed(command).await?;
        keeps_silent(&ended.stderr);
        keeps_silent(&ended.stdout);
    }
    let connection = database.connect().await?;
    connection.execute_unprepared(&format!("UPDATE customer SET name = '{NAME}', email = '{NAME}'")).await?;
    connection.close().await?;
    keeps_silent(&program.run(&["seed", "--customers", "20"]).await?.stderr);

    let server = program.serve(&[]).await?;
    let found = format!(
        "query($v: String) {{ customers(first: 2, filter: {{ or: [{{ name: {{ ne: $v }} }}, {{ name: {{ eq: \"{LITERAL}\" }} \
         }}] }}) {{ nodes {{ name email accounts {{ nodes {{ balance }} }} }} }} }}"
    );
    let answer = server.ask(&found, json!({ "v": VARIABLE })).await?;
    assert!(answer.body.contains(NAME) && !answer.body.contains("errors"), "{answer:?}");
    let failing = [
        "query($v: Int) { customers(first: $v) { totalCount } }".to_owned(),
        "query($v: String) { customers(after: $v) { totalCount } }".to_owned(),
        "query($v: ID!) { node(id: $v) { id } }".to_owned(),
        "query($v: Decimal) { accounts(filter: { balance: { eq: $v } }) { totalCount } }".to_owned(),
        format!("{{ customers(filter: {{ name: {{ eq: \"{LITERAL}\\u0000\" }} }}) {{ totalCount }} }}"),
        format!("{{ customers(filter: {{ dateOfBirth: {{ eq: \"{LITERAL}\" }} }}) {{ totalCount }} }}"),
        format!("{{ {} }}", LITERAL.replace('-', "_")),
        format!("{{ \"{LITERAL}"),
    ];
    for document in &failing {
        let answer = server.ask(document, json!({ "v": VARIABLE })).await?;
        assert!(!answer.code().is_empty(), "{document}: {answer:?}");
    }
    server.get(&format!("/graphql?query={VARIABLE}")).await?;
    server.send_raw(format!("POST /graphql HTTP/9 {LITERAL}\r\n\r\n").as_bytes()).await?;
    end();
    let answer = server.ask(&found, json!({ "v": VARIABLE })).await?;
    assert_eq!(answer.json()["errors"].is_null(), database.engine == Engine::Sqlite, "{answer:?}");
    let said = server.stop().await?;
    assert!(said.contains("answered"), "the log talks: {said}");
    keeps_silent(&said);
    if database.engine != Engine::Sqlite {
        keeps_silent(&program.run(&["serve"]).await?.stderr);
    }
    Ok(())
}

//! A bank of the original model, taken over by the command and then served.

use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tellergraph_tests::{
    engine::{Database, Engine},
    program::Program,
    require::engines,
};

use super::{Outcome, refusal::told};

const ORIGINAL: &str = include_str!("../schema/original.sql");

/// Words that the bank used before anybody agreed on codes.
const LEGACY: &str = "\
INSERT INTO Accounts VALUES (11, 1, 'CHK', 10.00, 'Active'), (12, 1, 'Credit-Card', -20.50, 'ACTIVE'), \
(13, 2, 'Golden Piggy', 1.00, 'active');
INSERT INTO Transactions VALUES (11, 1, 'Direct Debit', -15.00, '2026-06-15 08:00:00', NULL), \
(12, 1, 'Salary', 1500.00, '2026-05-29 08:00:00', NULL), (13, 1, 'SALARY', 1500.00, '2026-04-29 08:00:00', NULL), \
(14, 1, 'salary', 1500.00, '2026-03-30 08:00:00', NULL)";

#[tokio::test]
async fn a_bank_of_the_original_model_is_adopted_and_served() -> Outcome {
    if !engines().contains(&Engine::MariaDb) {
        return Ok(());
    }
    let database = Database::empty(Engine::MariaDb).await?;
    let connection = database.connect().await?;
    let script = format!("{ORIGINAL}{LEGACY}");
    for statement in script.split(";\n").filter(|statement| !statement.trim().is_empty()) {
        connection.execute_unprepared(statement).await?;
    }
    connection.close().await?;
    let program = Program::on(&database)?;

    let refused = program.run(&["serve"]).await?;
    told(&refused, 1, &["`tellergraph migrate --adopt`"]);
    let refused = program.run(&["migrate"]).await?;
    told(&refused, 1, &["--adopt"]);

    let rehearsed = program.succeed(&["migrate", "--adopt", "--dry-run"]).await?;
    assert!(rehearsed.stdout.contains("RENAME TABLE") && rehearsed.stdout.ends_with(";\n"), "{rehearsed:?}");
    told(&program.run(&["serve"]).await?, 1, &["`tellergraph migrate --adopt`"]);

    let adopted = program.succeed(&["migrate", "--adopt"]).await?;
    assert!(adopted.stderr.contains("adopted"), "{adopted:?}");
    let again = program.succeed(&["migrate", "--adopt"]).await?;
    assert!(again.stderr.contains("nothing to do"), "{again:?}");
    program.succeed(&["segment", "refresh", "--as-of", "2026-06-30"]).await?;

    let server = program.serve(&[]).await?;
    let data = server
        .data(
            "{ serverInfo { asOf }
               customers(orderBy: [{ field: CUSTOMER_ID }]) { totalCount nodes {
                 name dateOfBirth segment { ageGroup }
                 accounts(orderBy: [{ field: ACCOUNT_ID }]) { nodes { accountType accountTypeText balance } }
                 relationships { edges { type role node { name } } }
               } }
               transactions(orderBy: [{ field: TRANSACTION_ID }]) { nodes { transactionType transactionTypeText } }
               savings: accounts(filter: { accountType: { eq: SAVINGS } }) { totalCount nodes { accountTypeText } }
               unknown: accounts(filter: { accountType: { eq: UNKNOWN } }) { totalCount }
               debits: transactions(filter: { transactionType: { eq: DIRECT_DEBIT } }) { totalCount }
               compliance { totalCount } }",
        )
        .await?;
    assert_eq!(data["serverInfo"]["asOf"], "2026-06-30");
    assert_eq!(data["customers"]["totalCount"], 3);
    let zoe = &data["customers"]["nodes"][0];
    assert_eq!((&zoe["name"], &zoe["dateOfBirth"]), (&json!("Zoë Müller"), &json!("1990-02-28")));
    assert_eq!(
        zoe["accounts"]["nodes"],
        json!([
            { "accountType": "CHECKING", "accountTypeText": "Current", "balance": "9999999999999999.99" },
            { "accountType": "CHECKING", "accountTypeText": "CHK", "balance": "10.00" },
            { "accountType": "CREDIT_CARD", "accountTypeText": "Credit-Card", "balance": "-20.50" },
        ])
    );
    let spouse = json!([{ "type": "SPOUSE", "role": "SPOUSE", "node": { "name": "zoë müller" } }]);
    assert_eq!(zoe["relationships"]["edges"], spouse);
    assert!(zoe["segment"]["ageGroup"].is_string(), "{zoe}");
    let bookings = data["transactions"]["nodes"].as_array().ok_or("no transactions")?;
    let salaries = bookings.iter().filter(|booking| booking["transactionType"] == "SALARY").count();
    assert_eq!(salaries, 4, "in four spellings: {bookings:?}");
    assert_eq!(data["savings"], json!({ "totalCount": 1, "nodes": [{ "accountTypeText": "Savings " }] }));
    assert_eq!((&data["unknown"]["totalCount"], &data["debits"]["totalCount"]), (&json!(2), &json!(1)));
    server.stop().await?;
    Ok(())
}

//! Overviews: the cells that a refresh has kept say what the rows say, whatever happened since.

use sea_orm::ConnectionTrait as _;
use serde_json::Value;
use tellergraph_api::graphql::request::Request;
use tellergraph_api::graphql::schema;
use tellergraph_api::store::refresh::refresh;
use tellergraph_segmentation::Rules;
use tellergraph_tests::require;

use super::bank::{AS_OF, Bank};

const TOLD: &str = "count share aggregate { monthlyIncome { count sum avg min max median } \
    totalAssets { count sum avg min max median } digitalScore { count sum avg min max median } }";
/// A filter that holds of everybody, and that no cell knows of.
const EVERYBODY: &str = "(filter: { or: [{ name: { isNull: true } }, { name: { isNull: false } }] })";

/// The classes that customers are grouped by.
fn dimensions() -> Vec<String> {
    let sdl = schema::sdl(&schema::build());
    let body = sdl.split("type CustomerGroup {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the type");
    let fields = body.lines().filter_map(|line| line.trim().split_once(": "));
    let classes = fields.filter(|(_, ty)| !ty.ends_with('!') && !["Date", "Int", "Boolean"].contains(ty));
    classes.filter(|(name, _)| name.chars().all(char::is_alphanumeric)).map(|(name, _)| name.to_owned()).collect()
}

fn constant(field: &str) -> String {
    let letters =
        field.chars().flat_map(|letter| letter.is_ascii_uppercase().then_some('_').into_iter().chain([letter]));
    letters.collect::<String>().to_uppercase()
}

/// The groups by these keys, out of the cells or of the rows, and how many statements it took.
async fn groups(bank: &Bank, keys: &[&str], filter: &str) -> (Value, usize) {
    let given: Vec<String> = keys.iter().map(|key| format!("{{ field: {} }}", constant(key))).collect();
    let query = format!(
        "{{ customers{filter} {{ aggregate {{ count monthlyIncome {{ sum median }} }}
             groupBy(keys: [{}], first: 1000) {{ totalCount nodes {{ {} {TOLD} }} }} }} }}",
        given.join(" "),
        keys.join(" ")
    );
    let (answer, statements) = bank.ask(Request { query, ..Request::default() }).await;
    let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    let of_cells = statements.iter().filter(|sql| sql.contains("segment_cell")).count();
    let of_rows = statements.len() - of_cells;
    assert!(filter.is_empty() == (of_cells == 2), "{statements:#?}");
    (answer["data"]["customers"].clone(), of_rows)
}

/// Compares all dimensions and pairs; `from_cells` says whether the cells are enough.
async fn compare(bank: &Bank, from_cells: bool) {
    let dimensions = dimensions();
    assert!(dimensions.len() >= 14, "{dimensions:?}");
    for (at, first) in dimensions.iter().enumerate() {
        let mut keys = vec![vec![first.as_str()]];
        // The order in which keys are asked for is not that in which they are kept.
        keys.extend(dimensions[at + 1..].iter().map(|second| vec![second.as_str(), first.as_str()]));
        for keys in keys {
            let (cells, of_rows) = groups(bank, &keys, "").await;
            let (rows, _) = groups(bank, &keys, EVERYBODY).await;
            assert_eq!(cells, rows, "{:?} {keys:?}", bank.engine);
            assert_eq!(of_rows, if from_cells { 0 } else { 2 }, "{:?} {keys:?}", bank.engine);
        }
    }
}

#[tokio::test]
async fn cells_say_what_the_rows_say_whatever_happened_since() {
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 150).await;
        compare(&bank, true).await;
        let connection = bank.single_connection().await;
        let newer = "INSERT INTO customer (customer_id, name) VALUES (900001, 'Somebody'), (900002, NULL)";
        connection.execute_unprepared(newer).await.expect("newer customers");
        let (with_newer, of_rows) = groups(&bank, &["ageGroup"], "").await;
        assert_eq!(of_rows, 0, "{engine:?}");
        let last = with_newer["groupBy"]["nodes"].as_array().and_then(|nodes| nodes.last()).expect("a group");
        assert_eq!((&last["ageGroup"], &last["count"]), (&Value::Null, &Value::from(2)), "{engine:?} {with_newer}");
        assert_eq!(with_newer["aggregate"]["count"], 152, "{engine:?}");
        compare(&bank, true).await;
        // Gone again before they were ever refreshed: nothing is missing of the cells.
        let one_less = "DELETE FROM customer WHERE customer_id = 900002";
        connection.execute_unprepared(one_less).await.expect("a deleted customer");
        let (cells, of_rows) = groups(&bank, &["ageGroup", "lifecycle"], "").await;
        assert_eq!((cells["aggregate"]["count"].as_i64(), of_rows), (Some(151), 0), "{engine:?}");
        let left = "UPDATE accounts SET customer_id = NULL WHERE customer_id = 3;
                    UPDATE relationships SET customer1_id = NULL WHERE customer1_id = 3;
                    UPDATE relationships SET customer2_id = NULL WHERE customer2_id = 3;
                    DELETE FROM credit_history WHERE customer_id = 3; DELETE FROM security WHERE customer_id = 3;
                    DELETE FROM communication_log WHERE customer_id = 3; DELETE FROM compliance WHERE customer_id = 3;
                    DELETE FROM customer WHERE customer_id = 3";
        for statement in left.split(';') {
            connection.execute_unprepared(statement).await.expect("a customer who left");
        }
        compare(&bank, false).await;
        // The first refresh answers those few anew, the second nobody.
        for _ in 0..2 {
            let noon = AS_OF.and_hms_opt(12, 0, 0).expect("a time");
            refresh(&connection, &Rules::default(), AS_OF, noon, |_| {}).await.expect("a refreshed bank");
            let (cells, of_rows) = groups(&bank, &["lifeStage", "churnRisk"], "").await;
            let (rows, _) = groups(&bank, &["lifeStage", "churnRisk"], EVERYBODY).await;
            assert_eq!((&cells, of_rows), (&rows, 0), "{engine:?}");
            assert_eq!(cells["aggregate"]["count"], 150, "{engine:?}");
        }
    }
}

#[tokio::test]
async fn cells_of_another_refresh_or_of_an_unknown_log_are_void() {
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 20).await;
        let connection = bank.single_connection().await;
        for (spoil, mend) in [
            (
                "UPDATE segment_refresh SET refresh_id = refresh_id + 1",
                "UPDATE segment_refresh SET refresh_id = refresh_id - 1",
            ),
            ("INSERT INTO customer_change (everybody) VALUES (TRUE)", "DELETE FROM customer_change"),
            ("UPDATE segment_refresh SET tracking = NULL", "DELETE FROM segment_cell"),
        ] {
            let (known, of_rows) = groups(&bank, &["valueTier"], "").await;
            assert_eq!(of_rows, 0, "{engine:?} {spoil}");
            connection.execute_unprepared(spoil).await.expect("a change");
            let (rows, of_rows) = groups(&bank, &["valueTier"], "").await;
            assert_eq!((&rows, of_rows), (&known, 2), "{engine:?} {spoil}");
            connection.execute_unprepared(mend).await.expect("a change back");
        }
    }
}

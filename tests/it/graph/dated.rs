//! Segments as of any date: the same answers that a refresh at that date stores.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::Limits;
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::refresh::refresh;
use tellergraph_segmentation::Rules;
use tellergraph_tests::require;

use super::bank::{AS_OF, Bank, limits, pages};

const ANSWERS: &str = "asOf rulesHash ageGroup ageBand incomeLevel monthlyIncome digitalAdoption digitalScore
    channelPreference channelStrength channelStrengthLabel lifeStage valueTier totalAssets creditBand creditRisk
    lifecycle tenureDays dormancy churnRisk rfmSegment rfmCode secondaryLifeStages products
    triggers { type date confidence } nextBestProducts { __typename }";

async fn ask(bank: &Bank, query: String) -> (Value, Vec<String>) {
    let (answer, statements) = bank.ask(Request { query, ..Request::default() }).await;
    (serde_json::from_slice(&answer.body).expect("JSON"), statements)
}

/// The segments of all customers, page by page.
async fn segments(bank: &Bank, field: &str, page: usize) -> Vec<Value> {
    let mut all = Vec::new();
    let mut after = "null".to_owned();
    loop {
        let list = format!("customers(first: {page}, after: {after})");
        let query = format!(
            "{{ {list} {{ nodes {{ customerId {field} {{ {ANSWERS} }} }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let (answer, _) = ask(bank, query).await;
        assert!(answer["errors"].is_null(), "{answer}");
        let list = &answer["data"]["customers"];
        all.extend(list["nodes"].as_array().expect("nodes").iter().cloned());
        if list["pageInfo"]["hasNextPage"] != true {
            return all;
        }
        after = list["pageInfo"]["endCursor"].to_string();
    }
}

/// Numbers that look random and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Ties between customers that no registry office would believe: everybody may be anybody's parent, spouse or joint
/// holder, twice and the wrong way round, at the same address or not.
async fn tie_oddly(bank: &Bank, customers: u64) {
    let connection = bank.single_connection().await;
    let mut chance = Chance(11);
    let mut relationships = Vec::new();
    // Fewer than half as many as there are customers, so that chains of them stay below what a request may follow.
    for id in 1..=customers * 2 / 5 {
        let kind = ["spouse", "Parent", "child", "joint_holder", "partner", "other", "???", "guardian"];
        let kind = kind[usize::try_from(chance.below(8)).expect("an index")];
        // One of them is nobody, some are tied to themselves.
        let (one, other) = (1 + chance.below(customers + 1), 1 + chance.below(customers));
        let one = if one > customers { "NULL".to_owned() } else { one.to_string() };
        relationships.push(format!("({}, {one}, {other}, '{kind}')", 1_000_000 + id));
    }
    let insert = "INSERT INTO relationships (relationship_id, customer1_id, customer2_id, relationship_type) VALUES ";
    connection.execute_unprepared(&format!("{insert}{}", relationships.join(", "))).await.expect("odd ties");
    for street in 0..5 {
        let address = format!("UPDATE customer SET address = '{street} Odd Street' WHERE customer_id % 17 = {street}");
        connection.execute_unprepared(&address).await.expect("shared addresses");
    }
    for statement in [
        "UPDATE customer SET date_of_birth = NULL WHERE customer_id % 23 = 1",
        "UPDATE customer SET date_of_birth = '2015-05-05' WHERE customer_id % 19 = 1",
        "UPDATE customer SET date_of_birth = '2031-01-01' WHERE customer_id % 29 = 1",
        "INSERT INTO customer (customer_id) VALUES (999999)",
    ] {
        connection.execute_unprepared(statement).await.expect("odd customers");
    }
}

async fn refresh_at(bank: &Bank, as_of: chrono::NaiveDate) {
    let connection = bank.single_connection().await;
    let noon = as_of.and_hms_opt(12, 0, 0).expect("a time");
    refresh(&connection, &Rules::default(), as_of, noon, |_| {}).await.expect("a refresh");
}

#[tokio::test]
async fn what_is_computed_for_a_page_is_what_a_refresh_stores() {
    let earlier = AS_OF - chrono::Days::new(200);
    for engine in require::engines() {
        for is_odd in [false, true] {
            let customers = 240;
            let bank = Bank::seeded(engine, customers).await;
            if is_odd {
                tie_oddly(&bank, customers).await;
                refresh_at(&bank, AS_OF).await;
            }
            let at_last = segments(&bank, "segment", 1_000).await;
            refresh_at(&bank, earlier).await;
            let at_earlier = segments(&bank, "segment", 1_000).await;
            assert_ne!(at_last, at_earlier, "{engine:?}");
            let field = format!("segment: segment(asOf: \"{AS_OF}\")");
            // Whole circles are found from any of their members, alone or with others.
            for page in [1_000, 7, 1] {
                let computed = segments(&bank, &field, page).await;
                assert_eq!(computed.len(), at_last.len(), "{engine:?}");
                for (computed, stored) in computed.iter().zip(&at_last) {
                    assert_eq!(computed, stored, "{engine:?}, odd: {is_odd}, pages of {page}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_statements_do_not_depend_on_the_number_of_customers_and_dates() {
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 200).await;
        let dates = |count: u32| {
            let date = |index: u32| format!("d{index}: segment(asOf: \"2025-{:02}-28\") {{ lifeStage }}", index + 1);
            (0..count).map(date).collect::<Vec<_>>().join(" ")
        };
        let mut counts = Vec::new();
        for (first, count) in [(100, 1), (200, 1), (200, 8)] {
            let (answer, statements) =
                ask(&bank, format!("{{ customers(first: {first}) {{ nodes {{ {} }} }} }}", dates(count))).await;
            assert!(answer["errors"].is_null(), "{answer}");
            counts.push(statements.len());
        }
        assert!(counts.iter().all(|count| *count <= 1 + 1 + 5 + 6), "{engine:?}: {counts:?}");
        assert_eq!(counts[1], counts[2], "{engine:?}: dates share the walk and the rows");
    }
}

#[tokio::test]
async fn too_much_at_once_fails_the_fields_and_says_what_to_do() {
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 60).await;
        for (limits, words) in [
            (Limits { segment_rows: 500, ..limits() }, "more than 500 rows"),
            (Limits { segment_customers: 5, ..limits() }, "more than 5 customers"),
        ] {
            let graph = Graph::new(bank.single_connection().await, limits, pages(), chrono_tz::UTC);
            let query = "{ customers(first: 30) { nodes { customerId segment(asOf: \"2026-01-31\") { lifeStage } } }
                           one: customer(by: { customerId: \"3\" }) { segment { lifeStage } }
                           why: customers(first: 30) { nodes { segment { lifeStage explain { value } } } } }";
            let request = Request { query: query.to_owned(), ..Request::default() };
            let id = tellergraph_api::graphql::request::RequestId::from_text("test");
            let answer: Value = serde_json::from_slice(&graph.answer(request, &id).await.body).expect("JSON");
            let first = &answer["errors"][0];
            assert_eq!(first["extensions"]["code"], "COST_LIMIT", "{engine:?} {answer}");
            assert_eq!(first["path"], json!(["customers", "nodes", 0, "segment"]), "{engine:?}");
            let message = first["message"].as_str().expect("a message");
            assert!(message.contains(words) && message.contains("fewer customers"), "{engine:?}: {message}");
            assert_eq!(answer["data"]["customers"]["nodes"][4], json!({ "customerId": "5", "segment": null }));
            assert!(answer["data"]["one"]["segment"]["lifeStage"].is_string(), "the rest survives: {answer}");
            let why = &answer["data"]["why"]["nodes"][0]["segment"];
            assert!(why["lifeStage"].is_string() && why["explain"].is_null(), "{engine:?} {answer}");
        }
    }
}

#[tokio::test]
async fn a_stored_segment_of_other_rules_is_not_taken_for_the_date() {
    let bank = Bank::seeded(tellergraph_tests::engine::Engine::Sqlite, 60).await;
    let rules = Rules::from_toml("[income]\nreference_net = \"1000.00\"").expect("rules");
    let rules = std::sync::Arc::new(tellergraph_api::config::EffectiveRules::from(rules));
    let hash = rules.hash.clone();
    let graph = Graph::new(bank.single_connection().await, limits(), pages(), chrono_tz::UTC).with_rules(rules);
    let query = format!(
        "{{ customers(first: 60) {{ nodes {{ stored: segment {{ rulesHash incomeLevel }}
            own: segment(asOf: \"{AS_OF}\") {{ rulesHash incomeLevel }} }} }} }}"
    );
    let id = tellergraph_api::graphql::request::RequestId::from_text("test");
    let answer = graph.answer(Request { query, ..Request::default() }, &id).await;
    let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    let nodes = answer["data"]["customers"]["nodes"].as_array().expect("nodes");
    let rich = |field: &str| nodes.iter().filter(|node| node[field]["incomeLevel"] == "HIGH").count();
    assert!(rich("own") > rich("stored"), "{answer}");
    assert!(nodes.iter().all(|node| node["own"]["rulesHash"] == hash && node["stored"]["rulesHash"] != hash));
}

/// The fields of a segment that explanations give the value of.
const EXPLAINED: [(&str, &str); 13] = [
    ("AGE_GROUP", "ageGroup"),
    ("AGE_BAND", "ageBand"),
    ("INCOME_LEVEL", "incomeLevel"),
    ("DIGITAL_ADOPTION", "digitalAdoption"),
    ("CHANNEL_PREFERENCE", "channelPreference"),
    ("LIFE_STAGE", "lifeStage"),
    ("RFM", "rfmSegment"),
    ("VALUE_TIER", "valueTier"),
    ("CREDIT_BAND", "creditBand"),
    ("CREDIT_RISK", "creditRisk"),
    ("LIFECYCLE", "lifecycle"),
    ("DORMANCY", "dormancy"),
    ("CHURN_RISK", "churnRisk"),
];

#[tokio::test]
async fn explanations_give_the_values_that_segments_have() {
    let fields = EXPLAINED.map(|(_, field)| field).join(" ");
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 150).await;
        for argument in ["", "(asOf: \"2026-02-28\")"] {
            let query = format!(
                "{{ customers(first: 200) {{ nodes {{ customerId household {{ tier }}
                    segment{argument} {{ asOf {fields} explain {{ dimension value asOf confidence }} }} }} }} }}"
            );
            let (answer, _) = ask(&bank, query).await;
            assert!(answer["errors"].is_null(), "{answer}");
            let nodes = answer["data"]["customers"]["nodes"].as_array().expect("nodes");
            assert_eq!(nodes.len(), 150);
            for node in nodes {
                let segment = &node["segment"];
                let explanations = segment["explain"].as_array().expect("explanations");
                assert_eq!(explanations.len(), EXPLAINED.len() + 1, "{engine:?}: one each, and the household's");
                for ((dimension, field), explanation) in EXPLAINED.iter().zip(explanations) {
                    assert_eq!(explanation["dimension"], *dimension);
                    assert_eq!(explanation["value"], segment[*field], "{engine:?} {node}");
                    assert_eq!(explanation["asOf"], segment["asOf"]);
                }
                if argument.is_empty() {
                    assert_eq!(explanations[EXPLAINED.len()]["value"], node["household"]["tier"], "{engine:?} {node}");
                }
            }
        }
    }
}

#[tokio::test]
async fn an_explanation_follows_the_rows_and_names_them() {
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 60).await;
        let query = "{ customer(by: { customerId: \"5\" }) { segment { ageBand computedAt
                       explain(dimensions: [AGE_BAND]) { value computedAt evidence { table rowIds count from } } } } }";
        let (before, _) = ask(&bank, query.to_owned()).await;
        let segment = &before["data"]["customer"]["segment"];
        assert_eq!(segment["explain"][0]["value"], segment["ageBand"], "{engine:?} {before}");
        let connection = bank.single_connection().await;
        let change = "UPDATE customer SET date_of_birth = '1940-02-03' WHERE customer_id = 5";
        connection.execute_unprepared(change).await.expect("another day of birth");
        let (after, _) = ask(&bank, query.to_owned()).await;
        let now = &after["data"]["customer"]["segment"];
        assert_eq!(now["ageBand"], segment["ageBand"], "{engine:?}: the stored answer stays until the next refresh");
        assert_eq!(now["explain"][0]["value"], "AGE_65_PLUS", "{engine:?} {after}");
        assert!(now["explain"][0]["computedAt"].as_str() > now["computedAt"].as_str(), "{engine:?} {after}");
        let evidence = json!([{ "table": "CUSTOMER", "rowIds": ["5"], "count": 1, "from": "1940-02-03" }]);
        assert_eq!(now["explain"][0]["evidence"], evidence, "{engine:?}");
    }
}

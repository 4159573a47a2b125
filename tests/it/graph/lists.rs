//! Plain lists of the segment, which come with the row they belong to, and households.

use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;
use super::sparse;

async fn ask(bank: &Bank, query: &str) -> (Value, Vec<String>) {
    let (answer, statements) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
    (serde_json::from_slice(&answer.body).expect("JSON"), statements)
}

#[tokio::test]
async fn the_segments_of_a_hundred_customers_take_no_statement_more_than_the_page() {
    let all = "segment {
        asOf computedAt rulesHash ageGroup ageBand incomeLevel monthlyIncome digitalAdoption digitalScore lifeStage
        channelPreference channelStrength channelStrengthLabel valueTier totalAssets creditBand creditRisk lifecycle
        tenureDays dormancy churnRisk rfmSegment rfmCode secondaryLifeStages products
        triggers { type date confidence } nextBestProducts { product kind reason rank }
      }
      household { id householdId asOf size monthlyIncome adjustedIncome tier confidence totalAssets products productCount }";
    for engine in require::engines() {
        let bank = Bank::seeded(engine, 120).await;
        let (_, page) = ask(&bank, "{ customers(first: 100) { nodes { name } } }").await;
        let (answer, statements) =
            ask(&bank, &format!("{{ customers(first: 100) {{ nodes {{ name {all} }} }} }}")).await;
        assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
        let nodes = answer["data"]["customers"]["nodes"].as_array().expect("nodes");
        let lists = ["secondaryLifeStages", "triggers", "products", "nextBestProducts"];
        for list in lists {
            let is_filled = |node: &&Value| node["segment"][list].as_array().is_some_and(|list| !list.is_empty());
            assert!(nodes.iter().any(|node| is_filled(&node)), "{engine:?} {list}");
        }
        assert_eq!((nodes.len(), page.len(), statements.len()), (100, 1, 1), "{engine:?} {statements:#?}");
    }
}

const LISTS: &str = "{ customer(by: { customerId: 5 }) {
  segment { secondaryLifeStages triggers { type date confidence } products nextBestProducts { product rank } }
  household { size }
} }";

#[tokio::test]
async fn a_list_that_a_refresh_did_not_give_yet_is_empty() {
    for engine in require::engines() {
        let (answer, _) = ask(&sparse::bank(engine).await, LISTS).await;
        let nothing = json!({ "secondaryLifeStages": [], "triggers": [], "products": [], "nextBestProducts": [] });
        assert_eq!(answer["data"]["customer"], json!({ "segment": nothing, "household": null }), "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn what_a_newer_program_put_into_a_list_is_left_out() {
    let newer = "UPDATE customer_segment SET secondary_life_stages = 16386, products = 4099, \
                 triggers = '1,2026-06-30,70;99,2026-06-30,100;2,2026-01-01,100', \
                 next_products = '1,0,0,1;99,1,1,1;2,99,1,1;2,1,99,2' WHERE customer_id = 5";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        bank.single_connection().await.execute_unprepared(newer).await.expect("other lists");
        let (answer, _) = ask(&bank, LISTS).await;
        let expected = json!({
            "secondaryLifeStages": ["STUDENT"],
            "triggers": [
                { "type": "PAYROLL_STARTED", "date": "2026-06-30", "confidence": "0.70" },
                { "type": "JUST_MARRIED", "date": "2026-01-01", "confidence": "1.00" },
            ],
            "products": ["CHECKING", "SAVINGS", "UNKNOWN"],
            "nextBestProducts": [{ "product": "SAVINGS", "rank": 1 }, { "product": "UNKNOWN", "rank": 1 }],
        });
        assert_eq!(answer["data"]["customer"]["segment"], expected, "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn a_list_that_is_not_packed_is_empty_with_an_error() {
    let odd = "UPDATE customer_segment SET triggers = '1,tomorrow,70' WHERE customer_id = 5";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        bank.single_connection().await.execute_unprepared(odd).await.expect("an odd list");
        let (answer, _) = ask(&bank, LISTS).await;
        assert_eq!(answer["data"]["customer"]["segment"]["triggers"], json!([]), "{engine:?} {answer}");
        assert_eq!(answer["errors"][0]["path"], json!(["customer", "segment", "triggers"]), "{engine:?} {answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR", "{engine:?} {answer}");
        assert!(!answer.to_string().contains("tomorrow"), "{answer}");
    }
}

#[tokio::test]
async fn a_household_is_null_for_who_has_none() {
    let query = "{ customers { nodes { customerId household { householdId members { nodes { customerId } } } } } }";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let (answer, statements) = ask(&bank, query).await;
        assert_eq!(statements.len(), 2, "{engine:?} {statements:#?}");
        let customers = sparse::customers();
        let home = |customer: &sparse::Customer| customer.segment.and_then(|segment| segment.household);
        let is_known = |id: i64| sparse::households().iter().any(|household| household.id == id);
        let mut known = 0;
        for (node, customer) in answer["data"]["customers"]["nodes"].as_array().expect("nodes").iter().zip(&customers) {
            let expected = home(customer).filter(|id| is_known(*id)).map(|id| {
                known += 1;
                let members = customers.iter().filter(|other| home(other) == Some(id));
                let nodes: Vec<_> = members.map(|other| json!({ "customerId": other.id.to_string() })).collect();
                json!({ "householdId": id.to_string(), "members": { "nodes": nodes } })
            });
            assert_eq!(node["household"], json!(expected), "{engine:?} {node}");
        }
        assert!(known > 5 && known < customers.len(), "{known}");
    }
}

#[tokio::test]
async fn a_wrong_condition_on_a_list_is_told_by_its_name() {
    let query = "query ($no: AccountTypeFilter, $none: AccountType, $size: SegmentTriggerFilter) {
      a: customers(filter: { segment: { products: { some: $no } } }) { totalCount }
      b: customers(filter: { segment: { products: { every: { eq: $none } } } }) { totalCount }
      c: customers(filter: { segment: { triggers: { none: $size } } }) { totalCount }
      d: customers(filter: { segment: { products: {} } }, first: 0) { totalCount }
    }";
    let variables = json!({ "no": null, "none": null, "size": null }).as_object().expect("an object").clone();
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let request = Request { query: query.to_owned(), variables: variables.clone(), ..Request::default() };
        let (answer, _) = bank.ask(request).await;
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let told = |at: usize| {
            let error = &answer["errors"][at];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{engine:?} {answer}");
            error["message"].as_str().unwrap_or_default().to_owned()
        };
        assert!(told(0).contains("`products.some`") && told(1).contains("`products.every.eq`"), "{engine:?} {answer}");
        assert!(told(2).contains("must not be null"), "{engine:?} {answer}");
        let segments = sparse::customers().iter().filter(|customer| customer.segment.is_some()).count();
        assert_eq!(answer["data"]["d"]["totalCount"], segments, "{engine:?} {answer}");
    }
}

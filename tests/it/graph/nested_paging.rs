//! Pages of nested lists: each parent's own, all parents' in one statement.

use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;

/// A nested list of a customer: its field, the type of its order, an order with ties, and the path to a node's key.
const LISTS: [(&str, &str, &str, &str); 4] = [
    ("accounts", "AccountOrder", "BALANCE", "key: accountId"),
    ("transactions", "TransactionOrder", "AMOUNT", "key: transactionId"),
    ("communicationLog", "CommunicationLogOrder", "TIMESTAMP", "key: logId"),
    ("relationships", "RelationshipOrder", "RELATIONSHIP_ID", "key: customerId"),
];

#[tokio::test]
async fn every_parent_has_the_first_and_the_last_of_its_own_rows() {
    for engine in require::engines() {
        let bank = Bank::young(engine, 40).await;
        for (list, _, order, key) in LISTS {
            let query = format!(
                "{{ customers(first: 40) {{ nodes {{
                   all: {list}(first: 100, orderBy: {{ field: {order}, direction: DESC }}) {{ nodes {{ {key} }} }}
                   head: {list}(first: 2, orderBy: {{ field: {order}, direction: DESC }}) {{
                     totalCount nodes {{ {key} }} pageInfo {{ hasNextPage hasPreviousPage }} }}
                   tail: {list}(last: 2, orderBy: {{ field: {order}, direction: DESC }}) {{
                     nodes {{ {key} }} pageInfo {{ hasNextPage hasPreviousPage }} }}
                 }} }} }}"
            );
            let (answer, statements) = ask(&bank, query, json!({})).await;
            assert_eq!(statements, 5, "{engine:?} {list}: the page, three lists and a count");
            let mut longest = 0;
            for customer in answer["customers"]["nodes"].as_array().expect("nodes") {
                let all = keys(&customer["all"]);
                longest = longest.max(all.len());
                let cut = all.len().min(2);
                assert_eq!(keys(&customer["head"]), all[..cut], "{engine:?} {list}");
                assert_eq!(keys(&customer["tail"]), all[all.len() - cut..], "{engine:?} {list}");
                assert_eq!(customer["head"]["totalCount"], all.len(), "{engine:?} {list}");
                let more = json!(all.len() > 2);
                assert_eq!(customer["head"]["pageInfo"], json!({ "hasNextPage": more, "hasPreviousPage": false }));
                assert_eq!(customer["tail"]["pageInfo"], json!({ "hasNextPage": false, "hasPreviousPage": more }));
            }
            assert!(longest > 2, "{list} has pages to cut");
        }
    }
}

#[tokio::test]
async fn a_nested_list_is_paged_through_by_its_cursors() {
    for engine in require::engines() {
        let bank = Bank::young(engine, 40).await;
        for (list, order_type, order, key) in LISTS {
            for direction in ["ASC", "DESC"] {
                let by = json!([{ "field": order, "direction": direction }]);
                let query = format!(
                    "query ($by: [{order_type}!], $first: Int, $after: String) {{ customers(first: 40) {{ nodes {{
                       customerId
                       list: {list}(orderBy: $by, first: $first, after: $after) {{
                         nodes {{ {key} }} pageInfo {{ hasNextPage endCursor }} }}
                     }} }} }}"
                );
                let (all, _) = ask(&bank, query.clone(), json!({ "by": by, "first": 100 })).await;
                let longest = (0..40).max_by_key(|at| keys(&all["customers"]["nodes"][at]["list"]).len());
                let longest = longest.expect("a customer");
                let mut seen = Vec::new();
                let mut after = Value::Null;
                loop {
                    let variables = json!({ "by": by, "first": 3, "after": after });
                    let (page, _) = ask(&bank, query.clone(), variables).await;
                    let list = &page["customers"]["nodes"][longest]["list"];
                    seen.extend(keys(list));
                    after = list["pageInfo"]["endCursor"].clone();
                    if list["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                }
                assert_eq!(seen, keys(&all["customers"]["nodes"][longest]["list"]), "{engine:?} {list} {direction}");
            }
        }
    }
}

async fn ask(bank: &Bank, query: String, variables: Value) -> (Value, usize) {
    let variables = variables.as_object().expect("an object").clone();
    let (answer, statements) = bank.ask(Request { query, variables, ..Request::default() }).await;
    let mut answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    (answer["data"].take(), statements.len())
}

fn keys(list: &Value) -> Vec<String> {
    let nodes = list["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["key"].as_str().expect("a key").to_owned()).collect()
}

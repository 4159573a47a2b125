//! Paging: forwards and backwards, in every order, with NULLs and ties, each row comes exactly once.

use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;
use super::sparse;

/// A list to page through: its field, the type of its order, and the field with the key.
const LISTS: [(&str, &str, &str, &[&str]); 3] = [
    (
        "customers",
        "CustomerOrder",
        "customerId",
        &[
            "CUSTOMER_ID",
            "NAME",
            "DATE_OF_BIRTH",
            "TOTAL_ASSETS",
            "MONTHLY_INCOME",
            "DIGITAL_SCORE",
            "AGE_GROUP",
            "INCOME_LEVEL",
            "DIGITAL_ADOPTION",
            "CHANNEL_PREFERENCE",
            "LIFE_STAGE",
            "TENURE_DAYS",
            "CHURN_RISK",
        ],
    ),
    ("accounts", "AccountOrder", "accountId", &["ACCOUNT_ID", "BALANCE"]),
    (
        "households",
        "HouseholdOrder",
        "householdId",
        &["HOUSEHOLD_ID", "SIZE", "MONTHLY_INCOME", "ADJUSTED_INCOME", "TIER", "TOTAL_ASSETS", "PRODUCT_COUNT"],
    ),
];

#[tokio::test]
async fn each_row_comes_exactly_once_in_every_order() {
    let mut whole: Option<Vec<Vec<String>>> = None;
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let mut lists = Vec::new();
        for (field, order_type, key, orders) in LISTS {
            for (index, order_by) in every_order(orders).into_iter().enumerate() {
                let list = List { bank: &bank, field, order_type, key, order_by };
                let all = list.page(json!({ "first": 1000 })).await.keys;
                let size = [2, 3, 5, 8, 30][index % 5];
                assert_eq!(list.forwards(size).await, all, "{engine:?} {} {size}", list.order_by);
                assert_eq!(list.backwards(size).await, all, "{engine:?} {} {size}", list.order_by);
                let mut distinct = all.clone();
                distinct.sort();
                distinct.dedup();
                assert_eq!(distinct.len(), all.len(), "{engine:?} {}", list.order_by);
                lists.push(all);
            }
        }
        // The same order on every engine.
        let first = whole.get_or_insert_with(|| lists.clone());
        assert_eq!(*first, lists, "{engine:?}");
    }
}

/// Every field alone, in both directions and with both places for nulls; and each with a second one.
fn every_order(fields: &[&str]) -> Vec<Value> {
    let mut orders = vec![Value::Null];
    for (index, field) in fields.iter().enumerate() {
        for direction in ["ASC", "DESC"] {
            for nulls in ["FIRST", "LAST"] {
                let one = json!({ "field": field, "direction": direction, "nulls": nulls });
                let second = fields[(index + 1) % fields.len()];
                let two = json!({ "field": second, "direction": if direction == "ASC" { "DESC" } else { "ASC" } });
                orders.push(json!([one]));
                orders.push(json!([one, two]));
            }
        }
    }
    orders
}

struct List<'a> {
    bank: &'a Bank,
    field: &'a str,
    order_type: &'a str,
    key: &'a str,
    order_by: Value,
}

struct Page {
    keys: Vec<String>,
    start: Value,
    end: Value,
    has_next: bool,
    has_previous: bool,
}

impl List<'_> {
    async fn page(&self, mut variables: Value) -> Page {
        variables["orderBy"] = self.order_by.clone();
        let query = format!(
            "query ($orderBy: [{}!], $first: Int, $after: String, $last: Int, $before: String) {{
               list: {}(orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {{
                 nodes {{ key: {} }}
                 pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
               }}
             }}",
            self.order_type, self.field, self.key
        );
        let variables = variables.as_object().expect("an object").clone();
        let (answer, statements) = self.bank.ask(Request { query, variables, ..Request::default() }).await;
        assert_eq!(statements.len(), 1, "one statement a page");
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(answer["errors"], Value::Null, "{answer}");
        let list = &answer["data"]["list"];
        let keys = list["nodes"].as_array().expect("nodes").iter();
        Page {
            keys: keys.map(|node| node["key"].as_str().expect("a key").to_owned()).collect(),
            start: list["pageInfo"]["startCursor"].clone(),
            end: list["pageInfo"]["endCursor"].clone(),
            has_next: list["pageInfo"]["hasNextPage"] == true,
            has_previous: list["pageInfo"]["hasPreviousPage"] == true,
        }
    }

    async fn forwards(&self, size: usize) -> Vec<String> {
        let mut keys = Vec::new();
        let mut page = self.page(json!({ "first": size })).await;
        assert!(!page.has_previous);
        loop {
            assert!(page.keys.len() <= size);
            keys.append(&mut page.keys);
            let last = page.end.clone();
            if !page.has_next {
                let beyond = self.page(json!({ "first": size, "after": last })).await;
                assert_eq!((beyond.keys.len(), beyond.has_next, &beyond.end), (0, false, &Value::Null));
                return keys;
            }
            page = self.page(json!({ "first": size, "after": last })).await;
            assert!(page.has_previous && !page.keys.is_empty());
        }
    }

    async fn backwards(&self, size: usize) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let mut page = self.page(json!({ "last": size })).await;
        assert!(!page.has_next);
        loop {
            page.keys.append(&mut keys);
            keys = page.keys;
            if !page.has_previous {
                return keys;
            }
            page = self.page(json!({ "last": size, "before": page.start })).await;
            assert!(page.has_next && !page.keys.is_empty());
        }
    }
}

/// What the orders mean, told once in full: code points, trailing spaces, nulls last unless asked otherwise.
#[tokio::test]
async fn names_are_ordered_by_code_point_with_nulls_last() {
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let query = "{
          up: customers(orderBy: { field: NAME }, first: 100) { nodes { name } }
          down: customers(orderBy: { field: NAME, direction: DESC }, first: 100) { nodes { name } }
          first: customers(orderBy: { field: NAME, nulls: FIRST }, first: 1) { nodes { name } }
        }";
        let (answer, _) = bank.ask(Request { query: query.to_owned(), ..Request::default() }).await;
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let names = |list: &str| {
            let mut names: Vec<Value> = Vec::new();
            for node in answer["data"][list]["nodes"].as_array().expect("nodes") {
                if names.last() != Some(&node["name"]) {
                    names.push(node["name"].clone());
                }
            }
            Value::Array(names)
        };
        assert_eq!(names("up"), json!(["", "Ada", "Ada ", "Zoë", "ada", null]), "{engine:?}");
        assert_eq!(names("down"), json!(["ada", "Zoë", "Ada ", "Ada", "", null]), "{engine:?}");
        assert_eq!(names("first"), json!([null]), "{engine:?}");
    }
}

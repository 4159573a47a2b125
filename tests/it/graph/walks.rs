//! Walks along relationships are what a naive search over the same rows finds, on every engine and within bounds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::Limits;
use tellergraph_api::graphql::node::write_id;
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::codes;
use tellergraph_segmentation::Rules;
use tellergraph_tests::engine::{Database, Engine};
use tellergraph_tests::require;

use super::bank::{Bank, limits, pages};
use super::sparse::Rows;

/// A relationship: its key, its two customers, its text.
type Row = (i64, Option<i64>, Option<i64>, Option<&'static str>);

/// Customers of one random graph.
const CUSTOMERS: i64 = 8;
/// The random graphs: the key before that of their first customer, and how many relationships, from hardly any to
/// nearly all.
const GRAPHS: [(i64, usize); 5] = [(0, 4), (10, 7), (20, 10), (30, 14), (40, 30)];
const KINDS: [Option<&str>; 6] =
    [Some("spouse"), Some("parent"), Some("child"), Some("guardian"), Some("no such thing"), None];

/// Random graphs side by side: the customers 1 to 8 are the first, 11 to 18 the second, and so on.
fn random_rows() -> Vec<Row> {
    let mut runner = TestRunner::deterministic();
    let mut rows = Vec::new();
    for (start, relationships) in GRAPHS {
        let end = || (0..=CUSTOMERS).prop_map(move |end| (end > 0).then_some(start + end));
        let strategy = vec((end(), end(), 0..KINDS.len()), relationships);
        for (first, second, kind) in strategy.new_tree(&mut runner).expect("rows").current() {
            rows.push((1 + i64::try_from(rows.len()).expect("a small number"), first, second, KINDS[kind]));
        }
    }
    rows
}

fn random_customers() -> Vec<i64> {
    GRAPHS.into_iter().flat_map(|(start, _)| (1..=CUSTOMERS).map(move |customer| start + customer)).collect()
}

async fn bank(engine: Engine, customers: &[i64], rows: &[Row], limits: Limits) -> Bank {
    let database = Database::create(engine).await.expect("a database");
    let connection = database.connect().await.expect("a connection");
    let write = Rows { connection: &connection };
    for id in customers {
        write.customer(*id, None, None).await;
    }
    for (id, first, second, kind) in rows {
        write.relationship(*id, *first, *second, *kind).await;
    }
    codes::learn(&connection, &Rules::default()).await.expect("the codes");
    let known = codes::load(&connection).await.expect("the codes");
    let graph = Graph::new(connection, limits, pages(), chrono_tz::UTC);
    graph.know_codes(known);
    Bank::over(graph, engine, database)
}

async fn ask(bank: &Bank, query: String) -> (Value, usize) {
    let (answer, statements) = bank.ask(Request { query, ..Request::default() }).await;
    (serde_json::from_slice(&answer.body).expect("JSON"), statements.len())
}

/// Who is joined with whom, and by which row: that with the smallest key.
struct Naive(BTreeMap<i64, BTreeMap<i64, Row>>);

impl Naive {
    fn new(rows: &[Row]) -> Self {
        let mut joined: BTreeMap<i64, BTreeMap<i64, Row>> = BTreeMap::new();
        for row in rows {
            if let (_, Some(first), Some(second), _) = *row
                && first != second
            {
                joined.entry(first).or_default().entry(second).or_insert(*row);
                joined.entry(second).or_default().entry(first).or_insert(*row);
            }
        }
        Self(joined)
    }

    fn next_to(&self, key: i64) -> impl Iterator<Item = i64> {
        self.0.get(&key).into_iter().flat_map(|others| others.keys().copied())
    }

    /// Every way that visits nobody twice, tried out: the shortest, of these that over the smallest keys.
    fn path(&self, from: i64, to: i64, hops: usize) -> Option<Vec<i64>> {
        let mut best = None;
        self.try_out(&mut vec![from], to, hops, &mut best);
        best
    }

    fn try_out(&self, way: &mut Vec<i64>, to: i64, hops: usize, best: &mut Option<Vec<i64>>) {
        let here = *way.last().expect("a start");
        if here == to {
            let better = best.as_ref().is_none_or(|best| (way.len(), &*way) < (best.len(), best));
            if better {
                *best = Some(way.clone());
            }
            return;
        }
        if way.len() > hops || best.as_ref().is_some_and(|best| way.len() >= best.len()) {
            return;
        }
        for next in self.next_to(here).collect::<Vec<_>>() {
            if !way.contains(&next) {
                way.push(next);
                self.try_out(way, to, hops, best);
                way.pop();
            }
        }
    }

    /// Distance, key, the key before, the row.
    fn network(&self, start: i64, hops: usize) -> Vec<(usize, i64, i64, i64)> {
        let far = |key| self.path(start, key, hops).map(|way| way.len() - 1);
        let mut found: Vec<_> = self
            .0
            .keys()
            .filter_map(|key| {
                let distance = far(*key).filter(|distance| *distance > 0)?;
                let before = self.next_to(*key).find(|other| far(*other) == Some(distance - 1))?;
                Some((distance, *key, before, self.0[&before][key].0))
            })
            .collect();
        found.sort_unstable();
        found
    }
}

fn id(key: i64) -> String {
    let mut id = String::new();
    write_id(&mut id, "Customer", key);
    id
}

fn key(customer: &Value) -> i64 {
    customer["customerId"].as_str().expect("a key").parse().expect("a number")
}

/// Limits that do not meet the number of fields that these tests ask for at once.
fn roomy() -> Limits {
    Limits { aliases: 2_000, root_fields: 200, document_tokens: 50_000, ..limits() }
}

#[tokio::test]
async fn paths_are_those_of_a_search_that_tries_every_way() {
    let (customers, rows) = (random_customers(), random_rows());
    let naive = Naive::new(&rows);
    for engine in require::engines() {
        let bank = bank(engine, &customers, &rows, roomy()).await;
        let mut asked = 0;
        let mut lengths = [0_usize; 8];
        for from in &customers {
            // Everybody of the same graph, and one of another.
            let to: Vec<i64> =
                customers.iter().copied().filter(|to| to / 10 == from / 10).chain([from % 40 + 10]).collect();
            let mut query = String::new();
            for (index, to) in to.iter().enumerate() {
                let hops = (from + to) % 7;
                let _ = write!(
                    query,
                    "p{index}: relationshipPath(from: \"{}\", to: \"{}\", maxHops: {hops}) {{ hops nodes {{ customerId }} \
                     edges {{ type role relationship {{ relationshipId customer1 {{ customerId }} }} \
                     from {{ customerId }} node {{ customerId }} }} }} ",
                    id(*from),
                    id(*to),
                );
            }
            let (answer, _) = ask(&bank, format!("{{ {query} }}")).await;
            assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
            for (index, to) in to.into_iter().enumerate() {
                let hops = usize::try_from((from + to) % 7).expect("a small number");
                let told = &answer["data"][format!("p{index}")];
                let Some(way) = naive.path(*from, to, hops) else {
                    assert_eq!(*told, Value::Null, "{engine:?} {from} {to}");
                    continue;
                };
                let nodes: Vec<i64> = told["nodes"].as_array().expect("nodes").iter().map(key).collect();
                assert_eq!(nodes, way, "{engine:?} {from} {to}");
                assert_eq!(told["hops"], way.len() - 1, "{engine:?} {from} {to}");
                for (edge, pair) in told["edges"].as_array().expect("edges").iter().zip(way.windows(2)) {
                    let (relationship, first, ..) = naive.0[&pair[0]][&pair[1]];
                    assert_eq!([key(&edge["from"]), key(&edge["node"])], pair, "{engine:?} {told}");
                    assert_eq!(edge["relationship"]["relationshipId"], relationship.to_string(), "{engine:?}");
                    // A child that is reached as the first of the two is a child, otherwise a parent.
                    if edge["type"] == "CHILD" {
                        let role = if first == Some(pair[1]) { "CHILD" } else { "PARENT" };
                        assert_eq!(edge["role"], role, "{engine:?} {edge}");
                    }
                }
                assert_eq!(told["edges"].as_array().map(Vec::len), Some(way.len() - 1));
                lengths[way.len()] += 1;
                asked += 1;
            }
        }
        assert!(asked > 150 && lengths[1..=5].iter().all(|count| *count > 3), "{asked} {lengths:?}");
    }
}

#[tokio::test]
async fn networks_are_those_of_a_search_that_tries_every_way() {
    let (customers, rows) = (random_customers(), random_rows());
    let naive = Naive::new(&rows);
    for engine in require::engines() {
        let bank = bank(engine, &customers, &rows, limits()).await;
        for hops in 0..=6_usize {
            let query = format!(
                "{{ customers(first: 100) {{ nodes {{ customerId network(hops: {hops}, first: 3) {{ \
                 hops totalCount truncated nodes {{ customerId }} \
                 edges {{ distance from {{ customerId }} node {{ customerId }} relationship {{ relationshipId }} }} \
                 }} }} }} }}"
            );
            let (answer, statements) = ask(&bank, query).await;
            assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
            // The page, the hops, the customers and the relationships that were reached.
            assert!(statements <= 3 + hops, "{engine:?} {statements}");
            for customer in answer["data"]["customers"]["nodes"].as_array().expect("nodes") {
                let expected = naive.network(key(customer), hops);
                let told = &customer["network"];
                assert_eq!(told["totalCount"], expected.len(), "{engine:?} {customer}");
                assert_eq!((&told["truncated"], &told["hops"]), (&json!(false), &json!(hops)), "{engine:?}");
                let shown = &expected[..expected.len().min(3)];
                let nodes: Vec<i64> = told["nodes"].as_array().expect("nodes").iter().map(key).collect();
                assert_eq!(nodes, shown.iter().map(|(_, key, ..)| *key).collect::<Vec<_>>(), "{engine:?} {customer}");
                let edges = told["edges"].as_array().expect("edges").iter().map(|edge| {
                    let row = edge["relationship"]["relationshipId"].as_str().expect("a key");
                    (edge["distance"].clone(), key(&edge["node"]), key(&edge["from"]), row.to_owned())
                });
                let expected =
                    shown.iter().map(|(distance, key, before, row)| (json!(distance), *key, *before, row.to_string()));
                assert_eq!(edges.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{engine:?} {customer}");
            }
        }
    }
}

/// A hub with twenty others around it, each with one more behind it: 1 with 101 to 120, 101 with 201, and so on.
fn star() -> (Vec<i64>, Vec<Row>) {
    let around = 101..=120;
    let customers = std::iter::once(1).chain(around.clone()).chain(201..=220).collect();
    let inner = around.clone().map(|key| (key, Some(1), Some(key), Some("sibling")));
    let outer = around.map(|key| (key + 100, Some(key + 100), Some(key), Some("child")));
    (customers, inner.chain(outer).collect())
}

#[tokio::test]
async fn a_network_beyond_its_bounds_is_cut_and_says_so() {
    let query = "{ hub: customer(by: { customerId: 1 }) { network { ...N } }
                   rim: customers(filter: { customerId: { in: [101, 102] } }) { nodes { network { ...N } } } }
                 fragment N on CustomerNetwork { totalCount truncated edges { distance node { customerId } } }";
    let brief = |network: &Value| -> (i64, bool, Vec<(i64, i64)>) {
        let edges = network["edges"].as_array().expect("edges").iter();
        let edges = edges.map(|edge| (edge["distance"].as_i64().expect("a number"), key(&edge["node"]))).collect();
        (network["totalCount"].as_i64().expect("a count"), network["truncated"] == true, edges)
    };
    let (customers, rows) = star();
    let at = |distance: i64, keys: std::ops::RangeInclusive<i64>| keys.map(move |key| (distance, key));
    for engine in require::engines() {
        let told = async |limits: Limits| {
            let bank = bank(engine, &customers, &rows, limits).await;
            let (answer, _) = ask(&bank, query.to_owned()).await;
            assert_eq!(answer["errors"], Value::Null, "{engine:?} {answer}");
            let data = &answer["data"];
            let rim = &data["rim"]["nodes"];
            (brief(&data["hub"]["network"]), brief(&rim[0]["network"]), brief(&rim[1]["network"]))
        };
        let (hub, first, _) = told(limits()).await;
        assert_eq!(hub, (40, false, at(1, 101..=120).chain(at(2, 201..=205)).collect()), "{engine:?}");
        let others = at(1, 1..=1).chain(at(1, 201..=201)).chain(at(2, 102..=120)).collect();
        assert_eq!(first, (21, false, others), "{engine:?}");

        // Of what lies equally far, the smallest keys.
        let (hub, first, _) = told(Limits { network_customers: 4, ..limits() }).await;
        assert_eq!(hub, (4, true, at(1, 101..=104).collect()), "{engine:?}");
        let others = at(1, 1..=1).chain(at(1, 201..=201)).chain(at(2, 102..=103)).collect();
        assert_eq!(first, (4, true, others), "{engine:?}");

        // What one network reached is gone for the next ones; both go on hop by hop.
        let (hub, first, second) = told(Limits { networks_customers: 45, ..limits() }).await;
        assert_eq!((hub.0, hub.1), (40, false), "{engine:?}");
        assert_eq!(first, (3, true, vec![(1, 1), (1, 201), (2, 102)]), "{engine:?}");
        assert_eq!(second, (2, true, vec![(1, 1), (1, 202)]), "{engine:?}");

        // A hop that reads too many relationships ends there, since what lies beyond could be nearer than it seems.
        let (hub, first, _) = told(Limits { hop_relationships: 10, ..limits() }).await;
        assert_eq!(hub, (10, true, at(1, 101..=110).collect()), "{engine:?}");
        assert_eq!((first.0, first.1), (11, true), "{engine:?}");
    }
}

#[tokio::test]
async fn a_path_beyond_its_bounds_fails_its_field_only() {
    let query = format!(
        "{{ far: relationshipPath(from: \"{0}\", to: \"{1}\") {{ hops }}
            near: relationshipPath(from: \"{0}\", to: \"{2}\") {{ hops }} }}",
        id(201),
        id(202),
        id(101),
    );
    let (customers, rows) = star();
    for engine in require::engines() {
        for limits in [Limits { path_customers: 4, ..limits() }, Limits { hop_relationships: 2, ..limits() }] {
            let bank = bank(engine, &customers, &rows, limits).await;
            let (answer, _) = ask(&bank, query.clone()).await;
            assert_eq!(answer["data"], json!({ "far": null, "near": { "hops": 1 } }), "{engine:?} {answer}");
            let errors = answer["errors"].as_array().expect("errors");
            assert_eq!(errors.len(), 1, "{engine:?} {answer}");
            assert_eq!(errors[0]["extensions"]["code"], "COST_LIMIT", "{engine:?} {answer}");
            assert_eq!(errors[0]["path"], json!(["far"]), "{engine:?} {answer}");
        }
        let bank = bank(engine, &customers, &rows, limits()).await;
        let (answer, _) = ask(&bank, query.clone()).await;
        assert_eq!(answer["data"], json!({ "far": { "hops": 4 }, "near": { "hops": 1 } }), "{engine:?} {answer}");
    }
}

#[tokio::test]
async fn a_customer_who_is_gone_is_on_no_path_and_in_no_network() {
    let (customers, rows) = ([1, 2, 3], [(1, Some(1), Some(2), Some("spouse"))]);
    let bank = bank(Engine::Sqlite, &customers, &rows, limits()).await;
    // Only here can a program leave relationships with a customer who is gone.
    let dangling = "PRAGMA foreign_keys = OFF; \
                    INSERT INTO relationships VALUES (2, 2, 99, 'sibling'), (3, 99, 3, 'sibling'); \
                    PRAGMA foreign_keys = ON";
    bank.single_connection().await.execute_unprepared(dangling).await.expect("dangling rows");
    let path = |name: &str, from, to| {
        format!("{name}: relationshipPath(from: \"{}\", to: \"{}\", maxHops: 6) {{ hops }} ", id(from), id(to))
    };
    let paths = [
        path("over", 1, 3),
        path("from", 99, 1),
        path("to", 1, 99),
        path("self", 99, 99),
        path("unknown", 1, 1_000),
        path("there", 2, 1),
    ];
    let network = "customers { nodes { network(hops: 6) { totalCount } } }";
    let (answer, _) = ask(&bank, format!("{{ {} {network} }}", paths.concat())).await;
    let networks: Vec<Value> = [1, 1, 0].map(|count| json!({ "network": { "totalCount": count } })).into();
    let expected = json!({
        "over": null, "from": null, "to": null, "self": null, "unknown": null, "there": { "hops": 1 },
        "customers": { "nodes": networks },
    });
    assert_eq!((&answer["data"], &answer["errors"]), (&expected, &Value::Null));
}

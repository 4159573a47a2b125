//! Filters: any tree of conditions finds the rows of which it holds, on every engine, NULLs and complements included.
//!
//! What holds is told a second time here, over the rows in memory, from the rules that docs/graph.md gives clients.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_tests::require;

use super::bank::Bank;
use super::sparse::{
    self, Account, Customer, Household, Segment, Trigger, accounts, customers, day, households, triggers,
};

const CLASSES: [&str; 5] = ["MINOR", "YOUNG_ADULT", "YOUNG_PROFESSIONAL", "MIDDLE_AGED", "SENIOR"];
/// A class that is not stored shows as the last.
const TIERS: [&str; 4] = ["BASIC", "CORE", "PREFERRED", "UNKNOWN"];
/// A class that is not stored shows as null.
const LIFECYCLES: [&str; 4] = ["PROSPECT", "OPEN", "CLOSED", "DECEASED"];

/// Bit n of a set is the class at position n.
const STAGES: [&str; 3] = ["MINOR", "STUDENT", "STARTING_CAREER"];
const PRODUCTS: [&str; 3] = ["CHECKING", "SAVINGS", "CREDIT_CARD"];
const TRIGGERS: [&str; 3] = ["FIRST_SALARY", "PAYROLL_STARTED", "JUST_MARRIED"];

#[test]
fn a_filter_finds_the_rows_of_which_it_holds() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut banks = Vec::new();
    for engine in require::engines() {
        banks.push(runtime.block_on(sparse::bank(engine)));
    }
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let told = runner.run(&customer_filter(), |filter| {
        let expected: Vec<String> = customers()
            .iter()
            .filter(|customer| holds(&filter, customer))
            .map(|customer| customer.id.to_string())
            .collect();
        for bank in &banks {
            let found = runtime.block_on(found(bank, &filter));
            prop_assert_eq!(&found, &expected, "{:?} {}", bank.engine, filter);
        }
        Ok(())
    });
    told.expect("the same rows");
}

async fn found(bank: &Bank, filter: &Value) -> Vec<String> {
    let query = "query ($filter: CustomerFilter) { customers(filter: $filter, first: 100) {
        totalCount nodes { customerId } } }";
    let variables = json!({ "filter": filter }).as_object().expect("an object").clone();
    let (answer, _) = bank.ask(Request { query: query.to_owned(), variables, ..Request::default() }).await;
    let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(answer["errors"], Value::Null, "{answer} {filter}");
    let nodes = answer["data"]["customers"]["nodes"].as_array().expect("nodes");
    assert_eq!(answer["data"]["customers"]["totalCount"], nodes.len());
    nodes.iter().map(|node| node["customerId"].as_str().expect("a key").to_owned()).collect()
}

fn customer_filter() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        field(
            "customerId",
            operators(select((0..24).map(|id: i64| json!(id.to_string())).collect::<Vec<_>>()).boxed())
        ),
        field("name", prop_oneof![operators(name()), patterns()].boxed()),
        field("dateOfBirth", operators(select((0..6).map(|years| json!(day(years))).collect::<Vec<_>>()).boxed())),
        field(
            "segment",
            prop_oneof![
                Just(json!({})),
                field("ageGroup", classes(&CLASSES)),
                field("valueTier", classes(&TIERS)),
                field("valueTier", classes(&TIERS)).prop_map(|inner| json!({ "not": inner })),
                field("lifecycle", prop_oneof![classes(&LIFECYCLES), nulls()].boxed()),
                field("lifecycle", classes(&LIFECYCLES)).prop_map(|inner| json!({ "not": inner })),
                field("monthlyIncome", operators(amount(&["0", "1000", "2000.00", "2000.01", "3000"]))),
                field("ageGroup", classes(&CLASSES)).prop_map(|inner| json!({ "not": inner })),
                field("secondaryLifeStages", quantified(classes(&STAGES))),
                field("triggers", quantified(trigger_filter())),
            ]
            .boxed()
        ),
        field("accounts", quantified(account_filter())),
        field("household", household_filter()),
        Just(json!({})),
    ];
    // The deepest conditions on related rows take two levels more, and five are allowed with the filter itself.
    leaf.prop_recursive(2, 12, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 0..3);
        prop_oneof![
            several.clone().prop_map(|filters| json!({ "and": filters })),
            several.prop_map(|filters| json!({ "or": filters })),
            inner.clone().prop_map(|filter| json!({ "not": filter })),
            (inner.clone(), inner).prop_map(|(one, other)| {
                let mut both = one.as_object().expect("an object").clone();
                both.extend(other.as_object().expect("an object").clone());
                Value::Object(both)
            }),
        ]
    })
    .boxed()
}

fn field(name: &'static str, operators: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    operators.prop_map(move |operators| json!({ name: operators })).boxed()
}

fn name() -> BoxedStrategy<Value> {
    select(vec![json!("Ada"), json!("Ada "), json!("ada"), json!("Zoë"), json!(""), json!("B"), json!("%")]).boxed()
}

fn amount(amounts: &[&str]) -> BoxedStrategy<Value> {
    select(amounts.iter().map(|amount| json!(amount)).collect::<Vec<_>>()).boxed()
}

fn operators(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let several = prop::collection::vec(value.clone(), 0..3);
    let names = select(vec!["eq", "ne", "lt", "lte", "gt", "gte"]);
    prop_oneof![
        (names.clone(), value.clone()).prop_map(|(operator, value)| json!({ operator: value })),
        (select(vec!["in", "notIn"]), several).prop_map(|(operator, values)| json!({ operator: values })),
        nulls(),
        (names, value).prop_map(|(operator, value)| json!({ operator: value, "isNull": false })),
    ]
    .boxed()
}

fn nulls() -> BoxedStrategy<Value> {
    any::<bool>().prop_map(|absent| json!({ "isNull": absent })).boxed()
}

fn patterns() -> BoxedStrategy<Value> {
    let text = select(vec!["", "A", "a", "da", "ë", " ", "_", "%", "Ada"]);
    (select(vec!["contains", "startsWith", "endsWith"]), text)
        .prop_map(|(operator, text)| json!({ operator: text }))
        .boxed()
}

fn classes(names: &[&'static str]) -> BoxedStrategy<Value> {
    let class = select(names.to_vec());
    prop_oneof![
        (select(vec!["eq", "ne"]), class.clone()).prop_map(|(operator, class)| json!({ operator: class })),
        (select(vec!["in", "notIn"]), prop::collection::vec(class, 0..3))
            .prop_map(|(operator, classes)| json!({ operator: classes })),
    ]
    .boxed()
}

fn account_filter() -> BoxedStrategy<Value> {
    let balance = field("balance", operators(amount(&["0", "100.50", "201", "50"])));
    prop_oneof![
        balance,
        Just(json!({})),
        field("accountId", operators(select(vec![json!("3"), json!("8"), json!("9")]).boxed()))
            .prop_map(|filter| json!({ "not": filter })),
        field("customer", field("name", operators(name()))),
    ]
    .boxed()
}

fn trigger_filter() -> BoxedStrategy<Value> {
    let date = field("date", operators(select((0..3).map(|years| json!(day(years))).collect::<Vec<_>>()).boxed()));
    let kind = field("type", classes(&TRIGGERS));
    prop_oneof![
        Just(json!({})),
        kind.clone(),
        date.clone(),
        field("confidence", operators(amount(&["0.70", "1", "0.7", "0.71"]))),
        (kind, date).prop_map(|(kind, date)| json!({ "type": kind["type"], "date": date["date"] })),
    ]
    .boxed()
}

fn household_filter() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(json!({})),
        field("size", operators(select(vec![json!(0), json!(1), json!(2)]).boxed())),
        field("monthlyIncome", operators(amount(&["0", "2000.00", "2000.01"]))),
        field("products", quantified(prop_oneof![Just(json!({})), classes(&PRODUCTS)].boxed())),
        field("members", quantified(prop_oneof![Just(json!({})), field("name", operators(name()))].boxed())),
    ]
    .boxed()
}

fn quantified(filter: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    (select(vec!["some", "every", "none"]), filter)
        .prop_map(|(quantifier, filter)| json!({ quantifier: filter }))
        .boxed()
}

/// Whether a filter holds of a customer.
fn holds(filter: &Value, customer: &Customer) -> bool {
    members(filter).all(|(name, operand)| match name {
        "and" => each(operand).all(|filter| holds(filter, customer)),
        "or" => each(operand).any(|filter| holds(filter, customer)),
        "not" => !holds(operand, customer),
        "customerId" => compares(operand, Some(&customer.id), |value| value.as_str().expect("a key").parse().ok()),
        "name" => text_compares(operand, customer.name),
        "dateOfBirth" => {
            compares(operand, customer.born.as_ref(), |value| value.as_str().expect("a date").parse().ok())
        }
        "segment" => customer.segment.is_some_and(|segment| segment_holds(operand, customer.id, segment)),
        "accounts" => {
            let own =
                accounts().into_iter().filter(|account| account.customer == Some(customer.id)).collect::<Vec<_>>();
            quantifiers_hold(operand, &own, account_holds)
        }
        "household" => {
            let home = customer.segment.and_then(|segment| segment.household);
            households().iter().any(|household| Some(household.id) == home && household_holds(operand, household))
        }
        other => panic!("no rule for {other}"),
    })
}

fn quantifiers_hold<T>(quantifiers: &Value, rows: &[T], holds: impl Fn(&Value, &T) -> bool) -> bool {
    members(quantifiers).all(|(quantifier, filter)| match quantifier {
        "some" => rows.iter().any(|row| holds(filter, row)),
        "every" => rows.iter().all(|row| holds(filter, row)),
        _ => !rows.iter().any(|row| holds(filter, row)),
    })
}

/// A set that is NULL is empty.
fn set_holds(quantifiers: &Value, bits: Option<i16>, names: &[&str]) -> bool {
    let classes: Vec<_> =
        names.iter().enumerate().filter(|(at, _)| bits.unwrap_or(0) >> at & 1 == 1).map(|(_, name)| *name).collect();
    quantifiers_hold(quantifiers, &classes, |filter, class| class_compares(filter, Some(class)))
}

fn trigger_holds(filter: &Value, trigger: &Trigger) -> bool {
    members(filter).all(|(name, operand)| match name {
        "type" => class_compares(operand, TRIGGERS.get(usize::try_from(trigger.kind).expect("a kind")).copied()),
        "date" => compares(operand, Some(&trigger.date), |value| value.as_str().expect("a date").parse().ok()),
        _ => compares(operand, Some(&i64::from(trigger.confidence)), cents),
    })
}

fn household_holds(filter: &Value, household: &Household) -> bool {
    members(filter).all(|(name, operand)| match name {
        "size" => compares(operand, Some(&i64::from(household.size)), Value::as_i64),
        "monthlyIncome" => compares(operand, household.income.as_ref(), cents),
        "products" => set_holds(operand, Some(household.products), &PRODUCTS),
        _ => {
            let lives_here =
                |customer: &Customer| customer.segment.and_then(|segment| segment.household) == Some(household.id);
            quantifiers_hold(operand, &customers().into_iter().filter(lives_here).collect::<Vec<_>>(), holds)
        }
    })
}

fn segment_holds(filter: &Value, customer: i64, segment: Segment) -> bool {
    let Segment { class, income, further, stages, household: _ } = segment;
    let class_of = |own: Option<i16>, names: &[&'static str]| names.get(usize::try_from(own?).ok()?).copied();
    members(filter).all(|(name, operand)| match name {
        "not" => !segment_holds(operand, customer, segment),
        "ageGroup" => class_compares(operand, class_of(Some(class), &CLASSES)),
        "valueTier" => class_compares(operand, class_of(further, &TIERS).or(Some("UNKNOWN"))),
        "lifecycle" => class_compares(operand, class_of(further, &LIFECYCLES)),
        "secondaryLifeStages" => set_holds(operand, stages, &STAGES),
        "triggers" => {
            let own = triggers().into_iter().filter(|trigger| trigger.customer == customer).collect::<Vec<_>>();
            quantifiers_hold(operand, &own, trigger_holds)
        }
        _ => compares(operand, income.as_ref(), cents),
    })
}

fn account_holds(filter: &Value, account: &Account) -> bool {
    members(filter).all(|(name, operand)| match name {
        "not" => !account_holds(operand, account),
        "balance" => compares(operand, account.balance.as_ref(), cents),
        "accountId" => compares(operand, Some(&account.id), |value| value.as_str().expect("a key").parse().ok()),
        _ => customers().iter().any(|customer| account.customer == Some(customer.id) && holds(operand, customer)),
    })
}

fn cents(value: &Value) -> Option<i64> {
    let text = value.as_str().expect("an amount");
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "00"));
    Some(whole.parse::<i64>().ok()? * 100 + format!("{fraction:0<2}").parse::<i64>().ok()?)
}

fn compares<T: PartialOrd>(operators: &Value, own: Option<&T>, read: impl Fn(&Value) -> Option<T>) -> bool {
    members(operators).all(|(operator, operand)| {
        if operator == "isNull" {
            return own.is_none() == (operand == true);
        }
        let Some(own) = own else { return false };
        let is = |value: &Value| read(value).is_some_and(|value| value == *own);
        let other = || read(operand).expect("a value");
        match operator {
            "eq" => is(operand),
            "ne" => !is(operand),
            "in" => each(operand).any(is),
            "notIn" => !each(operand).any(is),
            "lt" => *own < other(),
            "lte" => *own <= other(),
            "gt" => *own > other(),
            _ => *own >= other(),
        }
    })
}

fn class_compares(operators: &Value, own: Option<&str>) -> bool {
    compares(operators, own.map(str::to_owned).as_ref(), |value| value.as_str().map(str::to_owned))
}

fn text_compares(operators: &Value, own: Option<&str>) -> bool {
    members(operators).all(|(operator, operand)| {
        let text = operand.as_str().unwrap_or_default();
        match operator {
            "contains" => own.is_some_and(|own| own.contains(text)),
            "startsWith" => own.is_some_and(|own| own.starts_with(text)),
            "endsWith" => own.is_some_and(|own| own.ends_with(text)),
            // Bytes of UTF-8 stand in the order of code points.
            _ => compares(&json!({ operator: operand }), own.map(str::to_owned).as_ref(), |value| {
                value.as_str().map(str::to_owned)
            }),
        }
    })
}

fn members(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().expect("an object").iter().map(|(name, value)| (name.as_str(), value))
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().expect("a list").iter()
}

/// The servers keep microseconds, and would cut what is finer off the value instead of comparing with it.
#[tokio::test]
async fn a_time_finer_than_any_that_is_kept_is_equal_to_none() {
    let query = "query ($at: DateTime!, $same: DateTime!) {
      same: communicationLog(filter: { timestamp: { eq: $same } }) { totalCount }
      equal: communicationLog(filter: { timestamp: { eq: $at } }) { totalCount }
      in: communicationLog(filter: { timestamp: { in: [$at] } }) { totalCount }
      other: communicationLog(filter: { timestamp: { ne: $at } }) { totalCount }
      less: communicationLog(filter: { timestamp: { lt: $at } }) { totalCount }
      notGreater: communicationLog(filter: { timestamp: { lte: $at } }) { totalCount }
      greater: communicationLog(filter: { timestamp: { gt: $at } }) { totalCount }
      notLess: communicationLog(filter: { timestamp: { gte: $at } }) { totalCount }
    }";
    for engine in require::engines() {
        let bank = sparse::bank(engine).await;
        let connection = bank.single_connection().await;
        let time: chrono::NaiveDateTime = "2026-01-31T12:00:00".parse().expect("a time");
        let row = vec![("log_id", 1_i64.into()), ("timestamp", time.into())];
        sparse::Rows { connection: &connection }.insert("communication_log", row).await;
        let variables = json!({ "at": "2026-01-31T12:00:00.0000005Z", "same": "2026-01-31T12:00:00.0000000Z" });
        let variables = variables.as_object().expect("an object").clone();
        let (answer, _) = bank.ask(Request { query: query.to_owned(), variables, ..Request::default() }).await;
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let found: Vec<&str> =
            members(&answer["data"]).filter(|(_, list)| list["totalCount"] == 1).map(|(name, _)| name).collect();
        assert_eq!(found, ["less", "notGreater", "other", "same"], "{engine:?} {answer}");
    }
}

//! Totals and groups: whatever is asked, every engine gives what adding up the rows in memory gives.
//!
//! What the answers are is told a second time here, from the rules that docs/graph.md gives clients.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use tellergraph_api::graphql::request::Request;
use tellergraph_api::store::codes;
use tellergraph_entity::money::Money;
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::vocabulary::TransactionType;
use tellergraph_tests::engine::Engine;
use tellergraph_tests::require;

use super::bank::Bank;
use super::sparse::{self, customers};

const BANK: Tz = chrono_tz::Europe::Berlin;

/// A row as far as totals see it: its keys, each by its ordinal and as it is shown, and the amount that is summed up.
struct Row {
    keys: BTreeMap<&'static str, (Option<i128>, Value)>,
    amount: Option<i128>,
}

/// A list whose rows are grouped: its field, the type of its keys, and its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Transactions,
    Customers,
}

impl List {
    fn field(self) -> &'static str {
        if self == Self::Transactions { "transactions" } else { "customers" }
    }

    fn concept(self) -> &'static str {
        if self == Self::Transactions { "Transaction" } else { "Customer" }
    }

    fn measure(self) -> &'static str {
        if self == Self::Transactions { "amount" } else { "monthlyIncome" }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Transactions => &["transactionType", "transactionDate"],
            Self::Customers => &["ageGroup", "valueTier", "lifecycle", "dateOfBirth"],
        }
    }
}

/// What is asked of a list.
#[derive(Clone, Debug)]
struct Case {
    list: List,
    keys: Vec<&'static str>,
    unit: &'static str,
    zone: Option<&'static str>,
    having: Value,
    order: Option<(&'static str, bool, bool)>,
    page: usize,
}

fn cases() -> impl Strategy<Value = Case> {
    let list = prop_oneof![Just(List::Transactions), Just(List::Customers)];
    list.prop_flat_map(|list| {
        let measure = list.measure();
        let having = prop_oneof![
            2 => Just(Value::Null),
            1 => (1..4).prop_map(|count| json!({ "count": { "gte": count } })),
            1 => select(vec!["sum", "avg", "min", "max", "median"]).prop_map(move |of| json!({ measure: { of: { "gt": "1000.00" } } })),
            1 => Just(json!({ "not": { measure: { "sum": { "isNull": true } } } })),
            1 => Just(json!({ "or": [{ "count": { "eq": 1 } }, { measure: { "median": { "isNull": true } } }] })),
        ];
        let orders = select(vec!["count", "sum", "avg", "min", "max", "median"]);
        let order = prop::option::of((orders, any::<bool>(), any::<bool>()));
        let zones = ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Europe/London"];
        (
            subsequence(list.keys(), 1..=list.keys().len()).prop_shuffle(),
            select(vec!["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"]),
            prop::option::of(select(zones.to_vec())),
            having,
            order,
            select(vec![1, 3, 100]),
        )
            .prop_map(move |(keys, unit, zone, having, order, page)| Case { list, keys, unit, zone, having, order, page })
    })
}

#[test]
fn groups_are_what_adding_up_the_rows_gives() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let banks: Vec<Bank> = require::engines().into_iter().map(|engine| runtime.block_on(bank(engine))).collect();
    let config = Config { cases: 120, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let told = runner.run(&cases(), |case| {
        let expected = expected(&case);
        for bank in &banks {
            let (found, total) = runtime.block_on(all_pages(bank, &case));
            prop_assert_eq!(&Value::Array(found), &Value::Array(expected.clone()), "{:?} {:?}", bank.engine, case);
            prop_assert_eq!(total, expected.len(), "{:?} {:?}", bank.engine, case);
        }
        Ok(())
    });
    told.expect("the same groups");
}

async fn all_pages(bank: &Bank, case: &Case) -> (Vec<Value>, usize) {
    let Case { list, keys, unit, zone, .. } = case;
    let (field, measure) = (list.field(), list.measure());
    let given: Vec<Value> = keys
        .iter()
        .map(|key| match *key {
            "transactionDate" => json!({ "field": constant(key), "unit": unit, "zone": zone }),
            "dateOfBirth" => json!({ "field": constant(key), "unit": unit }),
            _ => json!({ "field": constant(key) }),
        })
        .collect();
    let order = case.order.map(|(by, descending, first)| {
        let by = if by == "count" { "COUNT".to_owned() } else { format!("{}_{}", constant(measure), constant(by)) };
        json!({ "field": by, "direction": if descending { "DESC" } else { "ASC" }, "nulls": if first { "FIRST" } else { "LAST" } })
    });
    let concept = list.concept();
    let query = format!(
        "query ($keys: [{concept}GroupKey!]!, $having: {concept}GroupHaving, $order: [{concept}GroupOrder!], $first: Int, $after: String) {{
           list: {field} {{ groupBy(keys: $keys, having: $having, orderBy: $order, first: $first, after: $after) {{
             totalCount pageInfo {{ hasNextPage hasPreviousPage endCursor }}
             nodes {{ {} count share aggregate {{ {measure} {{ count sum avg min max median }} }} }}
           }} }} }}",
        keys.join(" ")
    );
    let (mut nodes, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables =
            json!({ "keys": given, "having": case.having, "order": order, "first": case.page, "after": after });
        let variables = variables.as_object().expect("an object").clone();
        let (answer, statements) = bank.ask(Request { query: query.clone(), variables, ..Request::default() }).await;
        let of_rows = statements.iter().filter(|sql| !sql.contains("segment_cell")).count();
        assert_eq!(of_rows, 1, "one statement, medians included");
        let answer: Value = serde_json::from_slice(&answer.body).expect("JSON");
        assert_eq!(answer["errors"], Value::Null, "{:?} {answer} {case:?}", bank.engine);
        let groups = &answer["data"]["list"]["groupBy"];
        assert_eq!(groups["pageInfo"]["hasPreviousPage"], after != Value::Null);
        nodes.extend(groups["nodes"].as_array().expect("nodes").iter().cloned());
        after = groups["pageInfo"]["endCursor"].clone();
        if groups["pageInfo"]["hasNextPage"] != true {
            let total = groups["totalCount"].as_u64().expect("a number");
            return (nodes, usize::try_from(total).expect("a number"));
        }
    }
}

fn constant(field: &str) -> String {
    field
        .chars()
        .flat_map(|letter| letter.is_ascii_uppercase().then_some('_').into_iter().chain([letter]))
        .collect::<String>()
        .to_uppercase()
}

fn expected(case: &Case) -> Vec<Value> {
    let rows = match case.list {
        List::Transactions => transaction_rows(case),
        List::Customers => customer_rows(case),
    };
    let mut groups: BTreeMap<Vec<(bool, Option<i128>)>, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        // Nulls come last.
        let place = case.keys.iter().map(|key| (row.keys[key].0.is_none(), row.keys[key].0)).collect();
        groups.entry(place).or_default().push(row);
    }
    let mut told: Vec<(BTreeMap<&str, Option<i128>>, Value)> = groups
        .values()
        .map(|group| {
            let numbers = numbers(group);
            let mut node = json!({
                "count": group.len(),
                "share": number(group.len()) / number(rows.len()),
                "aggregate": { case.list.measure(): {
                    "count": group.iter().filter(|row| row.amount.is_some()).count(),
                    "sum": money(numbers["sum"]), "avg": money(numbers["avg"]), "min": money(numbers["min"]),
                    "max": money(numbers["max"]), "median": money(numbers["median"]),
                } },
            });
            for key in &case.keys {
                node[key] = group[0].keys[key].1.clone();
            }
            (numbers, node)
        })
        .filter(|(numbers, _)| holds(&case.having, numbers))
        .collect();
    if let Some((by, descending, first)) = case.order {
        told.sort_by_key(|(numbers, _)| {
            let number = numbers[by];
            (number.is_none() != first, number.map(|number| if descending { -number } else { number }))
        });
    }
    told.into_iter().map(|(_, node)| node).collect()
}

fn number(rows: usize) -> f64 {
    u32::try_from(rows).expect("a small number").into()
}

fn numbers(group: &[&Row]) -> BTreeMap<&'static str, Option<i128>> {
    let mut amounts: Vec<i128> = group.iter().filter_map(|row| row.amount).collect();
    amounts.sort_unstable();
    let count = amounts.len() as i128;
    let sum: i128 = amounts.iter().sum();
    let some = |number: i128| (count > 0).then_some(number);
    let middle = || amounts[(amounts.len() - 1) / 2] + amounts[amounts.len() / 2];
    BTreeMap::from([
        ("count", Some(group.len() as i128)),
        ("sum", some(sum)),
        ("avg", (count > 0).then(|| rounded(sum, count))),
        ("min", amounts.first().copied()),
        ("max", amounts.last().copied()),
        ("median", (count > 0).then(|| rounded(middle(), 2))),
    ])
}

/// Half away from zero, by looking at what is left of the division.
fn rounded(dividend: i128, divisor: i128) -> i128 {
    let (whole, left) = (dividend / divisor, dividend % divisor);
    if left.abs() * 2 >= divisor { whole + dividend.signum() } else { whole }
}

fn money(cents: Option<i128>) -> Value {
    cents.map_or(Value::Null, |cents| {
        let sign = if cents < 0 { "-" } else { "" };
        json!(format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100))
    })
}

fn holds(having: &Value, numbers: &BTreeMap<&str, Option<i128>>) -> bool {
    let Some(having) = having.as_object() else { return true };
    having.iter().all(|(name, operand)| match name.as_str() {
        "or" => operand.as_array().expect("a list").iter().any(|part| holds(part, numbers)),
        "not" => !holds(operand, numbers),
        "count" => {
            let count = numbers["count"].expect("a number");
            operand.get("gte").map_or_else(
                || operand["eq"] == i64::try_from(count).expect("a small number"),
                |least| count >= i128::from(least.as_i64().expect("a number")),
            )
        }
        _ => operand.as_object().expect("an object").iter().all(|(of, operators)| {
            let number = numbers[of.as_str()];
            if operators.get("isNull").is_some() {
                number.is_none()
            } else {
                number.is_some_and(|cents| cents > 100_000)
            }
        }),
    })
}

fn of_class(position: Option<i16>, names: &[&'static str], unknown: bool) -> (Option<i128>, Value) {
    let known = position.and_then(|at| Some((i128::from(at), *names.get(usize::try_from(at).ok()?)?)));
    match known {
        Some((at, name)) => (Some(at), json!(name)),
        None if unknown => (Some(99), json!("UNKNOWN")),
        None => (None, Value::Null),
    }
}

fn customer_rows(case: &Case) -> Vec<Row> {
    const AGE_GROUPS: [&str; 5] = ["MINOR", "YOUNG_ADULT", "YOUNG_PROFESSIONAL", "MIDDLE_AGED", "SENIOR"];
    const TIERS: [&str; 3] = ["BASIC", "CORE", "PREFERRED"];
    const LIFECYCLES: [&str; 4] = ["PROSPECT", "OPEN", "CLOSED", "DECEASED"];
    let row = |customer: sparse::Customer| {
        let segment = customer.segment;
        let further = segment.and_then(|segment| segment.further);
        Row {
            keys: BTreeMap::from([
                ("ageGroup", of_class(segment.map(|segment| segment.class), &AGE_GROUPS, segment.is_some())),
                ("valueTier", of_class(further, &TIERS, segment.is_some())),
                ("lifecycle", of_class(further, &LIFECYCLES, false)),
                ("dateOfBirth", begin(customer.born, case.unit)),
            ]),
            amount: segment.and_then(|segment| segment.income).map(i128::from),
        }
    };
    customers().into_iter().map(row).collect()
}

/// The first day of the unit that a day lies in.
fn begin(day: Option<NaiveDate>, unit: &str) -> (Option<i128>, Value) {
    let begin = day.and_then(|day| match unit {
        "DAY" => Some(day),
        "WEEK" => day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())),
        "MONTH" => day.with_day(1),
        "QUARTER" => day.with_day(1)?.with_month(day.month0() / 3 * 3 + 1),
        _ => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    });
    (begin.map(|day| day.num_days_from_ce().into()), json!(begin.map(|day| day.to_string())))
}

/// Transactions: what the bank wrote, cents, and when by the bank's clock.
fn transactions() -> Vec<(Option<&'static str>, Option<i64>, Option<NaiveDateTime>)> {
    const MOST: i64 = 999_999_999_999_999_999;
    let types = [Some("Deposit"), Some("DEPOSIT"), Some("salary"), Some("no such thing"), None, Some("Fee")];
    let amounts = [Some(MOST), None, Some(-MOST), Some(5), Some(MOST), Some(12_345), Some(-5), Some(MOST), Some(0)];
    let times = [
        "2025-10-25 23:59:59",
        "2025-10-26 00:00:00",
        "2025-10-26 02:30:00",
        "2025-10-26 05:30:00",
        "2026-03-29 01:59:59",
        "2026-03-29 02:30:00",
        "2026-03-29 03:00:00",
        "2026-03-09 05:30:00",
        "2026-01-01 00:30:00",
        "2025-12-31 23:30:00",
        "1900-01-01 00:00:00",
        "1999-12-31 23:59:59",
        "2026-06-30 22:30:00",
        "1600-02-29 12:00:00",
        "9998-12-31 12:00:00",
        "2011-12-30 11:30:00",
        "1937-06-30 23:50:00",
        "",
    ];
    (0..90)
        .map(|at| {
            let time = NaiveDateTime::parse_from_str(times[at % times.len()], "%F %T").ok();
            (types[at * 7 % types.len()], amounts[at * 5 % amounts.len()], time)
        })
        .collect()
}

fn transaction_rows(case: &Case) -> Vec<Row> {
    let zone: Tz = case.zone.map_or(BANK, |zone| zone.parse().expect("a zone"));
    let row = |(text, cents, time): (Option<&str>, Option<i64>, Option<NaiveDateTime>)| {
        let kind = text.map_or(TransactionType::Unknown, TransactionType::from_text);
        let at = TransactionType::ALL.iter().position(|other| *other == kind).expect("a position");
        let day =
            time.map(|time| if zone == BANK { time.date() } else { instant(time).with_timezone(&zone).date_naive() });
        Row {
            keys: BTreeMap::from([
                ("transactionType", (Some(at as i128), json!(kind.name()))),
                ("transactionDate", begin(day, case.unit)),
            ]),
            amount: cents.map(i128::from),
        }
    };
    transactions().into_iter().map(row).collect()
}

/// The first instant that the bank's clock shows so; what it never showed is counted on from before the gap.
fn instant(time: NaiveDateTime) -> chrono::DateTime<Tz> {
    let hours = TimeDelta::hours(3);
    BANK.from_local_datetime(&time)
        .earliest()
        .unwrap_or_else(|| BANK.from_local_datetime(&(time - hours)).unwrap() + hours)
}

async fn bank(engine: Engine) -> Bank {
    let bank = sparse::bank(engine).await;
    let connection = bank.single_connection().await;
    let rows = sparse::Rows { connection: &connection };
    for (id, (text, cents, time)) in (1_i64..).zip(transactions()) {
        let amount = cents.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
        let row = vec![
            ("transaction_id", id.into()),
            ("transaction_type", text.map(str::to_owned).into()),
            ("amount", Money::to_nullable_value(amount, connection.get_database_backend())),
            ("transaction_date", time.into()),
        ];
        rows.insert("transactions", row).await;
    }
    codes::learn(&connection, &Rules::default()).await.expect("the codes");
    bank.in_zone(BANK).await
}

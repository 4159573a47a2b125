//! A small bank of rows made by hand: NULLs, ties, odd relationships.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Value};
use tellergraph_api::graphql::Graph;
use tellergraph_entity::money::Money;
use tellergraph_tests::engine::{Database, Engine};

use super::bank::{Bank, limits, pages};

/// A customer of the bank.
pub(crate) struct Customer {
    pub(crate) id: i64,
    pub(crate) name: Option<&'static str>,
    pub(crate) born: Option<NaiveDate>,
    pub(crate) segment: Option<Segment>,
}

/// A segment of the bank.
#[derive(Clone, Copy)]
pub(crate) struct Segment {
    /// The class that all answers have whose columns were always there.
    pub(crate) class: i16,
    /// The income in cents.
    pub(crate) income: Option<i64>,
    /// The class that the further answers have; none in the row of an earlier version.
    pub(crate) further: Option<i16>,
    /// The classes at whose positions these bits are; none in the row of an earlier version.
    pub(crate) stages: Option<i16>,
    /// The household; none in the row of an earlier version, and not every one has a row.
    pub(crate) household: Option<i64>,
}

/// A trigger of the bank, its confidence in hundredths.
pub(crate) struct Trigger {
    pub(crate) customer: i64,
    pub(crate) kind: i16,
    pub(crate) date: NaiveDate,
    pub(crate) confidence: i16,
}

/// A household of the bank, its income in cents.
pub(crate) struct Household {
    pub(crate) id: i64,
    pub(crate) size: i32,
    pub(crate) income: Option<i64>,
    pub(crate) products: i16,
}

/// An account of the bank, its balance in cents.
pub(crate) struct Account {
    pub(crate) id: i64,
    pub(crate) customer: Option<i64>,
    pub(crate) balance: Option<i64>,
}

/// Names and days of birth are missing or shared, and not everybody has a segment.
pub(crate) fn customers() -> Vec<Customer> {
    let names = [None, Some("Ada"), Some("Zoë"), Some("ada"), Some("Ada "), Some("")];
    (1..=23_i64)
        .map(|id| Customer {
            id,
            name: names[usize::try_from(id % 6).expect("a small number")],
            born: (id % 4 != 0).then(|| day(id % 5)),
            segment: (id % 3 != 0).then(|| Segment {
                class: (id % 7 % 5) as i16,
                income: (id % 2 == 0).then_some(id % 4 * 100_000),
                further: (id % 5 != 0).then_some((id % 4) as i16),
                stages: (id % 5 != 0).then_some((id % 8) as i16),
                household: (id % 5 != 0).then_some(id % 7 + 1),
            }),
        })
        .collect()
}

/// The first of March of 1960 and some years.
pub(crate) fn day(years: i64) -> NaiveDate {
    format!("{}-03-01", 1960 + years).parse().expect("a date")
}

/// Some accounts are nobody's, and some balances are missing.
pub(crate) fn accounts() -> Vec<Account> {
    (1..=17_i64)
        .map(|id| Account {
            id,
            customer: (id % 5 != 0).then_some(id % 3 + 1),
            balance: (id % 4 != 0).then_some(id % 3 * 10_050),
        })
        .collect()
}

/// Some triggers are of customers without a segment.
pub(crate) fn triggers() -> Vec<Trigger> {
    let of_one = |customer: i64| {
        let kinds = (0..3_i16).filter(move |kind| (customer + i64::from(*kind)) % 4 == 0);
        kinds.map(move |kind| Trigger {
            customer,
            kind,
            date: day(customer % 3),
            confidence: if customer % 2 == 0 { 100 } else { 70 },
        })
    };
    (1..=23).flat_map(of_one).collect()
}

/// One of the households that customers are said to live in is missing.
pub(crate) fn households() -> Vec<Household> {
    (1..=6_i64)
        .map(|id| Household {
            id,
            size: (id % 3) as i32,
            income: (id % 2 == 0).then_some(id % 4 * 100_000),
            products: (id % 4) as i16,
        })
        .collect()
}

/// A bank of these rows.
pub(crate) async fn bank(engine: Engine) -> Bank {
    let database = Database::create(engine).await.expect("a database");
    let connection = database.connect().await.expect("a connection");
    let rows = Rows { connection: &connection };
    for Customer { id, name, born, segment } in customers() {
        rows.customer(id, name, born).await;
        if let Some(segment) = segment {
            rows.segment(id, segment).await;
        }
    }
    for account in accounts() {
        rows.account(account.id, account.customer, account.balance).await;
    }
    for trigger in triggers() {
        rows.trigger(trigger).await;
    }
    for household in households() {
        rows.household(household).await;
    }
    rows.refresh().await;
    let graph = Graph::new(connection, limits(), pages(), chrono_tz::UTC);
    Bank::over(graph, engine, database)
}

/// Writes rows as another program would: statement by statement.
pub(crate) struct Rows<'a> {
    pub(crate) connection: &'a DatabaseConnection,
}

impl Rows<'_> {
    pub(crate) async fn insert(&self, table: &'static str, row: Vec<(&'static str, Value)>) {
        let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
        let mut insert = Query::insert();
        insert.into_table(table).columns(columns).values_panic(values.into_iter().map(Expr::val));
        self.connection.execute(&insert).await.expect("an inserted row");
    }

    pub(crate) async fn customer(&self, id: i64, name: Option<&str>, born: Option<NaiveDate>) {
        let row =
            vec![("customer_id", id.into()), ("name", name.map(str::to_owned).into()), ("date_of_birth", born.into())];
        self.insert("customer", row).await;
    }

    async fn account(&self, id: i64, customer: Option<i64>, cents: Option<i64>) {
        let balance = cents.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
        let backend = self.connection.get_database_backend();
        let row = vec![
            ("account_id", id.into()),
            ("customer_id", customer.into()),
            ("balance", Money::to_nullable_value(balance, backend)),
        ];
        self.insert("accounts", row).await;
    }

    pub(crate) async fn relationship(&self, id: i64, first: Option<i64>, second: Option<i64>, kind: Option<&str>) {
        let row = vec![
            ("relationship_id", id.into()),
            ("customer1_id", first.into()),
            ("customer2_id", second.into()),
            ("relationship_type", kind.map(str::to_owned).into()),
        ];
        self.insert("relationships", row).await;
    }

    async fn segment(&self, id: i64, Segment { class, income, further, stages, household }: Segment) {
        let money = |cents: Option<i64>| cents.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
        let assets = further.map(|class| i64::from(class) * 1_000_050);
        let backend = self.connection.get_database_backend();
        let mut row = vec![
            ("customer_id", id.into()),
            ("monthly_income", Money::to_nullable_value(money(income), backend)),
            ("total_assets", Money::to_nullable_value(money(assets), backend)),
            ("tenure_days", further.map(|class| i32::from(class) * 400).into()),
            // The last class is UNKNOWN.
            ("value_tier", further.map(|class| if class == 3 { 5 } else { class }).into()),
            ("digital_score", (class != 3).then_some(class).into()),
            ("secondary_life_stages", stages.into()),
            ("household_id", household.into()),
        ];
        row.extend(told());
        for column in ["age_group", "age_band", "income_level", "digital_adoption", "channel_preference", "life_stage"]
        {
            row.push((column, class.into()));
        }
        for column in ["lifecycle", "dormancy", "churn_risk", "rfm_segment"] {
            row.push((column, further.into()));
        }
        self.insert("customer_segment", row).await;
    }

    async fn trigger(&self, Trigger { customer, kind, date, confidence }: Trigger) {
        let row = vec![
            ("customer_id", customer.into()),
            ("kind", kind.into()),
            ("date", date.into()),
            ("confidence", confidence.into()),
        ];
        self.insert("segment_trigger", row).await;
    }

    async fn household(&self, Household { id, size, income, products }: Household) {
        let income = income.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
        let income = Money::to_nullable_value(income, self.connection.get_database_backend());
        let row = vec![
            ("household_id", id.into()),
            ("as_of", super::bank::AS_OF.into()),
            ("size", size.into()),
            ("monthly_income", income.clone()),
            ("adjusted_income", income),
            ("tier", i16::try_from(size).expect("a small number").into()),
            ("confidence", 70_i16.into()),
            ("products", products.into()),
            ("product_count", i16::try_from(products.count_ones()).expect("a small number").into()),
        ];
        self.insert("household", row).await;
    }

    async fn refresh(&self) {
        let mut row = vec![("refresh_id", 1_i64.into()), ("customers", 16_i64.into())];
        row.extend(told());
        self.insert("segment_refresh", row).await;
    }
}

fn told() -> Vec<(&'static str, Value)> {
    let as_of = super::bank::AS_OF;
    vec![
        ("as_of", as_of.into()),
        ("computed_at", as_of.and_hms_opt(12, 0, 0).expect("a time").into()),
        ("rules_hash", "0".repeat(64).into()),
    ]
}

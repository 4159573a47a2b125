//! A small bank of rows made by hand: NULLs, ties, odd relationships.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Value};
use tellergraph_api::graphql::Graph;
use tellergraph_entity::money::Money;
use tellergraph_tests::engine::{Database, Engine};

use super::bank::{Bank, limits, pages};

/// Customers with names and days of birth that are missing or shared, accounts with balances that are, and segments
/// for some of the customers.
pub(crate) async fn bank(engine: Engine) -> Bank {
    let database = Database::create(engine).await.expect("a database");
    let connection = database.connect().await.expect("a connection");
    let rows = Rows { connection: &connection };
    for id in 1..=23_i64 {
        let name = [None, Some("Ada"), Some("Zoë"), Some("ada"), Some("Ada "), Some("")]
            [usize::try_from(id % 6).expect("a small number")];
        let born = (id % 4 != 0).then(|| format!("19{:02}-03-01", 60 + id % 5));
        rows.customer(id, name, born.as_deref()).await;
        if id % 3 != 0 {
            rows.segment(id, (id % 7) as i16, (id % 2 == 0).then_some(id % 4 * 100_000)).await;
        }
    }
    for id in 1..=17_i64 {
        rows.account(id, (id % 5 != 0).then_some(id % 3 + 1), (id % 4 != 0).then_some(id % 3 * 10_050)).await;
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

    pub(crate) async fn customer(&self, id: i64, name: Option<&str>, born: Option<&str>) {
        let born = born.map(|born| born.parse::<chrono::NaiveDate>().expect("a date"));
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

    async fn segment(&self, id: i64, class: i16, cents: Option<i64>) {
        let income = cents.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
        let backend = self.connection.get_database_backend();
        let mut row = vec![
            ("customer_id", id.into()),
            ("monthly_income", Money::to_nullable_value(income, backend)),
            ("digital_score", (class != 3).then_some(class).into()),
        ];
        row.extend(told());
        for column in ["age_group", "age_band", "income_level", "digital_adoption", "channel_preference", "life_stage"]
        {
            row.push((column, (class % 5).into()));
        }
        self.insert("customer_segment", row).await;
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

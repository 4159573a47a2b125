//! Three customers, five accounts, three relationships: the rows that both graphs answer from.

use serde_json::{Map, Value};
use tellergraph_api::graphql::Graph;
use tellergraph_api::graphql::limits::Limits;
use tellergraph_api::graphql::request::{Request, RequestId};
use tellergraph_api::graphql::run::Recorder;
use tellergraph_entity::money::Money;
use tellergraph_tests::engine::{Database, Engine};

use crate::graph::bank::{limits, pages, without_cost};
use crate::graph::sparse::Rows;

/// Key, name, email.
pub(super) const CUSTOMERS: [(i64, Option<&str>, Option<&str>); 3] =
    [(1, Some("Ada"), Some("ada@bank.example")), (2, Some("Zoë \"Z\"\n"), None), (3, None, None)];

/// Key, the customer's key, type, status, hundredths.
type AccountRow = (i64, Option<i64>, Option<&'static str>, Option<&'static str>, Option<i64>);

pub(super) const ACCOUNTS: [AccountRow; 5] = [
    (11, Some(1), Some("Checking"), Some("Active"), Some(123_456)),
    (12, Some(1), Some("Savings"), Some("Active"), Some(5)),
    (13, Some(2), Some("Checking"), None, Some(-250)),
    (14, Some(2), None, Some("Closed"), None),
    (15, None, Some("Loan"), None, Some(0)),
];

/// Key, the two customers' keys, type.
pub(super) const RELATIONSHIPS: [(i64, i64, i64, &str); 3] =
    [(21, 1, 2, "Spouse"), (22, 3, 1, "Parent"), (23, 2, 3, "Parent")];

/// The rows on SQLite, and a graph over them.
pub(super) struct Bank {
    pub(super) graph: Graph,
    _database: Database,
}

impl Bank {
    /// With limits that a generated document does not meet.
    pub(super) async fn roomy() -> Self {
        let limits = Limits {
            document_bytes: 1 << 20,
            document_tokens: 50_000,
            aliases: 50_000,
            root_fields: 1_000,
            directives: 10_000,
            expanded_selections_per_token: 10_000,
            cost: 1_000_000_000,
            ..limits()
        };
        Self::within(limits).await
    }

    /// With the documented limits.
    pub(super) async fn documented() -> Self {
        Self::within(limits()).await
    }

    /// With limits of one's own.
    pub(super) async fn within(limits: Limits) -> Self {
        let database = Database::create(Engine::Sqlite).await.expect("a database");
        let connection = database.connect().await.expect("a connection");
        let rows = Rows { connection: &connection };
        for (id, name, email) in CUSTOMERS {
            let row = vec![
                ("customer_id", id.into()),
                ("name", name.map(str::to_owned).into()),
                ("email", email.map(str::to_owned).into()),
            ];
            rows.insert("customer", row).await;
        }
        for (id, customer, kind, status, cents) in ACCOUNTS {
            let balance = cents.map(|cents| Money::try_from_minor_units(cents).expect("an amount"));
            let row = vec![
                ("account_id", id.into()),
                ("customer_id", customer.into()),
                ("account_type", kind.map(str::to_owned).into()),
                ("status", status.map(str::to_owned).into()),
                ("balance", Money::to_nullable_value(balance, connection.get_database_backend())),
            ];
            rows.insert("accounts", row).await;
        }
        for (id, one, other, kind) in RELATIONSHIPS {
            rows.relationship(id, Some(one), Some(other), Some(kind)).await;
        }
        Self { graph: Graph::new(connection, limits, pages(), chrono_tz::UTC), _database: database }
    }

    /// The answer as text.
    pub(super) async fn text(&self, query: &str, variables: &Value) -> String {
        let variables = variables.as_object().cloned().unwrap_or_default();
        self.answer(Request { query: query.to_owned(), variables, ..Request::default() }).await
    }

    /// The answer of one operation of several, as JSON.
    pub(super) async fn named(&self, query: &str, operation: &str) -> Value {
        let operation_name = Some(operation.to_owned());
        let request = Request { query: query.to_owned(), operation_name, variables: Map::new(), ..Request::default() };
        serde_json::from_str(&self.answer(request).await).expect("JSON")
    }

    /// What the answer tells of its cost, and the code of its first error if it was refused.
    pub(super) async fn judged(&self, query: &str, variables: &Value) -> (Value, Value) {
        let variables = variables.as_object().cloned().unwrap_or_default();
        let request = Request { query: query.to_owned(), variables, ..Request::default() };
        let answer = self.graph.answer(request, &RequestId::from_text("test")).await;
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        let code = if answer.is_request_error { told["errors"][0]["extensions"]["code"].clone() } else { Value::Null };
        (told["extensions"]["cost"]["requested"].clone(), code)
    }

    /// The answer as text, and how many statements it took.
    pub(super) async fn recorded(&self, query: &str, variables: &Value) -> (String, usize) {
        let variables = variables.as_object().cloned().unwrap_or_default();
        let recorder = Recorder::default();
        let request = Request { query: query.to_owned(), variables, ..Request::default() };
        let answer = self.answer_with(request, Some(recorder.clone())).await;
        (answer, recorder.statements().len())
    }

    async fn answer(&self, request: Request) -> String {
        self.answer_with(request, None).await
    }

    async fn answer_with(&self, request: Request, recorder: Option<Recorder>) -> String {
        let mut answer = self.graph.answer_recorded(request, &RequestId::from_text("test"), recorder).await;
        without_cost(&mut answer.body);
        let body = String::from_utf8(answer.body).expect("UTF-8");
        // The promise to the transport: a refused request has no data, and any other has.
        assert_eq!(answer.is_request_error, !body.contains("\"data\":"), "{body}");
        body
    }
}

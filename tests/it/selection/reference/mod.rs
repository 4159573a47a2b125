//! The reference: the names of our schema, as far as selections need them, in plain async-graphql over rows in memory.

mod inputs;

use async_graphql::{
    EmptyMutation, EmptySubscription, Enum, ID, Interface, Object, Request, Schema, SimpleObject, Variables,
};
use inputs::{AccountBy, BigInt, CustomerBy, CustomerFilter, CustomerOrder, Decimal};

use super::bank::{ACCOUNTS, CUSTOMERS, RELATIONSHIPS};

/// The schema of the reference.
pub(super) type Reference = Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the reference.
pub(super) fn build() -> Reference {
    Schema::build(Query, EmptyMutation, EmptySubscription).limit_recursive_depth(1_000).finish()
}

/// The answer of the reference as text; it must find nothing wrong.
pub(super) async fn text(reference: &Reference, query: &str, variables: &serde_json::Value) -> String {
    let request = Request::new(query).variables(Variables::from_json(variables.clone()));
    let response = reference.execute(request).await;
    assert!(response.errors.is_empty(), "{:?}\n{query}\n{variables}", response.errors);
    format!("{{\"data\":{}}}", serde_json::to_string(&response.data).expect("JSON"))
}

pub(super) struct Query;

#[Object]
impl Query {
    async fn node(&self, id: ID) -> Option<Node> {
        Node::of(&id)
    }

    async fn nodes(&self, ids: Vec<ID>) -> Vec<Option<Node>> {
        ids.iter().map(Node::of).collect()
    }

    async fn customer(&self, by: CustomerBy) -> Option<Customer> {
        match by {
            CustomerBy::Id(id) => Node::of(&id).and_then(|node| match node {
                Node::Customer(customer) => Some(customer),
                _ => None,
            }),
            CustomerBy::CustomerId(BigInt(key)) => customer(Some(key)),
        }
    }

    async fn account(&self, by: AccountBy) -> Option<Account> {
        match by {
            AccountBy::Id(id) => Node::of(&id).and_then(|node| match node {
                Node::Account(account) => Some(account),
                _ => None,
            }),
            AccountBy::AccountId(BigInt(key)) => (0..ACCOUNTS.len()).map(Account).find(|account| account.key() == key),
        }
    }

    async fn server_info(&self) -> ServerInfo {
        ServerInfo { as_of: None, rules_hash: None }
    }

    async fn customers(
        &self,
        filter: Option<CustomerFilter>,
        order_by: Option<Vec<CustomerOrder>>,
        first: Option<usize>,
        last: Option<usize>,
    ) -> Option<CustomerConnection> {
        let mut rows: Vec<_> = (0..CUSTOMERS.len()).map(Customer).collect();
        rows.retain(|row| filter.as_ref().is_none_or(|filter| filter.holds(row)));
        for order in order_by.unwrap_or_default().iter().rev() {
            order.sort(&mut rows);
        }
        let page = Page::cut(rows, first, last);
        let edges = page.rows.iter().map(|node| CustomerEdge { node: node.clone() }).collect();
        Some(CustomerConnection { edges, nodes: page.rows, page_info: page.info, total_count: page.total })
    }

    async fn accounts(&self, first: Option<usize>, last: Option<usize>) -> Option<AccountConnection> {
        Some(accounts((0..ACCOUNTS.len()).map(Account).collect(), first, last))
    }

    async fn relationships(&self, first: Option<usize>, last: Option<usize>) -> Option<RelationshipConnection> {
        let page = Page::cut((0..RELATIONSHIPS.len()).map(Relationship).collect(), first, last);
        let edges = page.rows.iter().map(|node| RelationshipEdge { node: node.clone() }).collect();
        Some(RelationshipConnection { edges, nodes: page.rows, page_info: page.info, total_count: page.total })
    }
}

#[derive(Interface, Clone)]
#[graphql(field(name = "id", ty = "ID"))]
pub(super) enum Node {
    Customer(Customer),
    Account(Account),
    Relationship(Relationship),
}

impl Node {
    fn of(id: &ID) -> Option<Self> {
        let (concept, key) = tellergraph_api::graphql::node::read_id(id).expect("an id of the graph");
        match concept.name {
            "Customer" => customer(Some(key)).map(Self::Customer),
            "Account" => (0..ACCOUNTS.len()).map(Account).find(|row| row.key() == key).map(Self::Account),
            _ => (0..RELATIONSHIPS.len()).map(Relationship).find(|row| row.key() == key).map(Self::Relationship),
        }
    }
}

pub(super) fn id(concept: &str, key: i64) -> ID {
    let mut id = String::new();
    tellergraph_api::graphql::node::write_id(&mut id, concept, key);
    ID(id)
}

/// A customer, by its place among the rows.
#[derive(Clone)]
pub(super) struct Customer(usize);

fn customer(key: Option<i64>) -> Option<Customer> {
    CUSTOMERS.iter().position(|row| Some(row.0) == key).map(Customer)
}

impl Customer {
    fn key(&self) -> i64 {
        CUSTOMERS[self.0].0
    }
}

#[Object]
impl Customer {
    async fn id(&self) -> ID {
        id("Customer", self.key())
    }

    async fn customer_id(&self) -> BigInt {
        BigInt(self.key())
    }

    async fn name(&self) -> Option<&str> {
        CUSTOMERS[self.0].1
    }

    async fn email(&self) -> Option<&str> {
        CUSTOMERS[self.0].2
    }

    async fn phone(&self) -> Option<&str> {
        None
    }

    async fn accounts(&self, first: Option<usize>, last: Option<usize>) -> Option<AccountConnection> {
        let rows = (0..ACCOUNTS.len()).filter(|at| ACCOUNTS[*at].1 == Some(self.key())).map(Account);
        Some(accounts(rows.collect(), first, last))
    }

    async fn relationships(&self, first: Option<usize>, last: Option<usize>) -> Option<CustomerRelationshipConnection> {
        let key = self.key();
        let rows = RELATIONSHIPS.iter().enumerate().filter_map(|(at, (_, one, other, _))| {
            let reached = if *one == key { Some(*other) } else { (*other == key).then_some(*one) };
            Some((Relationship(at), customer(reached)?))
        });
        let page = Page::cut(rows.collect(), first, last);
        let nodes = page.rows.iter().map(|(_, node)| node.clone()).collect();
        let edges = page.rows.into_iter().map(|(relationship, node)| CustomerRelationshipEdge {
            ty: RelationshipType::Unknown,
            relationship,
            node,
        });
        Some(CustomerRelationshipConnection {
            edges: edges.collect(),
            nodes,
            page_info: page.info,
            total_count: page.total,
        })
    }
}

/// An account, by its place among the rows.
#[derive(Clone)]
pub(super) struct Account(usize);

impl Account {
    fn key(&self) -> i64 {
        ACCOUNTS[self.0].0
    }
}

#[Object]
impl Account {
    async fn id(&self) -> ID {
        id("Account", self.key())
    }

    async fn account_id(&self) -> BigInt {
        BigInt(self.key())
    }

    async fn account_type_text(&self) -> Option<&str> {
        ACCOUNTS[self.0].2
    }

    async fn status_text(&self) -> Option<&str> {
        ACCOUNTS[self.0].3
    }

    async fn balance(&self) -> Option<Decimal> {
        ACCOUNTS[self.0].4.map(Decimal)
    }

    async fn customer(&self) -> Option<Customer> {
        customer(ACCOUNTS[self.0].1)
    }
}

/// A relationship, by its place among the rows.
#[derive(Clone)]
pub(super) struct Relationship(usize);

impl Relationship {
    fn key(&self) -> i64 {
        RELATIONSHIPS[self.0].0
    }
}

#[Object]
impl Relationship {
    async fn id(&self) -> ID {
        id("Relationship", self.key())
    }

    async fn relationship_id(&self) -> BigInt {
        BigInt(self.key())
    }

    async fn relationship_type(&self) -> RelationshipType {
        RelationshipType::Unknown
    }

    async fn relationship_type_text(&self) -> Option<&str> {
        Some(RELATIONSHIPS[self.0].3)
    }

    async fn customer1(&self) -> Option<Customer> {
        customer(Some(RELATIONSHIPS[self.0].1))
    }

    async fn customer2(&self) -> Option<Customer> {
        customer(Some(RELATIONSHIPS[self.0].2))
    }
}

#[derive(SimpleObject)]
struct ServerInfo {
    as_of: Option<String>,
    rules_hash: Option<String>,
}

#[derive(SimpleObject, Clone)]
struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
}

macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ident) => {
        #[derive(SimpleObject)]
        struct $connection {
            edges: Vec<$edge>,
            nodes: Vec<$node>,
            page_info: PageInfo,
            total_count: usize,
        }
    };
    ($connection:ident of $edge:ident, $node:ident) => {
        connection!($connection, $edge, $node);

        #[derive(SimpleObject)]
        struct $edge {
            node: $node,
        }
    };
}

connection!(CustomerConnection of CustomerEdge, Customer);
connection!(AccountConnection of AccountEdge, Account);
connection!(RelationshipConnection of RelationshipEdge, Relationship);
connection!(CustomerRelationshipConnection, CustomerRelationshipEdge, Customer);

#[derive(SimpleObject)]
struct CustomerRelationshipEdge {
    #[graphql(name = "type")]
    ty: RelationshipType,
    relationship: Relationship,
    node: Customer,
}

/// The graph is told no codes here, so every text is unknown to it.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum RelationshipType {
    Unknown,
}

fn accounts(rows: Vec<Account>, first: Option<usize>, last: Option<usize>) -> AccountConnection {
    let page = Page::cut(rows, first, last);
    let edges = page.rows.iter().map(|node| AccountEdge { node: node.clone() }).collect();
    AccountConnection { edges, nodes: page.rows, page_info: page.info, total_count: page.total }
}

struct Page<T> {
    rows: Vec<T>,
    info: PageInfo,
    total: usize,
}

impl<T> Page<T> {
    fn cut(mut rows: Vec<T>, first: Option<usize>, last: Option<usize>) -> Self {
        let total = rows.len();
        let (from, to) = match (first, last) {
            (None, Some(last)) => (total.saturating_sub(last), total),
            (first, _) => (0, first.unwrap_or(25).min(total)),
        };
        rows.truncate(to);
        rows.drain(..from);
        Self { rows, info: PageInfo { has_next_page: to < total, has_previous_page: from > 0 }, total }
    }
}

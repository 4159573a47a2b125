//! Changes of a bank as its own programs make them, drawn at random.

use std::fmt::Write as _;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement};
use tellergraph_tests::engine::Engine;

/// Numbers that look random and are the same each time (splitmix64).
pub(super) struct Lot(u64);

impl Lot {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `below` - 1.
    pub(super) fn below(&mut self, below: usize) -> usize {
        usize::try_from(self.next() % below.max(1) as u64).unwrap_or_default()
    }

    fn one_of<'a, T>(&mut self, choice: &'a [T]) -> &'a T {
        &choice[self.below(choice.len())]
    }
}

/// The keys that are there.
pub(super) struct Keys {
    customers: Vec<i64>,
    accounts: Vec<i64>,
    transactions: Vec<i64>,
    payments: Vec<i64>,
    relationships: Vec<i64>,
    credits: Vec<i64>,
    securities: Vec<i64>,
    contacts: Vec<i64>,
}

impl Keys {
    pub(super) async fn read(db: &DatabaseConnection) -> Result<Self, DbErr> {
        let keys = async |table: &str, key: &str| {
            let sql = format!("SELECT {key} FROM {table} ORDER BY {key}");
            let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
            rows.iter().map(|row| row.try_get_by_index::<i64>(0)).collect::<Result<Vec<i64>, DbErr>>()
        };
        Ok(Self {
            customers: keys("customer", "customer_id").await?,
            accounts: keys("accounts", "account_id").await?,
            transactions: keys("transactions", "transaction_id").await?,
            payments: keys("payments", "payment_id").await?,
            relationships: keys("relationships", "relationship_id").await?,
            credits: keys("credit_history", "credit_id").await?,
            securities: keys("security", "security_id").await?,
            contacts: keys("communication_log", "log_id").await?,
        })
    }
}

fn after(keys: &[i64]) -> i64 {
    keys.last().copied().unwrap_or_default() + 1
}

const KINSHIP: [&str; 8] = ["spouse", "partner", "parent", "child", "joint_holder", "sibling", "guardian", "wife"];

/// Rounds in which a change concerns others than those whose rows it is: a family is put down, and then changes so that
/// somebody is left alone who is one relationship away from whoever changed, or two.
pub(super) fn moves(keys: &Keys) -> [Vec<String>; 4] {
    let (first, kin) = (after(&keys.customers), after(&keys.relationships));
    let [parent, grown_up, father, mother, child, elder, carer, ward] = [0, 1, 2, 3, 4, 5, 6, 7].map(|at| first + at);
    let people = [
        (parent, "1960-01-01", "Mill 1"),
        (grown_up, "1990-01-01", "Mill 1"),
        (father, "1985-01-01", "Mill 2"),
        (mother, "1986-01-01", "Mill 3"),
        (child, "2018-01-01", "Mill 3"),
        // Too young to be anybody's parent.
        (elder, "2017-01-01", "Mill 4"),
        (carer, "1987-01-01", "Mill 5"),
        (ward, "2019-01-01", "Mill 6"),
    ];
    let parents = [(parent, grown_up), (father, child), (mother, child), (elder, ward), (carer, ward)];
    let people = people.map(|(key, birth, address)| {
        format!("INSERT INTO customer (customer_id, date_of_birth, address) VALUES ({key}, '{birth}', '{address}')")
    });
    let parents = (kin..)
        .zip(parents)
        .map(|(key, (parent, child))| format!("INSERT INTO relationships VALUES ({key}, {parent}, {child}, 'parent')"));
    let change = |what: &str, who: i64| vec![format!("UPDATE customer SET {what} WHERE customer_id = {who}")];
    [
        people.into_iter().chain(parents).collect(),
        // The child stays, on its own.
        change("address = 'Mill 7'", parent),
        // The child is the father's now, who has the smaller key, and the mother is alone.
        change("address = 'Mill 3'", father),
        // The other one's carer is alone, too.
        change("date_of_birth = '1984-01-01'", elder),
    ]
}

/// The statements of one change. An amount is written `{cents}`.
pub(super) fn draw(lot: &mut Lot, keys: &Keys) -> Vec<String> {
    let customer = *lot.one_of(&keys.customers);
    let other = *lot.one_of(&keys.customers);
    let account = *lot.one_of(&keys.accounts);
    let day = format!("2026-{:02}-{:02}", 1 + lot.below(7), 1 + lot.below(28));
    let birth = format!("{}-{:02}-{:02}", 1940 + lot.below(87), 1 + lot.below(12), 1 + lot.below(28));
    let amount = lot.below(900_000);
    match lot.below(22) {
        0 => vec![format!("UPDATE customer SET date_of_birth = '{birth}' WHERE customer_id = {customer}")],
        1 => vec![format!("UPDATE customer SET date_of_birth = NULL, address = NULL WHERE customer_id = {customer}")],
        2 | 3 => vec![format!("UPDATE customer SET address = 'House {}' WHERE customer_id = {customer}", lot.below(4))],
        4 => {
            let (born, first) = (after(&keys.customers), after(&keys.relationships));
            vec![
                format!("INSERT INTO customer (customer_id, date_of_birth) VALUES ({born}, '{day}')"),
                format!("INSERT INTO relationships VALUES ({first}, {customer}, {born}, 'parent')"),
                format!("INSERT INTO relationships VALUES ({}, {born}, {other}, 'child')", first + 1),
            ]
        }
        5 => leave(customer),
        6 | 7 => {
            let (key, kind) = (after(&keys.relationships), lot.one_of(&KINSHIP));
            vec![format!("INSERT INTO relationships VALUES ({key}, {customer}, {other}, '{kind}')")]
        }
        8 => vec![format!("DELETE FROM relationships WHERE relationship_id = {}", lot.one_of(&keys.relationships))],
        9 => {
            let (key, kind) = (*lot.one_of(&keys.relationships), lot.one_of(&KINSHIP));
            let kind = format!("UPDATE relationships SET relationship_type = '{kind}'");
            vec![format!("{kind}, customer2_id = {customer} WHERE relationship_id = {key}")]
        }
        10 => vec![format!("UPDATE accounts SET customer_id = {customer} WHERE account_id = {account}")],
        11 => {
            vec![format!("UPDATE accounts SET balance = {{{amount}}}, status = 'closed' WHERE account_id = {account}")]
        }
        12 => vec![
            format!("DELETE FROM transactions WHERE account_id = {account}"),
            format!("DELETE FROM payments WHERE account_id = {account}"),
            format!("DELETE FROM accounts WHERE account_id = {account}"),
        ],
        13 => {
            let (new, first) = (after(&keys.accounts), after(&keys.transactions));
            vec![
                format!("INSERT INTO accounts VALUES ({new}, {customer}, 'checking', {{{amount}}}, 'active')"),
                format!(
                    "INSERT INTO transactions VALUES ({first}, {new}, 'salary', {{{amount}}}, '{day} 09:00:00', 'for={other}'), \
                     ({}, {new}, 'new kind', {{{amount}}}, '{day} 10:00:00', NULL)",
                    first + 1
                ),
            ]
        }
        14 => {
            let key = lot.one_of(&keys.transactions);
            vec![format!("UPDATE transactions SET amount = {{{amount}}} WHERE transaction_id = {key}")]
        }
        15 => {
            let key = *lot.one_of(&keys.transactions);
            vec![format!(
                "UPDATE transactions SET account_id = {account} WHERE transaction_id BETWEEN {key} AND {}",
                key + 9
            )]
        }
        16 => {
            let key = *lot.one_of(&keys.transactions);
            vec![format!("DELETE FROM transactions WHERE transaction_id BETWEEN {key} AND {}", key + 30)]
        }
        17 => {
            let (new, old) = (after(&keys.payments), *lot.one_of(&keys.payments));
            vec![
                format!("INSERT INTO payments VALUES ({new}, {account}, 'x', {{{amount}}}, '{day}', 'mobile')"),
                format!("DELETE FROM payments WHERE payment_id BETWEEN {old} AND {}", old + 5),
            ]
        }
        18 => {
            let key = lot.one_of(&keys.credits);
            let score = 400 + lot.below(400);
            vec![format!(
                "UPDATE credit_history SET credit_score = {score}, customer_id = {customer} WHERE credit_id = {key}"
            )]
        }
        19 => {
            let key = lot.one_of(&keys.securities);
            vec![format!(
                "UPDATE security SET access_level = 'none', customer_id = {customer} WHERE security_id = {key}"
            )]
        }
        20 => {
            let (new, old) = (after(&keys.contacts), *lot.one_of(&keys.contacts));
            vec![
                format!(
                    "INSERT INTO communication_log VALUES ({new}, {customer}, 'branch_visit', '{day} 11:00:00', 'pref=branch')"
                ),
                format!("DELETE FROM communication_log WHERE log_id BETWEEN {old} AND {}", old + 3),
            ]
        }
        _ => vec![format!("UPDATE relationships SET relationship_type = 'ex_spouse' WHERE customer1_id = {customer}")],
    }
}

/// Takes a customer and all their rows away.
fn leave(customer: i64) -> Vec<String> {
    let of_accounts = format!("WHERE account_id IN (SELECT account_id FROM accounts WHERE customer_id = {customer})");
    let mut statements =
        vec![format!("DELETE FROM transactions {of_accounts}"), format!("DELETE FROM payments {of_accounts}")];
    for table in ["accounts", "credit_history", "security", "communication_log", "compliance"] {
        statements.push(format!("DELETE FROM {table} WHERE customer_id = {customer}"));
    }
    statements.push(format!("DELETE FROM relationships WHERE customer1_id = {customer} OR customer2_id = {customer}"));
    statements.push(format!("DELETE FROM customer WHERE customer_id = {customer}"));
    statements
}

/// The statement as the engine takes it: `SQLite` keeps cents.
pub(super) fn written_for(engine: Engine, statement: &str) -> String {
    let mut written = String::new();
    for (number, part) in statement.split(['{', '}']).enumerate() {
        match part.parse::<i64>() {
            Ok(cents) if number % 2 == 1 && engine != Engine::Sqlite => {
                let _ = write!(written, "{}.{:02}", cents / 100, cents % 100);
            }
            _ => written.push_str(part),
        }
    }
    written
}

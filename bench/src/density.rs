//! More rows for the customers of a bank that is there: what a customer did in 24 months, many times over.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, TransactionTrait};

use crate::Failure;

/// Days between a row and its next copy: copies fall on other days of the week and the month.
const DAYS_APART: u32 = 11;

/// A table of which a customer has many rows.
struct Table {
    name: &'static str,
    key: &'static str,
    /// The column with the day or time of a row.
    at: &'static str,
    has_time: bool,
    others: &'static str,
}

const TABLES: [Table; 3] = [
    Table {
        name: "transactions",
        key: "transaction_id",
        at: "transaction_date",
        has_time: true,
        others: "account_id, transaction_type, amount, notes",
    },
    Table {
        name: "payments",
        key: "payment_id",
        at: "payment_date",
        has_time: false,
        others: "account_id, recipient, amount, payment_method",
    },
    Table {
        name: "communication_log",
        key: "log_id",
        at: "timestamp",
        has_time: true,
        others: "customer_id, communication_type, summary",
    },
];

/// Adds so many copies of each transaction, payment and communication of a bank. A copy is some days older than its
/// original, and the keys of the copies are in the order of their time, so that one customer's rows are far apart, as
/// they are in a bank that books day by day.
pub(crate) async fn multiply(db: &DatabaseConnection, copies: u32) -> Result<(), Failure> {
    if copies == 0 {
        return Ok(());
    }
    // The log of changes is not what is measured.
    let transaction = db.begin().await?;
    let backend = transaction.get_database_backend();
    let (quiet, loud) = match backend {
        DbBackend::Postgres => ("SET LOCAL tellergraph.untracked = 'on'", "SELECT 1"),
        DbBackend::MySql => ("SET @tellergraph_untracked = 1", "SET @tellergraph_untracked = NULL"),
        _ => ("SELECT 1", "SELECT 1"),
    };
    transaction.execute_unprepared(quiet).await?;
    for table in &TABLES {
        transaction.execute_unprepared(&copying(backend, table, copies)).await?;
    }
    transaction.execute_unprepared(loud).await?;
    transaction.commit().await?;
    Ok(())
}

fn copying(backend: DbBackend, table: &Table, copies: u32) -> String {
    let Table { name, key, at, has_time, others } = table;
    let at = if backend == DbBackend::MySql { format!("`{at}`") } else { format!("\"{at}\"") };
    let earlier = match backend {
        DbBackend::Postgres if *has_time => format!("{at} - s.days * INTERVAL '1 day'"),
        DbBackend::Postgres => format!("{at} - s.days"),
        DbBackend::MySql => format!("{at} - INTERVAL s.days DAY"),
        _ if *has_time => format!("datetime({at}, -s.days || ' days')"),
        _ => format!("date({at}, -s.days || ' days')"),
    };
    let series: Vec<String> = (1..=copies).map(|copy| format!("SELECT {} AS days", copy * DAYS_APART)).collect();
    format!(
        "INSERT INTO {name} ({key}, {at}, {others}) \
         SELECT m.last + ROW_NUMBER() OVER (ORDER BY {earlier}, {key}), {earlier}, {others} FROM {name} \
         CROSS JOIN ({}) AS s CROSS JOIN (SELECT MAX({key}) AS last FROM {name}) AS m",
        series.join(" UNION ALL ")
    )
}

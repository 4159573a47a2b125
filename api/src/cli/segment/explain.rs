//! `tellergraph segment explain`

use std::fmt::Write as _;

use chrono::NaiveDate;
use tellergraph_migration::SchemaStatus;
use tellergraph_segmentation::Explanation;
use tellergraph_segmentation::explanation::{Evidence, Table};

use super::super::{Failure, console};
use super::expect_filled;
use crate::{
    clock::Clock,
    config::Config,
    database,
    store::answers::{self, Explained},
};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Key of the customer in the bank's own system.
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    customer: i64,
    /// The date the answers are about, as YYYY-MM-DD; that of the last refresh when it is left out, or today in the
    /// bank's time zone before the first.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
}

/// Prints why the rules say what they say of one customer. Nothing is written to the database.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let database = database::connect(&config.database).await?;
    if database::schema_status(&config.database, &database).await? != SchemaStatus::Current {
        let url = &config.database.url;
        return Err(Failure::new(format!("the schema of {url} is not current: run `tellergraph migrate`")));
    }
    expect_filled(config, &database).await?;
    let rules = config.segmentation.effective();
    let today = Clock::System.today(config.bank.time_zone);
    let explained =
        answers::explain(&database, rules, &config.limits, arguments.customer, arguments.as_of, today).await?;
    database::close(database).await;
    match explained {
        Some(explained) => console::print(&page(arguments.customer, &explained, &rules.hash)),
        None => Err(Failure::new(format!("there is no customer {}", arguments.customer))),
    }
}

/// What is printed: a heading, then each answer with its evidence as a table.
fn page(customer: i64, explained: &Explained, rules_hash: &str) -> String {
    let mut page = format!("customer {customer} as of {}, by the rules {rules_hash}\n", explained.as_of);
    let width = explained.explanations.iter().map(|told| told.dimension.name().len()).max().unwrap_or_default();
    for told in &explained.explanations {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(page, "\n{:width$}  {}", told.dimension.name(), headline(told));
        for line in table(&told.evidence).lines() {
            let _ = writeln!(page, "  {line}");
        }
        for (what, names) in [
            ("flags", told.flags.iter().map(|flag| flag.name()).collect::<Vec<_>>()),
            ("limits", told.limits.iter().map(|limit| limit.name()).collect()),
        ] {
            if !names.is_empty() {
                let _ = writeln!(page, "  {what}: {}", names.join(", "));
            }
        }
    }
    page
}

fn headline(told: &Explanation) -> String {
    let confidence = told.confidence.in_hundredths();
    format!("{} by {}, confidence {}.{:02}", told.value, told.method, confidence / 100, confidence % 100)
}

/// The lines of a table of evidence, its columns aligned.
fn table(evidence: &[Evidence]) -> String {
    if evidence.is_empty() {
        return String::new();
    }
    let heading = ["rule", "table", "count", "amount", "points", "from", "to", "rows"].map(str::to_owned);
    let lines: Vec<[String; 8]> = std::iter::once(heading).chain(evidence.iter().map(cells)).collect();
    console::aligned(&lines, &[2, 3, 4])
}

fn cells(evidence: &Evidence) -> [String; 8] {
    // The days of customers are days of birth: personal, and nothing for a terminal.
    let day = |day: Option<NaiveDate>| match day {
        Some(day) if evidence.table != Table::Customer => day.to_string(),
        _ => "-".to_owned(),
    };
    let amount = evidence.amount.map_or_else(|| "-".to_owned(), amount);
    let mut rows: Vec<String> = evidence.row_ids.iter().map(i64::to_string).collect();
    if evidence.count > rows.len() as u64 {
        rows.push("…".to_owned());
    }
    [
        evidence.rule.name().to_owned(),
        evidence.table.code().to_owned(),
        evidence.count.to_string(),
        amount,
        evidence.points.map_or_else(|| "-".to_owned(), |points| points.to_string()),
        day(evidence.from),
        day(evidence.to),
        rows.join(" "),
    ]
}

/// An amount with its two decimals.
fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

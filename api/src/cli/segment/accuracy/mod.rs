//! `tellergraph segment accuracy`

mod page;

use std::path::PathBuf;

use chrono::NaiveDate;
use sea_orm::DatabaseConnection;
use serde::Serialize;
use tellergraph_migration::SchemaStatus;
use tellergraph_seeder::truth::{TruthHeader, TruthReader};

use super::expect_filled;
use crate::accuracy::{Assessment, Report, Requirement, Target, targets};
use crate::cli::{Failure, console};
use crate::config::{Config, EffectiveRules};
use crate::database;
use crate::store::stored::{InForce, Stored};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// The file of what is true about the made-up bank in this database: docs/accuracy.md describes it.
    #[arg(long, value_name = "FILE")]
    truth: PathBuf,
    /// The date that the file and the segments must be about, as YYYY-MM-DD; that of the file when it is left out.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Fail when a figure is not what it should be.
    #[arg(
        long,
        value_name = "TARGETS",
        value_enum,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "usual"
    )]
    require: Option<Requirement>,
}

/// What was measured, on what.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    #[serde(flatten)]
    bank: TruthHeader,
    rules_hash: String,
    #[serde(flatten)]
    report: Report,
    targets: Vec<Target>,
}

/// Prints how often the segments of the last refresh are right. Nothing is written to the database.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let truth = TruthReader::open(&arguments.truth)?;
    let bank = truth.header().clone();
    if let Some(as_of) = arguments.as_of.filter(|as_of| *as_of != bank.as_of) {
        return Err(Failure::new(format!("the file of the truth is about {}, not {as_of}", bank.as_of)));
    }
    let database = database::connect(&config.database).await?;
    if database::schema_status(&config.database, &database).await? != SchemaStatus::Current {
        let url = &config.database.url;
        return Err(Failure::new(format!("the schema of {url} is not current: run `tellergraph migrate`")));
    }
    expect_filled(config, &database).await?;
    let rules = config.segmentation.effective();
    let report = measure(&database, truth, rules).await?;
    database::close(database).await;
    let targets = targets(&report, arguments.require.unwrap_or(Requirement::Usual));
    let measured = Measured { bank, rules_hash: rules.hash.clone(), report, targets };
    if arguments.json {
        let json = serde_json::to_string_pretty(&measured).map_err(|error| Failure::new(error.to_string()))?;
        console::print(&format!("{json}\n"))?;
    } else {
        console::print(&page::page(&measured))?;
    }
    let missed: Vec<&str> =
        measured.targets.iter().filter(|target| !target.is_met).map(|target| target.measure.as_str()).collect();
    if arguments.require.is_some() && !missed.is_empty() {
        return Err(Failure::new(format!("not what it should be: {}", missed.join(", "))));
    }
    Ok(())
}

/// Compares the segments with the truth, both in the order of the customers, a page at a time.
async fn measure(
    database: &DatabaseConnection,
    mut truth: TruthReader,
    rules: &EffectiveRules,
) -> Result<Report, Failure> {
    let mut stored = Stored::open(database).await?;
    if let Some(dataset) = stored.dataset().await?.filter(|dataset| *dataset != truth.header().dataset_id) {
        let about = &truth.header().dataset_id;
        return Err(Failure::new(format!("the database was filled with dataset {dataset}, the file is about {about}")));
    }
    check_in_force(stored.in_force().await?, truth.header(), rules)?;
    let mut assessment = Assessment::new(&rules.rules, truth.header().as_of);
    loop {
        let (truth, answered) = (truth.next().transpose()?, stored.next().await?);
        match (truth, answered) {
            (None, None) => break,
            (Some(truth), Some(answered)) if truth.customer_id == answered.customer_id => {
                assessment.add(&truth, &answered);
            }
            (Some(truth), Some(answered)) if truth.customer_id > answered.customer_id => {
                return Err(of_another_bank(answered.customer_id, "has segments and is not in the file"));
            }
            (None, Some(answered)) => {
                return Err(of_another_bank(answered.customer_id, "has segments and is not in the file"));
            }
            (Some(truth), _) => return Err(of_another_bank(truth.customer_id, "is in the file and has no segments")),
        }
    }
    stored.close().await?;
    Ok(assessment.report())
}

/// Refuses segments that are about something else than the file.
fn check_in_force(in_force: Option<InForce>, bank: &TruthHeader, rules: &EffectiveRules) -> Result<(), Failure> {
    let refresh = format!("run `tellergraph segment refresh --as-of {}`", bank.as_of);
    let Some(InForce { as_of, rules_hash }) = in_force else {
        return Err(Failure::new(format!("there are no segments yet: {refresh}")));
    };
    if as_of != bank.as_of {
        return Err(Failure::new(format!("the segments are about {as_of}, the file about {}: {refresh}", bank.as_of)));
    }
    if rules_hash != rules.hash {
        return Err(Failure::new(format!(
            "the segments were found by other rules than those of this program: {refresh}"
        )));
    }
    Ok(())
}

fn of_another_bank(customer: i64, how: &str) -> Failure {
    Failure::new(format!("the file is about another bank than the one in this database: customer {customer} {how}"))
}

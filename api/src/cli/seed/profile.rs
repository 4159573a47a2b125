//! `tellergraph seed profile`

use std::fmt::Write as _;

use chrono::NaiveDate;
use tellergraph_seeder::{
    profile::{Measure, Part, Profile, profile},
    verify::recorded,
};

use super::super::{Failure, console};
use super::snapshot;
use crate::{config::Config, database};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// The last day whose rows count, as YYYY-MM-DD; when it is left out, that of the run that is
    /// recorded in the database, else that of the demo bank.
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Print the profile as JSON, with every part.
    #[arg(long)]
    json: bool,
}

/// Prints how far the bank is from what it is meant to look like. Nothing is written, and nothing is judged.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let database = database::connect(&config.database).await?;
    let snapshot = snapshot(config, &database).await?;
    let recorded = recorded(&snapshot).await?.map(|run| run.as_of);
    let profile = profile(&snapshot, arguments.as_of.or(recorded).unwrap_or(config.demo.as_of)).await?;
    drop(snapshot);
    database::close(database).await;
    let page = if arguments.json { console::json(&profile)? } else { page(&profile) };
    console::print(&page)
}

/// The distances, then the parts of each, then what goes together.
fn page(profile: &Profile) -> String {
    let mut page = format!("{} customers as of {}\n\n", profile.customers, profile.as_of);
    let heading = ["measure", "distance", "value", "good up to", "counted"].map(str::to_owned);
    let lines: Vec<[String; 5]> = std::iter::once(heading).chain(profile.measures.iter().map(distance)).collect();
    page += &console::aligned(&lines, &[2, 3, 4]);
    for measure in &profile.measures {
        let heading = [measure.name.clone(), "target".to_owned(), "measured".to_owned()];
        let lines: Vec<[String; 3]> = std::iter::once(heading).chain(measure.parts.iter().map(part)).collect();
        // Writing to a string cannot fail, here and below.
        let _ = write!(page, "\n{}", console::aligned(&lines, &[1, 2]));
    }
    let heading = ["goes together", "with", "coefficient", "customers"].map(str::to_owned);
    let pairs = profile
        .correlations
        .iter()
        .map(|pair| [pair.one.to_owned(), pair.other.to_owned(), figure(pair.coefficient), pair.customers.to_string()]);
    let lines: Vec<[String; 4]> = std::iter::once(heading).chain(pairs).collect();
    let _ = write!(page, "\n{}", console::aligned(&lines, &[2, 3]));
    page
}

fn distance(measure: &Measure) -> [String; 5] {
    [
        measure.name.clone(),
        measure.distance.words().to_owned(),
        measure.value.map_or_else(|| "-".to_owned(), figure),
        figure(measure.good),
        measure.counted.to_string(),
    ]
}

fn part(part: &Part) -> [String; 3] {
    [part.name.to_owned(), part.target.map_or_else(|| "-".to_owned(), figure), figure(part.measured)]
}

/// Three places, of which great numbers have no need.
fn figure(number: f64) -> String {
    if number.abs() < 1_000.0 { format!("{number:.3}") } else { format!("{number:.0}") }
}

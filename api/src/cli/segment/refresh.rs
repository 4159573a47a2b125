//! `tellergraph segment refresh`

use chrono::NaiveDate;
use sea_orm::DatabaseConnection;
use tellergraph_migration::migrate;
use tellergraph_segmentation::Rules;

use super::expect_filled;
use super::month::{self, Month};
use crate::{
    cli::{Failure, console, console::Progress},
    clock::Clock,
    config::Config,
    database,
    store::refresh::{Options, Refreshed, back_fill, refresh_with},
};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// The date the answers are about, as YYYY-MM-DD; today in the bank's time zone when it is left out.
    #[arg(long, value_name = "DATE", conflicts_with = "from")]
    as_of: Option<NaiveDate>,
    /// Keep the answers in the history; those of a month's last day are kept anyway.
    #[arg(long, conflicts_with = "from")]
    snapshot: bool,
    /// Write the history of the months from this one, as YYYY-MM, and leave the answers in force as they are.
    #[arg(long, value_name = "MONTH", requires = "to")]
    from: Option<Month>,
    /// The last month of the history to write.
    #[arg(long, value_name = "MONTH", requires = "from")]
    to: Option<Month>,
    /// Answer for everybody, also for those whose answers can hardly have changed. With --from: also write the months
    /// anew that are there already, by these rules or by others.
    #[arg(long)]
    full: bool,
}

/// Refreshes the segments of a database, whose tables are made first if they are not there.
pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let today = Clock::System.today(config.bank.time_zone);
    let months = match (arguments.from, arguments.to) {
        (Some(from), Some(to)) => Some(month::ends(from, to, today).map_err(Failure::new)?),
        _ => None,
    };
    let rules = &config.segmentation.effective().rules;
    let database = database::connect(&config.database).await?;
    for name in migrate(&database).await?.names {
        console::tell(&format!("ran {name}"));
    }
    expect_filled(config, &database).await?;
    if let Some(ends) = months {
        write_history(&database, rules, &ends, arguments.full).await?;
    } else {
        let options = Options { snapshot: arguments.snapshot, full: arguments.full };
        refresh_at(&database, rules, arguments.as_of.unwrap_or(today), options).await?;
    }
    database::close(database).await;
    Ok(())
}

/// Refreshes the segments and tells how far it is.
pub(in crate::cli) async fn refresh_at(
    database: &DatabaseConnection,
    rules: &Rules,
    as_of: NaiveDate,
    options: Options,
) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let mut progress = Progress::new("segments");
    let computed_at = Clock::System.now().naive_utc();
    let refreshed =
        refresh_with(database, rules, as_of, computed_at, options, |step| progress.at(step.done, step.total)).await;
    progress.end();
    let refreshed = refreshed?;
    let seconds = started.elapsed().as_secs_f32();
    let Refreshed { answered, customers, as_of, .. } = refreshed;
    if answered == customers {
        console::tell(&format!("gave {customers} customers their segments as of {as_of}, in {seconds:.1} s"));
    } else {
        console::tell(&format!(
            "gave {answered} of {customers} customers new segments as of {as_of}, in {seconds:.1} s: the others' rows are \
             the same"
        ));
    }
    if !refreshed.is_tracked {
        console::tell(
            "changes of the bank's rows are not logged, so every refresh answers for everybody: `tellergraph migrate` \
             says why",
        );
    }
    if refreshed.is_kept {
        console::tell(&format!("kept them in the history of {as_of}"));
        if let Some(other) = refreshed.other_rules_at {
            console::tell(&format!(
                "the history of {other} was written by other rules and cannot be compared with it: write it anew with \
                 `tellergraph segment refresh --from MONTH --to MONTH --full`"
            ));
        }
    }
    Ok(())
}

/// Writes the history of past dates and tells how far it is.
async fn write_history(
    database: &DatabaseConnection,
    rules: &Rules,
    ends: &[NaiveDate],
    replace: bool,
) -> Result<(), Failure> {
    let started = std::time::Instant::now();
    let mut progress = Progress::new("history");
    let computed_at = Clock::System.now().naive_utc();
    let filled =
        back_fill(database, rules, ends, replace, computed_at, |step| progress.at(step.done, step.total)).await;
    progress.end();
    let filled = filled?;
    if !filled.kept.is_empty() {
        console::tell(&format!(
            "{} month ends were there already by the same rules (--full writes them anew)",
            filled.kept.len()
        ));
    }
    if !filled.written.is_empty() {
        console::tell(&format!(
            "wrote the history of {} month ends, {} customers each, in {:.1} s",
            filled.written.len(),
            filled.customers,
            started.elapsed().as_secs_f32()
        ));
    }
    Ok(())
}

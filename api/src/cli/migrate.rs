//! `tellergraph migrate`

use clap::ValueEnum;
use sea_orm::DatabaseConnection;
use tellergraph_migration::{AdoptOptions, Applied, Dialect, MigrateError, adopt, down, migrate, print_sql, tracking};

use super::{Failure, console};
use crate::{
    config::{Config, Engine},
    database,
    store::{codes, search},
};

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Arguments {
    /// Take the newest N migrations back, with all that is in their tables.
    #[arg(long, value_name = "N", conflicts_with_all = ["adopt", "print_sql"])]
    down: Option<u32>,
    /// Take over a MySQL or MariaDB database of the original model, with all its rows.
    #[arg(long, conflicts_with = "print_sql")]
    adopt: bool,
    /// With --adopt: print what would be done, and change nothing.
    #[arg(long, requires = "adopt")]
    dry_run: bool,
    /// With --adopt: leave views under the original names.
    #[arg(long, requires = "adopt")]
    views: bool,
    /// Print the statements for an empty database instead of running them.
    #[arg(long, value_name = "ENGINE", num_args = 0..=1, default_missing_value = "configured")]
    print_sql: Option<Target>,
}

/// Engines that statements can be printed for.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Target {
    /// The engine of the database that the settings name.
    Configured,
    Sqlite,
    Postgres,
    Mysql,
    Mariadb,
}

pub(super) async fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    if let Some(target) = arguments.print_sql {
        return console::print(&print_sql(dialect(config, target)?));
    }
    let database = database::connect(&config.database).await?;
    change(config, arguments, &database).await?;
    database::close(database).await;
    Ok(())
}

/// Does what was asked for, and tells it.
async fn change(config: &Config, arguments: &Arguments, database: &DatabaseConnection) -> Result<(), Failure> {
    let url = &config.database.url;
    if arguments.adopt {
        let options = AdoptOptions { dry_run: arguments.dry_run, views: arguments.views };
        let adopted = adopt(database, options).await?;
        if arguments.dry_run {
            let statements = adopted.statements.iter().map(|statement| format!("{statement};\n"));
            return console::print(&statements.collect::<String>());
        }
        if adopted.statements.is_empty() {
            console::tell(&format!("{url} was adopted before: nothing to do"));
        } else {
            console::tell(&format!("adopted {url} in {} statements", adopted.statements.len()));
        }
        tell("ran", &adopted.applied);
        tell_whether_tracked(database).await?;
        // Filters on codes ask which texts the bank uses for each.
        codes::learn(database, &config.segmentation.effective().rules).await?;
        search::index(database).await?;
        return Ok(());
    }
    if let Some(steps) = arguments.down {
        let taken_back = down(database, steps).await?;
        tell("took back", &taken_back);
        return Ok(());
    }
    let applied = migrate(database).await?;
    if applied.names.is_empty() {
        console::tell(&format!("the schema of {url} is current: nothing to do"));
    }
    tell("ran", &applied);
    if !applied.names.is_empty() {
        // Customers may have been there before the table of the words that they are found by.
        search::index(database).await?;
    }
    tell_whether_tracked(database).await
}

/// Says so when changes of the bank's rows are not logged.
async fn tell_whether_tracked(database: &DatabaseConnection) -> Result<(), Failure> {
    let missing = tracking(database).await.map_err(MigrateError::from)?.missing.len();
    if missing > 0 {
        console::tell(&format!(
            "changes of the bank's rows are not logged, because {missing} triggers are missing or this account may not \
             see them (it needs the right TRIGGER, on a server with a binary log also \
             log_bin_trust_function_creators = 1): `tellergraph segment refresh` answers for all customers each time. \
             Run `tellergraph migrate` again with an account that may make triggers"
        ));
    }
    Ok(())
}

fn tell(did: &str, applied: &Applied) {
    for name in &applied.names {
        console::tell(&format!("{did} {name}"));
    }
}

fn dialect(config: &Config, target: Target) -> Result<Dialect, Failure> {
    match (target, config.database.url.engine()) {
        (Target::Sqlite, _) | (Target::Configured, Engine::Sqlite) => Ok(Dialect::Sqlite),
        (Target::Postgres, _) | (Target::Configured, Engine::Postgres) => Ok(Dialect::Postgres),
        (Target::Mysql, _) => Ok(Dialect::MySql),
        (Target::Mariadb, _) => Ok(Dialect::MariaDb),
        (Target::Configured, Engine::Mysql) => Err(Failure::settings(
            "MySQL and MariaDB take different statements: say --print-sql mysql or --print-sql mariadb",
        )),
    }
}

//! `tellergraph serve`

use std::{io, sync::Arc, time::Duration};

use sea_orm::{DatabaseConnection, EntityTrait as _, QueryOrder as _, QuerySelect as _};
use tellergraph_entity::{customer, segment_refresh};
use tellergraph_migration::{SchemaStatus, migrate};
use tokio::net::TcpListener;

use super::{Failure, console, seed};
use crate::{
    config::{Config, Engine, Flags},
    database,
    graphql::Graph,
    server,
    store::{codes, search, seeding},
};

/// How long a code that another program has learnt may stay unknown here.
const CODES_ARE_ASKED_EVERY: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// Loopback address and port to listen on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Leave an empty SQLite database empty.
    #[arg(long)]
    no_demo: bool,
}

impl Arguments {
    pub(super) fn add_to(&self, flags: &mut Flags) {
        flags.listen.clone_from(&self.listen);
        flags.demo = self.no_demo.then_some(false);
    }
}

/// Serves until the process is told to stop.
pub(super) async fn run(config: &Config) -> Result<(), Failure> {
    // The signals first: from here on, an order to stop is heard.
    let stop = order_to_stop().map_err(|error| Failure::runtime(&error))?;
    let address = config.listen.address();
    // The port before the database: a second server by mistake should not fill anything.
    let listener = TcpListener::bind(address).await.map_err(|error| cannot_listen(config, &error))?;
    let bound = listener.local_addr().map_err(|error| Failure::runtime(&error))?;

    let database = database::connect(&config.database).await?;
    prepare(config, &database).await?;
    let deadline = Duration::from_millis(config.limits.time_ms);
    let lanes = database::lanes(&config.database, deadline, database.clone()).await?;
    let graph = Graph::new(lanes.clone(), config.limits.clone(), config.page.clone(), config.bank.time_zone);
    let graph = Arc::new(graph.with_rules(config.segmentation.effective().clone()).while_it_may_be_filled());
    // Known before the first request, and followed from then on: other programs refresh and adopt.
    graph.know_codes(codes::load(&database).await?);
    tokio::spawn(codes::follow(Arc::downgrade(&graph), database.clone(), CODES_ARE_ASKED_EVERY));
    tokio::spawn(seeding::follow(Arc::downgrade(&graph), database.clone(), CODES_ARE_ASKED_EVERY));
    let router = server::router(graph, database.clone(), config, bound.ip());

    console::tell(&format!(
        "serving {} at http://{bound}/graphql; explore it at http://{bound}/graphiql",
        config.database.url
    ));
    server::serve(listener, router, &config.http, stop).await;
    lanes.close().await;
    database::close(database).await;
    Ok(())
}

/// Makes sure that the schema is this program's. What is embedded is brought up to date; what is on a server belongs to
/// somebody, so it is left to a command.
async fn prepare(config: &Config, database: &DatabaseConnection) -> Result<(), Failure> {
    let url = &config.database.url;
    match (database::schema_status(&config.database, database).await?, url.engine()) {
        (SchemaStatus::Ahead { unknown }, _) => {
            return Err(Failure::new(format!(
                "the schema of {url} was made by a newer tellergraph ({}): use that version",
                unknown.join(", ")
            )));
        }
        (SchemaStatus::Empty | SchemaStatus::Behind { .. }, Engine::Sqlite) => {
            for name in migrate(database).await?.names {
                tracing::info!(migration = name, "ran {name}");
            }
            // Customers may have been there before the table of the words that they are found by.
            search::index(database).await?;
        }
        (SchemaStatus::Empty, engine) => {
            let adoption = match engine {
                Engine::Mysql => ", or `tellergraph migrate --adopt` for a bank of the original model",
                Engine::Sqlite | Engine::Postgres => "",
            };
            return Err(Failure::new(format!(
                "{url} has no tables of tellergraph: run `tellergraph migrate` (and `tellergraph seed` for a made-up \
                 bank){adoption}"
            )));
        }
        (SchemaStatus::Behind { pending }, _) => {
            return Err(Failure::new(format!(
                "the schema of {url} is {} behind this program: run `tellergraph migrate`",
                match pending.len() {
                    1 => "one migration".to_owned(),
                    count => format!("{count} migrations"),
                }
            )));
        }
        (SchemaStatus::Current, _) => {}
    }
    if seeding::is_running(database).await.map_err(|error| database::sort(&config.database, &error))? {
        console::tell(&format!(
            "{url} is still being filled: requests are answered with SEEDING until it is complete (if nobody fills it any \
             more, give the same `tellergraph seed` again)"
        ));
        return Ok(());
    }
    if url.engine() == Engine::Sqlite && config.demo.enabled && is_without_customers(config, database).await? {
        console::tell(&format!(
            "{url} is empty: filling it with a made-up bank of {} customers (--no-demo or \
             TELLERGRAPH_DEMO_ENABLED=false leaves it empty)",
            config.demo.customers
        ));
        let plan = seed::demo_plan(config)?;
        return seed::fill_demo(config, database, plan).await;
    }
    match rules_of_segments(config, database).await? {
        Some(hash) => tell_other_rules(config, &hash),
        None if is_without_customers(config, database).await? => {}
        None => console::tell(&format!(
            "the customers of {url} have no segments yet: `tellergraph segment refresh` gives them theirs, while this \
             server runs"
        )),
    }
    Ok(())
}

/// The hash of the rules of the refresh in force; `None` before the first.
async fn rules_of_segments(config: &Config, database: &DatabaseConnection) -> Result<Option<String>, Failure> {
    let newest = segment_refresh::Entity::find()
        .select_only()
        .column(segment_refresh::Column::RulesHash)
        .order_by_desc(segment_refresh::Column::RefreshId)
        .into_tuple()
        .one(database)
        .await;
    Ok(newest.map_err(|error| database::sort(&config.database, &error))?)
}

/// Segments of other rules than the configured ones are served as they are, but not without a word.
fn tell_other_rules(config: &Config, stored: &str) {
    let configured = &config.segmentation.effective().hash;
    if stored != configured {
        tracing::warn!(
            stored,
            configured,
            "the segments rest on other rules ({stored}) than those configured ({configured}): `tellergraph segment \
             refresh` gives every customer the answers of the configured ones"
        );
    }
}

async fn is_without_customers(config: &Config, database: &DatabaseConnection) -> Result<bool, Failure> {
    let any: Option<i64> = customer::Entity::find()
        .select_only()
        .column(customer::Column::CustomerId)
        .into_tuple()
        .one(database)
        .await
        .map_err(|error| database::sort(&config.database, &error))?;
    Ok(any.is_none())
}

fn cannot_listen(config: &Config, error: &io::Error) -> Failure {
    let listen = config.listen;
    Failure::new(match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("{listen} is taken by another program: end it, or set TELLERGRAPH_LISTEN to another port")
        }
        io::ErrorKind::PermissionDenied => {
            format!("not allowed to listen on {listen}: set TELLERGRAPH_LISTEN to a port from 1024 on")
        }
        _ => format!("cannot listen on {listen} ({error}): set TELLERGRAPH_LISTEN to another address"),
    })
}

/// Resolves when the process is told to stop: by a supervisor (SIGTERM) or at the keyboard (SIGINT).
#[cfg(unix)]
fn order_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves when the process is told to stop at the keyboard.
#[cfg(not(unix))]
fn order_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a way to be told, the process ends when it is killed.
            std::future::pending::<()>().await;
        }
    })
}

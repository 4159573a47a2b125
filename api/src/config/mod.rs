//! The settings: flags win over the environment, the environment over a file, the file over the defaults.
//!
//! The defaults are the documentation: they are read from `tellergraph.toml` at the top of the source, which is
//! compiled in. A key that is not in that file does not exist.

mod database_url;
mod layer;
mod listen;
mod origin;
mod rules;
mod thousandths;
mod whole_parts;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

pub(crate) use self::whole_parts::whole_parts;
pub use self::{
    database_url::{DatabaseUrl, Engine},
    listen::Listen,
    origin::Origin,
    rules::{EffectiveRules, Segmentation},
    thousandths::Thousandths,
};
use crate::graphql::limits::{Limits, Pages};

/// The default settings, with their explanations.
const DEFAULTS: &str = include_str!("../../../tellergraph.toml");

/// The file that is read from the working directory when no other is named.
const DEFAULT_FILE: &str = "tellergraph.toml";

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub listen: Listen,
    /// The database.
    pub database: Database,
    /// The made-up bank of an empty start.
    pub demo: Demo,
    /// What is true of the bank as a whole.
    pub bank: Bank,
    /// The segmentation rules.
    pub segmentation: Segmentation,
    /// Sizes of pages.
    pub page: Pages,
    /// What one request may ask for.
    pub limits: Limits,
    /// Connections and their times.
    pub http: Http,
    /// The log.
    pub log: Log,
}

/// How the database is reached.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Its address.
    pub url: DatabaseUrl,
    /// Connections kept at most.
    pub max_connections: u32,
    /// Connections kept at least.
    pub min_connections: u32,
    /// How long to wait for a connection, in milliseconds.
    pub acquire_timeout_ms: u64,
    /// SQLite only: how long to wait for another process that writes, in milliseconds.
    pub busy_timeout_ms: u64,
}

/// The bank that an empty SQLite database is filled with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// Whether it is filled at all.
    pub enabled: bool,
    /// How many customers.
    pub customers: u32,
    /// The number all chance is drawn from.
    pub seed: u64,
    /// The day the bank is seen from.
    pub as_of: NaiveDate,
    /// How many months of bookings it has.
    pub months: u32,
    /// How much people do beside what is due, against the usual.
    pub intensity: Thousandths,
}

/// What is true of the bank as a whole.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// The zone in which its dates and times were written down.
    #[serde(deserialize_with = "zone_from_name", serialize_with = "zone_to_name")]
    pub time_zone: Tz,
}

/// Connections and their times.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Open connections at most.
    pub max_connections: usize,
    /// Open connections of one address at most.
    pub max_connections_per_address: usize,
    /// Requests that are worked on at once, at most.
    pub max_requests: usize,
    /// Requests that may wait for their turn.
    pub max_waiting: usize,
    /// How long a request may wait for its turn, in milliseconds.
    pub waiting_timeout_ms: u64,
    /// Other sites whose pages may ask, as browsers name them: `https://reports.example.org`.
    pub allowed_origins: Vec<Origin>,
    /// How long a connection may be idle, in seconds.
    pub idle_timeout_s: u64,
    /// How long a client may take nothing of its answer, in seconds.
    pub write_timeout_s: u64,
    /// How long the head of a request may take, in seconds.
    pub header_timeout_s: u64,
    /// How long the body of a request may take, in seconds.
    pub body_timeout_s: u64,
    /// How long requests under way may go on after the order to stop, in seconds.
    pub drain_timeout_s: u64,
}

/// The log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// From which level on messages are written.
    pub level: LogLevel,
    /// In which form.
    pub format: LogFormat,
}

/// Levels of the log, from few messages to many.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// Failures only.
    Error,
    /// Also what may become one.
    Warn,
    /// Also starts, stops and what was done.
    Info,
    /// Also single requests.
    Debug,
    /// Everything.
    Trace,
}

/// Forms of the log.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line per message, for people.
    Text,
    /// A JSON object per line, for collectors.
    Json,
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The file to read instead of `tellergraph.toml` in the working directory.
    pub file: Option<PathBuf>,
    /// Where to listen.
    pub listen: Option<String>,
    /// The database.
    pub database_url: Option<String>,
    /// The file of segmentation rules.
    pub rules: Option<PathBuf>,
    /// `Some(false)` leaves an empty database empty.
    pub demo: Option<bool>,
}

/// Why settings were refused. The words name the key, where it stands, and what is allowed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl Config {
    /// The settings in force for this process.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        Self::from_layers(flags, &environment()?)
    }

    /// The documented defaults.
    pub fn documented() -> Result<Self, ConfigError> {
        Self::from_table(layer::defaults()?)
    }

    /// The settings as TOML, passwords hidden. A comment tells the hash of the segmentation rules.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        let settings = toml::to_string(self).map_err(|error| ConfigError::new(error.to_string()))?;
        let section = "[segmentation]\n";
        let hash = &self.segmentation.effective().hash;
        Ok(settings.replacen(section, &format!("{section}# The rules in use have the hash {hash}.\n"), 1))
    }

    fn from_layers(flags: &Flags, variables: &[(String, String)]) -> Result<Self, ConfigError> {
        let mut table = layer::defaults()?;
        let named = flags.file.clone().or_else(|| {
            let file = variables.iter().find(|(name, _)| name == layer::FILE_VARIABLE);
            file.map(|(_, path)| PathBuf::from(path))
        });
        if let Some((path, text)) = read_file(named.as_deref())? {
            layer::add_file(&mut table, &text, &path.display().to_string())?;
        }
        layer::add_variables(&mut table, variables)?;
        if let Some(url) = &flags.database_url {
            // Other users of the machine can read the arguments of a process.
            if DatabaseUrl::parse(url)?.has_password() {
                return Err(ConfigError::new(
                    "--database-url must not carry a password: set DATABASE_URL in the environment instead",
                ));
            }
            layer::set(&mut table, "database.url", url.as_str());
        }
        if let Some(listen) = &flags.listen {
            layer::set(&mut table, "listen", listen.as_str());
        }
        if let Some(rules) = &flags.rules {
            let path = rules.to_str().ok_or_else(|| ConfigError::new("--rules is not UTF-8 text"))?;
            layer::set(&mut table, "segmentation.rules", path);
        }
        if let Some(enabled) = flags.demo {
            layer::set(&mut table, "demo.enabled", enabled);
        }
        Self::from_table(table)
    }

    fn from_table(table: toml::Table) -> Result<Self, ConfigError> {
        let mut config: Self = table.try_into().map_err(|error: toml::de::Error| {
            // The text of the table is not the user's file, so only the reason is worth showing.
            ConfigError::new(error.message().to_owned())
        })?;
        config.check()?;
        config.segmentation.load()?;
        Ok(config)
    }

    /// Values that parse but cannot work.
    fn check(&self) -> Result<(), ConfigError> {
        let rules = [
            (self.database.max_connections >= 1, "database.max_connections is at least 1"),
            (
                self.database.min_connections <= self.database.max_connections,
                "database.min_connections is at most database.max_connections",
            ),
            (self.database.acquire_timeout_ms >= 1, "database.acquire_timeout_ms is at least 1"),
            (self.page.default_rows >= 1, "page.default_rows is at least 1"),
            (
                self.page.default_rows <= self.page.nested_max_rows
                    && self.page.default_rows <= self.page.root_max_rows,
                "page.default_rows is at most page.nested_max_rows and page.root_max_rows",
            ),
            (
                self.http.max_connections >= 1
                    && self.http.max_connections_per_address >= 1
                    && self.http.max_requests >= 1,
                "http.max_connections, http.max_connections_per_address and http.max_requests are at least 1",
            ),
            (
                self.http.idle_timeout_s >= 1 && self.http.write_timeout_s >= 1,
                "http.idle_timeout_s and http.write_timeout_s are at least 1",
            ),
            (
                self.http.header_timeout_s >= 1 && self.http.body_timeout_s >= 1,
                "http.header_timeout_s and http.body_timeout_s are at least 1",
            ),
            // Beyond these the parser and the walks over its document could run out of stack.
            (self.limits.selection_levels <= 64, "limits.selection_levels is at most 64"),
            (self.limits.value_levels <= 64, "limits.value_levels is at most 64"),
            (self.limits.expanded_levels <= 128, "limits.expanded_levels is at most 128"),
            (self.limits.filter_levels <= 16, "limits.filter_levels is at most 16"),
            (self.limits.list_values <= 10_000, "limits.list_values is at most 10000"),
            ((1..=3_600_000).contains(&self.limits.time_ms), "limits.time_ms is 1 to 3600000"),
            (self.limits.errors >= 1, "limits.errors is at least 1"),
            (self.limits.response_bytes >= 1_024, "limits.response_bytes is at least 1024"),
            (self.limits.json_levels <= 100, "limits.json_levels is at most 100"),
            // 4 is what a path takes when nobody says.
            ((4..=12).contains(&self.limits.hops), "limits.hops is 4 to 12"),
            (
                // What a statement reads is held in memory, its keys go as one parameter.
                [self.limits.path_customers, self.limits.network_customers, self.limits.networks_customers]
                    .iter()
                    .all(|customers| (1..=1_000_000).contains(customers)),
                "limits.path_customers, limits.network_customers and limits.networks_customers are 1 to 1000000",
            ),
            ((1..=1_000_000).contains(&self.limits.hop_relationships), "limits.hop_relationships is 1 to 1000000"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(ConfigError::new(rule)),
            None => Ok(()),
        }
    }
}

/// The environment as text. Variables that are not text are nobody's settings.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn environment() -> Result<Vec<(String, String)>, ConfigError> {
    let mut variables = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else {
            continue;
        };
        if layer::is_ours(&name) {
            let value = value.into_string().map_err(|_| ConfigError::new(format!("{name} is not UTF-8 text")))?;
            variables.push((name, value));
        }
    }
    Ok(variables)
}

/// The file that is named, or the one in the working directory if there is one.
fn read_file(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.to_owned(), text))),
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ConfigError::new(format!("cannot read the settings in {}: {error}", path.display()))),
    }
}

fn zone_from_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(|_| {
        D::Error::custom(format!(
            "bank.time_zone: there is no time zone \"{name}\"; use an IANA name such as Europe/Berlin"
        ))
    })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn zone_to_name<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

#[cfg(test)]
mod tests;

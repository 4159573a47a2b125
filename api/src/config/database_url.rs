//! The address of the database, which shows its password to nobody but the driver.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::ConfigError;

/// The database engines that can be addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in a file beside the server.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MySQL/MariaDB",
        })
    }
}

/// `sqlite://path`, `postgres://…` or `mysql://…`. Printed in any way, the password is `***`.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatabaseUrl {
    engine: Engine,
    /// With the password.
    whole: String,
    /// Without it.
    shown: String,
}

impl DatabaseUrl {
    /// Takes an address of one of the three engines.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let engine = match text.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Engine::Sqlite,
            Some("postgres" | "postgresql") => Engine::Postgres,
            Some("mysql") => Engine::Mysql,
            _ => {
                return Err(ConfigError::new("DATABASE_URL must begin with sqlite://, postgres:// or mysql://"));
            }
        };
        let shown = match engine {
            Engine::Sqlite => text.to_owned(),
            Engine::Postgres | Engine::Mysql => without_password(text)?,
        };
        Ok(Self { engine, whole: text.to_owned(), shown })
    }

    /// Which engine answers there.
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The whole address, for the driver alone.
    pub(crate) fn expose(&self) -> &str {
        &self.whole
    }

    /// Whether the address carries a password.
    pub fn has_password(&self) -> bool {
        self.whole != self.shown
    }
}

/// Hides the password before the host and every parameter that may hold a secret.
fn without_password(text: &str) -> Result<String, ConfigError> {
    let mut url = Url::parse(text).map_err(|error| {
        ConfigError::new(format!(
            "DATABASE_URL is not an address ({error}): write postgres://user:password@host:port/name, with special \
             characters of the password percent-encoded"
        ))
    })?;
    let secret = |name: &str| name.contains("password") || name.contains("key");
    let parameters: Vec<(String, String)> =
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let hides_parameters = parameters.iter().any(|(name, _)| secret(name));
    if url.password().is_none() && !hides_parameters {
        return Ok(text.to_owned());
    }
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return Err(ConfigError::new("DATABASE_URL has a password but no host"));
    }
    if hides_parameters {
        let mut query = url.query_pairs_mut();
        query.clear();
        for (name, value) in &parameters {
            query.append_pair(name, if secret(name) { "***" } else { value });
        }
    }
    Ok(url.to_string())
}

impl TryFrom<String> for DatabaseUrl {
    type Error = ConfigError;

    fn try_from(text: String) -> Result<Self, ConfigError> {
        Self::parse(&text)
    }
}

// What is serialised is printed: by `tellergraph config`, for one.
impl From<DatabaseUrl> for String {
    fn from(url: DatabaseUrl) -> Self {
        url.shown
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shown, formatter)
    }
}

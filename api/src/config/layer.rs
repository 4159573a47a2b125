//! One source of settings laid over another. The defaults say which keys exist and of which type each is, for a file as
//! for the environment.

use toml::{Table, Value};

use super::{ConfigError, DEFAULTS};

/// Names the file of settings.
pub(super) const FILE_VARIABLE: &str = "TELLERGRAPH_CONFIG";

const PREFIX: &str = "TELLERGRAPH_";

/// Names the database, as in many other programs.
const DATABASE_VARIABLE: &str = "DATABASE_URL";

/// The defaults as a table.
pub(super) fn defaults() -> Result<Table, ConfigError> {
    DEFAULTS
        .parse()
        .map_err(|error: toml::de::Error| ConfigError::new(format!("the default settings: {}", error.message())))
}

/// Whether an environment variable is, or claims to be, one of our settings.
pub(super) fn is_ours(variable: &str) -> bool {
    variable == DATABASE_VARIABLE
        // Read by the tests and by the build, not by the program.
        || (variable.starts_with(PREFIX)
            && !variable.starts_with("TELLERGRAPH_TEST_")
            && variable != "TELLERGRAPH_WEB")
}

/// Lays the text of a file over `table`.
pub(super) fn add_file(table: &mut Table, text: &str, file: &str) -> Result<(), ConfigError> {
    let over: Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        ConfigError::new(format!("{file}, line {line}: {}", error.message()))
    })?;
    add_table(table, over, file, "")
}

fn add_table(under: &mut Table, over: Table, file: &str, section: &str) -> Result<(), ConfigError> {
    for (key, value) in over {
        let path = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
        match (under.get_mut(&key), value) {
            (None, _) => {
                return Err(ConfigError::new(format!(
                    "{file}: there is no setting `{path}`; `tellergraph config` prints all there are"
                )));
            }
            (Some(Value::Table(under)), Value::Table(over)) => add_table(under, over, file, &path)?,
            (Some(under), value) if under.same_type(&value) => *under = value,
            (Some(under), value) => {
                return Err(ConfigError::new(format!(
                    "{file}: `{path}` is {}, not {}",
                    with_article(under),
                    with_article(&value)
                )));
            }
        }
    }
    Ok(())
}

/// Lays environment variables over `table`. `DATABASE_URL` is the general name, so ours wins over it.
pub(super) fn add_variables(table: &mut Table, variables: &[(String, String)]) -> Result<(), ConfigError> {
    if let Some((_, url)) = variables.iter().find(|(name, _)| name == DATABASE_VARIABLE) {
        set(table, "database.url", url.as_str());
    }
    for (name, text) in variables {
        if name == DATABASE_VARIABLE || name == FILE_VARIABLE || !is_ours(name) {
            continue;
        }
        let Some(place) = find(table, name) else {
            return Err(ConfigError::new(format!(
                "there is no setting for the environment variable {name}; `tellergraph config` prints all there are"
            )));
        };
        let refused = |wanted: &str| ConfigError::new(format!("{name} is {wanted}"));
        *place = match place {
            Value::Integer(_) => text.parse().map(Value::Integer).map_err(|_| refused("a whole number"))?,
            Value::Boolean(_) => text.parse().map(Value::Boolean).map_err(|_| refused("true or false"))?,
            Value::Array(_) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Value::Array(parts.map(Value::from).collect())
            }
            _ => Value::String(text.clone()),
        };
    }
    Ok(())
}

/// Sets the value at a dotted path that the defaults have.
pub(super) fn set(table: &mut Table, path: &str, value: impl Into<Value>) {
    match path.split_once('.') {
        Some((section, rest)) => {
            if let Some(Value::Table(inner)) = table.get_mut(section) {
                set(inner, rest, value);
            }
        }
        None => {
            table.insert(path.to_owned(), value.into());
        }
    }
}

/// The place that a variable names: `TELLERGRAPH_`, the section and the key in capitals.
fn find<'a>(table: &'a mut Table, variable: &str) -> Option<&'a mut Value> {
    let name = variable.strip_prefix(PREFIX)?;
    table.iter_mut().find_map(|(key, value)| {
        let rest = name.strip_prefix(key.to_uppercase().as_str())?;
        match value {
            Value::Table(section) => {
                let rest = rest.strip_prefix('_')?;
                section.iter_mut().find(|(key, _)| key.to_uppercase() == rest).map(|(_, value)| value)
            }
            value if rest.is_empty() => Some(value),
            _ => None,
        }
    })
}

fn with_article(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "text",
        Value::Integer(_) => "a whole number",
        Value::Float(_) => "a number with a fraction",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date without quotes",
        Value::Array(_) => "a list",
        Value::Table(_) => "a section",
    }
}

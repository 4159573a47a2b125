//! How much the arguments of a field may hold.

use async_graphql::Value;

use super::Arguments;
use crate::graphql::error::GraphError;
use crate::graphql::limits::Limits;

/// Conditions say themselves which of their operands is too large.
const BOUND_THEMSELVES: [&str; 2] = ["filter", "having"];

/// Cursors hold texts of the database, which may be longer than those that clients may ask for.
const CURSORS: [&str; 2] = ["after", "before"];

/// Refuses lists with too many values and texts that are too long, or hold a character that no database keeps.
///
/// # Errors
/// [`BAD_USER_INPUT`](crate::graphql::error::Code::BadUserInput), naming the argument.
pub fn check_sizes(arguments: &Arguments, limits: &Limits) -> Result<(), GraphError> {
    let checked = |name: &&str| !BOUND_THEMSELVES.contains(name) && !CURSORS.contains(name);
    arguments.iter().filter(|(name, _)| checked(&name.as_str())).try_for_each(|(name, value)| {
        check(value, limits).map_err(|reason| GraphError::bad_input(format!("The value of `{name}` {reason}.")))
    })
}

/// Refuses a text that is too long, or holds a character that no database keeps; the reason goes on behind a name.
pub fn check_text(text: &str, limits: &Limits) -> Result<(), String> {
    if text.contains('\0') {
        Err("must not contain a NUL character".to_owned())
    } else if text.chars().nth(limits.text_characters).is_some() {
        Err(format!("has more than {} characters", limits.text_characters))
    } else {
        Ok(())
    }
}

fn check(value: &Value, limits: &Limits) -> Result<(), String> {
    match value {
        Value::String(text) => check_text(text, limits),
        Value::List(values) if values.len() > limits.list_values => {
            Err(format!("has more than {} values", limits.list_values))
        }
        Value::List(values) => values.iter().try_for_each(|value| check(value, limits)),
        Value::Object(fields) => fields.values().try_for_each(|value| check(value, limits)),
        _ => Ok(()),
    }
}

//! Conditions on one column: the operators of each type.

use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::{Comparison, Predicate};
use crate::graphql::catalog::{ClosedEnum, ColumnType, NullClass, Vocabulary};
use crate::graphql::error::GraphError;
use crate::graphql::limits::Limits;
use crate::graphql::plan::{Codes, ColumnAt, Scope};
use crate::graphql::run::Cell;
use crate::graphql::scalar;
use crate::graphql::select::check_text;

/// The conditions of an operator object on a column; `field` is what clients call it.
pub(super) fn column_conditions(
    field: &str,
    column: ColumnAt,
    operators: &IndexMap<Name, Value>,
    scope: &Scope,
) -> Result<Predicate, GraphError> {
    let mut all = Vec::new();
    for (operator, operand) in operators {
        all.push(column_condition(column, (operator, &format!("{field}.{operator}")), operand, scope)?);
    }
    Ok(Predicate::All(all))
}

fn column_condition(
    column: ColumnAt,
    (operator, told): (&str, &str),
    operand: &Value,
    scope: &Scope,
) -> Result<Predicate, GraphError> {
    let limits = &scope.limits;
    let around = |operand: &Value| around(column.ty, operand, scope).map_err(|reason| wrong(told, &reason));
    let compare = |comparison| Ok(compared(column, comparison, around(operand)?));
    match operator {
        "eq" => compare(Comparison::Equal),
        "ne" => compare(Comparison::NotEqual),
        "lt" => compare(Comparison::Less),
        "lte" => compare(Comparison::LessOrEqual),
        "gt" => compare(Comparison::Greater),
        "gte" => compare(Comparison::GreaterOrEqual),
        "between" => match operand {
            Value::Object(range) => {
                let end = |name: &str| around(range.get(name).unwrap_or(&Value::Null));
                Ok(Predicate::All(vec![
                    compared(column, Comparison::GreaterOrEqual, end("from")?),
                    compared(column, Comparison::LessOrEqual, end("to")?),
                ]))
            }
            _ => Err(null_operand(told)),
        },
        "in" => Ok(Predicate::OneOf(column, exact(values(told, operand, limits, around)?))),
        "notIn" => {
            let values = exact(values(told, operand, limits, around)?);
            Ok(Predicate::not(Predicate::IsNull(column)).and(Predicate::not(Predicate::OneOf(column, values))))
        }
        "isNull" => is_null(column, told, operand),
        "contains" => Ok(Predicate::Contains(column, pattern(told, operand, limits)?)),
        "endsWith" => Ok(Predicate::EndsWith(column, pattern(told, operand, limits)?)),
        "startsWith" => Ok(starts_with(column, pattern(told, operand, limits)?)),
        _ => Err(GraphError::bug(format!("no operator {operator}"))),
    }
}

/// How a column compares with a value between two that can be stored, or with one that can.
fn compared(column: ColumnAt, comparison: Comparison, (before, after): (Cell, Cell)) -> Predicate {
    match (comparison, &before) {
        // Where a boolean is a number, any but 0 is true.
        (Comparison::Equal | Comparison::NotEqual, Cell::Boolean(value)) => {
            let wants_true = *value == (comparison == Comparison::Equal);
            let comparison = if wants_true { Comparison::NotEqual } else { Comparison::Equal };
            Predicate::compare(column, comparison, Cell::Boolean(false))
        }
        (Comparison::Equal, _) if before != after => Predicate::FALSE,
        (Comparison::NotEqual, _) if before != after => Predicate::not(Predicate::IsNull(column)),
        (Comparison::Less | Comparison::GreaterOrEqual, _) => Predicate::compare(column, comparison, after),
        _ => Predicate::compare(column, comparison, before),
    }
}

fn is_null(column: ColumnAt, told: &str, operand: &Value) -> Result<Predicate, GraphError> {
    match operand {
        Value::Boolean(true) => Ok(Predicate::IsNull(column)),
        Value::Boolean(false) => Ok(Predicate::not(Predicate::IsNull(column))),
        _ => Err(null_operand(told)),
    }
}

/// Those values that can be stored.
fn exact(values: Vec<(Cell, Cell)>) -> Vec<Cell> {
    values.into_iter().filter(|(before, after)| before == after).map(|(value, _)| value).collect()
}

/// The texts that start so are a range in the order of code points, which an index can serve.
pub(super) fn starts_with(column: ColumnAt, prefix: String) -> Predicate {
    let mut end: Vec<char> = prefix.chars().collect();
    let from = Predicate::compare(column, Comparison::GreaterOrEqual, Cell::Text(prefix));
    while let Some(last) = end.pop() {
        if let Some(next) = next_character(last) {
            end.push(next);
            let to = Predicate::compare(column, Comparison::Less, Cell::Text(end.into_iter().collect()));
            return Predicate::All(vec![from, to]);
        }
    }
    from
}

fn next_character(character: char) -> Option<char> {
    // The range skips the surrogates, which are no characters.
    (character..=char::MAX).nth(1)
}

fn pattern(told: &str, operand: &Value, limits: &Limits) -> Result<String, GraphError> {
    let Value::String(text) = operand else { return Err(null_operand(told)) };
    let most = limits.pattern_characters;
    if text.chars().nth(most).is_some() {
        return Err(wrong(told, &format!("has more than {most} characters")));
    }
    text_value(text, limits).map_err(|reason| wrong(told, &reason))
}

fn values<T>(
    told: &str,
    operand: &Value,
    limits: &Limits,
    value: impl Fn(&Value) -> Result<T, GraphError>,
) -> Result<Vec<T>, GraphError> {
    match operand {
        Value::List(values) if values.len() > limits.list_values => {
            Err(wrong(told, &format!("has more than {} values", limits.list_values)))
        }
        Value::List(values) => values.iter().map(value).collect(),
        _ => Err(null_operand(told)),
    }
}

/// The conditions of an operator object on an enum stored by position.
pub(super) fn class_conditions(
    field: &str,
    column: ColumnAt,
    (classes, null): (&ClosedEnum, NullClass),
    (operators, scope): (&IndexMap<Name, Value>, &Scope),
) -> Result<Predicate, GraphError> {
    let value = |told: &str, operand: &Value| position(told, classes, operand).map(place_cell);
    let mut all = Vec::new();
    for (operator, operand) in operators {
        let told = format!("{field}.{operator}");
        let one = || value(&told, operand);
        let several = || values(&told, operand, &scope.limits, |operand| value(&told, operand));
        all.push(match operator.as_str() {
            "eq" | "ne" if null == NullClass::Unknown => {
                let is = class_or_unknown(column, classes, vec![one()?]);
                if operator == "ne" { Predicate::not(is) } else { is }
            }
            "in" | "notIn" if null == NullClass::Unknown => {
                let is = class_or_unknown(column, classes, several()?);
                if operator == "notIn" { Predicate::not(is) } else { is }
            }
            "eq" => Predicate::compare(column, Comparison::Equal, one()?),
            "ne" => Predicate::compare(column, Comparison::NotEqual, one()?),
            "in" => Predicate::OneOf(column, several()?),
            "notIn" => {
                Predicate::not(Predicate::IsNull(column)).and(Predicate::not(Predicate::OneOf(column, several()?)))
            }
            "isNull" => is_null(column, &told, operand)?,
            _ => return Err(GraphError::bug(format!("no operator {operator}"))),
        });
    }
    Ok(Predicate::All(all))
}

/// NULL shows as the last class, and is found by it.
fn class_or_unknown(column: ColumnAt, classes: &ClosedEnum, wanted: Vec<Cell>) -> Predicate {
    let unknown = place_cell(classes.values.len().saturating_sub(1));
    let with_null = wanted.contains(&unknown);
    let stored = Predicate::OneOf(column, wanted);
    if with_null { Predicate::Any(vec![Predicate::IsNull(column), stored]) } else { stored }
}

/// The conditions of an operator object on a code: conditions on the raw texts that the codes are known to have.
pub(super) fn code_conditions(
    field: &str,
    column: ColumnAt,
    vocabulary: &Vocabulary,
    (operators, scope): (&IndexMap<Name, Value>, &Scope),
) -> Result<Predicate, GraphError> {
    let value = |told: &str, operand: &Value| position(told, &vocabulary.classes, operand);
    let is = |wanted: &[usize]| code_is_one_of(column, vocabulary, &scope.codes, wanted);
    let mut all = Vec::new();
    for (operator, operand) in operators {
        let told = format!("{field}.{operator}");
        let several = || values(&told, operand, &scope.limits, |operand| value(&told, operand));
        all.push(match operator.as_str() {
            "eq" => is(&[value(&told, operand)?]),
            "ne" => Predicate::not(is(&[value(&told, operand)?])),
            "in" => is(&several()?),
            "notIn" => Predicate::not(is(&several()?)),
            _ => return Err(GraphError::bug(format!("no operator {operator}"))),
        });
    }
    Ok(Predicate::All(all))
}

/// A code is never NULL: no text and unknown texts are the unknown code, which is all that no other code has.
fn code_is_one_of(column: ColumnAt, vocabulary: &Vocabulary, codes: &Codes, wanted: &[usize]) -> Predicate {
    let texts = |is_wanted: &dyn Fn(usize) -> bool| {
        let texts = (0..vocabulary.codes.len())
            .filter(|position| *position != vocabulary.unknown && is_wanted(*position))
            .flat_map(|position| codes.texts(vocabulary, position))
            .map(|text| Cell::Text(text.to_owned()))
            .collect();
        Predicate::OneOf(column, texts)
    };
    if wanted.contains(&vocabulary.unknown) {
        Predicate::not(texts(&|position| !wanted.contains(&position)))
    } else {
        texts(&|position| wanted.contains(&position))
    }
}

/// The positions of the classes that an operator names: one, or a list.
pub(super) fn class_operands(
    told: &str,
    classes: &ClosedEnum,
    (operand, scope): (&Value, &Scope),
) -> Result<Vec<usize>, GraphError> {
    match operand {
        Value::List(_) => values(told, operand, &scope.limits, |operand| position(told, classes, operand)),
        one => Ok(vec![position(told, classes, one)?]),
    }
}

fn position(told: &str, classes: &ClosedEnum, operand: &Value) -> Result<usize, GraphError> {
    match operand {
        Value::Enum(name) => {
            classes.position(name).ok_or_else(|| GraphError::bug(format!("no value {name} of {}", classes.name)))
        }
        _ => Err(null_operand(told)),
    }
}

#[expect(clippy::cast_possible_wrap, reason = "an enum of the schema has a few dozen values")]
fn place_cell(position: usize) -> Cell {
    Cell::Int(position as i64)
}

/// The greatest value that can be stored and is not greater than the operand, and the least that is not less: mostly
/// the same.
fn around(ty: ColumnType, operand: &Value, scope: &Scope) -> Result<(Cell, Cell), String> {
    if let (ColumnType::DateTime, Value::String(_)) = (ty, operand) {
        let (before, after) =
            scalar::wall_clocks(operand, scope.zone).ok_or_else(|| "has a value of the wrong type".to_owned())?;
        return Ok((Cell::DateTime(before), Cell::DateTime(after)));
    }
    cell(ty, operand, &scope.limits).map(|cell| (cell.clone(), cell))
}

fn cell(ty: ColumnType, operand: &Value, limits: &Limits) -> Result<Cell, String> {
    let wrong_type = || "has a value of the wrong type".to_owned();
    match (ty, operand) {
        (_, Value::Null) => Err("must not be null; ask with `isNull`".to_owned()),
        (ColumnType::Text, Value::String(text)) => text_value(text, limits).map(Cell::Text),
        (ColumnType::Boolean, Value::Boolean(value)) => Ok(Cell::Boolean(*value)),
        (ColumnType::Small | ColumnType::Int | ColumnType::BigInt, value) => {
            scalar::big_int(value).map(Cell::Int).ok_or_else(wrong_type)
        }
        (ColumnType::Decimal, value) => {
            scalar::decimal(value).map(|amount| Cell::Decimal(amount.minor_units())).map_err(str::to_owned)
        }
        (ColumnType::Hundredths, value) => {
            scalar::decimal(value).map(|number| Cell::Int(number.minor_units())).map_err(str::to_owned)
        }
        (ColumnType::Date, value) => scalar::date(value).map(Cell::Date).ok_or_else(wrong_type),
        _ => Err(wrong_type()),
    }
}

fn text_value(text: &str, limits: &Limits) -> Result<String, String> {
    check_text(text, limits).map(|()| text.to_owned())
}

fn null_operand(told: &str) -> GraphError {
    wrong(told, "must not be null")
}

/// `told` is the field and its operator.
fn wrong(told: &str, reason: &str) -> GraphError {
    GraphError::bad_input(format!("The value of `{told}` {reason}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: ColumnAt = ColumnAt { alias: 0, name: "name", ty: ColumnType::Text };

    #[test]
    fn a_prefix_is_a_range_of_code_points() {
        let range = |prefix: &str| match starts_with(NAME, prefix.to_owned()) {
            Predicate::All(ends) => match &ends[..] {
                [Predicate::Compare(_, _, Cell::Text(from)), Predicate::Compare(_, _, Cell::Text(to))] => {
                    Some((from.clone(), to.clone()))
                }
                _ => None,
            },
            _ => None,
        };
        assert_eq!(range("ab"), Some(("ab".to_owned(), "ac".to_owned())));
        assert_eq!(range("a\u{D7FF}"), Some(("a\u{D7FF}".to_owned(), "a\u{E000}".to_owned())));
        assert_eq!(range("a\u{10FFFF}"), Some(("a\u{10FFFF}".to_owned(), "b".to_owned())));
        assert_eq!(range("\u{10FFFF}"), None);
        assert_eq!(range(""), None);
    }
}

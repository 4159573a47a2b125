//! Conditions on a set of classes, which is kept as bits: `some`, `every` and `none` of the classes in it.

use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::Predicate;
use super::leaf::class_operands;
use crate::graphql::catalog::ClosedEnum;
use crate::graphql::error::GraphError;
use crate::graphql::plan::{ColumnAt, Scope};

/// The conditions of a quantifier object on a set; `field` is what clients call it. A set that is NULL is empty.
pub(super) fn set_conditions(
    field: &str,
    column: ColumnAt,
    classes: &ClosedEnum,
    (quantifiers, scope): (&IndexMap<Name, Value>, &Scope),
) -> Result<Predicate, GraphError> {
    let mut all = Vec::new();
    for (quantifier, condition) in quantifiers {
        let Value::Object(operators) = condition else {
            return Err(GraphError::bad_input(format!("`{field}.{quantifier}` must not be null.")));
        };
        let wanted = holding(&format!("{field}.{quantifier}"), classes, (operators, scope))?;
        let any = |is_wanted: bool| Predicate::AnyBit(column, bits(&wanted, is_wanted));
        all.push(match quantifier.as_str() {
            "some" => any(true),
            "none" => Predicate::not(any(true)),
            "every" => Predicate::not(any(false)),
            _ => return Err(GraphError::bug(format!("no quantifier {quantifier}"))),
        });
    }
    Ok(Predicate::All(all))
}

/// Of each class, whether the operators hold of it.
fn holding(
    told: &str,
    classes: &ClosedEnum,
    (operators, scope): (&IndexMap<Name, Value>, &Scope),
) -> Result<Vec<bool>, GraphError> {
    let mut holding = vec![true; classes.values.len()];
    for (operator, operand) in operators {
        let operands = class_operands(&format!("{told}.{operator}"), classes, (operand, scope))?;
        let is_negative = matches!(operator.as_str(), "ne" | "notIn");
        for (position, holds) in holding.iter_mut().enumerate() {
            *holds &= operands.contains(&position) != is_negative;
        }
    }
    Ok(holding)
}

fn bits(wanted: &[bool], of: bool) -> i64 {
    wanted.iter().rev().fold(0, |bits, is_wanted| bits << 1 | i64::from(*is_wanted == of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_class_is_the_lowest_bit() {
        assert_eq!(bits(&[true, false, true], true), 0b101);
        assert_eq!(bits(&[true, false, true], false), 0b010);
        assert_eq!(bits(&[], true), 0);
    }
}

//! Conditions on groups: `and`, `or`, `not`, and operators on numbers that are told of them.

use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::Predicate;
use super::leaf::column_conditions;
use crate::graphql::error::GraphError;
use crate::graphql::plan::{ColumnAt, Scope};

/// Reads conditions on groups into predicates, whose columns are numbers of a group.
pub struct HavingConditions<'a, F> {
    scope: &'a Scope,
    /// The column that stands for a field, or for a field within a field.
    column: F,
    left: usize,
}

impl<'a, F: FnMut(&str, Option<&str>) -> Result<ColumnAt, GraphError>> HavingConditions<'a, F> {
    /// A reader that finds columns by the field's name and, for what is told of a measure, the name of that.
    pub fn new(scope: &'a Scope, column: F) -> Self {
        Self { scope, column, left: scope.limits.filter_conditions }
    }

    /// The predicate of a condition.
    pub fn read(&mut self, having: &Value) -> Result<Predicate, GraphError> {
        self.object(having, 1)
    }

    fn object(&mut self, having: &Value, depth: usize) -> Result<Predicate, GraphError> {
        let Value::Object(fields) = having else {
            return Err(GraphError::bad_input("A part of `having` must not be null."));
        };
        let deepest = self.scope.limits.filter_levels;
        if depth > deepest {
            return Err(GraphError::bad_input(format!("`having` is nested at most {deepest} deep.")));
        }
        let mut all = Vec::new();
        for (name, operand) in fields {
            all.push(match name.as_str() {
                "and" => Predicate::All(self.each(name, operand, depth)?),
                "or" => Predicate::Any(self.each(name, operand, depth)?),
                "not" => Predicate::not(self.object(operand, depth + 1)?),
                "count" => self.compared(name, None, operand)?,
                measure => {
                    let mut told = Vec::new();
                    for (statistic, operators) in members(measure, operand)? {
                        told.push(self.compared(measure, Some(statistic), operators)?);
                    }
                    Predicate::All(told)
                }
            });
        }
        Ok(Predicate::All(all))
    }

    fn each(&mut self, name: &str, operand: &Value, depth: usize) -> Result<Vec<Predicate>, GraphError> {
        let Value::List(parts) = operand else {
            return Err(GraphError::bad_input(format!("`{name}` must not be null.")));
        };
        let most = self.scope.limits.list_values;
        if parts.len() > most {
            return Err(GraphError::bad_input(format!("`{name}` takes at most {most} conditions.")));
        }
        parts.iter().map(|part| self.object(part, depth + 1)).collect()
    }

    fn compared(&mut self, field: &str, of: Option<&str>, operators: &Value) -> Result<Predicate, GraphError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let most = self.scope.limits.filter_conditions;
            GraphError::bad_input(format!("`having` takes at most {most} conditions in all."))
        })?;
        let told = of.map_or_else(|| field.to_owned(), |of| format!("{field}.{of}"));
        let operators = members(&told, operators)?;
        let column = (self.column)(field, of)?;
        column_conditions(&told, column, operators, self.scope)
    }
}

fn members<'v>(told: &str, operand: &'v Value) -> Result<&'v IndexMap<Name, Value>, GraphError> {
    match operand {
        Value::Object(members) => Ok(members),
        _ => Err(GraphError::bad_input(format!("`{told}` must not be null; ask with `isNull`."))),
    }
}

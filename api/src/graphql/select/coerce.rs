//! Values from the client, coerced to the types of the schema (specification §3, §6.1.2, §6.4.1).

use async_graphql::registry::{MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_parser::types::VariableDefinition;
use async_graphql_value::Value as Literal;
use indexmap::IndexMap;

use super::{Selected, Selection};
use crate::graphql::error::GraphError;

/// The arguments of a field, coerced, with the schema's defaults. What was left out is not there.
pub type Arguments = IndexMap<Name, Value>;

/// Why a value does not fit, and where in it.
pub(super) struct Misfit {
    path: String,
    reason: String,
}

impl Misfit {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    pub(super) fn under(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }

    /// The misfit in words: `what` it is of, by its `name`, and whose.
    pub(super) fn told(&self, what: &str, name: &str, of: &str) -> String {
        format!("{what} `{name}{}`{of} {}.", self.path, self.reason)
    }
}

/// The variables of an operation, coerced, with their defaults. Values of undeclared variables are left out.
pub fn coerce_variables(
    registry: &Registry,
    definitions: &[Positioned<VariableDefinition>],
    given: &Variables,
) -> Result<Variables, GraphError> {
    let mut variables = Variables::default();
    for definition in definitions {
        let name = &definition.node.name.node;
        let ty = definition.node.var_type.node.to_string();
        if !registry.types.contains_key(MetaTypeName::concrete_typename(&ty)) {
            continue; // Validation says it better.
        }
        // Not `default_value()`, which makes null of what was left out: a field then falls back to its own default.
        let value = match (given.get(name), &definition.node.default_value) {
            (Some(value), _) => value.clone(),
            (None, Some(default)) => default.node.clone(),
            (None, None) if ty.ends_with('!') => {
                return Err(
                    GraphError::bad_input(format!("Variable `${name}` of type `{ty}` is required.")).at(definition.pos)
                );
            }
            (None, None) => continue,
        };
        let value = coerce(registry, &ty, value, Origin::Json).map_err(|misfit| {
            GraphError::bad_input(misfit.told("Variable", &format!("${name}"), "")).at(definition.pos)
        })?;
        variables.insert(name.clone(), value);
    }
    Ok(variables)
}

impl Selection<'_> {
    /// The arguments of a field. A wrong literal does not fit the schema; a wrong variable is the user's. Errors do not
    /// point anywhere yet.
    pub fn arguments(
        &self,
        declared: &IndexMap<String, MetaInputValue>,
        selected: &Selected<'_>,
    ) -> Result<Arguments, GraphError> {
        let mut arguments = Arguments::new();
        for argument in declared.values() {
            let given = selected.field.node.get_argument(&argument.name);
            let from_variable = given.is_some_and(|given| has_variable(&given.node));
            let value = match given.and_then(|given| self.substitute(&given.node)) {
                Some(value) => Some(value),
                None => default_of(argument),
            };
            let Some(value) = value else {
                if argument.ty.ends_with('!') {
                    let message = format!("Argument `{}` of `{}` is required.", argument.name, selected.name());
                    return Err(GraphError::bad_input(message));
                }
                continue;
            };
            let value = coerce(self.registry, &argument.ty, value, Origin::Literal).map_err(|misfit| {
                let message = misfit.told("Argument", &argument.name, &format!(" of `{}`", selected.name()));
                if from_variable { GraphError::bad_input(message) } else { GraphError::validation(message) }
            })?;
            arguments.insert(Name::new(&argument.name), value);
        }
        Ok(arguments)
    }

    /// A literal with its variables replaced; `None` when it is a variable that was not given.
    fn substitute(&self, literal: &Literal) -> Option<Value> {
        Some(match literal {
            Literal::Variable(name) => self.variables.get(name)?.clone(),
            Literal::List(items) => {
                Value::List(items.iter().map(|item| self.substitute(item).unwrap_or(Value::Null)).collect())
            }
            Literal::Object(fields) => Value::Object(
                fields.iter().filter_map(|(name, value)| Some((name.clone(), self.substitute(value)?))).collect(),
            ),
            other => other.clone().into_const()?,
        })
    }
}

fn has_variable(literal: &Literal) -> bool {
    match literal {
        Literal::Variable(_) => true,
        Literal::List(items) => items.iter().any(has_variable),
        Literal::Object(fields) => fields.values().any(has_variable),
        _ => false,
    }
}

fn default_of(input: &MetaInputValue) -> Option<Value> {
    let text = input.default_value.as_deref()?;
    // Defaults of this schema are enum values, numbers and booleans: a name is an enum value.
    Some(match serde_json::from_str::<serde_json::Value>(text) {
        Ok(json) => Value::from_json(json).ok()?,
        Err(_) => Value::Enum(Name::new(text)),
    })
}

/// Where a value was written, which decides whether a string can name an enum value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// In the variables of the request.
    Json,
    /// In the document; enum values from variables have become enum values already.
    Literal,
}

fn coerce(registry: &Registry, ty: &str, value: Value, origin: Origin) -> Result<Value, Misfit> {
    match (MetaTypeName::create(ty), value) {
        (MetaTypeName::NonNull(_), Value::Null) => Err(Misfit::new(format!("must not be null; it is `{ty}`"))),
        (MetaTypeName::NonNull(inner), value) => coerce(registry, inner, value, origin),
        (_, Value::Null) => Ok(Value::Null),
        (MetaTypeName::List(inner), Value::List(items)) => items
            .into_iter()
            .enumerate()
            .map(|(index, item)| {
                coerce(registry, inner, item, origin).map_err(|misfit| misfit.under(&format!("[{index}]")))
            })
            .collect::<Result<_, _>>()
            .map(Value::List),
        (MetaTypeName::List(inner), single) => Ok(Value::List(vec![coerce(registry, inner, single, origin)?])),
        (MetaTypeName::Named(name), value) => match registry.types.get(name) {
            Some(MetaType::Enum { enum_values, .. }) => match value {
                Value::Enum(given) if enum_values.contains_key(given.as_str()) => Ok(Value::Enum(given)),
                Value::String(given) if origin == Origin::Json && enum_values.contains_key(&given) => {
                    Ok(Value::Enum(Name::new(given)))
                }
                _ => Err(Misfit::new(format!("is no value of the enum `{name}`"))),
            },
            Some(MetaType::InputObject { input_fields, oneof, .. }) => match value {
                Value::Object(given) => coerce_object(registry, (name, *oneof), input_fields.values(), given, origin),
                _ => Err(Misfit::new(format!("is no `{name}` object"))),
            },
            Some(MetaType::Scalar { is_valid, .. }) => coerce_scalar(name, is_valid.as_deref(), value),
            _ => Err(Misfit::new(format!("has an unknown type `{name}`"))),
        },
    }
}

fn coerce_object<'a>(
    registry: &Registry,
    (name, oneof): (&str, bool),
    declared: impl Iterator<Item = &'a MetaInputValue>,
    mut given: IndexMap<Name, Value>,
    origin: Origin,
) -> Result<Value, Misfit> {
    if oneof && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
        return Err(Misfit::new(format!("takes exactly one field of `{name}`, and not null")));
    }
    let mut fields = IndexMap::new();
    for field in declared {
        let value = match given.shift_remove(field.name.as_str()) {
            Some(value) => Some(value),
            None => default_of(field),
        };
        let Some(value) = value else {
            if field.ty.ends_with('!') {
                return Err(Misfit::new(format!("lacks `{}`, which `{name}` requires", field.name)));
            }
            continue;
        };
        let value =
            coerce(registry, &field.ty, value, origin).map_err(|misfit| misfit.under(&format!(".{}", field.name)))?;
        fields.insert(Name::new(&field.name), value);
    }
    match given.keys().next() {
        Some(unknown) => Err(Misfit::new(format!("has a field `{unknown}`, which `{name}` does not"))),
        None => Ok(Value::Object(fields)),
    }
}

pub(super) type Validator = dyn Fn(&Value) -> bool + Send + Sync;

pub(super) fn coerce_scalar(name: &str, is_valid: Option<&Validator>, value: Value) -> Result<Value, Misfit> {
    let fits = match (name, &value) {
        ("Int", Value::Number(number)) => {
            return whole(number)
                .and_then(|number| i32::try_from(number).ok())
                .map(Value::from)
                .ok_or_else(|| Misfit::new("is no whole number of 32 bits"));
        }
        ("Float", Value::Number(_)) | ("String" | "ID", Value::String(_)) | ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::Number(number)) => {
            return whole(number)
                .map(|number| Value::String(number.to_string()))
                .ok_or_else(|| Misfit::new("is no `ID`"));
        }
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => is_valid.is_none_or(|is_valid| is_valid(&value)),
    };
    if fits { Ok(value) } else { Err(Misfit::new(format!("is no `{name}`"))) }
}

/// A number without a fraction, as JSON may write it (`3` or `3.0`).
fn whole(number: &serde_json::Number) -> Option<i64> {
    if let Some(whole) = number.as_i64() {
        return Some(whole);
    }
    let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0)?;
    format!("{float:.0}").parse().ok()
}

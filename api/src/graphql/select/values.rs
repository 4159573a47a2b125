//! Values as the document writes them: literals fit their types, variables stand where they may (specification §5.6 and
//! §5.8.5), and `__typename` takes nothing.
//!
//! The library's own rules judge the values of variables together with the literals around them, look at no argument
//! that holds a variable without a value, take strings for enum values and any number for an `Int`, forget the default
//! of the place a variable stands in, pass over `__typename`, and panic at a default of an unknown list type. These
//! checks come before them and need no variable's value.

use std::collections::HashSet;

use async_graphql::registry::{MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{Name, Positioned};
use async_graphql_parser::types::{
    Directive, ExecutableDocument, Field, OperationType, Selection as Node, SelectionSet, VariableDefinition,
};
use async_graphql_value::Value as Literal;
use indexmap::IndexMap;

use super::coerce::{Misfit, coerce_scalar};
use crate::graphql::error::GraphError;

/// Checks the values in every query of a document. What else is wrong with the document, such as unknown names, is
/// passed over.
pub fn check_values(registry: &Registry, document: &ExecutableDocument) -> Result<(), GraphError> {
    for (_, operation) in document.operations.iter() {
        let variables = &operation.node.variable_definitions;
        let mut check = Check { registry, document, variables, spread: HashSet::new() };
        for definition in variables {
            check.definition(definition)?;
        }
        if operation.node.ty == OperationType::Query {
            check.directives(&operation.node.directives)?;
            check.set(&registry.query_type, &operation.node.selection_set.node)?;
        }
    }
    Ok(())
}

/// The check of one operation and of the fragments that it spreads.
struct Check<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
    variables: &'a [Positioned<VariableDefinition>],
    spread: HashSet<&'a str>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    ty: &'a str,
    has_default: bool,
    /// Whether it is the one field of a `@oneOf` object, which must not be null whatever its type says.
    is_choice: bool,
}

impl<'a> Place<'a> {
    fn of(ty: &'a str) -> Self {
        Self { ty, has_default: false, is_choice: false }
    }
}

impl<'a> Check<'a> {
    fn definition(&self, definition: &Positioned<VariableDefinition>) -> Result<(), GraphError> {
        let (name, ty) = (&definition.node.name.node, definition.node.var_type.node.to_string());
        let known = self.registry.types.get(MetaTypeName::concrete_typename(&ty));
        if known.is_none() {
            return Err(
                GraphError::validation(format!("Variable `${name}` has an unknown type `{ty}`.")).at(definition.pos)
            );
        }
        if let Some(directive) = definition.node.directives.first() {
            let message = format!("Directive `@{}` is none for variables.", directive.node.name.node);
            return Err(GraphError::validation(message).at(directive.pos));
        }
        match &definition.node.default_value {
            Some(default) => self.value(Place::of(&ty), &default.node.clone().into_value()).map_err(|misfit| {
                GraphError::validation(misfit.told("The default of", &format!("${name}"), "")).at(default.pos)
            }),
            None => Ok(()),
        }
    }

    fn set(&mut self, parent: &str, set: &'a SelectionSet) -> Result<(), GraphError> {
        for item in &set.items {
            self.directives(item.node.directives())?;
            match &item.node {
                Node::Field(field) => self.field(parent, field)?,
                Node::FragmentSpread(node) => {
                    let name = &node.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name)
                        && self.spread.insert(name)
                    {
                        self.directives(&fragment.node.directives)?;
                        let on = &fragment.node.type_condition.node.on.node;
                        self.set(on, &fragment.node.selection_set.node)?;
                    }
                }
                Node::InlineFragment(node) => {
                    let on = node.node.type_condition.as_ref().map_or(parent, |condition| &condition.node.on.node);
                    self.set(on, &node.node.selection_set.node)?;
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, parent: &str, field: &'a Positioned<Field>) -> Result<(), GraphError> {
        let (name, node) = (&field.node.name.node, &field.node);
        if name == "__typename" {
            let is_bare = node.arguments.is_empty() && node.selection_set.node.items.is_empty();
            let wrong = || GraphError::validation("`__typename` takes neither arguments nor a selection.");
            return if is_bare { Ok(()) } else { Err(wrong().at(field.pos)) };
        }
        let parent = self.registry.types.get(parent);
        let Some(declared) = parent.and_then(|parent| parent.field_by_name(name)) else { return Ok(()) };
        self.arguments(&declared.args, &node.arguments, name)?;
        self.set(MetaTypeName::concrete_typename(&declared.ty), &node.selection_set.node)
    }

    fn directives(&self, directives: &[Positioned<Directive>]) -> Result<(), GraphError> {
        for directive in directives {
            let name = &directive.node.name.node;
            if let Some(declared) = self.registry.directives.get(name.as_str()) {
                self.arguments(&declared.args, &directive.node.arguments, &format!("@{name}"))?;
            }
        }
        Ok(())
    }

    fn arguments(
        &self,
        declared: &IndexMap<String, MetaInputValue>,
        given: &[(Positioned<Name>, Positioned<Literal>)],
        of: &str,
    ) -> Result<(), GraphError> {
        for (name, value) in given {
            let Some(argument) = declared.get(name.node.as_str()) else { continue };
            let place = Place { has_default: argument.default_value.is_some(), ..Place::of(&argument.ty) };
            self.value(place, &value.node).map_err(|misfit| {
                GraphError::validation(misfit.told("Argument", &name.node, &format!(" of `{of}`"))).at(value.pos)
            })?;
        }
        Ok(())
    }

    fn value(&self, place: Place<'_>, literal: &Literal) -> Result<(), Misfit> {
        if let Literal::Variable(name) = literal {
            return self.usage(place, name);
        }
        match (MetaTypeName::create(place.ty), literal) {
            (MetaTypeName::NonNull(ty), Literal::Null) => Err(Misfit::new(format!("must not be null; it is `{ty}!`"))),
            (MetaTypeName::NonNull(ty), literal) => self.value(Place::of(ty), literal),
            (_, Literal::Null) => Ok(()),
            (MetaTypeName::List(ty), Literal::List(items)) => items.iter().enumerate().try_for_each(|(index, item)| {
                self.value(Place::of(ty), item).map_err(|misfit| misfit.under(&format!("[{index}]")))
            }),
            (MetaTypeName::List(ty), single) => self.value(Place::of(ty), single),
            (MetaTypeName::Named(name), literal) => match self.registry.types.get(name) {
                Some(MetaType::Enum { enum_values, .. }) => match literal {
                    Literal::Enum(given) if enum_values.contains_key(given.as_str()) => Ok(()),
                    _ => Err(Misfit::new(format!("is no value of the enum `{name}`"))),
                },
                Some(MetaType::InputObject { input_fields, oneof, .. }) => match literal {
                    Literal::Object(given) => self.object((name, *oneof), input_fields, given),
                    _ => Err(Misfit::new(format!("is no `{name}` object"))),
                },
                Some(MetaType::Scalar { is_valid, .. }) => match (name, literal.clone().into_const()) {
                    // In a document `3.0` is a `Float`; only JSON leaves open which of the two it is.
                    ("Int" | "ID", Some(async_graphql::Value::Number(number))) if number.is_f64() => {
                        Err(Misfit::new(format!("is no `{name}`")))
                    }
                    (_, Some(value)) => coerce_scalar(name, is_valid.as_deref(), value).map(|_| ()),
                    (_, None) => Err(Misfit::new(format!("is no `{name}`"))),
                },
                // A variable of an output type: the library tells.
                _ => Ok(()),
            },
        }
    }

    fn object(
        &self,
        (name, oneof): (&str, bool),
        declared: &IndexMap<String, MetaInputValue>,
        given: &IndexMap<Name, Literal>,
    ) -> Result<(), Misfit> {
        if oneof && (given.len() != 1 || given.values().any(|value| *value == Literal::Null)) {
            return Err(Misfit::new(format!("takes exactly one field of `{name}`, and not null")));
        }
        for field in declared.values() {
            let has_default = field.default_value.is_some();
            match given.get(field.name.as_str()) {
                Some(value) => {
                    let place = Place { ty: &field.ty, has_default, is_choice: oneof };
                    self.value(place, value).map_err(|misfit| misfit.under(&format!(".{}", field.name)))?;
                }
                None if field.ty.ends_with('!') && !has_default => {
                    return Err(Misfit::new(format!("lacks `{}`, which `{name}` requires", field.name)));
                }
                None => {}
            }
        }
        match given.keys().find(|given| !declared.contains_key(given.as_str())) {
            Some(unknown) => Err(Misfit::new(format!("has a field `{unknown}`, which `{name}` does not"))),
            None => Ok(()),
        }
    }

    /// Whether a variable may stand at a place; one that is not declared is for the library to tell.
    fn usage(&self, place: Place<'_>, name: &Name) -> Result<(), Misfit> {
        let Some(definition) = self.variables.iter().find(|definition| definition.node.name.node == *name) else {
            return Ok(());
        };
        let ty = definition.node.var_type.node.to_string();
        let default = definition.node.default_value.as_ref();
        let falls_back = place.has_default || default.is_some_and(|default| default.node != async_graphql::Value::Null);
        let wanted = place.ty.strip_suffix('!').unwrap_or(place.ty);
        let needs_value = place.is_choice || place.ty.ends_with('!');
        if is_subtype(&ty, wanted) && (!needs_value || ty.ends_with('!') || falls_back) {
            Ok(())
        } else {
            let required = if needs_value { "!" } else { "" };
            Err(Misfit::new(format!("takes `{wanted}{required}`, but `${name}` is `{ty}`")))
        }
    }
}

/// Whether every value of the type `ty` is one of `wanted`.
fn is_subtype(ty: &str, wanted: &str) -> bool {
    match (MetaTypeName::create(ty), MetaTypeName::create(wanted)) {
        (MetaTypeName::NonNull(ty), MetaTypeName::NonNull(wanted))
        | (MetaTypeName::List(ty), MetaTypeName::List(wanted)) => is_subtype(ty, wanted),
        (_, MetaTypeName::NonNull(_)) => false,
        (MetaTypeName::NonNull(ty), _) => is_subtype(ty, wanted),
        (MetaTypeName::Named(ty), MetaTypeName::Named(wanted)) => ty == wanted,
        _ => false,
    }
}

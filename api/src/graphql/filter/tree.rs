//! Filters as clients write them: `and`, `or`, `not`, fields, related rows.

use async_graphql::{Name, Value};
use indexmap::IndexMap;

use super::leaf::{class_conditions, code_conditions, column_conditions};
use super::set::set_conditions;
use super::{Predicate, Related};
use crate::graphql::catalog::{CATALOG, Concept, Kind, Link, Packed, ToOne};
use crate::graphql::error::GraphError;
use crate::graphql::plan::{Aliases, ColumnAt, Frame, Needed, Scope};

/// The operators that conditions on a kind of field take; `None` when the field cannot be filtered by.
pub fn condition_kinds(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Column(column) if column.filter => Some(format!("{}Filter", column.ty.scalar())),
        Kind::Code { vocabulary, .. } => Some(format!("{}Filter", vocabulary.classes.name)),
        Kind::Class { classes, .. } => Some(format!("{}Filter", classes.name)),
        Kind::Classes { classes, .. } => Some(format!("{}ListFilter", classes.name)),
        Kind::ToOne(to_one) if to_one.filter => Some(format!("{}Filter", to_one.target)),
        Kind::List(list) if list.filter => Some(format!("{}ListFilter", list.target)),
        Kind::Packed(packed) if packed.rows.is_some() => Some(format!("{}ListFilter", packed.target)),
        _ => None,
    }
}

/// Reads filters into predicates.
pub struct Conditions<'a> {
    scope: &'a Scope,
    aliases: &'a mut Aliases,
    left: usize,
}

impl<'a> Conditions<'a> {
    /// A reader for the filters of one statement.
    pub fn new(scope: &'a Scope, aliases: &'a mut Aliases) -> Self {
        Self { scope, aliases, left: scope.limits.filter_conditions }
    }

    /// The predicate of a filter on rows of `concept`, whose table is the base of `frame`.
    pub fn read(&mut self, concept: &Concept, filter: &Value, frame: &mut Frame) -> Result<Predicate, GraphError> {
        let base = frame.base;
        self.object(concept, filter, frame, base, 1)
    }

    fn object(
        &mut self,
        concept: &Concept,
        filter: &Value,
        frame: &mut Frame,
        alias: u16,
        depth: usize,
    ) -> Result<Predicate, GraphError> {
        let Value::Object(fields) = filter else {
            return Err(GraphError::bad_input("A part of a filter must not be null."));
        };
        let deepest = self.scope.limits.filter_levels;
        if depth > deepest {
            return Err(GraphError::bad_input(format!("Filters are nested at most {deepest} deep.")));
        }
        let mut all = Vec::new();
        for (name, operand) in fields {
            all.push(match name.as_str() {
                "and" => Predicate::All(self.each(concept, name, operand, frame, (alias, depth))?),
                "or" => Predicate::Any(self.each(concept, name, operand, frame, (alias, depth))?),
                "not" => Predicate::not(self.object(concept, operand, frame, alias, depth + 1)?),
                field => self.field(concept, field, operand, frame, (alias, depth))?,
            });
        }
        Ok(Predicate::All(all))
    }

    fn each(
        &mut self,
        concept: &Concept,
        name: &str,
        operand: &Value,
        frame: &mut Frame,
        (alias, depth): (u16, usize),
    ) -> Result<Vec<Predicate>, GraphError> {
        let Value::List(filters) = operand else {
            return Err(GraphError::bad_input(format!("`{name}` must not be null.")));
        };
        let most = self.scope.limits.list_values;
        if filters.len() > most {
            return Err(GraphError::bad_input(format!("`{name}` takes at most {most} filters.")));
        }
        filters.iter().map(|filter| self.object(concept, filter, frame, alias, depth + 1)).collect()
    }

    fn field(
        &mut self,
        concept: &Concept,
        name: &str,
        operand: &Value,
        frame: &mut Frame,
        (alias, depth): (u16, usize),
    ) -> Result<Predicate, GraphError> {
        let field = concept.field(name).ok_or_else(|| GraphError::bug(format!("no field {name}")))?;
        let Value::Object(operators) = operand else {
            let hint = if matches!(field.kind, Kind::Column(_)) { "; ask with `isNull`" } else { "" };
            return Err(GraphError::bad_input(format!("`{name}` must not be null{hint}.")));
        };
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let most = self.scope.limits.filter_conditions;
            GraphError::bad_input(format!("A filter takes at most {most} conditions in all."))
        })?;
        match &field.kind {
            Kind::Column(column) => {
                let column = ColumnAt { alias, name: column.name, ty: column.ty };
                column_conditions(name, column, operators, self.scope)
            }
            Kind::Code { column, vocabulary } => {
                code_conditions(name, ColumnAt::text(alias, column), vocabulary, (operators, self.scope))
            }
            Kind::Class { column, classes, null } => {
                class_conditions(name, ColumnAt::small(alias, column), (classes, *null), (operators, self.scope))
            }
            Kind::Classes { column, classes } => {
                set_conditions(name, ColumnAt::small(alias, column), classes, (operators, self.scope))
            }
            Kind::ToOne(to_one) => self.one(to_one, operand, frame, (alias, depth)),
            Kind::List(list) => {
                self.related((list.target, list.link, false), operators, ColumnAt::key(alias, concept.key), depth)
            }
            Kind::Packed(Packed { target, rows: Some(link), .. }) => {
                self.related((target, *link, true), operators, ColumnAt::key(alias, concept.key), depth)
            }
            Kind::GlobalId
            | Kind::Computed(_)
            | Kind::Packed(_)
            | Kind::Part(_)
            | Kind::Network(_)
            | Kind::Keys(_)
            | Kind::Explained(_)
            | Kind::Nested(_) => Err(GraphError::bug(format!("{name} is no condition"))),
        }
    }

    fn one(
        &mut self,
        to_one: &ToOne,
        filter: &Value,
        frame: &mut Frame,
        (alias, depth): (u16, usize),
    ) -> Result<Predicate, GraphError> {
        let target = target(to_one.target)?;
        let joined = frame.join(self.aliases, alias, to_one, target, Needed::Inside);
        let present = Predicate::not(Predicate::IsNull(ColumnAt::key(joined, target.key)));
        Ok(present.and(self.object(target, filter, frame, joined, depth + 1)?))
    }

    fn related(
        &mut self,
        (target, link, gathered): (&str, Link, bool),
        quantifiers: &IndexMap<Name, Value>,
        parent: ColumnAt,
        depth: usize,
    ) -> Result<Predicate, GraphError> {
        let target = self::target(target)?;
        let mut all = Vec::new();
        for (quantifier, filter) in quantifiers {
            let mut frame = Frame::new(self.aliases, target.table);
            let base = frame.base;
            let predicate = self.object(target, filter, &mut frame, base, depth + 1)?;
            let wanted = if quantifier == "every" { Predicate::not(predicate) } else { predicate };
            let exists = Predicate::Exists(Box::new(Related { link, frame, parent, predicate: wanted, gathered }));
            all.push(if quantifier == "some" { exists } else { Predicate::not(exists) });
        }
        Ok(Predicate::All(all))
    }
}

fn target(name: &str) -> Result<&'static Concept, GraphError> {
    CATALOG.concept(name).ok_or_else(|| GraphError::bug(format!("no concept {name}")))
}

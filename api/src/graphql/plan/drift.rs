//! Drift: what a root field asks for of the dates of the history.

use async_graphql::Value;
use chrono::NaiveDate;

use super::compile::Compiler;
use crate::graphql::catalog::{DRIFT, Kept, TypeDoc};
use crate::graphql::error::GraphError;
use crate::graphql::scalar;
use crate::graphql::select::{Arguments, Selected};

/// How the classes of a dimension changed.
#[derive(Debug)]
pub struct Drift {
    /// The name of the dimension.
    pub dimension: &'static str,
    /// What the history keeps of it.
    pub kept: &'static Kept,
    /// The first day to look at.
    pub from: NaiveDate,
    /// The last day to look at.
    pub to: NaiveDate,
    /// Whether customers are compared between the first date and the last.
    pub compares: bool,
    /// How it is written.
    pub fields: Vec<(String, DriftSlot)>,
}

/// A field of a drift.
#[derive(Debug)]
pub enum DriftSlot {
    /// The name of the type.
    Typename,
    /// The dimension.
    Dimension,
    /// The hash of the rules.
    RulesHash,
    /// The first date.
    From,
    /// The last date.
    To,
    /// The dates.
    Months(Vec<(String, MonthSlot)>),
    /// Who went from which class to which.
    Transitions(Vec<(String, TransitionSlot)>),
    /// How many came.
    Entered,
    /// How many went.
    Left,
    /// What the answer cannot know.
    Limits,
}

/// A field of a date.
#[derive(Debug)]
pub enum MonthSlot {
    /// The name of the type.
    Typename,
    /// The date.
    AsOf,
    /// When its answers were computed.
    ComputedAt,
    /// How many customers there were.
    Customers,
    /// The classes.
    Classes(Vec<(String, ClassSlot)>),
}

/// A field of a class at a date.
#[derive(Clone, Copy, Debug)]
pub enum ClassSlot {
    /// The name of the type.
    Typename,
    /// The class.
    Value,
    /// How many customers had it.
    Count,
    /// Their part of all.
    Share,
}

/// A field of a transition.
#[derive(Clone, Copy, Debug)]
pub enum TransitionSlot {
    /// The name of the type.
    Typename,
    /// The class on the first date.
    From,
    /// The class on the last date.
    To,
    /// How many customers.
    Count,
}

impl<'a> Compiler<'a> {
    /// The drift that a root field asks for.
    pub(super) fn drift(&self, selected: &Selected<'a>) -> Result<Drift, GraphError> {
        let arguments = self.arguments("Query", selected)?;
        let (from, to) = (day(&arguments, "from")?, day(&arguments, "to")?);
        if from > to {
            return Err(GraphError::bad_input("`from` must not be after `to`."));
        }
        let named = match arguments.get("dimension") {
            Some(Value::Enum(name)) => DRIFT.dimensions.position(name),
            _ => None,
        };
        let dimension = named.and_then(|at| Some((DRIFT.dimensions.values.get(at)?.name, DRIFT.kept.get(at)?)));
        let Some((dimension, kept)) = dimension else {
            return Err(GraphError::bad_input("`dimension` must not be null."));
        };
        let fields = self.parts(&DRIFT.whole, selected, |name, part| {
            Ok(Some(match name {
                "__typename" => DriftSlot::Typename,
                "dimension" => DriftSlot::Dimension,
                "rulesHash" => DriftSlot::RulesHash,
                "from" => DriftSlot::From,
                "to" => DriftSlot::To,
                "months" => DriftSlot::Months(self.months(part)?),
                "transitions" => DriftSlot::Transitions(self.transitions(part)?),
                "entered" => DriftSlot::Entered,
                "left" => DriftSlot::Left,
                "limits" => DriftSlot::Limits,
                _ => return Ok(None),
            }))
        })?;
        let compares = fields
            .iter()
            .any(|(_, slot)| matches!(slot, DriftSlot::Transitions(_) | DriftSlot::Entered | DriftSlot::Left));
        Ok(Drift { dimension, kept, from, to, compares, fields })
    }

    fn months(&self, selected: &Selected<'a>) -> Result<Vec<(String, MonthSlot)>, GraphError> {
        self.parts(&DRIFT.month, selected, |name, part| {
            Ok(Some(match name {
                "__typename" => MonthSlot::Typename,
                "asOf" => MonthSlot::AsOf,
                "computedAt" => MonthSlot::ComputedAt,
                "customers" => MonthSlot::Customers,
                "classes" => MonthSlot::Classes(self.classes(part)?),
                _ => return Ok(None),
            }))
        })
    }

    fn classes(&self, selected: &Selected<'a>) -> Result<Vec<(String, ClassSlot)>, GraphError> {
        self.parts(&DRIFT.class, selected, |name, _| {
            Ok(match name {
                "__typename" => Some(ClassSlot::Typename),
                "value" => Some(ClassSlot::Value),
                "count" => Some(ClassSlot::Count),
                "share" => Some(ClassSlot::Share),
                _ => None,
            })
        })
    }

    fn transitions(&self, selected: &Selected<'a>) -> Result<Vec<(String, TransitionSlot)>, GraphError> {
        self.parts(&DRIFT.transition, selected, |name, _| {
            Ok(match name {
                "__typename" => Some(TransitionSlot::Typename),
                "from" => Some(TransitionSlot::From),
                "to" => Some(TransitionSlot::To),
                "count" => Some(TransitionSlot::Count),
                _ => None,
            })
        })
    }

    /// The fields that are asked for of an object of the type, each read by `slot`.
    fn parts<T>(
        &self,
        ty: &TypeDoc,
        selected: &Selected<'a>,
        slot: impl Fn(&str, &Selected<'a>) -> Result<Option<T>, GraphError>,
    ) -> Result<Vec<(String, T)>, GraphError> {
        let mut fields = Vec::new();
        for part in self.selection.collect(ty.name.0, &selected.sets) {
            let name = part.name();
            let slot = slot(name, &part)?.ok_or_else(|| GraphError::bug(format!("no field {}.{name}", ty.name.0)))?;
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }
}

fn day(arguments: &Arguments, name: &str) -> Result<NaiveDate, GraphError> {
    let day = arguments.get(name).and_then(scalar::date);
    day.ok_or_else(|| GraphError::bad_input(format!("`{name}` must not be null.")))
}

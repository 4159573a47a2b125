//! What groups are made by, as clients ask for it.

use std::fmt::Write as _;

use async_graphql::Value;
use chrono_tz::Tz;

use super::{GroupsOf, KeyAt, Shift, Totals};
use crate::graphql::catalog::{ColumnType, Concept, GroupKey, KeyKind, constant_case};
use crate::graphql::error::GraphError;
use crate::graphql::plan::{ColumnAt, Scope};

/// Most keys of one `groupBy`.
const MOST_KEYS: usize = 5;

/// How long the time lasts that dates are put together in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateUnit {
    /// A day.
    Day,
    /// A week, from Monday on.
    Week,
    /// A month.
    Month,
    /// Three months, from January, April, July or October on.
    Quarter,
    /// A year.
    Year,
}

impl DateUnit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The enum value.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Week => "WEEK",
            Self::Month => "MONTH",
            Self::Quarter => "QUARTER",
            Self::Year => "YEAR",
        }
    }

    /// Its description.
    pub fn doc(self) -> &'static str {
        match self {
            Self::Day => "Days.",
            Self::Week => "Weeks, from Monday on.",
            Self::Month => "Months.",
            Self::Quarter => "Three months, from January, April, July or October on.",
            Self::Year => "Years.",
        }
    }
}

/// A key as it is asked for.
struct Asked<'v> {
    field: &'v str,
    unit: Option<DateUnit>,
    zone: Option<&'v str>,
}

impl Totals {
    /// Takes in the keys that a `groupBy` asks for. Gives which of the concept's keys they are, and what was asked as
    /// text for the cursors.
    pub(super) fn group_by(
        &mut self,
        concept: &'static Concept,
        keys: Option<&Value>,
        scope: &Scope,
    ) -> Result<(Vec<usize>, String), GraphError> {
        let items: &[Value] = if let Some(Value::List(items)) = keys { items } else { &[] };
        if items.is_empty() {
            return Err(GraphError::bad_input("`keys` must name at least one key to group by."));
        }
        if items.len() > MOST_KEYS {
            return Err(GraphError::bad_input(format!("`keys` takes at most {MOST_KEYS} keys.")));
        }
        let all = concept.group_keys();
        let (mut asked_for, mut told) = (Vec::new(), String::new());
        for item in items {
            let asked = Asked::read(item)?;
            let found = all.iter().position(|key| constant_case(key.at.field.name) == asked.field);
            let index = found.ok_or_else(|| GraphError::bug(format!("no key {}", asked.field)))?;
            if asked_for.contains(&index) {
                return Err(GraphError::bad_input(format!("`keys` names {} twice.", asked.field)));
            }
            asked_for.push(index);
            let key = self.key(concept, &all[index], &asked, scope)?;
            self.keys.push(key);
            // Writing to a string cannot fail.
            let _ = write!(told, "{}:{:?}:{:?},", asked.field, asked.unit, asked.zone);
        }
        Ok((asked_for, told))
    }

    fn key(
        &mut self,
        concept: &'static Concept,
        key: &GroupKey,
        asked: &Asked<'_>,
        scope: &Scope,
    ) -> Result<KeyAt, GraphError> {
        let (alias, row) = self.reach(concept, &key.at)?;
        let column = |ty| ColumnAt { alias, name: key.at.column, ty };
        let (column, groups) = match key.kind {
            KeyKind::Date => {
                if asked.zone.is_some() {
                    return Err(asked.wrong("holds days, which no zone can shift: leave `zone` out"));
                }
                (column(ColumnType::Date), GroupsOf::Dates(asked.unit()?, Shift::NONE))
            }
            KeyKind::DateTime => {
                let unit = asked.unit()?;
                (column(ColumnType::DateTime), GroupsOf::Dates(unit, asked.shift(scope.zone)?))
            }
            kind => {
                if asked.unit.is_some() || asked.zone.is_some() {
                    return Err(asked.wrong("holds no dates: leave `unit` and `zone` out"));
                }
                match kind {
                    KeyKind::Class(classes, null) => (column(ColumnType::Small), GroupsOf::Classes(classes, null)),
                    KeyKind::Code(vocabulary) => {
                        let known = scope.codes.known(vocabulary);
                        (column(ColumnType::Text), GroupsOf::Codes(vocabulary, known))
                    }
                    KeyKind::Number => (column(ColumnType::Int), GroupsOf::Numbers),
                    _ => (column(ColumnType::Boolean), GroupsOf::Booleans),
                }
            }
        };
        Ok(KeyAt { column, row, groups })
    }
}

impl<'v> Asked<'v> {
    fn read(item: &'v Value) -> Result<Self, GraphError> {
        let Value::Object(item) = item else { return Err(GraphError::bad_input("A key must not be null.")) };
        let Some(Value::Enum(field)) = item.get("field") else {
            return Err(GraphError::bad_input("The `field` of a key must not be null."));
        };
        let unit = match item.get("unit") {
            Some(Value::Enum(name)) => DateUnit::ALL.into_iter().find(|unit| unit.name() == name.as_str()),
            _ => None,
        };
        let zone = match item.get("zone") {
            Some(Value::String(zone)) => Some(zone.as_str()),
            _ => None,
        };
        Ok(Self { field, unit, zone })
    }

    fn unit(&self) -> Result<DateUnit, GraphError> {
        self.unit.ok_or_else(|| self.wrong("holds dates: say with `unit` what to put together, such as MONTH"))
    }

    fn shift(&self, bank: Tz) -> Result<Shift, GraphError> {
        let Some(name) = self.zone else { return Ok(Shift::NONE) };
        let zone = name
            .parse::<Tz>()
            .map_err(|_| self.wrong("has a `zone` that is no IANA time zone; write it as `Europe/Berlin`"))?;
        Ok(Shift::between(bank, zone))
    }

    fn wrong(&self, reason: &str) -> GraphError {
        GraphError::bad_input(format!("The key {} {reason}.", self.field))
    }
}

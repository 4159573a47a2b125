//! Groups of the rows of a list: by which keys, which of them, in what order, and what is told of each.

use std::collections::HashSet;
use std::fmt::Write as _;

use async_graphql::Value;

use super::super::compile::Compiler;
use super::{GroupSlot, Groups, GroupsSlot, Quantity, Totals};
use crate::graphql::catalog::{ColumnType, Concept, GroupOrderBy, Statistic};
use crate::graphql::error::GraphError;
use crate::graphql::filter::{HavingConditions, Predicate};
use crate::graphql::page::{CursorScope, OrderKey, Page, PageSize};
use crate::graphql::plan::ColumnAt;
use crate::graphql::select::{Arguments, Selected};

impl<'a> Compiler<'a> {
    /// The groups that a `groupBy` on the connection `connection` asks for. `field` names the connection for cursors.
    pub(in crate::graphql::plan) fn group_by(
        &self,
        concept: &'static Concept,
        connection: &str,
        (field, size): (&str, PageSize),
        selected: &Selected<'a>,
        mut totals: Totals,
    ) -> Result<Groups, GraphError> {
        let arguments = self.arguments(connection, selected)?;
        let (keys, mut told) = totals.group_by(concept, arguments.get("keys"), self.scope)?;
        let mut having_of = Vec::new();
        let having = match arguments.get("having") {
            Some(having @ Value::Object(_)) => {
                let column =
                    |field: &str, of: Option<&str>| having_column(concept, &mut totals, &mut having_of, field, of);
                HavingConditions::new(self.scope, column).read(having)?
            }
            _ => Predicate::TRUE,
        };
        let order = order(concept, &arguments, &keys, &mut totals, &mut told)?;
        let cursors = CursorScope::new(&format!("{field}.groupBy"), &told);
        let order_keys: Vec<OrderKey> = order.iter().map(|(_, key)| *key).collect();
        let page = Page::of(&arguments, size, &cursors, &order_keys)?;
        let fields = self.groups(concept, &keys, selected, &mut totals)?;
        totals.find(concept);
        Ok(Groups { totals, having, having_of, order, page, cursors, fields })
    }

    fn groups(
        &self,
        concept: &'static Concept,
        keys: &[usize],
        selected: &Selected<'a>,
        totals: &mut Totals,
    ) -> Result<Vec<(String, GroupsSlot)>, GraphError> {
        let type_name = format!("{}GroupConnection", concept.name);
        let mut fields = Vec::new();
        for part in self.selection.collect(&type_name, &selected.sets) {
            let slot = match part.name() {
                "__typename" => GroupsSlot::Typename(type_name.clone()),
                "nodes" => GroupsSlot::Nodes(self.group(concept, keys, &part, totals)?),
                "pageInfo" => GroupsSlot::PageInfo(self.page_info(&part)?),
                "totalCount" => GroupsSlot::TotalCount,
                "suppressedGroups" => GroupsSlot::SuppressedGroups,
                other => return Err(GraphError::bug(format!("no field {type_name}.{other}"))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }

    fn group(
        &self,
        concept: &'static Concept,
        keys: &[usize],
        selected: &Selected<'a>,
        totals: &mut Totals,
    ) -> Result<Vec<(String, GroupSlot)>, GraphError> {
        let type_name = format!("{}Group", concept.name);
        let all = concept.group_keys();
        let mut fields = Vec::new();
        for part in self.selection.collect(&type_name, &selected.sets) {
            let slot = match part.name() {
                "__typename" => GroupSlot::Typename(type_name.clone()),
                "count" => GroupSlot::Count,
                "share" => GroupSlot::Share,
                "aggregate" => GroupSlot::Aggregate(self.aggregate(concept, &part.sets, totals)?),
                name => {
                    let key = all.iter().position(|key| key.at.field.name == name);
                    let key = key.ok_or_else(|| GraphError::bug(format!("no field {type_name}.{name}")))?;
                    GroupSlot::Key(keys.iter().position(|asked_for| *asked_for == key))
                }
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }
}

/// The column that stands for a number of a group in `having`.
fn having_column(
    concept: &'static Concept,
    totals: &mut Totals,
    having_of: &mut Vec<Quantity>,
    field: &str,
    of: Option<&str>,
) -> Result<ColumnAt, GraphError> {
    let quantity = match of {
        None => Quantity::Count,
        Some(of) => {
            let measure = concept.measures().into_iter().find(|measure| measure.at.field.name == field);
            let measure = measure.ok_or_else(|| GraphError::bug(format!("no measure {field}")))?;
            let statistic = measure.statistics().iter().find(|statistic| statistic.name() == of);
            let statistic = *statistic.ok_or_else(|| GraphError::bug(format!("no statistic {of}")))?;
            Quantity::Measure(totals.statistic(concept, &measure, statistic)?, statistic)
        }
    };
    let at = having_of.iter().position(|other| *other == quantity).unwrap_or_else(|| {
        having_of.push(quantity);
        having_of.len() - 1
    });
    let alias = u16::try_from(at).map_err(|_| GraphError::bug("too many numbers in `having`"))?;
    Ok(ColumnAt { alias, name: "", ty: totals.type_of(quantity) })
}

/// The order that the arguments ask for, ended by the keys, and tells it as text for the cursors.
fn order(
    concept: &'static Concept,
    arguments: &Arguments,
    keys: &[usize],
    totals: &mut Totals,
    told: &mut String,
) -> Result<Vec<(Quantity, OrderKey)>, GraphError> {
    let items: &[Value] = match arguments.get("orderBy") {
        Some(Value::List(items)) => items,
        _ => &[],
    };
    let orders = concept.group_orders();
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    for item in items {
        let Value::Object(item) = item else { return Err(GraphError::bad_input("An order must not be null.")) };
        let named = |name: &str| match item.get(name) {
            Some(Value::Enum(value)) => Some(value.as_str()),
            _ => None,
        };
        let field = named("field");
        let Some((name, _, by)) = field.and_then(|field| orders.iter().find(|(name, ..)| name == field)) else {
            return Err(GraphError::bad_input("The `field` of an order must not be null."));
        };
        let quantity = match *by {
            GroupOrderBy::Count => Quantity::Count,
            GroupOrderBy::Key(key) => match keys.iter().position(|asked_for| *asked_for == key) {
                Some(index) => Quantity::Key(index),
                None => {
                    return Err(GraphError::bad_input(format!(
                        "Groups are ordered by {name} only when it is one of `keys`."
                    )));
                }
            },
            GroupOrderBy::Measure(index, statistic) => ordered_measure(concept, index, statistic, totals)?,
        };
        let (descending, nulls_first) = (named("direction") == Some("DESC"), named("nulls") == Some("FIRST"));
        if seen.insert(name.clone()) {
            // Writing to a string cannot fail.
            let _ = write!(told, "{name}:{descending}:{nulls_first},");
            order.push((quantity, order_key(descending, nulls_first)));
        }
    }
    for index in 0..keys.len() {
        if !order.iter().any(|(quantity, _)| *quantity == Quantity::Key(index)) {
            order.push((Quantity::Key(index), order_key(false, false)));
        }
    }
    Ok(order)
}

fn ordered_measure(
    concept: &'static Concept,
    index: usize,
    statistic: Statistic,
    totals: &mut Totals,
) -> Result<Quantity, GraphError> {
    let measures = concept.measures();
    let measure = measures.get(index).ok_or_else(|| GraphError::bug("no such measure to order by"))?;
    Ok(Quantity::Measure(totals.statistic(concept, measure, statistic)?, statistic))
}

/// Cursors of groups hold numbers as texts, since sums outgrow 64 bits.
fn order_key(descending: bool, nulls_first: bool) -> OrderKey {
    let column = ColumnAt { alias: 0, name: "", ty: ColumnType::Text };
    OrderKey { column, descending, nulls_first, nullable: true }
}

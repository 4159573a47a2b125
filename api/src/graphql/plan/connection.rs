//! Connections: filter, order, page, and the parts of the answer that are asked for.

use std::collections::HashSet;
use std::fmt::Write as _;

use async_graphql::Value;
use async_graphql::registry::MetaField;

use super::compile::{Compiler, Draft};
use super::object::target;
use super::totals::ListTotals;
use super::{
    ColumnAt, Connection, ConnectionSlot, Count, EdgeSlot, List, Needed, PageInfoSlot, Projection, Slot, Source, Totals,
};
use crate::graphql::catalog::{ColumnType, Concept, JoinOn, Kind, Order, Pair, ToOne};
use crate::graphql::error::GraphError;
use crate::graphql::filter::{Conditions, search_conditions};
use crate::graphql::page::{CursorScope, OrderKey, Page, PageSize};
use crate::graphql::run::{OTHER, REACHED_FIRST};
use crate::graphql::select::{Arguments, Selected};

impl<'a> Compiler<'a> {
    /// The connection that a field asks for. `field` names it for its cursors.
    pub(super) fn list(
        &self,
        concept: &'static Concept,
        source: Source,
        field: &str,
        size: PageSize,
        (declared, selected): (&MetaField, &Selected<'a>),
    ) -> Result<List, GraphError> {
        let arguments = self.arguments_of(declared, selected)?;
        let mut draft = Draft::new(concept, source);
        if let Some(filter @ Value::Object(_)) = arguments.get("filter") {
            let mut conditions = Conditions::new(self.scope, &mut draft.aliases);
            draft.fetch.predicate = conditions.read(concept, filter, &mut draft.fetch.frame)?;
        }
        if let (Some(search), Some(Value::String(text))) =
            (concept.list.and_then(|list| list.search), arguments.get("search"))
        {
            let row = ColumnAt::key(draft.fetch.frame.base, concept.key);
            let found = search_conditions(&search, text, row, &mut draft.aliases)?;
            draft.fetch.predicate = found.and(draft.fetch.predicate);
        }
        // Counting looks at the same rows, but needs neither their order nor anything of them.
        let count = Count {
            source: draft.fetch.source.clone(),
            frame: draft.fetch.frame.clone(),
            predicate: draft.fetch.predicate.clone(),
        };
        let told = order(concept, &arguments, &mut draft)?;
        let cursors = CursorScope::new(field, &told);
        draft.fetch.page = Page::of(&arguments, size, &cursors, &draft.fetch.order)?;
        let mut totals = ListTotals::new(Totals::new(count.clone(), draft.aliases.clone()), (field, size));
        let shape = self.connection(concept, selected, &mut draft, &mut totals)?;
        let slots = || shape.fields.iter().map(|(_, slot)| slot);
        let counts = slots().any(|slot| matches!(slot, ConnectionSlot::TotalCount));
        let reads = slots().any(|slot| {
            matches!(slot, ConnectionSlot::Edges(_) | ConnectionSlot::Nodes(_) | ConnectionSlot::PageInfo(_))
        });
        let sort_key = if slots().any(shows_cursor) {
            let order = draft.fetch.order.clone();
            order.iter().map(|key| draft.order_cell(key)).collect()
        } else {
            Vec::new()
        };
        if reads && draft.fetch.cells.is_empty() {
            draft.cell_of_key(concept);
        }
        let ListTotals { mut aggregate, groups, .. } = totals;
        if let Some(totals) = &mut aggregate {
            totals.find(concept);
        }
        let rows = reads.then_some(draft.fetch);
        Ok(List { rows, count: counts.then_some(count), aggregate, groups, cursors, sort_key, shape })
    }

    fn connection(
        &self,
        concept: &'static Concept,
        selected: &Selected<'a>,
        draft: &mut Draft,
        totals: &mut ListTotals<'_>,
    ) -> Result<Connection, GraphError> {
        let names = ConnectionNames::of(concept, &draft.fetch.source);
        let mut fields = Vec::new();
        for part in self.selection.collect(&names.connection, &selected.sets) {
            let slot = match part.name() {
                "__typename" => ConnectionSlot::Typename(names.connection.clone()),
                "edges" => ConnectionSlot::Edges(self.edges(concept, &names.edge, &part, draft)?),
                "nodes" => ConnectionSlot::Nodes(self.node_object(concept, &part, draft)?),
                "pageInfo" => ConnectionSlot::PageInfo(self.page_info(&part)?),
                "totalCount" => ConnectionSlot::TotalCount,
                "aggregate" => ConnectionSlot::Aggregate(self.aggregate(concept, &part.sets, totals.aggregate())?),
                "groupBy" => self.grouped(concept, &names.connection, &part, totals)?,
                other => return Err(GraphError::bug(format!("no field {}.{other}", names.connection))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(Connection { fields })
    }

    fn edges(
        &self,
        concept: &'static Concept,
        type_name: &str,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Vec<(String, EdgeSlot)>, GraphError> {
        let mut fields = Vec::new();
        for part in self.selection.collect(type_name, &selected.sets) {
            let slot = match (part.name(), pair_of(&draft.fetch.source)) {
                ("__typename", _) => EdgeSlot::Typename(type_name.to_owned()),
                ("cursor", _) => EdgeSlot::Cursor,
                ("node", _) => EdgeSlot::Node(self.node_object(concept, &part, draft)?),
                (name, Some(pair)) => EdgeSlot::Pair(self.pair_slot(concept, pair, name, &part, draft)?),
                (name, None) => return Err(GraphError::bug(format!("no field {type_name}.{name}"))),
            };
            fields.push((part.key.to_owned(), slot));
        }
        Ok(fields)
    }

    fn pair_slot(
        &self,
        concept: &'static Concept,
        pair: &'static Pair,
        name: &str,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<Slot, GraphError> {
        let base = draft.fetch.frame.base;
        let kind = Projection::Column(ColumnAt::text(base, pair.kind));
        Ok(match name {
            "type" => Slot::Code(draft.cell(kind), pair.vocabulary),
            "role" => {
                let kind = draft.cell(kind);
                Slot::Role(
                    kind,
                    draft.cell(Projection::Column(ColumnAt { alias: base, name: REACHED_FIRST, ty: ColumnType::Int })),
                    pair,
                )
            }
            _ => {
                let present = draft.cell_of_key(concept);
                Slot::Row(present, self.object(concept, base, &selected.sets, draft)?)
            }
        })
    }

    /// The node of a connection: the row, or of a pair the other row.
    fn node_object(
        &self,
        concept: &'static Concept,
        selected: &Selected<'a>,
        draft: &mut Draft,
    ) -> Result<super::Object, GraphError> {
        let base = draft.fetch.frame.base;
        if pair_of(&draft.fetch.source).is_none() {
            return self.object(concept, base, &selected.sets, draft);
        }
        let other = other_of(concept)?;
        let to_one = ToOne { target: other.name, via: None, on: JoinOn::Key(OTHER), filter: false };
        let joined = draft.fetch.frame.join(&mut draft.aliases, base, &to_one, other, Needed::Outside);
        self.object(other, joined, &selected.sets, draft)
    }

    pub(super) fn page_info(&self, selected: &Selected<'a>) -> Result<Vec<(String, PageInfoSlot)>, GraphError> {
        let parts = self.selection.collect("PageInfo", &selected.sets);
        let slot = |name: &str| match name {
            "__typename" => Ok(PageInfoSlot::Typename),
            "hasNextPage" => Ok(PageInfoSlot::HasNextPage),
            "hasPreviousPage" => Ok(PageInfoSlot::HasPreviousPage),
            "startCursor" => Ok(PageInfoSlot::StartCursor),
            "endCursor" => Ok(PageInfoSlot::EndCursor),
            other => Err(GraphError::bug(format!("no field PageInfo.{other}"))),
        };
        parts.iter().map(|part| Ok((part.key.to_owned(), slot(part.name())?))).collect()
    }
}

impl Draft {
    /// The cell of a column of the sort key; a join that the order needs is then needed to show it, too.
    fn order_cell(&mut self, key: &OrderKey) -> usize {
        for join in &mut self.fetch.frame.joins {
            if join.alias == key.column.alias {
                join.outside = true;
            }
        }
        self.cell(Projection::Column(key.column))
    }
}

/// The names of a connection's types.
pub(in crate::graphql) struct ConnectionNames {
    pub(in crate::graphql) connection: String,
    pub(in crate::graphql) edge: String,
}

impl ConnectionNames {
    fn of(concept: &Concept, source: &Source) -> Self {
        match pair_of(source) {
            Some(pair) => Self { connection: pair.connection.0.to_owned(), edge: pair.edge.0.to_owned() },
            None => Self { connection: format!("{}Connection", concept.name), edge: format!("{}Edge", concept.name) },
        }
    }
}

fn pair_of(source: &Source) -> Option<&'static Pair> {
    match source {
        Source::Pairs(pair, _) => Some(pair),
        _ => None,
    }
}

/// The concept that a pair's rows join: what its first to-one field leads to.
fn other_of(concept: &Concept) -> Result<&'static Concept, GraphError> {
    let name = concept.fields.iter().find_map(|field| match &field.kind {
        Kind::ToOne(to_one) => Some(to_one.target),
        _ => None,
    });
    target(name.unwrap_or_default())
}

fn shows_cursor(slot: &ConnectionSlot) -> bool {
    match slot {
        ConnectionSlot::Edges(fields) => fields.iter().any(|(_, slot)| matches!(slot, EdgeSlot::Cursor)),
        ConnectionSlot::PageInfo(fields) => {
            fields.iter().any(|(_, slot)| matches!(slot, PageInfoSlot::StartCursor | PageInfoSlot::EndCursor))
        }
        _ => false,
    }
}

/// Sets the order that the arguments ask for, ended by the key, and tells it as text for the cursors.
fn order(concept: &'static Concept, arguments: &Arguments, draft: &mut Draft) -> Result<String, GraphError> {
    let mut told = String::new();
    let mut seen = HashSet::new();
    let items: &[Value] = match arguments.get("orderBy") {
        Some(Value::List(items)) => items,
        _ => &[],
    };
    for item in items {
        let Value::Object(item) = item else { return Err(GraphError::bad_input("An order must not be null.")) };
        let named = |name: &str| match item.get(name) {
            Some(Value::Enum(value)) => Some(value.as_str()),
            _ => None,
        };
        let Some(order) = named("field").and_then(|field| concept.order(field)) else {
            return Err(GraphError::bad_input("The `field` of an order must not be null."));
        };
        let descending = named("direction") == Some("DESC");
        let nulls_first = named("nulls") == Some("FIRST");
        if seen.insert(order.name) {
            add(order, (descending, nulls_first), draft, &mut told, concept)?;
        }
    }
    if let Some(key) = concept.orders.first()
        && seen.insert(key.name)
    {
        add(key, (false, false), draft, &mut told, concept)?;
    }
    Ok(told)
}

fn add(
    order: &Order,
    (descending, nulls_first): (bool, bool),
    draft: &mut Draft,
    told: &mut String,
    concept: &Concept,
) -> Result<(), GraphError> {
    let mut alias = draft.fetch.frame.base;
    if let Some(through) = order.through {
        let to_one = concept.field(through).and_then(|field| match &field.kind {
            Kind::ToOne(to_one) => Some(to_one),
            _ => None,
        });
        let to_one = to_one.ok_or_else(|| GraphError::bug(format!("no row {through} to order by")))?;
        alias = draft.fetch.frame.join(&mut draft.aliases, alias, to_one, target(to_one.target)?, Needed::Inside);
    }
    draft.fetch.order.push(OrderKey {
        column: ColumnAt { alias, name: order.column, ty: order.ty },
        descending,
        nulls_first,
        nullable: order.nullable,
    });
    let direction = if descending { "DESC" } else { "ASC" };
    let nulls = if nulls_first { "FIRST" } else { "LAST" };
    // Writing to a string cannot fail.
    let _ = write!(told, "{}:{direction}:{nulls},", order.name);
    Ok(())
}

//! What a plan costs: how many objects its answer may hold, reckoned from the sizes of its pages before anything runs.
//!
//! Pages multiply along the way. Rows, groups and what is computed beside rows are objects; a count, a total and a
//! network are one each, since somebody has to look at rows for them. Connections, edges and `pageInfo` only wrap these.

use std::collections::HashSet;

use super::{
    ConnectionSlot, Drift, DriftSlot, EdgeSlot, Fetch, GroupsSlot, List, MonthSlot, Network, NetworkSlot, Object, Path,
    PathSlot, Plan, RootAnswer, Slot, Source, StepSlot,
};

/// What a plan costs. `unknown` is the size of a list whose size nobody can know before it is read.
pub(super) fn of_plan(plan: &Plan, unknown: u64) -> u64 {
    let reckoning = Reckoning { unknown };
    plan.roots.iter().map(|root| reckoning.root(&root.answer)).fold(plan.introspected, u64::saturating_add)
}

#[derive(Clone, Copy)]
struct Reckoning {
    unknown: u64,
}

impl Reckoning {
    fn root(self, answer: &RootAnswer) -> u64 {
        match answer {
            RootAnswer::List(list) => self.list(list, 1),
            RootAnswer::One(fetch, object) | RootAnswer::Newest(fetch, object) => self.rows(fetch, &[object], 1),
            RootAnswer::Many(_, fetches) => {
                fetches.iter().map(|(fetch, object)| self.rows(fetch, &[object], keys(fetch))).fold(0, plus)
            }
            RootAnswer::Path(path) => self.path(path),
            RootAnswer::Drift(drift) => self.drift(drift),
            RootAnswer::Failed(_) => 0,
        }
    }

    /// A connection of each of so many parents.
    fn list(self, list: &List, parents: u64) -> u64 {
        let totals = u64::from(list.count.is_some()) + u64::from(list.aggregate.is_some());
        let groups = list.groups.iter().map(|groups| {
            let shows = groups.fields.iter().any(|(_, slot)| matches!(slot, GroupsSlot::Nodes(_)));
            1 + if shows { u64::from(groups.page.rows) } else { 0 }
        });
        let beside = parents.saturating_mul(totals.saturating_add(groups.fold(0, plus)));
        let rows = list.rows.as_ref().map_or(0, |fetch| {
            let rows = parents.saturating_mul(fetch.page.rows.into());
            let objects: Vec<&Object> = list.shape.fields.iter().flat_map(|(_, slot)| shown(slot)).collect();
            // Where rows join two others, what is joined is the node, and the row itself may be shown beside it.
            let beside = if list.shape.fields.iter().any(|(_, slot)| shows_pair(slot)) { rows } else { 0 };
            self.rows(fetch, &objects, rows).saturating_add(beside)
        });
        beside.saturating_add(rows)
    }

    /// So many rows of a fetch, which are written in these ways.
    fn rows(self, fetch: &Fetch, objects: &[&Object], rows: u64) -> u64 {
        let mut joined = HashSet::new();
        let each = objects.iter().map(|object| self.object(object, fetch, &mut joined)).fold(1, plus);
        let lists = fetch.lists.iter().map(|(_, list)| self.list(list, rows));
        let networks = fetch.networks.iter().map(|(_, network)| self.network(network, rows));
        lists.chain(networks).fold(rows.saturating_mul(each), plus)
    }

    /// What one row has beside itself, lists and networks left out. A joined row counts once, wherever it is shown.
    fn object(self, object: &Object, fetch: &Fetch, joined: &mut HashSet<usize>) -> u64 {
        object.fields.iter().map(|(_, slot)| self.slot(slot, fetch, joined)).fold(0, plus)
    }

    fn slot(self, slot: &Slot, fetch: &Fetch, joined: &mut HashSet<usize>) -> u64 {
        let mut inner = |object: &Object, fetch: &Fetch| self.object(object, fetch, joined);
        match slot {
            Slot::Row(present, object) => {
                let below = inner(object, fetch);
                below.saturating_add(u64::from(joined.insert(*present)))
            }
            Slot::Part(object) => inner(object, fetch).saturating_add(1),
            Slot::Packed(_, unpacked) => self.computed(&unpacked.object, &unpacked.fetch, self.unknown),
            Slot::Nested(index) => {
                let nested = &fetch.nested[*index];
                self.computed(&nested.object, &nested.fetch, self.unknown)
            }
            Slot::Explained(index) => {
                let explained = &fetch.explained[*index];
                let all = explained.catalog.dimensions.values.len();
                let shown = explained.dimensions.as_ref().map_or(all, Vec::len);
                let explanations = &explained.explanations;
                self.computed(&explanations.object, &explanations.fetch, u64::try_from(shown).unwrap_or(u64::MAX))
            }
            Slot::Dated(index) => {
                // Of the stored row and the computed one, only one is shown.
                let dated = &fetch.dated[*index];
                let stored = inner(&dated.stored_object, fetch).saturating_add(1);
                stored.max(self.computed(&dated.computed.object, &dated.computed.fetch, 1))
            }
            _ => 0,
        }
    }

    /// So many rows that no statement reads.
    fn computed(self, object: &Object, fetch: &Fetch, rows: u64) -> u64 {
        rows.saturating_mul(self.object(object, fetch, &mut HashSet::new()).saturating_add(1))
    }

    fn network(self, network: &Network, parents: u64) -> u64 {
        let first = u64::try_from(network.first).unwrap_or(u64::MAX);
        let shown = parents.saturating_mul(first);
        let mut nodes = Vec::new();
        let mut steps = Vec::new();
        for (_, slot) in &network.fields {
            match slot {
                NetworkSlot::Nodes(object) => nodes.push(object),
                NetworkSlot::Edges(fields) => steps.extend(fields),
                _ => {}
            }
        }
        // The row in the middle is shown, too, by what leads away from it.
        let reached = if steps.is_empty() { shown } else { shown.saturating_add(parents) };
        self.along(&network.along, (nodes, reached), (&steps, shown)).saturating_add(parents)
    }

    fn path(self, path: &Path) -> u64 {
        let hops = u64::from(path.hops);
        let mut nodes = Vec::new();
        let mut steps = Vec::new();
        for (_, slot) in &path.fields {
            match slot {
                PathSlot::Nodes(object) => nodes.push(object),
                PathSlot::Edges(fields) => steps.extend(fields),
                _ => {}
            }
        }
        self.along(&path.along, (nodes, hops + 1), (&steps, hops)).saturating_add(1)
    }

    fn along(
        self,
        along: &super::Along,
        (mut nodes, reached): (Vec<&Object>, u64),
        (steps, gone): (&[&(String, StepSlot)], u64),
    ) -> u64 {
        let mut rows = Vec::new();
        for (_, slot) in steps {
            match slot {
                StepSlot::From(object) | StepSlot::Node(object) => nodes.push(object),
                StepSlot::Row(object) => rows.push(object),
                _ => {}
            }
        }
        let of_nodes = along.nodes.as_ref().map_or(0, |fetch| self.rows(fetch, &nodes, reached));
        let of_rows = along.rows.as_ref().map_or(0, |fetch| self.rows(fetch, &rows, gone));
        of_nodes.saturating_add(of_rows)
    }

    fn drift(self, drift: &Drift) -> u64 {
        let classes = u64::try_from(drift.kept.classes.values.len()).unwrap_or(u64::MAX);
        let parts = drift.fields.iter().map(|(_, slot)| match slot {
            DriftSlot::Months(fields) => {
                let of_month = fields.iter().filter(|(_, slot)| matches!(slot, MonthSlot::Classes(_)));
                self.unknown.saturating_mul(of_month.map(|_| classes).fold(1, plus))
            }
            DriftSlot::Transitions(_) => classes.saturating_mul(classes),
            _ => 0,
        });
        parts.fold(1, plus)
    }
}

fn plus(one: u64, other: u64) -> u64 {
    one.saturating_add(other)
}

/// How many rows a fetch by keys can find.
fn keys(fetch: &Fetch) -> u64 {
    match &fetch.source {
        Source::Keys(keys) => u64::try_from(keys.len()).unwrap_or(u64::MAX),
        _ => 1,
    }
}

fn shows_pair(slot: &ConnectionSlot) -> bool {
    matches!(slot, ConnectionSlot::Edges(fields)
        if fields.iter().any(|(_, slot)| matches!(slot, EdgeSlot::Pair(Slot::Row(..)))))
}

/// The ways in which a field of a connection writes its rows.
fn shown(slot: &ConnectionSlot) -> Vec<&Object> {
    match slot {
        ConnectionSlot::Nodes(object) => vec![object],
        ConnectionSlot::Edges(fields) => {
            let of_edge = fields.iter().filter_map(|(_, slot)| match slot {
                EdgeSlot::Node(object) | EdgeSlot::Pair(Slot::Row(_, object)) => Some(object),
                _ => None,
            });
            of_edge.collect()
        }
        _ => Vec::new(),
    }
}

//! Walks: chains between two rows, and what lies within some hops of one.

use super::super::walk::{Found, Keyed, Networks, Reached, Step};
use super::Writer;
use super::page::At;
use super::place::Place;
use crate::graphql::error::{Code, GraphError};
use crate::graphql::plan::{Along, Fetch, Network, NetworkSlot, Object, Path, PathSlot, StepSlot};

impl Writer<'_> {
    /// Writes a chain; `false` when the search was given up.
    pub(super) fn path(&mut self, path: &Path, found: &Found, place: &Place<'_>) -> bool {
        let chain = match found {
            Found::Chain(chain) => chain,
            Found::Nothing => {
                self.out.push_str("null");
                return true;
            }
            Found::TooMuch => {
                self.fail(&GraphError::new(Code::CostLimit, TOO_MUCH), place);
                return false;
            }
        };
        let (along, reached) = (&path.along, &chain.reached);
        self.out.push('{');
        for (index, (key, slot)) in path.fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                PathSlot::Typename(name) => self.text(name),
                PathSlot::Hops => self.count(chain.steps.len()),
                PathSlot::Nodes(object) => {
                    let keys = std::iter::once(path.from).chain(chain.steps.iter().map(|step| step.to));
                    self.nodes(object, (along, reached), keys, &place);
                }
                PathSlot::Edges(fields) => {
                    let steps = (1..).zip(&chain.steps);
                    self.steps(fields, (along, reached), steps, &place);
                }
            }
        }
        self.out.push('}');
        true
    }

    /// Writes what lies around one parent.
    pub(super) fn network(&mut self, network: &Network, read: &Networks, parent: i64, place: &Place<'_>) {
        let Some(around) = read.by_parent.get(&parent) else {
            self.fail(&GraphError::bug("a row without its network"), place);
            self.out.push_str("null");
            return;
        };
        let (along, reached) = (&network.along, &read.reached);
        self.out.push('{');
        for (index, (key, slot)) in network.fields.iter().enumerate() {
            self.key(index, key);
            let place = place.key(key);
            match slot {
                NetworkSlot::Typename(name) => self.text(name),
                NetworkSlot::Hops => self.number(network.hops.into()),
                NetworkSlot::TotalCount => self.count(around.total),
                NetworkSlot::Truncated => self.boolean(around.truncated),
                NetworkSlot::Nodes(object) => {
                    let keys = around.shown.iter().map(|(_, step)| step.to);
                    self.nodes(object, (along, reached), keys, &place);
                }
                NetworkSlot::Edges(fields) => {
                    let steps = around.shown.iter().map(|(distance, step)| (*distance, step));
                    self.steps(fields, (along, reached), steps, &place);
                }
            }
        }
        self.out.push('}');
    }

    fn nodes(
        &mut self,
        object: &Object,
        (along, reached): (&Along, &Reached),
        keys: impl Iterator<Item = i64>,
        place: &Place<'_>,
    ) {
        self.out.push('[');
        for (index, key) in keys.enumerate() {
            self.separate(index);
            self.keyed(object, (along.nodes.as_ref(), &reached.nodes), key, &place.index(index));
        }
        self.out.push(']');
    }

    fn steps<'s>(
        &mut self,
        fields: &[(String, StepSlot)],
        (along, reached): (&Along, &Reached),
        steps: impl Iterator<Item = (u32, &'s Step)>,
        place: &Place<'_>,
    ) {
        let nodes = (along.nodes.as_ref(), &reached.nodes);
        self.out.push('[');
        for (index, (distance, step)) in steps.enumerate() {
            self.separate(index);
            let place = place.index(index);
            self.out.push('{');
            for (index, (key, slot)) in fields.iter().enumerate() {
                self.key(index, key);
                let place = place.key(key);
                match slot {
                    StepSlot::Typename(name) => self.text(name),
                    StepSlot::Distance => self.number(distance.into()),
                    StepSlot::Kind => {
                        let vocabulary = along.pair.vocabulary;
                        let position = self.position(&step.kind, vocabulary);
                        self.text(vocabulary.classes.values[position].name);
                    }
                    StepSlot::Role => self.role(&step.kind, step.reached_first, along.pair),
                    StepSlot::Row(object) => {
                        self.keyed(object, (along.rows.as_ref(), &reached.rows), step.row, &place);
                    }
                    StepSlot::From(object) => self.keyed(object, nodes, step.from, &place),
                    StepSlot::Node(object) => self.keyed(object, nodes, step.to, &place),
                }
            }
            self.out.push('}');
        }
        self.out.push(']');
    }

    /// Writes the row with this key. One snapshot has both the walk and the rows, so it is there.
    fn keyed(&mut self, object: &Object, (fetch, keyed): (Option<&Fetch>, &Keyed), key: i64, place: &Place<'_>) {
        if let (Some(fetch), Some(row)) = (fetch, keyed.row(key)) {
            self.object(object, At { fetch, rows: &keyed.rows, row }, place);
        } else {
            self.fail(&GraphError::bug("a walk led to a row that is not there"), place);
            self.out.push_str("null");
        }
    }

    fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }
}

const TOO_MUCH: &str = "The search would have to visit more customers than this server allows. Ask for fewer hops.";

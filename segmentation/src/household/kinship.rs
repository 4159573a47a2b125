//! Which relationships hold, and which cannot be right.

use chrono::NaiveDate;

use super::Kin;
use crate::age::years_between;
use crate::vocabulary::RelationshipType;

/// Years by which a parent is at least older than the child.
const PARENT_MIN_YEARS: i32 = 12;

/// A relationship that cannot be right as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Doubt {
    /// The row.
    pub relationship_id: i64,
    /// What is wrong with it.
    pub kind: DoubtKind,
}

/// What is wrong with a relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DoubtKind {
    /// A customer is related to itself: left out.
    SelfRelation,
    /// Parent and child stand the wrong way round: turned round.
    Swapped,
    /// Parent and child are too near in age either way, or each is called the other's parent: left out.
    ImplausibleParent,
}

/// Two customers who live as a couple, by their places; `one` is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Couple {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) is_married: bool,
}

/// The relationships that hold, of customers by their places.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// Once per pair, ascending; marriage wins where a pair is also called partners.
    couples: Vec<Couple>,
    /// Both ways round, ascending, to find the partners of one customer.
    partners: Vec<(usize, usize, bool)>,
    /// (parent, child), ascending.
    children: Vec<(usize, usize)>,
    /// (parent, child), ascending by child, then parent.
    parents: Vec<(usize, usize)>,
    /// Both ways round, ascending.
    joint_holders: Vec<(usize, usize)>,
    doubts: Vec<Doubt>,
}

/// A parent and a child, and the row that says so.
struct Descent {
    parent: usize,
    child: usize,
    relationship_id: i64,
}

impl Kinship {
    pub(super) fn read(kin: &[Kin], customer_ids: &[i64], births: &[Option<NaiveDate>], ages: &[Option<u16>]) -> Self {
        let mut kinship = Self::default();
        let mut descents = Vec::new();
        // A date of birth that gives no age is not believed here either.
        let believed = |place: usize| {
            let birth = births.get(place).copied().flatten();
            ages.get(place).copied().flatten().and(birth)
        };
        for row in kin {
            if row.customer1_id == row.customer2_id {
                kinship.doubt(row.relationship_id, DoubtKind::SelfRelation);
                continue;
            }
            let place = |id: i64| customer_ids.binary_search(&id).ok();
            let (Some(first), Some(second)) = (place(row.customer1_id), place(row.customer2_id)) else {
                continue;
            };
            let (one, other) = (first.min(second), first.max(second));
            let (parent, child) = match row.kind {
                RelationshipType::Spouse | RelationshipType::Partner => {
                    let is_married = row.kind == RelationshipType::Spouse;
                    kinship.couples.push(Couple { one, other, is_married });
                    continue;
                }
                RelationshipType::JointHolder => {
                    kinship.joint_holders.extend([(one, other), (other, one)]);
                    continue;
                }
                RelationshipType::Parent => (first, second),
                RelationshipType::Child => (second, first),
                _ => continue,
            };
            let descent = Descent { parent, child, relationship_id: row.relationship_id };
            descents.extend(kinship.put_right(descent, believed(parent), believed(child)));
        }
        kinship.settle_descents(&descents);
        kinship.settle_pairs();
        kinship.doubts.sort_unstable();
        kinship.doubts.dedup();
        kinship
    }

    fn doubt(&mut self, relationship_id: i64, kind: DoubtKind) {
        self.doubts.push(Doubt { relationship_id, kind });
    }

    /// Turns parent and child round where only that fits their ages, and leaves out what fits neither way.
    fn put_right(
        &mut self,
        descent: Descent,
        parent_birth: Option<NaiveDate>,
        child_birth: Option<NaiveDate>,
    ) -> Option<Descent> {
        let (Some(parent_birth), Some(child_birth)) = (parent_birth, child_birth) else {
            return Some(descent);
        };
        if years_between(parent_birth, child_birth) >= PARENT_MIN_YEARS {
            return Some(descent);
        }
        if years_between(child_birth, parent_birth) >= PARENT_MIN_YEARS {
            self.doubt(descent.relationship_id, DoubtKind::Swapped);
            return Some(Descent { parent: descent.child, child: descent.parent, ..descent });
        }
        self.doubt(descent.relationship_id, DoubtKind::ImplausibleParent);
        None
    }

    /// Keeps each parent and child once. Where each is called the other's parent and no date of birth decides it,
    /// neither row is believed.
    fn settle_descents(&mut self, descents: &[Descent]) {
        let mut pairs: Vec<(usize, usize)> = descents.iter().map(|d| (d.parent, d.child)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let is_contradicted = |parent, child| pairs.binary_search(&(child, parent)).is_ok();
        for descent in descents {
            if is_contradicted(descent.parent, descent.child) {
                self.doubts
                    .push(Doubt { relationship_id: descent.relationship_id, kind: DoubtKind::ImplausibleParent });
            }
        }
        self.children = pairs.iter().copied().filter(|(parent, child)| !is_contradicted(*parent, *child)).collect();
        self.parents = self.children.clone();
        self.parents.sort_unstable_by_key(|(parent, child)| (*child, *parent));
    }

    fn settle_pairs(&mut self) {
        self.couples.sort_unstable_by_key(|couple| (couple.one, couple.other, !couple.is_married));
        self.couples.dedup_by_key(|couple| (couple.one, couple.other));
        self.partners = self
            .couples
            .iter()
            .flat_map(|c| [(c.one, c.other, c.is_married), (c.other, c.one, c.is_married)])
            .collect();
        self.partners.sort_unstable();
        self.joint_holders.sort_unstable();
        self.joint_holders.dedup();
    }

    pub(super) fn couples(&self) -> &[Couple] {
        &self.couples
    }

    /// The parents of each child that has any: (parent, child), parents ascending.
    pub(super) fn parents_by_child(&self) -> impl Iterator<Item = &[(usize, usize)]> {
        self.parents.chunk_by(|one, other| one.1 == other.1)
    }

    pub(super) fn partners_of(&self, place: usize) -> &[(usize, usize, bool)] {
        of_first(&self.partners, place, |pair| pair.0)
    }

    pub(super) fn children_of(&self, place: usize) -> &[(usize, usize)] {
        of_first(&self.children, place, |pair| pair.0)
    }

    pub(super) fn joint_holders(&self) -> &[(usize, usize)] {
        &self.joint_holders
    }

    pub(super) fn joint_holders_of(&self, place: usize) -> impl Iterator<Item = &usize> {
        of_first(&self.joint_holders, place, |pair| pair.0).iter().map(|(_, other)| other)
    }

    pub(super) fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }
}

/// The stretch of a sorted list whose first member is `place`.
fn of_first<T>(sorted: &[T], place: usize, first: impl Fn(&T) -> usize) -> &[T] {
    let start = sorted.partition_point(|item| first(item) < place);
    let end = sorted.partition_point(|item| first(item) <= place);
    sorted.get(start..end).unwrap_or_default()
}

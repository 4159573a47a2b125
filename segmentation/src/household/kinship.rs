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
    /// The type is missing or maps to nothing known: left out.
    UnmappedType,
}

/// Two customers who live as a couple, by their places, and the row that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Couple {
    pub(super) one: usize,
    pub(super) other: usize,
    pub(super) is_married: bool,
    pub(super) relationship_id: i64,
}

/// A parent and a child, by their places, and the row that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Descent {
    pub(super) parent: usize,
    pub(super) child: usize,
    pub(super) relationship_id: i64,
}

/// The relationships that hold, of customers by their places.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// Once per pair, `one` the smaller, ascending; marriage wins where a pair is also called partners.
    couples: Vec<Couple>,
    /// Both ways round, ascending, to find the partners of one customer.
    partners: Vec<Couple>,
    /// Once per parent and child, ascending.
    children: Vec<Descent>,
    /// The same, ascending by child, then parent.
    parents: Vec<Descent>,
    /// Both ways round, ascending.
    joint_holders: Vec<(usize, usize)>,
    doubts: Vec<Doubt>,
    /// The doubts by the places of the customers they are about, ascending.
    doubtful: Vec<(usize, Doubt)>,
}

impl Descent {
    fn places(self) -> [usize; 2] {
        [self.parent, self.child]
    }
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
            let place = |id: i64| customer_ids.binary_search(&id).ok();
            if row.customer1_id == row.customer2_id {
                kinship.doubt(row.relationship_id, DoubtKind::SelfRelation, place(row.customer1_id));
                continue;
            }
            let (Some(first), Some(second)) = (place(row.customer1_id), place(row.customer2_id)) else {
                continue;
            };
            let (one, other) = (first.min(second), first.max(second));
            let (parent, child) = match row.kind {
                RelationshipType::Spouse | RelationshipType::Partner => {
                    let is_married = row.kind == RelationshipType::Spouse;
                    kinship.couples.push(Couple { one, other, is_married, relationship_id: row.relationship_id });
                    continue;
                }
                RelationshipType::JointHolder => {
                    kinship.joint_holders.extend([(one, other), (other, one)]);
                    continue;
                }
                RelationshipType::Parent => (first, second),
                RelationshipType::Child => (second, first),
                RelationshipType::Unknown => {
                    kinship.doubt(row.relationship_id, DoubtKind::UnmappedType, [one, other]);
                    continue;
                }
                _ => continue,
            };
            let descent = Descent { parent, child, relationship_id: row.relationship_id };
            descents.extend(kinship.put_right(descent, believed(parent), believed(child)));
        }
        kinship.settle_descents(descents);
        kinship.settle_pairs();
        kinship.doubts.sort_unstable();
        kinship.doubts.dedup();
        kinship.doubtful.sort_unstable();
        kinship.doubtful.dedup();
        kinship
    }

    fn doubt(&mut self, relationship_id: i64, kind: DoubtKind, places: impl IntoIterator<Item = usize>) {
        let doubt = Doubt { relationship_id, kind };
        self.doubts.push(doubt);
        self.doubtful.extend(places.into_iter().map(|place| (place, doubt)));
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
            self.doubt(descent.relationship_id, DoubtKind::Swapped, descent.places());
            return Some(Descent { parent: descent.child, child: descent.parent, ..descent });
        }
        self.doubt(descent.relationship_id, DoubtKind::ImplausibleParent, descent.places());
        None
    }

    /// Keeps each parent and child once. Where each is called the other's parent and no date of birth decides it,
    /// neither row is believed.
    fn settle_descents(&mut self, mut descents: Vec<Descent>) {
        descents.sort_unstable();
        let pairs: Vec<(usize, usize)> = descents.iter().map(|descent| (descent.parent, descent.child)).collect();
        let is_contradicted = |d: &Descent| pairs.binary_search(&(d.child, d.parent)).is_ok();
        for descent in descents.iter().filter(|descent| is_contradicted(descent)) {
            self.doubt(descent.relationship_id, DoubtKind::ImplausibleParent, descent.places());
        }
        descents.retain(|descent| !is_contradicted(descent));
        descents.dedup_by_key(|descent| (descent.parent, descent.child));
        self.parents.clone_from(&descents);
        self.parents.sort_unstable_by_key(|descent| (descent.child, descent.parent));
        self.children = descents;
    }

    fn settle_pairs(&mut self) {
        self.couples
            .sort_unstable_by_key(|couple| (couple.one, couple.other, !couple.is_married, couple.relationship_id));
        self.couples.dedup_by_key(|couple| (couple.one, couple.other));
        let turned = |couple: &Couple| Couple { one: couple.other, other: couple.one, ..*couple };
        self.partners = self.couples.iter().flat_map(|couple| [*couple, turned(couple)]).collect();
        self.partners.sort_unstable();
        self.joint_holders.sort_unstable();
        self.joint_holders.dedup();
    }

    pub(super) fn couples(&self) -> &[Couple] {
        &self.couples
    }

    /// The parents of each child that has any: (parent, child), parents ascending.
    pub(super) fn parents_by_child(&self) -> impl Iterator<Item = &[Descent]> {
        self.parents.chunk_by(|one, other| one.child == other.child)
    }

    pub(super) fn partners_of(&self, place: usize) -> &[Couple] {
        of_first(&self.partners, place, |couple| couple.one)
    }

    pub(super) fn children_of(&self, place: usize) -> &[Descent] {
        of_first(&self.children, place, |descent| descent.parent)
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

    pub(super) fn doubts_of(&self, place: usize) -> impl Iterator<Item = Doubt> {
        of_first(&self.doubtful, place, |doubtful| doubtful.0).iter().map(|(_, doubt)| *doubt)
    }
}

/// The stretch of a sorted list whose first member is `place`.
fn of_first<T>(sorted: &[T], place: usize, first: impl Fn(&T) -> usize) -> &[T] {
    let start = sorted.partition_point(|item| first(item) < place);
    let end = sorted.partition_point(|item| first(item) <= place);
    sorted.get(start..end).unwrap_or_default()
}

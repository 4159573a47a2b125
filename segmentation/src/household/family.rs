//! The family of one customer, as far as the bank was told.

use chrono::NaiveDate;

use super::kinship::Kinship;

/// Spouse, partner and children of one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Spouses and partners by ascending id. More than one is odd but kept.
    pub partners: Vec<Partner>,
    /// The customer's own children and those of spouse and partner, by ascending id.
    pub children: Vec<Child>,
}

/// A spouse or partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partner {
    /// The spouse or partner.
    pub customer_id: i64,
    /// Whether the two are married.
    pub is_married: bool,
    /// The row that says so; of several the one with the smallest key.
    pub relationship_id: i64,
}

/// A child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// The child.
    pub customer_id: i64,
    /// As stored; `None` when the column is null.
    pub date_of_birth: Option<NaiveDate>,
    /// The row that says whose child it is; of several the one with the smallest key.
    pub relationship_id: i64,
}

impl Kinship {
    pub(super) fn family(&self, place: usize, customer_ids: &[i64], births: &[Option<NaiveDate>]) -> Family {
        let partners = self.partners_of(place);
        let parents = partners.iter().map(|partner| partner.other).chain([place]);
        let mut children: Vec<(usize, i64)> = parents
            .flat_map(|parent| self.children_of(parent))
            .map(|descent| (descent.child, descent.relationship_id))
            .filter(|(child, _)| *child != place)
            .collect();
        children.sort_unstable();
        children.dedup_by_key(|(child, _)| *child);
        Family {
            partners: partners
                .iter()
                .filter_map(|couple| {
                    Some(Partner {
                        customer_id: *customer_ids.get(couple.other)?,
                        is_married: couple.is_married,
                        relationship_id: couple.relationship_id,
                    })
                })
                .collect(),
            children: children
                .iter()
                .filter_map(|(child, relationship_id)| {
                    Some(Child {
                        customer_id: *customer_ids.get(*child)?,
                        date_of_birth: births.get(*child).copied().flatten(),
                        relationship_id: *relationship_id,
                    })
                })
                .collect(),
        }
    }
}

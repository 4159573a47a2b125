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
}

/// A child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// The child.
    pub customer_id: i64,
    /// As stored; `None` when the column is null.
    pub date_of_birth: Option<NaiveDate>,
}

impl Kinship {
    pub(super) fn family(&self, place: usize, customer_ids: &[i64], births: &[Option<NaiveDate>]) -> Family {
        let partners = self.partners_of(place);
        let parents = partners.iter().map(|(_, partner, _)| *partner).chain([place]);
        let mut children: Vec<usize> = parents
            .flat_map(|parent| self.children_of(parent))
            .map(|(_, child)| *child)
            .filter(|child| *child != place)
            .collect();
        children.sort_unstable();
        children.dedup();
        Family {
            partners: partners
                .iter()
                .filter_map(|(_, partner, is_married)| {
                    Some(Partner { customer_id: *customer_ids.get(*partner)?, is_married: *is_married })
                })
                .collect(),
            children: children
                .iter()
                .filter_map(|child| {
                    Some(Child {
                        customer_id: *customer_ids.get(*child)?,
                        date_of_birth: births.get(*child).copied().flatten(),
                    })
                })
                .collect(),
        }
    }
}

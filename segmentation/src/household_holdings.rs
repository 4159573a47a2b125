//! What the members of a household have together.

use std::collections::BTreeMap;

use crate::answer::Lifecycle;
use crate::finding::Findings;
use crate::household_tier::HouseholdFinding;
use crate::money::{Cents, to_cents};
use crate::vocabulary::AccountType;

/// A household with what its members have together. Who has died does not count, as in the size and the income.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdHoldings {
    /// The household.
    pub household: HouseholdFinding,
    /// Total assets of the members in cents; `None` when those of nobody are known.
    pub total_assets: Option<Cents>,
    /// The kinds of the members' open accounts, each once, in the order of the vocabulary.
    pub products: Vec<AccountType>,
}

/// The households of those who were found something of, by ascending id. All members of a household must be among them.
pub fn holdings(found: &[Findings]) -> Vec<HouseholdHoldings> {
    let mut homes: BTreeMap<i64, Vec<&Findings>> = BTreeMap::new();
    for member in found {
        homes.entry(member.household.household_id).or_default().push(member);
    }
    homes.into_values().filter_map(|members| together(&members)).collect()
}

fn together(members: &[&Findings]) -> Option<HouseholdHoldings> {
    let household = members.first()?.household;
    let living = || members.iter().filter(|member| member.lifecycle.lifecycle != Lifecycle::Deceased);
    let known: Vec<Cents> = living().filter_map(|member| member.value.total_assets).collect();
    let mut products: Vec<AccountType> = living().flat_map(|member| member.products.holdings.iter().copied()).collect();
    products.sort_unstable();
    products.dedup();
    let total_assets = (!known.is_empty()).then(|| to_cents(known.into_iter().map(i128::from).sum()));
    Some(HouseholdHoldings { household, total_assets, products })
}

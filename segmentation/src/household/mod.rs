//! Who lives together, and who is whose spouse, parent and child.
//!
//! Works on all customers of the bank at once, in memory: a few words per customer and per relationship. The result
//! does not depend on the order of the rows.

mod family;
mod kinship;
mod register;
mod union;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

pub use family::{Child, Family, Partner};
pub use kinship::{Doubt, DoubtKind};
pub use register::{Circles, Register};

use crate::age::completed_years;
use crate::dossier::Member;
use crate::rules::Rules;
use crate::vocabulary::RelationshipType;
use kinship::Kinship;
use union::Union;

/// What of a customer row decides where the customer lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// The customer.
    pub customer_id: i64,
    /// As stored; `None` when the column is null.
    pub date_of_birth: Option<NaiveDate>,
    /// The address, by [`address_key`]; `None` when the bank has none.
    pub address: Option<AddressKey>,
}

/// A row of the relationships table whose two customers are known: the first is the `kind` of the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The row.
    pub relationship_id: i64,
    /// The first customer.
    pub customer1_id: i64,
    /// The second customer.
    pub customer2_id: i64,
    /// What the first is to the second.
    pub kind: RelationshipType,
}

/// Stands for an address whatever its case, punctuation and spacing.
///
/// Keys are only ever compared between a child and its parents, so eight bytes of a hash are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey(u64);

/// The key of an address; `None` when it has neither a letter nor a digit.
pub fn address_key(address: &str) -> Option<AddressKey> {
    let folded: String = address.nfkc().flat_map(char::to_lowercase).collect();
    let mut hash = Sha256::new();
    let mut is_empty = true;
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        hash.update(word);
        hash.update(" ");
        is_empty = false;
    }
    let digest = hash.finalize();
    let (head, _) = digest.split_first_chunk::<8>()?;
    (!is_empty).then(|| AddressKey(u64::from_be_bytes(*head)))
}

/// All customers in their households.
#[derive(Debug)]
pub struct Households {
    /// Ascending; the other lists speak of a customer by its place here.
    customer_ids: Vec<i64>,
    births: Vec<Option<NaiveDate>>,
    kinship: Kinship,
    homes: union::Groups,
    circles: union::Groups,
}

/// Unites customers into households at a date.
///
/// Spouses and partners live together. A minor joins one parent: of those at the minor's address the one with the
/// smallest id, else the one with the smallest id at all. A grown-up child, or one of unknown age, joins a parent only
/// at the same address. A household is named by the smallest id of its members.
///
/// Relationships to customers that are not among `persons` are left out.
pub fn unite(persons: &[Person], kin: &[Kin], as_of: NaiveDate, rules: &Rules) -> Households {
    let mut persons = persons.to_vec();
    persons.sort_unstable();
    persons.dedup_by_key(|person| person.customer_id);
    let customer_ids: Vec<i64> = persons.iter().map(|person| person.customer_id).collect();
    let births: Vec<Option<NaiveDate>> = persons.iter().map(|person| person.date_of_birth).collect();
    let ages: Vec<Option<u16>> =
        births.iter().map(|birth| birth.and_then(|date| completed_years(date, as_of, rules))).collect();
    let kinship = Kinship::read(kin, &customer_ids, &births, &ages);

    let mut together = Union::new(persons.len());
    for couple in kinship.couples() {
        together.join(couple.one, couple.other);
    }
    for parents in kinship.parents_by_child() {
        let Some(child) = parents.first().map(|descent| descent.child) else { continue };
        let address = |place: usize| persons.get(place).and_then(|person| person.address);
        let at_same_address =
            parents.iter().find(|descent| address(child).is_some() && address(descent.parent) == address(child));
        let is_minor = ages.get(child).copied().flatten().is_some_and(|age| age < rules.age.adult());
        let joined = at_same_address.or(if is_minor { parents.first() } else { None });
        if let Some(descent) = joined {
            together.join(descent.parent, child);
        }
    }
    let homes = together.groups();
    for &(one, other) in kinship.joint_holders() {
        together.join(one, other);
    }
    Households { customer_ids, births, kinship, homes, circles: together.groups() }
}

impl Households {
    /// The household of a customer; `None` when the customer was not among the persons.
    pub fn household_of(&self, customer_id: i64) -> Option<i64> {
        let place = self.place(customer_id)?;
        self.customer_ids.get(self.homes.name_of(place)?).copied()
    }

    /// Every household by ascending id, with its members by ascending id; the first member's id is the household's.
    pub fn households(&self) -> impl Iterator<Item = impl Iterator<Item = i64>> {
        self.homes.iter().map(|places| self.ids(places))
    }

    /// Every circle by its smallest customer, with its customers by ascending id.
    ///
    /// A circle is a set of households whose answers rest on one another's rows, because a customer of one holds an
    /// account together with a customer of another. A [`Dossier`](crate::dossier::Dossier) holds whole circles.
    pub fn circles(&self) -> impl Iterator<Item = impl Iterator<Item = i64>> {
        self.circles.iter().map(|places| self.ids(places))
    }

    /// The customers of the circle that a customer belongs to, ascending; none when the customer was not among the
    /// persons.
    pub fn circle_of(&self, customer_id: i64) -> impl Iterator<Item = i64> {
        let places = self.place(customer_id).map_or(&[][..], |place| self.circles.members_with(place));
        self.ids(places)
    }

    /// Spouse, partner and children of a customer; `None` when the customer was not among the persons.
    pub fn family(&self, customer_id: i64) -> Option<Family> {
        Some(self.kinship.family(self.place(customer_id)?, &self.customer_ids, &self.births))
    }

    /// What a dossier says of a customer; `None` when the customer was not among the persons.
    pub fn member(&self, customer_id: i64) -> Option<Member> {
        let place = self.place(customer_id)?;
        Some(Member {
            customer_id,
            household_id: self.household_of(customer_id)?,
            date_of_birth: self.births.get(place).copied().flatten(),
            family: self.family(customer_id)?,
            joint_holders: self.ids(self.kinship.joint_holders_of(place)).collect(),
            doubts: self.kinship.doubts_of(place).collect(),
        })
    }

    /// The relationships that were turned round or left out because they cannot be right, by ascending row.
    pub fn doubts(&self) -> &[Doubt] {
        self.kinship.doubts()
    }

    fn place(&self, customer_id: i64) -> Option<usize> {
        self.customer_ids.binary_search(&customer_id).ok()
    }

    fn ids<'a, P: IntoIterator<Item = &'a usize>>(&self, places: P) -> impl Iterator<Item = i64> {
        places.into_iter().filter_map(|place| self.customer_ids.get(*place).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_written() {
        let key = address_key("12 Elm Street, Apt. 4");
        assert_eq!(address_key(" 12 ELM STREET  apt 4 "), key);
        assert_eq!(address_key("12 Elm Street, Apt. 4"), key);
        assert_ne!(address_key("12 Elm Street, Apt. 5"), key);
        assert_ne!(address_key("1 2 Elm Street, Apt. 4"), key);
    }

    #[test]
    fn an_empty_address_is_nobodys() {
        assert_eq!(address_key(""), None);
        assert_eq!(address_key(" ,- "), None);
    }
}

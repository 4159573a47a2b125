//! Persons and relationships, kept so that the few around some customers are found without a look at the rest.

use chrono::NaiveDate;

use super::union::{Groups, Union};
use super::{Households, Kin, Person, unite};
use crate::rules::Rules;

/// Persons and relationships: of all customers, or of enough of them to unite some.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Ascending by customer, each once.
    persons: Vec<Person>,
    kin: Vec<Kin>,
    /// Each relationship under both its customers, by its place in `kin`; ascending.
    ties: Vec<(i64, usize)>,
}

impl Register {
    /// Takes rows in, in any order.
    pub fn new(mut persons: Vec<Person>, kin: Vec<Kin>) -> Self {
        persons.sort_unstable();
        persons.dedup_by_key(|person| person.customer_id);
        let both = |(place, row): (usize, &Kin)| [(row.customer1_id, place), (row.customer2_id, place)];
        let mut ties: Vec<(i64, usize)> = kin.iter().enumerate().flat_map(both).collect();
        ties.sort_unstable();
        Self { persons, kin, ties }
    }

    /// How many persons there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Everybody, ascending.
    pub fn customers(&self) -> Vec<i64> {
        self.persons.iter().map(|person| person.customer_id).collect()
    }

    /// The households at a date.
    pub fn unite(&self, as_of: NaiveDate, rules: &Rules) -> Households {
        unite(&self.persons, &self.kin, as_of, rules)
    }

    /// Who must be answered together at one of the dates or another.
    ///
    /// At one date these are the [circles](Households::circles). A child who comes of age may leave one, so over
    /// several dates circles that share a customer at different dates are one.
    pub fn circles(&self, dates: &[NaiveDate], rules: &Rules) -> Circles {
        let mut together = Union::new(self.persons.len());
        for as_of in dates {
            let households = self.unite(*as_of, rules);
            for circle in households.circles() {
                let mut places = circle.filter_map(|customer| self.place(customer));
                let Some(first) = places.next() else { continue };
                places.for_each(|place| together.join(first, place));
            }
        }
        Circles { customer_ids: self.customers(), groups: together.groups() }
    }

    /// What unites some customers, who are whole circles, as everybody would be united.
    ///
    /// Whom a child joins depends on all its parents, and a customer's family reaches to the children of a spouse: so
    /// relatives of relatives are in it. Of those who are not among `customers`, it says nothing to rely on.
    #[must_use]
    pub fn around(&self, customers: &[i64]) -> Self {
        let mut near: Vec<i64> = customers.to_vec();
        near.sort_unstable();
        near.dedup();
        let mut rows = Vec::new();
        for _ in 0..2 {
            rows = near.iter().flat_map(|customer| self.ties_of(*customer)).collect();
            rows.sort_unstable();
            rows.dedup();
            let relatives = rows.iter().filter_map(|place| self.kin.get(*place));
            near.extend(relatives.flat_map(|row| [row.customer1_id, row.customer2_id]));
            near.sort_unstable();
            near.dedup();
        }
        let person = |customer: &i64| self.persons.get(self.place(*customer)?).copied();
        let kin = rows.iter().filter_map(|place| self.kin.get(*place)).copied();
        Self::new(near.iter().filter_map(person).collect(), kin.collect())
    }

    fn place(&self, customer_id: i64) -> Option<usize> {
        self.persons.binary_search_by_key(&customer_id, |person| person.customer_id).ok()
    }

    /// The places of the relationships of a customer.
    fn ties_of(&self, customer_id: i64) -> impl Iterator<Item = usize> {
        let start = self.ties.partition_point(|tie| tie.0 < customer_id);
        let ties = self.ties.get(start..).unwrap_or_default();
        ties.iter().take_while(move |tie| tie.0 == customer_id).map(|tie| tie.1)
    }
}

/// Everybody, in groups who must be answered together.
#[derive(Debug)]
pub struct Circles {
    /// Ascending; the groups speak of a customer by its place here.
    customer_ids: Vec<i64>,
    groups: Groups,
}

impl Circles {
    /// Every circle by its smallest customer, with its customers by ascending id.
    pub fn iter(&self) -> impl Iterator<Item = impl Iterator<Item = i64>> {
        self.groups.iter().map(|places| places.iter().filter_map(|place| self.customer_ids.get(*place).copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::household::address_key;
    use crate::vocabulary::RelationshipType;

    const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 30).unwrap();

    fn person(customer_id: i64, birth_year: i32, address: &str) -> Person {
        let date_of_birth = NaiveDate::from_ymd_opt(birth_year, 3, 1);
        Person { customer_id, date_of_birth, address: address_key(address) }
    }

    fn kin(relationship_id: i64, customer1_id: i64, kind: RelationshipType, customer2_id: i64) -> Kin {
        Kin { relationship_id, customer1_id, customer2_id, kind }
    }

    /// Four generations in a chain, with a child between two parents, a swapped pair, and joint holders.
    fn clan() -> Register {
        let persons = vec![
            person(1, 1930, "A"),
            person(2, 1955, "B"),
            person(3, 1957, "C"),
            person(4, 1980, "B"),
            person(5, 1982, "D"),
            person(6, 2012, "D"),
            person(7, 2015, "E"),
            person(8, 1975, "F"),
            person(9, 2009, "F"),
            person(10, 1990, "G"),
        ];
        let rows = vec![
            kin(1, 1, RelationshipType::Parent, 2),
            kin(2, 2, RelationshipType::Parent, 4),
            kin(3, 3, RelationshipType::Parent, 4),
            kin(4, 4, RelationshipType::Parent, 6),
            kin(5, 5, RelationshipType::Parent, 6),
            kin(6, 7, RelationshipType::Parent, 5),
            kin(7, 5, RelationshipType::Spouse, 8),
            kin(8, 9, RelationshipType::Child, 8),
            kin(9, 10, RelationshipType::JointHolder, 4),
            kin(10, 3, RelationshipType::Sibling, 8),
            kin(11, 8, RelationshipType::Parent, 404),
        ];
        Register::new(persons, rows)
    }

    #[test]
    fn the_few_around_a_circle_unite_it_as_everybody_does() {
        let rules = Rules::default();
        let register = clan();
        let dates = [AS_OF, AS_OF - chrono::Days::new(3_000), AS_OF + chrono::Days::new(700)];
        for as_of in dates {
            let whole = register.unite(as_of, &rules);
            for circle in whole.circles() {
                let circle: Vec<i64> = circle.collect();
                let local = register.around(&circle).unite(as_of, &rules);
                for customer in &circle {
                    assert_eq!(local.member(*customer), whole.member(*customer), "{customer} at {as_of}");
                    assert_eq!(local.circle_of(*customer).collect::<Vec<_>>(), circle);
                }
            }
        }
    }

    #[test]
    fn circles_of_several_dates_hold_those_of_each() {
        let rules = Rules::default();
        let register = clan();
        let of_age = AS_OF + chrono::Days::new(700);
        let circles = |dates: &[NaiveDate]| -> Vec<Vec<i64>> {
            register.circles(dates, &rules).iter().map(Iterator::collect).collect()
        };
        let as_united: Vec<Vec<i64>> = register.unite(AS_OF, &rules).circles().map(Iterator::collect).collect();
        assert_eq!(circles(&[AS_OF]), as_united);
        let both = circles(&[AS_OF, of_age]);
        for date in [AS_OF, of_age] {
            for circle in circles(&[date]) {
                assert!(both.iter().any(|wide| circle.iter().all(|customer| wide.contains(customer))), "{circle:?}");
            }
        }
        let mut everybody = both.concat();
        everybody.sort_unstable();
        assert_eq!(everybody, (1..=10).collect::<Vec<_>>());
    }
}

//! Whom the answers of some customers rest on: the refresh sees everybody at once, here a walk finds the few.
//!
//! A walk reads the relationships of some customers, with the persons at their other ends, hop by hop: one statement a
//! hop, all keys in one parameter. It goes on from everybody who lives in a circle of the customers, and from their
//! children: where a child lives depends on all of its parents. Nothing else decides who lives together, so what is
//! found is what [`unite`] finds among all customers of the bank.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, JoinType, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, EntityName as _, IdenStatic as _};
use tellergraph_entity::{customer, relationship};
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::household::{Households, Kin, Person, unite};

use super::people::{KIN, PERSON, kin_of_row, person_of_row};
use super::text::Memo;
use crate::graphql::run::{join_to_keys, key_column};
use crate::store::error::StoreError;
use crate::store::rows;

/// Hops after which a circle is given up: from the customers over their children, spouses and joint holders.
const MOST_HOPS: usize = 16;
/// Relationships that one hop may read.
const MOST_KIN: usize = 100_000;

/// What has been read of people around some customers. It grows with every walk, and no row is read twice.
pub(crate) struct Neighbourhood {
    persons: BTreeMap<i64, Person>,
    kin: BTreeMap<i64, Kin>,
    /// Whose relationships were read.
    walked: BTreeSet<i64>,
    /// How many customers may be walked from.
    most_customers: usize,
}

impl Neighbourhood {
    /// Nobody is known yet. Of more than `most_customers` no relationships are read.
    pub(crate) fn new(most_customers: usize) -> Self {
        Self { persons: BTreeMap::new(), kin: BTreeMap::new(), walked: BTreeSet::new(), most_customers }
    }

    /// Everybody in the circles of `customers` at each of the dates, as if all customers of the bank had been united.
    /// Of others that the result happens to hold it says nothing that can be relied on.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] when the circles are larger than a request may read.
    pub(crate) async fn around(
        &mut self,
        connection: &impl ConnectionTrait,
        customers: &[i64],
        dates: &[NaiveDate],
        rules: &Rules,
    ) -> Result<Vec<Households>, StoreError> {
        let strangers: Vec<i64> = customers.iter().copied().filter(|id| !self.persons.contains_key(id)).collect();
        self.read_persons(connection, &strangers).await?;
        for _ in 0..=MOST_HOPS {
            let persons: Vec<Person> = self.persons.values().copied().collect();
            let kin: Vec<Kin> = self.kin.values().copied().collect();
            let households: Vec<Households> = dates.iter().map(|date| unite(&persons, &kin, *date, rules)).collect();
            let next = self.not_walked(customers, &households);
            if next.is_empty() {
                return Ok(households);
            }
            if self.walked.len() + next.len() > self.most_customers {
                return Err(StoreError::TooMuch { what: "customers", most: self.most_customers });
            }
            self.read_kin(connection, &next, rules).await?;
            self.walked.extend(next);
        }
        Err(StoreError::TooMuch { what: "relationships in a chain", most: MOST_HOPS })
    }

    /// The customers, and everybody who is related to them over at most so many relationships of the kinds that decide
    /// who lives together, whether these hold or not.
    ///
    /// # Errors
    /// [`StoreError::TooMuch`] when there are more relationships than one hop may read.
    pub(crate) async fn relatives(
        &mut self,
        connection: &impl ConnectionTrait,
        customers: &[i64],
        hops: usize,
        rules: &Rules,
    ) -> Result<Vec<i64>, StoreError> {
        let mut near: BTreeSet<i64> = customers.iter().copied().collect();
        for _ in 0..hops {
            let next: Vec<i64> = near.difference(&self.walked).copied().collect();
            if !next.is_empty() {
                self.read_kin(connection, &next, rules).await?;
                self.walked.extend(next);
            }
            let is_near = |row: &&Kin| near.contains(&row.customer1_id) || near.contains(&row.customer2_id);
            let related = self.kin.values().filter(|row| row.kind.decides_households()).filter(is_near);
            let ends: Vec<i64> = related.flat_map(|row| [row.customer1_id, row.customer2_id]).collect();
            near.extend(ends);
        }
        Ok(near.into_iter().collect())
    }

    /// Who lives in a circle of the customers or is a child of somebody there, and was not walked from.
    fn not_walked(&self, customers: &[i64], households: &[Households]) -> Vec<i64> {
        let mut next = BTreeSet::new();
        for households in households {
            let mut seen = BTreeSet::new();
            for member in customers.iter().flat_map(|customer| households.circle_of(*customer)) {
                if seen.insert(member) {
                    next.insert(member);
                    let family = households.family(member).unwrap_or_default();
                    next.extend(family.children.iter().map(|child| child.customer_id));
                }
            }
        }
        next.difference(&self.walked).copied().collect()
    }

    async fn read_persons(&mut self, connection: &impl ConnectionTrait, keys: &[i64]) -> Result<(), StoreError> {
        if keys.is_empty() {
            return Ok(());
        }
        let person = Alias::new("c");
        let mut select = Query::select();
        for column in PERSON {
            select.column((person.clone(), column.as_str()));
        }
        let on = Expr::col((person.clone(), customer::Column::CustomerId.as_str())).eq(key_column());
        let table = customer::Entity.table_name();
        join_to_keys(connection.get_database_backend(), &mut select, keys, (table, person), on);
        let persons = rows::read(connection, table, &select, |row| person_of_row(row, 0)).await?;
        self.persons.extend(persons.into_iter().map(|person| (person.customer_id, person)));
        Ok(())
    }

    async fn read_kin(
        &mut self,
        connection: &impl ConnectionTrait,
        keys: &[i64],
        rules: &Rules,
    ) -> Result<(), StoreError> {
        let backend = connection.get_database_backend();
        let (first, second) = (relationship::Column::Customer1Id, relationship::Column::Customer2Id);
        let side = |near: relationship::Column, far: relationship::Column| -> SelectStatement {
            let (row, other) = (Alias::new("r"), Alias::new("o"));
            let at = |column: relationship::Column| Expr::col((row.clone(), column.as_str()));
            let mut select = Query::select();
            for column in KIN {
                select.column((row.clone(), column.as_str()));
            }
            for column in PERSON {
                select.column((other.clone(), column.as_str()));
            }
            let table = relationship::Entity.table_name();
            join_to_keys(backend, &mut select, keys, (table, row.clone()), at(near).eq(key_column()));
            let on = Expr::col((other.clone(), customer::Column::CustomerId.as_str())).eq(at(far));
            let table = customer::Entity.table_name();
            select.join_as(JoinType::InnerJoin, table, other, Condition::all().add(on));
            select
        };
        let mut select = side(first, second);
        select.union(UnionType::All, side(second, first)).limit(MOST_KIN as u64 + 1);
        let mut kinds = Memo::of(rules);
        let found = rows::read(connection, relationship::Entity.table_name(), &select, |row| {
            Ok((kin_of_row(row, &mut kinds)?, person_of_row(row, KIN.len())?))
        });
        let found = found.await?;
        if found.len() > MOST_KIN {
            return Err(StoreError::TooMuch { what: "relationships", most: MOST_KIN });
        }
        for (kin, person) in found {
            self.kin.extend(kin.map(|kin| (kin.relationship_id, kin)));
            self.persons.insert(person.customer_id, person);
        }
        Ok(())
    }
}

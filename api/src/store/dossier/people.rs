//! Who the customers are, and how they are related.

use sea_orm::{ConnectionTrait, DbErr, EntityName as _, IdenStatic as _, QueryResult};
use tellergraph_entity::{customer, relationship};
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::household::{Kin, Person, Register, address_key};
use tellergraph_segmentation::vocabulary::RelationshipType;

use super::text::Memo;
use crate::graphql::run::{read_date, read_text};
use crate::store::error::StoreError;
use crate::store::rows;

/// The columns of a [`Person`].
pub(super) const PERSON: [customer::Column; 3] =
    [customer::Column::CustomerId, customer::Column::DateOfBirth, customer::Column::Address];

/// The columns of a [`Kin`].
pub(super) const KIN: [relationship::Column; 4] = [
    relationship::Column::RelationshipId,
    relationship::Column::Customer1Id,
    relationship::Column::Customer2Id,
    relationship::Column::RelationshipType,
];

/// Everybody, and how they are related.
pub(crate) async fn register(connection: &impl ConnectionTrait, rules: &Rules) -> Result<Register, StoreError> {
    let persons = persons(connection).await?;
    Ok(Register::new(persons, kin(connection, rules).await?))
}

/// All customers. Of an address, only a hash is kept.
async fn persons(connection: &impl ConnectionTrait) -> Result<Vec<Person>, StoreError> {
    let columns = PERSON.map(|column| column.as_str());
    rows::read_all(connection, customer::Entity.table_name(), &columns, |row| person_of_row(row, 0)).await
}

/// All relationships that have both their customers.
async fn kin(connection: &impl ConnectionTrait, rules: &Rules) -> Result<Vec<Kin>, StoreError> {
    let mut kinds = Memo::of(rules);
    let columns = KIN.map(|column| column.as_str());
    let table = relationship::Entity.table_name();
    let kin = rows::read_all(connection, table, &columns, |row| kin_of_row(row, &mut kinds)).await?;
    Ok(kin.into_iter().flatten().collect())
}

/// The person whose columns begin at an index of a row.
pub(super) fn person_of_row(row: &QueryResult, at: usize) -> Result<Person, DbErr> {
    Ok(Person {
        customer_id: row.try_get_by_index(at)?,
        date_of_birth: read_date(row, at + 1)?,
        address: read_text(row, at + 2)?.and_then(address_key),
    })
}

/// The relationship at the begin of a row; `None` when it lacks one of its customers.
pub(super) fn kin_of_row(row: &QueryResult, kinds: &mut Memo<'_, RelationshipType>) -> Result<Option<Kin>, DbErr> {
    let (Some(customer1_id), Some(customer2_id)) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?) else {
        return Ok(None);
    };
    let kind = read_text(row, 3)?.map_or(RelationshipType::Unknown, |text| kinds.read(text));
    Ok(Some(Kin { relationship_id: row.try_get_by_index(0)?, customer1_id, customer2_id, kind }))
}

//! Who the customers are, and how they are related: all of them.

use sea_orm::{ConnectionTrait, EntityName as _, IdenStatic as _};
use tellergraph_entity::{customer, relationship};
use tellergraph_segmentation::household::{Kin, Person, address_key};
use tellergraph_segmentation::vocabulary::RelationshipType;

use super::text::Memo;
use crate::graphql::run::read_date;
use crate::store::error::StoreError;
use crate::store::rows;

/// All customers. Of an address, only a hash is kept.
pub(crate) async fn persons(connection: &impl ConnectionTrait) -> Result<Vec<Person>, StoreError> {
    let columns = [customer::Column::CustomerId, customer::Column::DateOfBirth, customer::Column::Address];
    rows::read_all(connection, customer::Entity.table_name(), &columns.map(|column| column.as_str()), |row| {
        Ok(Person {
            customer_id: row.try_get_by_index(0)?,
            date_of_birth: read_date(row, 1)?,
            address: row.try_get_by_index::<Option<String>>(2)?.as_deref().and_then(address_key),
        })
    })
    .await
}

/// All relationships that have both their customers.
pub(crate) async fn kin(connection: &impl ConnectionTrait) -> Result<Vec<Kin>, StoreError> {
    use relationship::Column;
    let columns = [Column::RelationshipId, Column::Customer1Id, Column::Customer2Id, Column::RelationshipType];
    let mut kinds = Memo::new(RelationshipType::from_text);
    let table = relationship::Entity.table_name();
    let columns = columns.map(|column| column.as_str());
    let kin = rows::read_all(connection, table, &columns, |row| {
        let (Some(customer1_id), Some(customer2_id)) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?) else {
            return Ok(None);
        };
        let text: Option<String> = row.try_get_by_index(3)?;
        let kind = text.map_or(RelationshipType::Unknown, |text| kinds.read(text));
        Ok(Some(Kin { relationship_id: row.try_get_by_index(0)?, customer1_id, customer2_id, kind }))
    });
    Ok(kin.await?.into_iter().flatten().collect())
}

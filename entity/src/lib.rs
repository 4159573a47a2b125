//! The tables as sea-orm entities: one file a table, one field a column, relations as fields.
//!
//! The first nine are the bank's own; every column of theirs but the key may be `None`. The others are derived from
//! them and kept beside them. What a value *means* is not said here: rules are in `tellergraph-segmentation`, the
//! shape of answers is in `tellergraph-api`, and the history of the tables is in `tellergraph-migration`.

/// Has [`sea_orm::ActiveModelTrait`] refuse to write decimals on `SQLite`, where the parameter would be bound as text;
/// see [`money`] for the way that is open.
macro_rules! refuse_sqlite_save {
    ($($column:ident),+) => {
        #[async_trait::async_trait]
        impl ActiveModelBehavior for ActiveModel {
            async fn before_save<C>(self, db: &C, _insert: bool) -> Result<Self, DbErr>
            where
                C: ConnectionTrait,
            {
                let sets_a_decimal = [$(matches!(self.$column, sea_orm::ActiveValue::Set(Some(_)))),+].contains(&true);
                crate::decimal::refuse_sqlite_save(db.get_database_backend(), sets_a_decimal)?;
                Ok(self)
            }
        }
    };
}

pub mod account;
pub mod code_text;
pub mod communication_log;
pub mod compliance;
pub mod credit_history;
pub mod customer;
pub mod customer_change;
pub mod customer_search;
pub mod customer_segment;
mod decimal;
pub mod gen_chunk;
pub mod gen_run;
pub mod household;
pub mod hundredths;
pub mod money;
pub mod payment;
pub mod relationship;
pub mod security;
pub mod segment_cell;
pub mod segment_history;
pub mod segment_refresh;
pub mod segment_snapshot;
pub mod segment_snapshot_class;
pub mod segment_trigger;
pub mod transaction;
pub mod unmapped_code;

#[cfg(test)]
mod tests {
    use sea_orm::{EntityName, IdenStatic, RelationTrait};

    use crate::{account, customer, relationship};

    #[test]
    fn entities_name_their_tables_and_columns() {
        assert_eq!(account::Entity.table_name(), "accounts");
        assert_eq!(customer::Column::DateOfBirth.as_str(), "date_of_birth");
        assert_eq!(relationship::Column::Customer2Id.as_str(), "customer2_id");
    }

    #[test]
    fn the_two_sides_of_a_relationship_are_two_relations() {
        let first = format!("{:?}", customer::Relation::FirstOfRelationship.def());
        let second = format!("{:?}", customer::Relation::SecondOfRelationship.def());
        assert!(first.contains("customer1_id") && !first.contains("customer2_id"), "{first}");
        assert!(second.contains("customer2_id") && !second.contains("customer1_id"), "{second}");
    }
}

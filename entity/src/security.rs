//! The credentials customers sign in with.

use sea_orm::entity::prelude::*;

/// The stored hash of a password. Its [`Debug`](std::fmt::Debug) hides it, so that no log of a row can show it.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// One credential; `None` in a column is what the bank did not record.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "security")]
pub struct Model {
    /// Key of the credential.
    #[sea_orm(primary_key, auto_increment = false)]
    pub security_id: i64,
    /// The customer who signs in.
    pub customer_id: Option<i64>,
    /// Name used to sign in; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub username: Option<String>,
    /// Hash of the password; at most 100 characters. No answer, filter or log may contain it.
    #[sea_orm(column_type = "String(StringLen::N(100))")]
    pub password: Option<PasswordHash>,
    /// What the credential opens, in the bank's own words; at most 50 characters.
    #[sea_orm(column_type = "String(StringLen::N(50))")]
    pub access_level: Option<String>,
    /// The customer who signs in.
    #[sea_orm(belongs_to, from = "customer_id", to = "customer_id")]
    pub customer: BelongsTo<Option<super::customer::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_in_a_log_hides_the_password() {
        let row = Model {
            security_id: 1,
            customer_id: None,
            username: Some("m.muster".to_owned()),
            password: Some(PasswordHash("argon2-hash".to_owned())),
            access_level: None,
        };
        let log = format!("{row:?} {:?}", ActiveModel::from(row.clone()));
        assert!(log.contains("m.muster") && log.contains("PasswordHash(…)"));
        assert!(!log.contains("argon2-hash"));
    }
}

//! What lists can be ordered by.

use sea_orm::IdenStatic;

use super::ColumnType;

/// Something that lists can be ordered by.
pub struct Order {
    /// The enum value.
    pub name: &'static str,
    /// Its description.
    pub doc: &'static str,
    /// The to-one field that leads to the column; `None` is the concept's own table.
    pub through: Option<&'static str>,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub ty: ColumnType,
    /// Whether it can be NULL, a missing row of `through` included.
    pub nullable: bool,
}

impl Order {
    pub(super) fn own(name: &'static str, column: impl IdenStatic, ty: ColumnType, doc: &'static str) -> Self {
        Self { name, doc, through: None, column: column.as_str(), ty, nullable: true }
    }

    pub(super) fn key(name: &'static str, column: impl IdenStatic, doc: &'static str) -> Self {
        Self { nullable: false, ..Self::own(name, column, ColumnType::BigInt, doc) }
    }

    pub(super) fn through(
        name: &'static str,
        through: &'static str,
        column: impl IdenStatic,
        ty: ColumnType,
        doc: &'static str,
    ) -> Self {
        Self { through: Some(through), ..Self::own(name, column, ty, doc) }
    }
}

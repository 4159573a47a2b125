//! What [`crate::money`] and [`crate::hundredths`] share: whole hundredths as text, as a parameter and as a column.

use rust_decimal::Decimal;
use sea_orm::{DbBackend, DbErr};
use thiserror::Error;

/// Why a text or a stored number is not an amount.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DecimalError {
    /// Something else than an optional minus sign, digits, and a point followed by one or two digits.
    #[error("not a decimal number with at most two decimals, such as 1234.50")]
    NotADecimal,
    /// More decimals than two that are not zero.
    #[error("more than two decimals")]
    TooPrecise,
    /// Further from zero than the column can hold.
    #[error("out of range")]
    OutOfRange,
}

/// Reads `-1234.5` as hundredths. Anything that could be read in two ways (a plus sign, a comma, an exponent, a
/// missing digit on either side of the point) is refused.
pub(crate) fn parse(text: &str, maximum: i64) -> Result<i64, DecimalError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return Err(DecimalError::NotADecimal);
    }
    if fraction.len() > 2 {
        return Err(DecimalError::TooPrecise);
    }
    let hundredths = format!("{whole}{fraction:0<2}").parse::<i64>().map_err(|_| DecimalError::OutOfRange)?;
    within(if negative { -hundredths } else { hundredths }, maximum)
}

/// Takes a stored number over, exactly or not at all.
pub(crate) fn from_decimal(decimal: Decimal, maximum: i64) -> Result<i64, DecimalError> {
    let decimal = decimal.normalize();
    let missing = 2_u32.checked_sub(decimal.scale()).ok_or(DecimalError::TooPrecise)?;
    let hundredths = decimal
        .mantissa()
        .checked_mul(10_i128.pow(missing))
        .and_then(|hundredths| i64::try_from(hundredths).ok())
        .ok_or(DecimalError::OutOfRange)?;
    within(hundredths, maximum)
}

pub(crate) fn within(hundredths: i64, maximum: i64) -> Result<i64, DecimalError> {
    if (-maximum..=maximum).contains(&hundredths) { Ok(hundredths) } else { Err(DecimalError::OutOfRange) }
}

/// Writes hundredths with two decimals.
pub(crate) fn format(hundredths: i64, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let magnitude = hundredths.unsigned_abs();
    let text = format!("{}.{:02}", magnitude / 100, magnitude % 100);
    f.pad_integral(hundredths >= 0, "", &text)
}

/// A decimal bound on `SQLite` becomes text, which its INTEGER column would take for another number.
pub(crate) fn refuse_sqlite_save(backend: DbBackend, sets_a_decimal: bool) -> Result<(), DbErr> {
    if backend == DbBackend::Sqlite && sets_a_decimal {
        return Err(DbErr::Custom(
            "amounts are written on SQLite with to_value(backend), not through an ActiveModel".to_owned(),
        ));
    }
    Ok(())
}

/// Lets a newtype over hundredths be a column: a decimal on the servers, whole hundredths on `SQLite`.
macro_rules! hundredths_column {
    ($type:ident, $precision:literal) => {
        impl $type {
            /// The parameter that means this amount on the engine: whole hundredths on `SQLite`, an exact decimal
            /// elsewhere. Use it wherever a statement is built by hand.
            pub fn to_value(self, backend: sea_orm::DbBackend) -> sea_orm::Value {
                match backend {
                    sea_orm::DbBackend::Sqlite => sea_orm::Value::BigInt(Some(self.hundredths())),
                    _ => self.into(),
                }
            }

            /// The parameter of a column that may be NULL; `None` is a NULL of the engine's type.
            pub fn to_nullable_value(amount: Option<Self>, backend: sea_orm::DbBackend) -> sea_orm::Value {
                match (amount, backend) {
                    (Some(amount), _) => amount.to_value(backend),
                    (None, sea_orm::DbBackend::Sqlite) => sea_orm::Value::BigInt(None),
                    (None, _) => sea_orm::Value::Decimal(None),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::decimal::format(self.hundredths(), f)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::decimal::DecimalError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::decimal::parse(text, Self::MAX.hundredths()).and_then(Self::try_from_hundredths)
            }
        }

        impl TryFrom<rust_decimal::Decimal> for $type {
            type Error = $crate::decimal::DecimalError;

            fn try_from(decimal: rust_decimal::Decimal) -> Result<Self, Self::Error> {
                $crate::decimal::from_decimal(decimal, Self::MAX.hundredths()).and_then(Self::try_from_hundredths)
            }
        }

        impl From<$type> for rust_decimal::Decimal {
            fn from(amount: $type) -> Self {
                Self::new(amount.hundredths(), 2)
            }
        }

        impl From<$type> for sea_orm::Value {
            fn from(amount: $type) -> Self {
                Self::Decimal(Some(amount.into()))
            }
        }

        impl sea_orm::TryGetable for $type {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                let amount = if row.try_as_sqlite_row().is_some() {
                    Self::try_from_hundredths(i64::try_get_by(row, index)?)
                } else {
                    Self::try_from(rust_decimal::Decimal::try_get_by(row, index)?)
                };
                amount.map_err(|error| {
                    sea_orm::TryGetError::DbErr(sea_orm::DbErr::TryIntoErr {
                        from: "the stored number",
                        into: stringify!($type),
                        source: std::sync::Arc::new(error),
                    })
                })
            }
        }

        impl sea_orm::sea_query::ValueType for $type {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                match value {
                    sea_orm::Value::Decimal(Some(decimal)) => <Self as TryFrom<_>>::try_from(decimal).ok(),
                    sea_orm::Value::BigInt(Some(hundredths)) => Self::try_from_hundredths(hundredths).ok(),
                    _ => None,
                }
                .ok_or(sea_orm::sea_query::ValueTypeErr)
            }

            fn type_name() -> String {
                stringify!($type).to_owned()
            }

            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::Decimal
            }

            fn column_type() -> sea_orm::sea_query::ColumnType {
                sea_orm::sea_query::ColumnType::Decimal(Some(($precision, 2)))
            }
        }

        impl sea_orm::sea_query::Nullable for $type {
            fn null() -> sea_orm::Value {
                sea_orm::Value::Decimal(None)
            }
        }
    };
}

pub(crate) use hundredths_column;

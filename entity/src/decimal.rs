//! What [`crate::money`] and [`crate::hundredths`] share: whole hundredths as text, as a parameter and as a column.

use rust_decimal::Decimal;
use sea_orm::sqlx::mysql::MySql;
use sea_orm::sqlx::postgres::{PgValueFormat, Postgres};
use sea_orm::sqlx::{Row as _, Type, ValueRef as _};
use sea_orm::{ColIdx, DbBackend, DbErr, QueryResult};
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

/// The hundredths of a decimal as a server sends it, without the way over [`Decimal`], which takes longer than all else
/// when millions of rows are read. `None` says nothing: NULL, another type, or a number that has to be looked at closer.
pub(crate) fn plain_hundredths<I: ColIdx>(row: &QueryResult, index: &I) -> Option<i64> {
    if let Some(row) = row.try_as_pg_row() {
        let value = row.try_get_raw(index.as_sqlx_postgres_index()).ok()?;
        let is_binary = value.format() == PgValueFormat::Binary;
        let is_decimal = *value.type_info() == <Decimal as Type<Postgres>>::type_info();
        return of_postgres(value.as_bytes().ok().filter(|_| is_binary && is_decimal)?);
    }
    let row = row.try_as_mysql_row()?;
    let value = row.try_get_raw(index.as_sqlx_mysql_index()).ok()?;
    let is_decimal = !value.is_null() && <Decimal as Type<MySql>>::compatible(&value.type_info());
    of_text(row.try_get_unchecked::<&str, _>(index.as_sqlx_mysql_index()).ok().filter(|_| is_decimal)?)
}

/// The hundredths of a number in `PostgreSQL`'s binary form: how many digits to the base of 10,000, the power of the
/// first, the sign, how many decimals are shown, the digits.
fn of_postgres(bytes: &[u8]) -> Option<i64> {
    let (head, digits) = bytes.split_first_chunk::<8>()?;
    let &[_, _, w1, w2, s1, s2, _, _] = head;
    let mut power = i16::from_be_bytes([w1, w2]);
    let mut hundredths = 0_i64;
    for digit in digits.chunks_exact(2) {
        let digit = i64::from(i16::from_be_bytes(digit.try_into().ok()?));
        let part = match power {
            0..=3 => digit.checked_mul(100 * 10_000_i64.pow(u32::try_from(power).ok()?))?,
            -1 if digit % 100 == 0 => digit / 100,
            _ => return None,
        };
        hundredths = hundredths.checked_add(part)?;
        power -= 1;
    }
    match u16::from_be_bytes([s1, s2]) {
        0 => Some(hundredths),
        0x4000 => Some(-hundredths),
        // Not a number, and beyond all numbers.
        _ => None,
    }
}

/// The hundredths of a text with two decimals and at most 16 digits before them, such as `-1234.50`.
fn of_text(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, [b'.', tenths, ones]) = digits.as_bytes().split_last_chunk::<3>()? else { return None };
    if whole.is_empty() || whole.len() > 16 {
        return None;
    }
    let hundredths = whole
        .iter()
        .chain([tenths, ones])
        .try_fold(0_i64, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i64::from(digit - b'0')))?;
    Some(if is_negative { -hundredths } else { hundredths })
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
                } else if let Some(hundredths) = $crate::decimal::plain_hundredths(row, &index) {
                    Self::try_from_hundredths(hundredths)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What `numeric_send` makes of a number: digits, weight, sign.
    fn sent(weight: i16, sign: u16, digits: &[i16]) -> Vec<u8> {
        let count = u16::try_from(digits.len()).expect("few digits");
        let mut bytes = [count.to_be_bytes(), weight.to_be_bytes(), sign.to_be_bytes(), 2_i16.to_be_bytes()].concat();
        bytes.extend(digits.iter().flat_map(|digit| digit.to_be_bytes()));
        bytes
    }

    #[test]
    fn the_binary_form_is_read_exactly() {
        assert_eq!(of_postgres(&sent(0, 0, &[])), Some(0));
        assert_eq!(of_postgres(&sent(0, 0, &[1234, 5000])), Some(123_450), "1234.50");
        assert_eq!(of_postgres(&sent(0, 0x4000, &[7])), Some(-700));
        assert_eq!(of_postgres(&sent(-1, 0x4000, &[100])), Some(-1), "-0.01");
        assert_eq!(of_postgres(&sent(1, 0, &[2])), Some(2_000_000), "20000, whose zeros are left out");
        assert_eq!(of_postgres(&sent(3, 0, &[9999, 9999, 9999, 9999, 9900])), Some(999_999_999_999_999_999));
    }

    #[test]
    fn what_is_no_amount_is_left_to_the_library() {
        assert_eq!(of_postgres(&sent(0, 0xC000, &[])), None, "not a number");
        assert_eq!(of_postgres(&sent(0, 0xD000, &[])), None, "infinity");
        assert_eq!(of_postgres(&sent(-1, 0, &[123])), None, "0.0123");
        assert_eq!(of_postgres(&sent(-2, 0, &[1])), None, "0.00000001");
        assert_eq!(of_postgres(&sent(4, 0, &[1])), None, "10^16");
        assert_eq!(of_postgres(&sent(3, 0, &[9999, 9999, 9999, 9999, 9999])), None);
        assert_eq!(of_postgres(&[0, 1]), None);
    }

    #[test]
    fn a_text_with_two_decimals_is_read_as_any_other_way_reads_it() {
        for text in ["0.00", "-0.01", "1234.50", "9999999999999999.99", "-9999999999999999.99"] {
            assert_eq!(of_text(text), parse(text, i64::MAX).ok(), "{text}");
        }
        for text in ["", "5", ".50", "-.50", "1.5", "1.500", "1e3.00", "+1.00", "--1.00", "12345678901234567.00"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }
}

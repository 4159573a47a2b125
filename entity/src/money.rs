//! Exact amounts of money.
//!
//! An amount is read by every engine's entities alike. **Writing** differs: `PostgreSQL` and `MySQL` take a decimal,
//! while on `SQLite` the column holds whole minor units, and a decimal parameter would be bound as text that means
//! another number there. `sea_orm` does not say which engine a parameter is for when it converts one, so
//!
//! * statements are built with [`Money::to_value`] or [`Money::to_nullable_value`], which are told the engine, and
//! * saving an amount through an `ActiveModel` on `SQLite` is refused with an error. (`insert_many` and
//!   `Column::Amount.eq(…)` pass no such check: do not use them with amounts.)

pub use crate::decimal::DecimalError;
use crate::decimal::{hundredths_column, within};

/// An amount in minor units (hundredths) of the bank's currency: exactly what a `DECIMAL(18,2)` column can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest amount a column can hold, 9999999999999999.99.
    pub const MAX: Self = Self(999_999_999_999_999_999);
    /// The smallest amount a column can hold, -9999999999999999.99.
    pub const MIN: Self = Self(-Self::MAX.0);

    /// The amount of so many minor units.
    pub fn try_from_minor_units(minor_units: i64) -> Result<Self, DecimalError> {
        within(minor_units, Self::MAX.0).map(Self)
    }

    /// How many minor units it is.
    pub const fn minor_units(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when no column could hold it.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::try_from_minor_units(self.0.checked_add(other.0)?).ok()
    }

    /// The difference, or `None` when no column could hold it.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        Self::try_from_minor_units(self.0.checked_sub(other.0)?).ok()
    }

    const fn hundredths(self) -> i64 {
        self.0
    }

    fn try_from_hundredths(hundredths: i64) -> Result<Self, DecimalError> {
        Self::try_from_minor_units(hundredths)
    }
}

impl std::ops::Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

hundredths_column!(Money, 18);

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use sea_orm::{DbBackend, Value};

    use super::*;

    fn money(text: &str) -> Money {
        text.parse().expect("an amount")
    }

    #[test]
    fn text_in_is_text_out() {
        for (text, out) in [
            ("1234.50", "1234.50"),
            ("5", "5.00"),
            ("0.1", "0.10"),
            ("-0.05", "-0.05"),
            ("-0", "0.00"),
            ("007", "7.00"),
            ("9999999999999999.99", "9999999999999999.99"),
            ("-9999999999999999.99", "-9999999999999999.99"),
        ] {
            assert_eq!(money(text).to_string(), out, "{text}");
        }
    }

    #[test]
    fn text_with_two_meanings_is_refused() {
        for text in ["", "-", ".5", "5.", "+5", "1,000", "1e3", " 5", "5 ", "1.2.3", "٣", "NaN", "--5", "0x1"] {
            assert_eq!(text.parse::<Money>(), Err(DecimalError::NotADecimal), "{text:?}");
        }
    }

    #[test]
    fn nothing_is_rounded() {
        assert_eq!("0.001".parse::<Money>(), Err(DecimalError::TooPrecise));
        assert_eq!(Money::try_from(Decimal::new(1, 3)), Err(DecimalError::TooPrecise));
        assert_eq!(Money::try_from(Decimal::new(1_500, 3)), Ok(money("1.50")));
    }

    #[test]
    fn an_amount_no_column_holds_is_out_of_range() {
        for text in ["10000000000000000", "-10000000000000000.00", "99999999999999999999999999"] {
            assert_eq!(text.parse::<Money>(), Err(DecimalError::OutOfRange), "{text}");
        }
        assert_eq!(Money::try_from(Decimal::MAX), Err(DecimalError::OutOfRange));
        assert_eq!(Money::MAX.checked_add(money("0.01")), None);
        assert_eq!(Money::MIN.checked_sub(money("0.01")), None);
    }

    #[test]
    fn a_million_dimes_are_a_hundred_thousand() {
        let sum = (0..1_000_000).try_fold(Money::ZERO, |sum, _| sum.checked_add(money("0.10")));
        assert_eq!(sum.map(|sum| sum.to_string()).as_deref(), Some("100000.00"));
    }

    #[test]
    fn each_engine_gets_its_own_parameter() {
        let amount = money("1234.50");
        assert_eq!(amount.to_value(DbBackend::Sqlite), Value::BigInt(Some(123_450)));
        for backend in [DbBackend::Postgres, DbBackend::MySql] {
            assert_eq!(amount.to_value(backend), Value::Decimal(Some(Decimal::new(123_450, 2))));
            assert_eq!(Money::to_nullable_value(None, backend), Value::Decimal(None));
        }
        assert_eq!(Money::to_nullable_value(None, DbBackend::Sqlite), Value::BigInt(None));
    }

    #[test]
    fn the_decimal_keeps_both_places() {
        assert_eq!(Decimal::from(money("5")).to_string(), "5.00");
        assert_eq!(Money::try_from(Decimal::from(Money::MAX)), Ok(Money::MAX));
    }
}

//! Exact small numbers with two decimals, as `credit_utilization` is kept. For reading and writing, what
//! [`crate::money`] says holds here too.

use crate::decimal::{DecimalError, hundredths_column, within};

/// A number in hundredths: exactly what a `DECIMAL(5,2)` column can hold, from -999.99 to 999.99.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hundredths(i64);

impl Hundredths {
    /// The largest number a column can hold, 999.99.
    pub const MAX: Self = Self(99_999);
    /// The smallest number a column can hold, -999.99.
    pub const MIN: Self = Self(-Self::MAX.0);

    /// The number of so many hundredths.
    pub fn try_from_hundredths(hundredths: i64) -> Result<Self, DecimalError> {
        within(hundredths, Self::MAX.0).map(Self)
    }

    /// How many hundredths it is.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

hundredths_column!(Hundredths, 5);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_is_text_out() {
        for (text, out) in [("37.5", "37.50"), ("0", "0.00"), ("-999.99", "-999.99")] {
            assert_eq!(text.parse::<Hundredths>().map(|number| number.to_string()), Ok(out.to_owned()));
        }
        assert_eq!("1000".parse::<Hundredths>(), Err(DecimalError::OutOfRange));
    }
}

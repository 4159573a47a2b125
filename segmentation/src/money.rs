//! Money in whole cents: exact, never a floating-point number.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An amount in hundredths of the reporting currency. The whole of `DECIMAL(18,2)` fits.
///
/// Sums of amounts are taken in `i128`, which no number of rows can overflow.
pub type Cents = i64;

/// The largest amount of `DECIMAL(18,2)`: 9,999,999,999,999,999.99.
pub const MAX_CENTS: Cents = 999_999_999_999_999_999;

/// `numerator / denominator`, rounded to a whole number, halves away from zero. Zero when the denominator is not
/// positive.
pub(crate) fn divide_rounded(numerator: i128, denominator: i128) -> i128 {
    if denominator <= 0 {
        return 0;
    }
    let (quotient, rest) = (numerator / denominator, numerator % denominator);
    if rest.unsigned_abs() >= denominator.unsigned_abs() - rest.unsigned_abs() {
        quotient + rest.signum()
    } else {
        quotient
    }
}

/// A sum as an amount that `DECIMAL(18,2)` can hold: what lies beyond is brought to its end.
pub(crate) fn to_cents(sum: i128) -> Cents {
    let end = i128::from(MAX_CENTS);
    Cents::try_from(sum.clamp(-end, end)).unwrap_or(MAX_CENTS)
}

/// Twice the median: whole even when the median of an even number of amounts is not. `None` without amounts.
///
/// The slice is sorted on the way.
pub(crate) fn median_doubled(amounts: &mut [i128]) -> Option<i128> {
    amounts.sort_unstable();
    let middle = amounts.len() / 2;
    let upper = *amounts.get(middle)?;
    if amounts.len() % 2 == 1 {
        return Some(upper * 2);
    }
    let lower = *amounts.get(middle.checked_sub(1)?)?;
    Some(lower + upper)
}

/// An amount of a rules file: a text with at most two decimals, such as `"4500.00"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(pub Cents);

impl Amount {
    /// Reads an amount; `None` when the text is not a number of at most two decimals and sixteen digits before them.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let (negative, whole) = match whole.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, whole),
        };
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 16 || fraction.len() > 2 {
            return None;
        }
        if !all_digits(whole) || !all_digits(fraction) || text.ends_with('.') {
            return None;
        }
        let cents: Cents = format!("{whole}{fraction:0<2}").parse().ok()?;
        Some(Self(if negative { -cents } else { cents }))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", size / 100, size % 100)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not an amount such as \"4500.00\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(divide_rounded(5, 2), 3);
        assert_eq!(divide_rounded(-5, 2), -3);
        assert_eq!(divide_rounded(4, 3), 1);
        assert_eq!(divide_rounded(-5, 3), -2);
        assert_eq!(divide_rounded(7, 0), 0);
    }

    #[test]
    fn the_median_of_an_even_number_of_amounts_lies_between_the_middle_two() {
        assert_eq!(median_doubled(&mut [3, 1, 2]), Some(4));
        assert_eq!(median_doubled(&mut [4, 1]), Some(5));
        assert_eq!(median_doubled(&mut []), None);
    }

    #[test]
    fn amounts_are_read_exactly_and_written_with_two_decimals() {
        for (text, cents) in [("4500.00", 450_000), ("0.1", 10), ("7", 700), ("-0.01", -1)] {
            assert_eq!(Amount::parse(text), Some(Amount(cents)), "{text}");
        }
        assert_eq!(Amount::parse("9999999999999999.99"), Some(Amount(MAX_CENTS)));
        for text in ["", ".", "1.", ".5", "1.234", "1e3", "1,000", " 1", "+1", "99999999999999999"] {
            assert_eq!(Amount::parse(text), None, "{text}");
        }
        assert_eq!(Amount(-5).to_string(), "-0.05");
    }

    #[test]
    fn a_sum_beyond_the_column_is_brought_to_its_end() {
        assert_eq!(to_cents(i128::MAX), MAX_CENTS);
        assert_eq!(to_cents(i128::MIN), -MAX_CENTS);
        assert_eq!(to_cents(12), 12);
    }
}

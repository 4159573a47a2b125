//! Exact shares and factors of a rules file.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A non-negative fraction in lowest terms, written as a fraction (`"2/3"`), a whole number (`"2"`) or a decimal
/// (`"0.25"`).
///
/// Comparisons are made by cross-multiplication, so that nothing is rounded before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i64,
    denominator: i64,
}

/// Long enough for every threshold, short enough that products of two never overflow.
const MAX_DIGITS: usize = 9;

impl Ratio {
    /// A fraction in lowest terms. Used for the defaults; the denominator must be positive.
    pub(crate) const fn new(numerator: i64, denominator: i64) -> Self {
        let divisor = greatest_common_divisor(numerator, denominator);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }

    /// Reads a fraction, a whole number or a decimal; `None` when the text is none of them, is negative, or has more
    /// than nine digits in a part.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = |digits: &str| -> Option<i64> {
            let is_number = (1..=MAX_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| digits.parse().ok()).flatten()
        };
        if let Some((numerator, denominator)) = text.split_once('/') {
            let denominator = whole(denominator).filter(|d| *d > 0)?;
            return Some(Self::new(whole(numerator)?, denominator));
        }
        let Some((units, decimals)) = text.split_once('.') else {
            return Some(Self::new(whole(text)?, 1));
        };
        let denominator = 10_i64.checked_pow(u32::try_from(decimals.len()).ok()?)?;
        let numerator = whole(units)?.checked_mul(denominator)?.checked_add(whole(decimals)?)?;
        Some(Self::new(numerator, denominator))
    }

    /// The numerator in lowest terms.
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// The denominator in lowest terms; positive.
    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// Compares `part / whole` with the ratio; `whole` must not be negative.
    pub(crate) fn compare_share(self, part: i128, whole: i128) -> std::cmp::Ordering {
        let share = part.saturating_mul(i128::from(self.denominator));
        share.cmp(&whole.saturating_mul(i128::from(self.numerator)))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.compare_share(i128::from(self.numerator), i128::from(self.denominator))
    }
}

const fn greatest_common_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a == 0 { 1 } else { a }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            return write!(f, "{}", self.numerator);
        }
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is not a share such as \"2/3\", \"2\" or \"0.25\"")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    #[test]
    fn ways_of_writing_a_share_mean_the_same() {
        assert_eq!(Ratio::parse("0.60"), Ratio::parse("3/5"));
        assert_eq!(Ratio::parse("2"), Ratio::parse("4/2"));
        assert_eq!(Ratio::parse("0").map(|r| r.to_string()).as_deref(), Some("0"));
        assert_eq!(Ratio::parse("0.250").map(|r| r.to_string()).as_deref(), Some("1/4"));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "-1", "1/0", "1/", "/2", "0.", ".5", "1e2", "two", "1/2/3", "1234567890", "0.1234567890"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }

    #[test]
    fn shares_are_compared_without_rounding() {
        let third = Ratio::new(1, 3);
        assert_eq!(third.compare_share(333_333_333, 1_000_000_000), Ordering::Less);
        assert_eq!(third.compare_share(1, 3), Ordering::Equal);
        assert!(Ratio::new(2, 3) < Ratio::new(1, 1));
    }
}

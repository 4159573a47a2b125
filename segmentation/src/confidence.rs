//! How far an answer can be trusted.

use crate::money::divide_rounded;
use crate::rules::Ratio;

/// From 0 to 1 in hundredths, rounded half away from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// Nothing speaks for the answer.
    pub const NONE: Self = Self(0);
    /// Nothing speaks against the answer.
    pub const FULL: Self = Self(100);

    /// A confidence in hundredths; more than 100 counts as 100.
    pub(crate) const fn hundredths(hundredths: u8) -> Self {
        Self(if hundredths > 100 { 100 } else { hundredths })
    }

    /// `part / whole`, at most 1, times the factors, less the penalty, kept between 0 and 1.
    pub(crate) fn of(part: usize, whole: u16, factors: &[Ratio], penalty: Option<Ratio>) -> Self {
        let whole = i128::from(whole.max(1));
        let mut numerator = i128::try_from(part).unwrap_or(whole).min(whole);
        let mut denominator = whole;
        for factor in factors {
            numerator = numerator.saturating_mul(i128::from(factor.numerator()));
            denominator = denominator.saturating_mul(i128::from(factor.denominator()));
        }
        if let Some(penalty) = penalty {
            let kept = numerator.saturating_mul(i128::from(penalty.denominator()));
            numerator = kept.saturating_sub(denominator.saturating_mul(i128::from(penalty.numerator())));
            denominator = denominator.saturating_mul(i128::from(penalty.denominator()));
        }
        let hundredths = divide_rounded(numerator.saturating_mul(100), denominator);
        Self::hundredths(u8::try_from(hundredths.clamp(0, 100)).unwrap_or(0))
    }

    /// In hundredths, from 0 to 100.
    pub fn in_hundredths(self) -> u8 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_is_computed_exactly_and_rounded_once() {
        let of =
            |part, whole, factors: &[Ratio], penalty| Confidence::of(part, whole, factors, penalty).in_hundredths();
        assert_eq!(of(5, 6, &[], None), 83);
        assert_eq!(of(6, 6, &[Ratio::new(7, 10), Ratio::new(3, 5)], None), 42);
        assert_eq!(of(1, 6, &[], Some(Ratio::new(1, 5))), 0);
        assert_eq!(of(6, 6, &[], Some(Ratio::new(1, 5))), 80);
        assert_eq!(of(40, 20, &[], None), 100);
        assert_eq!(of(1, 200, &[], None), 1, "0.005 is a half and goes up");
    }
}

//! How far estimated incomes are off.

use serde::Serialize;
use tellergraph_segmentation::answer::IncomeLevel;

use super::share::Share;

/// Errors from here on are not told apart: 200 %, in hundredths of a percent.
const MOST: usize = 20_000;

/// Counts of errors, in hundredths of a percent of what is true.
#[derive(Clone, Debug)]
pub(super) struct IncomeErrors {
    /// How many estimates are off by so much.
    counts: Vec<u64>,
    estimates: u64,
    bands: u64,
    near_bands: u64,
}

impl IncomeErrors {
    pub(super) fn new() -> Self {
        Self { counts: vec![0; MOST + 1], estimates: 0, bands: 0, near_bands: 0 }
    }

    /// Counts an estimate, both in cents a month. Without a true income there is nothing to be off from.
    pub(super) fn add_amount(&mut self, truth: i64, estimate: i64) {
        if truth <= 0 {
            return;
        }
        let off = 10_000 * i128::from(estimate).abs_diff(i128::from(truth)) / u128::from(truth.unsigned_abs());
        let off = usize::try_from(off).unwrap_or(MOST).min(MOST);
        if let Some(count) = self.counts.get_mut(off) {
            *count += 1;
        }
        self.estimates += 1;
    }

    /// Counts a band. Only bands of an income lie beside one another: seeing none is beside nothing.
    pub(super) fn add_band(&mut self, truth: IncomeLevel, answer: IncomeLevel) {
        let rung = |level: IncomeLevel| match level {
            IncomeLevel::Low => Some(0_u32),
            IncomeLevel::LowerMiddle => Some(1),
            IncomeLevel::Middle => Some(2),
            IncomeLevel::UpperMiddle => Some(3),
            IncomeLevel::High => Some(4),
            IncomeLevel::NotApplicable | IncomeLevel::NoneObserved | IncomeLevel::Unknown => None,
        };
        let is_beside = rung(truth).zip(rung(answer)).is_some_and(|(truth, answer)| truth.abs_diff(answer) <= 1);
        self.bands += 1;
        self.near_bands += u64::from(truth == answer || is_beside);
    }

    /// What the counts come to.
    pub(super) fn score(&self) -> IncomeScore {
        let half = self.estimates.div_ceil(2);
        let mut below = 0;
        let middle = self.counts.iter().position(|count| {
            below += count;
            below >= half
        });
        let median = middle.filter(|_| self.estimates > 0);
        IncomeScore {
            within_one_band: Share::of(self.near_bands, self.bands),
            estimates: self.estimates,
            median_error: median.and_then(|off| Share::of(off as u64, 10_000)),
        }
    }
}

/// How far estimated incomes are off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IncomeScore {
    /// The part of the customers whose band is the true one or next to it.
    pub within_one_band: Option<Share>,
    /// Customers with an income and an estimate of it.
    pub estimates: u64,
    /// The part of the true income that the middle one of these estimates is off by, either way.
    pub median_error: Option<Share>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_error_is_told() {
        let mut errors = IncomeErrors::new();
        assert_eq!(errors.score().median_error, None);
        // Off by 0, 1, 5, 100 and 900 %.
        for (truth, estimate) in [(100_000, 100_000), (100_000, 99_000), (200_000, 210_000), (5, 0), (1, 10)] {
            errors.add_amount(truth, estimate);
        }
        errors.add_amount(0, 100);
        let score = errors.score();
        assert_eq!((score.estimates, score.median_error.unwrap().to_string().as_str()), (5, "0.050"));
        errors.add_amount(i64::MAX, i64::MAX);
        assert_eq!(errors.score().median_error.unwrap().to_string(), "0.010");
    }

    #[test]
    fn bands_are_next_to_one_another() {
        use IncomeLevel::{High, Low, LowerMiddle, Middle, NoneObserved, Unknown};
        let mut errors = IncomeErrors::new();
        let near = [(Low, Low), (Low, LowerMiddle), (High, IncomeLevel::UpperMiddle), (NoneObserved, NoneObserved)];
        let far = [(Low, Middle), (Low, NoneObserved), (NoneObserved, Low), (Middle, Unknown)];
        for (truth, answer) in near.into_iter().chain(far) {
            errors.add_band(truth, answer);
        }
        assert_eq!(errors.score().within_one_band.unwrap().to_string(), "0.500");
    }
}

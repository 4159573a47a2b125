//! How far two distributions lie apart, and how two things go together.
//!
//! What is counted is counted in whole numbers; only the last step divides, so that a bank has the same figures on every
//! engine.

/// Shares of the whole; all 0 when there is nothing.
pub(super) fn shares(counts: &[i128]) -> Vec<f64> {
    let whole: i128 = counts.iter().sum();
    counts.iter().map(|count| ratio(*count, whole)).collect()
}

/// One number by another; 0 by 0.
#[expect(clippy::cast_precision_loss, reason = "a figure has three places")]
pub(super) fn ratio(part: i128, whole: i128) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Total variation: half the sum of the differences, 0 for the same shares and 1 for none in common.
pub(super) fn total_variation(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| (one - other).abs()).sum::<f64>() / 2.0
}

/// Kolmogorov and Smirnov: the greatest difference of the shares up to a point, over points in order.
pub(super) fn kolmogorov_smirnov(one: &[f64], other: &[f64]) -> f64 {
    let running = one.iter().zip(other).scan(0.0, |sum, (one, other)| {
        *sum += one - other;
        Some(f64::abs(*sum))
    });
    running.fold(0.0, f64::max)
}

/// The greatest deviation of a measured number from its target, as a part of the target.
pub(super) fn deviation(targets: &[f64], measured: &[f64]) -> f64 {
    let parts = targets.iter().zip(measured).filter(|(target, _)| **target > 0.0);
    parts.map(|(target, measured)| (measured / target - 1.0).abs()).fold(0.0, f64::max)
}

/// The middle one of some numbers, the lower of two; `None` of none.
pub(super) fn median(numbers: &mut [i64]) -> Option<i64> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}

/// Sums from which Pearson's coefficient of two things is found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Together {
    pairs: i128,
    one: i128,
    other: i128,
    one_squared: i128,
    other_squared: i128,
    product: i128,
}

impl Together {
    /// Adds a pair.
    pub(super) fn add(&mut self, one: i64, other: i64) {
        let (one, other) = (i128::from(one), i128::from(other));
        self.pairs += 1;
        self.one += one;
        self.other += other;
        self.one_squared += one * one;
        self.other_squared += other * other;
        self.product += one * other;
    }

    /// How many pairs there are.
    pub(super) fn pairs(&self) -> u64 {
        u64::try_from(self.pairs).unwrap_or(u64::MAX)
    }

    /// The coefficient, -1 to 1; `None` where one of the two is always the same.
    #[expect(clippy::cast_precision_loss, reason = "a figure has three places")]
    pub(super) fn coefficient(&self) -> Option<f64> {
        let spread = |sum: i128, squared: i128| (self.pairs * squared - sum * sum) as f64;
        let both = spread(self.one, self.one_squared) * spread(self.other, self.other_squared);
        let covariance = (self.pairs * self.product - self.one * self.other) as f64;
        (both > 0.0).then(|| covariance / both.sqrt())
    }
}

/// Numbers of rare great and many small ones: by how much numbers thin out, and how far they lie from the power law of
/// that exponent, cut off at the greatest. `counts` says how many have each number, from 1.
pub(super) fn power_law(counts: &[i128]) -> Option<(f64, f64)> {
    let measured = shares(counts);
    let numbers = || (1_u32..).map(f64::from);
    let whole: i128 = counts.iter().sum();
    let mean_log: f64 = measured.iter().zip(numbers()).map(|(share, number)| share * (number / 0.5).ln()).sum();
    if whole == 0 || mean_log <= 0.0 || counts.len() < 2 {
        return None;
    }
    // The estimate of Clauset, Shalizi and Newman for whole numbers from 1.
    let exponent = 1.0 + 1.0 / mean_log;
    let weights: Vec<f64> = numbers().take(counts.len()).map(|number| number.powf(-exponent)).collect();
    let sum: f64 = weights.iter().sum();
    let fitted: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
    Some((exponent, kolmogorov_smirnov(&measured, &fitted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn distances_are_nothing_of_the_same_and_one_of_the_other() {
        let (one, other) = (shares(&[1, 3, 0]), shares(&[0, 0, 5]));
        assert!(near(total_variation(&one, &one), 0.0) && near(total_variation(&one, &other), 1.0));
        assert!(near(kolmogorov_smirnov(&one, &one), 0.0) && near(kolmogorov_smirnov(&one, &other), 1.0));
        // Neighbours that change places are nearer by Kolmogorov and Smirnov than by total variation.
        let (one, other) = (shares(&[5, 5, 0, 0]), shares(&[0, 5, 5, 0]));
        assert!(near(kolmogorov_smirnov(&one, &other), 0.5) && near(total_variation(&one, &other), 0.5));
        assert!(near(deviation(&[2.0, 4.0], &[2.2, 3.0]), 0.25));
    }

    #[test]
    fn the_middle_is_the_lower_of_two() {
        assert_eq!(median(&mut [4, 1, 3, 2]), Some(2));
        assert_eq!(median(&mut [7]), Some(7));
        assert_eq!(median(&mut []), None);
    }

    #[test]
    fn what_goes_together_has_a_coefficient_of_one() {
        let (mut up, mut down, mut same) = (Together::default(), Together::default(), Together::default());
        for number in 0..10 {
            up.add(number, 3 * number + 7);
            down.add(number, -number);
            same.add(number, 4);
        }
        assert!(up.coefficient().is_some_and(|it| near(it, 1.0)));
        assert!(down.coefficient().is_some_and(|it| near(it, -1.0)));
        assert_eq!((same.coefficient(), same.pairs()), (None, 10));
    }

    #[test]
    fn a_power_law_is_recognised() {
        let counts: Vec<i128> = (1_i128..=30).map(|number| 1_000_000 / (number * number)).collect();
        let (exponent, distance) = power_law(&counts).expect("a law");
        assert!((1.5..2.5).contains(&exponent) && distance < 0.15, "{exponent} {distance}");
        assert_eq!(power_law(&[5]), None);
    }
}

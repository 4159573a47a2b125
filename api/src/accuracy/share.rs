//! Parts of a whole, and how far they can be trusted.

use serde::{Serialize, Serializer};

/// The quantile of the normal distribution that leaves 2.5 % above it: 95 % lie between it and its negative.
const QUANTILE: f64 = 1.959_964;

/// A part of a whole, or a mean of such parts. It is told with three decimals.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0.0);

    /// So many per mille.
    pub fn per_mille(part: u32) -> Self {
        Self(f64::from(part) / 1000.0)
    }

    /// A part of a whole; `None` when there is no whole.
    pub fn of(part: u64, whole: u64) -> Option<Self> {
        (whole > 0).then(|| Self(float(part) / float(whole)))
    }

    /// The mean of shares; `None` of none.
    pub fn mean(shares: &[Self]) -> Option<Self> {
        let sum: f64 = shares.iter().map(|share| share.0).sum();
        (!shares.is_empty()).then(|| Self(sum / float(shares.len() as u64)))
    }

    /// How much it is above another; negative below.
    #[must_use]
    pub fn above(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(&format!("{:.3}", self.0))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((self.0 * 1000.0).round() / 1000.0)
    }
}

/// Where a share lies that was estimated from a sample, with 95 % probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The lower end.
    pub low: Share,
    /// The upper end.
    pub high: Share,
}

impl Interval {
    /// By Wilson's score, which stays between 0 and 1 and holds for small samples; `None` without a sample.
    pub fn wilson(part: u64, whole: u64) -> Option<Self> {
        let Share(share) = Share::of(part, whole)?;
        let n = float(whole);
        let square = QUANTILE * QUANTILE;
        let scale = 1.0 + square / n;
        let middle = (share + square / (2.0 * n)) / scale;
        let margin = QUANTILE * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt() / scale;
        Some(Self { low: Share((middle - margin).max(0.0)), high: Share((middle + margin).min(1.0)) })
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of customers and pairs, told with three decimals")]
const fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(share: Option<Share>) -> String {
        share.map_or_else(|| "-".to_owned(), |share| share.to_string())
    }

    #[test]
    fn a_share_has_three_decimals() {
        assert_eq!(told(Share::of(2, 3)), "0.667");
        assert_eq!(told(Share::of(3, 3)), "1.000");
        assert_eq!(told(Share::of(0, 0)), "-");
        assert_eq!(told(Share::mean(&[Share::per_mille(250), Share::per_mille(750)])), "0.500");
        assert_eq!(told(Share::mean(&[])), "-");
        assert_eq!(serde_json::to_string(&Share::of(2, 3)).unwrap(), "0.667");
        assert_eq!(Share::per_mille(250).above(Share::per_mille(500)).to_string(), "-0.250");
    }

    #[test]
    fn the_interval_is_wilsons() {
        // 90 of 100: (0.9 + 0.0192073) / 1.0384146 = 0.8851, and 0.0597 either side of it.
        let interval = Interval::wilson(90, 100).unwrap();
        assert_eq!((interval.low.to_string(), interval.high.to_string()), ("0.826".to_owned(), "0.945".to_owned()));
        // None of 10 leaves z² / (10 + z²) above it.
        let interval = Interval::wilson(0, 10).unwrap();
        assert_eq!((interval.low.to_string(), interval.high.to_string()), ("0.000".to_owned(), "0.278".to_owned()));
        assert_eq!(Interval::wilson(0, 0), None);
    }
}

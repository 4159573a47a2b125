//! How often something was said of those of whom it is true, and only of them.

use serde::Serialize;

use super::share::Share;

/// Precision, recall and F1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HitRate {
    /// The part of what was said that is right; `None` when nothing was said.
    pub precision: Option<Share>,
    /// The part of what is true that was said; `None` when it is true of nobody.
    pub recall: Option<Share>,
    /// The harmonic mean of the two; `None` when there is nothing to measure it on.
    pub f1: Option<Share>,
}

impl HitRate {
    /// Of `answered` answers and `truth` cases in which it is true, `right` being both.
    pub(super) fn of(right: u64, answered: u64, truth: u64) -> Self {
        Self {
            precision: Share::of(right, answered),
            recall: Share::of(right, truth),
            f1: Share::of(2 * right, truth + answered),
        }
    }

    /// Where one case may be told more than once: of `told` answers `right` ones, of cases that `happened` so many that were
    /// `noticed`. F1 is 0 when nothing was told of what happened, and `None` when nothing happened.
    pub(super) fn of_both((right, told): (u64, u64), (noticed, happened): (u64, u64)) -> Self {
        // 2 / (happened / noticed + told / right)
        let harmonic = Share::of(2 * noticed * right, happened * right + told * noticed).unwrap_or(Share::NONE);
        Self {
            precision: Share::of(right, told),
            recall: Share::of(noticed, happened),
            f1: (happened > 0).then_some(harmonic),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rate: HitRate) -> [String; 3] {
        [rate.precision, rate.recall, rate.f1].map(|share| share.map_or_else(|| "-".to_owned(), |it| it.to_string()))
    }

    #[test]
    fn rates_are_those_of_a_hand_reckoning() {
        // Three of four answers right, three of six cases found: 2 x 3 / 10.
        assert_eq!(told(HitRate::of(3, 4, 6)), ["0.750", "0.500", "0.600"]);
        assert_eq!(told(HitRate::of(0, 0, 6)), ["-", "0.000", "0.000"]);
        assert_eq!(told(HitRate::of(0, 0, 0)), ["-", "-", "-"]);
        // Recall 1/2, precision 1/3: 2 / (2 + 3).
        assert_eq!(told(HitRate::of_both((1, 3), (1, 2))), ["0.333", "0.500", "0.400"]);
        assert_eq!(told(HitRate::of_both((0, 0), (0, 2))), ["-", "0.000", "0.000"]);
        assert_eq!(told(HitRate::of_both((1, 1), (0, 0))), ["1.000", "-", "-"]);
    }
}

//! Whether those who live together were found together.

use serde::Serialize;

use super::hit_rate::HitRate;

/// Which household each customer lives in, and was found in. This takes 16 bytes a customer: less than a refresh needs
/// to find the households.
#[derive(Clone, Debug, Default)]
pub(super) struct Homes(Vec<(i64, i64)>);

impl Homes {
    /// Adds a customer.
    pub(super) fn add(&mut self, truth: i64, answer: i64) {
        self.0.push((truth, answer));
    }

    /// Counts pairs of customers by the sizes of households, without going through the pairs.
    pub(super) fn score(mut self) -> HouseholdScore {
        self.0.sort_unstable();
        let right = pairs(self.0.chunk_by(|one, other| one == other));
        let truth = pairs(self.0.chunk_by(|one, other| one.0 == other.0));
        self.0.sort_unstable_by_key(|(_, answer)| *answer);
        let answered = pairs(self.0.chunk_by(|one, other| one.1 == other.1));
        HouseholdScore { truth, answered, right, rate: HitRate::of(right, answered, truth) }
    }
}

/// How many pairs there are within the groups.
fn pairs<'h>(groups: impl Iterator<Item = &'h [(i64, i64)]>) -> u64 {
    let of_one = |group: &[(i64, i64)]| {
        let members = group.len() as u64;
        members * (members - 1) / 2
    };
    groups.map(of_one).sum()
}

/// How well pairs of customers who live together were found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HouseholdScore {
    /// Pairs who live together.
    pub truth: u64,
    /// Pairs that were said to.
    pub answered: u64,
    /// Pairs of which it was said rightly.
    pub right: u64,
    /// How often pairs were found, and only those.
    #[serde(flatten)]
    pub rate: HitRate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_by_hand() {
        let mut homes = Homes::default();
        // Three live together and one of them was found elsewhere, with one who lives alone. Two live together and were.
        for (truth, answer) in [(1, 1), (1, 1), (1, 4), (4, 4), (5, 5), (5, 5), (7, 7)] {
            homes.add(truth, answer);
        }
        let score = homes.score();
        assert_eq!((score.truth, score.answered, score.right), (4, 3, 2));
        let told = [score.rate.precision, score.rate.recall, score.rate.f1].map(|share| share.unwrap().to_string());
        assert_eq!(told, ["0.667", "0.500", "0.571"]);
    }

    #[test]
    fn who_lives_alone_is_no_pair() {
        let mut homes = Homes::default();
        homes.add(1, 1);
        homes.add(2, 2);
        let score = homes.score();
        assert_eq!((score.truth, score.answered, score.rate.precision, score.rate.f1), (0, 0, None, None));
    }
}

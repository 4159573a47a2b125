//! Random draws that are the same on every machine.
//!
//! Every draw belongs to one (aspect, entity) pair and comes from a stream of its own, so that a new aspect of a person
//! does not shift the draws of the others.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// The generator's version: part of every key, so a change of meaning changes every draw.
pub const GENERATOR_VERSION: &str = "tellergraph-gen/4";

/// What a stream decides about which kind of entity. The numbers are part of the dataset's identity: add, never renumber.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aspect {
    HouseholdShape = 1,
    HouseholdHome = 2,
    HouseholdTies = 3,
    HouseholdLocale = 4,
    HouseholdMoney = 5,
    HouseholdWedding = 6,
    PersonName = 16,
    PersonContact = 17,
    PersonLivelihood = 18,
    PersonHabit = 19,
    PersonStanding = 20,
    PersonConsent = 21,
    PersonCredentials = 22,
    PersonAccounts = 23,
    PersonIncome = 24,
    PersonObligations = 25,
    PersonActivity = 26,
    PersonOutreach = 27,
    PersonSaving = 28,
    PersonCard = 29,
    PersonCredit = 30,
    PersonChildren = 31,
    PersonChildBenefit = 32,
    PersonWedding = 33,
    PersonTold = 34,
    PersonTurn = 35,
    AccountOpening = 48,
    AccountStatement = 49,
    DemoLogin = 56,
    DirtCustomer = 64,
    DirtAccount = 65,
    DirtTransaction = 66,
    DirtPayment = 67,
    DirtCredit = 68,
    DirtRelationship = 69,
    DirtContact = 70,
    DirtConsent = 71,
    DirtMoreTransactions = 72,
    DirtMoreRelationships = 73,
    DirtMoreConsents = 74,
}

/// The key that a seed stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn new(seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(GENERATOR_VERSION.as_bytes());
        hasher.update(&seed.to_le_bytes());
        Self(*hasher.finalize().as_bytes())
    }

    /// The draws that decide one aspect of one entity. Identifiers stay below 2^48 ([`crate::Plan`] sees to it).
    pub(crate) fn draw(&self, aspect: Aspect, entity: i64) -> Draw {
        let mut rng = ChaCha8Rng::from_seed(self.0);
        rng.set_stream(((aspect as u64) << 48) | (entity.unsigned_abs() & 0xFFFF_FFFF_FFFF));
        Draw(rng)
    }
}

/// A sequence of draws, all in integers.
#[derive(Debug)]
pub(crate) struct Draw(ChaCha8Rng);

impl Draw {
    /// Draws of their own. What they are used for, and how often, does not shift those that follow here.
    pub(crate) fn fork(&mut self) -> Self {
        Self(ChaCha8Rng::from_seed(self.bytes()))
    }

    /// A number from 0 to `bound - 1`; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        let wide = (u64::from(self.0.next_u32()) * u64::from(bound)) >> 32;
        u32::try_from(wide).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` when `high` is not above it.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u128::from(high.saturating_sub(low).max(0).unsigned_abs()) + 1;
        let offset = (u128::from(self.0.next_u64()) * span) >> 64;
        low.saturating_add(i64::try_from(offset).unwrap_or(0))
    }

    /// True in so many of a thousand cases.
    pub(crate) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1_000) < per_mille
    }

    /// An index into something of this length; 0 when it is empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        let bound = u32::try_from(length).unwrap_or(u32::MAX);
        usize::try_from(self.below(bound)).unwrap_or(0)
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// One of a list that is not empty, earlier entries more often: a few shops see most of the custom.
    pub(crate) fn pick_skewed<T: Copy>(&mut self, list: &[T]) -> T {
        let first = self.index(list.len());
        list[first.min(self.index(list.len()))]
    }

    /// One of a list that is not empty, each as often as its weight says.
    pub(crate) fn weighted<T: Copy>(&mut self, choices: &[(u32, T)]) -> T {
        let mut left = self.below(choices.iter().map(|choice| choice.0).sum());
        for (weight, value) in choices {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        choices[choices.len() - 1].1
    }

    /// A value of an inverse distribution given by equally spaced knots, straight lines between them.
    pub(crate) fn curve(&mut self, knots: &[i64]) -> i64 {
        let steps = i64::try_from(knots.len()).unwrap_or(1) - 1;
        let position = self.between(0, steps * 1_000 - 1);
        let left = usize::try_from(position / 1_000).unwrap_or(0);
        knots[left] + (knots[left + 1] - knots[left]) * (position % 1_000) / 1_000
    }

    /// Bytes without meaning.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_every_time_and_unlike_its_neighbours() {
        let key = Key::new(7);
        let numbers = |aspect, entity| {
            let mut draw = key.draw(aspect, entity);
            [(); 4].map(|()| draw.between(0, 1_000_000))
        };
        // Written down once: a different number here means a different bank for everybody.
        assert_eq!(numbers(Aspect::PersonName, 1), [232_731, 406_879, 226_697, 840_657]);
        assert_ne!(numbers(Aspect::PersonName, 1), numbers(Aspect::PersonName, 2));
        assert_ne!(numbers(Aspect::PersonName, 1), numbers(Aspect::PersonContact, 1));
    }

    #[test]
    fn draws_stay_within_their_bounds() {
        let mut draw = Key::new(1).draw(Aspect::PersonName, 1);
        for _ in 0..2_000 {
            assert!(draw.below(3) < 3);
            assert!((-2..=2).contains(&draw.between(-2, 2)));
            assert!((10..=30).contains(&draw.curve(&[10, 20, 30])));
            assert!(draw.weighted(&[(0, 'a'), (5, 'b')]) == 'b');
        }
        assert_eq!(draw.between(5, 3), 5);
    }
}

//! How somebody deals with the bank.

use crate::plan::Plan;
use crate::stream::Draw;

/// Where somebody feels at home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaning {
    /// App and online banking.
    Screen,
    /// A bit of everything.
    Mixed,
    /// The counter.
    Branch,
    /// The telephone.
    Phone,
}

/// How one thing is done that can be done in several ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// On a device of the customer's own.
    Digital,
    /// At the counter.
    InPerson,
    /// By telephone or mail.
    Remote,
    /// At a machine of the bank.
    Machine,
}

const WAYS: [Way; 4] = [Way::Digital, Way::InPerson, Way::Remote, Way::Machine];

/// Leanings, and how much somebody does at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habit {
    pub(crate) leaning: Leaning,
    /// Per mille of the choices that fall on each of [`WAYS`].
    shares: [u32; 4],
    /// How many things a month are done that can be done in several ways, in tenths.
    pub(crate) pace: i64,
    /// How many purchases a month are paid by card in a shop, in tenths.
    pub(crate) shopping: i64,
}

impl Habit {
    /// The habit of somebody of this age. The shares by generation follow what bank customers in the United States name
    /// as their main way of banking (ABA and Morning Consult, November 2025).
    pub(crate) fn draw(plan: &Plan, age: i64, draw: &mut Draw) -> Self {
        let [screen, mixed, branch, phone] = match age {
            ..29 => [84, 10, 3, 3],
            29..45 => [80, 12, 4, 4],
            45..61 => [66, 18, 9, 7],
            _ => [48, 22, 19, 11],
        };
        let leaning = draw.weighted(&[
            (screen, Leaning::Screen),
            (mixed, Leaning::Mixed),
            (branch, Leaning::Branch),
            (phone, Leaning::Phone),
        ]);
        let never = draw.chance(match leaning {
            Leaning::Screen | Leaning::Mixed => 0,
            Leaning::Branch => 480,
            Leaning::Phone => 300,
        });
        // With noise, those between the extremes are nearer to the next ones.
        let blur = |per_mille: u32| i64::from(plan.noise(per_mille));
        // What is typical of the leaning, and how far people differ from it.
        let (typical, spread) = match leaning {
            _ if never => (0, 0),
            Leaning::Screen => (860, 180),
            Leaning::Mixed => (430 + blur(50), 130),
            Leaning::Branch => (90 + blur(40), 80),
            Leaning::Phone => (100 + blur(50), 80),
        };
        // Two draws together: most are near what is typical.
        let lean = draw.between(-spread, spread) + draw.between(-spread, spread);
        let lean = lean * i64::from(plan.noise(1_000)) / 2_000;
        let digital = u32::try_from((typical + lean).clamp(0, 990)).unwrap_or(0);
        // Of what is not done on a screen, so many of a thousand at the counter and by telephone or mail.
        let (counter, remote) = match leaning {
            Leaning::Screen => (100, 80),
            Leaning::Mixed => (310 + plan.noise(50), 240 - plan.noise(30)),
            Leaning::Branch => (760, 40),
            Leaning::Phone => (60, 700),
        };
        let rest = 1_000 - digital;
        let (in_person, remote) = (rest * counter / 1_000, rest * remote / 1_000);
        let shares = [digital, in_person, remote, rest - in_person - remote];
        let pace = draw.weighted(&[(12, 14), (18, 26), (30, 40), (26, 55), (14, 76)]);
        let shopping = draw.weighted(&[(15, 8), (25, 21), (30, 35), (20, 54), (10, 84)]);
        Self { leaning, shares, pace, shopping }
    }

    /// Per mille of the choices that fall on a screen.
    pub(crate) const fn digital(&self) -> u32 {
        self.shares[0]
    }

    /// True for somebody who never touches a screen.
    pub(crate) const fn is_offline(&self) -> bool {
        self.shares[0] == 0
    }
}

/// The choices of one person, one after the other.
#[derive(Debug)]
pub(crate) struct Choices {
    shares: [u32; 4],
    /// How often each way was taken.
    taken: [i64; 4],
}

impl Choices {
    pub(crate) const fn new(habit: &Habit) -> Self {
        Self { shares: habit.shares, taken: [0; 4] }
    }

    /// How the next thing is done. `noise` of a thousand choices are left to chance, the others fall on the way that has
    /// come too short so far.
    pub(crate) fn next(&mut self, noise: u32, draw: &mut Draw) -> Way {
        let mut lot = draw.below(1_000);
        let way = if draw.chance(noise) {
            self.shares.iter().position(|share| {
                let falls = lot < *share;
                lot = lot.saturating_sub(*share);
                falls
            })
        } else {
            let total = self.taken.iter().sum::<i64>() + 1;
            let lack = |way: usize| i64::from(self.shares[way]) * total - self.taken[way] * 1_000;
            (0..WAYS.len()).max_by_key(|way| (lack(*way), -i64::try_from(*way).unwrap_or(0)))
        };
        let way = way.unwrap_or(0);
        self.taken[way] += 1;
        WAYS[way]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Aspect, Key};

    #[test]
    fn choices_keep_to_the_shares() {
        let habit = Habit { leaning: Leaning::Mixed, shares: [500, 300, 150, 50], pace: 0, shopping: 0 };
        for noise in [0, 1_000] {
            let mut choices = Choices::new(&habit);
            let mut draw = Key::new(1).draw(Aspect::PersonActivity, 1);
            for _ in 0..1_000 {
                choices.next(noise, &mut draw);
            }
            for (taken, share) in choices.taken.iter().zip(habit.shares) {
                assert!((taken - i64::from(share)).abs() <= if noise == 0 { 1 } else { 50 }, "{:?}", choices.taken);
            }
        }
    }
}

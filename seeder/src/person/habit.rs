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
        // Without noise nobody is seen too seldom to be known, or so often that even the rarest things come together.
        let pace = if plan.is_plain() { 45 } else { pace };
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

/// Shares of a thousand that are kept to as well as whole things allow.
#[derive(Debug)]
pub(crate) struct Turns<const N: usize> {
    shares: [u32; N],
    /// How often each had its turn.
    taken: [i64; N],
}

impl<const N: usize> Turns<N> {
    pub(crate) const fn new(shares: [u32; N]) -> Self {
        Self { shares, taken: [0; N] }
    }

    /// Which one has come too short so far; the first of several. It has its turn now.
    pub(crate) fn next(&mut self) -> usize {
        let total = self.taken.iter().sum::<i64>() + 1;
        let lack = |place: usize| i64::from(self.shares[place]) * total - self.taken[place] * 1_000;
        let next = (0..N).rev().max_by_key(|place| lack(*place)).unwrap_or(0);
        self.taken[next] += 1;
        next
    }
}

/// The choices of one person, one after the other.
#[derive(Debug)]
pub(crate) struct Choices {
    ways: Turns<4>,
    /// The ways of turning to the bank, of which a machine is none.
    contacts: Turns<3>,
}

impl Choices {
    pub(crate) fn new(habit: &Habit) -> Self {
        let [digital, in_person, remote, _] = habit.shares;
        let in_person = (1_000 - digital) * in_person / (in_person + remote).max(1);
        let contacts = Turns::new([digital, in_person, 1_000 - digital - in_person]);
        Self { ways: Turns::new(habit.shares), contacts }
    }

    /// How the bank is turned to next: on the way that has come too short so far.
    pub(crate) fn next_contact(&mut self) -> Way {
        WAYS[self.contacts.next()]
    }

    /// How the next thing is done. `noise` of a thousand choices are left to chance, the others fall on the way that has
    /// come too short so far.
    pub(crate) fn next(&mut self, noise: u32, draw: &mut Draw) -> Way {
        let mut lot = draw.below(1_000);
        if !draw.chance(noise) {
            return WAYS[self.ways.next()];
        }
        let way = self.ways.shares.iter().position(|share| {
            let falls = lot < *share;
            lot = lot.saturating_sub(*share);
            falls
        });
        let way = way.unwrap_or(0);
        self.ways.taken[way] += 1;
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
            let taken = choices.ways.taken;
            for (taken, share) in taken.iter().zip(habit.shares) {
                assert!((taken - i64::from(share)).abs() <= if noise == 0 { 1 } else { 50 }, "{taken:?}");
            }
        }
    }

    #[test]
    fn whoever_turns_to_the_bank_keeps_to_the_shares_without_machines() {
        let habit = Habit { leaning: Leaning::Mixed, shares: [400, 300, 100, 200], pace: 0, shopping: 0 };
        let mut choices = Choices::new(&habit);
        let ways: Vec<Way> = [(); 20].map(|()| choices.next_contact()).to_vec();
        let of = |way: Way| ways.iter().filter(|it| **it == way).count();
        assert_eq!([Way::Digital, Way::InPerson, Way::Remote, Way::Machine].map(of), [8, 9, 3, 0]);
        // Any ten in a row are within one of it.
        for ten in ways.windows(10) {
            let digital = ten.iter().filter(|way| **way == Way::Digital).count();
            assert!((3..=5).contains(&digital), "{ten:?}");
        }
    }

    #[test]
    fn who_never_touches_a_screen_has_no_turn_there() {
        let mut turns = Turns::new([0, 690, 40, 270]);
        assert!((0..500).all(|_| turns.next() != 0));
    }
}

//! How somebody deals with the bank.

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

/// What becomes of one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// On a device of the customer's own.
    Digital,
    /// At the counter.
    InPerson,
    /// By telephone or mail.
    Remote,
    /// Cash machines and card terminals, which say little.
    Everyday,
}

/// Leanings and how often somebody does something at all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habit {
    pub(crate) leaning: Leaning,
    digital: u32,
    in_person: u32,
    remote: u32,
    /// Actions in the latest three months.
    pub(crate) pace: i64,
}

impl Habit {
    /// The habit of somebody of this age, or of unknown age like one of 45. The shares by generation follow what bank
    /// customers in the United States name as their main way of banking.
    pub(crate) fn draw(age: i64, draw: &mut Draw) -> Self {
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
        let mut share = |low, high| u32::try_from(draw.between(low, high)).unwrap_or(0);
        let (digital, in_person, remote) = match leaning {
            Leaning::Screen => (share(560, 920), share(0, 40), share(0, 40)),
            Leaning::Mixed => (share(280, 480), share(150, 300), share(60, 160)),
            Leaning::Branch => (share(0, 160).saturating_sub(80), share(620, 820), share(0, 80)),
            Leaning::Phone => (share(0, 300).saturating_sub(150), share(0, 80), share(540, 700)),
        };
        let pace = draw.weighted(&[(10, 1), (14, 3), (26, 5), (30, 7), (20, 9)]);
        Self { leaning, digital, in_person, remote, pace }
    }

    /// How the next action is done.
    pub(crate) fn way(&self, draw: &mut Draw) -> Way {
        let everyday = 1_000_u32.saturating_sub(self.digital + self.in_person + self.remote);
        draw.weighted(&[
            (self.digital, Way::Digital),
            (self.in_person, Way::InPerson),
            (self.remote, Way::Remote),
            (everyday, Way::Everyday),
        ])
    }

    /// True for somebody who never touches a screen.
    pub(crate) const fn offline(&self) -> bool {
        self.digital == 0
    }
}

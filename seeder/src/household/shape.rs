//! Who lives together, how old they are, and what binds them.

use chrono::NaiveDate;

use crate::calendar::{age_on, months_before, shifted};
use crate::plan::Plan;
use crate::stream::Draw;

/// What binds the first two members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    Married,
    Partners,
    /// Once married; the second lives elsewhere.
    Divorced,
    /// Share a flat.
    Housemates,
}

/// A member who is a customer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) birth: NaiveDate,
    /// 0 for the household's own home, greater numbers for homes of kin who live elsewhere.
    pub(crate) home: usize,
    /// A child of the first member, and of the second where a bond says so.
    pub(crate) is_child: bool,
}

/// A household and the close kin of it who bank here.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Adults first, then children.
    pub(crate) members: Vec<Member>,
    pub(crate) bond: Option<Bond>,
    /// The first member looks after the children without being their parent.
    pub(crate) guardian: bool,
    /// Births of minor children who are not customers.
    pub(crate) other_children: Vec<NaiveDate>,
    /// The day of the wedding, when it was lately or is still to come.
    pub(crate) wedding: Option<NaiveDate>,
    /// Births after the day that lives are told from. The children are not customers.
    pub(crate) later_births: Vec<NaiveDate>,
}

#[derive(Clone, Copy)]
enum Kind {
    Single,
    Couple,
    CoupleWithChildren,
    SingleParent,
    RetiredCouple,
    RetiredSingle,
}

impl Shape {
    /// A household with at most `room` customers: where it has more, the last ones (children first) stay away.
    pub(crate) fn draw(plan: &Plan, room: usize, draw: &mut Draw) -> Self {
        let kind = draw.weighted(&[
            (300, Kind::Single),
            (250, Kind::Couple),
            (220, Kind::CoupleWithChildren),
            (60, Kind::SingleParent),
            (90, Kind::RetiredCouple),
            (80, Kind::RetiredSingle),
        ]);
        let (told, held) = (1_000 - plan.noise(120), 1_000 - plan.noise(500));
        let mut maker = Maker { as_of: plan.anchor(), told, held, draw, shape: Self::empty() };
        match kind {
            Kind::Single => maker.single(),
            Kind::Couple => maker.couple(),
            Kind::CoupleWithChildren => maker.couple_with_children(),
            Kind::SingleParent => maker.single_parent(),
            Kind::RetiredCouple => maker.retired_couple(),
            Kind::RetiredSingle => maker.retired_single(),
        }
        maker.shape.trimmed(room)
    }

    const fn empty() -> Self {
        Self {
            members: Vec::new(),
            bond: None,
            guardian: false,
            other_children: Vec::new(),
            wedding: None,
            later_births: Vec::new(),
        }
    }

    fn trimmed(mut self, room: usize) -> Self {
        self.members.truncate(room);
        if self.members.len() < 2 {
            self.bond = None;
            self.wedding = None;
        }
        self
    }

    /// What binds the first two members on that day: partners may have married.
    pub(crate) fn bond_on(&self, day: NaiveDate) -> Option<Bond> {
        match self.bond {
            Some(Bond::Partners) if self.wedding.is_some_and(|wedding| wedding <= day) => Some(Bond::Married),
            bond => bond,
        }
    }

    /// Births of all minor children, whether they are customers or not.
    pub(crate) fn minors(&self, as_of: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let members = self.members.iter().filter(|member| member.is_child).map(|member| member.birth);
        self.other_children.iter().copied().chain(members).filter(move |birth| age_on(*birth, as_of) < 18)
    }

    /// How many of the first members are adults of the household: one, or two with a bond.
    pub(crate) const fn heads(&self) -> usize {
        if self.bond.is_some() { 2 } else { 1 }
    }
}

struct Maker<'draw> {
    as_of: NaiveDate,
    /// So many newborn of a thousand are customers at once.
    told: u32,
    /// So many older minors of a thousand are customers.
    held: u32,
    draw: &'draw mut Draw,
    shape: Shape,
}

impl Maker<'_> {
    /// A day of birth that makes somebody this old.
    fn birth(&mut self, age: i64) -> NaiveDate {
        let months = u32::try_from(age * 12).unwrap_or(0);
        shifted(months_before(self.as_of, months), -self.draw.between(0, 364))
    }

    fn add(&mut self, age: i64, home: usize, is_child: bool) {
        let birth = self.birth(age);
        self.shape.members.push(Member { birth, home, is_child });
    }

    /// A partner's age: two years less on average.
    fn partner_age(&mut self, age: i64) -> i64 {
        age - self.draw.between(-3, 3) - self.draw.between(-1, 5)
    }

    fn single(&mut self) {
        let (low, high) =
            self.draw.weighted(&[(24, (18, 24)), (30, (25, 34)), (23, (35, 49)), (21, (50, 66)), (2, (67, 72))]);
        let age = self.draw.between(low, high);
        self.add(age, 0, false);
    }

    fn couple(&mut self) {
        let (low, high) = self.draw.weighted(&[(36, (23, 34)), (26, (35, 49)), (38, (50, 66))]);
        let age = self.draw.between(low, high);
        let partner = self.partner_age(age).max(20);
        self.add(age, 0, false);
        self.add(partner, 0, false);
        let bond = if age < 36 {
            self.draw.weighted(&[(66, Bond::Married), (29, Bond::Partners), (5, Bond::Housemates)])
        } else {
            self.draw.weighted(&[(86, Bond::Married), (14, Bond::Partners)])
        };
        self.shape.bond = Some(bond);
        if bond == Bond::Married && age < 42 && self.draw.chance(260) {
            self.shape.wedding = Some(shifted(self.as_of, -self.draw.between(10, 360)));
        }
        if bond == Bond::Married && age.min(partner) >= 44 && self.draw.chance(520) {
            let child = self.draw.between(18, 30.min(age.min(partner) - 22));
            let away = child >= 22 && self.draw.chance(600);
            self.add(child, usize::from(away), true);
        }
    }

    fn couple_with_children(&mut self) {
        let age = self.draw.between(25, 52);
        let partner = self.partner_age(age).max(22);
        self.add(age, 0, false);
        self.add(partner, 0, false);
        self.shape.bond = Some(self.draw.weighted(&[(84, Bond::Married), (16, Bond::Partners)]));
        let count = self.draw.weighted(&[(45, 1), (40, 2), (15, 3)]);
        self.children(count, age.min(partner));
    }

    fn single_parent(&mut self) {
        let age = self.draw.between(23, 60);
        self.add(age, 0, false);
        self.shape.guardian = age >= 54;
        if age < 50 && self.draw.chance(200) {
            let former = self.partner_age(age).max(23);
            self.add(former, 1, false);
            self.shape.bond = Some(Bond::Divorced);
        }
        let count = self.draw.weighted(&[(60, 1), (40, 2)]);
        self.children(count, age.min(46));
    }

    /// Minors, of whom half are customers. The youngest parent limits their age.
    fn children(&mut self, count: u32, parent: i64) {
        for _ in 0..count {
            let age = self.draw.between(0, 17.min(parent - 21).max(0));
            // Most parents tell their bank of a birth; later, half of the children have an account.
            if self.draw.chance(if age < 1 { self.told } else { self.held }) {
                self.add(age, 0, true);
            } else {
                let birth = self.birth(age);
                self.shape.other_children.push(birth);
            }
        }
    }

    fn retired_couple(&mut self) {
        let age = self.draw.between(64, 88);
        let partner = self.partner_age(age).max(60);
        self.add(age, 0, false);
        self.add(partner, 0, false);
        self.shape.bond = Some(Bond::Married);
        if self.draw.chance(420) {
            self.grown_child(age.min(partner));
        }
    }

    fn retired_single(&mut self) {
        let age = self.draw.between(65, 93);
        self.add(age, 0, false);
        if self.draw.chance(320) {
            self.grown_child(age);
        }
    }

    fn grown_child(&mut self, parent: i64) {
        let age = (parent - self.draw.between(22, 36)).clamp(25, 62);
        self.add(age, 1, true);
    }
}

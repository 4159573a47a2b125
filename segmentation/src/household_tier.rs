//! What a household lives on, and how far that goes for so many.

use std::collections::HashMap;

use crate::answer::HouseholdTier;
use crate::confidence::Confidence;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Dimension, Limit, Rule, Table};
use crate::finding::Basis;
use crate::money::{Cents, to_cents};
use crate::preparation::Facts;
use crate::rules::{Ratio, Rules};

/// Share of the reference income from which a household is in the middle.
const MIDDLE: Ratio = Ratio::new(2, 3);
/// Share of the reference income above which a household is in the upper tier.
const UPPER: Ratio = Ratio::new(2, 1);

/// The household of one customer: the same for all its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HouseholdFinding {
    /// The household, by the smallest id of its members.
    pub household_id: i64,
    /// Members who are alive.
    pub size: usize,
    /// The members' incomes a month in cents; `None` when none is known.
    pub monthly_income: Option<Cents>,
    /// What a household of the reference size would need to live as well, rounded to cents.
    pub adjusted_income: Option<Cents>,
    /// The tier of the adjusted income, before it is rounded.
    pub tier: HouseholdTier,
    /// The part of the members of age whose income is known.
    pub confidence: Confidence,
}

/// What is told of a household.
const OF: &[Dimension] = &[Dimension::HouseholdTier];

/// Members of a household who are alive.
#[derive(Default)]
struct Home {
    size: usize,
    adults: u16,
    /// Adults whose income is known.
    known: usize,
    income: i128,
}

/// The households of everybody in the dossier, by id, with the witness of each. Bases and facts are in the same order.
pub(crate) fn findings<W: Witness>(
    everybody: &[Facts<'_>],
    bases: &[Basis<'_>],
    rules: &Rules,
) -> HashMap<i64, (HouseholdFinding, W)> {
    let mut homes: HashMap<i64, (Home, W)> = HashMap::new();
    for (facts, basis) in everybody.iter().zip(bases) {
        let (home, witness) = homes.entry(facts.member.household_id).or_default();
        home.take(facts, basis, Tell::new(witness, OF));
    }
    let found = homes.into_iter().map(|(household_id, (home, witness))| {
        let finding = home.finding(household_id, rules, Tell::new(&witness, OF));
        (household_id, (finding, witness))
    });
    found.collect()
}

impl Home {
    fn take<W: Witness>(&mut self, facts: &Facts<'_>, basis: &Basis<'_>, tell: Tell<'_, W>) {
        let member = Seen::new(Table::Customer, facts.member.customer_id, None);
        tell.relations(facts.member);
        if facts.is_deceased() {
            tell.row(Rule::DeceasedMember, member);
            return;
        }
        tell.row(Rule::HouseholdMember, member);
        self.size += 1;
        self.adults = self.adults.saturating_add(u16::from(!basis.is_minor()));
        if let Some(cents) = basis.income_finding.monthly {
            tell.row(Rule::MemberIncome, member.worth(i128::from(cents)));
            self.known += 1;
            self.income += i128::from(cents);
        }
    }

    fn finding<W: Witness>(&self, household_id: i64, rules: &Rules, tell: Tell<'_, W>) -> HouseholdFinding {
        let income = (self.known > 0).then(|| to_cents(self.income));
        let adjusted = income.map(|income| adjusted(income, self.size, rules));
        tell.limit(Limit::StatusNotHistorised);
        tell.limit(Limit::OtherBanksNotSeen);
        tell.looked(Rule::MemberIncome, Table::Customer, None, None);
        if let Some(adjusted) = adjusted {
            tell.amount(Rule::AdjustedIncome, Table::Customer, i128::from(adjusted));
        }
        HouseholdFinding {
            household_id,
            size: self.size,
            monthly_income: income,
            adjusted_income: adjusted,
            tier: tier(income.unwrap_or(0), self.size, rules),
            confidence: Confidence::of(self.known, self.adults, &[], None),
        }
    }
}

/// `income * sqrt(reference size / size)`, rounded once: the whole part of the root of four times the square, halved
/// upwards. Incomes are not negative.
fn adjusted(income: Cents, size: usize, rules: &Rules) -> Cents {
    let square = square(income).saturating_mul(u128::from(rules.household.reference_size));
    let doubled = (square.saturating_mul(4) / people(size)).isqrt();
    to_cents(i128::try_from(doubled.div_ceil(2)).unwrap_or(i128::MAX))
}

/// Compares squares, so that no root is rounded before it is compared.
fn tier(income: Cents, size: usize, rules: &Rules) -> HouseholdTier {
    let adjusted = square(income).saturating_mul(u128::from(rules.household.reference_size));
    let reference = square(rules.household.reference_net.0).saturating_mul(people(size));
    let to = |share: Ratio| {
        let left = adjusted.saturating_mul(square(share.denominator()));
        left.cmp(&reference.saturating_mul(square(share.numerator())))
    };
    if income == 0 {
        HouseholdTier::Unknown
    } else if to(MIDDLE).is_lt() {
        HouseholdTier::Lower
    } else if to(UPPER).is_le() {
        HouseholdTier::Middle
    } else {
        HouseholdTier::Upper
    }
}

fn square(number: i64) -> u128 {
    let size = u128::from(number.unsigned_abs());
    size * size
}

fn people(size: usize) -> u128 {
    u128::try_from(size).unwrap_or(u128::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MAX_CENTS;

    #[test]
    fn an_income_goes_as_far_as_the_root_of_the_size_says() {
        let of = |income, size| adjusted(income, size, &Rules::default());
        assert_eq!(of(600_000, 3), 600_000);
        assert_eq!(of(600_000, 12), 300_000, "four times the bases, half as far");
        assert_eq!(of(450_000, 1), 779_423, "4,500.00 x 1.7320508 = 7,794.2286");
        assert_eq!(of(450_000, 2), 551_135, "4,500.00 x 1.2247449 = 5,511.3519");
        assert_eq!(of(0, 4), 0);
        assert_eq!(of(1, 12), 1, "half a cent goes up");
        assert_eq!(of(MAX_CENTS, 3), MAX_CENTS);
        assert_eq!(of(MAX_CENTS, 1), MAX_CENTS, "brought to the end of the column");
    }

    #[test]
    fn each_tier_ends_where_the_rules_say() {
        let of = |income, size| tier(income, size, &Rules::default());
        for (income, size, expected) in [
            (0, 3, HouseholdTier::Unknown),
            (399_999, 3, HouseholdTier::Lower),
            (400_000, 3, HouseholdTier::Middle),
            (1_200_000, 3, HouseholdTier::Middle),
            (1_200_001, 3, HouseholdTier::Upper),
            (799_999, 12, HouseholdTier::Lower),
            (800_000, 12, HouseholdTier::Middle),
            (230_940, 1, HouseholdTier::Lower),
            (230_941, 1, HouseholdTier::Middle),
            (MAX_CENTS, 1, HouseholdTier::Upper),
            (MAX_CENTS, 1_000, HouseholdTier::Upper),
        ] {
            assert_eq!(of(income, size), expected, "{income} {size}");
        }
    }

    #[test]
    fn the_largest_rules_are_no_trouble() {
        let mut rules = Rules::default();
        rules.household.reference_size = u16::MAX;
        rules.household.reference_net.0 = MAX_CENTS;
        adjusted(MAX_CENTS, usize::MAX, &rules);
        tier(MAX_CENTS, usize::MAX, &rules);
    }
}

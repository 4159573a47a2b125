//! Young professionals, the middle-aged, retirees: age, and what is paid in.

use chrono::NaiveDate;

use crate::answer::{AgeBand, AgeGroup};
use crate::closed_enum::closed_enum;
use crate::confidence::Confidence;
use crate::explanation::witness::{Tell, Witness};
use crate::income::Income;
use crate::rules::Rules;

closed_enum! {
    /// What decided the age group.
    pub enum AgeGroupMethod {
        /// The age alone.
        Age = "age" / "AGE",
        /// The age, and a salary in the last three complete months or the lack of one.
        AgeAndSalary = "age_and_salary" / "AGE_AND_SALARY",
        /// A pension that is at least half of the income.
        Pension = "pension" / "PENSION",
        /// Nothing: the age is not known.
        Unknown = "unknown" / "UNKNOWN",
    }
}

/// The age group of one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgeGroupFinding {
    /// The group.
    pub group: AgeGroup,
    /// What decided it.
    pub method: AgeGroupMethod,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The group of a customer of this age, if it is known.
pub(crate) fn finding<W: Witness>(
    age: Option<u16>,
    income: &Income<'_>,
    rules: &Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> AgeGroupFinding {
    let found = |group, method, confidence| AgeGroupFinding { group, method, confidence };
    if age.is_some_and(|age| age < rules.age.adult()) {
        return found(AgeGroup::Minor, AgeGroupMethod::Age, Confidence::FULL);
    }
    if income.is_mostly_pension(tell) && age.is_none_or(|age| age >= rules.age.pension_min_age) {
        let confidence = if age.is_some() { Confidence::FULL } else { Confidence::hundredths(50) };
        return found(AgeGroup::Retiree, AgeGroupMethod::Pension, confidence);
    }
    let Some(age) = age else {
        return found(AgeGroup::Unknown, AgeGroupMethod::Unknown, Confidence::NONE);
    };
    let is_decided_by_salary = age >= rules.age.retire_age || age <= rules.age.young_max;
    let has_salary = is_decided_by_salary && income.has_salary(as_of, tell);
    if age >= rules.age.retire_age && !has_salary {
        return found(AgeGroup::Retiree, AgeGroupMethod::AgeAndSalary, Confidence::hundredths(70));
    }
    if age <= rules.age.young_max {
        let group = if has_salary { AgeGroup::YoungProfessional } else { AgeGroup::YoungAdult };
        return found(group, AgeGroupMethod::AgeAndSalary, Confidence::FULL);
    }
    let group = if age < rules.age.senior() { AgeGroup::MiddleAged } else { AgeGroup::Senior };
    found(group, AgeGroupMethod::Age, Confidence::FULL)
}

/// The band of an age.
pub(crate) fn band(age: Option<u16>, rules: &Rules) -> AgeBand {
    let Some(age) = age else { return AgeBand::Unknown };
    let begun = rules.age.bands.iter().filter(|first| age >= **first).count();
    AgeBand::ALL.get(begun).copied().unwrap_or(AgeBand::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_well_formed() {
        crate::closed_enum::tests::assert_well_formed::<AgeGroupMethod>();
    }

    #[test]
    fn each_band_begins_where_the_rules_say() {
        for (age, expected) in [
            (0, AgeBand::Under18),
            (17, AgeBand::Under18),
            (18, AgeBand::Age18To24),
            (24, AgeBand::Age18To24),
            (25, AgeBand::Age25To34),
            (34, AgeBand::Age25To34),
            (35, AgeBand::Age35To44),
            (45, AgeBand::Age45To54),
            (55, AgeBand::Age55To64),
            (64, AgeBand::Age55To64),
            (65, AgeBand::Age65Plus),
            (120, AgeBand::Age65Plus),
        ] {
            assert_eq!(band(Some(age), &Rules::default()), expected, "{age}");
        }
        assert_eq!(band(None, &Rules::default()), AgeBand::Unknown);
    }
}

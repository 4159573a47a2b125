//! The stages of life a customer is in.
//!
//! Several may apply; they are tried in the order of the rules, and the first is the one that matters first.

use chrono::NaiveDate;

use crate::age::completed_years;
use crate::age_group::AgeGroupMethod;
use crate::answer::{AgeGroup, LifeStage};
use crate::closed_enum::closed_enum;
use crate::confidence::Confidence;
use crate::explanation::witness::{Seen, Tell, Witness};
use crate::explanation::{Limit, Rule, Table};
use crate::finding::Basis;
use crate::household::Child;
use crate::lifecycle;
use crate::marriage;
use crate::preparation::{Facts, Movement};
use crate::rules::Rules;
use crate::vocabulary::{AccountType, Category};
use crate::window::{Months, days_ago, in_days};

/// Complete months in which spending on small children, and a benefit for children, is looked for.
const CHILD_MONTHS: u16 = 6;
/// Months with it that show a child.
const CHILD_MONTHS_MIN: usize = 3;
/// Complete months in which school fees are looked for: they come by the term.
const SCHOOL_MONTHS: u16 = 12;
/// Months with it that show a child at school.
const SCHOOL_MONTHS_MIN: usize = 2;
/// Days in which tuition is looked for.
const TUITION_DAYS: u16 = 365;

const SURE: Confidence = Confidence::FULL;
const LIKELY: Confidence = Confidence::hundredths(80);
const PROBABLE: Confidence = Confidence::hundredths(70);
const POSSIBLE: Confidence = Confidence::hundredths(50);

closed_enum! {
    /// What a stage of life was told from.
    pub enum StageMethod {
        /// The customer has died or has closed every account.
        Lifecycle = "lifecycle" / "LIFECYCLE",
        /// The customer's age.
        Age = "age" / "AGE",
        /// The customer's age, and that no salary comes.
        AgeAndSalary = "age_and_salary" / "AGE_AND_SALARY",
        /// A pension.
        Pension = "pension" / "PENSION",
        /// The age of a child.
        Child = "child" / "CHILD",
        /// Spending for a child.
        Spending = "spending" / "SPENDING",
        /// A benefit for a child.
        Benefit = "benefit" / "BENEFIT",
        /// A marriage that the bank was told of or saw paid for.
        Marriage = "marriage" / "MARRIAGE",
        /// The first salary.
        FirstSalary = "first_salary" / "FIRST_SALARY",
        /// An open student loan.
        StudentLoan = "student_loan" / "STUDENT_LOAN",
        /// Tuition paid.
        Tuition = "tuition" / "TUITION",
        /// A spouse or partner.
        Couple = "couple" / "COUPLE",
        /// Nothing else applies.
        Otherwise = "otherwise" / "OTHERWISE",
        /// Nothing is known.
        Unknown = "unknown" / "UNKNOWN",
    }
}

/// A stage that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageMatch {
    /// The stage.
    pub stage: LifeStage,
    /// What it was told from.
    pub method: StageMethod,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// The life stages of one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifeStageFinding {
    /// The stage that matters first.
    pub primary: StageMatch,
    /// Further stages that apply, in the order of the rules.
    pub secondary: Vec<StageMatch>,
}

/// What the stages are told from.
struct Life<'f, 'a> {
    facts: &'f Facts<'a>,
    /// The facts of everybody in the dossier, by customer.
    everybody: &'f [Facts<'a>],
    basis: &'f Basis<'a>,
    /// The children with their ages; `None` for an age that is not known.
    children: Vec<(Child, Option<u16>)>,
    rules: &'f Rules,
    as_of: NaiveDate,
}

/// What a stage was told from, and how far that can be trusted.
type Told = Option<(StageMethod, Confidence)>;

/// The stages of a customer. `everybody` are the facts of the whole dossier, by customer.
pub(crate) fn finding<'f, 'a, W: Witness>(
    facts: &'f Facts<'a>,
    everybody: &'f [Facts<'a>],
    basis: &'f Basis<'a>,
    rules: &'f Rules,
    as_of: NaiveDate,
    tell: Tell<'_, W>,
) -> LifeStageFinding {
    let alone = |stage, method| LifeStageFinding {
        primary: StageMatch { stage, method, confidence: SURE },
        secondary: Vec::new(),
    };
    if lifecycle::has_left(facts, tell) {
        return alone(LifeStage::NotApplicable, StageMethod::Lifecycle);
    }
    if basis.is_minor() {
        return alone(LifeStage::Minor, StageMethod::Age);
    }
    let child_age = |birth: Option<NaiveDate>| completed_years(birth?, as_of, rules);
    let life = Life {
        facts,
        everybody,
        basis,
        children: facts.member.family.children.iter().map(|child| (*child, child_age(child.date_of_birth))).collect(),
        rules,
        as_of,
    };
    tell.relations(facts.member);
    let mut stages = life.stages(tell).into_iter();
    let primary = stages.next().unwrap_or_else(|| life.otherwise(tell));
    LifeStageFinding { primary, secondary: stages.collect() }
}

/// A child was counted.
pub(crate) fn tell_of_child<W: Witness>(rule: Rule, child: &Child, tell: Tell<'_, W>) {
    tell.row(rule, Seen::new(Table::Customer, child.customer_id, child.date_of_birth));
    tell.row(Rule::ChildRelationship, Seen::new(Table::Relationships, child.relationship_id, None));
}

impl Life<'_, '_> {
    /// The stages that apply, in the order of the rules.
    fn stages<W: Witness>(&self, tell: Tell<'_, W>) -> Vec<StageMatch> {
        let stages = [
            (LifeStage::Retired, tell.when_found(|tell| self.is_retired(tell))),
            (LifeStage::NearingRetirement, self.is_nearing_retirement()),
            (LifeStage::YoungFamily, tell.when_found(|tell| self.is_young_family(tell))),
            (LifeStage::EstablishedFamily, tell.when_found(|tell| self.is_established_family(tell))),
            (LifeStage::NewlyMarried, self.is_newly_married(tell)),
            (LifeStage::StartingCareer, tell.when_found(|tell| self.is_starting_career(tell))),
            (LifeStage::Student, tell.when_found(|tell| self.is_student(tell))),
            (LifeStage::EmptyNester, tell.when_found(|tell| self.is_empty_nester(tell))),
        ];
        let applies = |(stage, told): (LifeStage, Told)| {
            let (method, confidence) = told?;
            Some(StageMatch { stage, method, confidence })
        };
        stages.into_iter().filter_map(applies).collect()
    }

    /// What is left to say when no stage applies.
    fn otherwise<W: Witness>(&self, tell: Tell<'_, W>) -> StageMatch {
        tell.looked(Rule::PartnerRelationship, Table::Relationships, None, None);
        for partner in &self.facts.member.family.partners {
            let rule = if partner.is_married { Rule::SpouseRelationship } else { Rule::PartnerRelationship };
            tell.row(rule, Seen::new(Table::Relationships, partner.relationship_id, None));
        }
        let (stage, method, confidence) = if !self.facts.member.family.partners.is_empty() {
            (LifeStage::EstablishedCouple, StageMethod::Couple, LIKELY)
        } else if self.basis.age.is_some() {
            (LifeStage::EstablishedSingle, StageMethod::Otherwise, POSSIBLE)
        } else {
            (LifeStage::Unknown, StageMethod::Unknown, Confidence::NONE)
        };
        StageMatch { stage, method, confidence }
    }

    fn is_aged(&self, from: u16, to: u16) -> bool {
        self.basis.age.is_some_and(|age| (from..=to).contains(&age))
    }

    fn is_retired<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        if self.basis.age_group.group != AgeGroup::Retiree {
            return None;
        }
        let is_by_pension = self.basis.age_group.method == AgeGroupMethod::Pension;
        tell.if_heard(|tell| {
            // Why the customer is a retiree: the rule of the age group, once more for this dimension.
            if is_by_pension {
                self.basis.income.is_mostly_pension(tell);
            } else {
                self.basis.income.has_salary(self.as_of, tell);
            }
        });
        match (is_by_pension, self.basis.age) {
            (_, None) => Some((StageMethod::Pension, POSSIBLE)),
            (true, _) => Some((StageMethod::Pension, SURE)),
            (false, _) => Some((StageMethod::AgeAndSalary, PROBABLE)),
        }
    }

    fn is_nearing_retirement(&self) -> Told {
        let from = self.rules.age.retire_age.saturating_sub(self.rules.stage.near_retirement_years);
        let is_near = self.is_aged(from, u16::MAX) && self.basis.age_group.group != AgeGroup::Retiree;
        is_near.then_some((StageMethod::Age, SURE))
    }

    fn is_young_family<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        if self.has_child_aged(0, self.rules.stage.young_child_max, Rule::YoungChild, tell) {
            return Some((StageMethod::Child, SURE));
        }
        self.spends_on_small_children(tell).then_some((StageMethod::Spending, PROBABLE))
    }

    fn is_established_family<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        let first = self.rules.stage.young_child_max.saturating_add(1);
        if self.has_child_aged(first, self.rules.age.adult().saturating_sub(1), Rule::SchoolChild, tell) {
            return Some((StageMethod::Child, SURE));
        }
        if self.spends_on_school(tell) {
            return Some((StageMethod::Spending, PROBABLE));
        }
        self.has_child_benefit(tell).then_some((StageMethod::Benefit, PROBABLE))
    }

    fn is_newly_married<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        marriage::learnt(self.facts, self.everybody, self.rules.stage.wedding_days, self.rules, self.as_of, tell)
            .map(|_| (StageMethod::Marriage, SURE))
    }

    fn is_starting_career<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        let stage = &self.rules.stage;
        if !self.is_aged(self.rules.age.adult(), stage.career_max_age) || !self.has_salary(tell) {
            return None;
        }
        let first_salary = self.basis.income.salaries().next()?;
        if !in_days(first_salary.date(), self.as_of, stage.career_days) {
            return None;
        }
        let first_row = self.facts.first_row?;
        tell.row(Rule::FirstSalary, first_salary.seen());
        tell.row(Rule::FirstRow, first_row);
        tell.limit(Limit::HistoryTruncated);
        if days_ago(first_row.date, first_salary.date()) >= i64::from(stage.career_gap_days) {
            return Some((StageMethod::FirstSalary, SURE));
        }
        self.is_aged(0, stage.career_no_gap_max_age).then_some((StageMethod::FirstSalary, PROBABLE))
    }

    fn is_student<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        if !self.is_aged(self.rules.age.adult(), self.rules.stage.student_max_age) || self.has_salary(tell) {
            return None;
        }
        let loans = self.facts.opened_accounts.iter();
        let loans = loans.filter(|opened| opened.account.kind == AccountType::StudentLoan && opened.is_open());
        let mut has_loan = false;
        for loan in loans {
            has_loan = true;
            tell.row(Rule::StudentLoan, loan.seen());
        }
        if has_loan {
            return Some((StageMethod::StudentLoan, SURE));
        }
        let mut pays_tuition = false;
        let tuition = self.facts.movements.iter().filter(|row| row.is_spent_on(&[Category::Tuition]));
        for row in tuition.filter(|row| in_days(row.date(), self.as_of, TUITION_DAYS)) {
            pays_tuition = true;
            tell.row(Rule::Tuition, row.seen_with_amount());
        }
        pays_tuition.then_some((StageMethod::Tuition, PROBABLE))
    }

    fn is_empty_nester<W: Witness>(&self, tell: Tell<'_, W>) -> Told {
        let adult = self.rules.age.adult();
        let are_grown = |(child, age): &(Child, Option<u16>)| {
            tell_of_child(Rule::GrownChild, child, tell);
            age.is_some_and(|age| age >= adult)
        };
        let is_empty = self.is_aged(self.rules.stage.empty_nest_min_age, u16::MAX)
            && !self.children.is_empty()
            && self.children.iter().all(are_grown)
            && !self.spends_on_small_children(tell)
            && !self.spends_on_school(tell)
            && !self.has_child_benefit(tell);
        is_empty.then_some((StageMethod::Child, LIKELY))
    }

    fn has_salary<W: Witness>(&self, tell: Tell<'_, W>) -> bool {
        self.basis.income.has_salary(self.as_of, tell)
    }

    fn has_child_aged<W: Witness>(&self, from: u16, to: u16, rule: Rule, tell: Tell<'_, W>) -> bool {
        let is_aged = |age: &Option<u16>| age.is_some_and(|age| (from..=to).contains(&age));
        let mut has_child = false;
        for (child, _) in self.children.iter().filter(|(_, age)| is_aged(age)) {
            has_child = true;
            tell_of_child(rule, child, tell);
        }
        has_child
    }

    fn spends_on_small_children<W: Witness>(&self, tell: Tell<'_, W>) -> bool {
        let small = [Category::Baby, Category::Childcare];
        let spent = self.facts.movements.iter().copied().filter(|row| row.is_spent_on(&small));
        self.months_with(CHILD_MONTHS, spent, Rule::SmallChildSpending, tell) >= CHILD_MONTHS_MIN
    }

    fn spends_on_school<W: Witness>(&self, tell: Tell<'_, W>) -> bool {
        let fees = self.facts.movements.iter().copied().filter(|row| row.is_spent_on(&[Category::SchoolFees]));
        self.months_with(SCHOOL_MONTHS, fees, Rule::SchoolFees, tell) >= SCHOOL_MONTHS_MIN
    }

    fn has_child_benefit<W: Witness>(&self, tell: Tell<'_, W>) -> bool {
        let benefits = self.facts.owned.iter().copied().filter(|row| {
            row.counts() && row.is_for(&[Category::BenefitChild]) && row.signed().is_some_and(|cents| cents > 0)
        });
        self.months_with(CHILD_MONTHS, benefits, Rule::ChildBenefit, tell) >= CHILD_MONTHS_MIN
    }

    /// How many of the last complete months hold one of the rows.
    fn months_with<'m, W: Witness>(
        &self,
        count: u16,
        rows: impl Iterator<Item = &'m Movement<'m>>,
        rule: Rule,
        tell: Tell<'_, W>,
    ) -> usize {
        let months = Months::before(self.as_of, count);
        let (from, to) = months.days();
        tell.looked(rule, Table::Transactions, from, to);
        let rows = rows.filter(|row| months.contain(row.date()));
        months.holding(rows.map(|row| {
            tell.row(rule, row.seen_with_amount());
            row.date()
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_well_formed() {
        crate::closed_enum::tests::assert_well_formed::<StageMethod>();
    }
}

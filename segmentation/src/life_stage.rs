//! The stages of life a customer is in.
//!
//! Several may apply; they are tried in the order of the rules, and the first is the one that matters first.

use chrono::NaiveDate;

use crate::age::completed_years;
use crate::age_group::{AgeGroupFinding, AgeGroupMethod};
use crate::answer::{AgeGroup, LifeStage};
use crate::confidence::Confidence;
use crate::income::Income;
use crate::lifecycle;
use crate::marriage;
use crate::preparation::Facts;
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

/// A stage that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageMatch {
    /// The stage.
    pub stage: LifeStage,
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
    age: Option<u16>,
    age_group: AgeGroupFinding,
    income: &'f Income<'a>,
    /// The ages of the children; `None` for an age that is not known.
    child_ages: Vec<Option<u16>>,
    has_salary: bool,
    rules: &'f Rules,
    as_of: NaiveDate,
}

/// The stages of a customer. `everybody` are the facts of the whole dossier, by customer.
pub(crate) fn finding<'f, 'a>(
    facts: &'f Facts<'a>,
    everybody: &'f [Facts<'a>],
    age: Option<u16>,
    age_group: AgeGroupFinding,
    income: &'f Income<'a>,
    rules: &'f Rules,
    as_of: NaiveDate,
) -> LifeStageFinding {
    let alone =
        |stage, confidence| LifeStageFinding { primary: StageMatch { stage, confidence }, secondary: Vec::new() };
    if lifecycle::has_left(facts) {
        return alone(LifeStage::NotApplicable, SURE);
    }
    if age_group.group == AgeGroup::Minor {
        return alone(LifeStage::Minor, SURE);
    }
    let child_age = |birth: Option<NaiveDate>| completed_years(birth?, as_of, rules);
    let life = Life {
        facts,
        everybody,
        age,
        age_group,
        income,
        child_ages: facts.member.family.children.iter().map(|child| child_age(child.date_of_birth)).collect(),
        has_salary: income.has_salary(as_of),
        rules,
        as_of,
    };
    let mut stages = life.stages().into_iter();
    let primary = stages.next().unwrap_or_else(|| life.otherwise());
    LifeStageFinding { primary, secondary: stages.collect() }
}

impl Life<'_, '_> {
    /// The stages that apply, in the order of the rules.
    fn stages(&self) -> Vec<StageMatch> {
        let stages = [
            (LifeStage::Retired, self.is_retired()),
            (LifeStage::NearingRetirement, self.is_nearing_retirement()),
            (LifeStage::YoungFamily, self.is_young_family()),
            (LifeStage::EstablishedFamily, self.is_established_family()),
            (LifeStage::NewlyMarried, self.is_newly_married()),
            (LifeStage::StartingCareer, self.is_starting_career()),
            (LifeStage::Student, self.is_student()),
            (LifeStage::EmptyNester, self.is_empty_nester()),
        ];
        stages.into_iter().filter_map(|(stage, sure)| sure.map(|confidence| StageMatch { stage, confidence })).collect()
    }

    /// What is left to say when no stage applies.
    fn otherwise(&self) -> StageMatch {
        let (stage, confidence) = if !self.facts.member.family.partners.is_empty() {
            (LifeStage::EstablishedCouple, LIKELY)
        } else if self.age.is_some() {
            (LifeStage::EstablishedSingle, POSSIBLE)
        } else {
            (LifeStage::Unknown, Confidence::NONE)
        };
        StageMatch { stage, confidence }
    }

    fn is_aged(&self, from: u16, to: u16) -> bool {
        self.age.is_some_and(|age| (from..=to).contains(&age))
    }

    fn is_retired(&self) -> Option<Confidence> {
        let confidence = match (self.age_group.method, self.age) {
            (_, None) => POSSIBLE,
            (AgeGroupMethod::Pension, _) => SURE,
            _ => PROBABLE,
        };
        (self.age_group.group == AgeGroup::Retiree).then_some(confidence)
    }

    fn is_nearing_retirement(&self) -> Option<Confidence> {
        let from = self.rules.age.retire_age.saturating_sub(self.rules.stage.near_retirement_years);
        let is_near = self.is_aged(from, u16::MAX) && self.age_group.group != AgeGroup::Retiree;
        is_near.then_some(SURE)
    }

    fn is_young_family(&self) -> Option<Confidence> {
        if self.has_child_aged(0, self.rules.stage.young_child_max) {
            return Some(SURE);
        }
        self.spends_on_small_children().then_some(PROBABLE)
    }

    fn is_established_family(&self) -> Option<Confidence> {
        let first = self.rules.stage.young_child_max.saturating_add(1);
        if self.has_child_aged(first, self.rules.age.adult().saturating_sub(1)) {
            return Some(SURE);
        }
        self.spends_on_school().then_some(PROBABLE)
    }

    fn is_newly_married(&self) -> Option<Confidence> {
        marriage::learnt(self.facts, self.everybody, self.rules.stage.wedding_days, self.rules, self.as_of)
            .map(|_| SURE)
    }

    fn is_starting_career(&self) -> Option<Confidence> {
        let stage = &self.rules.stage;
        if !self.is_aged(self.rules.age.adult(), stage.career_max_age) || !self.has_salary {
            return None;
        }
        let first_salary = self.income.salary_days().next()?;
        if !in_days(first_salary, self.as_of, stage.career_days) {
            return None;
        }
        if days_ago(self.facts.first_row?, first_salary) >= i64::from(stage.career_gap_days) {
            return Some(SURE);
        }
        self.is_aged(0, stage.career_no_gap_max_age).then_some(PROBABLE)
    }

    fn is_student(&self) -> Option<Confidence> {
        if !self.is_aged(self.rules.age.adult(), self.rules.stage.student_max_age) || self.has_salary {
            return None;
        }
        let mut opened = self.facts.opened_accounts.iter();
        if opened.any(|opened| opened.account.kind == AccountType::StudentLoan && opened.is_open()) {
            return Some(SURE);
        }
        let pays_tuition = self
            .facts
            .movements
            .iter()
            .any(|row| row.is_spent_on(&[Category::Tuition]) && in_days(row.date(), self.as_of, TUITION_DAYS));
        pays_tuition.then_some(PROBABLE)
    }

    fn is_empty_nester(&self) -> Option<Confidence> {
        let are_grown = |age: &Option<u16>| age.is_some_and(|age| age >= self.rules.age.adult());
        let is_empty = self.is_aged(self.rules.stage.empty_nest_min_age, u16::MAX)
            && !self.child_ages.is_empty()
            && self.child_ages.iter().all(are_grown)
            && !self.spends_on_small_children()
            && !self.spends_on_school();
        is_empty.then_some(LIKELY)
    }

    fn has_child_aged(&self, from: u16, to: u16) -> bool {
        self.child_ages.iter().flatten().any(|age| (from..=to).contains(age))
    }

    fn spends_on_small_children(&self) -> bool {
        let small = [Category::Baby, Category::Childcare];
        let spent = self.facts.movements.iter().filter(|row| row.is_spent_on(&small));
        self.months(CHILD_MONTHS).holding(spent.map(|row| row.date())) >= CHILD_MONTHS_MIN
    }

    fn spends_on_school(&self) -> bool {
        let fees = self.facts.movements.iter().filter(|row| row.is_spent_on(&[Category::SchoolFees]));
        let benefits = self.facts.owned.iter().filter(|row| {
            row.counts() && row.is_for(&[Category::BenefitChild]) && row.signed.is_some_and(|cents| cents > 0)
        });
        self.months(SCHOOL_MONTHS).holding(fees.map(|row| row.date())) >= SCHOOL_MONTHS_MIN
            || self.months(CHILD_MONTHS).holding(benefits.map(|row| row.date())) >= CHILD_MONTHS_MIN
    }

    fn months(&self, count: u16) -> Months {
        Months::before(self.as_of, count)
    }
}

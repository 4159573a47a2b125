//! How often the segmentation is right about a made-up bank, of which the truth is known.
//!
//! Pure: an [`Assessment`] is given what is true of each customer and what was answered, and tells what that comes to. It
//! measures agreement with our own simulation, never truth about real customers.

mod confusion;
mod hit_rate;
mod household;
mod income;
mod share;
mod target;
mod trigger;
mod word;

use chrono::NaiveDate;
use serde::Serialize;
use tellergraph_seeder::truth::{LifeEvent, Truth};
use tellergraph_segmentation::Rules;
use tellergraph_segmentation::answer::{
    AgeGroup, ChannelPreference, ChurnRisk, DigitalAdoption, Dormancy, IncomeLevel, LifeStage, Lifecycle, Trigger,
};
use tellergraph_segmentation::income::level;
use tellergraph_segmentation::money::Cents;

pub use self::confusion::{Baseline, ClassScore, Scores, Taken};
pub use self::hit_rate::HitRate;
pub use self::household::HouseholdScore;
pub use self::income::IncomeScore;
pub use self::share::{Interval, Share};
pub use self::target::{Requirement, Target, targets};
pub use self::trigger::{TOLERANCE_DAYS, TriggerScore};

use self::confusion::Confusion;
use self::household::Homes;
use self::income::IncomeErrors;
use self::trigger::Noticed;

/// The triggers that the truth knows of. Reaching the retirement age is left out: a date of birth says it.
const KINDS: [Trigger; 7] = [
    Trigger::FirstSalary,
    Trigger::PayrollStarted,
    Trigger::JustMarried,
    Trigger::NewChild,
    Trigger::ChildTurns18,
    Trigger::SalaryStopped,
    Trigger::SalaryRise,
];

/// What was answered of a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The customer.
    pub customer_id: i64,
    /// Working life by age and by what is paid in.
    pub age_group: AgeGroup,
    /// The band of the income.
    pub income_level: IncomeLevel,
    /// Cents a month; `None` when there is no estimate.
    pub monthly_income: Option<Cents>,
    /// How digital they are.
    pub digital_adoption: DigitalAdoption,
    /// How they prefer to deal with the bank.
    pub channel_preference: ChannelPreference,
    /// The stage of life that matters first.
    pub life_stage: LifeStage,
    /// Where they stand with the bank.
    pub lifecycle: Lifecycle,
    /// How likely they are to leave.
    pub churn_risk: ChurnRisk,
    /// How long ago they last did something.
    pub dormancy: Dormancy,
    /// The household that they live in.
    pub household_id: i64,
    /// What happened lately, and when.
    pub triggers: Vec<(Trigger, NaiveDate)>,
}

/// Answers compared with the truth so far.
#[derive(Clone, Debug)]
pub struct Assessment<'r> {
    rules: &'r Rules,
    customers: u64,
    unobservable: u64,
    absent: u64,
    age_group: Confusion,
    income_level: Confusion,
    digital_adoption: Confusion,
    channel_preference: Confusion,
    life_stage: Confusion,
    churn: Confusion,
    income: IncomeErrors,
    homes: Homes,
    noticed: Noticed,
}

impl<'r> Assessment<'r> {
    /// Of answers by these rules at a date. The rules say where bands of income end: the truth knows amounts only.
    pub fn new(rules: &'r Rules, as_of: NaiveDate) -> Self {
        Self {
            rules,
            customers: 0,
            unobservable: 0,
            absent: 0,
            age_group: Confusion::of(Some(AgeGroup::Unknown)),
            income_level: Confusion::of(Some(IncomeLevel::Unknown)),
            digital_adoption: Confusion::of(Some(DigitalAdoption::Unknown)),
            channel_preference: Confusion::of(Some(ChannelPreference::Unknown)),
            life_stage: Confusion::of(Some(LifeStage::Unknown)),
            churn: Confusion::between(vec!["STAYS", "LEAVES"], None),
            income: IncomeErrors::new(),
            homes: Homes::default(),
            noticed: Noticed::new(&KINDS, as_of),
        }
    }

    /// Compares the answers about a customer with what is true of them.
    pub fn add(&mut self, truth: &Truth, answered: &Answered) {
        self.customers += 1;
        self.homes.add(truth.household, answered.household_id);
        if truth.settled {
            self.digital_adoption.add(word::digital_adoption(truth.digital.level), answered.digital_adoption);
            self.channel_preference.add(word::channel_preference(truth.preference), answered.channel_preference);
        } else {
            self.absent += 1;
        }
        let happened: Vec<_> =
            truth.events.iter().map(|LifeEvent { kind, date }| (word::trigger(*kind), *date)).collect();
        self.noticed.add(&happened, &answered.triggers);
        if answered.churn_risk != ChurnRisk::NotApplicable || answered.lifecycle == Lifecycle::Closed {
            let leaves = answered.churn_risk == ChurnRisk::High
                || answered.lifecycle == Lifecycle::Closed
                || answered.dormancy != Dormancy::Active;
            self.churn.add_at(usize::from(truth.churned), usize::from(leaves));
        }
        if truth.income.observable {
            self.add_what_pay_shows(truth, answered);
        } else {
            self.unobservable += 1;
        }
    }

    fn is_adult(&self, truth: &Truth) -> bool {
        truth.age >= i64::from(self.rules.age.adult())
    }

    fn add_what_pay_shows(&mut self, truth: &Truth, answered: &Answered) {
        self.age_group.add(word::age_group(truth.age_group), answered.age_group);
        if let Some(stage) = truth.stages.first() {
            self.life_stage.add(word::life_stage(*stage), answered.life_stage);
        }
        // No income of minors is looked for.
        if self.is_adult(truth) {
            let band = level(truth.income.monthly, self.rules);
            self.income_level.add(band, answered.income_level);
            self.income.add_band(band, answered.income_level);
            if let Some(estimate) = answered.monthly_income {
                self.income.add_amount(truth.income.monthly, estimate);
            }
        }
    }

    /// What all of it comes to.
    pub fn report(self) -> Report {
        Report {
            customers: self.customers,
            unobservable: self.unobservable,
            absent: self.absent,
            age_group: self.age_group.scores(),
            income_level: self.income_level.scores(),
            income: self.income.score(),
            digital_adoption: self.digital_adoption.scores(),
            channel_preference: self.channel_preference.scores(),
            life_stage: self.life_stage.scores(),
            churn: self.churn.scores(),
            households: self.homes.score(),
            triggers: self.noticed.scores(),
        }
    }
}

/// How often the answers are right, dimension by dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How many customers were compared.
    pub customers: u64,
    /// How many of them are paid elsewhere: no row shows what they live on, so that their age group, income and life stage
    /// are not scored.
    pub unobservable: u64,
    /// How many of them hardly deal with the bank, or not for half a year yet: minors, newcomers, and who has died, left or
    /// stopped using it. How digital they are and which way they prefer is not scored.
    pub absent: u64,
    /// Age groups.
    pub age_group: Scores,
    /// Bands of income, of adults.
    pub income_level: Scores,
    /// Incomes as amounts, of adults.
    pub income: IncomeScore,
    /// How digital.
    pub digital_adoption: Scores,
    /// Which way of dealing with the bank.
    pub channel_preference: Scores,
    /// Which stage of life comes first.
    pub life_stage: Scores,
    /// Who leaves: a high risk, every account closed, or nothing done for half a year. Minors and the deceased are not scored.
    pub churn: Scores,
    /// Who lives together.
    pub households: HouseholdScore,
    /// What happened lately.
    pub triggers: Vec<TriggerScore>,
}

#[cfg(test)]
mod tests;

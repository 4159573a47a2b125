//! From a dossier to what the rules find of each customer in it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::age::completed_years;
use crate::age_group::{self, AgeGroupFinding};
use crate::answer::{AgeBand, AgeGroup, Answers, Lifecycle, Trigger};
use crate::channel_preference::{self, ChannelFinding};
use crate::churn::{self, ChurnFinding};
use crate::credit::{self, CreditFinding};
use crate::digital_adoption::{self, DigitalFinding};
use crate::dormancy::{self, DormancyFinding};
use crate::dossier::Dossier;
use crate::explanation::witness::{Nobody, Seen, Tell, Witness};
use crate::explanation::{Dimension, Flag, Rule, Table};
use crate::household_tier::{self, HouseholdFinding};
use crate::income::{Credit, Income, IncomeFinding};
use crate::life_stage::{self, LifeStageFinding};
use crate::lifecycle::{self, LifecycleFinding};
use crate::preparation::{Facts, Prepared};
use crate::product::{self, Borrower, ProductFinding, Saver};
use crate::rfm::{self, RfmFinding};
use crate::rules::Rules;
use crate::trigger::{self, TriggerMatch};
use crate::value_tier::{self, ValueFinding};
use crate::vocabulary::AccountType;

/// What the rules find of one customer: each answer with the way it was found and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Findings {
    /// The customer.
    pub customer_id: i64,
    /// Age in completed years; `None` when the date of birth is missing or cannot be right.
    pub age: Option<u16>,
    /// The band of the age.
    pub age_band: AgeBand,
    /// Working life.
    pub age_group: AgeGroupFinding,
    /// Income.
    pub income: IncomeFinding,
    /// Digital adoption.
    pub digital: DigitalFinding,
    /// Channel preference.
    pub channel: ChannelFinding,
    /// Life stages.
    pub life_stage: LifeStageFinding,
    /// What just happened or is about to, in the order of the rules.
    pub triggers: Vec<TriggerMatch>,
    /// Where the customer stands with the bank, and since when.
    pub lifecycle: LifecycleFinding,
    /// How long ago the customer last did something.
    pub dormancy: DormancyFinding,
    /// Recency, frequency and monetary value.
    pub rfm: RfmFinding,
    /// Total assets.
    pub value: ValueFinding,
    /// What the credit history says.
    pub credit: CreditFinding,
    /// Signs of leaving.
    pub churn: ChurnFinding,
    /// The household.
    pub household: HouseholdFinding,
    /// Products held, and what to speak of next.
    pub products: ProductFinding,
}

impl Findings {
    /// The answers alone.
    pub fn answers(&self) -> Answers {
        Answers {
            age: self.age,
            age_group: self.age_group.group,
            age_band: self.age_band,
            income_level: self.income.level,
            monthly_income: self.income.monthly,
            digital_adoption: self.digital.adoption,
            digital_score: self.digital.score,
            channel_preference: self.channel.preference,
            channel_strength: self.channel.strength,
            channel_strength_label: self.channel.label,
            life_stage: self.life_stage.primary.stage,
            secondary_life_stages: self.life_stage.secondary.iter().map(|matched| matched.stage).collect(),
        }
    }
}

/// What of a customer several rules start from.
pub(crate) struct Basis<'a> {
    pub(crate) age: Option<u16>,
    pub(crate) age_group: AgeGroupFinding,
    pub(crate) income: Income<'a>,
    pub(crate) income_finding: IncomeFinding,
    pub(crate) lifecycle: LifecycleFinding,
}

/// What of a household its members' products depend on.
struct Home {
    finding: HouseholdFinding,
    has_youth_account: bool,
}

/// What the age decides.
const AGED: &[Dimension] =
    &[Dimension::AgeGroup, Dimension::AgeBand, Dimension::IncomeLevel, Dimension::LifeStage, Dimension::ChurnRisk];

impl<'a> Basis<'a> {
    fn of<W: Witness>(facts: &Facts<'a>, rules: &Rules, as_of: NaiveDate, witness: &W) -> Self {
        let member = facts.member;
        let age = member.date_of_birth.and_then(|birth| completed_years(birth, as_of, rules));
        let tell_of_age = Tell::new(witness, AGED);
        tell_of_age.row(Rule::DateOfBirth, Seen::new(Table::Customer, member.customer_id, member.date_of_birth));
        if age.is_none() {
            tell_of_age.flag(Flag::DobUnknown);
        }
        let tell_of_credits = Tell::new(witness, &[Dimension::AgeGroup, Dimension::IncomeLevel]);
        let income = Income::of(facts, rules, as_of, tell_of_credits);
        let tell_of_group = Tell::new(witness, &[Dimension::AgeGroup]);
        let age_group = age_group::finding(age, &income, rules, as_of, tell_of_group);
        let is_minor = age_group.group == AgeGroup::Minor;
        let tell_of_income = Tell::new(witness, &[Dimension::IncomeLevel]);
        let income_finding = income.finding(facts, is_minor, rules, as_of, tell_of_income);
        let lifecycle = lifecycle::finding(facts, as_of, Tell::new(witness, &[Dimension::Lifecycle]));
        Self { age, age_group, income, income_finding, lifecycle }
    }

    pub(crate) fn is_minor(&self) -> bool {
        self.age_group.group == AgeGroup::Minor
    }

    /// Whether signs of leaving mean something: of age as far as the bank knows, and with an account in use.
    pub(crate) fn may_churn(&self) -> bool {
        self.lifecycle.lifecycle == Lifecycle::Open && !self.is_minor()
    }

    /// The salaries, by time. None for minors, whose income is not looked for.
    pub(crate) fn salaries(&self) -> impl Iterator<Item = &Credit<'a>> {
        self.income.salaries().filter(|_| !self.is_minor())
    }
}

/// What the rules find of each member of a dossier at a date, by ascending customer. Every member gets an answer, with
/// or without rows.
pub fn find_all(dossier: &Dossier, rules: &Rules, as_of: NaiveDate) -> Vec<Findings> {
    find_before::<Nobody>(dossier, rules, as_of).into_iter().map(|(found, _)| found).collect()
}

/// [`find_all`] before witnesses, one for each member.
pub(crate) fn find_before<W: Witness>(dossier: &Dossier, rules: &Rules, as_of: NaiveDate) -> Vec<(Findings, W)> {
    let prepared = Prepared::new(dossier, rules, as_of);
    let everybody = prepared.facts(dossier, as_of);
    let bases = everybody.iter().map(|facts| {
        let witness = W::default();
        (Basis::of(facts, rules, as_of, &witness), witness)
    });
    let (bases, witnesses): (Vec<Basis<'_>>, Vec<W>) = bases.unzip();
    let homes = homes(&everybody, &bases, rules);
    let found = everybody.iter().zip(&bases).zip(witnesses).filter_map(|((facts, basis), witness)| {
        // Everybody has a home.
        let (home, of_home) = homes.get(&facts.member.household_id)?;
        witness.take_over(of_home);
        let found = find_one(facts, &everybody, basis, home, rules, as_of, &witness);
        Some((found, witness))
    });
    found.collect()
}

/// The answers for each member of a dossier at a date, by ascending customer.
pub fn answer_all(dossier: &Dossier, rules: &Rules, as_of: NaiveDate) -> Vec<(i64, Answers)> {
    find_all(dossier, rules, as_of).iter().map(|found| (found.customer_id, found.answers())).collect()
}

fn homes<W: Witness>(everybody: &[Facts<'_>], bases: &[Basis<'_>], rules: &Rules) -> HashMap<i64, (Home, W)> {
    let has_youth_account = |facts: &&Facts<'_>| product::holdings(facts).contains(&AccountType::Youth);
    let with_youth_account: HashSet<i64> =
        everybody.iter().filter(has_youth_account).map(|facts| facts.member.household_id).collect();
    let home = |(household_id, (finding, witness))| {
        let has_youth_account = with_youth_account.contains(&household_id);
        (household_id, (Home { finding, has_youth_account }, witness))
    };
    household_tier::findings(everybody, bases, rules).into_iter().map(home).collect()
}

fn find_one<W: Witness>(
    facts: &Facts<'_>,
    everybody: &[Facts<'_>],
    basis: &Basis<'_>,
    home: &Home,
    rules: &Rules,
    as_of: NaiveDate,
    witness: &W,
) -> Findings {
    let &Basis { age, age_group, income_finding, lifecycle, .. } = basis;
    let tell = |of: &'static [Dimension]| Tell::new(witness, of);
    let life_stage = life_stage::finding(facts, everybody, basis, rules, as_of, tell(&[Dimension::LifeStage]));
    let triggers = trigger::finding(facts, everybody, basis, rules, as_of, witness);
    let has_salary_stopped = triggers.iter().any(|found| found.trigger == Trigger::SalaryStopped);
    let tell_of_last: &[Dimension] = if basis.may_churn() {
        &[Dimension::Dormancy, Dimension::Rfm, Dimension::ChurnRisk]
    } else {
        &[Dimension::Dormancy, Dimension::Rfm]
    };
    let dormancy = dormancy::finding(facts, rules, as_of, tell(tell_of_last));
    let value = value_tier::finding(facts, rules, as_of, tell(&[Dimension::ValueTier]));
    let credit = credit::finding(facts, witness);
    let tell_of_churn = tell(&[Dimension::ChurnRisk]);
    let churn = if basis.may_churn() {
        churn::finding(facts, dormancy.inactive_days, has_salary_stopped, rules, as_of, tell_of_churn)
    } else {
        tell_of_churn.if_heard(|tell| {
            lifecycle::lifecycle(facts, tell);
        });
        churn::not_applicable()
    };
    let saver = Saver {
        lifecycle: lifecycle.lifecycle,
        stage: life_stage.primary.stage,
        total_assets: value.total_assets,
        has_youth_account_at_home: home.has_youth_account,
    };
    let borrower = Borrower {
        is_minor: basis.is_minor(),
        lifecycle: lifecycle.lifecycle,
        dormancy: dormancy.dormancy,
        has_salary_stopped,
        monthly_income: income_finding.monthly,
        risk: credit.risk,
    };
    Findings {
        customer_id: facts.member.customer_id,
        age,
        age_band: age_group::band(age, rules),
        age_group,
        income: income_finding,
        digital: digital_adoption::finding(facts, rules, as_of, tell(&[Dimension::DigitalAdoption])),
        channel: channel_preference::finding(facts, rules, as_of, tell(&[Dimension::ChannelPreference])),
        life_stage,
        triggers,
        rfm: rfm::finding(facts, dormancy.inactive_days, lifecycle.tenure_days, rules, as_of, tell(&[Dimension::Rfm])),
        lifecycle,
        dormancy,
        value,
        credit,
        churn,
        household: home.finding,
        products: product::finding(facts, &saver, borrower, as_of),
    }
}

//! From a dossier to what the rules find of each customer in it.

use chrono::NaiveDate;

use crate::age::completed_years;
use crate::age_group::{self, AgeGroupFinding};
use crate::answer::{AgeBand, AgeGroup, Answers};
use crate::channel_preference::{self, ChannelFinding};
use crate::digital_adoption::{self, DigitalFinding};
use crate::dossier::Dossier;
use crate::income::{Income, IncomeFinding};
use crate::life_stage::{self, LifeStageFinding};
use crate::preparation::{Facts, Prepared};
use crate::rules::Rules;

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

/// What the rules find of each member of a dossier at a date, by ascending customer. Every member gets an answer, with
/// or without rows.
pub fn find_all(dossier: &Dossier, rules: &Rules, as_of: NaiveDate) -> Vec<Findings> {
    let prepared = Prepared::new(dossier, rules, as_of);
    let everybody = prepared.facts(dossier, as_of);
    everybody.iter().map(|facts| find_one(facts, &everybody, rules, as_of)).collect()
}

/// The answers for each member of a dossier at a date, by ascending customer.
pub fn answer_all(dossier: &Dossier, rules: &Rules, as_of: NaiveDate) -> Vec<(i64, Answers)> {
    find_all(dossier, rules, as_of).iter().map(|found| (found.customer_id, found.answers())).collect()
}

fn find_one(facts: &Facts<'_>, everybody: &[Facts<'_>], rules: &Rules, as_of: NaiveDate) -> Findings {
    let age = facts.member.date_of_birth.and_then(|birth| completed_years(birth, as_of, rules));
    let income = Income::of(facts, rules, as_of);
    let age_group = age_group::finding(age, &income, rules, as_of);
    let is_minor = age_group.group == AgeGroup::Minor;
    Findings {
        customer_id: facts.member.customer_id,
        age,
        age_band: age_group::band(age, rules),
        age_group,
        income: income.finding(facts, is_minor, rules, as_of),
        digital: digital_adoption::finding(facts, rules, as_of),
        channel: channel_preference::finding(facts, rules, as_of),
        life_stage: life_stage::finding(facts, everybody, age, age_group, &income, rules, as_of),
    }
}

//! The sections of a rules file, each with its defaults. `rules.default.toml` says what every key means and where its
//! value comes from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Ratio;
use crate::money::Amount;

/// `[age]`: age groups and bands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Age {
    /// First ages of the bands after the youngest; the first is the age of majority, the last that of seniors.
    pub bands: [u16; 6],
    /// Oldest age that counts as young, in completed years.
    pub young_max: u16,
    /// Age from which a customer without a salary counts as retired, in completed years.
    pub retire_age: u16,
    /// Youngest age at which living on a pension counts as retired, in completed years.
    pub pension_min_age: u16,
    /// Oldest credible age in completed years.
    pub max_age: u16,
    /// Dates that mean "not known" where they are found as a date of birth.
    pub sentinels: Vec<NaiveDate>,
}

impl Age {
    /// The age of majority in completed years.
    pub fn adult(&self) -> u16 {
        let [adult, ..] = self.bands;
        adult
    }

    /// The first age of seniors in completed years.
    pub fn senior(&self) -> u16 {
        let [.., senior] = self.bands;
        senior
    }
}

impl Default for Age {
    fn default() -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        Self {
            bands: [18, 25, 35, 45, 55, 65],
            young_max: 34,
            retire_age: 67,
            pension_min_age: 50,
            max_age: 120,
            sentinels: [day(1900, 1, 1), day(9999, 12, 31)].into_iter().flatten().collect(),
        }
    }
}

/// `[income]`: the monthly income estimate and its bands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Income {
    /// Complete calendar months that are looked at.
    pub months: u16,
    /// Observed months from which an absence of income says something.
    pub min_months: u16,
    /// Net monthly income the bands are measured against.
    pub reference_net: Amount,
    /// Ends of the bands `LOW` to `UPPER_MIDDLE` as multiples of the reference.
    pub cuts: [Ratio; 4],
    /// Greatest distance from the group's median at which unlabelled credits still look like one income.
    pub inferred_tolerance: Ratio,
    /// Months in which such credits must have come.
    pub inferred_months: u16,
    /// Factor on the confidence when most of the income is inferred.
    pub inferred_factor: Ratio,
    /// Factor on the confidence when the months differ too much for a median.
    pub irregular_factor: Ratio,
    /// Taken off the confidence when two employers pay into a joint account.
    pub joint_penalty: Ratio,
}

impl Default for Income {
    fn default() -> Self {
        Self {
            months: 6,
            min_months: 3,
            reference_net: Amount(450_000),
            cuts: [Ratio::new(2, 3), Ratio::new(1, 1), Ratio::new(3, 2), Ratio::new(2, 1)],
            inferred_tolerance: Ratio::new(1, 4),
            inferred_months: 3,
            inferred_factor: Ratio::new(7, 10),
            irregular_factor: Ratio::new(3, 5),
            joint_penalty: Ratio::new(1, 5),
        }
    }
}

/// `[matching]`: which rows are two sides of one act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Matching {
    /// Most days between the two legs of a transfer inside a household.
    pub transfer_days: u16,
    /// Most days between a payment and the debit that mirrors it.
    pub payment_days: u16,
}

impl Default for Matching {
    fn default() -> Self {
        Self { transfer_days: 2, payment_days: 1 }
    }
}

/// `[digital]`: the digital score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Digital {
    /// Days that are looked at.
    pub days: u16,
    /// Events from which there is a score.
    pub min_events: u16,
    /// What each part counts.
    pub weights: DigitalWeights,
    /// First scores of `LOW`, `MEDIUM` and `HIGH`.
    pub levels: [u16; 3],
    /// Events from which the confidence is full.
    pub full_confidence_events: u16,
}

impl Default for Digital {
    fn default() -> Self {
        Self {
            days: 90,
            min_events: 3,
            weights: DigitalWeights::default(),
            levels: [1, 40, 70],
            full_confidence_events: 20,
        }
    }
}

/// `digital.weights`: what each part of the digital score counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DigitalWeights {
    /// Having credentials.
    pub enrolled: u16,
    /// The digital share of transactions and payments.
    pub transactions: u16,
    /// The digital share of contacts.
    pub contacts: u16,
    /// The months with digital use.
    pub regularity: u16,
    /// The kinds of digital use.
    pub breadth: u16,
}

impl Default for DigitalWeights {
    fn default() -> Self {
        Self { enrolled: 10, transactions: 50, contacts: 15, regularity: 15, breadth: 10 }
    }
}

/// `[channel]`: the channel preference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Channel {
    /// Days that are looked at.
    pub days: u16,
    /// Events from which there is a preference.
    pub min_events: u16,
    /// What an event of each class counts.
    pub votes: ChannelVotes,
    /// Share of the votes from which one class leads.
    pub majority: Ratio,
    /// Share of the votes from which the lead is strong.
    pub strong: Ratio,
    /// Days for which a stated preference holds.
    pub stated_days: u16,
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            days: 180,
            min_events: 5,
            votes: ChannelVotes::default(),
            majority: Ratio::new(3, 5),
            strong: Ratio::new(4, 5),
            stated_days: 730,
        }
    }
}

/// `channel.votes`: what an event of each class counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelVotes {
    /// A digital event or contact.
    pub digital: u16,
    /// A visit to a branch.
    pub in_person: u16,
    /// A call, a letter, a video call.
    pub remote: u16,
}

impl Default for ChannelVotes {
    fn default() -> Self {
        Self { digital: 1, in_person: 3, remote: 2 }
    }
}

/// `[stage]`: the life stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stage {
    /// Years before the retirement age from which it is near.
    pub near_retirement_years: u16,
    /// Oldest age of a young child, in completed years.
    pub young_child_max: u16,
    /// Spending on a wedding from which it is the couple's own.
    pub wedding_min: Amount,
    /// Days for which a wedding is news.
    pub wedding_days: u16,
    /// Days for which a first salary is the start of a career.
    pub career_days: u16,
    /// Oldest age at the start of a career, in completed years.
    pub career_max_age: u16,
    /// Days without salary before the first one that show it to be the first.
    pub career_gap_days: u16,
    /// Oldest age at which a first salary is believed without that gap, in completed years.
    pub career_no_gap_max_age: u16,
    /// Oldest age of a student, in completed years.
    pub student_max_age: u16,
    /// Youngest age of a parent whose children have left, in completed years.
    pub empty_nest_min_age: u16,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            near_retirement_years: 10,
            young_child_max: 5,
            wedding_min: Amount(100_000),
            wedding_days: 365,
            career_days: 730,
            career_max_age: 30,
            career_gap_days: 90,
            career_no_gap_max_age: 25,
            student_max_age: 27,
            empty_nest_min_age: 45,
        }
    }
}

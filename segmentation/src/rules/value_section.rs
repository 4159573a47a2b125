//! The sections of a rules file that rate value, risk and cost of a customer, each with its defaults.

use serde::{Deserialize, Serialize};

use crate::money::Amount;

/// How the scores of `[rfm]` are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RfmMode {
    /// By the cut-offs of the file: a customer's score does not depend on the others.
    Fixed,
    /// By fifths of the population.
    Quintile,
}

/// `[rfm]`: recency, frequency and monetary value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rfm {
    /// How the scores are cut.
    pub mode: RfmMode,
    /// Most days since the last activity for the scores 5, 4, 3 and 2.
    pub recency: [u16; 4],
    /// Fewest activities in a year for the scores 5, 4, 3 and 2.
    pub frequency: [u32; 4],
    /// Smallest debits in a year for the scores 5, 4, 3 and 2.
    pub monetary: [Amount; 4],
    /// Days for which a customer is new.
    pub new_days: u16,
}

impl Default for Rfm {
    fn default() -> Self {
        Self {
            mode: RfmMode::Fixed,
            recency: [7, 30, 90, 180],
            frequency: [240, 120, 48, 12],
            monetary: [Amount(6_000_000), Amount(3_000_000), Amount(1_200_000), Amount(300_000)],
            new_days: 90,
        }
    }
}

/// `[value]`: tiers of total assets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Value {
    /// First amounts of the tiers above the lowest.
    pub cuts: [Amount; 4],
}

impl Default for Value {
    fn default() -> Self {
        Self { cuts: [Amount(500_000), Amount(2_500_000), Amount(10_000_000), Amount(100_000_000)] }
    }
}

/// `[dormancy]`: days without activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dormancy {
    /// Days above which a customer slows down, and from which one is inactive, dormant.
    pub days: [u16; 3],
}

impl Default for Dormancy {
    fn default() -> Self {
        Self { days: [180, 365, 730] }
    }
}

/// `[churn]`: points for signs of leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Churn {
    /// Points for each sign.
    pub points: ChurnPoints,
    /// First points of `MEDIUM` and `HIGH`.
    pub levels: [u16; 2],
}

impl Default for Churn {
    fn default() -> Self {
        Self { points: ChurnPoints::default(), levels: [30, 60] }
    }
}

/// `churn.points`: points for each sign of leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChurnPoints {
    /// No activity for more than 60 days.
    pub recency_60: u16,
    /// No activity for more than 180 days, or none at all.
    pub recency_180: u16,
    /// Activity fell to half.
    pub drop: u16,
    /// The salary stopped.
    pub salary: u16,
    /// Assets fell to half.
    pub outflow: u16,
    /// A complaint was made.
    pub complaint: u16,
}

impl Default for ChurnPoints {
    fn default() -> Self {
        Self { recency_60: 20, recency_180: 35, drop: 25, salary: 30, outflow: 15, complaint: 10 }
    }
}

/// `[household]`: the income tier of a household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Household {
    /// Net monthly income of a household of the reference size that the tiers are measured against.
    pub reference_net: Amount,
    /// Persons in a household of the reference size.
    pub reference_size: u16,
}

impl Default for Household {
    fn default() -> Self {
        Self { reference_net: Amount(600_000), reference_size: 3 }
    }
}

/// What `policy.credit_basis` allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditBasis {
    /// Credit is never offered by age, stage, marital or family data.
    Strict,
}

/// `[policy]`: limits of what marketing may see and send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// Fewest customers in a cell that is shown.
    pub min_cell: u16,
    /// On what data credit may be offered.
    pub credit_basis: CreditBasis,
    /// When a customer has heard enough.
    pub fatigue: Fatigue,
    /// Days of silence after a complaint.
    pub complaint_days: u16,
}

impl Default for Policy {
    fn default() -> Self {
        Self { min_cell: 10, credit_basis: CreditBasis::Strict, fatigue: Fatigue::default(), complaint_days: 30 }
    }
}

/// `policy.fatigue`: when a customer has heard enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fatigue {
    /// Marketing messages.
    pub count: u16,
    /// Days in which they were sent.
    pub days: u16,
}

impl Default for Fatigue {
    fn default() -> Self {
        Self { count: 4, days: 30 }
    }
}

/// `[cost]`: what one contact by each channel costs the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cost {
    /// In the mobile app.
    pub mobile: Amount,
    /// In online banking.
    pub online: Amount,
    /// At a cash machine.
    pub atm: Amount,
    /// On the telephone.
    pub phone: Amount,
    /// At a counter.
    pub branch: Amount,
}

impl Default for Cost {
    fn default() -> Self {
        Self { mobile: Amount(10), online: Amount(17), atm: Amount(85), phone: Amount(375), branch: Amount(400) }
    }
}

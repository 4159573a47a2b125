//! What is true of the people that the generator made up, whatever their rows show of it.
//!
//! It never goes into a database. The words of the answers are those that the segmentation gives, so that both can be
//! compared; what they mean here is the generator's own, and none of the segmentation's thresholds has a part in it.

mod file;
mod runs;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use file::{TruthError, TruthHeader, TruthReader, TruthWriter};

/// What is true of one customer on the as-of date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Truth {
    /// The customer.
    pub customer_id: i64,
    /// Completed years of age.
    pub age: i64,
    /// Which group they belong to, by their age and what they live on.
    pub age_group: AgeGroup,
    /// What they live on.
    pub income: TrueIncome,
    /// How they would do the next thing that can be done in several ways.
    pub digital: Propensity,
    /// How they prefer to deal with the bank.
    pub preference: Preference,
    /// Where they stand in life; the first is the one that shapes it most.
    pub stages: Vec<Stage>,
    /// What happened to them lately, and when.
    pub events: Vec<LifeEvent>,
    /// The smallest id among the customers who live in one household with them.
    pub household: i64,
    /// True when they have dealt with the bank on an account of their own for at least half a year, and still do.
    pub settled: bool,
    /// True when they have left the bank, or stopped using it.
    pub churned: bool,
    /// Codes of the account types that somebody in their place needs and does not hold.
    pub needs: Vec<String>,
}

/// Age and livelihood in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AgeGroup {
    /// Under age.
    Minor,
    /// Young, without a job.
    YoungAdult,
    /// Young, with a job.
    YoungProfessional,
    /// In the middle of life.
    MiddleAged,
    /// Lives on a pension.
    Retiree,
    /// Old, and does not live on a pension.
    Senior,
}

/// What somebody lives on in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrueIncome {
    /// Net income in cents a month, as of the latest month; 0 for nobody's income.
    pub monthly: i64,
    /// False when it arrives at another bank, so that no row here can show it.
    pub observable: bool,
}

/// How digital somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Propensity {
    /// Per mille of the choices between a screen and anything else that fall on the screen.
    pub per_mille: u32,
    /// The same in one word.
    pub level: Level,
}

/// A propensity in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Level {
    /// Never, or hardly ever.
    NonUser,
    /// Now and then.
    Low,
    /// As often as not.
    Medium,
    /// Mostly.
    High,
}

/// How somebody prefers to deal with the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Preference {
    /// On a screen.
    Digital,
    /// At the counter.
    InPerson,
    /// By telephone or mail.
    RemoteAssisted,
    /// In several ways.
    Hybrid,
}

/// A stage of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// Under age.
    Minor,
    /// At a college.
    Student,
    /// In a first job.
    StartingCareer,
    /// Married lately.
    NewlyMarried,
    /// With a small child.
    YoungFamily,
    /// With children of school age.
    EstablishedFamily,
    /// Children are grown up.
    EmptyNester,
    /// The working life ends soon.
    NearingRetirement,
    /// The working life has ended.
    Retired,
    /// A couple without any of these.
    EstablishedCouple,
    /// Alone, without any of these.
    EstablishedSingle,
    /// Has died, or has closed all accounts.
    NotApplicable,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LifeEvent {
    /// What.
    pub kind: LifeEventKind,
    /// When.
    pub date: NaiveDate,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LifeEventKind {
    /// The first pay of a working life arrived.
    FirstSalary,
    /// Pay began to arrive at this bank, later than the customer did.
    PayrollStarted,
    /// A wedding.
    JustMarried,
    /// A child was born.
    NewChild,
    /// A child comes of age.
    #[serde(rename = "CHILD_TURNS_18")]
    ChildTurns18,
    /// Pay came for the last time, before a job was lost or given up.
    SalaryStopped,
    /// The first pay that was higher by much.
    SalaryRise,
}
